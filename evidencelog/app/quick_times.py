"""When, how long and how often, in a line of notes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from evidencelog.app.quick_words import NUMERAL, count_of, vocabulary
from evidencelog.errors import Problem
from evidencelog.i18n import _
from evidencelog.timing.clock import ts_of, zone_named
from evidencelog.timing.moments import DAY, read_moment

if TYPE_CHECKING:
    from evidencelog.app.quick_sheet import Sheet
    from evidencelog.app.quick_words import Word, Words
    from evidencelog.timing.moments import Reading

_COMPACT_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d(?!\d)")
_UP_TO = re.compile(r"\s*(?:多|左右|开始|起)?\s*(?:就|一直|都|连着|打|响|不停)*\s*(?:[-~—–]+|至|到)\s*")
_LENGTH = re.compile(
    rf"(?<![\d.:点时])(?=[\d〇零一二两三四五六七八九十百半])(?:(?P<clock>\d{{1,3}}(?::\d{{2}}){{1,2}})(?![\d:])"
    rf"|(?:(?P<h>{NUMERAL}|半)\s*个?(?P<hh>半)?\s*(?:小时|钟头|hours?|hrs?|h(?![a-z])))?\s*"
    rf"(?:(?P<m>{NUMERAL}|半)\s*(?P<m_about>[多来几])?\s*(?:(?P<long>分(?P<m_more>[多来])?钟|minutes?|mins?)|分|m(?![a-z])|'))?(?P<half>半)?\s*"
    rf"(?:零?(?P<s>{NUMERAL})\s*(?P<s_about>[多来几])?\s*(?:秒钟?|seconds?|secs?|s(?![a-z])|\"))?)(?P<about>钟?多|左右)?"
)
_LONGEST = 7 * 86400
_LONGEST_PHRASE = 40
"""Characters that a time behind words of speech can take."""
_COUNT = re.compile(rf"(?<![第\d.])(?P<n>{NUMERAL})(?P<about>[多来几余])?\s*")
_NO_MORE_HAN = re.compile(r"(?![\u4e00-\u9fff])|(?=[到至给都才还共])")
_ABOUT = re.compile(r"\s*(?:大概|大约|约)?\s*$")
_ABOUT_LENGTH = re.compile(r"(?:了|过|时间|时长)?\s*(?:大概|大约|约|差不多|有)?\s*:?\s*$")
_AFTER_VERB = re.compile(r"(?:了|我|过来|一共|共)?\s*$")


def read_duration(sheet: Sheet) -> None:
    """How long it lasted, in whole seconds: 1分35秒, 95秒, 两分钟, 通话1:35. Deadlines, pauses and rings are none."""
    words = vocabulary()
    before, not_after = words.words("duration", "before"), words.words("duration", "not_after")
    not_before = words.words("duration", "not_before")
    for match in _LENGTH.finditer(sheet.text):
        start, end = match.span()
        if start == end or not sheet.is_free(start, end) or sheet.is_quoted(start):
            continue
        lead = _before(before, _ABOUT_LENGTH, sheet.text, start)
        seconds = _seconds(match, led=lead is not None)
        if seconds is None or not 0 < seconds <= _LONGEST:
            continue
        blocked = _before(not_after, _ABOUT, sheet.text, start)
        if not_before.match(sheet.text, _skip_spaces(sheet.text, end)) or (blocked and not lead):
            continue
        whole = lead.start if lead and sheet.is_free(lead.start, start) else start
        if not sheet.is_open(whole, end):
            continue
        about = match["m_about"] or match["m_more"] or match["s_about"] or match["about"]
        note = _("about; the words stay in the content") if about else ""
        sheet.take("duration", seconds, whole, end, note=note, cut=True, keep=bool(about))
        return


def _before(words: Words, tail: re.Pattern[str], text: str, end: int) -> Word | None:
    """The word that ends at this place, perhaps with a tail of small words behind it: 通话 大约 两分钟."""
    bare = end
    while bare and text[bare - 1].isspace():
        bare -= 1
    match = tail.search(text, max(0, end - 12), end)
    return words.ending_at(text, bare) or (words.ending_at(text, match.start()) if match else None)


def _skip_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _seconds(match: re.Match[str], *, led: bool) -> int | None:
    """The seconds a length of time means; ``led``: a word before it says that it is one."""
    if match["clock"]:
        parts = [int(part) for part in match["clock"].split(":")]
        if not led or any(part > 59 for part in parts[1:]):
            return None
        return sum(part * 60**place for place, part in enumerate(reversed(parts)))
    if not (match["h"] or match["m"] or match["s"]):
        return None
    if match["m"] and not (match["long"] or match["s"] or match["h"] or match["half"] or led):
        return None  # 8分: points, or cents
    total = 0
    for name, unit, half in (("h", 3600, match["hh"]), ("m", 60, match["half"]), ("s", 1, None)):
        text = match[name]
        if text is None:
            continue
        if text == "半":
            total += unit // 2
            continue
        number = count_of(text)
        if number is None:
            return None
        total += number * unit + (unit // 2 if half else 0)
    return total


def read_count(sheet: Sheet) -> None:
    """How many alike are meant: 14个未接来电, 打了三次. A count of persons, months or numbers is none."""
    words = vocabulary()
    before, units = words.words("count", "before"), words.words("count", "units")
    not_before = words.words("count", "not_before")
    for match in _COUNT.finditer(sheet.text):
        unit = units.match(sheet.text, match.end())
        if unit is None:
            continue
        start, end = match.start("n"), unit.end
        behind = _skip_spaces(sheet.text, end)
        noun = words.kinds.match(sheet.text, behind) or words.facts["outcome"].match(sheet.text, behind)
        number = count_of(match["n"])
        if number is None or not number or not sheet.is_open(start, end):
            continue
        led = any(
            _before(words_before, _AFTER_VERB, sheet.text, start)
            for words_before in (before, words.kinds, words.facts["outcome"])
        )
        open_end = _NO_MORE_HAN.match(sheet.text, end) and not not_before.match(sheet.text, end)
        fits = bool(noun or (led and open_end))
        if not fits:
            continue
        if number == 1:
            sheet.spend(start, end)
            continue
        if "count" in sheet.values:
            sheet.doubt(start, noun.end if noun else end, _("a second count; write a line of its own"))
            continue
        about = bool(match["about"])
        note = _("at least; the words stay in the content") if about else ""
        sheet.take("count", number, start, end, note=note, keep=about)
    if "count" not in sheet.values:
        for word in words.words("count", "vague").all(sheet.text):
            if sheet.is_open(word.start, word.end) or (
                not sheet.is_said(word.start) and sheet.is_free(word.start, word.end)
            ):
                sheet.doubt(word.start, word.end, _("how many is not said; this counts as one"))


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
    return []


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
    """A second time in the account: an entry holds one."""
    text = sheet.blank()
    found = read_moment(text, now=now, zone=zone)
    if found is not None:
        sheet.doubt(*found.span, _("a second time; write a line of its own"))


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
