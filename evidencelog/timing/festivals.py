"""Days that go by a name (春节, 国庆): read from ``festivals.toml``, which holds names and dates."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@cache
def _table() -> tuple[re.Pattern[str], dict[str, tuple[dict[str, Any], bool]]]:
    """One pattern of all names, longest first, and for each name its entry and whether it needs 那天 or the like."""
    with Path(__file__).with_name("festivals.toml").open("rb") as file:
        entries = tomllib.load(file)["day"]
    names: dict[str, tuple[dict[str, Any], bool]] = {}
    for entry in entries:
        names |= dict.fromkeys(entry.get("names", ()), (entry, False))
        names |= dict.fromkeys(entry.get("only_with_day", ()), (entry, True))
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), names


def named_at(text: str, at: int) -> tuple[int, str, bool] | None:
    """The named day beginning at a place of folded text: its end, its name, and whether the name alone is too little."""
    pattern, names = _table()
    match = pattern.match(text, at)
    return (match.end(), match[0], names[match[0]][1]) if match else None


def dates_of(name: str, years: range) -> tuple[date, ...]:
    """The dates of a named day in these years, latest first; years the table does not reach are left out."""
    _pattern, names = _table()
    return tuple(sorted(_dates(names[name][0], years), reverse=True))


def _dates(entry: dict[str, Any], years: range) -> list[date]:
    if "of" in entry:
        _pattern, names = _table()
        wider = range(years.start - 1, years.stop + 1)
        moved = (day + timedelta(days=entry["days"]) for day in _dates(names[entry["of"]][0], wider))
        return [day for day in moved if day.year in years]
    if "dates" in entry:
        return [day for day in map(date.fromisoformat, entry["dates"]) if day.year in years]
    each: Callable[[int], date] = _yearly(entry)
    return [each(year) for year in years]


def _yearly(entry: dict[str, Any]) -> Callable[[int], date]:
    if "on" in entry:
        month, day = map(int, entry["on"].split("-"))
        return lambda year: date(year, month, day)

    def nth_weekday(year: int) -> date:
        first = date(year, entry["month"], 1)
        to_weekday = (entry["weekday"] - first.isoweekday()) % 7
        return first + timedelta(days=to_weekday + 7 * (entry["nth"] - 1))

    return nth_weekday
