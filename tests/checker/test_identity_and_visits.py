"""Claimed roles, tags, things withheld, announced collectors, visits, the state of the debt, recordings."""

from __future__ import annotations

from typing import Any

import pytest

from evidencelog.models.contacts import Notice, Plan, Request
from tests.checker.building import brief, contact, debt, facts, instant, numbered, results, rule

AT = "2026-03-02T12:00:00"


def one(law: Any, case: Any = None, tags: tuple[str, ...] = (), **fields: Any) -> list[str]:
    """The grades, with missing facts, for a single contact."""
    tagged = {"C0001": frozenset(tags)} if tags else {}
    return [grade for _contacts, grade in brief(law, [contact("C0001", AT, **fields)], case, tags=tagged)]


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


def test_a_tag_can_say_that_a_role_was_claimed():
    law = rule({"kind": "claimed_role", "roles": ["court"], "tags": ["court"], "unchecked": "undetermined"})
    rows = numbered(AT, AT, AT)
    rows[1] = rows[1]._replace(role_checked="genuine")
    rows[2] = rows[2]._replace(role_checked="false")
    tags = {row.id: frozenset({"court"}) for row in rows}
    assert brief(law, rows, tags=tags) == [("C0001", "undetermined role_checked"), ("C0003", "breach")]
    assert brief(law, rows, tags={"C0001": frozenset({"police"})}) == []


ASKED = {"ask": "incomplete", "confirmed_by": ["incomplete"], "cleared_by": ["complete"]}


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ((), ["undetermined incomplete"]),
        (("incomplete",), ["breach"]),
        (("complete",), []),
        (("complete", "incomplete"), []),
        (("other",), ["undetermined incomplete"]),
    ],
)
def test_a_tag_answers_what_no_field_holds(tags, found):
    law = rule({"kind": "recorded_contact", "grade": "breach", "contacts": {"kinds": ["letter"]}, **ASKED})
    assert one(law, kind="letter", tags=tags) == found
    assert one(law, kind="call", tags=tags) == []


def test_a_contact_that_is_the_conduct_itself_needs_no_tag():
    assert one(rule({"kind": "recorded_contact"})) == ["likely"]
    assert one(rule({"kind": "recorded_contact", "at_most": "note"}), purpose=None) == ["note purpose"]


@pytest.mark.parametrize(
    ("picked", "fields", "found"),
    [
        ({"numbers": ["mobile"]}, {"number": "13800000001"}, True),
        ({"numbers": ["mobile"]}, {"number": "95013000010001"}, False),
        ({"numbers": ["mobile"]}, {}, False),
        ({"number_is": ["110"]}, {"number": "110"}, True),
        ({"number_is": ["110"]}, {"number": "119"}, False),
        ({"numbers": ["outside"], "number_is": ["110"]}, {"number": "110"}, True),
        ({"numbers": ["outside"], "number_is": ["110"]}, {"number": "+85200000000"}, True),
        ({"having": ["payee"]}, {"payee": "somebody"}, True),
        ({"having": ["payee"]}, {}, False),
        ({"having": ["payee", "case_number"]}, {"payee": "somebody"}, False),
        ({"tags": ["a", "b"]}, {"tags": ("b", "c")}, True),
        ({"tags": ["a", "b"]}, {"tags": ("c",)}, False),
        ({"tags": ["a"]}, {}, False),
    ],
)
def test_contacts_are_picked_by_number_recorded_facts_and_tags(picked, fields, found):
    assert bool(one(rule({"kind": "recorded_contact", "contacts": picked}), **fields)) == found


def test_persons_are_picked_by_relation():
    law = rule({"kind": "recorded_contact", "contacts": {"to": "third_person", "relations": ["parent", "spouse"]}})
    assert one(law, to="P0001", relation="parent") == ["likely"]
    assert one(law, to="P0001", relation="friend") == []
    assert one(law, to="P0001") == ["undetermined relation"]
    assert one(law) == []


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


@pytest.mark.parametrize(
    ("test", "fields", "found"),
    [
        ({"places": ["home"]}, {"entered": 1, "place": "home"}, ["breach"]),
        ({"places": ["home"]}, {"entered": 1, "place": "workplace"}, []),
        ({"places": ["home"]}, {"entered": 1}, ["undetermined place"]),
        ({"places": ["home"]}, {"entered": 0}, []),
        ({"places": ["home"]}, {"place": "home"}, ["undetermined entered"]),
        ({"places": ["home"], "when_unknown": "nothing"}, {"entered": 1}, []),
        ({"when_unknown": "nothing"}, {}, []),
        ({"when_unknown": "nothing"}, {"entered": 1}, ["breach"]),
        ({**ASKED}, {"entered": 1}, ["undetermined incomplete"]),
        ({**ASKED}, {"entered": 1, "tags": ("incomplete",)}, ["breach"]),
        ({**ASKED}, {"entered": 1, "tags": ("complete",)}, []),
        ({**ASKED}, {"entered": 0, "tags": ("incomplete",)}, []),
    ],
)
def test_visits_at_some_places_and_facts_that_a_tag_answers(test, fields, found):
    assert one(rule({"kind": "visit_conduct", "fault": "entered", **test}), kind="visit", **fields) == found


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
    assert brief(law, [rows[0]._replace(outcome="answered")], today=today) == found
    assert brief(law, [rows[0]._replace(outcome="missed")], today=today) == []
    asked = facts(requests=(Request("Q0001", "L0001", "recording", instant("2026-04-01T00:00:00")),))
    assert brief(law, rows[:1], asked, today=today) == []


def test_recordings_of_two_readings_are_told_apart_when_both_are_due():
    kept = {"kind": "retention", "remind_months_before": 6, "request": "recording"}
    law = rule({**kept, "reading": "short", "months": 24}, {**kept, "reading": "long", "months": 60})
    rows = numbered("2021-06-01T12:00:00", "2024-06-01T12:00:00")
    hits, _noted = results(law, rows, today="2026-03-02")
    assert [(hit.contacts, hit.readings) for hit in hits] == [(("C0001",), ("long",)), (("C0002",), ("short",))]
