"""A case held against its packs: whole, in part, around single contacts, before an entry is saved."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidencelog.app import checking, law_packs, watched
from evidencelog.app.cases import Case, change_settings, open_case
from evidencelog.app.recording import correct, record, withdraw
from evidencelog.errors import Cancelled, InvalidInput
from evidencelog.i18n import set_language
from evidencelog.laws.catalogue import ENVIRONMENT
from evidencelog.laws.faults import PackMissing, PackRefused
from tests.laws.sampling import SAMPLE, copied

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = dt.datetime(2026, 11, 21, 4, tzinfo=dt.UTC)
RECORDINGS_DUE = dt.datetime(2027, 10, 1, 4, tzinfo=dt.UTC)
"""Half a year before recordings of April 2026 may be deleted: those of March are due."""


@pytest.fixture
def case(tmp_path) -> Iterator[Case]:
    with open_case(tmp_path / "case", create=True, clock=lambda: NOW) as opened:
        record(opened, "platform", {"name": "某消金", "kind": "consumer_finance", "product": "online_consumer"})
        yield opened


def call(case: Case, at: str, **values: Any) -> str:
    given = {"kind": "call", "at": at, "platform": "某消金", "outcome": "answered", "style": "robot", **values}
    return record(case, "contact", given).id


def four_calls(case: Case, day: str = "2026-03-02", **values: Any) -> list[str]:
    return [call(case, f"{day}T{hour}:00:00", **values) for hour in ("09", "12", "15", "18")]


def found(case: Case, **options: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(finding.rule, finding.grade, finding.contacts) for finding in checking.check(case, **options).findings]


def test_a_whole_check(case):
    ids = four_calls(case)
    late = call(case, "2026-03-03T22:30:00", outcome="missed")
    call(case, "2026-03-03T22:30:00", platform=None)
    report = checking.check(case)
    assert found(case) == [("CN-F01", "breach", tuple(ids)), ("CN-T01", "breach", (late,))]
    assert report.contacts == 5
    assert report.checked_at == "2026-11-21T12:00:00+08:00"
    assert report.case == "case"
    assert [pack["id"] for pack in report.packs] == ["cn"]
    assert {"id", "version", "confirmed_on"} <= set(report.packs[0])
    assert [finding.platform for finding in report.findings] == ["某消金", "某消金"]
    json.dumps([finding._asdict() for finding in report.findings])


def test_the_words_are_those_of_the_language_in_use(case):
    four_calls(case)
    titles = set()
    for language in ("zh", "en"):
        set_language(language)
        titles.add(checking.check(case).findings[0].title)
    set_language("zh")
    assert len(titles) == 2


def test_a_period_and_a_platform(case):
    first, second = four_calls(case), four_calls(case, "2026-03-03")
    other = four_calls(case, "2026-03-03", platform="某银行", platform_kind="bank_loan")
    assert found(case, since="2026-03-03", select=["CN-F"]) == [
        ("CN-F01", "breach", tuple(second)),
        ("CN-F01", "undetermined", tuple(other)),
    ]
    assert found(case, until="2026-03-02") == [("CN-F01", "breach", tuple(first))]
    assert checking.check(case, since="2026-03-03", until="2026-03-03", platform="L0001").contacts == 4
    assert found(case, since="2026-03-03", until="2026-03-03", platform="L0001") == [
        ("CN-F01", "breach", tuple(second))
    ]
    assert found(case, since="2026-03-04") == []


def test_a_period_does_not_cut_what_its_findings_look_back_on(case):
    record(case, "person", {"name": "妈妈", "relation": "parent"})
    call(case, "2026-03-01T12:00:00")
    call(case, "2026-03-03T12:00:00", to="妈妈", said_to_third="asked_where")
    assert [grade for _rule, grade, _ids in found(case, since="2026-03-03")] == ["likely"]


def test_rules_are_chosen_by_code_or_its_beginning(case):
    four_calls(case)
    call(case, "2026-03-02T23:00:00", outcome="missed")
    codes = {rule for rule, _grade, _ids in found(case)}
    assert codes == {"CN-F01", "CN-T01"}
    assert {rule for rule, *_ in found(case, select=["CN-T"])} == {"CN-T01"}
    assert {rule for rule, *_ in found(case, ignore=["CN-T01"])} == {"CN-F01"}
    assert found(case, select=["CN-F"], ignore=["CN-F01"]) == []
    assert checking.check(case, ignore=["CN"]).contacts == 5
    with pytest.raises(checking.UnknownRule, match="CN-Q"):
        checking.check(case, select=["CN-Q"])


def test_corrected_and_withdrawn_contacts(case):
    ids = four_calls(case)
    correct(case, ids[0], {"outcome": "missed"}, "账单上是未接")
    assert found(case) == []
    assert [(note["rule"], note["why"], note["measured"]) for note in checking.check(case).noted] == [
        ("CN-F01", "wider_count", 4)
    ]
    correct(case, ids[0], {"outcome": "answered"}, "看错了")
    assert len(found(case)) == 1
    withdraw(case, ids[0], "记错")
    assert found(case) == []
    assert checking.findings_for(case, ids) == {name: [] for name in ids}


def test_findings_of_single_contacts_and_their_marks(case):
    ids = four_calls(case)
    late = call(case, "2026-03-02T23:00:00", style=None, purpose=None)
    quiet = call(case, "2026-03-05T12:00:00")
    by_contact = checking.findings_for(case, [ids[0], late, quiet, "C0999"])
    assert {name: [finding.rule for finding in findings] for name, findings in by_contact.items()} == {
        ids[0]: ["CN-F01"],
        late: ["CN-T01"],
        quiet: [],
        "C0999": [],
    }
    assert checking.marks_for(case, [ids[0], late, quiet]) == {
        ids[0]: [("超次", "breach")],
        late: [("夜间", "likely")],
        quiet: [],
    }


def test_an_entry_over_several_days_counts_around_each_of_them(case):
    several = call(case, "2026-03-02T18:00:00", count=6, until="2026-03-05T09:00:00")
    later = call(case, "2026-03-05T15:00:00")
    far = call(case, "2026-03-06T15:00:00")
    whole = checking.check(case).findings
    assert {finding.on for finding in whole if several in finding.contacts} >= {"2026-03-04", "2026-03-05"}
    together = [finding for finding in whole if later in finding.contacts]
    assert [finding.contacts for finding in together] == [(several, later)]
    around = checking.findings_for(case, [several, later, far])
    assert around == {
        name: [finding for finding in whole if name in finding.contacts] for name in (several, later, far)
    }
    assert [word for word, _grade in checking.marks_for(case, [later])[later]] == ["超次"]
    for day in ("2026-03-02", "2026-03-04", "2026-03-05"):
        period = checking.check(case, since=day, until=day, platform="L0001").findings
        assert period == [finding for finding in whole if finding.on == day], day


def test_an_entry_is_looked_at_before_it_is_saved(case):
    four_calls(case)
    seen = checking.findings_in(case, {"kind": "call", "at": "2026-03-02T23:00", "platform": "某消金", "style": "robot",
                                       "outcome": "answered"})  # fmt: skip
    assert [(finding.rule, finding.measured) for finding in seen] == [("CN-F01", 5), ("CN-T01", None)]
    assert case.info().contacts == 4
    seen = checking.findings_in(case, {"kind": "call", "at": "2026-03-02T23:00", "platform": "没听过的"})
    assert [(finding.rule, finding.grade, finding.missing) for finding in seen] == [
        ("CN-T01", "undetermined", ("kind", "product"))
    ]
    with case.store.reading() as conn:
        assert conn.execute("SELECT count(*) FROM platforms").fetchone() == (1,)
    with pytest.raises(InvalidInput):
        checking.findings_in(case, {"kind": "call", "at": "no time"})


def test_a_long_check_tells_how_far_it_is_and_can_be_stopped(case, monkeypatch):
    monkeypatch.setattr(watched, "STEP", 2)
    four_calls(case)
    steps: list[int] = []

    class Watching:
        def step(self, done: int, total: int | None) -> None:
            steps.append(done)
            if len(steps) > 2:
                raise Cancelled

    assert len(checking.check(case, progress=Watching()).findings) == 1
    assert steps == [2, 4]
    with pytest.raises(Cancelled):
        checking.check(case, progress=Watching())


def test_a_pack_of_the_case_itself(case):
    copied(case.path / law_packs.FOLDER)
    change_settings(case, packs=["cn", "xx"], zone="America/New_York")
    record(case, "platform", {"name": "Bank", "kind": "bank_card"})
    late = call(case, "2026-03-02T21:00:01", platform="Bank", outcome="missed")
    call(case, "2026-03-02T21:00:00", platform="Bank", outcome="missed")
    call(case, "2026-03-03T10:00:00+08:00", platform="Bank", outcome="missed")  # 21:00 in New York
    assert found(case) == [("XX-A00", "breach", (late,))]
    assert [pack["id"] for pack in checking.check(case).packs] == ["cn", "xx"]
    assert checking.findings_for(case, [late])[late][0].bases[0].citation == "Collection Code 2020, section 3(a)"


def test_packs_named_by_the_environment(case, monkeypatch):
    monkeypatch.setenv(ENVIRONMENT, str(SAMPLE))
    change_settings(case, packs=["xx"])
    record(case, "platform", {"name": "Bank", "kind": "bank_card"})
    call(case, "2026-03-02T22:30:00", platform="Bank", outcome="missed")
    assert [rule for rule, *_ in found(case)] == ["XX-A00"]


def test_a_missing_or_broken_pack_is_told(case):
    folder = case.path / law_packs.FOLDER
    copied(folder)
    change_settings(case, packs=["xx"])
    shutil.rmtree(folder)
    with pytest.raises(PackMissing, match="xx"):
        checking.check(case)
    copied(folder, {"pack.toml": [('version = "1"', "version = 1")]})
    with pytest.raises(PackRefused, match=r"xx/pack\.toml: version = 1"):
        checking.check(case)


KINDS = ("consumer_finance", "bank_card", "private_lender", None)
HOURS = ("00", "07", "09", "10", "11", "12", "13", "20", "22", "23")


@st.composite
def entries(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to eighteen contacts within a fortnight."""
    made = []
    for _number in range(draw(st.integers(4, 18))):
        values = {
            "kind": draw(st.sampled_from(("call", "call", "call", "message", "visit"))),
            "at": f"2026-03-{draw(st.sampled_from((1, 2, 2, 2, 3, 3, 5, 9, 14))):02}T{draw(st.sampled_from(HOURS))}"
            f":{draw(st.sampled_from(('00', '10', '59')))}:00",
            "platform": draw(st.sampled_from(("甲", "甲", "乙"))),
            "outcome": draw(st.sampled_from(("answered", "answered", "missed", None))),
            "style": draw(st.sampled_from(("robot", "person", None))),
            "precision": draw(st.sampled_from((None, None, "approximate", "day"))),
            "direction": draw(st.sampled_from(("in", "in", "in", "out"))),
            "to": draw(st.sampled_from(("debtor", "debtor", "debtor", "妈妈", "同事"))),
            "count": draw(st.sampled_from((1, 1, 4))),
            "collector": draw(st.sampled_from((None, "某催收"))),
            "claimed_role": draw(st.sampled_from((None, None, "police"))),
        }
        if values["count"] > 1:
            hours = draw(st.sampled_from((None, 1, 14, 36, 60, 170)))
            began = dt.datetime.fromisoformat(values["at"])
            values["until"] = None if hours is None else (began + dt.timedelta(hours=hours)).isoformat()
        made.append({name: value for name, value in values.items() if value is not None})
    return made


@given(entries(), st.sampled_from(KINDS), st.sampled_from((NOW, RECORDINGS_DUE)), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_findings_around_contacts_are_those_of_the_whole_check(tmp_path_factory, made, kind, now, random):
    os.environ[ENVIRONMENT] = str(SAMPLE)
    try:
        with open_case(tmp_path_factory.mktemp("case") / "case", create=True, clock=lambda: now) as case:
            change_settings(case, packs=["cn", "xx", "zz"])
            record(case, "platform", {"name": "甲", "kind": kind, "product": "online_consumer"})
            record(case, "person", {"name": "妈妈", "relation": "parent"})
            record(case, "refusal", {"person": "妈妈", "platform": "甲", "at": "2026-03-02T12:00:00"})
            record(case, "consent", {"platform": "甲", "hours": "22:00-23:30", "from": "2026-03-03"})
            ids = [record(case, "contact", values).id for values in made]
            whole = checking.check(case).findings
            asked = random.sample(ids, random.randint(1, len(ids)))
            around = checking.findings_for(case, asked)
            since, until = sorted(
                random.choices(("2026-03-01", "2026-03-02", "2026-03-04", "2026-03-05", "2026-03-10"), k=2)
            )
            period = checking.check(case, since=since, until=until).findings
    finally:
        del os.environ[ENVIRONMENT]
    for name in asked:
        assert around[name] == [finding for finding in whole if name in finding.contacts]
    assert period == [finding for finding in whole if since <= finding.on <= until]


def test_a_case_that_may_only_be_read_is_checked(case, tmp_path):
    four_calls(case)
    path: Path = case.path
    case.close()
    with open_case(path, read_only=True, clock=lambda: NOW) as reader:
        assert len(checking.check(reader).findings) == 1
        assert checking.findings_for(reader, ["C0001"])["C0001"][0].rule == "CN-F01"
