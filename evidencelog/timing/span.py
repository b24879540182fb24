"""Lengths of time in whole seconds, read and written: ``95``, ``1:35``, ``1分35秒``."""

from __future__ import annotations

import re
import unicodedata

_CLOCK = re.compile(r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)")
# A last number without a unit is the next smaller one: 1小时20, 1分35.
_UNITS = re.compile(
    r"(?:(\d{1,4})\s*(?:小时|小時|时|時|h|hours?|hrs?)\s*)?(?:(\d{1,5})\s*(?:分钟|分鐘|分|minutes?|mins?|m|$)\s*)?"
    r"(?:(\d{1,6})\s*(?:秒钟|秒鐘|秒|seconds?|secs?|s|$))?",
    re.IGNORECASE,
)
LONGEST = 7 * 86400
"""A contact lasts no longer than a week, in seconds; more is a slip."""


def read_span(text: str) -> int | None:
    """Seconds of ``95``, ``1:35``, ``1:02:03``, ``1分35秒``, ``1小时2分``, ``90s``, ``5 min``; None for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    seconds = _seconds(plain)
    return seconds if seconds is not None and seconds <= LONGEST else None


def _seconds(plain: str) -> int | None:
    if re.fullmatch(r"[0-9]{1,9}", plain):
        return int(plain)
    if match := _CLOCK.fullmatch(plain):
        return int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])
    match = _UNITS.fullmatch(plain)
    if not match or not any(match.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if (match[1] and minutes > 59) or ((match[1] or match[2]) and seconds > 59):
        return None
    return hours * 3600 + minutes * 60 + seconds


def clock_span(seconds: int) -> str:
    """Seconds as ``1:35`` or ``1:02:03``; the form ``read_span`` reads back."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
