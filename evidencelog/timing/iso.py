"""Moments in ISO 8601 and the numeric forms close to it, read strictly."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from evidencelog.timing.clock import from_local

if TYPE_CHECKING:
    from datetime import tzinfo

_ISO = re.compile(
    r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"(?:(?:T|t|\s*[,，]?\s+)(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?P<frac>[.,]\d{1,9})?)?"
    r"(?:\s*(?P<off>[Zz]|[+-]\d{2}(?::?\d{2})?))?)?",
    re.ASCII,
)
ISO_WITH_OFFSET = re.compile(
    r"(?<!\d)(?<!\d[.:/-])\d{4}-\d{2}-\d{2}(?:[Tt]|\s)\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s*(?:[Zz]|[+-]\d{2}:?\d{2})(?![\d:])",
    re.ASCII,
)
"""A complete moment inside a longer text."""
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T_]?(\d{2})(\d{2})(\d{2})?)?", re.ASCII)
_MAX_OFFSET = timedelta(hours=14)  # the largest in the zone database


def is_iso_shaped(text: str) -> bool:
    """Whether the whole text has the shape of a full numeric date, with or without a time."""
    return bool(_ISO.fullmatch(text) or _COMPACT.fullmatch(text))


def read_iso(text: str, zone: tzinfo) -> tuple[datetime, str] | None:
    """The moment of ``2026-11-03T22:15:07+08:00`` and its kin, with its precision ``second``, ``minute`` or ``day``.

    A time without an offset is local time in ``zone``; one with an offset keeps it. ``-``, ``/`` and ``.`` between the
    parts of the date, a space for ``T``, ``24:00`` for the next midnight and unbroken digits (``20261103221507``) are
    understood. None for anything else: an impossible date or time, a year before 1900, any other bare number.
    """
    if match := _ISO.fullmatch(text):
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
        hour, minute, second, offset = match["H"], match["M"], match["S"], match["off"]
    elif match := _COMPACT.fullmatch(text):
        year, month, day = (int(part) for part in match.groups()[:3])
        hour, minute, second, offset = *match.groups()[3:], None
    else:
        return None
    if year < 1900:
        return None
    tz = zone
    if offset is not None:
        given = _offset(offset)
        if given is None:
            return None
        tz = given
    precision = "day" if hour is None else "minute" if second is None else "second"
    clock = seconds_of_clock(int(hour or 0), int(minute or 0), int(second or 0))
    if clock is None:
        return None
    try:
        return from_local(year, month, day, clock, tz), precision
    except (ValueError, OverflowError):
        return None


def seconds_of_clock(hour: int, minute: int, second: int) -> int | None:
    """Second of the day, 0 to 86400 (24:00:00); None for a time no clock shows."""
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
        return None
    return hour * 3600 + minute * 60 + second


def _offset(text: str) -> tzinfo | None:
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    size = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or size > _MAX_OFFSET:
        return None
    return timezone(-size if text[0] == "-" else size)
