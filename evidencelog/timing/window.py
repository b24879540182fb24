"""Windows of the local day, in seconds since its midnight; a window may cross midnight."""

from __future__ import annotations

import re

DAY = 86400
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_HOURS = re.compile(r"\s*(\S+?)\s*(?:-|–|—|~|～|至|到)\s*(\S+?)\s*")


def seconds_of(clock: str) -> int:
    """Second of the day of ``HH:MM`` or ``HH:MM:SS``, 0 to 86400 (``24:00``); ValueError for another text."""
    match = _CLOCK.fullmatch(clock)
    hour, minute, second = (int(part or 0) for part in match.groups()) if match else (99, 0, 0)
    value = hour * 3600 + minute * 60 + second
    if minute > 59 or second > 59 or value > DAY:
        raise ValueError(clock)
    return value


def clock_of(second: int) -> str:
    """``HH:MM`` of a second of the day, ``HH:MM:SS`` when it is no whole minute; 86400 is ``24:00``."""
    minutes, rest = divmod(second, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{rest:02d}" if rest else "")


def read_hours(text: str) -> tuple[int, int]:
    """Start and end, in seconds of the day, of hours like ``08:00-22:00``; ValueError for another text.

    Equal start and end are refused: nobody can tell the whole day from none.
    """
    match = _HOURS.fullmatch(text.replace("：", ":"))
    if not match:
        raise ValueError(text)
    try:
        start, end = seconds_of(match[1]), seconds_of(match[2])
    except ValueError as error:
        raise ValueError(text) from error
    if start % DAY == end % DAY and {start, end} != {0, DAY}:
        raise ValueError(text)
    return start, end


def in_window(second: int, start: int, end: int) -> bool:
    """Whether a second of the day lies in ``[start, end)``; with ``start`` after ``end`` the window crosses midnight."""
    if start <= end:
        return start <= second < end
    return second >= start or second < end


def pieces(start: int, end: int) -> tuple[tuple[int, int], ...]:
    """A window as half-open pieces that do not cross midnight, in order of the day."""
    if start <= end:
        return ((start, end),)
    return tuple(piece for piece in ((0, end), (start, DAY)) if piece[0] < piece[1])


def distance_to_edge(second: int, start: int, end: int) -> int:
    """Seconds from a second of the day to the nearer edge of a window, round the clock; 0 on an edge."""
    return min(min((second - edge) % DAY, (edge - second) % DAY) for edge in (start, end))
