"""The person's own judgement of a finding."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from evidencelog.app import checking
from evidencelog.app.cases import Case, open_case
from evidencelog.app.recording import record, withdraw
from evidencelog.app.reviewing import NoSuchFinding, review
from evidencelog.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = dt.datetime(2026, 11, 21, 4, tzinfo=dt.UTC)


@pytest.fixture
def case(tmp_path) -> Iterator[Case]:
    with open_case(tmp_path / "case", create=True, clock=lambda: NOW) as opened:
        record(opened, "platform", {"name": "某消金", "kind": "consumer_finance", "product": "online_consumer"})
        for hour in ("09", "12", "15", "18"):
            call(opened, hour)
        yield opened


def call(case: Case, hour: str) -> str:
    values = {"kind": "call", "at": f"2026-03-02T{hour}:00:00", "platform": "某消金", "outcome": "answered"}
    return record(case, "contact", {**values, "style": "robot"}).id


def the_finding(case: Case) -> checking.Finding:
    (finding,) = checking.check(case).findings
    return finding


@pytest.mark.parametrize("decision", ["confirm", "dismiss"])
def test_a_judgement_is_kept_with_the_finding(case, decision):
    finding = the_finding(case)
    assert review(case, finding.id, decision, " 那天约定过 ") == finding.id
    expected = {"decision": decision, "because": "那天约定过", "at": "2026-11-21T04:00:00Z", "stale": False}
    assert the_finding(case).review == expected
    assert checking.findings_for(case, ["C0001"])["C0001"][0].review == expected


def test_the_latest_judgement_counts(case):
    finding = the_finding(case)
    review(case, finding.id, "dismiss", "不算")
    review(case, finding.id, "confirm", "")
    kept = the_finding(case).review
    assert kept is not None
    assert (kept["decision"], kept["because"]) == ("confirm", None)


def test_a_judgement_of_other_contacts_is_stale_until_they_are_the_same_again(case):
    finding = the_finding(case)
    review(case, finding.id, "dismiss", "不算")
    more = call(case, "19")
    changed = the_finding(case)
    assert changed.id == finding.id
    assert changed.review is not None
    assert changed.review["stale"] is True
    withdraw(case, more, "记错")
    assert the_finding(case).review == {**changed.review, "stale": False}


def test_a_dismissed_finding_leaves_no_mark_while_the_judgement_is_fresh(case):
    review(case, the_finding(case).id, "dismiss", "不算")
    assert checking.marks_for(case, ["C0001"]) == {"C0001": []}
    call(case, "19")
    assert checking.marks_for(case, ["C0001"]) == {"C0001": [("超次", "breach")]}


def test_the_beginning_of_an_id_is_enough(case):
    finding = the_finding(case)
    assert review(case, finding.id[:10], "confirm", "") == finding.id


@pytest.mark.parametrize("wrong", ["F-0000000000000000", "F-", "", "C0001"])
def test_an_unknown_finding_is_refused(case, wrong):
    with pytest.raises(NoSuchFinding):
        review(case, wrong, "confirm", "")


def test_a_dismissal_needs_a_reason_and_a_decision_is_one_of_two(case):
    finding = the_finding(case)
    for decision, because in (("dismiss", "  "), ("maybe", "…")):
        with pytest.raises(InvalidInput):
            review(case, finding.id, decision, because)
    assert the_finding(case).review is None
