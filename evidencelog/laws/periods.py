"""Periods of law: first and last day both included, an absent last day is open."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

OPEN = "9999-12-31"
"""Stands for an open end where dates are compared."""


class Period(NamedTuple):
    """From and to, ISO dates."""

    first: str | None
    last: str | None


def day_after(day: str) -> str:
    """The next date."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()


def backwards(period: Period) -> bool:
    """True when a period ends before it begins."""
    return (period.first or "") > (period.last or OPEN)


def overlap(one: Period, other: Period) -> bool:
    """True when two periods share a day."""
    return (one.first or "") <= (other.last or OPEN) and (other.first or "") <= (one.last or OPEN)


def inside(inner: Period, outer: Period) -> bool:
    """True when every day of ``inner`` lies in ``outer``."""
    return (inner.first or "") >= (outer.first or "") and (inner.last or OPEN) <= (outer.last or OPEN)


def unjoined(periods: Sequence[Period]) -> str | None:
    """What is wrong when following versions do not join day by day: ``overlap``, ``gap`` or None."""
    ordered = sorted(periods, key=lambda period: period.first or "")
    for before, after in itertools.pairwise(ordered):
        if overlap(before, after):
            return "overlap"
        if day_after(before.last or OPEN) != after.first:
            return "gap"
    return None
