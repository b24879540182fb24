"""Home's figures against counts by hand: the day, the week from Monday, findings by weight, the day against its limit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from evidencelog.app import overview
from evidencelog.app.cases import open_case
from evidencelog.app.checking import check
from evidencelog.app.recording import record, set_record, withdraw
from evidencelog.app.reviewing import review

WEDNESDAY = datetime(2026, 10, 7, 4, tzinfo=UTC)  # noon in Shanghai


@pytest.fixture
def case(tmp_path):
    with open_case(tmp_path / "case", create=True, clock=lambda: WEDNESDAY) as case:
        yield case


def call(case, at, **facts):
    values = {"kind": "call", "at": at, "platform": "某消金", "outcome": "answered", **facts}
    return record(case, "contact", values).id


def lender(case, **facts):
    set_record(case, "platform", "某消金", {"kind": "consumer_finance", "product": "online_consumer", **facts})


def test_the_week_begins_on_monday_and_the_day_is_of_the_zone(case):
    call(case, "2026-10-04T23:59:00+08:00")  # Sunday
    call(case, "2026-10-05T00:00:00+08:00")  # Monday
    call(case, "2026-10-06T23:30:00+08:00", outcome="missed")
    call(case, "2026-10-07T00:10:00+08:00")
    call(case, "2026-10-07T09:00:00+08:00", outcome="missed")
    call(case, "2026-10-07T10:00:00+08:00", outcome="missed", count=14, platform=None, number="13800138000")
    assert overview.today(case) == overview.Today("2026-10-07", contacts=16, answered=1, week=18)


def test_findings_are_weighed_and_dismissed_ones_left_out(case):
    night = call(case, "2026-10-06T22:41:00+08:00")
    call(case, "2026-10-06T23:10:00+08:00")
    lender(case)
    before = overview.weigh(case)
    assert before.grades["breach"] == len([one for one in check(case).findings if one.grade == "breach"]) >= 2
    (finding,) = [one for one in check(case).findings if one.contacts == (night,) and one.grade == "breach"][:1]
    review(case, finding.id, "dismiss", "约好的")
    after = overview.weigh(case)
    assert after.grades["breach"] == before.grades["breach"] - 1
    assert overview.weigh(case).running == tuple(sorted(after.running, key=lambda one: one.on))


def test_a_day_stands_beside_the_limit_of_its_kind_of_call(case):
    for minute in range(4):
        call(case, f"2026-10-06T10:0{minute}:00+08:00", style="robot")
    call(case, "2026-10-06T11:00:00+08:00", style="person")
    call(case, "2026-10-06T12:00:00+08:00", outcome="missed")
    lender(case)
    # four notice calls against three; the conversation counts against a limit of its own
    assert overview.day_limits(case, ["2026-10-06", "2026-10-05"]) == {
        ("2026-10-06", "L0001"): overview.DayLimit(measured=4, sure=4, limit=3, unit="answered_call")
    }


def test_calls_of_unknown_kind_may_count_and_do_not_surely(case):
    for minute in range(4):
        call(case, f"2026-10-06T10:0{minute}:00+08:00")
    lender(case)
    (limit,) = overview.day_limits(case, ["2026-10-06"]).values()
    assert (limit.measured, limit.sure, limit.limit) == (4, 0, 3)


def test_no_limit_where_none_binds(case):
    gone = call(case, "2026-10-05T10:00:00+08:00")
    call(case, "2024-01-02T10:00:00+08:00")  # before any text with a number
    call(case, "2026-10-06T10:00:00+08:00", to="妈妈")  # not to the debtor
    lender(case)
    withdraw(case, gone, "记错了")
    assert overview.day_limits(case, ["2026-10-05", "2024-01-02", "2026-10-06"]) == {}
