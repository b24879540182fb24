"""A case remembers the law packs it goes by: what newer ones change is shown before they are accepted."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from evidencelog.app import checking, law_packs
from evidencelog.app.cases import Case, change_settings, open_case
from evidencelog.app.pack_versions import accept, banners, compare, standing
from evidencelog.app.packets import preview
from evidencelog.app.recording import record
from evidencelog.laws.catalogue import ENVIRONMENT, SHIPPED, fingerprint
from evidencelog.models.packet_making import PacketRequest
from evidencelog.store import ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = dt.datetime(2026, 11, 21, 4, tzinfo=dt.UTC)


@pytest.fixture
def case(tmp_path, monkeypatch) -> Iterator[Case]:
    monkeypatch.setattr(law_packs, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr("evidencelog.app.pack_versions.cache_folder", lambda: tmp_path / "cache")
    with open_case(tmp_path / "case", create=True, clock=lambda: NOW) as opened:
        record(opened, "platform", {"name": "某消金", "kind": "consumer_finance", "product": "online_consumer"})
        checking.check(opened)
        yield opened


def call(case: Case, at: str, **values: Any) -> str:
    given = {"kind": "call", "at": at, "platform": "某消金", "outcome": "answered", "style": "robot", **values}
    return record(case, "contact", given).id


def newer(tmp_path: Path, monkeypatch, edits: dict[str, tuple[str, str]]) -> None:
    """A copy of the shipped pack with another version and edits, found before the shipped one."""
    folder = tmp_path / "newer"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SHIPPED / "cn", folder / "cn")
    for name, (old, new) in {"pack.toml": ('\nversion = "', '\nversion = "9'), **edits}.items():
        path = folder / "cn" / name
        text = path.read_text(encoding="utf-8")
        assert old in text, name
        path.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setenv(ENVIRONMENT, str(folder))


def again(case: Case) -> Case:
    """The case as a program sees it that starts now."""
    return open_case(case.path, clock=lambda: NOW)


def test_a_new_case_goes_by_what_is_installed(case):
    (pack,) = standing(case)
    assert (pack.id, pack.accepted, pack.changed, pack.overdue) == ("cn", pack.version, False, False)
    assert case.settings["accepted.cn"] == f"{pack.version} {fingerprint(SHIPPED / 'cn')}"
    assert banners(case) == ()
    assert compare(case) == ((), (), ())
    assert accept(case) == ()


def test_what_a_newer_pack_changes_is_shown_before_it_is_accepted(case, tmp_path, monkeypatch):
    late = call(case, "2026-03-02T21:30:00")
    later = call(case, "2026-03-03T22:30:00")
    calls = [call(case, f"2026-03-05T{hour}:00:00") for hour in ("09", "12", "15", "18")]
    assert [finding.contacts for finding in checking.check(case).findings] == [(later,), tuple(calls)]
    newer(tmp_path, monkeypatch, {
        "rules/CN-T01.toml": ('to = "22:00"', 'to = "21:00"'),
        "rules/CN-F01.toml": ("limit = 3", "limit = 4"),
    })  # fmt: skip
    with again(case) as opened:
        head = ledger.head(opened.store.conn)
        (pack,) = standing(opened)
        assert pack.changed
        assert pack.version == "9" + str(pack.accepted)
        (said,) = banners(opened)
        assert pack.version in said
        assert "rules accept" in said
        comparison = compare(opened)
        assert [
            (change.what, change.rule, change.contacts, change.before, change.after) for change in comparison.changes
        ] == [
            ("appears", "CN-T01", (late,), None, "breach"),
            ("vanishes", "CN-F01", tuple(calls), "breach", None),
        ]
        assert comparison.changes[0].platform == "某消金"
        assert ledger.head(opened.store.conn) == head
        assert [one.id for one in accept(opened)] == ["cn"]
        assert compare(opened).packs == ()
        assert banners(opened) == ()
        (event,) = list(ledger.events(opened.store.conn, ""))[-1:]
        assert event.kind == "case.settings"
        assert list(event.facts["changes"]) == ["accepted.cn"]
        assert accept(opened) == ()
        assert ledger.head(opened.store.conn).seq == head.seq + 1


def test_other_grades_and_other_provisions(case, tmp_path, monkeypatch):
    call(case, "2026-03-03T22:30:00")
    rule = (SHIPPED / "cn" / "rules" / "CN-T01.toml").read_text(encoding="utf-8")
    assert 'provision = "gbt-45251-2025/' in rule
    newer(
        tmp_path,
        monkeypatch,
        {"rules/CN-T01.toml": ('kind = "quiet_hours"\n', 'kind = "quiet_hours"\nat_most = "likely"\n')},
    )
    with again(case) as opened:
        (change,) = compare(opened).changes
        assert (change.what, change.rule, change.before, change.after) == ("grade", "CN-T01", "breach", "likely")


def test_words_are_compared_too(case, tmp_path, monkeypatch):
    told = call(case, "2026-03-03T12:00:00", content="再不还钱就让你坐牢", view="quote")
    newer(tmp_path, monkeypatch, {"wording/codes.toml": ('any = "CN-H02"', 'any = "CN-H03"')})
    with again(case) as opened:
        changes = {(change.what, change.rule) for change in compare(opened).changes if change.contacts == (told,)}
    assert {("vanishes", "CN-H02"), ("appears", "CN-H03")} <= changes


def test_a_version_that_is_gone_is_told_and_guessed_nothing(case, tmp_path, monkeypatch):
    call(case, "2026-03-03T22:30:00")
    newer(tmp_path, monkeypatch, {})
    for kept in (tmp_path / "cache" / "versions").iterdir():
        kept.write_bytes(b"no zip")
    with again(case) as opened:
        comparison = compare(opened)
        assert (comparison.unknown, comparison.changes) == (("cn",), ())
        assert accept(opened)


def test_packs_a_case_takes_up_are_accepted_with_that(case):
    change_settings(case, packs=["cn", "us"])
    assert [(pack.id, pack.changed, pack.accepted is None) for pack in standing(case)] == [
        ("cn", False, False),
        ("us", False, False),
    ]


def test_a_pack_past_its_review_says_so_calmly(case, tmp_path, monkeypatch):
    assert standing(case)[0].review_by > "2026-11-21"
    day = standing(case)[0].review_by
    with open_case(case.path, clock=lambda: dt.datetime.fromisoformat(day + "T12:00:00+08:00")) as last:
        assert banners(last) == ()
    after = (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()
    with open_case(case.path, clock=lambda: dt.datetime.fromisoformat(after + "T12:00:00+08:00")) as late:
        (said,) = banners(late)
        assert day in said
        assert standing(late)[0].overdue


def test_a_packet_says_so_from_the_day_after(case):
    call(case, "2026-03-03T22:30:00")
    due = standing(case)[0].review_by
    after = (dt.date.fromisoformat(due) + dt.timedelta(days=1)).isoformat()
    for day, expected in ((due, 0), (after, 1)):
        shown = preview(case, PacketRequest(channel="lender", date=day))
        assert sum(due in line for line in shown.statement) == expected, day
