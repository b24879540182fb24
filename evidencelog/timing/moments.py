"""Reads a moment the way people and apps write it: ISO 8601, numbers, Chinese and English phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidencelog.timing.clock import at, ts_of, zone_named
from evidencelog.timing.iso import is_iso_shaped, read_iso

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

MOMENT, DAY = "moment", "day"


class Reading(NamedTuple):
    """How a text was read as a moment."""

    iso: str
    """ISO 8601 with offset (the offset given, else that of the zone); a day reads as its local midnight."""
    granularity: str
    """``moment`` (exact to the minute or second) or ``day`` (only the day is known)."""
    ts: int
    """Seconds since 1970 UTC."""
    precision: str
    """As in a contact: ``second``, ``minute``, ``approximate`` (the text says about) or ``day``."""
    span: tuple[int, int]
    """Where in the text it stands: code points, half-open."""
    other: str = ""
    """The other moment that the same words can mean: an hour without 上午 or 晚上, such as 昨天9点, is the later of
    two that are not in the future, and this is the earlier, as ISO 8601 text. Empty: there is no doubt."""
    names_day: bool = True
    """Whether the text names a day; without one (下午3点) it is the latest such time that has passed."""

    @property
    def day(self) -> str:
        """The date part, ``YYYY-MM-DD``, in the reading's own offset."""
        return self.iso[:10]


def read_moment(text: str, *, now: datetime, zone: str | tzinfo | None = None) -> Reading | None:
    """The moment a text names, or None when it names none or an impossible one.

    ``now`` (aware) is what relative words count from; what could be several moments is the latest that is not in the
    future, since a log speaks of the past. Times without an offset are local times of ``zone`` (an IANA name or a
    tzinfo; None: the offset of ``now``). A sentence is read for the first moment in it, a range for its start.
    """
    if now.tzinfo is None:
        raise ValueError(now)
    tz = zone_named(zone) if isinstance(zone, str) else zone or now.tzinfo
    stripped = text.strip()
    start = text.find(stripped) if stripped else 0
    if is_iso_shaped(stripped):
        found = read_iso(stripped, tz)
        return None if found is None else _reading(*found, (start, start + len(stripped)))
    from evidencelog.timing.phrases import find

    phrase = find(text, now.astimezone(tz))
    return None if phrase is None else _reading(*phrase)


def read_day(text: str, *, now: datetime, zone: str | tzinfo | None = None) -> str | None:
    """The local day a text names as ``YYYY-MM-DD``, whatever time stands beside it; None when it names none."""
    reading = read_moment(text, now=now, zone=zone)
    return reading.day if reading else None


_WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def echo(reading: Reading, language: str, *, zone: str | tzinfo | None = None) -> str:
    """The reading as it is shown back: ``= 2026-11-20 周五 22:30``; in ``zone`` when given, else in its own offset.

    Seconds are shown when they were given, nothing but the day when only the day is known, and an offset when it is
    not the zone's. A doubtful hour is followed by the other hour it could be: ``= 2026-11-20 周五 21:00 (或 09:00)``.
    """
    from datetime import datetime

    own = datetime.fromisoformat(reading.iso)
    shown = own if zone is None else at(reading.ts, zone)
    parts = ["=", shown.date().isoformat(), _WEEKDAYS[language][shown.weekday()]]
    if reading.granularity == MOMENT:
        about = {"zh": "约 ", "en": "about "}[language] if reading.precision == "approximate" else ""
        parts.append(about + shown.strftime("%H:%M:%S" if reading.precision == "second" else "%H:%M"))
        if own.utcoffset() != shown.utcoffset():
            parts.append(f"({reading.iso[11:16]}{reading.iso[19:]})")
        if reading.other:
            either = datetime.fromisoformat(reading.other).astimezone(shown.tzinfo)
            parts.append({"zh": "(或 {})", "en": "(or {})"}[language].format(either.strftime("%H:%M")))
    return " ".join(parts)


def _reading(
    moment: datetime,
    precision: str,
    span: tuple[int, int],
    other: datetime | None = None,
    names_day: bool = True,
) -> Reading:
    granularity = DAY if precision == DAY else MOMENT
    either = other.isoformat() if other else ""
    return Reading(moment.isoformat(), granularity, ts_of(moment), precision, span, either, names_day)
