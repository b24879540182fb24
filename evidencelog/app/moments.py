"""How a phrase for a moment is read, without a case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from evidencelog.errors import InvalidField
from evidencelog.i18n import _, language
from evidencelog.timing.clock import now_utc
from evidencelog.timing.moments import DAY, echo, read_moment

_DEFAULT_OFFSET = timezone(timedelta(hours=8))  # that of a new case


def read_when(text: str, now: datetime | str | None = None) -> dict[str, str | None]:
    """``phrase``, ``reading`` and ``granularity`` (``moment``, ``day`` or ``none``) of one text.

    ``reading`` is an ISO 8601 moment with the offset of ``now``, a bare date, or None. ``now`` is an aware moment or
    ISO 8601 text (without an offset: +08:00); None is this moment at +08:00. InvalidField for a ``now`` that is none.
    """
    reference = _reference(now)
    reading = read_moment(text, now=reference)
    if reading is None:
        return {"phrase": text, "reading": None, "granularity": "none"}
    if reading.granularity == DAY:
        return {"phrase": text, "reading": reading.day, "granularity": DAY}
    local = datetime.fromisoformat(reading.iso).astimezone(reference.tzinfo)
    return {"phrase": text, "reading": local.isoformat(), "granularity": reading.granularity}


def echo_of(text: str, *, now: datetime | None = None, zone: str) -> str | None:
    """A text for a moment as it is shown back, ``= 2026-11-20 周五 22:30``, in the language in use; None unread."""
    reading = read_moment(text, now=now or now_utc(), zone=zone)
    return echo(reading, language(), zone=zone) if reading else None


def _reference(now: datetime | str | None) -> datetime:
    if now is None:
        return now_utc().astimezone(_DEFAULT_OFFSET)
    if isinstance(now, datetime):
        return now
    reading = read_moment(now, now=datetime(1970, 1, 1, tzinfo=UTC), zone=_DEFAULT_OFFSET)
    if reading is None or not now.strip()[:4].isdigit():
        raise InvalidField("now", now, _("a moment is written like 2026-11-21T20:00:00+08:00"))
    return datetime.fromisoformat(reading.iso)
