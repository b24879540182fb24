"""Counts: limits, unknown outcomes and modes, collectors, windows, several alike in one entry."""

from __future__ import annotations

from typing import Any

import pytest

from evidencelog.models.contacts import PlatformFacts
from tests.checker.building import basis, brief, contact, debt, facts, numbered, pack, results, rule

DAY = [f"2026-03-02T{hour:02}:00:00" for hour in range(9, 21)]
ANSWERED = {"kind": "max_count", "unit": "answered_call", "limit": 3, "contacts": {"kinds": ["call"], "to": "debtor"}}
PLAIN = rule(ANSWERED)
NOTICE = rule(
    {**ANSWERED, "modes": ["notice"], "mode_unknown": "leave", "wider": {"unit": "connected", "reading": "rang"}},
    code="XX-F01",
)
TALK = rule(
    {
        **ANSWERED,
        "modes": ["interactive"],
        "combined_with": {"rule": "XX-F01", "reading": "either"},
        "collectors": "likely",
        "collectors_reading": "added",
    },
    code="XX-F02",
)
BOTH = pack(NOTICE, TALK)


def calls(number: int, start: int = 1, **fields: Any) -> list[Any]:
    """So many answered calls on one day, C0001 … or from another number on."""
    return [contact(f"C{n:04}", DAY[n - 1], **{"outcome": "answered", **fields}) for n in range(start, start + number)]


def told(law: Any, rows: Any, case: Any = None) -> list[tuple[Any, ...]]:
    """(rule, grade, measured, limit, missing) of each hit."""
    hits, _notes = results(law, rows, case)
    return [(hit.rule, hit.grade, hit.measured, hit.limit, hit.missing) for hit in hits]


@pytest.mark.parametrize(("number", "found"), [(3, []), (4, [("C0001 C0002 C0003 C0004", "breach")])])
def test_the_limit_itself_is_kept(number, found):
    assert brief(PLAIN, calls(number)) == found


def test_at_least_means_the_number_itself():
    law = rule({**ANSWERED, "breach_when": "at_least"})
    assert told(law, calls(2)) == []
    assert told(law, calls(3)) == [("XX-A00", "breach", 3, 3, ())]


@pytest.mark.parametrize(
    "fields",
    [
        {"platform": "L0002"},
        {"outcome": "missed"},
        {"outcome": "voicemail"},
        {"direction": "out"},
        {"to": "P0001"},
        {"kind": "message"},
        {"purpose": "service"},
    ],
)
def test_what_does_not_count(fields):
    assert brief(PLAIN, [*calls(3), *calls(1, 4, **fields)]) == []


def test_midnight_parts_the_days():
    rows = numbered(
        "2026-03-02T21:00:00", "2026-03-02T22:00:00", "2026-03-02T23:59:59", "2026-03-03T00:00:00", outcome="answered"
    )
    assert brief(PLAIN, rows) == []
    assert [
        found for found, _ in brief(PLAIN, [*rows, contact("C0005", "2026-03-02T20:00:00", outcome="answered")])
    ] == ["C0005 C0001 C0002 C0003"]


def test_the_day_is_that_of_the_zone():
    rows = numbered(*(f"2026-03-02T{hour}:30:00+00:00" for hour in (14, 15, 16, 17)), outcome="answered")
    assert brief(PLAIN, rows) == []  # 22:30, 23:30 and, on the next day, 00:30, 01:30


def test_an_unknown_outcome_that_would_decide_is_asked_for():
    assert told(PLAIN, [*calls(3), *calls(1, 4, outcome=None)]) == [("XX-A00", "undetermined", 4, 3, ("outcome",))]
    assert told(PLAIN, [*calls(4), *calls(1, 5, outcome=None)]) == [("XX-A00", "breach", 4, 3, ())]
    assert told(PLAIN, [*calls(2), *calls(1, 3, outcome=None)]) == []


def test_an_unknown_purpose_is_likely():
    assert told(PLAIN, [*calls(3), *calls(1, 4, purpose=None)]) == [("XX-A00", "likely", 4, 3, ("purpose",))]


def test_several_alike_count_as_many_as_they_are():
    assert told(PLAIN, calls(1, count=4)) == [("XX-A00", "breach", 4, 3, ())]
    assert told(PLAIN, calls(1, count=3)) == []


def test_several_alike_over_midnight_are_undetermined():
    rows = [contact("C0001", "2026-03-02T23:00:00", outcome="answered", count=5, until="2026-03-03T01:00:00")]
    hits, _notes = results(PLAIN, rows)
    assert [(hit.day, hit.grade, hit.measured, hit.missing) for hit in hits] == [
        ("2026-03-02", "undetermined", 5, ("at",)),
        ("2026-03-03", "undetermined", 4, ("at",)),
    ]


def test_an_approximate_time_near_midnight_may_belong_to_either_day():
    near = contact("C0009", "2026-03-03T00:10:00", outcome="answered", precision="approximate")
    assert told(PLAIN, [*calls(3), near]) == [("XX-A00", "undetermined", 4, 3, ("at",))]
    assert told(PLAIN, [*calls(3), near._replace(precision="minute")]) == []
    assert told(PLAIN, [*calls(3), near._replace(ts=near.ts + 3600, second=near.second + 3600)]) == []


@pytest.mark.parametrize(
    ("fields", "rule_code"),
    [
        ({"mode": "notice"}, "XX-F01"),
        ({"style": "robot"}, "XX-F01"),
        ({"style": "person", "mode": "notice"}, "XX-F01"),
        ({"mode": "interactive"}, "XX-F02"),
        ({"style": "person"}, "XX-F02"),
        ({"style": "robot", "mode": "interactive"}, "XX-F02"),
    ],
)
def test_modes_known_break_their_own_limit_only(fields, rule_code):
    assert told(BOTH, calls(3, **fields)) == []
    assert told(BOTH, calls(4, **fields)) == [(rule_code, "breach", 4, 3, ())]


@pytest.mark.parametrize(
    ("notice", "talk", "unknown", "found"),
    [
        (0, 0, 3, []),
        (0, 0, 4, [("XX-F02", "likely", 4, 3, ("mode",))]),
        (0, 0, 6, [("XX-F02", "likely", 6, 3, ("mode",))]),
        (0, 0, 7, [("XX-F02", "breach", 7, 6, ())]),
        (2, 1, 1, []),  # neither limit can be exceeded
        (1, 3, 1, [("XX-F02", "likely", 4, 3, ("mode",))]),
        (3, 1, 1, [("XX-F02", "likely", 4, 3, ("mode",))]),
        (3, 3, 1, [("XX-F02", "breach", 7, 6, ())]),  # one of them is
        (3, 3, 0, []),
        (2, 2, 2, [("XX-F02", "likely", 4, 3, ("mode",))]),
        (4, 0, 3, [("XX-F01", "breach", 4, 3, ())]),  # the other limit may still be kept
        (4, 1, 3, [("XX-F01", "breach", 4, 3, ()), ("XX-F02", "likely", 4, 3, ("mode",))]),
    ],
)
def test_unknown_modes_are_held_against_both_limits_together(notice, talk, unknown, found):
    rows = [
        *calls(notice, mode="notice"),
        *calls(talk, 1 + notice, mode="interactive"),
        *calls(unknown, 1 + notice + talk),
    ]
    assert sorted(told(BOTH, rows)) == found


def test_the_combined_finding_counts_all_and_says_so():
    hits, _notes = results(BOTH, calls(7))
    assert [(hit.contacts, hit.readings, hit.unit) for hit in hits] == [
        (tuple(f"C000{n}" for n in range(1, 8)), ("counted", "either"), "answered_call")
    ]


def test_unknown_modes_with_an_unknown_outcome_are_undetermined():
    assert told(BOTH, [*calls(3), *calls(1, 4, outcome=None)]) == [
        ("XX-F02", "undetermined", 4, 3, ("mode", "outcome"))
    ]


def test_without_the_other_limit_in_force_unknown_modes_are_likely():
    earlier = pack(rule({**ANSWERED, "modes": ["notice"]}, code="XX-F01"))
    assert told(earlier, calls(4)) == [("XX-F01", "likely", 4, 3, ("mode",))]
    assert told(earlier, calls(9)) == [("XX-F01", "likely", 9, 3, ("mode",))]
    ended = NOTICE._replace(bases=(basis(in_force_to="2026-03-01"),))
    assert told(pack(ended, TALK), calls(9)) == [("XX-F02", "likely", 9, 3, ("mode",))]


def test_collectors_add_up_for_notices_and_only_likely_for_conversations():
    rows = [*calls(2, collector="A"), *calls(2, 3, collector="B")]
    assert told(BOTH, [row._replace(mode="notice") for row in rows]) == [("XX-F01", "breach", 4, 3, ())]
    hits, _notes = results(BOTH, [row._replace(mode="interactive") for row in rows])
    assert [(hit.rule, hit.grade, hit.measured, hit.readings) for hit in hits] == [
        ("XX-F02", "likely", 4, ("counted", "added"))
    ]
    alone = [*calls(4, collector="A", mode="interactive"), *calls(1, 5, collector="B", mode="interactive")]
    hits, _notes = results(BOTH, alone)
    assert [(hit.grade, hit.measured, len(hit.contacts)) for hit in hits] == [("breach", 4, 4)]


def test_seven_of_unknown_mode_over_two_collectors_are_only_likely():
    # 3 notices, 2 conversations of one and 2 of the other collector keep both limits as long as collectors do not add up
    rows = [*calls(4, collector="A"), *calls(3, 5, collector="B")]
    assert told(BOTH, rows) == [("XX-F02", "likely", 7, 3, ("mode",))]
    assert told(BOTH, [*calls(7, collector="A"), *calls(3, 8, collector="B")]) == [("XX-F02", "breach", 10, 6, ())]


def test_collectors_apart():
    law = rule({**ANSWERED, "collectors": "apart"})
    assert told(law, [*calls(3, collector="A"), *calls(3, 4, collector="B")]) == []
    assert told(law, [*calls(4, collector="A"), *calls(3, 5)]) == [("XX-A00", "breach", 4, 3, ())]


def test_the_wider_count_is_noted_beside():
    rows = [*calls(3, mode="notice"), *calls(1, 4, mode="notice", outcome="missed")]
    hits, notes = results(BOTH, rows)
    assert hits == []
    assert [(note.rule, note.why, note.key, note.measured, note.limit, len(note.contacts)) for note in notes] == [
        ("XX-F01", "wider_count", "rang", 4, 3, 4)
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [*calls(3), *calls(1, 4, outcome="missed")],  # modes unknown: they may be notices
        [*calls(3, mode="notice"), *calls(1, 4, outcome="rejected")],
    ],
)
def test_the_wider_count_takes_unknown_modes(rows):
    hits, notes = results(BOTH, rows)
    assert hits == []
    assert [(note.rule, note.measured) for note in notes] == [("XX-F01", 4)]


@pytest.mark.parametrize(
    "rows",
    [
        [*calls(2, mode="notice"), *calls(1, 3, mode="notice", outcome="missed")],  # within the limit
        calls(7),  # nothing but answered calls: not wider
        [*calls(3, mode="notice"), *calls(1, 4, mode="interactive", outcome="missed")],
    ],
)
def test_no_wider_count_where_it_adds_nothing(rows):
    assert results(BOTH, rows)[1] == []


def test_the_wider_count_is_not_noted_for_whom_the_text_does_not_bind():
    law = pack(NOTICE._replace(bases=(basis(kinds=("micro_loan",)),)), TALK)
    rows = [*calls(3, mode="notice"), *calls(1, 4, mode="notice", outcome="missed")]
    assert results(law, rows)[1] == []


LINES = rule(
    {
        "kind": "max_count",
        "unit": "unanswered_attempt",
        "limit": 6,
        "contacts": {"kinds": ["call"], "to": "debtor"},
        "group_by": ["platform", "line"],
    }
)


def test_unanswered_attempts_by_called_line():
    rows = calls(7, outcome="missed", line="A")
    assert told(LINES, rows) == [("XX-A00", "breach", 7, 6, ())]
    assert told(LINES, [*rows[:6], rows[6]._replace(line="B")]) == []
    assert told(LINES, [*rows[:6], rows[6]._replace(line=None)]) == []
    assert told(LINES, [*rows[:6], rows[6]._replace(outcome="rejected")]) == [("XX-A00", "breach", 7, 6, ())]
    assert told(LINES, [*rows[:6], rows[6]._replace(outcome="answered")]) == []
    assert told(LINES, [row._replace(line=None) for row in rows]) == [("XX-A00", "breach", 7, 6, ())]


def test_a_shortest_length_may_be_set_by_the_user():
    law = rule({**ANSWERED, "min_duration": {"setting": "shortest", "default": 0, "reading": "long-enough"}})
    rows = calls(4, duration=29)
    assert told(law, rows) == [("XX-A00", "breach", 4, 3, ())]
    set_to_30 = facts(settings={"shortest": "30"})
    assert told(law, rows, set_to_30) == []
    assert told(law, calls(4, duration=30), set_to_30) == [("XX-A00", "breach", 4, 3, ())]
    assert told(law, calls(4), set_to_30) == [("XX-A00", "undetermined", 4, 3, ("duration",))]
    hits, _notes = results(law, calls(4, duration=30), set_to_30)
    assert hits[0].readings == ("counted", "long-enough")


def weekly(**more: Any) -> Any:
    return rule({"kind": "max_count", "unit": "contact_made", "limit": 2, **more})


MONDAY = "2026-03-02"


@pytest.mark.parametrize(
    ("window", "days", "found"),
    [
        ({"window": "calendar_week"}, ("2026-03-01", "2026-03-02", "2026-03-08"), 0),  # Sunday, then a week of two
        ({"window": "calendar_week"}, ("2026-03-02", "2026-03-05", "2026-03-08"), 1),
        ({"window": "calendar_week", "first_weekday": "sun"}, ("2026-03-01", "2026-03-02", "2026-03-07"), 1),
        ({"window": "calendar_week", "first_weekday": "sun"}, ("2026-03-02", "2026-03-07", "2026-03-08"), 0),
        ({"window": "calendar_month"}, ("2026-03-01", "2026-03-15", "2026-03-31"), 1),
        ({"window": "calendar_month"}, ("2026-02-28", "2026-03-15", "2026-03-31"), 0),
        ({"window": "rolling_days", "length": 7}, ("2026-03-02", "2026-03-04", "2026-03-08"), 1),
        ({"window": "rolling_days", "length": 7}, ("2026-03-02", "2026-03-04", "2026-03-09"), 0),
    ],
)
def test_windows_of_days(window, days, found):
    rows = numbered(*(f"{day}T12:00:00" for day in days), kind="message")
    assert len(brief(weekly(**window), rows)) == found


def test_rolling_hours():
    law = weekly(window="rolling_hours", length=24)
    inside = numbered("2026-03-02T12:00:00", "2026-03-02T20:00:00", "2026-03-03T11:59:59", kind="visit")
    assert len(brief(law, inside)) == 1
    assert brief(law, [*inside[:2], inside[2]._replace(ts=inside[2].ts + 1)]) == []


def test_rolling_windows_overlap_and_none_lies_in_another():
    law = weekly(window="rolling_days", length=3)
    rows = numbered(*(f"2026-03-0{day}T12:00:00" for day in (1, 2, 3, 4, 8)), kind="message")
    assert brief(law, rows) == [("C0001 C0002 C0003", "breach"), ("C0002 C0003 C0004", "breach")]


@pytest.mark.parametrize(
    ("unit", "counted"),
    [
        ("attempt", 10),
        ("connected", 5),
        ("answered_call", 1),
        ("contact_made", 6),
        ("conversation", 1),
        ("reached_person", 7),
        ("message", 2),
        ("visit", 1),
        ("occasion", 1),
        ("unanswered_attempt", 3),
    ],
)
def test_units(unit, counted):
    rows = numbered(*DAY[:12])
    kinds = ("call",) * 5 + ("message", "message", "visit", "letter", "post", "call", "call")
    outcomes = ("answered", "missed", "rejected", "voicemail", None) + (None,) * 7
    rows = [
        row._replace(kind=kind, outcome=outcome, style="person")
        for row, kind, outcome in zip(rows, kinds, outcomes, strict=True)
    ]
    rows[10] = rows[10]._replace(kind="message", purpose="marketing")
    rows[11] = rows[11]._replace(direction="out")
    law = rule({"kind": "max_count", "unit": unit, "limit": 0})
    hits, _notes = results(law, rows)
    assert [hit.measured for hit in hits] == [counted]


def test_groups_over_debts_persons_collectors_and_everyone():
    row = contact("C0001", DAY[0], outcome="answered")
    many = [row._replace(id=f"C{n:04}", ts=row.ts + n) for n in range(1, 5)]
    for name, values in {
        "debt": ("D0001", "D0002"),
        "collector": ("A", "B"),
        "line": ("1", "2"),
        "platform": ("L0001", "L0002"),
    }.items():
        apart = [r._replace(**{name: values[n % 2]}) for n, r in enumerate(many)]
        law = rule({**ANSWERED, "group_by": [name]})
        assert brief(law, many) == [("C0001 C0002 C0003 C0004", "breach")], name
        assert brief(law, apart) == [], name
    persons = [r._replace(to=("P0001", "P0002")[n % 2]) for n, r in enumerate(many)]
    law = rule({**ANSWERED, "contacts": {}, "group_by": ["person"]})
    assert brief(law, persons) == []
    everyone = [r._replace(platform=("L0001", "L0002")[n % 2]) for n, r in enumerate(many)]
    hits, _notes = results(rule({**ANSWERED, "group_by": ["debtor"]}), everyone)
    assert [(hit.platform, hit.measured) for hit in hits] == [(None, 4)]


def test_the_debt_decides_before_the_platform_whom_a_text_binds():
    law = PLAIN._replace(bases=(basis(kinds=("micro_loan",)),))
    case = facts(debts={"D0001": debt("D0001", kind="micro_loan")})
    assert told(law, calls(4), case) == []
    assert told(law, calls(4, debt="D0001"), case) == [("XX-A00", "breach", 4, 3, ())]
    assert told(law, [*calls(3, debt="D0001"), *calls(1, 4)], case) == []  # not one debt: the platform, a bank


def test_a_count_sleeps_until_it_is_armed():
    law = rule({**ANSWERED, "unit": "attempt", "limit": 1, "armed_after": {"unit": "answered_call"}})
    before = calls(4, outcome="missed")
    assert brief(law, before) == []
    armed = [*before[:2], before[2]._replace(outcome="answered"), before[3]]
    assert brief(law, armed) == []
    assert brief(law, [*armed, *calls(1, 5, outcome="missed")]) == [("C0004 C0005", "breach")]


def test_a_thread_is_one_contact():
    law = rule({"kind": "max_count", "unit": "message", "limit": 1, "merge_minutes": 10})
    thread = numbered("2026-03-02T12:00:00", "2026-03-02T12:10:00", "2026-03-02T12:20:00", kind="message")
    assert brief(law, thread) == []
    assert len(brief(law, [*thread, contact("C0004", "2026-03-02T12:30:01", kind="message")])) == 1


def test_a_platform_that_is_not_known_any_more_has_unknown_kind():
    law = PLAIN._replace(bases=(basis(kinds=("bank_card",)),))
    case = facts(platforms={"L0001": PlatformFacts("L0001", "甲", None, None, None, None, None)})
    assert told(law, calls(4), case) == [("XX-A00", "undetermined", 4, 3, ("kind",))]
