"""The words of a case's contacts in its check: spans, purposes, one finding for one thing, the person's own judgement."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidencelog.app import checking
from evidencelog.app.cases import Case, open_case
from evidencelog.app.recording import correct, record
from evidencelog.app.reviewing import review
from evidencelog.app.wording import CaseReader
from evidencelog.i18n import set_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.models.findings import Finding

NOW = dt.datetime(2026, 11, 21, 4, tzinfo=dt.UTC)
JAIL = "再不还钱就让你坐牢"
PRIVATE = "把钱转我私人微信"
CODE = "【某消金】您的验证码是482913,5分钟内有效,请勿告诉他人。"


@pytest.fixture
def case(tmp_path) -> Iterator[Case]:
    with open_case(tmp_path / "case", create=True, clock=lambda: NOW) as opened:
        record(opened, "platform", {"name": "某消金", "kind": "consumer_finance", "product": "online_consumer"})
        yield opened


def message(case: Case, content: str, at: str = "2026-03-02T10:00:00", **values: Any) -> str:
    given = {"kind": "message", "channel": "sms", "at": at, "platform": "某消金", "content": content, "view": "quote"}
    return record(case, "contact", given | values).id


def found(case: Case) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(finding.rule, finding.grade, finding.contacts) for finding in checking.check(case).findings]


def only(case: Case) -> Finding:
    """The finding about detention: what other rules make of a text is their matter."""
    (finding,) = checking.check(case, select=["CN-H02"]).findings
    return finding


def test_words_without_a_tag_are_a_finding_with_the_words_marked(case):
    text = "😀  " + JAIL
    told = message(case, text)
    finding = only(case)
    assert (finding.rule, finding.grade, finding.contacts, finding.missing) == ("CN-H02", "likely", (told,), ())
    (span,) = finding.spans
    assert (span.contact, text[span.start : span.end]) == (told, span.text)
    assert "坐牢" in span.text
    assert span.reason in finding.explanation
    assert all(basis.in_force_from <= "2026-03-02" for basis in finding.bases)
    assert "cfc-2024/56" in {basis.provision for basis in finding.bases}


def test_both_languages(case):
    message(case, JAIL)
    said = set()
    for language in ("en", "zh"):
        set_language(language)
        finding = only(case)
        said.add((finding.explanation, finding.reading, finding.spans[0].reason))
    assert len({part for parts in said for part in parts}) == 6


def test_nothing_is_found_without_a_marked_span(case):
    message(case, "您的借款已逾期3天,请尽快还款,如有困难请联系客服。")
    message(case, JAIL, direction="out")
    assert found(case) == []


def test_a_tag_and_the_words_are_one_finding(case):
    told = message(case, JAIL, tag=["threat_detention"])
    finding = only(case)
    assert (finding.rule, finding.contacts, len(finding.spans)) == ("CN-H02", (told,), 1)
    assert finding.reading != checking.READ_FROM_WORDS


def test_a_field_that_is_surer_keeps_its_grade_and_gets_the_words(case):
    record(case, "person", {"name": "妈妈", "relation": "parent"})
    message(case, "你儿子欠我们公司三万块一直不还", to="妈妈", said_to_third="told_debt")
    (told,) = [finding for finding in checking.check(case).findings if finding.rule == "CN-P03"]
    assert told.grade == "breach"
    assert told.spans


def test_a_judgement_of_words_is_kept_and_is_stale_when_they_changed(case):
    told = message(case, JAIL)
    review(case, only(case).id, "dismiss", "他是开玩笑的")
    judged = only(case).review
    assert judged is not None
    assert (judged["decision"], judged["stale"]) == ("dismiss", False)
    correct(case, told, {"content": "抓紧还钱"}, "听错了")
    assert found(case) == []
    assert checking.marks_for(case, [told]) == {told: []}


def test_a_receipt_of_unknown_purpose_is_not_counted(case):
    night = "2026-03-02T23:30:00"
    code = message(case, CODE, at=night, purpose=None)
    assert found(case) == []
    assert checking.findings_for(case, [code]) == {code: []}
    unread = message(case, "好的", at=night, purpose=None)
    (finding,) = checking.check(case).findings
    assert (finding.rule, finding.grade, finding.contacts, finding.missing) == (
        "CN-T01",
        "likely",
        (unread,),
        ("purpose",),
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("【某银行】验证碼 482913,请勿告诉他人", []),
        ("【某银行】您尾号0000的信用卡还款500.00元已入账", []),
        ("【某小贷】老客户专享提额券已到账,回T退订", []),
        ("【某银行】本期账单已生成,应还总额320.00元", []),
        ("【某小贷】您的借款已逾期3天,请尽快还款", ["breach"]),
        ("【某小贷】您的借款已逾期3天,请尽快还款,回T退订", ["likely"]),
        ("您的借款已逾期,登录验证码482913", ["likely"]),
        ("在吗", ["likely"]),
    ],
)
def test_plain_signs_tell_what_a_message_was_sent_for(case, content, expected):
    message(case, content, at="2026-03-02T23:30:00", purpose=None)
    assert [finding.grade for finding in checking.check(case).findings if finding.rule == "CN-T01"] == expected


def test_what_the_person_said_of_the_purpose_goes_before_the_words(case):
    late = message(case, CODE, at="2026-03-02T23:30:00", purpose="collection")
    assert ("CN-T01", "breach", (late,)) in found(case)


def test_a_mark_alone_makes_no_other_rule_surer(case):
    late = message(case, PRIVATE, at="2026-03-02T23:30:00", purpose=None)
    grades = {rule: (grade, contacts) for rule, grade, contacts in found(case)}
    assert grades == {"CN-T01": ("likely", (late,)), "CN-M02": ("likely", (late,))}
    message(case, "逾期了," + PRIVATE, at="2026-03-03T23:30:00", purpose=None)
    assert [grade for rule, grade, _contacts in found(case) if rule == "CN-T01"] == ["likely", "breach"]


def test_the_check_of_a_part_reads_no_other_words(case):
    message(case, JAIL)
    second = message(case, JAIL, at="2026-03-03T10:00:00")
    message(case, JAIL, platform="某银行")
    report = checking.check(case, since="2026-03-03", platform="L0001")
    assert {finding.contacts for finding in report.findings} == {(second,)}
    assert checking.check(case, select=["CN-T"]).findings == []
    assert "CN-H02" not in {finding.rule for finding in checking.check(case, ignore=["CN-H"]).findings}


def test_a_second_check_takes_what_the_first_one_read_and_says_the_same(case, monkeypatch):
    record(case, "person", {"name": "妈妈", "relation": "parent"})
    for content in (JAIL, PRIVATE, CODE, "你儿子欠我们公司三万块一直不还", "好的"):
        message(case, content, purpose=None)
        message(case, content, to="妈妈", view="description")
    first = checking.check(case)
    read: list[str] = []
    monkeypatch.setattr(CaseReader, "read", lambda _self, text, *_more: read.append(text))
    again = checking.check(case)
    assert (again.findings, again.noted, read) == (first.findings, first.noted, [])
    assert any(finding.spans for finding in again.findings)


WORDS = (
    JAIL,
    PRIVATE,
    CODE,
    "好的",
    "我是派出所的民警,你不还钱就坐牢",
    "已经打给你妈了,说了你欠钱的事",
    "一天打了二十个电话",
    None,
)


@st.composite
def contacts(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to sixteen contacts within a few days, most of them with words."""
    made = []
    for _number in range(draw(st.integers(3, 16))):
        values = {
            "kind": draw(st.sampled_from(("message", "call", "call"))),
            "at": f"2026-03-0{draw(st.integers(1, 3))}T{draw(st.sampled_from(('10:0', '10:1', '10:2', '23:3')))}"
            f"{draw(st.integers(0, 9))}:00",
            "platform": draw(st.sampled_from(("某消金", "某消金", "乙"))),
            "content": draw(st.sampled_from(WORDS)),
            "view": draw(st.sampled_from(("quote", "description", None))),
            "outcome": draw(st.sampled_from(("answered", "missed", None))),
            "to": draw(st.sampled_from(("debtor", "debtor", "妈妈"))),
            "tag": draw(st.sampled_from((None, None, ["threat_detention"], ["harass_volume"]))),
            "claimed_role": draw(st.sampled_from((None, None, "police"))),
            "role_checked": draw(st.sampled_from((None, None, "genuine", "false"))),
        }
        known = {name: value for name, value in values.items() if value is not None}
        made.append(known | {"purpose": draw(st.sampled_from(("collection", None, "service")))})
    return made


@given(contacts(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_incremental_equals_full_with_words(tmp_path_factory, made, random):
    with open_case(tmp_path_factory.mktemp("case") / "case", create=True, clock=lambda: NOW) as case:
        record(case, "platform", {"name": "某消金", "kind": "consumer_finance", "product": "online_consumer"})
        record(case, "person", {"name": "妈妈", "relation": "parent"})
        ids = [record(case, "contact", values).id for values in made]
        whole = checking.check(case).findings
        asked = random.sample(ids, random.randint(1, len(ids)))
        around = checking.findings_for(case, asked)
    for name in asked:
        assert around[name] == [finding for finding in whole if name in finding.contacts]
    keys = [(finding.rule, finding.contacts) for finding in whole]
    assert len(keys) == len(set(keys))
    contents = dict(zip(ids, made, strict=True))
    for finding in whole:
        for span in finding.spans:
            assert span.contact in finding.contacts
            assert contents[span.contact]["content"][span.start : span.end] == span.text != ""
