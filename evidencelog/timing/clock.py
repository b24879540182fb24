"""The clock and the time zones: instants as whole seconds since 1970 UTC, and what they are called locally."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from evidencelog.errors import BadInput
from evidencelog.i18n import _

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class UnknownZone(BadInput):
    """A time zone name that the zone database does not hold."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return _("No time zone is called {name}; give one like Asia/Shanghai or UTC.", name=repr(self.name))


def now_utc() -> datetime:
    """This moment, aware, in UTC, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


@lru_cache(maxsize=64)
def zone_named(name: str) -> ZoneInfo:
    """The IANA zone of that name; UnknownZone when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # a missing key, a path outside the database, a folder in it
        raise UnknownZone(name) from error


def at(ts: int, zone: str | tzinfo) -> datetime:
    """The aware local time of an instant (seconds since 1970 UTC, also before it) in a zone."""
    tz = zone_named(zone) if isinstance(zone, str) else zone
    return (_EPOCH + timedelta(seconds=ts)).astimezone(tz)


def local_parts(ts: int, zone: str) -> tuple[str, int]:
    """Local date ``YYYY-MM-DD`` and the clock's second of that day (0 to 86399) of an instant in an IANA zone."""
    moment = (_EPOCH + timedelta(seconds=ts)).astimezone(zone_named(zone))
    return moment.isoformat()[:10], moment.hour * 3600 + moment.minute * 60 + moment.second


def local_iso(ts: int, zone: str | tzinfo) -> str:
    """ISO 8601 text of an instant with the offset of the zone at that moment: ``2026-11-20T22:30:00+08:00``."""
    return at(ts, zone).isoformat()


def utc_iso(moment: datetime) -> str:
    """ISO 8601 text in UTC, whole seconds: ``2026-11-20T14:30:00+00:00``. The moment must be aware."""
    if moment.tzinfo is None:
        raise ValueError(moment)
    return moment.astimezone(UTC).replace(microsecond=0).isoformat()


def ts_of(moment: datetime | str) -> int:
    """Seconds since 1970 UTC of an aware datetime or of ISO 8601 text with an offset; fractions are dropped.

    ValueError for a time without an offset.
    """
    aware = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    if aware.tzinfo is None:
        raise ValueError(moment)
    return (aware - _EPOCH) // timedelta(seconds=1)


def from_local(year: int, month: int, day: int, second: int, zone: tzinfo) -> datetime:
    """The aware moment whose local clock shows ``second`` (0 to 86400) of that date; 86400 is the next midnight.

    A clock time that a summer-time change skips becomes the time shown after the change; one that comes twice is the
    first. ValueError for a date that does not exist.
    """
    naive = datetime(year, month, day) + timedelta(seconds=second)  # noqa: DTZ001 - gets its zone in the next line
    return naive.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
