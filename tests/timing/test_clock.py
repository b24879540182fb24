"""Instants and what they are called locally."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencelog.errors import BadInput
from evidencelog.timing.clock import (
    UnknownZone,
    from_local,
    local_iso,
    local_parts,
    now_utc,
    ts_of,
    utc_iso,
    zone_named,
)


def test_now_is_aware_utc_in_whole_seconds():
    now = now_utc()
    assert now.tzinfo is UTC
    assert now.microsecond == 0


@pytest.mark.parametrize(
    ("ts", "zone", "expected"),
    [
        (1793715307, "Asia/Shanghai", ("2026-11-03", 22 * 3600 + 15 * 60 + 7)),  # date -d @1793715307
        (1793715307, "UTC", ("2026-11-03", 14 * 3600 + 15 * 60 + 7)),
        (1793715307, "America/New_York", ("2026-11-03", 9 * 3600 + 15 * 60 + 7)),
        (0, "Asia/Shanghai", ("1970-01-01", 8 * 3600)),
        (-1, "UTC", ("1969-12-31", 86399)),
        (1772467200, "Asia/Shanghai", ("2026-03-03", 0)),  # midnight belongs to the new day
        (1772467199, "Asia/Shanghai", ("2026-03-02", 86399)),
        # clocks went from 01:59:59 back to 01:00:00 in New York on 2026-11-01: both hours are the same clock time
        (1793511000, "America/New_York", ("2026-11-01", 5400)),
        (1793514600, "America/New_York", ("2026-11-01", 5400)),
    ],
)
def test_local_day_and_second(ts, zone, expected):
    assert local_parts(ts, zone) == expected


def test_offset_is_that_of_the_moment():
    assert local_iso(578000000, "Asia/Shanghai") == "1988-04-26T04:33:20+09:00"  # summer time was kept that year
    assert local_iso(1793715307, "Asia/Shanghai") == "2026-11-03T22:15:07+08:00"


@given(st.integers(-(2**31), 2**33), st.sampled_from(["Asia/Shanghai", "America/New_York", "UTC", "Asia/Kolkata"]))
def test_local_text_leads_back_to_the_instant(ts, zone):
    assert ts_of(local_iso(ts, zone)) == ts
    day, second = local_parts(ts, zone)
    assert local_iso(ts, zone).startswith(day)
    assert 0 <= second < 86400


def test_utc_text_and_refusal_of_naive_times():
    moment = datetime(2026, 11, 20, 22, 30, 5, 999, tzinfo=timezone(timedelta(hours=8)))
    assert utc_iso(moment) == "2026-11-20T14:30:05+00:00"
    with pytest.raises(ValueError, match="2026"):
        utc_iso(datetime.fromisoformat("2026-11-20"))
    with pytest.raises(ValueError, match="2026"):
        ts_of("2026-11-20T14:30:05")


@pytest.mark.parametrize("name", ["Asia/Beijing", "", "Asia", "../etc/passwd", "/etc/localtime", "上海", "\x00"])
def test_unknown_zone_is_bad_input_in_one_line(name):
    with pytest.raises(UnknownZone) as caught:
        zone_named(name)
    assert isinstance(caught.value, BadInput)
    assert "\n" not in str(caught.value)
    assert "Asia/Shanghai" in str(caught.value)


def test_skipped_and_doubled_local_times():
    new_york = ZoneInfo("America/New_York")
    skipped = from_local(2026, 3, 8, 2 * 3600 + 1800, new_york)  # 02:30 was never shown
    assert skipped.isoformat() == "2026-03-08T03:30:00-04:00"
    doubled = from_local(2026, 11, 1, 5400, new_york)
    assert doubled.isoformat() == "2026-11-01T01:30:00-04:00"
    assert from_local(2026, 11, 20, 86400, new_york).isoformat() == "2026-11-21T00:00:00-05:00"
