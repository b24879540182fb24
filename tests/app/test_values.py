"""What each kind of field takes, what it refuses, and that all problems of a record come at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencelog.app.field_values import seconds_of, span_of
from evidencelog.app.values import clean_record
from evidencelog.errors import InvalidInput
from evidencelog.models.fields import RECORDS

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)  # 20:00 in Shanghai
ZONE = "Asia/Shanghai"


def cleaned(record="contact", **values):
    base = {"kind": "call", "at": "2026-03-02T22:41:00+08:00"} if record == "contact" else {}
    return clean_record(record, {**base, **values}, now=NOW, zone=ZONE)


def problems(record="contact", **values):
    with pytest.raises(InvalidInput) as caught:
        cleaned(record, **values)
    return {problem.where for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026-03-02T22:41:00+08:00", "2026-03-02T22:41:00+08:00"),
        ("2026-03-02T14:41:00+00:00", "2026-03-02T14:41:00+00:00"),  # the offset stays as given
        ("2026-03-02T14:41:00Z", "2026-03-02T14:41:00+00:00"),
        ("2026-03-02 22:41", "2026-03-02T22:41:00+08:00"),  # without one: the case's zone
        ("2026-03-02T22:41:00-05:00", "2026-03-02T22:41:00-05:00"),
        (datetime(2026, 3, 2, 14, 41, tzinfo=UTC), "2026-03-02T14:41:00+00:00"),
        ("2026-11-21T20:00:00+08:00", "2026-11-21T20:00:00+08:00"),  # this very second
    ],
)
def test_moments_keep_the_offset_they_came_with(given, kept):
    assert cleaned(at=given)["at"] == kept


@pytest.mark.parametrize(
    "given",
    ["2026-11-21T20:00:01+08:00", "2099-01-01", "2026-02-30T10:00:00+08:00", "25:00", "abc", "", 5, True, [], {}, "1" * 99999,
     "2026-03-02T22:41:00+99:00", "\u0000", "\udcff", datetime(2026, 3, 2)],  # noqa: DTZ001 - no zone: not taken
)  # fmt: skip
def test_what_is_no_moment_of_the_past_is_refused(given):
    assert problems(at=given) == {"at"}


def test_a_bare_day_says_that_only_the_day_is_known():
    assert cleaned(at="2026-03-02")["precision"] == "day"
    assert cleaned(at="2026-03-02", precision="approximate")["precision"] == "approximate"
    assert "precision" not in cleaned(at="2026-03-02T22:41:00+08:00")


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("95", 95), (95, 95), ("1:35", 95), ("1分35秒", 95), ("1 分 35 秒", 95), ("95秒", 95), ("2分", 120),
        ("1小时2分3秒", 3723), ("1:02:03", 3723), ("0", 0), ("１：３５", 95), ("90分钟", 5400), ("1m35s", 95),
    ],
)  # fmt: skip
def test_durations(given, seconds):
    assert seconds_of(given) == seconds


@pytest.mark.parametrize(
    "given", ["abc", "-5", -5, "1:75", "1:60:00", "1.5", "9" * 50, True, 1.5, "秒", "8 days", None, {}]
)
def test_what_is_no_duration(given):
    assert seconds_of(given) is None


def test_a_call_of_more_than_a_week_is_no_duration():
    assert cleaned(duration=7 * 86400)["duration"] == 604800
    assert problems(duration=7 * 86400 + 1) == {"duration"}


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("identity", "institution=given,name=refused", {"institution": "given", "name": "refused"}),
        ("identity", {"mandate": "not_asked", "name": None}, {"mandate": "not_asked"}),
        ("tag", "police,family@83", ["police", "family@83"]),
        ("tag", ["claims police@1:23"], ["claims police@83"]),
        ("amount_claimed", "12,345.67元", "12345.67"),
        ("amount_claimed", "￥８００", "800"),
        ("amount_claimed", 800, "800"),
        ("recorded_by_them", "yes", True),
        ("recorded_by_them", "否", False),
        ("entered", False, False),
        ("count", "14", 14),
        ("count", "１４", 14),
        ("content", "第一行\r\n第二行\n", "第一行\n第二行"),
        ("content", "e\u0301", "\u00e9"),
        ("caller", " 张某 ", "张某"),
        ("number", "+86 138-0000-0001", "+86 138-0000-0001"),
        ("to", "Debtor", "debtor"),
        ("outcome", " missed ", "missed"),
    ],
)
def test_values_are_kept_in_one_way(field, given, kept):
    assert cleaned(**{field: given})[field] == kept


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("outcome", "Missed"), ("outcome", 1), ("outcome", []), ("identity", "name"), ("identity", "name=maybe"),
        ("identity", "shoe=given"), ("identity", 3), ("tag", "@5"), ("tag", "x@y"), ("amount_claimed", "viel"),
        ("amount_claimed", "1e9"), ("amount_claimed", 1.5), ("amount_claimed", True), ("recorded_by_them", "maybe"),
        ("count", 0), ("count", "-1"), ("count", 1.0), ("count", True), ("count", "9" * 30), ("caller", "a\nb"),
        ("caller", "a\x1b[31mb"), ("caller", "x" * 301), ("content", "x" * 100_001), ("content", "\x00"),
        ("content", "\ud83d"), ("content", ["x"]), ("visitors", "two"), ("tag", ["x"] * 101), ("platform", {"a": 1}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_field(field, given):
    assert problems(**{field: given}) == {field}


def test_every_problem_of_a_record_comes_at_once_on_one_line_each(english):
    with pytest.raises(InvalidInput) as caught:
        cleaned(kind="cal", at="abc", duration="abc", outcome="maybe", shoe=1, caller="\x1b[2J" + "x" * 10_000)
    listed = caught.value.problems
    assert [problem.where for problem in listed] == ["kind", "at", "duration", "outcome", "'shoe'", "caller"]
    for line in str(caught.value).splitlines():
        assert len(line) < 800
        assert "\x1b" not in line
    assert len(str(caught.value).splitlines()) == 6
    assert "answered, missed, rejected, voicemail" in listed[3].what


def test_what_is_needed_is_named():
    with pytest.raises(InvalidInput) as caught:
        clean_record("consent", {"mode": "also"}, now=NOW, zone=ZONE)
    assert [problem.where for problem in caught.value.problems] == ["platform", "hours", "from"]


def test_empty_is_unknown_and_not_kept():
    assert cleaned(outcome=None, caller="", content="  ", tag=[], identity={}).keys() == {"kind", "at"}


@pytest.mark.parametrize(
    ("hours", "kept", "span"),
    [
        ("22:00-23:00", "22:00-23:00", (79200, 82800)),
        ("8:30 至 21:00", "08:30-21:00", (30600, 75600)),
        ("22:00—08:00", "22:00-08:00", (79200, 28800)),
        ("０８：００－２４：００", "08:00-24:00", (28800, 86400)),
    ],
)
def test_hours(hours, kept, span):
    values = cleaned("consent", platform="甲", hours=hours, **{"from": "2026-03-01"})
    assert values["hours"] == kept
    assert span_of(kept) == span


@pytest.mark.parametrize(
    "hours", ["22:00", "22-23", "25:00-26:00", "22:60-23:00", "09:00-09:00", "24:00-08:00", 22, "x" * 9999]
)
def test_what_are_no_hours(hours):
    assert problems("consent", platform="甲", hours=hours, **{"from": "2026-03-01"}) == {"hours"}


def test_agreements_may_lie_ahead_but_what_happened_may_not():
    values = cleaned("consent", platform="甲", hours="09:00-20:00", **{"from": "2026-12-01", "to": "2027-01-31"})
    assert (values["from"], values["to"]) == ("2026-12-01", "2027-01-31")
    assert problems("plan", platform="甲", signed_on="2026-11-22") == {"signed_on"}
    assert cleaned("plan", platform="甲", signed_on="2026-11-21")["signed_on"] == "2026-11-21"
    assert problems("complaint", platform="甲", channel="nfra", sent_at="2026-11-22") == {"sent_at"}
    assert problems("request", platform="甲", kind="hours", made_at="2026-11-21T20:00:01+08:00") == {"made_at"}


def test_today_is_the_day_of_the_cases_zone():
    late = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)  # 01:00 on the 22nd in Shanghai
    values = {"platform": "甲", "signed_on": "2026-11-22"}
    assert clean_record("plan", values, now=late, zone=ZONE)["signed_on"] == "2026-11-22"
    with pytest.raises(InvalidInput):
        clean_record("plan", values, now=late, zone="America/New_York")


@pytest.mark.parametrize("given", ["2026-02-30", "2026-13-01", "0999-01-01", "x", 20260301, None, [], "2" * 9999])
def test_what_is_no_date(given):
    assert problems("plan", platform="甲", signed_on=given) == {"signed_on"}


@pytest.mark.parametrize(
    ("record", "values", "where"),
    [
        ("contact", {"until": "2026-03-02T22:40:59+08:00"}, "until"),
        ("contact", {"left_at": "2026-03-02T22:00:00+08:00"}, "left_at"),
        ("contact", {"asked_to_leave": "2026-03-03T10:00:00+08:00", "left_at": "2026-03-03T09:59:00+08:00"}, "left_at"),
        ("contact", {"relation": "parent"}, "relation"),
        ("contact", {"relation": "parent", "to": "debtor"}, "relation"),
        ("consent", {"platform": "甲", "hours": "09:00-20:00", "from": "2026-03-02", "to": "2026-03-01"}, "to"),
        ("plan", {"platform": "甲", "signed_on": "2026-03-02", "defaulted_on": "2026-03-01"}, "defaulted_on"),
        ("refusal", {"platform": "甲", "person": "debtor", "at": "2026-03-02T10:00:00+08:00"}, "person"),
    ],
)
def test_fields_must_fit_together(record, values, where):
    assert problems(record, **values) == {where}


def test_part_of_a_record_may_be_checked_alone_but_not_emptied_of_what_it_needs():
    def partial(**values):
        return clean_record("contact", values, now=NOW, zone=ZONE, partial=True)

    assert partial(outcome="missed") == {"outcome": "missed"}
    assert partial(outcome=None) == {}
    for values in ({"at": None}, {"kind": ""}):
        with pytest.raises(InvalidInput):
            partial(**values)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.text(st.characters(categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(st.sampled_from(sorted(RECORDS)), st.data())
def test_no_input_whatever_ends_in_anything_but_a_record_or_problems(record, data):
    names = st.sampled_from([field.name for field in RECORDS[record]]) | st.text()
    values = data.draw(st.dictionaries(names, JUNK, max_size=6))
    try:
        kept = clean_record(record, values, now=NOW, zone=ZONE)
    except InvalidInput as error:
        lines = [problem.line() for problem in error.problems]
        assert lines
        assert all("\n" not in line and len(line) < 900 for line in lines)
        "".join(lines).encode()
    else:
        from evidencelog.models.chain import canonical

        canonical(kept)
