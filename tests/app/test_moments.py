"""How a phrase is shown to be read, without a case."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from evidencelog import i18n
from evidencelog.app.moments import echo_of, read_when
from evidencelog.errors import InvalidField

NOW = "2026-11-21T20:00:00+08:00"


@pytest.mark.parametrize(
    ("phrase", "reading", "granularity"),
    [
        ("昨晚10点半", "2026-11-20T22:30:00+08:00", "moment"),
        ("前天中午", "2026-11-19", "day"),
        ("一点都不讲道理", None, "none"),
        ("2026-11-03T14:15:00Z", "2026-11-03T22:15:00+08:00", "moment"),  # in the offset of now
        ("", None, "none"),
    ],
)
def test_readings(phrase, reading, granularity):
    assert read_when(phrase, NOW) == {"phrase": phrase, "reading": reading, "granularity": granularity}


def test_now_decides_day_and_offset():
    assert read_when("昨天 9:05", "2026-11-21T01:00:00-05:00")["reading"] == "2026-11-20T09:05:00-05:00"
    assert read_when("today 9:05", datetime(2026, 11, 21, tzinfo=UTC))["reading"] == "2026-11-21T09:05:00+00:00"
    assert read_when("昨天 9:05", "2026-11-21T01:00")["reading"] == "2026-11-20T09:05:00+08:00"
    assert read_when("昨天 9:05")["reading"].endswith("+08:00")


@pytest.mark.parametrize("now", ["昨天", "x", "", "2026-13-01", "1773499625"])
def test_now_must_be_a_moment(now):
    with pytest.raises(InvalidField) as caught:
        read_when("昨天", now)
    assert caught.value.exit_status == 2


def test_echo_follows_the_language():
    now = datetime.fromisoformat(NOW)
    before = i18n.language()
    try:
        i18n.set_language("zh")
        assert echo_of("昨晚10点半", now=now, zone="Asia/Shanghai") == "= 2026-11-20 周五 22:30"
        i18n.set_language("en")
        assert echo_of("yesterday 22:30", now=now, zone="Asia/Shanghai") == "= 2026-11-20 Fri 22:30"
        assert echo_of("nothing", now=now, zone="Asia/Shanghai") is None
    finally:
        i18n.set_language(before)
