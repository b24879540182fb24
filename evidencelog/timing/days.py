"""The day a phrase names: 昨天, 上周三, 11月3号, 上个月15号, 2026-11-03, 国庆节那天, yesterday, Nov 3."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.timing import festivals
from evidencelog.timing.numerals import CHINESE, SMALL, number, small

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COMPANY, TIME = "company", "time"
EARLIER_YEARS = 8
"""How far back a date without a year is looked for: far enough to reach the last 29 February."""


class Day(NamedTuple):
    """A day named in a text."""

    end: int
    """Position after it."""
    dates: tuple[date, ...]
    """What it can mean, latest first; empty: a date that does not exist."""
    part: str = ""
    """The part of the day in the same word (``晚`` of 昨晚)."""
    needs: str = ""
    """What must be there for the day to count: ``company`` (a time beside it, or no other text: 3号), ``time``."""
    future: bool = False
    """Says itself that it may lie ahead (今天, 明天, a date with its year)."""
    sort: str = ""
    """How it is named: ``date``, ``weekday``, ``weeks`` (两周前), ``relative`` or ``festival``."""


_YEAR = r"(?:(?P<y>(?:19|20)\d\d|\d\d|[〇零○一二三四五六七八九]{4}|[〇零○一二三四五六七八九]{2})\s*年的?|(?P<ry>大前年|前年|去年|今年|本年|明年)的?)"
# What may not follow a bare 3号 or 3日: the word is then a name, a count or a span.
_NOT_A_DAY = "(?![号码楼线店院机柜窗客员坐座工门仓文令案岗室单厂桌馆铺车库区信通卡馆弄铁院内后起元以之均息利])"
_TO = r"(?:\s*(?:[-~—–、]|至|到)\s*\d{1,2})?"

_ISO = re.compile(
    r"(?<!\d)(?<!\d[.:/-])(?P<y>(?:19|20)\d\d)\s*(?P<s>[-/.])\s*(?P<m>\d{1,2})\s*(?P=s)\s*(?P<d>\d{1,2})(?![\d/])(?!-\d)"
)
_COMPACT = re.compile(
    r"(?<![\da-z])(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)(?=[t_-]?\d{4}(?:\d\d)?(?!\d)|\s+\d{1,2}:\d\d|\s+\d{6}(?!\d))"
)
_YEAR_LAST = re.compile(r"(?<!\d)(?<!\d[.:/-])(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<y>(?:19|20)\d\d)(?!\d)")
_MONTH_DAY = re.compile(
    rf"(?<!\d[.:])(?<![\d年月第〇零○一二两三四五六七八九十廿卅]){_YEAR}?\s*(?P<m>{SMALL}|元|正)\s*月份?的?\s*(?P<d>{SMALL}){_TO}\s*(?P<mark>[日号](?!码))?"
)
_NUMERIC = re.compile(
    r"(?<!\d[.:/-])(?<![\da-z#])(?P<m>\d{1,2})(?P<s>[-/.])(?P<d>\d{1,2})(?P<mark>\s*[日号])?(?![\d/:-]|\.\d|\s*[元块万亿%倍折个次天期楼栋岁人小分])"
)
_SHORT_YEAR = re.compile(
    r"(?<!\d)(?<!\d[.:/-])(?P<y>\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d:/-]|\.\d)"
)
_MONTH_END = re.compile(r"(?P<which>(?:上{1,3}|这|本|当)个?月)份?的?最后(?:一|1)天")
_IN_MONTH = re.compile(rf"(?P<which>(?:上{{1,3}}|这|本|当|下{{1,2}})个?月)份?的?\s*(?P<d>{SMALL}){_TO}\s*[日号](?!码)")
_BARE = re.compile(
    rf"(?<!\d[.:])(?<![\da-z第工编尾案字账帐卡楼证长年月周〇零○一二两三四五六七八九十廿卅-])(?P<d>{SMALL}){_TO}(?P<mark>[日号])\s*{_NOT_A_DAY}"
)
_RELATIVE = re.compile(
    r"(?P<n>大*(?<![目以之当此年月周天日时钟提眼先])前|昨|(?<![如当现古])今|明|(?<![以之先今往最然随])大?后)(?P<unit>天(?![津气数]|下(?!午))|日|儿个|个儿|儿|个(?![月小星礼周])|(?=[早晚晨夜])|(?=\s*(?:\d{1,2}\s*[:点时]|[一二两三四五六七八九十]{1,3}点)))"
    r"(?P<part>早上|早晨|早|晚上|晚间|晚(?![点辈])|晨|夜里|夜间|夜)?"
)
_WEEKDAY = re.compile(
    r"(?<![一两几每\d])(?P<which>上{1,3}个?|这个?|本|下{1,2}个?)?的?(?:周|星期|礼拜)(?:的(?:周|星期|礼拜))?"
    r"(?P<day>(?:[一二三四五六日天末]|[1-7](?!\d))(?![次通遍回个]|天天))"
)
_AGO = re.compile(
    rf"(?<![\d.第〇零○一二两三四五六七八九十廿卅百])(?P<n>{SMALL}|\d{{3}}|{CHINESE}{{2,5}}|半)\s*(?P<u>天|日|个?(?:星期|礼拜)|周|个月|年)多?\s*(?:之前|以前|前)(?![往期])"
)
_JUST_NOW = re.compile(r"刚刚|刚才|方才")

_MONTH_NAMES = (
    "jan january, feb february, mar march, apr april, may, jun june, jul july, aug august, sep sept september, "
    "oct october, nov november, dec december"
)
_MONTHS = {name: month for month, names in enumerate(_MONTH_NAMES.split(", "), start=1) for name in names.split()}
_MONTH_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY_NAME = "mon|tue|wed|thu|fri|sat|sun"
_EN_MONTH_DAY = re.compile(
    rf"\b(?P<m>{_MONTH_NAME})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:\s*,?\s+(?P<y>(?:19|20)\d\d)\b(?!:))?"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH_NAME})\b\.?(?:\s*,?\s+(?P<y2>(?:19|20)\d\d)\b(?!:))?"
)
_EN_RELATIVE = re.compile(
    r"\b(?:(?P<before>the day before yesterday)|(?P<lastnight>last night)|(?P<yesterday>yesterday)|(?P<tonight>tonight)"
    r"|(?P<today>today)|(?P<this>this (?=morning|afternoon|evening))|(?P<tomorrow>tomorrow)|(?P<justnow>just now))\b"
    r"(?:\s+(?P<part>morning|afternoon|evening|night)\b)?(?P<bare>(?=(?:morning|afternoon|evening)\b))?"
)
_EN_WEEKDAY = re.compile(
    rf"\b(?P<which>last |this |on )?(?P<day>{_WEEKDAY_NAME})(?P<full>day|sday|nesday|rsday|urday)?\b\.?"
)
_EN_AGO = re.compile(r"\b(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven) (?P<u>day|week|month)s? ago\b")
_EN_COUNT = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}


def day_at(text: str, at: int, today: date) -> Day | None:
    """The day whose name begins at this place of a folded text; None when none does."""
    for pattern, meaning, sort in _FORMS:
        if (match := pattern.match(text, at)) and (day := meaning(match, today)):
            return day._replace(sort="weeks" if sort == "relative" and match.groupdict().get("u") in _WEEKS else sort)
    return _festival(text, at, today)


def _exact(year: int | None, month: int | None, day: int | None) -> tuple[date, ...]:
    try:
        return (date(year or 0, month or 0, day or 0),)
    except ValueError:
        return ()


def _existing(years: Iterator[int], month: int, day: int) -> tuple[date, ...]:
    return tuple(found for year in years for found in _exact(year, month, day))


def _past_years(today: date) -> Iterator[int]:
    return iter(range(today.year, today.year - EARLIER_YEARS - 1, -1))


def _full(match: re.Match[str], _today: date) -> Day:
    return Day(match.end(), _exact(int(match["y"]), int(match["m"]), int(match["d"])), future=True)


def _year_last(match: re.Match[str], _today: date) -> Day:
    """A date as 23/11/2026 or 11/23/2026; one that could be both is none."""
    year, first, second = int(match["y"]), int(match["a"]), int(match["b"])
    meant = set(_exact(year, first, second)) | set(_exact(year, second, first))
    return Day(match.end(), tuple(meant) if len(meant) == 1 else (), future=True)


def _compact(match: re.Match[str], today: date) -> Day | None:
    day = _full(match, today)
    if not day.dates and not match.string[match.end()].isspace():
        return None  # an order number
    return day._replace(needs=TIME)


def _year(match: re.Match[str], today: date) -> int | None:
    if match["ry"]:
        return today.year + {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1}[match["ry"]]
    if match["y"]:
        year = number(match["y"])
        return None if year is None else year + 2000 if len(match["y"]) == 2 else year
    return None


def _month_day(match: re.Match[str], today: date) -> Day | None:
    month = 1 if match["m"] in ("元", "正") else small(match["m"])
    day = small(match["d"])
    if month is None or day is None or (match["m"] == "正" and not match["mark"]):
        return None
    year = _year(match, today)
    if year is not None:
        return Day(match.end(), _exact(year, month, day), needs="" if match["mark"] else COMPANY, future=True)
    return Day(match.end(), _existing(_past_years(today), month, day), needs="" if match["mark"] else COMPANY)


def _numeric(match: re.Match[str], today: date) -> Day | None:
    month, day = int(match["m"]), int(match["d"])
    dates = _existing(_past_years(today), month, day)
    if not dates or (match["mark"] and match["s"] == "-"):
        return None  # a fraction, a range, a building: nothing says that it is a date
    if (
        match["s"] != "-"
        and match.start() == 0
        and match.string[match.end() :].lstrip(" ") != match.string[match.end() :]
    ):
        return Day(match.end(), dates)  # the head of a line of notes: 11.3 打来三次
    padded = match["s"] == "/" or (match["s"] == "-" and len(match["m"]) == len(match["d"]) == 2)
    return Day(match.end(), dates, needs="" if match["mark"] else COMPANY if padded else TIME)


def _in_month(match: re.Match[str], today: date) -> Day:
    word = match["which"]
    months = -word.count("上") + word.count("下")
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return Day(match.end(), _exact(year, month + 1, small(match["d"])), future=True)


def _month_end(match: re.Match[str], today: date) -> Day:
    year, month = divmod(today.year * 12 + today.month - match["which"].count("上"), 12)
    return Day(match.end(), (date(year, month + 1, 1) - timedelta(days=1),))


def _short_year(match: re.Match[str], today: date) -> Day:
    """A date as 26/11/3, the year first; one that could also be 3 November of another year is none."""
    first, second, third = int(match["y"]), int(match["m"]), int(match["d"])
    orders = {(first, second, third)}
    if len(match["d"]) == 2:
        orders |= {(third, first, second), (third, second, first)}
    years = range(today.year - EARLIER_YEARS, today.year + 1)
    meant = {found for year, month, day in orders if 2000 + year in years for found in _exact(2000 + year, month, day)}
    past = tuple(found for found in meant if found <= today)
    return Day(match.end(), past if len(past) == 1 else (), needs=TIME)


def _bare(match: re.Match[str], today: date) -> Day | None:
    day = small(match["d"])
    if day is None or not 1 <= day <= 31:
        return None
    months = (divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(13))
    dates = tuple(found for year, month in months for found in _exact(year, month + 1, day))
    opens = match["mark"] == "号" and re.search(r"(?:^|[\s,。;!?在从于自])$", match.string[: match.start()])
    return Day(match.end(), dates, needs="" if opens else COMPANY)


def _relative(match: re.Match[str], today: date) -> Day | None:
    word = match["n"]
    allowed = ("昨", "今", "明") if not match["unit"] and not match["part"] else ("前", "昨", "今", "明")
    if match["unit"] != "天" and word not in allowed:
        return None
    days = {"昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}.get(word)
    if days is None:
        days = -1 - len(word)
    return Day(match.end(), (today + timedelta(days=days),), part=match["part"] or "", future=days >= 0)


def _weekday(match: re.Match[str], today: date) -> Day:
    sign = match["day"]
    weekday = 5 if sign == "末" else 6 if sign in "日天7" else "一二三四五六".find(sign)
    if weekday < 0:
        weekday = int(sign) - 1
    which = match["which"] or ""
    monday = today - timedelta(days=today.weekday())
    if which:
        weeks = -which.count("上") + which.count("下")
        return Day(match.end(), (monday + timedelta(days=weekday + 7 * weeks),), future=weeks >= 0)
    latest = today - timedelta(days=(today.weekday() - weekday) % 7)
    return Day(match.end(), (latest, latest - timedelta(days=7)))


def _ago(match: re.Match[str], today: date) -> Day | None:
    unit = match["u"]
    half = match["n"] == "半"
    count = small(match["n"])
    if half:
        back = {"个月": today - timedelta(days=15), "年": _months_back(today, 6)}.get(unit)
        return Day(match.end(), (back,)) if back else None
    if count is None or (unit == "日" and not match[0].endswith(("以前", "之前")) and count > 30):
        return None
    if unit in ("个月", "年"):
        return Day(match.end(), (_months_back(today, count * (1 if unit == "个月" else 12)),))
    return Day(match.end(), (today - timedelta(days=count * (1 if unit in "天日" else 7)),))


def _months_back(today: date, months: int) -> date:
    """The same day of an earlier month, or its last day when it is shorter."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return (
        next(found for day in range(today.day, 27, -1) for found in _exact(year, month + 1, day))
        if (today.day > 28)
        else date(year, month + 1, today.day)
    )


def _now_is_today(match: re.Match[str], today: date) -> Day:
    return Day(match.end(), (today,))


def _english_month_day(match: re.Match[str], today: date) -> Day | None:
    month = _MONTHS[match["m"] or match["m2"]]
    day, year = int(match["d"] or match["d2"]), match["y"] or match["y2"]
    if year:
        return Day(match.end(), _exact(int(year), month, day), future=True)
    return Day(match.end(), _existing(_past_years(today), month, day))


def _english_relative(match: re.Match[str], today: date) -> Day | None:
    part = match["part"] or ""
    if match["before"]:
        days = -2
    elif match["lastnight"]:
        days, part = -1, "night"
    elif match["yesterday"]:
        days = -1
    elif match["tomorrow"]:
        days = 1
    else:
        days, part = 0, "night" if match["tonight"] else part
    return Day(match.end(), (today + timedelta(days=days),), part=part, future=days >= 0 and not match["justnow"])


def _english_weekday(match: re.Match[str], today: date) -> Day:
    weekday = _WEEKDAY_NAME.split("|").index(match["day"])
    back = (today.weekday() - weekday) % 7
    if match["which"] == "last ":
        back = back or 7
    latest = today - timedelta(days=back)
    return Day(match.end(), (latest, latest - timedelta(days=7)), needs="" if match["full"] else COMPANY)


def _english_ago(match: re.Match[str], today: date) -> Day:
    count = _EN_COUNT.get(match["n"]) or int(match["n"])
    if match["u"] == "month":
        return Day(match.end(), (_months_back(today, count),))
    return Day(match.end(), (today - timedelta(days=count * (7 if match["u"] == "week" else 1)),))


_WEEKS = frozenset(("周", "星期", "礼拜", "个星期", "个礼拜", "week"))
_COUNTED = frozenset("月日号点时分年天个次万元块")
"""What makes 十一 in 今年十一 the beginning of a number."""


def _festival(text: str, at: int, today: date) -> Day | None:
    found = festivals.named_at(text, at)
    if not found:
        return None
    end, name, ambiguous = found
    before = re.search(rf"(?:{_YEAR}|(?P<bare>(?:19|20)\d\d))的?\s*$", text[:at])
    follows = re.match(r"节?(?:那天|那晚|那日|当天|当日|当晚|期间|假期|放假|长假)", text[end:])
    if ambiguous and not follows and (not before or text[end:].lstrip()[:1] in _COUNTED):
        return None
    if before:
        year = int(before["bare"]) if before["bare"] else _year(before, today)
        years = range(year or 0, (year or 0) + 1)
    else:
        years = range(today.year - EARLIER_YEARS, today.year + 1)
    stop = end + (follows.end() if follows else 0)
    needs = "" if follows or before or at == 0 else COMPANY
    part = "夜" if name.endswith("夜") else ""
    return Day(stop, festivals.dates_of(name, years), part=part, needs=needs, future=bool(before), sort="festival")


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Day | None], str], ...] = (
    (_ISO, _full, "date"),
    (_COMPACT, _compact, "date"),
    (_YEAR_LAST, _year_last, "date"),
    (_SHORT_YEAR, _short_year, "date"),
    (_MONTH_DAY, _month_day, "date"),
    (_IN_MONTH, _in_month, "date"),
    (_MONTH_END, _month_end, "date"),
    (_AGO, _ago, "relative"),
    (_NUMERIC, _numeric, "date"),
    (_BARE, _bare, "date"),
    (_RELATIVE, _relative, "relative"),
    (_WEEKDAY, _weekday, "weekday"),
    (_JUST_NOW, _now_is_today, "relative"),
    (_EN_RELATIVE, _english_relative, "relative"),
    (_EN_MONTH_DAY, _english_month_day, "date"),
    (_EN_AGO, _english_ago, "relative"),
    (_EN_WEEKDAY, _english_weekday, "weekday"),
)
