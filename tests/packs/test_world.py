"""The packs of other countries: in preview, never sure of themselves, never mixed with the default one."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from evidencelog.app import checking
from evidencelog.app.cases import change_settings, open_case
from evidencelog.app.recording import record
from evidencelog.app.rulebook import instruments, rules
from tests.packs.running import PACKS, loaded
from tests.packs.test_texts import HAN, VERDICTS_EN, VERDICTS_ZH, rule_words

WORLD = [pack for pack in PACKS if pack != "cn"]
NOW = dt.datetime(2026, 11, 21, 4, tzinfo=dt.UTC)


def test_the_four_packs_are_there_and_only_one_is_in_use_by_default(tmp_path):
    assert WORLD == ["au", "kr", "tw", "us"]
    assert {rule["pack"] for rule in rules()} == {"cn"}
    assert {instrument["pack"] for instrument in instruments()} == {"cn"}


@pytest.mark.parametrize("pack", WORLD)
def test_every_rule_is_in_preview_and_says_so(pack):
    for rule in loaded(pack).pack.rules:
        assert rule.status == "preview"
        assert all(test.params["at_most"] in ("likely", "note") for test in rule.tests)
        assert any("试用" in text.words.zh and "preview" in text.words.en for text in rule.assumes)


@pytest.mark.parametrize("pack", WORLD)
def test_how_sure_a_text_is_stands_with_it(pack):
    read = loaded(pack)
    assert any("存档" in words.zh or "大意" in words.zh for words in read.pack.limitations)
    for instrument in read.texts.instruments.values():
        assert instrument.note is not None
        assert "把握：" in instrument.note.zh
        assert "Confidence: " in instrument.note.en
        assert instrument.source == ""  # nothing was read at an official place
    for provision in read.texts.provisions.values():
        for passage in provision.passages:
            assert bool(passage.quoted_via) == (passage.text_status == "quoted"), provision.id
            assert not re.search(r"https?:|\.com|github", passage.quoted_via), provision.id


@pytest.mark.parametrize("pack", WORLD)
def test_a_text_known_in_substance_gives_notes_only(pack):
    read = loaded(pack)
    for rule in read.pack.rules:
        for basis in rule.bases:
            statuses = {
                one.text_status for one in read.texts.provisions[basis.provision].passages if one.id == basis.passage
            }
            if "paraphrase" in statuses and not basis.supporting:
                assert {test.params["at_most"] for test in rule.tests} == {"note"}


@pytest.mark.parametrize("pack", WORLD)
def test_the_words_pass_no_verdict_in_either_language(pack):
    for rule in loaded(pack).pack.rules:
        for place, words in rule_words(rule):
            assert not [word for word in VERDICTS_ZH if word in words.zh], f"{rule.code} {place}"
            assert not [word for word in VERDICTS_EN if word in words.en.lower()], f"{rule.code} {place}"
            assert HAN.search(words.zh), f"{rule.code} {place}"
            assert not HAN.search(words.en), f"{rule.code} {place}"


def test_one_contact_under_several_packs_gives_a_finding_of_each_never_a_merged_one(tmp_path):
    with open_case(tmp_path / "case", create=True, clock=lambda: NOW) as case:
        record(case, "platform", {"name": "甲", "kind": "bank_card", "product": "credit_card"})
        record(
            case,
            "contact",
            {"kind": "call", "at": "2026-03-02T22:30:00", "platform": "甲", "collector": "某公司", "outcome": "missed"},
        )
        assert {finding.rule.partition("-")[0] for finding in checking.check(case).findings} == {"CN"}
        change_settings(case, packs=["cn", "us", "kr", "tw", "au"])
        report = checking.check(case)
        night = {finding.rule: finding for finding in report.findings if finding.rule.endswith("-T01")}
        change_settings(case, packs=["us"])
        alone = checking.check(case).findings
    assert set(night) == {"CN-T01", "US-T01", "KR-T01", "TW-T01", "AU-T01"}
    assert len({finding.id for finding in night.values()}) == 5
    assert {code: finding.grade for code, finding in night.items()} == {
        "CN-T01": "breach",
        "US-T01": "likely",
        "KR-T01": "likely",
        "TW-T01": "likely",
        "AU-T01": "note",
    }
    for code, finding in night.items():
        texts = loaded(code.partition("-")[0].lower()).texts
        assert {basis.provision for basis in finding.bases} <= set(texts.provisions)
    assert [pack["id"] for pack in report.packs] == ["cn", "us", "kr", "tw", "au"]
    assert alone == [night["US-T01"]]
