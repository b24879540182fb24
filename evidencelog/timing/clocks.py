"""The time of day a phrase names: 22:15, 下午3:20, 晚上10点半, 差五分八点, 9:05 pm."""

from __future__ import annotations

import re
from typing import NamedTuple

from evidencelog.timing.iso import seconds_of_clock
from evidencelog.timing.numerals import SMALL, small


class Clock(NamedTuple):
    """A time of day named in a text."""

    end: int
    """Position after it."""
    choices: tuple[tuple[int, int], ...]
    """What it can mean, the later first: days to add to the named day, and the second of that day. Empty: no clock
    shows such a time."""
    precision: str
    doubtful: bool = False
    """Whether the hour is of a clock of 12 hours and no word says which half of the day."""


_PARTS = {
    "dawn": "凌晨 清晨 拂晓 黎明",
    "morning": "大清早 清早 一大早 大早上 大早 今早 早上 早晨 早间 一早 上午 午前 早 晨",
    "noon": "中午 正午 晌午 午间",
    "afternoon": "下午 午后 傍晚 黄昏 后晌",
    "evening": "大晚上 晚上 晚间 晚",
    "night": "大半夜 后半夜 下半夜 上半夜 半夜 三更半夜 深更半夜 深夜 夜里 夜间 夜晚 午夜 夜",
}
_PART_OF = {word: part for part, words in _PARTS.items() for word in words.split()} | {
    "morning": "morning",
    "afternoon": "afternoon",
    "evening": "evening",
    "night": "night",
}
_PART = re.compile("|".join(sorted(_PART_OF, key=len, reverse=True)))
_NEEDS_CLOCK = frozenset("早晨晚夜")
_COMPOUNDS = frozenset("会报餐饭辈年婚班宵车市操跑色景")
"""What follows 早 or 晚 in words that are no time: 晚会, 早餐, 夜班."""
_ABOUT_BEFORE = re.compile(r"(?:大约|大概|差不多|约莫|约|将近|接近|临近|快到|快|近|不到|around|about)\s*")
_ABOUT_AFTER = re.compile(r"\s*(?:多钟|多|左右|前后|上下|许|来钟|来分|出头|不到|过?[几多]分钟?|过一点|过些?)(?!\d)")

_MERIDIEM = r"(?P<apm>[ap])\.?\s?m\b\.?"
_COLON = re.compile(
    rf"(?<!\d)(?<!\d[:.])(?:{_MERIDIEM.replace('apm', 'before')}\s*)?(?P<h>\d{{1,2}})\s*:\s*(?P<m>\d{{2}})"
    rf"(?:\s*:\s*(?P<s>\d{{2}})(?:\.\d{{1,9}})?)?(?![\d:])(?:\s*{_MERIDIEM})?"
)
_HOUR_MERIDIEM = re.compile(rf"(?<!\d)(?<!\d[:.])(?P<h>\d{{1,2}})\s*{_MERIDIEM}")
_DIGITS = re.compile(r"(?:[t_-]|\s+(?=\d{6}(?!\d)))?(?P<h>\d\d)(?P<m>\d\d)(?P<s>\d\d)?(?!\d)")
_ENGLISH_NAMED = re.compile(r"\b(?:(?P<noon>noon|midday)|(?P<midnight>midnight))\b")
# Minutes after 点: digits only in pairs or with 分, Chinese from ten up or with 零 or 分, never before a counting word
# (8点3个电话) and never as the start of a longer number (8点95188).
_TENS = "(?:[二三四五]?十[一二三四五六七八九]?)"
_COUNTED = r"(?!\s*[多来几余]?(?:[个次通条遍回人名位元块万亿%倍折天期岁]|小时|年|月)|[-.:]?\d)"
_MINUTES = (
    r"\s*(?:(?P<sharp>整|正|钟整|钟)(?!理|在|式|常)|(?P<half>钟?半)|(?P<quarter>过?[一三123两]刻)(?:钟)?"
    rf"|[零〇过]*\s*(?P<m>{SMALL})\s*分(?!钟[前后内之以])(?:\s*(?P<s>{SMALL})\s*秒)?"
    rf"|[零〇过](?P<m0>\d|[一二三四五六七八九]){_COUNTED}|(?P<m2>[0-5]\d|{_TENS}){_COUNTED}|差(?P<less>一刻|{SMALL})分?)?"
)
_RANGE = r"(?:\s*(?:[-~—–、]|至|到)\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?=\s*[点时]))?"
_HOUR = re.compile(
    rf"(?:差(?P<less_before>一刻|{SMALL})分?钟?(?:到|就)?\s*)?"
    rf"(?P<h>[一二三四五六七八九](?=[一二三四五六七八九][点时])|九(?=十[点时])|{SMALL})(?P<next>[一二三四五六七八九十](?=[点时]))?{_RANGE}"
    rf"\s*(?P<unit>点|时(?!间|候|段|长|起|代|期|常|尚|装|效|不|刻|机|而|差))" + _MINUTES
)
_IN_NUMBER = re.compile(r"\d[:.]$|[\d〇零○一二两三四五六七八九十廿卅]$")
"""What an hour cannot stand behind, unless it is the end of a day's name: the 五 of 周五8点."""
# 8点5 and 八点五 mean five past, ten to nine or half past eight, each somewhere; 8点75 means nothing.
_LONE_DIGIT = re.compile(
    rf"(?:[2-9二三四五六七八九1](?!\d)|[6-9]\d(?!\d)){_COUNTED}(?![家位名种件笔批波辆封张段份点十])"
)
_LOOSE = re.compile(r"(?P<h>\d{1,2})\s?[.;]\s?(?P<m>[0-5]\d)(?![\d.:]|\s*[元块万亿%倍折个月期分天小厘公米斤k])")
# 一点 and its kin as idioms, and points of a list: what stands before or after tells them from a time.
_IDIOM_AFTER = re.compile(
    r"(?!不到)[都也儿没不别小点钱用事吧忙话关系懂道意诚信情面好坏啊呢要求见议明由因题处说法内东]|(?:意见|建议|声明|理由|原因|问题|说明|要求|之间)"
)
_NEGATED = re.compile(r"(?:都|也)(?:不|没|别|未|无)")
_LISTED_BEFORE = re.compile(r"(?:以下|如下|上述|这|那|哪|几|有|差|多|少|第|共|和|百分之|[提说讲]了|[零〇]|\d)\s*$")
_DECIMAL_AFTER = re.compile(r"\s*[〇零一二三四五六七八九]*\s*(?:万|亿|倍|%|折|元|块|个点|个百分|厘|公里|米|斤)")
_SPAN_BEFORE = re.compile(
    r"(?:时长|历时|持续|共计|总计|通话了?|聊了|打了|长达|耗时|用时|响了|录音|每|逢|天天|每天|每日|每晚|每周.|每星期.|每月.{1,3}[日号]|次日|第二天|翌日|隔天|隔日|当天|当日|当|那天|那晚|那|某天|有一?天)\s*[:为是的]?\s*约?\s*$"
)


def part_at(text: str, at: int) -> tuple[int, str] | None:
    """The part of the day beginning at this place of a folded text: its end and its word."""
    match = _PART.match(text, at)
    if match is None or (match[0] in _NEEDS_CLOCK and text[match.end() : match.end() + 1] in _COMPOUNDS):
        return None
    return match.end(), match[0]


def stands_alone(word: str) -> bool:
    """Whether a word for a part of the day can mean it without a clock time behind it (早上, not 早)."""
    return word not in _NEEDS_CLOCK


def clock_at(text: str, at: int, parts: tuple[str, ...], *, beside_day: bool) -> Clock | None:
    """The clock time beginning at this place of a folded text, with the words for parts of the day before it.

    ``beside_day``: a day or a part of the day stands before it, so that 三点 is a time and no point of a list. None
    for durations, idioms and numbers.
    """
    if not beside_day and is_span(text, at):
        return None
    about = _ABOUT_BEFORE.match(text, at)
    start = about.end() if about else at
    clock = (
        _colon(text, start, parts)
        or _meridiem(text, start, parts)
        or _hour(text, start, parts, beside_day=beside_day)
        or (_loose(text, start, parts) if beside_day else None)
        or _named(text, start)
    )
    if clock is None:
        return None
    after = _ABOUT_AFTER.match(text, clock.end)
    if after or about:
        return clock._replace(end=after.end() if after else clock.end, precision="approximate")
    return clock


def is_a_little(text: str, at: int, part: str) -> bool:
    """Whether a part of the day and what follows it at this place mean a little earlier or later: 早一点, 晚一点."""
    return part in ("早", "晚") and bool(re.match(r"一点(?![半钟整零过\d一二三四五]|左右|多)", text[at:]))


def is_span(text: str, at: int) -> bool:
    """Whether what begins at this place is a length of time, a habit or hangs on a day named elsewhere.

    时长 1:20, 每天早上8点, 第二天凌晨1点.
    """
    return bool(_SPAN_BEFORE.search(text, max(0, at - 8), at))


def digits_at(text: str, at: int) -> Clock | None:
    """The ``221507`` or ``_2215`` that follows an unbroken date."""
    match = _DIGITS.match(text, at)
    second = seconds_of_clock(int(match["h"]), int(match["m"]), int(match["s"] or 0)) if match else None
    if match is None or second is None:
        return None
    return Clock(match.end(), ((0, second),), "second" if match["s"] else "minute")


def _colon(text: str, at: int, parts: tuple[str, ...]) -> Clock | None:
    match = _COLON.match(text, at)
    if not match:
        return None
    second = seconds_of_clock(int(match["h"]), int(match["m"]), int(match["s"] or 0))
    meridiem = match["before"] or match["apm"]
    precision = "second" if match["s"] else "minute"
    if second is None:
        return Clock(match.end(), (), precision)
    if meridiem:
        return Clock(match.end(), _meridiem_choices(int(match["h"]), second, meridiem, parts), precision)
    return Clock(match.end(), _in_part(parts, second), precision)


def _loose(text: str, at: int, parts: tuple[str, ...]) -> Clock | None:
    """8.30 or 8;30 right behind a day or a part of it, as a time is typed in haste."""
    match = _LOOSE.match(text, at)
    second = seconds_of_clock(int(match["h"]), int(match["m"]), 0) if match else None
    if match is None or second is None:
        return None
    return Clock(match.end(), _in_part(parts, second), "minute")


def _meridiem(text: str, at: int, parts: tuple[str, ...]) -> Clock | None:
    match = _HOUR_MERIDIEM.match(text, at)
    if not match:
        return None
    hour = int(match["h"])
    return Clock(match.end(), _meridiem_choices(hour, hour * 3600, match["apm"], parts), "minute")


def _meridiem_choices(hour: int, second: int, meridiem: str, parts: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    if not 0 <= hour <= 12:
        return ((0, second),) if meridiem == "p" and hour < 24 else ()
    minutes = second - hour * 3600
    of_day = (hour % 12 + (12 if meridiem == "p" else 0)) * 3600 + minutes
    after_midnight = meridiem == "a" and "night" in _kinds(parts) and hour % 12 < 6
    return ((1 if after_midnight else 0, of_day),)


def _named(text: str, at: int) -> Clock | None:
    match = _ENGLISH_NAMED.match(text, at)
    if not match:
        return None
    return Clock(match.end(), ((0, 12 * 3600),) if match["noon"] else ((1, 0),), "minute")


def _hour(text: str, at: int, parts: tuple[str, ...], *, beside_day: bool) -> Clock | None:
    inside = not beside_day and _IN_NUMBER.search(text, max(0, at - 2), at)
    match = None if inside else _HOUR.match(text, at)
    hour = small(match["h"]) if match else None
    if match is None or hour is None or _is_number(text, match, parts, beside_day=beside_day):
        return None
    minute = _minute(match)
    second = small(match["s"]) if match["s"] else 0
    clock = None if minute is None or second is None else seconds_of_clock(hour, max(minute, 0), second)
    precision = "approximate" if match["next"] else "second" if match["s"] else "minute"
    if clock is None or (match.end() == match.end("unit") and _LONE_DIGIT.match(text, match.end())):
        return Clock(match.end(), (), precision) if beside_day or hour <= 24 else None
    early = 60 * min(minute or 0, 0)  # 差五分八点
    exact = match["unit"] == "时" or match["h"].startswith("0") or match["s"]  # written by a machine or an office
    doubtful = not (parts or exact) and 1 <= hour <= 11
    choices = ((0, clock + 12 * 3600), (0, clock)) if doubtful else _in_part(parts, clock)
    return Clock(match.end(), tuple((days, of_day + early) for days, of_day in choices), precision, doubtful)


def _is_number(text: str, match: re.Match[str], parts: tuple[str, ...], *, beside_day: bool) -> bool:
    """Whether 一点, 三点 or 3点5 is an idiom, a point of a list or a decimal rather than a time."""
    start, end = match.span()
    if match["unit"] == "时":
        return match["h"] == "一" and not beside_day
    if _DECIMAL_AFTER.match(text, end):
        return True
    plain = end == match.end("unit")
    if match["h"] in ("一", "两", "三", "几") or not beside_day:
        if plain and _NEGATED.match(text, end):
            return True
        if parts:
            return False
        if plain and _IDIOM_AFTER.match(text, end):
            return True
    if beside_day:
        return False
    if _LISTED_BEFORE.search(text, max(0, start - 3), start):
        return True
    return plain and match["h"] == "一" and not (start == 0 and end == len(text)) and not _ABOUT_AFTER.match(text, end)


def _minute(match: re.Match[str]) -> int | None:
    """Minutes after the hour, negative before it; None for a number no clock shows."""
    if less := match["less"] or match["less_before"]:
        before = 15 if less == "一刻" else small(less)
        return None if before is None or before > 59 else -before
    if match["half"]:
        return 30
    if match["quarter"]:
        return 45 if match["quarter"][-2] in "三3" else 30 if match["quarter"][-2] in "两2" else 15
    given = match["m"] or match["m0"] or match["m2"]
    return small(given) if given else 0


def _kinds(parts: tuple[str, ...]) -> set[str]:
    return {_PART_OF[word] for word in parts if word}


def _in_part(parts: tuple[str, ...], second: int) -> tuple[tuple[int, int], ...]:
    """A clock reading of 0 to 24 hours within the parts of the day named before it."""
    hour, rest = divmod(second, 3600)
    kinds = _kinds(parts)
    if hour == 24:
        return ((1, 0),)
    if kinds & {"evening", "night"}:
        if "dawn" in kinds:  # 昨晚凌晨1点: after that night's midnight
            return ((1, hour % 12 * 3600 + rest),) if hour <= 12 else ((0, second),)
        after_midnight = 6 if "night" in kinds else 4
        if hour == 12 or hour <= after_midnight:
            return ((1, hour % 12 * 3600 + rest),)
        return ((0, second if hour > 12 else second + 12 * 3600),)
    if "dawn" in kinds:
        return ((0, hour % 12 * 3600 + rest),) if hour <= 12 else ()
    if "noon" in kinds and 1 <= hour <= 3:
        return ((0, second + 12 * 3600),)
    if "afternoon" in kinds:
        return ((0, hour % 12 * 3600 + 12 * 3600 + rest),) if hour <= 12 else ((0, second),)
    return ((0, second),)
