"""Two platforms that are one: contacts, records, names and numbers go over; the ledger keeps both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evidencelog.app import browsing, undoing
from evidencelog.app.cases import open_case
from evidencelog.app.directory import UnknownName
from evidencelog.app.merging import merge_platforms
from evidencelog.app.recording import assign_number, record, set_record, withdraw
from evidencelog.app.verifying import verify_case
from evidencelog.errors import InvalidInput
from evidencelog.models.browsing import ContactFilter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evidencelog.app.cases import Case


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """某消金 with one contact, 某消费金融 with one of its own, one by number, and a request."""
    with open_case(tmp_path / "case", create=True) as opened:
        record(opened, "platform", {"name": "某消金", "numbers": ["95001"]})
        record(opened, "platform", {"name": "某消费金融", "aliases": ["小消"], "kind": "consumer_finance"})
        for name, number in (("某消金", "95001"), ("某消费金融", "95002"), (None, "95003")):
            values = {"kind": "call", "at": "2026-10-02T10:00:00+08:00", "platform": name, "number": number}
            record(opened, "contact", {key: value for key, value in values.items() if value})
        assign_number(opened, "95003", platform="某消费金融")
        request = {"platform": "某消费金融", "kind": "recording", "made_at": "2026-10-03T10:00:00+08:00"}
        record(opened, "request", request)
        yield opened


def test_everything_goes_over_and_nothing_is_lost(case: Case) -> None:
    assert merge_platforms(case, "某消金", "某消费金融", "同一家") == 1
    (left,) = browsing.records(case, "platform")
    assert left["name"] == "某消金"
    assert left["aliases"] == ["某消费金融", "小消"]
    assert left["numbers"] == ["95001", "95003"]
    assert left["kind"] == "consumer_finance"
    assert browsing.resolve_platform(case, "小消") == left["id"]
    assert browsing.count(case, ContactFilter(platform=left["id"])) == 3
    assert browsing.records(case, "request")[0]["platform"] == "某消金"
    assert [one.event for one in browsing.record_history(case, "L0002")][-1] == "withdrawn"
    assert browsing.record_history(case, "C0002")[-1].because == "同一家"


def test_a_merge_is_taken_back_as_a_whole(case: Case) -> None:
    def standing() -> tuple[object, ...]:
        rows = browsing.records(case, "platform")
        told = [{name: value for name, value in row.items() if name != "id"} for row in rows]
        contacts = {row["name"]: browsing.count(case, ContactFilter(platform=row["id"])) for row in rows}
        request = browsing.records(case, "request")[0]["platform"]
        return sorted(told, key=lambda row: str(row["name"])), contacts, request

    before, began = standing(), undoing.head(case)
    assert before[1] == {"某消金": 1, "某消费金融": 2}
    merge_platforms(case, "某消金", "某消费金融", "同一家")
    change = undoing.last_change(case, began)
    assert change is not None
    assert (change.happened, change.id) == ("merged", "L0001")
    written = undoing.undo(case, change)
    assert standing() == before
    assert undoing.last_change(case, began, {*change.seqs, *written}) is None
    assert not verify_case(case)


def test_a_correction_is_no_merge(case: Case) -> None:
    began = undoing.head(case)
    withdraw(case, "Q0001", "没寄")
    set_record(case, "platform", "某消金", {"kind": "consumer_finance"})
    change = undoing.last_change(case, began)
    assert change is not None
    assert change.happened == "corrected"


@pytest.mark.parametrize(("kept", "gone"), [("某消金", "某消金"), ("某消费金融", "小消")])
def test_one_platform_is_not_merged_with_itself(case: Case, kept: str, gone: str) -> None:
    with pytest.raises(InvalidInput):
        merge_platforms(case, kept, gone, "同一家")
    assert len(browsing.records(case, "platform")) == 2


def test_a_name_nobody_bears_and_no_reason_change_nothing(case: Case) -> None:
    with pytest.raises(UnknownName):
        merge_platforms(case, "某消金", "没有这家", "同一家")
    with pytest.raises(InvalidInput):
        merge_platforms(case, "某消金", "某消费金融", " ")
    assert len(browsing.records(case, "platform")) == 2
