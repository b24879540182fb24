"""How a phrase for a moment is read, without a case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from evidencelog.errors import InvalidField
from evidencelog.i18n import _, language
from evidencelog.timing.clock import now_utc, zone_named
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


def written_out(text: str, *, then: datetime, now: datetime, zone: str) -> str:
    """A text for a moment that was written ``then``: a date and a time where its words mean another one ``now``.

    What cannot be read, and what means the same still, stays as it is.
    """
    meant, means = (read_moment(text, now=moment, zone=zone) for moment in (then, now))
    if meant is None or means is None or (meant.ts, meant.precision) == (means.ts, means.precision):
        return text
    return stamp(datetime.fromisoformat(meant.iso), meant.precision, zone=zone)


def stamp(moment: datetime, precision: str | None, *, zone: str) -> str:
    """An aware moment as one would type it, ``2026-11-20 22:30:05`` in the zone; read again it has the same precision.

    Nothing but the day where only the day is known, no seconds where the minute is.
    """
    local = moment.astimezone(zone_named(zone)).replace(tzinfo=None)
    if precision == DAY:
        return local.date().isoformat()
    whole = precision in {"minute", "approximate"} and not local.second
    time = local.time().isoformat("minutes" if whole else "seconds")
    about = f"{_('about')} " if precision == "approximate" else ""
    return f"{local.date().isoformat()} {about}{time}"


def _reference(now: datetime | str | None) -> datetime:
    if now is None:
        return now_utc().astimezone(_DEFAULT_OFFSET)
    if isinstance(now, datetime):
        return now
    reading = read_moment(now, now=datetime(1970, 1, 1, tzinfo=UTC), zone=_DEFAULT_OFFSET)
    if reading is None or not now.strip()[:4].isdigit():
        raise InvalidField("now", now, _("a moment is written like 2026-11-21T20:00:00+08:00"))
    return datetime.fromisoformat(reading.iso)
