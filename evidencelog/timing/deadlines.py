"""Days on which a term ends: calendar days, months and working days. Days are ``YYYY-MM-DD``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.errors import CannotDo
from evidencelog.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class NoCalendar(CannotDo):
    """Working days of a year for which the pack holds no calendar."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year

    def __str__(self) -> str:
        return _("The pack holds no calendar of working days for {year}; update it.", year=self.year)


class WorkingDays(NamedTuple):
    """Which days are worked: Monday to Friday, but for the days a pack's calendar names."""

    classes: Mapping[str, str]
    """Local date to ``holiday`` (not worked) or ``workday`` (worked, though at a weekend)."""
    years: Collection[int]
    """The years the calendar covers."""

    def worked(self, day: date) -> bool:
        """Whether a day is worked; NoCalendar for a year the calendar does not cover."""
        if day.year not in self.years:
            raise NoCalendar(day.year)
        named = self.classes.get(day.isoformat())
        return named == "workday" if named else day.weekday() < 5


def add_days(day: str, days: int) -> str:
    """The day so many calendar days later; the first day is not counted."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def add_months(day: str, months: int) -> str:
    """The same day of a later month, or that month's last day when it is shorter (31 August + 6 = 28 February)."""
    from dateutil.relativedelta import relativedelta

    return (date.fromisoformat(day) + relativedelta(months=months)).isoformat()


def add_working_days(day: str, days: int, calendar: WorkingDays) -> str:
    """The day on which so many working days are over; the first day is not counted. Raises NoCalendar."""
    at, left = date.fromisoformat(day), days
    while left > 0:
        at += timedelta(days=1)
        left -= calendar.worked(at)
    return at.isoformat()


def next_working_day(day: str, calendar: WorkingDays) -> str:
    """The day itself when it is worked, else the next that is: where the last day of a term falls on a day off."""
    at = date.fromisoformat(day)
    while not calendar.worked(at):
        at += timedelta(days=1)
    return at.isoformat()


def days_between(start: str, end: str) -> int:
    """Calendar days from one day to another; negative when ``end`` lies before ``start``."""
    return (date.fromisoformat(end) - date.fromisoformat(start)).days
