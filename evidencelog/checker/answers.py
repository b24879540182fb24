"""What a test says of a group of contacts before the law behind the rule is asked."""

from __future__ import annotations

from typing import NamedTuple

GRADE_ORDER = ("note", "undetermined", "advisory", "likely", "breach")
"""Weakest first: a cap lowers a grade to its place in this order, never raises it."""


class Answer(NamedTuple):
    """A test holds, or might hold, for a group."""

    group: tuple[str, ...]
    day: str
    second: int | None
    platform: str | None
    debt: str | None
    person: str | None
    contacts: tuple[str, ...]
    grade: str
    missing: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    measured: int | None = None
    limit: int | None = None
    unit: str | None = None


class Aside(NamedTuple):
    """Something to note beside the findings: an exception, or a wider count."""

    day: str
    platform: str | None
    debt: str | None
    contacts: tuple[str, ...]
    why: str
    key: str
    measured: int | None = None
    limit: int | None = None


def lowered(grade: str, cap: str | None) -> str:
    """The weaker of a grade and a cap."""
    if cap is None or grade == cap or GRADE_ORDER.index(grade) <= GRADE_ORDER.index(cap):
        return grade
    return cap


def joined(*parts: tuple[str, ...]) -> tuple[str, ...]:
    """All names once, in the order of their first mention."""
    return tuple(dict.fromkeys(name for part in parts for name in part))
