"""The ordinary days of the demo case, drawn from the table ``rhythm.toml`` alike on every machine."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TABLE = Path(__file__).with_name("rhythm.toml")
OFFSET = "+08:00"
LONGEST_PAUSE = 380
"""Seconds at most between two attempts of one burst."""

_KEPT = ("channel", "purpose", "direction", "kind")
_DEFAULTS = {"kind": "call", "direction": "in", "purpose": "collection"}
_CHANNELS = {"call": "phone", "message": "sms"}


def ordinary_days(told: set[tuple[str, str]], overdue_since: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Contacts in the exchange format, slot by slot in order of time.

    ``told`` holds the (platform, local day) pairs that the story tells and that are therefore left alone;
    ``overdue_since`` a date for each platform, for the words that count days.
    """
    with TABLE.open("rb") as file:
        slots = tomllib.load(file)["slot"]
    for slot in slots:
        lines = _Lines(slot)
        for day in _days(slot):
            if (slot["platform"], day.isoformat()) not in told:
                yield from _contacts(slot, day, lines, overdue_since)


def _days(slot: Mapping[str, Any]) -> Iterator[date]:
    first, last = date.fromisoformat(slot["from"]), date.fromisoformat(slot["to"])
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if str(day.isoweekday()) in slot["weekdays"] and _draw(slot, day, "comes", 100) < slot["chance"]:
            yield day


def _contacts(
    slot: Mapping[str, Any], day: date, lines: _Lines, overdue_since: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    entry: dict[str, Any] = {"record": "contact", **_DEFAULTS} | {key: slot[key] for key in _KEPT if key in slot}
    entry["channel"] = entry.get("channel", _CHANNELS[entry["kind"]])
    entry["platform"] = slot["platform"]
    if numbers := slot.get("numbers"):
        entry["number"] = numbers[_draw(slot, day, "number", len(numbers))]
    start, end = (_second(text) for text in slot["between"])
    second = start + _draw(slot, day, "second", end - start)
    if entry["kind"] == "message":
        days = day.toordinal() - date.fromisoformat(overdue_since[slot["platform"]]).toordinal()
        words = lines.next_message().format(days=days, date=f"{day.month}月{day.day}日")
        yield entry | {"at": _iso(day, second), "source": "message", "content": words, "view": "quote"}
        return
    entry["source"] = "phone_log"
    entry["outcome"] = slot["outcomes"][_draw(slot, day, "outcome", len(slot["outcomes"]))]
    if entry["outcome"] == "answered":
        entry["style"] = slot["style"]
        shortest, longest = slot["duration"]
        entry["duration"] = shortest + _draw(slot, day, "duration", longest - shortest + 1)
        if note := lines.next_note():
            entry |= {"content": note, "view": "description"}
    again = _draw(slot, day, "burst", slot.get("burst", 1)) if entry["outcome"] == "missed" else 0
    yield entry | {"at": _iso(day, second)}
    for attempt in range(again):
        second += 45 + _draw(slot, day, f"pause {attempt}", LONGEST_PAUSE - 45)
        yield entry | {"at": _iso(day, second)}


class _Lines:
    """The words of one slot, handed out in order."""

    def __init__(self, slot: Mapping[str, Any]) -> None:
        self._lines: Sequence[str] = slot.get("lines", ())
        self._given = 0

    def next_message(self) -> str:
        """The next message; after the last the first comes again."""
        self._given += 1
        return self._lines[(self._given - 1) % len(self._lines)]

    def next_note(self) -> str | None:
        """The next note; None for every second call and when all are used."""
        self._given += 1
        position, rest = divmod(self._given, 2)
        return self._lines[position] if rest == 1 and position < len(self._lines) else None


def _draw(slot: Mapping[str, Any], day: date, what: str, below: int) -> int:
    """A number from 0 to below - 1 that only the slot, the day and the question decide."""
    digest = hashlib.sha256(f"{slot['name']}/{day.isoformat()}/{what}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % below


def _second(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 3600 + int(minute) * 60


def _iso(day: date, second: int) -> str:
    return f"{day.isoformat()}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}{OFFSET}"
