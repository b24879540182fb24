"""Third persons, refusals and requests."""

from __future__ import annotations

import pytest

from evidencelog.models.contacts import Complaint, Request
from tests.checker.building import basis, brief, contact, facts, instant, person, refusal, results, rule

THIRD = rule(
    {
        "kind": "third_party_contact",
        "contacts": {"to": "third_person", "not_third": ["guarantor", "co_debtor"]},
        "judged": ["told_debt", "asked_to_pay"],
        "harmless": ["asked_where", "relay"],
        "reachable_days": 3,
        "reachable_reading": "reachable",
    }
)
PEOPLE = {
    "P0001": person("P0001", "parent"),
    "P0002": person("P0002", "guarantor"),
    "P0003": person("P0003"),
}
CASE = facts(persons=PEOPLE)
AT = "2026-03-05T12:00:00"


def told(*rows: object, **fields: object) -> list[tuple[str, str]]:
    return brief(THIRD, [*rows, contact("C0009", AT, **{"to": "P0001", **fields})], CASE)


ANSWERED = contact("C0001", "2026-03-02T12:00:00", outcome="answered")


@pytest.mark.parametrize("said", ["told_debt", "asked_to_pay"])
def test_said_too_much_is_a_breach_whether_or_not_the_debtor_could_be_reached(said):
    assert told(said_to_third=said) == [("C0009", "breach")]
    assert told(ANSWERED, said_to_third=said) == [("C0009", "breach")]


def test_only_called_is_likely():
    assert told(ANSWERED) == [("C0009", "likely said_to_third")]
    assert told(ANSWERED, said_to_third="asked_where") == [("C0009", "likely")]


def test_reachability_is_asked_for_when_the_log_does_not_show_it():
    assert told() == [("C0009", "likely said_to_third reachable")]
    assert told(said_to_third="relay") == [("C0009", "undetermined reachable")]


@pytest.mark.parametrize(
    ("row", "reachable"),
    [
        (ANSWERED, True),  # three days to the second
        (ANSWERED._replace(ts=ANSWERED.ts - 1), False),
        (ANSWERED._replace(purpose="service"), True),
        (ANSWERED._replace(outcome="missed"), False),
        (ANSWERED._replace(outcome=None), False),
        (ANSWERED._replace(outcome=None, direction="out"), True),  # the debtor's own call
        (ANSWERED._replace(kind="message", direction="out"), True),
        (ANSWERED._replace(kind="message"), False),
        (ANSWERED._replace(platform="L0002"), False),
        (ANSWERED._replace(to="P0002"), False),
        (ANSWERED._replace(ts=instant(AT) + 60, day="2026-03-05"), False),  # afterwards
    ],
)
def test_what_shows_that_the_debtor_could_be_reached(row, reachable):
    expected = "likely" if reachable else "undetermined reachable"
    assert told(row, said_to_third="asked_where") == [("C0009", expected)]


def test_the_reading_says_why_the_debtor_was_reachable():
    row = contact("C0009", AT, to="P0001", said_to_third="relay")
    hits, _notes = results(THIRD, [ANSWERED, row], CASE)
    assert (hits[0].readings, hits[0].person, hits[0].second) == (("counted", "reachable"), "P0001", 43200)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"to": "debtor"}, []),
        ({"to": "P0002"}, []),  # a guarantor owes too
        ({"to": "P0002", "relation": "friend"}, [("C0009", "breach")]),  # what the contact says goes first
        ({"relation": "co_debtor"}, []),
        ({"to": "P0003"}, [("C0009", "undetermined relation")]),
        ({"to": "P0003", "relation": "colleague"}, [("C0009", "breach")]),
        ({"direction": "out"}, []),
        ({"purpose": None}, [("C0009", "likely purpose")]),
        ({"outcome": "missed", "kind": "visit"}, [("C0009", "breach")]),
    ],
)
def test_who_is_a_third_person(fields, found):
    assert told(said_to_third="asked_to_pay", **fields) == found


REFUSED = rule(
    {"kind": "after_notice", "notice": "refusal", "contacts": {"to": "third_person", "not_third": ["guarantor"]}}
)


@pytest.mark.parametrize(
    ("at", "fields", "found"),
    [
        ("2026-03-02T10:00:01", {}, "breach"),
        ("2026-03-02T10:00:00", {}, None),  # the contact in which it was said
        ("2026-03-02T09:00:00", {}, None),
        ("2027-03-02T10:00:00", {"outcome": "missed"}, "breach"),
        ("2026-03-03T10:00:00", {"platform": "L0002"}, None),
        ("2026-03-03T10:00:00", {"to": "P0003"}, None),
        ("2026-03-03T10:00:00", {"to": "debtor"}, None),
        ("2026-03-02T00:00:00", {"precision": "day"}, "undetermined at"),
        ("2026-03-02T10:20:00", {"precision": "approximate"}, "undetermined at"),
        ("2026-03-02T10:30:01", {"precision": "approximate"}, "breach"),
    ],
)
def test_contact_after_a_refusal(at, fields, found):
    case = facts(persons=PEOPLE, refusals=(refusal("P0001", "2026-03-02T10:00:00"),))
    rows = [contact("C0009", at, **{"to": "P0001", **fields})]
    assert brief(REFUSED, rows, case) == ([("C0009", found)] if found else [])


def test_a_later_second_refusal_does_not_undo_the_first():
    said = (refusal("P0001", "2026-03-09T10:00:00"), refusal("P0001", "2026-03-02T10:00:00"))
    rows = [contact("C0009", "2026-03-05T10:00:00", to="P0001")]
    assert brief(REFUSED, rows, facts(persons=PEOPLE, refusals=said)) == [("C0009", "breach")]


def test_contact_after_a_request_counts_from_the_days_allowed_on():
    law = rule({"kind": "after_notice", "notice": "request", "requests": ["objection"], "days_allowed": 3})
    asked = facts(
        requests=(
            Request("Q0001", "L0001", "objection", instant("2026-03-02T23:00:00")),
            Request("Q0002", "L0001", "hours", instant("2026-01-02T23:00:00")),
        )
    )
    for at, found in (("2026-03-05T23:59:59", []), ("2026-03-06T00:00:00", [("C0009", "breach")])):
        assert brief(law, [contact("C0009", at)], asked) == found


def test_contact_after_a_complaint():
    law = rule({"kind": "after_notice", "notice": "complaint"})
    sent = facts(complaints=(Complaint("K0001", "L0001", "regulator", "2026-03-02", None),))
    assert brief(law, [contact("C0009", "2026-03-02T23:00:00")], sent) == []
    assert brief(law, [contact("C0009", "2026-03-03T00:00:00")], sent) == [("C0009", "breach")]


def test_a_refusal_is_nothing_where_no_text_binds():
    law = REFUSED._replace(bases=(basis(kinds=("micro_loan",)),))
    case = facts(persons=PEOPLE, refusals=(refusal("P0001", "2026-03-02T10:00:00"),))
    assert brief(law, [contact("C0009", AT, to="P0001")], case) == []


def test_only_what_is_judged_where_nothing_else_counts():
    law = rule(
        {
            "kind": "third_party_contact",
            "contacts": {"to": "third_person", "not_third": ["guarantor"]},
            "judged": ["told_debt"],
            "otherwise": "nothing",
        }
    )
    for said, found in (("told_debt", ["breach"]), ("asked_to_pay", []), ("relay", []), (None, [])):
        rows = [contact("C0001", AT, to="P0001", said_to_third=said)]
        assert [grade for _ids, grade in brief(law, rows, CASE)] == found, said
    assert brief(law, [contact("C0001", AT, to="P0002", said_to_third="told_debt")], CASE) == []
    assert brief(law, [contact("C0001", AT, to="P0003", said_to_third="told_debt")], CASE) == [
        ("C0001", "undetermined relation")
    ]
