"""What is kept between two looks at single contacts is never older than the case, its packs, the day or the language."""

from __future__ import annotations

import datetime as dt
import gc
import os
import subprocess
import sys
import threading
import weakref
from typing import TYPE_CHECKING, Any

import pytest

from evidencelog.app import checking, law_packs
from evidencelog.app.cases import Case, change_settings, open_case
from evidencelog.app.law_packs import packs_of
from evidencelog.app.ready import kept
from evidencelog.app.recording import correct, record, withdraw
from evidencelog.app.reviewing import review
from evidencelog.i18n import set_language
from evidencelog.store import reading
from tests.laws.sampling import copied

if TYPE_CHECKING:
    from collections.abc import Iterator

NOON = dt.datetime(2026, 11, 21, 4, tzinfo=dt.UTC)
MOMENTS = [NOON]
"""What the clock of the case shows: the last one."""


@pytest.fixture
def case(tmp_path) -> Iterator[Case]:
    MOMENTS[1:] = []
    with open_case(tmp_path / "case", create=True, clock=lambda: MOMENTS[-1]) as opened:
        record(opened, "platform", {"name": "某消金", "kind": "consumer_finance", "product": "online_consumer"})
        yield opened


def call(case: Case, at: str, **values: Any) -> str:
    given = {"kind": "call", "at": at, "platform": "某消金", "outcome": "answered", "style": "robot", **values}
    return record(case, "contact", given).id


def rules(case: Case, contact: str) -> list[str]:
    """What is found around the contact, which is always what a whole check finds of it."""
    around = checking.findings_for(case, [contact])[contact]
    assert around == [finding for finding in checking.check(case).findings if contact in finding.contacts]
    return [finding.rule for finding in around]


def test_facts_recorded_over_another_connection_are_seen_at_once(case):
    late = call(case, "2026-03-02T22:30:00")
    assert rules(case, late) == ["CN-T01"]
    with open_case(case.path, clock=lambda: NOON) as other:
        agreed = record(other, "consent", {"platform": "某消金", "hours": "22:00-23:00", "from": "2026-01-01"}).id
        assert rules(case, late) == []
        correct(other, agreed, {"hours": "21:00-22:15"}, "看错了")
        assert rules(case, late) == ["CN-T01"]
        correct(other, agreed, {"hours": "22:00-23:00"}, "没看错")
        assert rules(case, late) == []
        withdraw(other, agreed, "没有约定")
        assert rules(case, late) == ["CN-T01"]
        correct(other, "L0001", {"kind": None, "product": None}, "不清楚")
        assert [finding.missing for finding in checking.findings_for(case, [late])[late]] == [("kind", "product")]


def test_facts_recorded_by_another_process_are_seen_at_once(case):
    late = call(case, "2026-03-02T22:30:00")
    assert rules(case, late) == ["CN-T01"]
    command = ["consent", "add", "--platform", "某消金", "--hours", "22:00-23:00", "--from", "2026-01-01"]
    subprocess.run(
        [sys.executable, "-m", "evidencelog", "--case", str(case.path), *command],
        check=True, capture_output=True, env=dict(os.environ),
    )  # fmt: skip
    assert rules(case, late) == []


def test_contacts_of_others_count_at_once(case):
    ids = [call(case, f"2026-03-02T{hour}:00:00") for hour in ("09", "12", "15")]
    assert rules(case, ids[0]) == []
    with open_case(case.path, clock=lambda: NOON) as other:
        fourth = call(other, "2026-03-02T18:00:00")
        assert rules(case, ids[0]) == ["CN-F01"]
        withdraw(other, fourth, "记错")
    assert rules(case, ids[0]) == []
    assert rules(case, call(case, "2026-03-02T20:00:00")) == ["CN-F01"]


def test_a_judgement_is_seen_at_once_in_marks_and_findings(case):
    late = call(case, "2026-03-02T22:30:00")
    before = checking.findings_for(case, [late])[late][0]
    assert before.review is None
    assert [grade for _word, grade in checking.marks_for(case, [late])[late]] == ["breach"]
    with open_case(case.path, clock=lambda: NOON) as other:
        review(other, before.id, "dismiss", "约好的")
    after = checking.findings_for(case, [late])[late][0]
    assert after.review is not None
    assert (after.review["decision"], after.review["because"]) == ("dismiss", "约好的")
    assert checking.marks_for(case, [late]) == {late: []}


def test_words_are_those_of_the_language_in_use(case):
    late = call(case, "2026-03-02T22:30:00")
    titles, marks = [], []
    for language in ("zh", "en", "zh"):
        set_language(language)
        titles.append(checking.findings_for(case, [late])[late][0].title)
        marks.append(checking.marks_for(case, [late])[late])
    assert titles[0] == titles[2] != titles[1]
    assert marks[0] == marks[2] != marks[1]


def test_other_packs_and_thresholds_are_gone_by_at_once(case):
    copied(case.path / law_packs.FOLDER)
    late = call(case, "2026-03-02T22:30:00")
    assert rules(case, late) == ["CN-T01"]
    change_settings(case, packs=["xx"])
    assert all(rule.startswith("XX") for rule in rules(case, late))
    change_settings(case, packs=["cn"])
    assert rules(case, late) == ["CN-T01"]
    ids = [call(case, f"2026-03-04T12:0{minute}:00", outcome="missed") for minute in range(3)]
    assert rules(case, ids[0]) == []
    setting = next(
        burst["setting"]
        for pack in packs_of(case)
        for rule in pack.rules
        for test in rule.tests
        if test.kind == "pattern"
        for burst in test.params["bursts"]
        if burst["setting"] and burst["minutes"] < 60
    )
    with open_case(case.path, clock=lambda: NOON) as other:
        change_settings(other, thresholds={setting: "3"})
    assert rules(case, ids[0]) == ["CN-F04"]


def test_another_day_is_another_look(case):
    """Recordings are kept for two years by the standard that binds this lender; of them one is told half a year before."""
    old = call(case, "2025-06-01T12:00:00")
    assert rules(case, old) == []
    MOMENTS.append(dt.datetime(2026, 12, 2, 4, tzinfo=dt.UTC))
    visit = record(case, "contact", {"kind": "visit", "at": "2025-06-01T14:00:00", "platform": "某消金"}).id
    missed = call(case, "2025-06-01T15:00:00", outcome="missed")
    assert rules(case, old) == ["CN-R01"]
    assert checking.findings_for(case, [old])[old][0].contacts == (old, visit)
    assert rules(case, missed) == []


def test_looks_do_not_hear_of_each_other(case):
    days = [f"2026-03-{day:02}" for day in (1, 2, 3)]
    ids = [[call(case, f"{day}T{hour}:00:00") for hour in ("09", "12", "15", "22")] for day in days]
    third = call(case, "2026-03-05T12:00:00", to="妈妈", said_to_third="relay")
    one_by_one = {name: rules(case, name) for name in [*ids[0], *ids[1], *ids[2], third]}
    for name in reversed(one_by_one):
        assert rules(case, name) == one_by_one[name]


def test_only_one_at_a_time_has_what_is_kept(case):
    with case.store.reading() as conn:
        facts, packs = reading.case_facts(conn), packs_of(case)
        with kept(case, packs, facts, "2026-11-21") as one, kept(case, packs, facts, "2026-11-21") as other:
            assert one.tests is not other.tests
        with kept(case, packs, facts._replace(), "2026-11-21") as again:
            assert again in (one, other)
        with pytest.raises(KeyError), kept(case, packs, facts, "2026-11-21"):
            raise KeyError  # a look that was broken off leaves its tests with contacts
        with kept(case, packs, facts, "2026-11-21") as new:
            assert new is not again


def test_a_case_that_is_done_with_is_not_held(tmp_path):
    with open_case(tmp_path / "case", create=True, clock=lambda: NOON) as done:
        late = record(done, "contact", {"kind": "call", "at": "2026-03-02T22:30:00", "platform": "某消金"}).id
        assert len(checking.findings_for(done, [late])[late]) == 1
        gone = weakref.ref(done)
    del done
    gc.collect()
    assert gone() is None


def test_threads_look_side_by_side(case):
    ids = [call(case, f"2026-03-{day:02}T{hour}:00:00") for day in (1, 2, 3) for hour in ("09", "12", "15", "22")]
    expected = {name: checking.marks_for(case, [name])[name] for name in ids}
    seen: list[dict[str, list[tuple[str, str]]]] = []

    def look() -> None:
        seen.append({name: checking.marks_for(case, [name])[name] for _round in range(3) for name in ids})

    threads = [threading.Thread(target=look) for _thread in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [expected] * 3
