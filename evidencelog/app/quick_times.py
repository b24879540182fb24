"""When it was, in a line of notes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from evidencelog.app.quick_words import vocabulary
from evidencelog.errors import Problem
from evidencelog.i18n import _
from evidencelog.timing.clock import ts_of, zone_named
from evidencelog.timing.moments import DAY, read_moment

if TYPE_CHECKING:
    from evidencelog.app.quick_sheet import Sheet
    from evidencelog.timing.moments import Reading

_COMPACT_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d(?!\d)")
_UP_TO = re.compile(r"\s*(?:多|左右|开始|起)?\s*(?:就|一直|都|连着|打|响|不停)*\s*(?:[-~—–]+|至|到)\s*")
_LONGEST_PHRASE, _MOST_TIMES = 40, 8
"""Characters that a time behind words of speech can take; further times that are told."""


def read_time(sheet: Sheet, *, now: datetime, zone: str, heading: str = "") -> list[Problem]:
    """The moment, with its precision; what is wrong with it comes back.

    ``heading`` is the day (``YYYY-MM-DD``) of a line above, which a line without a day belongs to. Without any words
    for a time the entry is of this moment.
    """
    reading, text = (None, "") if _opens_with_now(sheet) else _first_moment(sheet, now, zone)
    if reading is not None:
        start, end = reading.span
        if heading and not reading.names_day:
            reading = read_moment(f"{heading} {text[start:end]}", now=now, zone=zone) or reading
        _take(sheet, reading, start, end)
        return []
    if _is_now(sheet, now, zone):
        return []
    if hint := _hint(sheet):
        start, end = hint
        return [
            Problem(
                "at",
                _(
                    "{words} is not understood as a time; write one like 昨晚10点半",
                    words=repr(sheet.words(start, end)),
                ),
            )
        ]
    if heading:
        sheet.assume("at", _midnight(heading, now, zone), _("the day of the line above"))
        sheet.assume("precision", "day", "")
    else:
        sheet.assume("at", _local(now, zone), _("no words for a time: now"))
        _doubt_times_said(sheet, now, zone)
    return []


def _doubt_times_said(sheet: Sheet, now: datetime, zone: str) -> None:
    """小陈说昨天接到电话: a time in what was said may be when it happened."""
    text = "".join(" " if sheet.is_quoted(at) else sign for at, sign in enumerate(sheet.blank(said=True)))
    found = read_moment(text, now=now, zone=zone)
    if found is not None and found.ts <= ts_of(now):
        sheet.doubt(*found.span, _("taken for part of what was said; if it is when it happened, write it first"))


def _midnight(day: str, now: datetime, zone: str) -> str:
    reading = read_moment(day, now=now, zone=zone)
    return reading.iso if reading else day


def _first_moment(sheet: Sheet, now: datetime, zone: str) -> tuple[Reading | None, str]:
    """The moment outside of what was said; failing that, one that is a whole part of the line by itself."""
    text = sheet.blank()
    reading = read_moment(text, now=now, zone=zone)
    if reading is not None:
        return reading, text
    everything = sheet.blank(said=True)
    for start, _end in sheet.segments():
        if not sheet.is_said(start) or sheet.is_quoted(start):
            continue
        found = read_moment(everything[start : start + _LONGEST_PHRASE], now=now, zone=zone)
        if found is None or found.span[0]:
            continue
        left, right = start + found.span[0], start + found.span[1]
        if sheet.is_whole(left, right):
            return found._replace(span=(left, right)), everything
    return None, text


def _take(sheet: Sheet, reading: Reading, start: int, end: int) -> None:
    note = ""
    if reading.other:
        other = datetime.fromisoformat(reading.other)
        note = _("or {time}: 上午 or 晚上 would tell", time=other.strftime("%H:%M"))
    elif reading.precision == DAY:
        note = _("only the day")
    elif reading.precision == "approximate":
        note = _("about")
    sheet.take("at", reading.iso, start, end, note=note, cut=True)
    sheet.moment, sheet.moment_end = reading, end
    if reading.precision != "second":
        sheet.assume("precision", reading.precision, "")


def _is_now(sheet: Sheet, now: datetime, zone: str) -> bool:
    """刚接到, just now: this moment, more or less."""
    for word in vocabulary().words("time", "now").all(sheet.text):
        if sheet.is_free(word.start, word.end) and not sheet.is_said(word.start):
            sheet.take("at", _local(now, zone), word.start, word.end, note=_("just now"))
            sheet.assume("precision", "approximate", "")
            return True
    return False


def _opens_with_now(sheet: Sheet) -> bool:
    """刚才 at the head of the line: to the calendar only today, to who writes it down this moment."""
    text = sheet.blank()
    return vocabulary().words("time", "now").match(text, len(text) - len(text.lstrip())) is not None


def _local(now: datetime, zone: str) -> str:
    return now.astimezone(zone_named(zone)).replace(microsecond=0).isoformat()


def read_until(sheet: Sheet, *, now: datetime, zone: str) -> None:
    """The end of a range, where the entry counts several (8点到下午5点打了14个); other times that stand in the line."""
    reading = sheet.moment
    if reading is not None:
        _range_end(sheet, reading, sheet.moment_end, now, zone)
        _doubt_more_times(sheet, now, zone)


def _range_end(sheet: Sheet, reading: Reading, end: int, now: datetime, zone: str) -> None:
    onward = _UP_TO.match(sheet.text, end)
    if not onward or not sheet.is_open(end, onward.end()):
        return
    text = sheet.blank()[onward.end() :]
    found = read_moment(text, now=now, zone=zone)
    if found is None or found.span[0] > 1:
        return
    words = text[found.span[0] : found.span[1]]
    if not found.names_day:
        found = read_moment(f"{reading.day} {words}", now=now, zone=zone) or found
    later = _not_before(reading, found)
    stop = onward.end() + found_end(text, words)
    if "count" not in sheet.values or later is None or found.granularity == DAY:
        sheet.doubt(end, stop, _("the end of a range counts only beside a count"))
        return
    sheet.take("until", later, end, stop, cut=True)


def found_end(text: str, words: str) -> int:
    """Where words that stand at the head of a text end."""
    return text.index(words) + len(words)


def _not_before(start: Reading, last: Reading) -> str | None:
    """The end of a range as ISO 8601 text: the first reading of it that is not before the start; None when there is none."""
    first = datetime.fromisoformat(last.other or last.iso)
    step = timedelta(hours=12 if last.other else 24)
    for times in range(3):
        moment = first + step * times
        if ts_of(moment) >= start.ts:
            return moment.isoformat()
    return None


def _doubt_more_times(sheet: Sheet, now: datetime, zone: str) -> None:
    """Further times in the account: an entry holds one."""
    text = sheet.blank()
    for _place in range(_MOST_TIMES):
        found = read_moment(text, now=now, zone=zone)
        if found is None:
            return
        start, end = found.span
        sheet.doubt(start, end, _("a second time; if it is another contact, write it after an empty line"))
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"


def begins_with_time(sheet: Sheet) -> bool:
    """Whether the line begins with something that looks like a time, understood or not."""
    start = len(sheet.text) - len(sheet.text.lstrip())
    return vocabulary().words("time", "hints").match(sheet.text, start) is not None and not sheet.is_said(start)


def _hint(sheet: Sheet) -> tuple[int, int] | None:
    """Where something that looks like a time stands, outside of what was said."""
    for word in vocabulary().words("time", "hints").all(sheet.text):
        if sheet.is_free(word.start, word.end) and not sheet.is_said(word.start):
            start = next(left for left, right in sheet.segments() if left <= word.start < right)
            end = next(right for left, right in sheet.segments() if left <= word.start < right)
            return start, max(end, word.end)
    compact = _COMPACT_DATE.search(sheet.blank())
    return compact.span() if compact else None
