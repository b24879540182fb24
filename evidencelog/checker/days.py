"""Local dates and seconds of the day: the little arithmetic that windows of time need."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evidencelog.models.contacts import ContactRow

DAY = 86400


@lru_cache(maxsize=4096)
def shifted(day: str, days: int) -> str:
    """The date so many days later (earlier when negative)."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


def apart(earlier: str, later: str) -> int:
    """How many dates ``later`` lies after ``earlier``."""
    return (dt.date.fromisoformat(later) - dt.date.fromisoformat(earlier)).days


@lru_cache(maxsize=4096)
def weekday(day: str) -> int:
    """0 for Monday to 6 for Sunday."""
    return dt.date.fromisoformat(day).weekday()


def months_later(day: str, months: int) -> str:
    """The same date so many months later (earlier when negative), or the last day of a month that is shorter."""
    date = dt.date.fromisoformat(day)
    index = date.year * 12 + date.month - 1 + months
    first = dt.date(index // 12, index % 12 + 1, 1)
    last = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    return first.replace(day=min(date.day, last.day)).isoformat()


def in_time(row: ContactRow) -> tuple[int, int, str]:
    """The order of contacts: by their start, and by their ids where that is the same."""
    return row.ts, len(row.id), row.id


def by_platform(row: ContactRow) -> tuple[str, str, int, int, str]:
    """The order of contacts by platform, then local day, then as ``in_time``."""
    return row.platform or "", row.day, *in_time(row)


def days_of(row: ContactRow) -> list[str]:
    """The local dates that the contact touches: more than one where several alike went on past midnight."""
    if row.count == 1 or row.until_ts is None:
        return [row.day]
    return [shifted(row.day, day) for day in range(max(0, row.second + row.until_ts - row.ts) // DAY + 1)]


def possible_seconds(row: ContactRow, approximate: int) -> tuple[int, int]:
    """First and last second at which the contact may have begun or, for several alike, gone on.

    Counted from the local midnight of ``row.day``, so that values below 0 or from 86400 lie on other days. A contact
    known to the second is one second; an approximate time may be ``approximate`` seconds off either way. An entry that
    stands for several covers the time until the last one.
    """
    first = last = row.second
    if row.count > 1 and row.until_ts is not None and row.until_ts > row.ts:
        last += row.until_ts - row.ts
    if row.precision == "minute":
        first -= first % 60
        last += 59 - last % 60
    elif row.precision == "approximate":
        first -= approximate
        last += approximate
    elif row.precision == "day":
        first = 0
        last = max(last - last % DAY + DAY - 1, DAY - 1)
    return first, last


def seconds_in(hours: dict[str, Any]) -> tuple[tuple[int, int], tuple[int, int]]:
    """The seconds of the day that lie in hours of a pack: from each first one on until before the second.

    Two stretches, of which the second is empty unless the hours go over midnight.
    """
    start = hours["start"] + (not hours["from_included"])
    end = hours["end"] + bool(hours["to_included"])
    return ((start, end), (0, 0)) if hours["start"] < hours["end"] else ((0, end), (start, DAY))


def lies_in(hours: dict[str, Any], second: int) -> bool:
    """Whether a second of the day lies in hours of a pack, over midnight when they end before they begin."""
    start: int = hours["start"]
    end: int = hours["end"]
    after = second > start or (second == start and bool(hours["from_included"]))
    before = second < end or (second == end and bool(hours["to_included"]))
    return (after and before) if start < end else (after or before)
