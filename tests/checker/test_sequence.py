"""Different values, gaps, pauses after an event, bursts."""

from __future__ import annotations

from tests.checker.building import brief, contact, facts, numbered, person, results, rule

SEVERAL = rule(
    {
        "kind": "max_distinct",
        "field": "person",
        "limit": 1,
        "contacts": {"to": "third_person", "not_third": ["guarantor"]},
        "named_in_contract": "named",
    }
)
PEOPLE = {
    "P0001": person("P0001", "parent", named=False),
    "P0002": person("P0002", "friend", named=False),
    "P0003": person("P0003", "guarantor", named=False),
    "P0004": person("P0004", "friend", named=True),
    "P0005": person("P0005", "friend"),
    "P0006": person("P0006", None, named=False),
}


def told(*people: str) -> list[tuple[str, str]]:
    rows = [contact(f"C{n:04}", f"2026-03-02T{8 + n:02}:00:00", to=who) for n, who in enumerate(people, start=1)]
    return brief(SEVERAL, rows, facts(persons=PEOPLE))


def test_several_different_persons_on_one_day():
    assert told("P0001", "P0001") == []
    assert told("P0001", "P0002") == [("C0001 C0002", "breach")]
    assert told("P0001", "P0003") == []
    assert told("P0001", "P0004") == []
    assert told("P0001", "P0005") == [("C0001 C0002", "likely named_in_contract")]
    assert told("P0001", "P0006") == [("C0001 C0002", "undetermined relation")]


def test_a_person_named_in_the_contract_is_noted_where_it_decides():
    rows = [contact("C0001", "2026-03-02T09:00:00", to="P0001"), contact("C0002", "2026-03-02T10:00:00", to="P0004")]
    hits, notes = results(SEVERAL, rows, facts(persons=PEOPLE))
    assert hits == []
    assert [(note.key, note.contacts) for note in notes] == [("named", ("C0002",))]


def test_the_measure_is_the_number_of_values():
    rows = [contact(f"C{n:04}", f"2026-03-02T{8 + n:02}:00:00", to=f"P000{n % 2 + 1}") for n in range(1, 6)]
    hits, _notes = results(SEVERAL, rows, facts(persons=PEOPLE))
    assert [(hit.measured, hit.limit, hit.unit, len(hit.contacts)) for hit in hits] == [(2, 1, "person", 5)]


def test_one_channel_a_week():
    law = rule({"kind": "max_distinct", "field": "channel", "limit": 1, "window": "calendar_week"})
    rows = [
        contact("C0001", "2026-03-02T12:00:00", channel="phone"),
        contact("C0002", "2026-03-08T12:00:00", channel="sms"),
        contact("C0003", "2026-03-09T12:00:00", channel="email"),
        contact("C0004", "2026-03-10T12:00:00"),
    ]
    assert brief(law, rows) == [("C0001 C0002", "breach")]


def test_days_that_must_lie_between():
    law = rule({"kind": "min_gap", "days": 2, "contacts": {"kinds": ["message"]}})
    rows = numbered(
        "2026-03-02T23:59:59", "2026-03-03T00:00:00", "2026-03-05T00:00:00", "2026-03-05T00:00:00", kind="message"
    )
    assert brief(law, rows) == [("C0001 C0002", "breach"), ("C0003 C0004", "breach")]


def pause(event_day_counts: bool, *rows: object) -> list[tuple[str, str]]:
    law = rule({"kind": "cool_down", "after": "answered_call", "days": 7, "event_day_counts": event_day_counts})
    return brief(law, list(rows))


def test_a_pause_after_a_conversation_with_and_without_its_own_day():
    talk = contact("C0001", "2026-03-02T10:00:00", outcome="answered")
    for day, with_it, without in (("02", True, True), ("08", True, True), ("09", False, True), ("10", False, False)):
        late = contact("C0002", f"2026-03-{day}T23:00:00", outcome="missed")
        assert bool(pause(True, talk, late)) == with_it, day
        assert bool(pause(False, talk, late)) == without, day


def test_a_pause_after_a_call_of_unknown_outcome_is_asked_for():
    rows = numbered("2026-03-02T10:00:00", "2026-03-03T10:00:00")
    assert pause(True, rows[0], rows[1]._replace(outcome="missed")) == [("C0001 C0002", "undetermined outcome")]


BURSTS = rule(
    {"kind": "pattern", "bursts": [{"count": 3, "minutes": 10, "setting": "burst"}, {"count": 5, "minutes": 60}]}
)


def test_bursts_join_while_they_overlap():
    minutes = (0, 4, 9, 15, 18, 40, 200, 300, 305, 309)
    rows = numbered(*(f"2026-03-02T{9 + minute // 60:02}:{minute % 60:02}:00" for minute in minutes), outcome="missed")
    hits, _notes = results(BURSTS, rows)
    assert [(hit.contacts, hit.grade, hit.measured) for hit in hits] == [
        (("C0001", "C0002", "C0003", "C0004", "C0005", "C0006"), "likely", 6),
        (("C0008", "C0009", "C0010"), "likely", 3),
    ]


def test_a_burst_ends_where_its_minutes_do():
    rows = numbered("2026-03-02T09:00:00", "2026-03-02T09:05:00", "2026-03-02T09:10:00")
    assert brief(BURSTS, rows) == []
    assert len(brief(BURSTS, [*rows[:2], rows[2]._replace(ts=rows[2].ts - 1)])) == 1


def test_the_user_may_set_how_many_make_a_burst():
    rows = numbered("2026-03-02T09:00:00", "2026-03-02T09:05:00")
    assert brief(BURSTS, rows) == []
    assert len(brief(BURSTS, rows, facts(settings={"burst": "2"}))) == 1


def test_a_burst_ends_at_the_hour_at_which_its_day_is_cut():
    moments = ("2026-03-02T23:50:00", "2026-03-02T23:58:00", "2026-03-03T00:01:00", "2026-03-03T00:05:00")
    rows = numbered(*moments, outcome="missed")
    assert brief(BURSTS, rows) == []
    rows.append(contact("C0005", "2026-03-03T00:09:00"))
    assert brief(BURSTS, rows) == [("C0003 C0004 C0005", "likely")]
    noon = rule({"kind": "pattern", "bursts": [{"count": 3, "minutes": 20}], "cut_at": "12:00"})
    assert brief(noon, rows) == [("C0001 C0002 C0003 C0004 C0005", "likely")]
    daily = rule({"kind": "pattern", "bursts": [{"count": 3, "minutes": 1440}]})
    assert brief(daily, rows) == [("C0003 C0004 C0005", "likely")]


def test_a_burst_of_some_hours_only_counts_those():
    law = rule(
        {
            "kind": "pattern",
            "bursts": [{"count": 3, "minutes": 1440}],
            "cut_at": "12:00",
            "hours": {"from": "22:00", "to": "08:00"},
        }
    )
    moments = ("2026-03-02T21:59:59", "2026-03-02T22:00:00", "2026-03-03T03:00:00", "2026-03-03T08:00:00")
    rows = numbered(*moments)
    assert brief(law, rows) == []
    assert brief(law, [*rows, contact("C0005", "2026-03-03T07:59:59")]) == [("C0002 C0003 C0005", "likely")]
    assert brief(law, [*rows, contact("C0005", "2026-03-03T22:00:00")]) == []


def test_times_known_only_roughly_make_no_short_burst():
    rows = numbered(*["2026-03-02T09:00:00"] * 5, precision="day")
    assert brief(BURSTS, rows) == []
    assert brief(BURSTS, [row._replace(precision="approximate") for row in rows]) == []
    assert len(brief(BURSTS, [row._replace(precision="minute") for row in rows])) == 1
    daily = rule({"kind": "pattern", "bursts": [{"count": 5, "minutes": 1440}]})
    assert len(brief(daily, rows)) == 1


def test_a_collector_that_comes_back_after_another_one():
    law = rule(
        {
            "kind": "several_collectors", "days": 7, "contacts": {"by": "collector"},
            "ask": "passed-on", "confirmed_by": ["yes"], "cleared_by": ["no"],
        }
    )  # fmt: skip
    names = ["A", "A", "B", "B", "A", "A", None, "B"]
    rows = [
        contact(f"C{n:04}", f"2026-03-02T{8 + n:02}:00:00", collector=name) for n, name in enumerate(names, start=1)
    ]
    assert brief(law, rows[:4]) == []
    assert brief(law, rows) == [
        ("C0002 C0004 C0005", "undetermined passed-on"),
        ("C0004 C0006 C0008", "undetermined passed-on"),
    ]
    assert brief(law, rows[:5], tags={"C0005": frozenset({"yes"})}) == [("C0002 C0004 C0005", "likely")]
    assert brief(law, rows[:5], tags={"C0005": frozenset({"no"})}) == []
    other = [rows[0], rows[2]._replace(platform="L0002"), rows[4]]
    assert brief(law, other) == []


def test_a_collector_that_comes_back_late_enough_is_none():
    law = rule({"kind": "several_collectors", "days": 7, "contacts": {"by": "collector"}})
    first, between = (
        contact("C0001", "2026-03-02T09:00:00", collector="A"),
        contact("C0002", "2026-03-03T09:00:00", collector="B"),
    )
    assert brief(law, [first, between, contact("C0003", "2026-03-09T23:00:00", collector="A")]) == [
        ("C0001 C0002 C0003", "likely")
    ]
    assert brief(law, [first, between, contact("C0003", "2026-03-10T00:00:00", collector="A")]) == []


def test_several_alike_are_a_burst_only_where_they_surely_lie_together():
    inside = [contact("C0001", "2026-03-02T09:00:00", count=3, until="2026-03-02T09:09:59")]
    assert len(brief(BURSTS, inside)) == 1
    outside = [contact("C0001", "2026-03-02T09:00:00", count=3, until="2026-03-02T09:10:00")]
    assert brief(BURSTS, outside) == []
