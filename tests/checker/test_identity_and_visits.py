"""Claimed roles, tags, things withheld, announced collectors, visits, the state of the debt, recordings."""

from __future__ import annotations

from typing import Any

import pytest

from evidencelog.models.contacts import Notice, Plan, Request
from tests.checker.building import brief, contact, debt, facts, instant, numbered, results, rule

AT = "2026-03-02T12:00:00"


def one(law: Any, case: Any = None, **fields: Any) -> list[str]:
    """The grades, with missing facts, for a single contact."""
    return [grade for _contacts, grade in brief(law, [contact("C0001", AT, **fields)], case)]


POLICE = rule({"kind": "claimed_role", "roles": ["police"], "unchecked": "likely"})
COURT = rule({"kind": "claimed_role", "roles": ["court"], "unchecked": "undetermined"})


@pytest.mark.parametrize(
    ("law", "fields", "found"),
    [
        (POLICE, {"claimed_role": "police"}, ["likely role_checked"]),
        (COURT, {"claimed_role": "court"}, ["undetermined role_checked"]),
        (COURT, {"claimed_role": "court", "role_checked": "false"}, ["breach"]),
        (COURT, {"claimed_role": "court", "role_checked": "genuine"}, []),
        (COURT, {"claimed_role": "police"}, []),
        (COURT, {"claimed_role": "none"}, []),
        (COURT, {}, []),
        (COURT, {"claimed_role": "court", "role_checked": "false", "purpose": None}, ["likely purpose"]),
    ],
)
def test_claimed_roles(law, fields, found):
    assert one(law, **fields) == found


def test_tags_are_looked_up_by_contact():
    law = rule({"kind": "content_claim", "tags": ["threat"]})
    rows = numbered(AT, AT, AT)
    tags = {"C0001": frozenset({"threat", "insult"}), "C0002": frozenset({"insult"})}
    assert brief(law, rows, tags=tags) == [("C0001", "likely")]


@pytest.mark.parametrize(
    ("moment", "answer", "found"),
    [
        ("on_request", "refused", ["breach"]),
        ("on_request", "not_asked", []),
        ("every", "not_asked", ["breach"]),
        ("every", "given", []),
        ("every", None, []),
    ],
)
def test_required_disclosures(moment, answer, found):
    law = rule({"kind": "required_disclosure", "items": ["institution", "name"], "moment": moment})
    assert one(law, institution_answer="given", name_answer=answer) == found


def test_a_disclosure_due_at_first_is_not_asked_of_later_contacts():
    law = rule({"kind": "required_disclosure", "items": ["institution"], "moment": "first"})
    rows = [
        contact("C0001", "2026-03-02T09:00:00", outcome="missed"),
        contact("C0002", "2026-03-02T10:00:00", outcome="answered", institution_answer="not_asked"),
        contact("C0003", "2026-03-02T11:00:00", outcome="answered", institution_answer="refused"),
        contact("C0004", "2026-03-02T12:00:00", collector="A", institution_answer="refused"),
    ]
    assert brief(law, rows) == [("C0002", "breach"), ("C0004", "breach")]


def test_a_collector_nobody_announced():
    law = rule({"kind": "prior_notice", "contacts": {"by": "collector"}})
    noted = facts(notices=(Notice("N0001", "L0001", "A", False), Notice("N0002", "L0001", "B", True)))
    assert one(law, noted, collector="A") == ["likely"]
    assert one(law, noted, collector="B") == []
    assert one(law, noted, collector="C") == ["undetermined notice"]
    assert one(law, noted) == []


def test_places():
    law = rule({"kind": "place_contact", "places": ["workplace", "school"]})
    assert one(law, kind="visit", place="school") == ["breach"]
    assert one(law, kind="visit", place="home") == []
    assert one(law, kind="visit") == ["undetermined place"]
    assert one(law, kind="call", place="school") == []


@pytest.mark.parametrize(
    ("fault", "fields", "found"),
    [
        ({"fault": "too_few", "visitors": 2}, {"visitors": 1}, ["breach"]),
        ({"fault": "too_few", "visitors": 2}, {"visitors": 2}, []),
        ({"fault": "too_few", "visitors": 2}, {}, ["undetermined visitors"]),
        ({"fault": "too_many", "visitors": 3}, {"visitors": 4}, ["breach"]),
        ({"fault": "too_many", "visitors": 3}, {"visitors": 3}, []),
        ({"fault": "unrecorded"}, {"recorded_by_them": 0}, ["breach"]),
        ({"fault": "unrecorded"}, {"recorded_by_them": 1}, []),
        ({"fault": "unrecorded"}, {}, ["undetermined recorded_by_them"]),
        ({"fault": "no_papers"}, {"papers_shown": 0}, ["breach"]),
        ({"fault": "entered"}, {"entered": 1}, ["breach"]),
        ({"fault": "entered"}, {"entered": 0}, []),
        ({"fault": "entered"}, {}, ["undetermined entered"]),
        ({"fault": "act", "acts": ["posting"]}, {"act": "posting"}, ["breach"]),
        ({"fault": "act", "acts": ["posting"]}, {"act": "blocking"}, []),
        ({"fault": "stayed"}, {}, []),
        ({"fault": "stayed"}, {"asked_to_leave_ts": 100}, ["undetermined left_at"]),
        ({"fault": "stayed"}, {"asked_to_leave_ts": 100, "left_ts": 101}, ["breach"]),
        ({"fault": "stayed", "minutes_to_leave": 5}, {"asked_to_leave_ts": 100, "left_ts": 400}, []),
        ({"fault": "stayed", "minutes_to_leave": 5}, {"asked_to_leave_ts": 100, "left_ts": 401}, ["breach"]),
    ],
)
def test_how_a_visit_was_made(fault, fields, found):
    law = rule({"kind": "visit_conduct", **fault})
    assert one(law, kind="visit", **fields) == found
    assert one(law, kind="call", **fields) == []


def test_several_faults_of_one_visit_are_one_finding_that_names_only_what_is_sure():
    law = rule(
        {"kind": "visit_conduct", "fault": "too_few", "visitors": 2, "reading": "alone"},
        {"kind": "visit_conduct", "fault": "no_papers", "reading": "no-papers"},
        {"kind": "visit_conduct", "fault": "unrecorded", "reading": "unrecorded"},
    )
    hits, _notes = results(law, [contact("C0001", AT, kind="visit", visitors=1, papers_shown=0)])
    assert [(hit.grade, hit.readings, hit.missing) for hit in hits] == [("breach", ("alone", "no-papers"), ())]


def test_debts_that_bar_contact():
    settled = facts()
    bank = settled.platforms["L0001"]._replace(settled_on="2026-03-01")
    settled = settled._replace(platforms={"L0001": bank})
    law = rule({"kind": "debt_state", "state": "settled"})
    assert one(law, settled) == ["breach"]
    assert one(law, settled._replace(platforms={"L0001": bank._replace(settled_on="2026-03-02")})) == []
    assert one(law) == []
    law = rule({"kind": "debt_state", "state": "unlawful"})
    debts = {"D0001": debt("D0001", lawful=False), "D0002": debt("D0002", lawful=True), "D0003": debt("D0003")}
    assert [one(law, facts(debts=debts), debt=name) for name in (*debts, None)] == [["breach"], [], [], []]


@pytest.mark.parametrize(
    ("signed", "defaulted", "found"),
    [
        ("2026-03-01", None, ["breach"]),
        ("2026-03-02", None, []),
        ("2026-02-01", "2026-03-02", []),
        ("2026-02-01", "2026-03-03", ["breach"]),
    ],
)
def test_a_plan_that_is_kept(signed, defaulted, found):
    law = rule({"kind": "debt_state", "state": "plan_kept"})
    assert one(law, facts(plans=(Plan("S0001", "L0001", signed, defaulted),))) == found


@pytest.mark.parametrize(
    ("today", "found"),
    [
        ("2027-09-01", []),
        ("2027-09-02", [("C0001", "note")]),
        ("2028-03-02", [("C0001", "note")]),
        ("2028-03-03", []),  # gone by now
    ],
)
def test_recordings_are_due_from_some_months_before_their_end(today, found):
    law = rule(
        {
            "kind": "retention",
            "months": 24,
            "remind_months_before": 6,
            "request": "recording",
            "contacts": {"kinds": ["call"]},
        }
    )
    rows = numbered(AT, "2028-03-01T12:00:00")
    assert brief(law, rows[:1], today=today) == found
    asked = facts(requests=(Request("Q0001", "L0001", "recording", instant("2026-04-01T00:00:00")),))
    assert brief(law, rows[:1], asked, today=today) == []
