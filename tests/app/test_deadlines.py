"""Periods of a case and the calendar file of them; days were counted by hand."""

from __future__ import annotations

import pytest

from evidencelog.app.calendar_file import calendar
from evidencelog.app.deadlines import deadlines, write_calendar
from evidencelog.app.recording import record
from evidencelog.errors import PathTaken
from evidencelog.models.fields import PLATFORM_KINDS
from tests.cases import call


def platform(case, kind="consumer_finance", name="某消金"):
    record(case, "platform", {"name": name, "kind": kind, "product": "online_consumer"})


def complaint(case, channel, sent_at="2026-01-31", name="某消金", **values):
    record(case, "complaint", {"platform": name, "channel": channel, "sent_at": sent_at, **values})


def ends(found, channel):
    return {one.id.rpartition(f"{channel}-")[2]: one.on for one in found if one.channel == channel}


def test_a_complaint_to_the_lender_has_15_30_and_60_calendar_days(case):
    platform(case)
    complaint(case, "lender", reference="TS-1")
    found = deadlines(case, today="2026-02-16")
    # 31 January + 15 days: 15 February; + 30: 2 March; + 60: 1 April (2026 is no leap year)
    assert ends(found, "lender") == {
        "decision": "2026-02-15",
        "decision-complex": "2026-03-02",
        "decision-longest": "2026-04-01",
        "review": None,
    }
    assert [one.state for one in found] == ["over", "running", "running", "unknown"]
    assert {one.reference for one in found} == {"TS-1"}
    assert "12378" in found[1].then


@pytest.mark.parametrize("kind", PLATFORM_KINDS)
@pytest.mark.parametrize("channel", ["lender", "nfra"])
def test_the_days_for_banks_run_for_no_other_lender(case, channel, kind):
    platform(case, kind)
    complaint(case, channel)
    bound = kind in {"bank_card", "bank_loan", "consumer_finance", "auto_finance"}
    assert bool(ends(deadlines(case), channel)) == bound


def test_an_unknown_kind_of_lender_gets_no_day_and_the_reason(case):
    record(case, "platform", {"name": "某平台"})
    complaint(case, "lender", name="某平台")
    found = deadlines(case)
    assert {one.on for one in found} == {None}
    assert all("类型" in one.note for one in found)


def test_months_end_on_the_last_day_of_a_shorter_month(case):
    platform(case)
    complaint(case, "nfra_report", "2025-12-31")
    found = ends(deadlines(case), "nfra_report")
    assert found["act-on-request"] == "2026-02-28"
    assert found["ordinary"] is None  # counted from acceptance, which is not known


@pytest.mark.parametrize(
    ("channel", "clock", "on"), [("pbc12363", "registered", "2026-02-10"), ("nifa", "first-check", "2026-02-20")]
)
def test_working_days_without_a_calendar_are_weekdays_and_called_so(case, channel, clock, on):
    platform(case, "bank_card", "某行")
    complaint(case, channel, name="某行")  # Saturday, 31 January: 7 weekdays end on 10 February, 15 on the 20th
    found = deadlines(case, today="2026-02-01")
    one = next(one for one in found if one.id.endswith(clock))
    assert (one.on, one.about, one.state) == (on, True, "running")
    assert "法定节假日" in one.note
    lines = unfolded(calendar([one], case="x", at="2026-02-01T00:00:00Z"))
    assert any(line.startswith("SUMMARY:") and line.endswith("（约）") for line in lines)
    assert not any(one.about for one in found if one.channel not in {"pbc12363", "nifa"})


def test_what_was_answered_runs_no_more_and_starts_the_next_period(case):
    platform(case)
    complaint(case, "lender", "2026-01-31", decided_on="2026-02-20", answer="不予认可，见C0001")
    found = {
        one.id.partition("lender-")[2]: one for one in deadlines(case, today="2026-02-21") if one.channel == "lender"
    }
    assert {name: one.state for name, one in found.items()} == {
        "decision": "answered", "decision-complex": "answered", "decision-longest": "answered", "review": "running",
    }  # fmt: skip
    assert "5天" in found["decision"].note  # due on 15 February
    assert found["decision-complex"].note == "2026-02-20收到。"
    assert found["review"].on == "2026-03-22"  # 20 February + 30 days


def test_a_report_has_a_notice_a_decision_and_two_reviews_each_from_its_own_day(case):
    platform(case)
    record(case, "complaint", {"platform": "某消金", "channel": "nfra_report", "sent_at": "2026-01-31",
                               "accepted_on": "2026-02-10", "decided_on": "2026-03-31", "reviewed_on": "2026-05-10"})  # fmt: skip
    found = {
        one.id.partition("nfra_report-")[2]: one for one in deadlines(case, today="2026-05-11") if one.reference is None
    }
    ends_on = {name: one.on for name, one in found.items() if one.channel == "nfra_report"}
    assert ends_on == {
        "notice": "2026-02-15",
        "act-on-request": "2026-03-31",
        "ordinary": "2026-04-11",  # 10 February + 60 days
        "ordinary-longest": "2026-05-11",
        "review": "2026-04-30",
        "second-review": "2026-06-09",
    }
    assert found["notice"].state == found["ordinary"].state == "answered"
    assert (found["review"].state, found["second-review"].state) == ("over", "running")
    assert "复议" in found["review"].then


def test_bills_of_the_carrier_are_asked_for_once_for_the_whole_case(case):
    platform(case)
    platform(case, "micro_loan", "某小贷")
    call(case, platform="某小贷", at="2026-03-01T09:00:00+08:00", outcome="missed")
    call(case, platform="某消金", at="2026-02-01T09:00:00+08:00")
    (one,) = [one for one in deadlines(case, today="2026-03-10") if one.id.endswith("bill")]
    assert (one.since, one.on, one.remind_on) == ("2026-02-01", "2026-08-01", "2026-06-17")  # 45 days before
    (one,) = [one for one in deadlines(case, today="2026-08-10") if one.id.endswith("bill")]
    assert one.since == "2026-03-01"
    assert not [one for one in deadlines(case, today="2026-09-10") if one.id.endswith("bill")]


@pytest.mark.parametrize("kind", PLATFORM_KINDS)
def test_how_long_records_are_kept_depends_on_the_lender(case, kind):
    platform(case, kind)
    call(case, platform="某消金", at="2026-03-02T09:00:00+08:00")
    found = {
        one.id.rpartition("lender-")[2]: one.on
        for one in deadlines(case, today="2026-03-10")
        if one.channel == "lender"
    }
    two, five = "2028-03-02", "2031-03-02"
    assert found == {
        "bank_card": {"recording": two}, "consumer_finance": {"records": five},
        "bank_loan": {"records-standard": two}, "micro_loan": {"records-standard": two},
        "auto_finance": {"records-standard": two}, "assist_platform": {"records-standard": two},
    }.get(kind, {})  # fmt: skip


def test_the_police_have_six_months_and_what_was_reported_is_not_counted_again(case):
    platform(case)
    for day in ("2026-03-31", "2026-06-10", "2026-07-01"):
        call(case, platform="某消金", at=f"{day}T10:00:00+08:00", claimed_role="police", role_checked="false")
    (one,) = [one for one in deadlines(case, today="2026-09-30") if one.channel == "police"]
    assert (one.since, one.on, one.state) == ("2026-03-31", "2026-09-30", "running")  # September has no 31st
    (one,) = [one for one in deadlines(case, today="2026-10-01") if one.channel == "police"]
    assert (one.since, one.on) == ("2026-06-10", "2026-12-10")  # the first has run out, the next still runs
    assert one.remind_on == "2026-11-10"
    (one,) = [one for one in deadlines(case, today="2027-05-01") if one.channel == "police"]
    assert (one.since, one.state) == ("2026-07-01", "over")
    complaint(case, "police", "2026-06-15")
    (one,) = [
        one for one in deadlines(case, today="2026-10-01") if one.id.endswith("limitation") and one.reference is None
    ]
    assert one.since == "2026-07-01"


def test_calls_that_were_only_many_are_nothing_for_the_police(case):
    platform(case)
    call(case, platform="某消金", at="2026-03-02T22:41:00+08:00")
    assert not [one for one in deadlines(case) if one.channel == "police"]


def test_recordings_are_asked_for_in_time_and_only_once(case):
    platform(case, "bank_card", "某行")
    call(case, platform="某行", at="2026-03-01T09:00:00+08:00", outcome="missed")
    call(case, platform="某行", at="2026-03-02T09:00:00+08:00")
    call(case, platform="某行", at="2026-04-02T09:00:00+08:00")
    (one,) = [one for one in deadlines(case) if one.id.endswith("recording")]
    assert (one.since, one.on) == ("2026-03-02", "2028-03-02")  # the missed call has no recording
    assert one.remind_on == "2027-09-04"  # 180 days before
    record(case, "request", {"platform": "某行", "kind": "recording", "made_at": "2026-03-20T09:00:00+08:00"})
    (one,) = [one for one in deadlines(case) if one.id.endswith("recording")]
    assert one.since == "2026-04-02"
    assert not [one for one in deadlines(case, today="2028-04-03") if one.id.endswith("recording")]


def unfolded(content: bytes) -> list[str]:
    """Lines as RFC 5545, 3.1 puts them together."""
    assert content.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    for line in content.split(b"\r\n"):
        line.decode()  # no character is cut
    return content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def test_the_calendar_holds_what_still_runs_and_moves_events_instead_of_doubling_them(case, tmp_path):
    platform(case)
    complaint(case, "lender", "2026-11-20", reference="A,B;C\\D")
    found = deadlines(case)
    assert write_calendar(case, found, tmp_path / "a.ics") == 3
    lines = unfolded((tmp_path / "a.ics").read_bytes())
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == lines.count("BEGIN:VALARM") == 3
    assert [line for line in lines if line.startswith("DTSTART")] == [
        "DTSTART;VALUE=DATE:20261205",
        "DTSTART;VALUE=DATE:20261220",
        "DTSTART;VALUE=DATE:20270119",
    ]
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(set(uids)) == 3
    write_calendar(case, deadlines(case, today="2026-12-06"), tmp_path / "b.ics")
    later = [line for line in unfolded((tmp_path / "b.ics").read_bytes()) if line.startswith("UID:")]
    assert later == uids[1:]
    assert calendar(found, case="x", at="2026-11-20T00:00:00Z") == calendar(found, case="x", at="2026-11-20T00:00:00Z")


def test_special_characters_and_escapes_cannot_break_a_line_of_the_calendar(case):
    platform(case)
    complaint(case, "lender", "2026-11-20", reference="A,B;C\\D")
    (one, *_others) = deadlines(case)
    hostile = one._replace(reference="A,B;C\\D\r\nBEGIN:VEVENT", text="\x1b[31m红" * 60)
    lines = unfolded(calendar([hostile], case="x", at="2026-11-20T00:00:00Z"))
    assert lines.count("BEGIN:VEVENT") == 1
    (told,) = [line for line in lines if line.startswith("DESCRIPTION:") and "A\\," in line]
    assert "A\\,B\\;C\\\\D\\nBEGIN:VEVENT\\n" in told
    assert "\x1b" not in told


def test_a_calendar_file_is_not_overwritten(case, tmp_path):
    (tmp_path / "a.ics").write_text("mine", encoding="utf-8")
    with pytest.raises(PathTaken, match=r"a\.ics"):
        write_calendar(case, [], tmp_path / "a.ics")
    assert write_calendar(case, [], tmp_path / "b.ics") == 0
