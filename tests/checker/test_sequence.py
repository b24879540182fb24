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


def test_several_alike_are_a_burst_only_where_they_surely_lie_together():
    inside = [contact("C0001", "2026-03-02T09:00:00", count=3, until="2026-03-02T09:09:59")]
    assert len(brief(BURSTS, inside)) == 1
    outside = [contact("C0001", "2026-03-02T09:00:00", count=3, until="2026-03-02T09:10:00")]
    assert brief(BURSTS, outside) == []
