"""Days on which a term ends: calendar days, months, years and working days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from evidencelog.errors import CannotDo
from evidencelog.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet


class NoCalendar(CannotDo):
    """Working days of a year nobody has published a calendar for in the pack."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year

    def __str__(self) -> str:
        return _("The pack holds no calendar of working days for {year}; update it.", year=self.year)


def add_days(day: str, days: int) -> str:
    """The day so many calendar days later; the first day is not counted. Days are ``YYYY-MM-DD``."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def add_months(day: str, months: int) -> str:
    """The same day of a later month, or that month's last day when it is shorter (31 August + 6 = 28 February)."""
    from dateutil.relativedelta import relativedelta

    return (date.fromisoformat(day) + relativedelta(months=months)).isoformat()


def is_working_day(day: date, calendar: Mapping[int, Mapping[str, AbstractSet[str]]]) -> bool:
    """Whether a day is worked: Monday to Friday less ``off``, plus ``on``, of its year in the calendar.

    ``calendar`` maps a year to ``off`` and ``on``, sets of ``YYYY-MM-DD``. NoCalendar for a year it lacks.
    """
    year = calendar.get(day.year)
    if year is None:
        raise NoCalendar(day.year)
    text = day.isoformat()
    return text in year["on"] or (day.weekday() < 5 and text not in year["off"])


def add_working_days(day: str, days: int, calendar: Mapping[int, Mapping[str, AbstractSet[str]]]) -> str:
    """The day on which so many working days are over; the first day is not counted."""
    at, left = date.fromisoformat(day), days
    while left > 0:
        at += timedelta(days=1)
        left -= is_working_day(at, calendar)
    return at.isoformat()


def next_working_day(day: str, calendar: Mapping[int, Mapping[str, AbstractSet[str]]]) -> str:
    """The day itself when it is worked, else the next one that is: where a term's last day falls on a day off."""
    at = date.fromisoformat(day)
    while not is_working_day(at, calendar):
        at += timedelta(days=1)
    return at.isoformat()


def days_between(start: str, end: str) -> int:
    """Calendar days from one day to another; negative when ``end`` lies before ``start``."""
    return (date.fromisoformat(end) - date.fromisoformat(start)).days
