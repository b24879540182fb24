"""Addressees of packets as data: what a file must hold, and what the shipped ones say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evidencelog.laws import catalogue
from evidencelog.laws.channels import read_channels
from evidencelog.laws.faults import PackRefused
from evidencelog.models.fields import PLATFORM_KINDS

SHIPPED = catalogue.find("cn")


@pytest.fixture(scope="module")
def texts():
    return catalogue.texts("cn")


@pytest.fixture
def copied(tmp_path):
    """The shipped addressees in a folder where one thing can be changed."""
    shutil.copytree(SHIPPED / "channels", tmp_path / "cn" / "channels")
    return tmp_path / "cn"


def changed(folder: Path, file: str, old: str, new: str) -> Path:
    path = folder / "channels" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_the_lender_comes_first_and_every_item_names_its_provision(texts):
    found = read_channels(SHIPPED, texts).channels
    assert [channel.id for channel in found] == [
        "lender", "nfra", "nfra_report", "nifa", "spam12321", "local_finance", "police", "court", "justice_bureau",
        "cac12377", "pbc12363", "generic",
    ]  # fmt: skip
    for channel in found[:2]:
        items = [one.item for one in channel.requires]
        # 银行业保险业消费投诉处理管理办法 art. 13: identity, contact; institution, staff; request, facts, grounds; signature
        assert items == [
            "name",
            "id_number",
            "phone",
            "respondent",
            "staff",
            "request",
            "facts",
            "grounds",
            "signature",
        ]
        assert {one.provision for one in channel.requires} == {"compl-2020/13"}
        assert not channel.asks("address")
        for one in channel.requires:
            assert texts.provisions[one.provision].citation == one.citation.zh


def test_clocks_are_calendar_days_and_say_that_the_article_is_not_verified(texts):
    for channel in read_channels(SHIPPED, texts).channels[:2]:
        received = [(one.count, one.unit) for one in channel.clocks if one.starts == "received"]
        assert received == [(15, "day"), (30, "day"), (60, "day")]
        (review,) = [one for one in channel.clocks if one.starts == "decided"]
        assert (review.count, review.unit, review.binds.zh) == (30, "day", "投诉人")
        for one in (one for one in channel.clocks if one.starts != "call"):
            assert "条号待核" in one.citation.zh
            assert "not verified" in one.citation.en


def test_the_regulator_does_not_take_what_it_does_not_supervise(texts):
    lender, nfra, *_others = read_channels(SHIPPED, texts).channels
    assert "micro_loan" in lender.kinds
    assert not {"micro_loan", "private_lender", "debt_buyer"} & set(nfra.kinds)


def of(texts, name):
    return next(channel for channel in read_channels(SHIPPED, texts).channels if channel.id == name)


BOUND = {"bank_card", "bank_loan", "consumer_finance", "auto_finance"}
"""Of the kinds of platform, those 办法 第二条 and cpm-2022 art. 55 call 银行业金融机构; a card is a bank's."""


@pytest.mark.parametrize("kind", PLATFORM_KINDS)
@pytest.mark.parametrize("name", ["lender", "nfra"])
def test_the_15_30_60_days_run_only_against_institutions_the_measures_bind(texts, name, kind):
    days = [one.count for one in of(texts, name).clocks if one.provision == "compl-2020/limits" and kind in one.kinds]
    assert days == ([15, 30, 60] if kind in BOUND else [])


def test_no_clock_of_the_complaint_measures_runs_for_every_kind(texts):
    for channel in read_channels(SHIPPED, texts).channels:
        for one in channel.clocks:
            assert one.kinds or not one.provision.startswith("compl-2020/"), (channel.id, one.id)


def test_a_report_to_the_regulator_has_other_clocks_than_a_complaint(texts):
    # 信访工作办法 arts 15 (its sense only), 28, 31, 33, 34: 15 days; two months; 60 days of acceptance, at most 30 more;
    # 30 days for each review, the second from the answer to the first
    clocks = {one.id: (one.count, one.unit, one.starts, one.provision) for one in of(texts, "nfra_report").clocks}
    assert clocks == {
        "notice": (15, "day", "received", ""),
        "act-on-request": (2, "month", "received", "petition-2025/28"),
        "ordinary": (60, "day", "accepted", "petition-2025/31"),
        "ordinary-longest": (90, "day", "accepted", "petition-2025/31"),
        "review": (30, "day", "decided", "petition-2025/33"),
        "second-review": (30, "day", "reviewed", "petition-2025/34"),
    }
    items = {one.item for one in of(texts, "nfra_report").requires if one.provision == "petition-2025/11"}
    assert items == {"name", "address", "phone", "request", "facts", "grounds", "signature"}


def test_working_days_stand_where_the_text_says_so_and_only_there(texts):
    working = [
        (channel.id, one.count)
        for channel in read_channels(SHIPPED, texts).channels
        for one in channel.clocks
        if one.unit == "working_day"
    ]
    assert working == [("nifa", 15), ("pbc12363", 7)]
    for channel in read_channels(SHIPPED, texts).channels:
        for one in channel.clocks:
            if one.provision:
                said = "".join(passage.text for passage in texts.provisions[one.provision].passages)
                assert (one.unit == "working_day") == (f"{one.count}个工作日" in said), (channel.id, one.id)


def test_the_police_limitation_is_six_months_from_the_act(texts):
    (clock,) = of(texts, "police").clocks
    assert (clock.count, clock.unit, clock.starts, clock.provision) == (6, "month", "act", "psapl-2025/25")
    assert of(texts, "police").criminal
    assert [one.provision for one in of(texts, "police").grounds] == ["psapl-2025/90", "psapl-2025/50"]
    assert "禁止接触" in of(texts, "police").grounds[1].text


def test_recordings_are_kept_as_long_as_the_text_for_that_lender_says(texts):
    kept = {one.kinds: (one.count, one.provision) for one in of(texts, "lender").clocks if one.starts == "call"}
    # card-2011 art. 68: at least two years; cfc-2024 art. 58: at least five; GB/T 45251 5.3: two, for those without a rule
    assert kept == {
        ("bank_card",): (24, "card-2011/68"),
        ("consumer_finance",): (60, "cfc-2024/58"),
        ("bank_loan", "micro_loan", "auto_finance", "assist_platform"): (24, "gbt-45251-2025/5.3"),
    }


def test_what_no_provision_says_is_never_shown_as_more_than_second_hand(texts):
    for channel in read_channels(SHIPPED, texts).channels:
        for one in (*channel.requires, *channel.clocks):
            assert one.citation.zh
            assert one.citation.en
            if not one.provision:
                assert one.text_status == "paraphrase"


def test_addressees_named_by_others_are_there(texts):
    every = read_channels(SHIPPED, texts).channels
    for channel in every:
        assert set(channel.taken_by) <= {one.id for one in every}
        assert bool(channel.taken_by) == bool(channel.taken.zh and channel.taken.en)
        assert bool(channel.rules) == bool(channel.unmatched.zh and channel.unmatched.en)


def test_only_the_list_of_original_texts_is_unaltered_and_it_goes_to_one_addressee(texts):
    every = read_channels(SHIPPED, texts).channels
    assert [channel.id for channel in every if channel.unaltered] == ["spam12321"]
    assert [channel.id for channel in every if "report-list" in channel.papers] == ["spam12321"]


def test_the_list_of_evidence_leads_for_the_court_and_the_statement_for_the_police(texts):
    assert of(texts, "court").papers[0] == "evidence-list"
    assert "complaint" not in of(texts, "court").papers
    assert of(texts, "police").papers[0] == "statement"


def test_words_of_the_guard_are_not_empty_and_spared_ones_hold_a_guarded_one(texts):
    guard = read_channels(SHIPPED, texts).guard
    for words in (
        guard.unlawful,
        guard.criminal,
        guard.demand,
        guard.sum_units,
        guard.count_units,
        guard.vague,
        *guard.proof.values(),
    ):
        assert words
    assert set(guard.proof) == {"illness", "dismissal", "waiver"}
    assert any(word in spared for spared in guard.spared for word in guard.unlawful)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("nfra.toml", 'provision = "compl-2020/13"', 'provision = "compl-2020/99"', "requires[0].provision"),
        ("nfra.toml", 'id = "nfra"', 'id = "other"', "id"),
        ("nfra.toml", 'unit = "day"', 'unit = "fortnight"', "clocks[0].unit"),
        ("nfra.toml", 'item = "name"', 'item = "shoe_size"', "requires[0].item"),
        ("nfra.toml", "order = 2", 'order = 2\ncolour = "red"', "colour"),
        ("nfra.toml", 'kinds = ["bank_card"', 'kinds = ["bank"', "kinds"),
        ("nfra.toml", 'starts = "received"', 'starts = "sometime"', "clocks[0].starts"),
        ("court.toml", '"evidence-list", ', '"evidence_list", ', "papers"),
        ("court.toml", 'paper = "transcripts"', 'paper = "transcript"', "forms[0].paper"),
        ("lender.toml", 'provision = "pipl/45"', 'provision = "pipl/999"', "letters[0].grounds[0].provision"),
        ("police.toml", 'passage = "no-contact"', 'passage = "contact"', "grounds[1].passage"),
        ("police.toml", 'rules = ["CN-H01"', 'rules = ["H01"', "rules[0]"),
        ("nifa.toml", 'item = "name"', 'item = "name"\nprovision = "compl-2020/13"', "requires[0]"),
        ("guard.toml", "vague = [", "vage = [", "vage"),
    ],
)
def test_a_mistake_is_refused_with_file_and_key(copied, texts, file, old, new, told):
    with pytest.raises(PackRefused) as caught:
        read_channels(changed(copied, file, old, new), texts)
    assert any(fault.file == f"cn/channels/{file}" and told in fault.line() for fault in caught.value.faults)


def test_a_pack_without_addressees_has_none(tmp_path, texts):
    (tmp_path / "xx").mkdir()
    assert read_channels(tmp_path / "xx", texts).channels == ()


def test_addressees_without_the_guards_words_are_refused(copied, texts):
    (copied / "channels" / "guard.toml").unlink()
    with pytest.raises(PackRefused, match=r"guard\.toml"):
        read_channels(copied, texts)
