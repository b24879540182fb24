"""Contacts added up by local day and hour, and by number and day, in SQL: what pictures are drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3

_THEIRS = "c.withdrawn = 0 AND c.direction IS NOT 'out'"
"""Contacts by the other side that stand."""


class HourSum(NamedTuple):
    """Contacts of one sort in one hour."""

    day: str
    hour: int | None
    """Local hour 0 to 23 in which it began; None where only the day is known."""
    kind: str
    outcome: str | None
    third: bool
    """With somebody other than the debtor."""
    contacts: int


class NumberDay(NamedTuple):
    """Contacts from one number on one local day."""

    number: str | None
    """Normalised; None stands for hidden callers."""
    day: str
    contacts: int
    answered: int
    """Answered calls."""


def hour_sums(conn: sqlite3.Connection, *, since: str, until: str, platform: str | None) -> list[HourSum]:
    """Contacts by the other side of the local days ``since`` to ``until`` (both included), by day, hour and sort.

    ``platform`` is an id; None takes every platform, and never the numbers without an owner.
    """
    where, values = _placed(platform)
    rows = conn.execute(
        f"""SELECT c.day, CASE WHEN c.precision IS 'day' THEN NULL ELSE c.second / 3600 END, c.kind, c.outcome,
                   c."to" <> 'debtor', sum(c.count)
            FROM contacts AS c WHERE {_THEIRS} AND c.day BETWEEN ? AND ? AND {where} GROUP BY 1, 2, 3, 4, 5""",
        (since, until, *values),
    )
    return [HourSum(day, hour, kind, outcome, bool(third), n) for day, hour, kind, outcome, third, n in rows]


def days_between(conn: sqlite3.Connection, platform: str | None) -> tuple[str, str] | None:
    """The first and last local day with a standing contact; None without any."""
    where, values = _placed(platform)
    sql = f"SELECT c.day FROM contacts AS c WHERE c.withdrawn = 0 AND {where} ORDER BY c.day"
    first = conn.execute(f"{sql} LIMIT 1", values).fetchone()
    last = conn.execute(f"{sql} DESC LIMIT 1", values).fetchone()
    return (first[0], last[0]) if first else None


def number_days(conn: sqlite3.Connection, platform: str) -> list[NumberDay]:
    """Contacts by the other side of one platform (id) by number and day, days in order."""
    rows = conn.execute(
        f"""SELECT c.number, c.day, sum(c.count),
                   sum(CASE WHEN c.kind = 'call' AND c.outcome = 'answered' THEN c.count ELSE 0 END)
            FROM contacts AS c WHERE {_THEIRS} AND c.platform = ? GROUP BY c.number, c.day ORDER BY c.day, c.number""",
        (platform,),
    )
    return [NumberDay._make(row) for row in rows]


def _placed(platform: str | None) -> tuple[str, tuple[str, ...]]:
    return ("c.platform = ?", (platform,)) if platform is not None else ("c.platform <> ''", ())
