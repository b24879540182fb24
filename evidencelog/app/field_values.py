"""One field of a record: from what a person, a form or a file gives to the one way it is kept."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.i18n import _
from evidencelog.models.fields import ANSWER_ITEMS, ANSWERS, DEBTOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from evidencelog.models.fields import Field

LONGEST_LINE, LONGEST_TEXT, MOST_ITEMS, LARGEST_COUNT = 300, 100_000, 100, 100_000
LONGEST_DURATION = 7 * 86400
_SHOWN = 40


class Refused(Exception):
    """A value cannot be taken; the text says why and what is allowed."""


class Surroundings(NamedTuple):
    """What reading a value depends on."""

    now: datetime
    """Aware; nothing later than this can have happened."""
    zone: str
    """IANA name; times without an offset are local to it."""


class Moment(NamedTuple):
    """A time as read."""

    iso: str
    ts: int
    precision: str | None
    """``day`` or ``approximate`` where the text says so."""


def clean(field: Field, value: object, around: Surroundings) -> Any:
    """The value as it is kept, or None when it is empty (unknown). Raises Refused."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return _CLEANERS[field.type](field, value, around)


def shown(value: object) -> str:
    """A value for a message: on one line, control characters spelled out, never long."""
    text = value if isinstance(value, str) else repr(value)
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "...")


def read_time(value: object, around: Surroundings) -> Moment:
    """A moment from ISO 8601 text, a phrase or an aware datetime; Refused when it is none or lies in the future."""
    moment = _moment(value, around)
    if moment.ts > (around.now - _EPOCH) // timedelta(seconds=1):
        raise Refused(_("{value} lies in the future; a log holds what has happened", value=shown(value)))
    return moment


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FULL_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", re.ASCII)


def _moment(value: object, around: Surroundings) -> Moment:
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.replace(microsecond=0).isoformat()
    if not isinstance(value, str) or len(value) > LONGEST_LINE:
        raise Refused(_not_a_time(value))
    if _FULL_ISO.fullmatch(value):
        try:
            return Moment(value, (datetime.fromisoformat(value) - _EPOCH) // timedelta(seconds=1), None)
        except ValueError:
            raise Refused(_not_a_time(value)) from None
    from evidencelog.timing.moments import read_moment

    reading = read_moment(_plain(value), now=around.now, zone=around.zone)
    if reading is None:
        raise Refused(_not_a_time(value))
    return Moment(reading.iso, reading.ts, reading.precision if reading.precision in ("day", "approximate") else None)


def _not_a_time(value: object) -> str:
    return _("{value} is no time; give one like 2026-03-02 22:41 or 昨晚10点半", value=shown(value))


def _plain(value: object, longest: int = LONGEST_LINE) -> str:
    """Text in form NFC without what no text can hold."""
    if not isinstance(value, str):
        if isinstance(value, bool) or not isinstance(value, int):
            raise Refused(_("{value} is no text", value=shown(value)))
        value = str(value)
    if len(value) > longest:
        raise Refused(
            _("the text is too long: {length} characters, at most {longest}", length=len(value), longest=longest)
        )
    if "\x00" in value or not _encodable(value):
        raise Refused(_("{value} holds characters that are no text", value=shown(value)))
    return unicodedata.normalize("NFC", value)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _text(_field: Field, value: object, _around: Surroundings) -> str:
    return _plain(value, LONGEST_TEXT).replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _line(_field: Field, value: object, _around: Surroundings) -> str:
    text = _plain(value).strip()
    if any(unicodedata.category(character) == "Cc" for character in text):
        raise Refused(_("{value} must be one line without control characters", value=shown(text)))
    return text


def _choice(field: Field, value: object, _around: Surroundings) -> str:
    if isinstance(value, str) and value.strip() in field.choices:
        return value.strip()
    raise Refused(
        _("{value} is not known; allowed are {choices}", value=shown(value), choices=", ".join(field.choices))
    )


def _time(_field: Field, value: object, around: Surroundings) -> str:
    return read_time(value, around).iso


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MAY_COME = ("from", "to")
"""Days of an agreement, which may lie ahead."""


def _date(field: Field, value: object, around: Surroundings) -> str:
    text = value.isoformat() if type(value) is date else value
    if not isinstance(text, str) or len(text) > LONGEST_LINE:
        raise Refused(_not_a_date(value))
    text = text.strip()
    if _DATE.fullmatch(text):
        try:
            day = date.fromisoformat(text).isoformat()
        except ValueError:
            raise Refused(_not_a_date(value)) from None
        if day < "1900":
            raise Refused(_not_a_date(value))
    else:
        from evidencelog.timing.moments import read_moment

        reading = read_moment(_plain(text), now=around.now, zone=around.zone)
        if reading is None:
            raise Refused(_not_a_date(value))
        day = reading.iso[:10]
    if field.name not in _MAY_COME:
        from evidencelog.timing.clock import local_parts

        if day > local_parts(int(around.now.timestamp()), around.zone)[0]:
            raise Refused(_("{value} lies in the future; a log holds what has happened", value=shown(value)))
    return day


def _not_a_date(value: object) -> str:
    return _("{value} is no date; give one like 2026-03-02", value=shown(value))


_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{2})", re.ASCII)
_SPOKEN = re.compile(
    r"(?:(\d{1,3})(?:小时|时|h))?(?:(\d{1,5})(?:分钟|分|m(?:in)?))?(?:(\d{1,6})(?:秒钟|秒|s)?)?",
    re.ASCII | re.IGNORECASE,
)


def _duration(_field: Field, value: object, _around: Surroundings) -> int:
    seconds = seconds_of(value)
    if seconds is None or seconds > LONGEST_DURATION:
        raise Refused(_("{value} is no duration; give 95, 1:35 or 1分35秒", value=shown(value)))
    return seconds


def seconds_of(value: object) -> int | None:
    """Whole seconds of ``95``, ``1:35``, ``1:02:03`` or ``1分35秒``; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if value >= 0 else None
    if not isinstance(value, str) or len(value) > _SHOWN:
        return None
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value))
    if match := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        if seconds > 59 or (match[1] and minutes > 59):
            return None
    elif text and (match := _SPOKEN.fullmatch(text)):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
    else:
        return None
    return hours * 3600 + minutes * 60 + seconds


def _integer(_field: Field, value: object, _around: Surroundings) -> int:
    number = value
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).strip()
        number = int(text) if len(text) <= 9 and text.isascii() and text.isdecimal() else None
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= LARGEST_COUNT:
        raise Refused(
            _(
                "{value} is no number; give a whole number from 1 to {largest}",
                value=shown(value),
                largest=LARGEST_COUNT,
            )
        )
    return number


_AMOUNT = re.compile(r"\d{1,15}(?:\.\d{1,4})?", re.ASCII)


def _amount(_field: Field, value: object, _around: Surroundings) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str) and len(value) <= _SHOWN:
        text = re.sub(r"[\s,¥元]", "", unicodedata.normalize("NFKC", value))
        if _AMOUNT.fullmatch(text):
            return text
    raise Refused(_("{value} is no amount; give one like 12345.67", value=shown(value)))


_YES = frozenset(("yes", "true", "1", "y", "是", "有"))
_NO = frozenset(("no", "false", "0", "n", "否", "没有", "无"))


def _flag(_field: Field, value: object, _around: Surroundings) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower() if isinstance(value, (str, int)) else ""
    if text in _YES or text in _NO:
        return text in _YES
    raise Refused(_("{value} is neither yes nor no", value=shown(value)))


_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*(?:-|~|至|到|\u2013|\u2014)\s*(\d{1,2}):(\d{2})", re.ASCII)


def _hours(_field: Field, value: object, _around: Surroundings) -> str:
    if isinstance(value, str) and len(value) <= _SHOWN:
        match = _HOURS.fullmatch(unicodedata.normalize("NFKC", value).strip())
        if match:
            start, end = (int(match[1]), int(match[2])), (int(match[3]), int(match[4]))
            proper = all(minute < 60 and (hour < 24 or (hour, minute) == (24, 0)) for hour, minute in (start, end))
            if proper and start != end and start != (24, 0):
                return "-".join(f"{hour:02d}:{minute:02d}" for hour, minute in (start, end))
    raise Refused(_("{value} are no hours; give them like 08:30-21:00", value=shown(value)))


def span_of(hours: str) -> tuple[int, int]:
    """Start and end of kept hours as seconds of the day; the end is excluded, 86400 at most."""
    (start, end) = (int(half[:2]) * 3600 + int(half[3:]) * 60 for half in hours.split("-"))
    return start, end


def _items(value: object) -> list[object]:
    items: list[object]
    if isinstance(value, str):
        items = [part for part in re.split(r"[,，、;；\n]", value[:LONGEST_TEXT]) if part.strip()]
    elif isinstance(value, (list, tuple)):
        items = list(value)
    else:
        items = [value]
    if len(items) > MOST_ITEMS:
        raise Refused(_("too many entries: {count}, at most {most}", count=len(items), most=MOST_ITEMS))
    return items


def _list(field: Field, value: object, around: Surroundings) -> list[str] | None:
    lines = [_line(field, item, around) for item in _items(value)]
    return list(dict.fromkeys(line for line in lines if line)) or None


def _tags(field: Field, value: object, around: Surroundings) -> list[str] | None:
    tags = []
    for item in _items(value):
        name, at, second = _line(field, item, around).partition("@")
        if not name.strip() or (at and (seconds_of(second) is None or not second.strip())):
            raise Refused(_("{value} is no tag; give NAME or NAME@SECOND", value=shown(item)))
        tags.append(f"{name.strip()}@{seconds_of(second)}" if at else name.strip())
    return tags or None


def _answers(_field: Field, value: object, _around: Surroundings) -> dict[str, str] | None:
    if isinstance(value, str):
        pairs = [part.partition("=") for part in map(str, _items(value))]
        given: dict[Any, Any] = {name.strip(): answer.strip() for name, _sign, answer in pairs}
    elif isinstance(value, dict):
        given = {name: answer for name, answer in value.items() if answer is not None}
    else:
        given = {"": value}
    for name, answer in given.items():
        if name not in ANSWER_ITEMS or answer not in ANSWERS:
            raise Refused(
                _(
                    "{value} is no answer; give {items}, each with {answers}",
                    value=shown(f"{name}={answer}"),
                    items=", ".join(ANSWER_ITEMS),
                    answers=", ".join(ANSWERS),
                )
            )
    return given or None


def _person(field: Field, value: object, around: Surroundings) -> str:
    name = _line(field, value, around)
    if name.lower() == DEBTOR and field.name != "to":
        raise Refused(_("{value} is the person who keeps the log; name another", value=shown(value)))
    return DEBTOR if name.lower() == DEBTOR else name


_CLEANERS: dict[str, Callable[[Field, object, Surroundings], Any]] = {
    "text": _text, "line": _line, "choice": _choice, "time": _time, "date": _date, "duration": _duration,
    "integer": _integer, "amount": _amount, "flag": _flag, "hours": _hours, "number": _line, "list": _list,
    "tags": _tags, "answers": _answers, "platform": _line, "debt": _line, "person": _person,
}  # fmt: skip
