"""Hours: both ends to the second, uncertain times, agreements, weekdays, holidays, channels, zones."""

from __future__ import annotations

import pytest

from tests.checker.building import brief, consent, contact, facts, numbered, pack, results, rule

NIGHT = rule(
    {
        "kind": "quiet_hours",
        "windows": [{"allowed": [{"from": "08:00", "to": "22:00"}]}],
        "borderline": {"seconds": 120, "reading": "near"},
        "agreed_hours": "agreed",
    }
)


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("2026-03-02T21:59:59", []),
        ("2026-03-02T22:00:00", [("C0001", "breach")]),
        ("2026-03-03T00:00:00", [("C0001", "breach")]),
        ("2026-03-03T07:59:59", [("C0001", "breach")]),
        ("2026-03-03T08:00:00", []),
        ("2026-03-02T14:00:00+00:00", [("C0001", "breach")]),  # 22:00 in Shanghai
        ("2026-03-02T22:00:00-05:00", []),  # 11:00 the next day in Shanghai
    ],
)
def test_the_ends_of_the_window(at, found):
    assert brief(NIGHT, numbered(at)) == found


@pytest.mark.parametrize(
    "fields", [{"outcome": "missed"}, {"kind": "message"}, {"kind": "visit"}, {"to": "P0001"}, {"direction": None}]
)
def test_any_contact_from_the_collecting_side_counts(fields):
    assert brief(NIGHT, numbered("2026-03-02T23:00:00", **fields)) == [("C0001", "breach")]


def test_own_calls_other_purposes_and_the_inbox_do_not_count():
    rows = [
        contact("C0001", "2026-03-02T23:00:00", direction="out"),
        contact("C0002", "2026-03-02T23:00:00", purpose="service"),
        contact("C0003", "2026-03-02T23:00:00", purpose="marketing"),
        contact("C0004", "2026-03-02T23:00:00", platform=None),
    ]
    assert brief(NIGHT, rows) == []


def test_an_unknown_purpose_is_at_most_likely():
    assert brief(NIGHT, numbered("2026-03-02T23:00:00", purpose=None)) == [("C0001", "likely purpose")]


@pytest.mark.parametrize(
    ("at", "precision", "found"),
    [
        ("2026-03-02T22:00:00", "minute", "breach"),
        ("2026-03-02T21:59:00", "minute", None),
        ("2026-03-03T07:59:00", "minute", "breach"),
        ("2026-03-03T08:00:00", "minute", None),
        ("2026-03-02T22:30:00", "approximate", "breach"),  # 22:00 at the earliest
        ("2026-03-02T22:29:59", "approximate", "undetermined at"),
        ("2026-03-02T21:30:00", "approximate", "undetermined at"),  # 22:00 at the latest
        ("2026-03-02T21:29:59", "approximate", None),
        ("2026-03-03T00:10:00", "approximate", "breach"),  # also before midnight
        ("2026-03-02T12:00:00", "day", "undetermined at"),
    ],
)
def test_an_uncertain_time_is_undetermined_only_across_a_boundary(at, precision, found):
    assert brief(NIGHT, numbered(at, precision=precision)) == ([("C0001", found)] if found else [])


@pytest.mark.parametrize(
    ("until", "found"),
    [
        ("2026-03-02T23:00:00", "breach"),
        ("2026-03-03T07:59:59", "breach"),
        ("2026-03-03T08:00:00", "undetermined at"),
    ],
)
def test_several_alike_count_when_the_whole_time_lies_inside(until, found):
    assert brief(NIGHT, numbered("2026-03-02T22:00:00", count=3, until=until)) == [("C0001", found)]


def test_minutes_near_a_boundary_are_marked_only_inside():
    rows = numbered("2026-03-02T22:01:59", "2026-03-02T22:02:01", "2026-03-03T07:58:01", "2026-03-02T21:59:00")
    hits, _notes = results(NIGHT, rows)
    assert {hit.contacts[0]: hit.readings for hit in hits} == {
        "C0001": ("counted", "near"),
        "C0002": ("counted",),
        "C0003": ("counted", "near"),
    }


@pytest.mark.parametrize("mode", ["also", "only", None])
def test_agreed_hours_switch_it_off_and_are_noted(mode):
    rows = numbered("2026-03-02T22:29:59", "2026-03-02T22:30:00", "2026-03-02T22:59:59", "2026-03-02T23:00:00")
    hits, notes = results(NIGHT, rows, facts(consents=(consent("22:30", "23:00", mode),)))
    assert [hit.contacts for hit in hits] == [("C0001",), ("C0004",)]
    assert [(note.why, note.key, note.contacts) for note in notes] == [
        ("exception", "agreed", ("C0002",)),
        ("exception", "agreed", ("C0003",)),
    ]


def test_an_agreement_over_allowed_hours_switches_nothing_off():
    agreed = facts(consents=(consent("18:00", "20:00", "only"),))
    assert brief(NIGHT, numbered("2026-03-02T19:00:00"), agreed) == []


def test_agreed_hours_run_over_midnight_from_their_first_to_their_last_day():
    agreed = facts(consents=(consent("23:00", "01:00", "also", "2026-03-02", "2026-03-03"),))
    rows = numbered(
        "2026-03-02T00:30:00",  # belongs to the evening before the agreement
        "2026-03-02T23:30:00",
        "2026-03-03T00:30:00",
        "2026-03-04T00:59:59",  # still the evening of the last day
        "2026-03-04T01:00:00",
        "2026-03-04T23:30:00",
    )
    assert [found for found, _grade in brief(NIGHT, rows, agreed)] == ["C0001", "C0005", "C0006"]


def test_agreed_hours_bind_only_their_platform():
    agreed = facts(consents=(consent("22:00", "23:00"),))
    assert brief(NIGHT, numbered("2026-03-02T22:30:00", platform="L0002"), agreed) == [("C0001", "breach")]


def test_an_approximate_time_half_in_agreed_hours_is_undetermined():
    agreed = facts(consents=(consent("22:00", "23:00"),))
    assert brief(NIGHT, numbered("2026-03-02T22:45:00", precision="approximate"), agreed) == [
        ("C0001", "undetermined at")
    ]
    assert brief(NIGHT, numbered("2026-03-02T22:15:00", precision="approximate"), agreed) == []  # 21:45 to 22:45


ONLY = rule({"kind": "agreed_hours"})


def test_hours_limited_by_agreement():
    agreed = facts(
        consents=(
            consent("09:00", "18:00", "only", "2026-03-02", "2026-03-02"),
            consent("20:00", "21:00", "also"),
        )
    )
    rows = numbered(
        "2026-03-02T08:59:59", "2026-03-02T09:00:00", "2026-03-02T17:59:59", "2026-03-02T18:00:00",
        "2026-03-02T20:30:00", "2026-03-03T07:00:00", "2026-03-01T07:00:00",
    )  # fmt: skip
    assert brief(ONLY, rows, agreed) == [("C0001", "breach"), ("C0004", "breach")]
    assert brief(ONLY, rows, facts(consents=(consent("09:00", "18:00", "also"),))) == []


CLOSED_ENDS = rule(
    {
        "kind": "quiet_hours",
        "windows": [
            {"allowed": [{"from": "08:00", "to": "21:00", "from_included": False, "to_included": True}]},
        ],
    }
)


def test_ends_may_be_in_or_out():
    rows = numbered("2026-03-02T08:00:00", "2026-03-02T08:00:01", "2026-03-02T21:00:00", "2026-03-02T21:00:01")
    assert [found for found, _grade in brief(CLOSED_ENDS, rows)] == ["C0001", "C0004"]


BY_DAY = rule(
    {
        "kind": "quiet_hours",
        "calendar": "days",
        "windows": [
            {"days": ["workday"], "allowed": [{"from": "07:30", "to": "21:00"}]},
            {"days": ["holiday"], "allowed": []},
            {"days": ["sat", "sun"], "allowed": [{"from": "09:00", "to": "21:00"}]},
            {"kinds": ["visit"], "allowed": [{"from": "09:00", "to": "17:00"}]},
            {"channels": ["phone"], "allowed": [{"from": "07:30", "to": "21:00"}]},
        ],
    }
)
CALENDAR = pack(BY_DAY, calendars={"days": {"2026-03-06": "holiday", "2026-03-07": "workday"}}, years={"days": (2026,)})


@pytest.mark.parametrize(
    ("at", "kind", "found"),
    [
        ("2026-03-02T08:00:00", "call", None),  # Monday by phone
        ("2026-03-02T08:00:00", "visit", "breach"),
        ("2026-03-02T03:00:00", "message", None),  # no window fits: not looked at
        ("2026-03-06T12:00:00", "call", "breach"),  # a holiday
        ("2026-03-07T08:00:00", "call", None),  # a Saturday that is worked
        ("2026-03-08T08:00:00", "call", "breach"),  # a Sunday
        ("2026-03-08T09:00:00", "call", None),
    ],
)
def test_days_and_channels(at, kind, found):
    assert brief(CALENDAR, numbered(at, kind=kind)) == ([("C0001", found)] if found else [])


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("2027-03-01T12:00:00", "undetermined calendar"),  # a holiday or not
        ("2027-03-01T23:00:00", "breach"),  # barred either way
    ],
)
def test_a_year_without_a_calendar_is_not_taken_for_a_year_without_holidays(at, found):
    assert brief(CALENDAR, numbered(at)) == [("C0001", found)]


SUNDAYS = rule({"kind": "blocked_days", "days": ["sun", "holiday"], "calendar": "days"})


def test_blocked_days():
    law = pack(SUNDAYS, calendars={"days": {"2026-03-06": "holiday", "2026-03-08": "workday"}}, years={"days": (2026,)})
    rows = numbered(
        "2026-03-05T12:00:00",
        "2026-03-06T12:00:00",
        "2026-03-08T12:00:00",
        "2026-03-15T00:00:00",
        "2027-03-01T12:00:00",
    )
    assert brief(law, rows) == [
        ("C0002", "breach"),
        ("C0004", "breach"),
        ("C0005", "undetermined calendar"),
    ]


def test_an_approximate_time_around_midnight_may_lie_on_a_blocked_day():
    law = rule({"kind": "blocked_days", "days": ["sun"]})
    assert brief(law, numbered("2026-03-07T23:45:00", precision="approximate")) == [("C0001", "undetermined at")]
    assert brief(law, numbered("2026-03-08T12:00:00", precision="day")) == [("C0001", "breach")]


def test_a_rule_may_count_by_the_clock_of_its_own_zone():
    law = pack(
        rule({"kind": "quiet_hours", "zone": "pack", "windows": [{"allowed": [{"from": "08:00", "to": "22:00"}]}]}),
        zone="America/New_York",
    )
    # 12:00 in Shanghai is 23:00 of the day before in New York
    hits, _notes = results(law, numbered("2026-03-02T12:00:00", "2026-03-02T22:00:00"))
    assert [(hit.contacts, hit.day, hit.second) for hit in hits] == [(("C0001",), "2026-03-01", 82800)]
