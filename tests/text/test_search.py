"""Folding for search, and the way back to the text as written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencelog.text.search import fold, folded
from evidencelog.text.traditional import SIMPLIFIED, TRADITIONAL


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ABC", "abc"),
        ("ＡＢＣ１２３", "abc123"),
        ("電話騷擾恐嚇", "电话骚扰恐吓"),
        ("臺灣銀行貸款還清證明", "台湾银行贷款还清证明"),
        ("單位領導", "单位领导"),
        ("①㈠㍿", "1(一)株式会社"),
        ("ﬁle", "file"),
        ("Straße", "strasse"),
        ("e\u0301", "é"),
    ],
)
def test_folded(text, expected):
    assert folded(text) == expected
    assert fold(text).text == expected


@given(st.text(max_size=40))
def test_both_foldings_agree_and_keep_positions(text):
    twice = fold(text)
    assert twice.text == folded(text)
    assert len(twice.starts) == len(twice.ends) == len(twice.text)
    assert list(twice.starts) == sorted(twice.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(twice.starts, twice.ends, strict=True))


@given(st.text(st.sampled_from("中電话e\u0301가ᄒ\u1161\u11abｶﾞA①Σß"), max_size=20))
def test_joined_characters_fold_together(text):
    assert fold(text).text == folded(text)


def test_hits_are_spans_of_the_text_as_written():
    text = "他說：再打電話、ﬁｎｅ，电话打到單位"
    hits = fold(text).find("电话")
    assert [text[start:end] for start, end in hits] == ["電話", "电话"]
    assert [text[slice(*hit)] for hit in fold(text).find("INE")] == ["ﬁｎｅ"]
    assert fold(text).find("") == []
    assert fold("aaaa").find("aa") == [(0, 2), (2, 4)]


def test_table_pairs_traditional_with_simplified():
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert not set(TRADITIONAL) & set(SIMPLIFIED), "folding twice must change nothing"
    written_in_the_mainland = "啰锺"  # simplified forms outside GB 2312
    for traditional, simplified in zip(TRADITIONAL, SIMPLIFIED, strict=True):
        assert simplified in written_in_the_mainland or simplified.encode("gb2312")
        assert unicodedata.normalize("NFKC", traditional) == traditional
