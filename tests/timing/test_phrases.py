"""Phrases for moments as people write them, with the reading by hand; and what must be refused rather than guessed."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import pytest

from evidencelog.timing.moments import echo, read_moment

NOW = datetime.fromisoformat("2026-11-21T20:00:00+08:00")  # a Saturday

with (Path(__file__).parent / "phrases_spoken.csv").open(encoding="utf-8") as _file:
    PHRASES = list(csv.DictReader(_file))


def read(phrase):
    reading = read_moment(phrase, now=NOW)
    return (reading.iso, reading.granularity) if reading else ("", "none")


@pytest.mark.parametrize("row", PHRASES, ids=[row["phrase"] for row in PHRASES])
def test_phrases_as_people_write_them(row):
    assert read(row["phrase"]) == (row["reading"] and row["reading"] + "+08:00", row["granularity"])


REFUSED = [
    # the time is clear, the day is not: never today's
    "上周晚上10点", "上周 10点半", "11月晚上8点", "上个月晚上8点", "前几天晚上10点", "那几天晚上11点", "月底晚上9点", "10月底 22:15",
    "前一天晚上10点", "头一天下午3点", "节前一天下午3点", "2026年11月 22:15", "这两天晚上10点", "最近晚上10点", "如今晚上10点",
    "一般都是早上8点打", "经常晚上11点打", "晚上总有人打", "国庆假期最后一天", "逾期3个月 22:15打来",
    # days that no calendar shows, or that could be several
    "星期八晚上9点", "上周八 9点", "32号晚上8点", "11/31 22:15", "13-01 22:15", "11.31晚上8点", "1103 22:15", "1103晚上8点",
    "11/03/26 22:15", "昨天或前天晚上9点", "前天还是昨天，记不清了", "上午或下午3点", "昨天9点半还是10点", "昨天 21:15 或 22:15",
    # two names of one day that contradict each other
    "11月3日星期五 22:15", "周三3号", "昨天 11月19日 晚上9点", "昨天周四晚上9点", "上周二 11月11日 9:30", "8月15日中秋节晚上8点",
    # another calendar, another year, a day counted from one that was not understood
    "农历八月十五晚上8点", "腊月二十三晚上8点", "十月初三晚上8点", "农历十月初一", "去年的今天", "上周今天", "一个月前的3号", "一两个小时前",
    # minutes that mean something else in every province
    "8点5", "晚上八点五",
    # greetings
    "早上好", "晚上好，我是某消金的", "下午班",
]  # fmt: skip


@pytest.mark.parametrize("phrase", REFUSED)
def test_what_is_not_understood_is_refused(phrase):
    assert read(phrase) == ("", "none")


BESIDE = [
    # weekdays: the digit of the name is none of the hour
    ("周五8点", "2026-11-20T20:00"), ("周三10点半", "2026-11-18T22:30"), ("周三十点", "2026-11-18T22:00"),
    ("周五24点", "2026-11-21T00:00"), ("星期一二十点", "2026-11-16T20:00"), ("星期二9点20", "2026-11-17T21:20"),
    # a weekday or a second name beside the date
    ("周二11月3日 22:15", "2026-11-03T22:15"), ("周二，11月3日 22:15", "2026-11-03T22:15"),
    ("11月3日（周一）22:15", "2025-11-03T22:15"), ("12月30日周二 9:00", "2025-12-30T09:00"),
    ("昨天（11月20日）晚上9点", "2026-11-20T21:00"), ("9月25日中秋节晚上8点", "2026-09-25T20:00"),
    ("Friday, Nov 20 9pm", "2026-11-20T21:00"), ("两周前的周三", "2026-11-04T00:00"),
    # counted from a day
    ("国庆前一天下午3点", "2026-09-30T15:00"), ("国庆第二天上午10点", "2026-10-02T10:00"), ("春节前三天", "2026-02-14T00:00"),
    ("中秋后一天 10:20", "2026-09-26T10:20"),
    # typed in haste
    ("20261118 203309", "2026-11-18T20:33:09"), ("昨晚8.30", "2026-11-20T20:30"), ("昨晚8;30", "2026-11-20T20:30"), ("11.3 8.30", "2026-11-03T08:30"),
    ("昨天 11.20 21:15", "2026-11-20T21:15"), ("25/12/26 10:00", "2025-12-26T10:00"),
    # an hour that could be morning or evening begins a range that ends beyond doubt
    ("昨天8点到下午5点打了14个", "2026-11-20T08:00"), ("昨天9点打到晚上10点", "2026-11-20T09:00"), ("昨天8点-20点", "2026-11-20T08:00"),
    ("昨天9点到11点", "2026-11-20T21:00"),
    # other words before a time do not belong to it
    ("95188 22:15", "2026-11-20T22:15"), ("010-12345678 22:15", "2026-11-20T22:15"), ("周某 22:15来电", "2026-11-20T22:15"),
    ("昨天还了9.30元", "2026-11-20T00:00"),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "expected"), BESIDE, ids=[phrase for phrase, _expected in BESIDE])
def test_what_stands_beside_a_day_or_a_time_counts(phrase, expected):
    assert read(phrase)[0] == f"{expected}{':00' if len(expected) == 16 else ''}+08:00"


def test_a_doubtful_hour_says_so():
    other = {
        "昨天9点": "2026-11-20T09:00:00+08:00",
        "昨天10点半": "2026-11-20T10:30:00+08:00",
        "周三三点": "2026-11-18T03:00:00+08:00",
        "9点": "",  # 21:00 of today lies ahead
        "昨天上午9点": "",
        "昨天9时": "",
        "昨天09点": "",
        "昨天 9:12": "",
        "昨天12点": "",
        "昨天21点": "",
        "昨天9点到晚上10点": "",
    }
    assert {phrase: read_moment(phrase, now=NOW).other for phrase in other} == other
    assert echo(read_moment("昨天9点", now=NOW), "zh") == "= 2026-11-20 周五 21:00 (或 09:00)"
    assert echo(read_moment("昨天9点", now=NOW), "en") == "= 2026-11-20 Fri 21:00 (or 09:00)"
    assert echo(read_moment("昨晚9点", now=NOW), "zh") == "= 2026-11-20 周五 21:00"


def test_late_in_the_evening_the_later_hour_is_the_evening_one():
    late = datetime.fromisoformat("2026-11-21T23:30:00+08:00")
    assert read_moment("10点半", now=late).iso == "2026-11-21T22:30:00+08:00"
    assert read_moment("10点半", now=late).other == "2026-11-21T10:30:00+08:00"


def test_a_reading_knows_whether_a_day_was_named():
    named = {
        "昨晚10点": True,
        "晚上10点": False,
        "22:15": False,
        "早上": False,
        "11.3晚上8点": True,
        "半小时前": True,
        "22:15, Nov 3": True,
    }
    assert {phrase: read_moment(phrase, now=NOW).names_day for phrase in named} == named
