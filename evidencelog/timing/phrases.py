"""Finds the moment in a phrase or a sentence: a day, a part of the day and a clock time put together."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.text.search import fold
from evidencelog.timing.beside import is_one_of_two, joined, of_another_calendar, of_no_known_day
from evidencelog.timing.clock import from_local
from evidencelog.timing.clocks import Clock, clock_at, digits_at, is_a_little, is_span, part_at, stands_alone
from evidencelog.timing.days import COMPANY, TIME, Day, day_at
from evidencelog.timing.iso import ISO_WITH_OFFSET, read_iso
from evidencelog.timing.numerals import CHINESE, SMALL, small

if TYPE_CHECKING:
    from datetime import date


class Found(NamedTuple):
    """A moment found in a text."""

    moment: datetime
    precision: str
    """``second``, ``minute``, ``approximate`` or ``day``."""
    span: tuple[int, int]
    """Code points of the text as given, half-open."""
    other: datetime | None
    """What the words can mean as well: the other half of the day, for an hour without 上午 or 晚上."""
    names_day: bool
    """Whether a day is named; without one a time is the latest that has passed."""


class _Nonsense(Exception):
    """The text names a day or a time that does not exist, or not which one."""


_BETWEEN = re.compile(
    r"(?:\s|[,、]|的|那天|那日|当天|当日|这天|[那当](?=晚)|:\s*(?=\d{1,2}:\d\d)|\bat\b|\bon\b|t(?=\d))*"
)
_ONWARD = re.compile(r"\s*(?:[-~—–]|至|到)\s*")
_UP_TO = re.compile(r"\s*(?:多|左右|开始|起)*\s*(?:就|一直|都|连着|打|电话|来|响|从|[,，])*(?:[-~—–]|至|到)\s*")
_OR_PART = re.compile(r"\s*(?:或者?|还是)\s*")
_NO_TIME_AFTER = re.compile(r"[茶饭班餐场好安见市操觉会]|总是?|老是?|经常|常常|都会|就会")
_GAP = re.compile(r"[^,;。!?\n说称讲让要请限通知将]{1,12}?")
_DEADLINE = re.compile(r"\s*(?:之前|以前|前|内|之后|以后|后)")
_LISTED = re.compile(r"[^,;。!?\n说称讲让要请限通知将]{1,12},\s*(?=[\d零一二两三四五六七八九十]+\s*[点时:])")
_AGO = re.compile(
    rf"(?<![\d.第〇一二两三四五六七八九十])(?:(?P<h>{SMALL}|半)\s*个?(?:多|(?P<half>半))?\s*(?:小时|钟头|h(?:ours?|rs?)?(?![a-z]))多?\s*)?"
    rf"(?:零?(?P<m>{SMALL}|\d{{3}}|{CHINESE}{{4,5}})\s*(?:分钟?|min(?:ute)?s?(?![a-z]))多?)?\s*(?:之前|以前|前)(?![往期])"
)
_AGO_QUARTERS = re.compile(r"(?P<n>[一二三两123])刻钟(?:之前|以前|前)")
_EN_AGO = re.compile(r"\b(?:(?P<n>\d{1,3}|an?|one|two|three)|(?P<half>half an)) (?P<u>hour|minute|min)s? ago\b")
_EN_COUNT = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_WHOLE_NOW = frozenset({"现在", "此刻", "now", "right now"})


def find(text: str, now: datetime) -> Found | None:
    """The first moment a text names, counted from ``now`` (aware; its zone is the zone of the reading).

    None when the text names none, or one that no calendar or clock shows.
    """
    source = fold(text)
    try:
        hit = _first(_in_ascii_digits(source.text), now)
    except _Nonsense:
        return None
    if hit is None:
        return None
    end = hit.start + len(source.text[hit.start : hit.end].rstrip())
    return Found(hit.moment, hit.precision, source.source(hit.start, end), hit.other, hit.names_day)


def _in_ascii_digits(text: str) -> str:
    """The same text with the decimal digits of every script as 0 to 9, character for character."""
    if not any(character > "\x7f" and character.isdecimal() for character in text):
        return text
    return "".join(str(int(character)) if character.isdecimal() else character for character in text)


class _Hit(NamedTuple):
    start: int
    end: int
    moment: datetime
    precision: str
    other: datetime | None = None
    names_day: bool = True


def _first(text: str, now: datetime) -> _Hit | None:
    if text.strip() in _WHOLE_NOW:
        return _Hit(0, len(text), now.replace(second=0, microsecond=0), "minute")
    at = -1
    while (at := at + 1) < len(text):
        if text[at].isspace():
            continue
        if is_span(text, at) and (end := _habit_end(text, at)) > at:
            at = end - 1
            continue
        hit = _elapsed(text, at, now) or _dated(text, at, now) or _timed(text, at, now)
        if hit:
            return hit
    return None


def _habit_end(text: str, at: int) -> int:
    """Where the time of a habit or a length of time ends, with the end of its range: 早上8点到晚上10点."""
    end = at
    while True:
        _parts, start = _parts_at(text, at)
        clock = clock_at(text, start, (), beside_day=True)
        if clock is None and start == at:
            return end
        end = clock.end if clock else start
        onward = _ONWARD.match(text, end)
        if not onward:
            return end
        at = onward.end()


def _parts_at(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """Words for parts of the day at this place, and the place behind them."""
    parts: tuple[str, ...] = ()
    while found := part_at(text, at):
        parts, at = (*parts, found[1]), _skip(text, found[0])
    return parts, at


def _elapsed(text: str, at: int, now: datetime) -> _Hit | None:
    """半小时前, 1小时20分钟前, 10 minutes ago: a moment, as exact as the speaker is."""
    if match := _EN_AGO.match(text, at):
        count = 0.5 if match["half"] else _EN_COUNT.get(match["n"]) or int(match["n"])
        minutes = int(count * (60 if match["u"] == "hour" else 1))
    elif match := _AGO_QUARTERS.match(text, at):
        minutes = 15 * ("一二三".find(match["n"]) + 1 or {"两": 2}.get(match["n"]) or int(match["n"]))
    elif (match := _AGO.match(text, at)) and (match["h"] or match["m"]):
        hours = 0 if match["h"] in (None, "半") else small(match["h"])
        rest = small(match["m"]) if match["m"] else 0
        if hours is None or rest is None:
            raise _Nonsense  # 一两个小时前
        minutes = hours * 60 + rest + (30 if match["half"] or match["h"] == "半" else 0)
    else:
        return None
    moment = (now - timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    return _Hit(at, match.end(), moment, "approximate")


def _dated(text: str, at: int, now: datetime) -> _Hit | None:
    """A day at this place, with the part of the day and the time that belong to it."""
    if (iso := ISO_WITH_OFFSET.match(text, at)) and (read := read_iso(iso[0], now.tzinfo or UTC)):
        return _Hit(at, iso.end(), *read)
    day = day_at(text, at, now.date())
    if day is None:
        return None
    if day.needs == TIME and (clock := digits_at(text, day.end)):
        return _Hit(at, clock.end, *_moment(day, clock, now))
    day = joined(text, day, now.date())
    if (day.sort != "festival" and of_another_calendar(text, at)) or is_one_of_two(text, day.end, now.date()):
        raise _Nonsense
    end, parts, clock = _time_after(text, day)
    if clock is None and not parts:
        if day.needs == TIME or (day.needs == COMPANY and (text[:at].strip() or text[day.end :].strip(" ,。那天的"))):
            return None
        if later := _later_in_clause(text, end, parts):
            clock = later
    elif clock is None and (later := _later_in_clause(text, end, parts)):
        clock = later
    if not day.dates:
        raise _Nonsense
    if clock:
        if _is_one_of_two_times(text, clock.end):
            raise _Nonsense
        return _Hit(at, clock.end, *_moment(day, _narrowed(text, clock), now))
    return _Hit(at, end, *_day(day, now))


def _time_after(text: str, day: Day) -> tuple[int, tuple[str, ...], Clock | None]:
    """The end of the day with its part, the words for the part, and the clock time right behind."""
    parts = (day.part,) if day.part else ()
    end = day.end
    at = _skip(text, end)
    while (found := part_at(text, at)) and not is_a_little(text, found[0], found[1]):
        end, parts = found[0], (*parts, found[1])
        at = _skip(text, end)
    return end, parts, clock_at(text, at, parts, beside_day=True)


def _skip(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return match.end() if match else at


def _later_in_clause(text: str, end: int, parts: tuple[str, ...]) -> Clock | None:
    """A time a few words after its day: 昨天他们下午四点打来; with a part of the day also 昨晚又打来,10点20、10点40各一次."""
    if parts and (listed := _LISTED.match(text, end)):
        clock = clock_at(text, listed.end(), parts, beside_day=True)
        if clock and not _DEADLINE.match(text, clock.end):
            return clock
    for at in range(end + 1, min(end + 13, len(text))):
        if not _GAP.fullmatch(text[end:at]):
            return None
        own = parts
        start = at
        if found := part_at(text, at):
            own, start = (found[1],), _skip(text, found[0])
        clock = clock_at(text, start, own, beside_day=bool(own) and start > at)
        if clock:
            return clock
    return None


def _timed(text: str, at: int, now: datetime) -> _Hit | None:
    """A clock time without a day before it; a day may follow it directly (10:15 pm, Nov 3)."""
    parts, start = _parts_at(text, at)
    if parts and is_a_little(text, start, parts[-1]):
        return None
    clock = clock_at(text, start, parts, beside_day=bool(parts))
    if clock is None:
        bare = bool(parts) and not text[:at].strip() and stands_alone(parts[0]) and "每" not in text
        if not bare or _NO_TIME_AFTER.match(text, start):
            return None
        if (either := _OR_PART.match(text, start)) and part_at(text, either.end()):
            raise _Nonsense  # 上午或下午3点
        return _Hit(at, start, *_day(Day(start, (now.date(),)), now), names_day=False)
    if not clock.choices or of_no_known_day(text, at) or _is_one_of_two_times(text, clock.end):
        raise _Nonsense
    after = day_at(text, _skip(text, clock.end), now.date()) if at == 0 else None
    if after and after.dates and after.needs != TIME:
        return _Hit(at, after.end, *_moment(joined(text, after, now.date()), clock, now))
    today = now.date()
    days = Day(at, (today, today - timedelta(days=1)))
    return _Hit(at, clock.end, *_moment(days, _narrowed(text, clock), now), names_day=False)


def _is_one_of_two_times(text: str, end: int) -> bool:
    """Whether another time is offered for the one that ends here: 9点半还是10点."""
    either = _OR_PART.match(text, end)
    if either is None:
        return False
    parts, start = _parts_at(text, either.end())
    return clock_at(text, start, parts, beside_day=True) is not None


def _narrowed(text: str, clock: Clock) -> Clock:
    """A doubtful hour that begins a range whose end is beyond doubt: 9点到晚上10点 begins in the morning."""
    onward = _UP_TO.match(text, clock.end) if clock.doubtful else None
    if onward is None:
        return clock
    parts, start = _parts_at(text, onward.end())
    last = clock_at(text, start, parts, beside_day=True)
    if last is None or last.doubtful or not last.choices or clock.choices[-1] > last.choices[0]:
        return clock
    return clock._replace(choices=clock.choices[-1:], doubtful=False)


def _day(day: Day, now: datetime) -> tuple[datetime, str]:
    chosen = next((found for found in day.dates if found <= now.date()), None) or (day.dates[0] if day.future else None)
    if chosen is None:
        raise _Nonsense
    return from_local(chosen.year, chosen.month, chosen.day, 0, now.tzinfo or UTC), "day"


def _moment(day: Day, clock: Clock, now: datetime) -> tuple[datetime, str, datetime | None]:
    """The latest reading that is not in the future and the other one; where all lie ahead, the first as it stands."""
    if not day.dates or not clock.choices:
        raise _Nonsense
    for date_ in day.dates:
        for tried, (days, second) in enumerate(clock.choices):
            # 周六半夜两点, said on Saturday evening, is the night before; 今晚一点 lies ahead
            same_night = days and second >= 3600 and not (day.future and day.part)
            for shift in (days, 0) if same_night else (days,):
                reading = _build(date_, shift, second, now)
                if reading <= now:
                    earlier = clock.choices[tried + 1 :] if clock.doubtful else ()
                    other = _build(date_, *earlier[0], now) if earlier else None
                    return reading, clock.precision, other
    return _build(day.dates[0], *clock.choices[0], now), clock.precision, None


def _build(day: date, shift: int, second: int, now: datetime) -> datetime:
    shifted = day + timedelta(days=shift + second // 86400 if second < 0 else shift)  # 差五分十二点 of a night
    return from_local(
        shifted.year, shifted.month, shifted.day, second % 86400 if second < 0 else second, now.tzinfo or UTC
    )
