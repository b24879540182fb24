"""Lengths of time, windows of the day and the ends of terms."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencelog.timing import festivals
from evidencelog.timing.deadlines import (
    NoCalendar,
    add_days,
    add_months,
    add_working_days,
    days_between,
    next_working_day,
)
from evidencelog.timing.span import clock_span, read_span
from evidencelog.timing.window import clock_of, distance_to_edge, in_window, pieces, read_hours, seconds_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("95", 95), ("1:35", 95), ("1分35秒", 95), ("1分35", 95), ("1小时59分钟41秒", 7181), ("1时2分", 3720), ("1:02:03", 3723),
        ("90s", 90), ("5 min", 300), ("0", 0), ("７秒", 7), ("1小时20", 4800), ("00:00:15", 15), ("3小時", 10800),
    ],
)  # fmt: skip
def test_spans(text, seconds):
    assert read_span(text) == seconds


@pytest.mark.parametrize(
    "text", ["abc", "", "-3", "1.5", "1分75秒", "1:75", "1小时75分", "99999999", "昨天", "分", "1:2:3:4"]
)
def test_no_spans(text):
    assert read_span(text) is None


@given(st.integers(0, 7 * 86400))
def test_a_written_span_is_read_back(seconds):
    assert read_span(clock_span(seconds)) == seconds


NIGHT = (seconds_of("22:00"), seconds_of("08:00"))


@pytest.mark.parametrize(
    ("clock", "inside"),
    [("21:59:59", False), ("22:00", True), ("23:59:59", True), ("00:00", True), ("07:59:59", True), ("08:00", False)],
)
def test_a_window_over_midnight_is_half_open(clock, inside):
    assert in_window(seconds_of(clock), *NIGHT) is inside
    assert any(start <= seconds_of(clock) < end for start, end in pieces(*NIGHT)) is inside


@given(st.integers(0, 86399), st.integers(0, 86400), st.integers(0, 86400))
def test_pieces_are_the_window(second, start, end):
    assert any(low <= second < high for low, high in pieces(start, end)) == in_window(second, start, end)


def test_hours_as_people_write_them():
    assert read_hours("22:00-23:00") == (79200, 82800)
    assert read_hours("22：00 至 08:00") == (79200, 28800)
    assert read_hours("00:00-24:00") == (0, 86400)
    for wrong in ("22-23", "25:00-26:00", "22:00", "08:00-08:00", "22:60-23:00", ""):
        with pytest.raises(ValueError, match="^" + re.escape(wrong) + "$"):
            read_hours(wrong)


def test_distance_goes_round_the_clock():
    assert distance_to_edge(seconds_of("21:59"), *NIGHT) == 60
    assert distance_to_edge(seconds_of("22:00"), *NIGHT) == 0
    assert distance_to_edge(10, 86390, 3600) == 20
    assert clock_of(86400) == "24:00"
    assert clock_of(seconds_of("07:59:59")) == "07:59:59"


def test_terms_in_days_and_months():
    assert add_days("2026-12-20", 15) == "2027-01-04"
    assert add_months("2026-08-31", 6) == "2027-02-28"
    assert add_months("2027-08-31", 6) == "2028-02-29"
    assert days_between("2026-11-21", "2027-01-04") == 44


# Days off and worked as published by the State Council's office for the week of National Day 2025 (国办发明电〔2024〕12号).
AUTUMN_2025 = {
    2025: {
        "off": {f"2025-10-0{day}" for day in range(1, 9)},
        "on": {"2025-09-28", "2025-10-11"},
    }
}


def test_terms_in_working_days():
    assert add_working_days("2025-09-26", 1, AUTUMN_2025) == "2025-09-28"  # a Sunday that was worked
    assert add_working_days("2025-09-30", 1, AUTUMN_2025) == "2025-10-09"
    assert add_working_days("2025-09-30", 3, AUTUMN_2025) == "2025-10-11"
    assert next_working_day("2025-10-05", AUTUMN_2025) == "2025-10-09"
    assert next_working_day("2025-10-09", AUTUMN_2025) == "2025-10-09"
    with pytest.raises(NoCalendar, match="2026"):
        add_working_days("2025-12-31", 1, AUTUMN_2025)


# Statutory dates as announced year by year; 2033 is a year where tables often differ by a month.
@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("春节", "2024-02-10"), ("春节", "2026-02-17"), ("春节", "2027-02-06"), ("春节", "2030-02-03"), ("除夕", "2025-01-28"),
        ("清明", "2024-04-04"), ("清明", "2025-04-04"), ("清明", "2026-04-05"), ("端午", "2025-05-31"), ("端午", "2026-06-19"),
        ("中秋", "2020-10-01"), ("中秋", "2025-10-06"), ("中秋", "2026-09-25"), ("中秋", "2033-09-08"), ("元宵", "2026-03-03"),
        ("父亲节", "2026-06-21"), ("国庆", "2026-10-01"),
    ],
)  # fmt: skip
def test_named_days(name, day):
    year = int(day[:4])
    assert festivals.dates_of(name, range(year, year + 1)) == (date.fromisoformat(day),)


def test_moving_days_are_whole_and_in_order():
    years = range(2015, 2036)
    for name in ("春节", "清明", "端午", "七夕", "中秋", "重阳"):
        dates = festivals.dates_of(name, years)
        assert [day.year for day in dates] == list(reversed(years)), name
    spring = dict(zip(years, reversed(festivals.dates_of("春节", years)), strict=True))
    for moon in festivals.dates_of("元宵", years):
        assert (moon - spring[moon.year]).days == 14
