"""What stands beside the name of a day: a second name of the same day, a day counted from it, or words that make it unknown."""

from __future__ import annotations

import re
from datetime import date, timedelta

from evidencelog.timing.days import TIME, Day, day_at
from evidencelog.timing.numerals import small

_APPOSED = re.compile(r"\s*[,(\[]?\s*的?\s*")
_CLOCK_AHEAD = re.compile(r"\s*(?:[早晚上下中午凌晨]{1,2})?\s*\d{1,2}\s*[:点]")
_CLOSED = re.compile(r"\s*[)\]]")
_COUNTED_DAYS = re.compile(
    r"的?(?:(?P<before>前)(?P<n>[一二两三四五六七1-7])天|(?:之|过)?后的?(?P<m>[一二两三四五六七1-7])天(?!内|之内|以内)"
    r"|第(?P<nth>[二三四五六七八九2-9])天|(?P<next>次日|翌日|隔天|转天))"
)
_OR = re.compile(r"\s*,?\s*(?:或者?是?|还是|要么|要不|\bor\b)\s*(?:是|在)?")
_LAST_OF_SEVERAL = re.compile(r"\s*的?(?:最后|倒数|头|前|后|其中)(?:第?[一二两三几\d])?天")
# A day that is named, but not so that a calendar could tell it: the time behind it is of no known day.
_SOME_DAY = (  # compiled when a time without a day is met
    r"(?:(?<![一两三四五六几\d个])(?:(?:上|下|这|本|当)个?|半个?)(?:周|星期|礼拜|月)|[年月](?:初|中旬?|底|末|头|尾|上旬|下旬)"
    r"|(?:前|那|这|近|几|好几|后|头|早|过)[几些两一二三四五六七八九十\d]+[天日晚周]|(?:有|某)一?[天日晚]|(?:前|后|头|隔)一?[天日]"
    r"|如今|现今|当今|最近|近[期来]|[这那前]?一?段时间|[前那这]阵子?|平[时常日]|一般|通常|往常|经常|常常|时常|总是?|老是?|有时候?|偶尔"
    r"|(?<!\d)\d{1,4}\s?[-/.]\s?\d{1,2}(?:\s?[-/.]\s?\d{1,4})?|\d\s*[号日]|[年月]|(?:周|星期|礼拜)[七八九十\d]+"
    r"|初[一二三四五六七八九十]|廿[一二三四五六七八九]|腊月.{1,3}|生日|工资日|发薪日|还款日|账单日|出账日|[去前今明]年|节[前后]?|节日|假期?|假日|开学)"
    r"(?:的?时候|那天|当天|当日|那日|当晚|那晚)?(?:都|是|在|的|会|,|\s|[(\[].{0,6}[)\]])*$"
)
_SPELLED_TOGETHER = re.compile(r"^\s*(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s*$")
_OTHER_CALENDAR = re.compile(r"(?:农历|阴历|旧历|腊月|冬月|闰)\S{0,5}\s*$")
_OF_ANOTHER_TIME = re.compile(
    r"(?:(?:(?:上|下)个?)+(?:周|星期|礼拜|月)|[去前明]年|(?:周|个?星期|个?礼拜|个?月|年)(?:之|以)?[前后])(?:的|,|\s)*$"
)


def of_no_known_day(text: str, at: int) -> bool:
    """Whether the time beginning at this place of a folded text hangs on words for a day that name none.

    上周晚上10点, 前几天晚上, 10月底, 平时8点; also a date that no calendar shows (11.31) or that was not understood.
    """
    before = text[max(0, at - 14) : at]
    return bool(re.search(_SOME_DAY, before) or _OTHER_CALENDAR.search(before) or _SPELLED_TOGETHER.search(text[:at]))


def of_another_calendar(text: str, at: int) -> bool:
    """Whether the day beginning at this place is one of the lunar calendar, or hangs on a time far off (去年的今天)."""
    before = text[max(0, at - 14) : at]
    return bool(_OTHER_CALENDAR.search(before) or _OF_ANOTHER_TIME.search(before))


def is_one_of_two(text: str, end: int, today: date) -> bool:
    """Whether a second day is offered for the one that ends here: 昨天或前天."""
    match = _OR.match(text, end)
    return bool(match and day_at(text, match.end(), today))


def joined(text: str, day: Day, today: date) -> Day:
    """The day with what stands right behind it and is about the same day.

    A weekday beside a date must fit it (11月3日周二; a date without its year may be of this year or the last), one beside 两周前 is that week's, a second name of the day must
    mean the same day, and 国庆第二天 counts on. ``dates`` is empty where they contradict one another.
    """
    if counted := _COUNTED_DAYS.match(text, day.end):
        return _counted(day, counted)
    if day.sort == "festival" and _LAST_OF_SEVERAL.match(text, day.end):
        return day._replace(dates=())
    second = _second(text, day, today)
    if second is None or second.sort == day.sort or not day.dates:
        return day
    dates = _agreeing(day, second, today)
    if dates is None:
        return day
    closed = _CLOSED.match(text, second.end)
    needs = second.needs if second.needs == day.needs else ""
    return day._replace(
        end=closed.end() if closed else second.end,
        dates=dates,
        part=second.part,
        needs=needs,
        future=day.future or second.future,
        sort="date",
    )


def _second(text: str, day: Day, today: date) -> Day | None:
    """The day named right behind another one."""
    beside = _APPOSED.match(text, day.end)
    if beside is None or day.part:
        return None
    start = beside.end()
    found = day_at(text[start:], 0, today)  # alone: the 二 of 周二11月3日 belongs to no number
    if found is None or (found.needs == TIME and not _CLOCK_AHEAD.match(text, start + found.end)):
        return None
    return found._replace(end=start + found.end)


def _counted(day: Day, match: re.Match[str]) -> Day:
    count = small(match["n"] or match["m"] or match["nth"] or "一") or 0
    days = -count if match["before"] else count - 1 if match["nth"] else count
    moved = tuple(found + timedelta(days=days) for found in day.dates)
    return day._replace(end=match.end(), dates=moved, part="", needs="")


def _agreeing(day: Day, second: Day, today: date) -> tuple[date, ...] | None:
    """The dates that both names can mean, latest first; None when the second is about another day."""
    sorts = {day.sort, second.sort}
    if day.sort == "weeks":
        if second.sort != "weekday" or not second.dates:
            return None
        monday = day.dates[0] - timedelta(days=day.dates[0].weekday())
        return (monday + timedelta(days=second.dates[0].weekday()),)
    if "weeks" in sorts or sorts == {"weekday", "relative"}:
        return tuple(found for found in day.dates if found in second.dates)
    if "weekday" in sorts:
        named, date_ = (day, second) if day.sort == "weekday" else (second, day)
        if len(named.dates) == 1:  # 上周二
            return tuple(found for found in date_.dates if found in named.dates)
        possible = date_.dates if len(date_.dates) == 1 else [found for found in date_.dates if found <= today][:2]
        return tuple(found for found in possible if found.weekday() == named.dates[0].weekday())
    return tuple(found for found in day.dates if found in second.dates)
