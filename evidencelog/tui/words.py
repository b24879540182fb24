"""How days, times, lengths and names are written on the screens, in the language in use."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from evidencelog.i18n import N_, _, language
from evidencelog.models.labels import value_label

if TYPE_CHECKING:
    from evidencelog.app.cases import Case

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip


def day_words(day: str, *, year: bool = False) -> str:
    """A local day ``YYYY-MM-DD`` as ``11月21日 周六`` or ``Sat 21 Nov``; with the year when asked for."""
    at = date.fromisoformat(day)
    facts = {"year": at.year, "month": at.month, "month_name": _(MONTHS[at.month - 1]), "day": at.day}
    weekday = _(WEEKDAYS[at.weekday()])
    if year:
        return _("{weekday} {day} {month_name} {year}", weekday=weekday, **facts)
    return _("{weekday} {day} {month_name}", weekday=weekday, **facts)


def sentence(words: str) -> str:
    """Words as they begin a line by themselves: ``Agreed hours``."""
    return words[:1].upper() + words[1:]


def date_words(day: str) -> str:
    """A local day ``YYYY-MM-DD`` without its weekday: ``11月21日`` or ``21 Nov``."""
    at = date.fromisoformat(day)
    return _("{day} {month_name}", month=at.month, month_name=_(MONTHS[at.month - 1]), day=at.day)


def clock_words(second: int) -> str:
    """A local second of the day as ``22:41``."""
    return f"{second // 3600:02}:{second // 60 % 60:02}"


def moment_words(iso: str) -> str:
    """A moment as it stands in a record (ISO 8601 with its own offset): ``2026年11月20日 周五 22:30``."""
    if len(iso) <= 10:
        return day_words(iso, year=True)
    at = datetime.fromisoformat(iso)
    clock = f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
    return f"{day_words(at.date().isoformat(), year=True)} {clock}"


def written_words(iso: str, zone: str) -> str:
    """A moment in UTC shown in a zone: ``2026-11-20 22:30``."""
    from zoneinfo import ZoneInfo

    return f"{datetime.fromisoformat(iso).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def local_now(case: Case) -> datetime:
    """This moment, aware, in the case's zone."""
    from zoneinfo import ZoneInfo

    return case.now().astimezone(ZoneInfo(case.zone))


def duration_words(seconds: int) -> str:
    """Whole seconds as ``1分35秒`` or ``1m35s``; whole minutes as ``2分钟`` or ``2m``."""
    hours, rest = divmod(seconds, 3600)
    minutes, second = divmod(rest, 60)
    if hours:
        return _("{hours}h{minutes}m", hours=hours, minutes=minutes)
    if minutes and not second:
        return _("{minutes}m", minutes=minutes)
    if minutes:
        return _("{minutes}m{seconds}s", minutes=minutes, seconds=second)
    return _("{seconds}s", seconds=second)


def size_words(size: int) -> str:
    """A number of bytes as ``1.2 MB``."""
    if size < 1000:
        return f"{size} B"
    amount, unit = size / 1000, 0
    while amount >= 1000 and unit < 3:
        amount, unit = amount / 1000, unit + 1
    return f"{amount:.1f} {('kB', 'MB', 'GB', 'TB')[unit]}"


def language_name() -> str:
    """The language in use, by its own name."""
    return {"zh": "中文", "en": "English"}[language()]


SHORT_KINDS = {"post": N_("posted"), "other": N_("misc.")}
"""Kinds whose own words are too long for a column."""


def kind_words(kind: str, channel: str | None) -> str:
    """What a contact was, in one short word: the channel of a message where it is known."""
    if kind in SHORT_KINDS:
        return _(SHORT_KINDS[kind])
    return value_label("channel", channel) if kind == "message" and channel else value_label("kind", kind)
