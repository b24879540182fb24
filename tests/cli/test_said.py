"""What was said, on the command line: marked words beside a finding, cards in words, the answer to a check."""

from __future__ import annotations

import pytest

POSING = "我是派出所的民警,你不还钱就坐牢"


@pytest.fixture
def case(cli):
    cli("platform", "add", "某消金", "--kind", "consumer_finance", "--product", "online_consumer")
    return cli


def told(case, content: str, *more: str, lang: str = "zh"):
    words = (
        "add",
        "call",
        "--at",
        "2026-03-02T10:00:00",
        "--platform",
        "某消金",
        "--outcome",
        "answered",
        "--view",
        "quote",
    )
    return case(*words, "--content", content, *more, lang=lang)


def test_an_entry_shows_the_marked_words_and_the_card_at_once(case):
    result = told(case, POSING)
    assert result.status == 0
    assert result.out.splitlines()[0] == "C0001"
    assert "CN-H02" in result.out
    assert "C0001 的原话：" in result.out
    assert "「坐牢」" in result.out
    assert "先核实，不要置之不理" in result.err
    assert "correct C0001 --set role_checked=" in result.err
    assert "12356" not in result.err
    assert "Verify first, do not ignore it" in told(case, POSING, lang="en").err


def test_words_about_ending_ones_life_open_the_help_line_first(case):
    result = told(case, "法院已经立案,你想不开就跳楼去吧")
    lines = result.err.splitlines()
    help_line, verify = (next(n for n, line in enumerate(lines) if words in line) for words in ("12356", "先核实"))
    assert help_line < verify


def test_the_finding_as_json_carries_its_words(case):
    told(case, POSING)
    document = case("check", "--json").json()
    for finding in document["findings"]:
        (*_keys, last) = finding
        assert last == "spans"
        for span in finding["spans"]:
            assert list(span) == ["contact", "start", "end", "text", "reason"]
            assert POSING[span["start"] : span["end"]] == span["text"]
    added = told(case, POSING, "--json").json()
    assert added["cards"] == ["verify_first"]
    assert case("show", "C0001", "--json").json()["cards"] == ["verify_first"]


def test_the_answer_to_a_check_closes_the_card_and_settles_the_finding(case):
    told(case, POSING)
    assert "多半是吓唬" in case("show", "C0001", lang="zh").out
    assert "先核实" in case("check", lang="zh").err
    assert case("correct", "C0001", "--set", "role_checked=false", "--because", "打110问过").status == 0
    assert "多半是吓唬" not in case("show", "C0001", lang="zh").out
    grades = {finding["rule"]: finding["grade"] for finding in case("check", "--json").json()["findings"]}
    assert grades["CN-I01"] == "breach"
    assert case("correct", "C0001", "--set", "role_checked=genuine", "--because", "真的").status == 0
    assert "CN-I01" not in {finding["rule"] for finding in case("check", "--json").json()["findings"]}


def test_a_finding_by_words_is_judged_like_any_other(case):
    told(case, "再不还钱就让你坐牢")
    findings = case("check", "--json").json()["findings"]
    assert "CN-H02" in {finding["rule"] for finding in findings}
    assert case("check").status == 1
    for finding in findings:
        assert case("review", finding["id"], "dismiss", "--because", "玩笑").status == 0
    assert case("check").status == 0


def test_what_the_words_say_it_was_for_is_shown_as_such(case, tmp_path):
    lines = tmp_path / "one.jsonl"
    lines.write_text(
        '{"record": "contact", "kind": "message", "channel": "sms", "at": "2026-03-02T23:10:00+08:00", "platform": "某消金",'
        ' "purpose": null, "content": "您的验证码是482913,5分钟内有效", "view": "quote"}\n',
        encoding="utf-8",
    )
    assert case("import", lines, "--format", "evidencelog").status == 0
    shown = case("show", "C0001", lang="zh").out
    assert "服务通知（看文字）" in shown
    assert case("show", "C0001", "--json").json()["purpose_read"] == "service"
    assert case("check").status == 0
    case("correct", "C0001", "--set", "purpose=collection", "--because", "就是催收")
    assert case("show", "C0001", "--json").json()["purpose_read"] is None
    assert case("check").status == 1


def test_quick_entry_shows_the_card_too(case):
    result = case("note", "昨天上午10点 某消金 说法院已经立案", "--yes", lang="zh")
    assert result.status == 0, result.err
    assert "先核实，不要置之不理" in result.err
