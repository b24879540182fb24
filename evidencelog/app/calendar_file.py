"""Deadlines as an iCalendar file (RFC 5545) for the calendar of a phone or computer. Nothing is sent anywhere."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.text.neutral import neutral
from evidencelog.timing.deadlines import add_days, days_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidencelog.app.deadlines import Deadline

_LONGEST = 75
"""Bytes of a line without its end (RFC 5545, 3.1)."""
_AHEAD = 3
"""Days before the end on which a period without a reminder of its own reminds."""


def calendar(deadlines: Iterable[Deadline], *, case: str, at: str) -> bytes:
    """An event of one day for each deadline that has a day, with a reminder.

    ``case`` tells this case from others; with the deadline's id it makes the UID, so that a later file moves an event
    instead of doubling it. ``at`` (ISO 8601 in UTC) is the time the file bears; equal input gives equal bytes.
    """
    stamp = at.replace("-", "").replace(":", "")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//evidencelog//deadlines//ZH", "CALSCALE:GREGORIAN"]
    for one in deadlines:
        if one.on is not None:
            lines += _event(one, one.on, case, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(one: Deadline, on: str, case: str, stamp: str) -> Iterator[str]:
    ahead = days_between(one.remind_on, on) if one.remind_on else _AHEAD
    summary = _("{platform}: last day, {title}", platform=one.platform, title=one.title)
    if one.about:
        summary = _("{text} (about)", text=summary)
    parts = [one.text, one.citation, one.note, one.then]
    if one.reference:
        parts.insert(0, _("number {reference}", reference=one.reference))
    yield "BEGIN:VEVENT"
    yield f"UID:{sha256(f'{case}/{one.id}'.encode()).hexdigest()[:32]}@evidencelog.invalid"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{on.replace('-', '')}"
    yield f"DTEND;VALUE=DATE:{add_days(on, 1).replace('-', '')}"
    yield f"SUMMARY:{_text(summary)}"
    yield f"DESCRIPTION:{_text(chr(10).join(part for part in parts if part))}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_text(summary)}"
    yield f"TRIGGER:-P{ahead}D"
    yield "END:VALARM"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """A value of type TEXT: control characters gone, the four special ones escaped."""
    plain = neutral(value)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line with its end, in pieces of at most 75 bytes that never cut a character."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        encoded = character.encode()
        room = _LONGEST - (1 if pieces else 0)
        if len(piece) + len(encoded) > room:
            pieces.append(piece)
            piece = b""
        piece += encoded
    pieces.append(piece)
    return b"\r\n ".join(pieces) + b"\r\n"
