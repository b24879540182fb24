"""The ends of terms, and the days that go by a name."""

from __future__ import annotations

from datetime import date

import pytest

from evidencelog.timing import festivals
from evidencelog.timing.deadlines import (
    NoCalendar,
    WorkingDays,
    add_days,
    add_months,
    add_working_days,
    days_between,
    next_working_day,
)


def test_terms_in_days_and_months():
    assert add_days("2026-12-20", 15) == "2027-01-04"
    assert add_months("2026-08-31", 6) == "2027-02-28"
    assert add_months("2027-08-31", 6) == "2028-02-29"
    assert days_between("2026-11-21", "2027-01-04") == 44


# Days off and worked as published by the State Council's office around National Day 2025 (国办发明电〔2024〕12号).
AUTUMN_2025 = WorkingDays(
    {f"2025-10-0{day}": "holiday" for day in range(1, 9)} | {"2025-09-28": "workday", "2025-10-11": "workday"}, (2025,)
)


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
