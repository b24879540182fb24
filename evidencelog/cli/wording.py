"""Small pieces of text that several commands print: moments, durations, coded values, record fields."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from evidencelog.i18n import N_, _
from evidencelog.models.fields import RECORDS
from evidencelog.models.labels import field_label, value_label, vocabulary

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from evidencelog.models.browsing import ListRow
    from evidencelog.models.fields import Field

_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def moment(text: str) -> str:
    """An ISO 8601 moment for people: date, day of the week, time, offset; a bare date stays without a time."""
    from datetime import datetime

    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    day = text[:10] + " " + _(_WEEKDAYS[at.weekday()])
    if len(text) <= 10:
        return day
    time = at.strftime("%H:%M:%S") if at.second else at.strftime("%H:%M")
    offset = at.strftime("%z")
    return f"{day} {time} {offset[:3]}:{offset[3:5]}" if offset else f"{day} {time}"


def duration(seconds: int) -> str:
    """Whole seconds for people: ``1:35`` or ``1:02:05``; also what ``--duration`` takes."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def row_time(row: ListRow) -> str:
    """Date and time of a list row in the case's zone, no more precise than it is known."""
    if row.precision == "day":
        return row.day
    clock = f"{row.second // 3600:02d}:{row.second // 60 % 60:02d}"
    if row.precision == "approximate":
        clock = _("about {time}", time=clock)
    return f"{row.day} {clock}"


def fact(record: str, item: Field, value: Any) -> str:
    """The value of a field as a person reads it."""
    if value is None:
        return _("unknown")
    if item.type == "flag":
        return value_label("flag", "yes" if value else "no")
    if item.type == "duration":
        return duration(int(value))
    if item.type == "time":
        return moment(str(value))
    if item.type == "answers" and isinstance(value, dict):
        return listed(
            _("{field}: {value}", field=value_label("answer_items", key), value=value_label("answers", answer))
            for key, answer in value.items()
        )
    if isinstance(value, (list, tuple)):
        return listed(map(str, value))
    if item.type == "person" and value == "debtor":
        return value_label("to", "debtor")
    if item.choices:
        return value_label(vocabulary(record, item.name), str(value))
    return str(value)


def echoes(record: str, values: Mapping[str, Any], names: Container[str]) -> Iterator[str]:
    """A line for each moment and day among the fields ``names``: as it was read, perhaps otherwise than it was meant."""
    for item in RECORDS[record]:
        if item.type in ("time", "date") and item.name in names and values.get(item.name):
            yield _("{field} = {moment}", field=field_label(item.name), moment=moment(values[item.name]))


def listed(items: Iterable[str]) -> str:
    """Several things in one phrase, with the comma of the language."""
    return reduce(lambda some, more: _("{some}, {more}", some=some, more=more), items)
