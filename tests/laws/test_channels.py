"""Addressees of packets as data: what a file must hold, and what the shipped ones say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evidencelog.laws import catalogue
from evidencelog.laws.channels import read_channels
from evidencelog.laws.faults import PackRefused

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
    found = read_channels(SHIPPED, texts)
    assert [channel.id for channel in found.channels] == ["lender", "nfra"]
    for channel in found.channels:
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
    for channel in read_channels(SHIPPED, texts).channels:
        received = [(one.count, one.unit) for one in channel.clocks if one.starts == "received"]
        assert received == [(15, "day"), (30, "day"), (60, "day")]
        (review,) = [one for one in channel.clocks if one.starts == "decided"]
        assert (review.count, review.unit, review.binds.zh) == (30, "day", "投诉人")
        for one in channel.clocks:
            assert "条号待核" in one.citation.zh
            assert "not verified" in one.citation.en


def test_the_regulator_does_not_take_what_it_does_not_supervise(texts):
    lender, nfra = read_channels(SHIPPED, texts).channels
    assert "micro_loan" in lender.kinds
    assert not {"micro_loan", "private_lender", "debt_buyer"} & set(nfra.kinds)


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
