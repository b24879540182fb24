"""Moments as people and apps write them. Expected readings are given by hand, never by the reader under test."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencelog.timing.moments import echo, read_day, read_moment

NOW = datetime.fromisoformat("2026-11-21T20:00:00+08:00")  # a Saturday
NONE, DAY = "none", "day"

with (Path(__file__).parent / "phrases.csv").open(encoding="utf-8") as _file:
    PHRASES = list(csv.DictReader(_file))


@pytest.mark.parametrize("row", PHRASES, ids=[row["phrase"] for row in PHRASES])
def test_phrases_with_a_given_reading(row):
    reading = read_moment(row["phrase"], now=NOW)
    got = (reading.iso, reading.granularity) if reading else ("", NONE)
    expected = row["reading"] and row["reading"] + "+08:00"
    assert got == (expected, row["granularity"])


# Phrase and local time; a bare date: only the day is known; an empty text: no moment.
SPOKEN = [
    # midnight and the small hours belong to the evening they follow
    ("昨晚12点", "2026-11-21 00:00"),
    ("昨晚凌晨1点", "2026-11-21 01:00"),
    ("昨晚一点", "2026-11-21 01:00"),
    ("昨天夜里两点", "2026-11-21 02:00"),
    ("昨天凌晨两点", "2026-11-20 02:00"),
    ("昨晚0:30", "2026-11-21 00:30"),
    ("周五晚上12点", "2026-11-21 00:00"),
    ("11月3日晚上12点", "2026-11-04 00:00"),
    ("昨天24点", "2026-11-21 00:00"),
    ("昨天零点", "2026-11-20 00:00"),
    ("半夜两点", "2026-11-21 02:00"),
    ("周六半夜两点", "2026-11-21 02:00"),  # said on Saturday evening: the night that was
    ("今晚12点", "2026-11-22 00:00"),
    # names of days
    ("昨儿", "2026-11-20"),
    ("昨儿个晚上9点", "2026-11-20 21:00"),
    ("前日下午三点", "2026-11-19 15:00"),
    ("前晚11点", "2026-11-19 23:00"),
    ("大前天", "2026-11-18"),
    ("大大前天", "2026-11-17"),
    ("明天下午3点", "2026-11-22 15:00"),
    # weeks begin on Monday; a bare weekday is the last one not in the future
    ("上上周三", "2026-11-04"),
    ("上周的周四", "2026-11-12"),
    ("上个星期的星期四下午两点", "2026-11-12 14:00"),
    ("周六21:00", "2026-11-14 21:00"),
    ("周六19:00", "2026-11-21 19:00"),
    ("礼拜天晚上8点", "2026-11-15 20:00"),
    ("周末", "2026-11-21"),
    ("周一至周五", "2026-11-16"),
    # dates without a year, month or sign
    ("11.3晚上8点半", "2026-11-03 20:30"),
    ("3月14日 下午10:47", "2026-03-14 22:47"),
    ("三月十四号下午十点四十七", "2026-03-14 22:47"),
    ("十一月二十三号晚上十一点五十", "2025-11-23 23:50"),
    ("11月21日22:15", "2025-11-21 22:15"),  # this year's lies ahead
    ("2月29日", "2024-02-29"),
    ("26年11月3日 22:15", "2026-11-03 22:15"),
    ("28号打了5次", "2026-10-28"),
    ("3-5号", "2026-11-03"),
    ("上上个月5号", "2026-09-05"),
    ("前年3月5日", "2024-03-05"),
    ("元月5日", "2026-01-05"),
    ("11.3 打来三次", "2026-11-03"),
    # clock times
    ("二十二点一刻", "2026-11-20 22:15"),
    ("下午10:47", "2026-11-20 22:47"),
    ("昨天10点三刻", "2026-11-20 22:45"),
    ("差五分八点", "2026-11-21 19:55"),
    ("八点差一刻", "2026-11-21 19:45"),
    ("昨晚差五分十二点", "2026-11-20 23:55"),
    ("上午9-11点", "2026-11-21 09:00"),
    ("昨天22时15分07秒", "2026-11-20 22:15:07"),
    ("上午12点", "2026-11-21 12:00"),
    ("下午0:15", "2026-11-21 12:15"),
    ("凌晨12点半", "2026-11-21 00:30"),
    ("8点3个电话", "2026-11-21 20:00"),
    ("晚上8点95188打来", "2026-11-21 20:00"),
    ("20:00", "2026-11-21 20:00"),
    ("20:01", "2026-11-20 20:01"),
    # an hour from 1 to 11 without a part of the day is the latest of both that is not in the future
    ("昨天3点", "2026-11-20 15:00"),
    ("昨天7点", "2026-11-20 19:00"),
    ("昨天3时", "2026-11-20 03:00"),  # the written 时 is of the 24-hour clock
    ("昨天03点", "2026-11-20 03:00"),
    ("昨天10点", "2026-11-20 22:00"),
    ("8点01", "2026-11-21 08:01"),
    ("11点", "2026-11-21 11:00"),
    ("12点半", "2026-11-21 12:30"),
    # so long ago
    ("三天以前", "2026-11-18"),
    ("一百二十天前", "2026-07-24"),
    ("一周前", "2026-11-14"),
    ("半个月前", "2026-11-06"),
    ("三个月前", "2026-08-21"),
    ("一个半小时前", "2026-11-21 18:30"),
    ("1小时20分钟前", "2026-11-21 18:40"),
    ("三刻钟前", "2026-11-21 19:15"),
    # days with a name
    ("春节", "2026-02-17"),
    ("大年初二上午", "2026-02-18"),
    ("去年除夕晚上11点", "2025-01-28 23:00"),
    ("2025年中秋", "2025-10-06"),
    ("国庆", "2026-10-01"),
    ("十一那天", "2026-10-01"),
    ("双十一晚上9点", "2026-11-11 21:00"),
    ("双十二", "2025-12-12"),
    ("母亲节", "2026-05-10"),
    ("除夕夜十二点", "2026-02-17 00:00"),
    ("国庆节那天下午3点", "2026-10-01 15:00"),
    # with and without spaces, colons and signs
    ("2026 年 11 月 3 日 22 时 15 分", "2026-11-03 22:15"),
    ("2025 年11月3日", "2025-11-03"),
    ("时间：2026-11-03 22:15", "2026-11-03 22:15"),
    ("11月3日：22:15", "2026-11-03 22:15"),
    ("来电时间:22点15分", "2026-11-20 22:15"),
    ("20260302 22:41:07", "2026-03-02 22:41:07"),
    ("23/11/2026 22:15", "2026-11-23 22:15"),
    ("昨10点半", "2026-11-20 22:30"),
    ("从昨天早上9点开始打", "2026-11-20 09:00"),
    ("11月3日当晚10点", "2026-11-03 22:00"),
    # other scripts
    ("昨天晚上10點半", "2026-11-20 22:30"),
    ("星期三上午９：１２", "2026-11-18 09:12"),
    ("１１月３日　２２：１５", "2026-11-03 22:15"),
    ("十二月三號", "2025-12-03"),
    ("兩個小時前", "2026-11-21 18:00"),
    ("٢٢:١٥ ٢٠٢٦-١١-٠٣", "2026-11-03 22:15"),
    # inside sentences
    ("昨天他们下午四点打来", "2026-11-20 16:00"),
    ("昨晚他们10点半打来", "2026-11-20 22:30"),
    ("昨天打了，说下午三点上门", "2026-11-20"),
    ("11月15日来电说下午三点上门", "2026-11-15"),
    ("IMG_20261103_221507.jpg", "2026-11-03 22:15:07"),
    ("上周三打了三次", "2026-11-11"),
    # English
    ("yesterday 22:30", "2026-11-20 22:30"),
    ("today 9:05", "2026-11-21 09:05"),
    ("Nov 3 22:15", "2026-11-03 22:15"),
    ("November 3, 2026 at 10:15 PM", "2026-11-03 22:15"),
    ("3 Nov 2026 22:15", "2026-11-03 22:15"),
    ("10:15 pm yesterday", "2026-11-20 22:15"),
    ("12:05 AM", "2026-11-21 00:05"),
    ("last Friday 9pm", "2026-11-20 21:00"),
    ("last night at 1am", "2026-11-21 01:00"),
    ("the day before yesterday 14:00", "2026-11-19 14:00"),
    ("3 days ago", "2026-11-18"),
    ("half an hour ago", "2026-11-21 19:30"),
    ("Dec 3", "2025-12-03"),
]


@pytest.mark.parametrize(("phrase", "expected"), SPOKEN, ids=[phrase for phrase, _expected in SPOKEN])
def test_spoken_moments(phrase, expected):
    reading = read_moment(phrase, now=NOW)
    assert reading is not None
    time = {10: "T00:00:00", 16: ":00", 19: ""}[len(expected)]
    assert reading.iso == expected.replace(" ", "T") + time + "+08:00"
    assert reading.granularity == (DAY if len(expected) == 10 else "moment")


NOT_MOMENTS = [
    # lengths, habits, spans ahead
    "通话时长00:01:20", "录音1:20", "打了3小时", "每天早上8点到晚上10点", "每周三下午3点", "每月5号上午9点", "7*24小时",
    "三天内", "3天后上门", "提前三天", "逾期3天", "一周三次", "上周三次电话", "三五天前", "几天前", "前几天", "那天",
    # numbers
    "13800000001", "1773499625", "1773499625000", "95188", "工号0231", "第3号", "3号楼", "三十五号", "身份证110101199003071234",
    "还了1.5元", "11.3", "10.30", "年化24%", "还款3期", "共打了28个", "03/04/2026", "订单20261399123456",
    "11/03/2026 22:15", "20261399 22:41", "三点五万",
    # on a day that is named elsewhere
    "次日凌晨1点", "第二天早上8点", "当晚10点", "那天下午3点",
    # idioms and points of a list
    "有一点", "早一点还", "晚一点再打", "早点还钱", "差点", "好一点", "一时糊涂", "同时", "3点要求", "以下3点", "我有三点意见",
    # impossible
    "2026-13-01", "2026-02-30", "11月31日下午3点", "13月5号", "昨天25点", "22:75", "25点", "2026-11-03T22:60", "0000-01-01",
    "2026-11-03T22:15:07+99:00", "2026-11-03 24:01",
    # unknown day
    "上周", "上个月", "2026年11月", "11月", "目前天气", "届时",
    "", " ", "你好", "x",
]  # fmt: skip


@pytest.mark.parametrize("phrase", NOT_MOMENTS)
def test_what_is_no_moment(phrase):
    assert read_moment(phrase, now=NOW) is None


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("2026-03-02T22:41:00+08:00", "2026-03-02T22:41:00+08:00", "second"),
        ("2026-03-02T22:41", "2026-03-02T22:41:00+08:00", "minute"),
        ("2026-03-02t14:41:00z", "2026-03-02T14:41:00+00:00", "second"),
        ("2026-03-02 22:41:07 -0530", "2026-03-02T22:41:07-05:30", "second"),
        ("2026-03-02T22:41:07.999+08", "2026-03-02T22:41:07+08:00", "second"),
        ("2026-03-02T24:00", "2026-03-03T00:00:00+08:00", "minute"),
        ("20260302", "2026-03-02T00:00:00+08:00", "day"),
        ("2026.3.2 9:05", "2026-03-02T09:05:00+08:00", "minute"),
        ("2027-01-01T00:00:00+08:00", "2027-01-01T00:00:00+08:00", "second"),  # the future is read, others refuse it
    ],
)
def test_iso_keeps_its_offset(text, iso, precision):
    reading = read_moment(f"  {text}\n", now=NOW, zone="Asia/Shanghai")
    assert reading is not None
    assert (reading.iso, reading.precision) == (iso, precision)
    assert reading.ts == int(datetime.fromisoformat(iso).timestamp())


def test_local_times_are_local_to_the_zone_not_to_now_or_the_machine():
    reading = read_moment("昨晚10点半", now=NOW, zone="America/New_York")  # there it is 07:00 on the 21st
    assert reading is not None
    assert reading.iso == "2026-11-20T22:30:00-05:00"
    assert read_moment("today 9:05", now=NOW, zone="America/New_York").iso == "2026-11-21T09:05:00-05:00"
    assert read_moment("昨天", now=NOW, zone="Pacific/Auckland").day == "2026-11-21"  # already the 22nd there


def test_precision_tells_how_much_was_said():
    said = {
        "昨晚11点多": "approximate",
        "大约昨晚11点": "minute",
        "昨晚大约11点": "approximate",
        "11月3日22时15分许": "approximate",
        "晚上八九点": "approximate",
        "两个小时前": "approximate",
        "昨天 22:15": "minute",
        "昨天 22:15:07": "second",
        "前天中午": "day",
    }
    assert {phrase: read_moment(phrase, now=NOW).precision for phrase in said} == said


def test_span_is_where_the_moment_stands():
    text = "催收：昨天晚上10點半 95188 又打来"
    reading = read_moment(text, now=NOW)
    assert text[slice(*reading.span)] == "昨天晚上10點半"
    wide = "ﬁｎｅ　２０２６年１１月３日２２時１５分７秒来电"
    assert wide[slice(*read_moment(wide, now=NOW).span)] == "２０２６年１１月３日２２時１５分７秒"


def test_day_of_a_date_field():
    assert read_day("上个月15号", now=NOW) == "2026-10-15"
    assert read_day("昨晚12点", now=NOW) == "2026-11-21"
    assert read_day("还没有", now=NOW) is None


def test_echo_shows_how_it_was_read():
    zone = "Asia/Shanghai"
    shown = {
        "昨晚10点半": "= 2026-11-20 周五 22:30",
        "昨晚10点半左右": "= 2026-11-20 周五 约 22:30",
        "前天中午": "= 2026-11-19 周四",
        "2026-11-03 22:15:07": "= 2026-11-03 周二 22:15:07",
        "2026-11-03T22:15:00Z": "= 2026-11-04 周三 06:15:00 (22:15+00:00)",
    }
    assert {text: echo(read_moment(text, now=NOW, zone=zone), "zh", zone=zone) for text in shown} == shown
    assert echo(read_moment("昨晚10点半", now=NOW), "en") == "= 2026-11-20 Fri 22:30"


def test_naive_now_is_a_programming_error():
    with pytest.raises(ValueError, match="2026"):
        read_moment("昨天", now=datetime.fromisoformat("2026-11-21"))


@given(st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2026-11-21")))
def test_numeric_forms_of_any_moment_agree(moment):
    forms = [
        moment.strftime(form)
        for form in (
            "%Y-%m-%d %H:%M:%S",
            "%Y/%m/%d %H:%M:%S",
            "%Y%m%d%H%M%S",
            "%Y年%m月%d日%H时%M分%S秒",
            "%Y-%m-%dT%H:%M:%S",
        )
    ]
    expected = moment.strftime("%Y-%m-%dT%H:%M:%S+08:00")
    assert {read_moment(form, now=NOW).iso for form in forms} == {expected}


@given(st.text(st.sampled_from("昨今前天晚上下午周三五十一点半12:30 月号日-.年差分刻ago"), max_size=14))
def test_any_mixture_is_read_or_refused_but_never_breaks(text):
    reading = read_moment(text, now=NOW)
    if reading is not None:
        start, end = reading.span
        assert 0 <= start < end <= len(text)
        assert datetime.fromisoformat(reading.iso).timestamp() == reading.ts
