"""``check``, ``review`` and the rule book from the command line: contract, exit status, words by force."""

from __future__ import annotations

import re

import pytest

FINDING_KEYS = [
    "id", "rule", "name", "title", "grade", "on", "platform", "person", "contacts", "measured", "limit", "unit", "reading",
    "missing", "other_readings", "assumes", "bases", "explanation", "strengthen", "review",
]  # fmt: skip
BASIS_KEYS = [
    "provision", "citation", "instrument", "article", "force", "modality", "in_force_from", "in_force_to", "applies", "text",
    "text_status",
]  # fmt: skip


@pytest.fixture
def case(cli):
    """Four answered calls of one evening, the last after ten; agreed hours cover one later call."""
    cli("platform", "add", "某消金", "--kind", "consumer_finance", "--product", "online_consumer")
    for at in ("18:00", "19:00", "20:00", "22:41"):
        cli.add(
            "call",
            "--at",
            f"2026-03-02T{at}:00+08:00",
            "--platform",
            "某消金",
            "--outcome",
            "answered",
            "--style",
            "person",
        )
    cli("consent", "add", "--platform", "某消金", "--hours", "22:00-23:00", "--mode", "also", "--from", "2026-04-01")
    cli.add("call", "--at", "2026-04-02T22:30:00+08:00", "--platform", "某消金", "--outcome", "missed")
    return cli


def test_the_document_has_the_keys_of_the_contract(case):
    result = case("check", "--json")
    assert result.status == 1
    document = result.json()
    assert list(document) == ["schema", "case", "checked_at", "packs", "contacts", "noted", "findings"]
    assert (document["schema"], document["case"], document["contacts"]) == ("evidencelog.check/1", "case", 5)
    assert [list(pack) for pack in document["packs"]] == [["id", "version", "confirmed_on"]]
    for finding in document["findings"]:
        assert list(finding) == FINDING_KEYS
        assert re.fullmatch("F-[0-9a-f]{16}", finding["id"])
        for basis in finding["bases"]:
            assert list(basis) == BASIS_KEYS
    for noted in document["noted"]:
        assert list(noted) == ["rule", "on", "platform", "contacts", "why", "text"]
    grades = {
        finding["rule"]: (finding["grade"], finding["on"], finding["contacts"]) for finding in document["findings"]
    }
    assert grades == {
        "CN-T01": ("breach", "2026-03-02", ["C0004"]),
        "CN-F02": ("breach", "2026-03-02", ["C0001", "C0002", "C0003", "C0004"]),
    }
    assert ("CN-T01", "exception", ["C0005"]) in [(n["rule"], n["why"], n["contacts"]) for n in document["noted"]]


def test_the_exit_status_says_whether_something_counts(case):
    assert case("check").status == 1
    assert case("check", "--until", "2026-03-01").status == 0
    assert case("check", "--since", "2026-03-03").status == 0
    assert case("check", "--select", "CN-P").status == 0
    assert case("check", "--ignore", "cn-t01,CN-F02").status == 0
    assert case("check", "--select", "CN-T01", "--json").json()["findings"][0]["rule"] == "CN-T01"
    assert case("check", "--platform", "某消金").status == 1


def test_rules_and_platforms_that_are_not_there(case):
    for words in (("--select", "CN-Z99"), ("--platform", "乙"), ("--since", "whenever")):
        result = case("check", *words)
        assert (result.status, result.out) == (2, "")
        assert result.err.count("\n") == 1


def test_a_dismissed_finding_no_longer_counts_until_its_contacts_change(case):
    ids = {finding["rule"]: finding["id"] for finding in case("check", "--json").json()["findings"]}
    assert case("review", ids["CN-T01"], "dismiss", "--because", "是我让他打的").out == f"{ids['CN-T01']} dismiss\n"
    assert case("review", ids["CN-F02"], "dismiss", "--because", "有一通不是").status == 0
    result = case("check", "--json")
    assert result.status == 0
    review = {finding["rule"]: finding["review"] for finding in result.json()["findings"]}["CN-F02"]
    assert (review["decision"], review["because"], review["stale"]) == ("dismiss", "有一通不是", False)
    case.add(
        "call",
        "--at",
        "2026-03-02T21:00:00+08:00",
        "--platform",
        "某消金",
        "--outcome",
        "answered",
        "--style",
        "person",
    )
    again = case("check", "--json")
    assert again.status == 1
    stale = {finding["rule"]: finding["review"]["stale"] for finding in again.json()["findings"]}
    assert stale == {"CN-T01": False, "CN-F02": True}


def test_a_confirmed_finding_counts(case):
    finding = case("check", "--json").json()["findings"][0]["id"]
    assert case("review", finding, "confirm", "--because", "有录音").status == 0
    assert case("check").status == 1


def test_a_review_of_nothing_is_refused(case):
    before = case.state()
    for words in (("F-0000000000000000", "confirm", "--because", "x"), ("C0001", "confirm", "--because", "x")):
        result = case("review", *words)
        assert result.status == 2
        assert result.err.count("\n") == 1
    finding = case("check", "--json").json()["findings"][0]["id"]
    assert "--because" in case("review", finding, "dismiss", "--because", " ").err
    assert case.state() == before


def test_findings_are_named_by_force_and_never_illegal(case):
    case.add("call", "--at", "2026-03-05T10:00:00+08:00", "--platform", "某消金", "--claimed-role", "police")
    chinese = case("check", lang="zh").out
    assert "不符合推荐性国家标准：" in chinese
    assert "不符合行业自律规范：" in chinese
    assert "可能违反《" in chinese
    assert "记录可见" in chinese
    assert "另外注意到" in chinese
    for word in ("违法", "犯罪", "非法"):
        assert word not in re.sub("《[^》]*》", "", chinese)
    english = case("check").out
    assert "not in line with a recommended national standard: " in english
    assert "may breach 《" in english
    assert "illegal" not in english


def test_the_findings_of_a_contact_stand_in_lists_and_with_it(case):
    contacts = {contact["id"]: contact["findings"] for contact in case("list", "--json").json()["contacts"]}
    assert sorted(finding["rule"] for finding in contacts["C0004"]) == ["CN-F02", "CN-T01"]
    assert [finding["rule"] for finding in contacts["C0001"]] == ["CN-F02"]
    assert contacts["C0005"] == []
    shown = case("show", "C0004", "--json").json()["findings"]
    whole = {finding["id"]: finding for finding in case("check", "--json").json()["findings"]}
    assert shown == [whole[finding["id"]] for finding in shown]
    assert [list(finding) for finding in contacts["C0001"]] == [["id", "rule", "grade", "on"]]


def test_every_rule_and_article_can_be_read(cli):
    rules = cli("rules", "--json").json()["rules"]
    assert {"CN-T01", "CN-F01", "CN-I01"} <= {rule["code"] for rule in rules}
    for rule in rules:
        whole = cli("rule", rule["code"].lower(), "--json").json()
        assert whole["code"] == rule["code"]
        page = cli("rule", rule["code"]).out
        for basis in whole["bases"]:
            assert basis["citation"] in page
    assert not cli.case.exists()


def test_a_provision_says_how_sure_its_words_are(cli):
    page = cli("law", "psapl-2025", "62", lang="zh").out
    assert "第六十二条" in page
    assert "「冒充国家机关工作人员招摇撞骗的" in page
    quoted = cli("law", "gbt-45251-2025", "5.3", lang="zh").out
    assert "（转引自" in quoted
    assert "psapl-2025" in cli("law").out
    assert cli("law", "psapl-2025", "62", "--json").json()["passages"][0]["text_status"] == "verbatim"


@pytest.mark.parametrize("words", [("rule", "CN-Z99"), ("law", "psapl-1900"), ("law", "psapl-2025", "999")])
def test_a_rule_or_law_that_is_not_there(cli, words):
    for lang in ("en", "zh"):
        result = cli(*words, lang=lang)
        assert (result.status, result.out) == (2, "")
        assert result.err.count("\n") == 1
        assert words[-1] in result.err
