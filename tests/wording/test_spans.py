"""Disguised, foreign and broken spellings are read, and what is shown stands in the text as it was written."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wording.packs import frame, marked, ours, small

WORDS = """
[classes.court]
words = "法院"
[classes.police]
words = "公安"
[classes.dun]
words = "催收"
[classes.credit]
words = "征信"
[classes.chat]
words = "微信"
[classes.day]
words = "3天"

[spelling]
separators = '''.-_*·'''
rewrites = "崔收=催收 薇信=微信 徵信=征信"
sounds = "法院=fa,yuan 公安=gong,an"
"""


@pytest.fixture
def reader(tmp_path):
    return small(tmp_path, WORDS + frame("posed", "court", "police", "dun", "credit", "chat", "day"))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("我是法院的", "法院"),
        ("我是法 院的", "法 院"),
        ("我是法\u3000院的", "法\u3000院"),
        ("我是法-*-院的", "法-*-院"),
        ("我是法\u200b\u2060院的", "法\u200b\u2060院"),
        ("我是f院的", "f院"),
        ("我是Ｆ院的", "Ｆ院"),
        ("我是fa院的", "fa院"),
        ("我是法yuan的", "法yuan"),
        ("我是fayuan的", "fayuan"),
        ("我是公an局", "公an"),
        ("我是公 安局", "公 安"),
        ("他是催收", "催收"),
        ("他是崔收", "崔收"),
        ("影響徵信", "徵信"),
        ("加薇信", "薇信"),
        ("再給你3️⃣天", "3️⃣天"),
        ("再给你３天", "３天"),
        ("再给你③天", "③天"),
        ("我是法\u0301院的", "法\u0301院"),
        ("𠮷我是法院的", "法院"),
        ("😀我是法院的", "法院"),
    ],
)
def test_the_words_shown_are_those_of_the_text(reader, written, shown):
    assert marked(reader.read(written), written) == [shown]


@pytest.mark.parametrize("written", ["我们公司成立于an城", "公司安排", "f1赛车", "法国，院子", "fabric", "法\n院"])
def test_what_only_looks_alike_is_left_alone(reader, written):
    assert reader.read(written).marks == ()


def test_traditional_characters_are_read_with_the_wording_of_the_pack():
    text = "我係縣公安局嘅，你欠平臺嘅錢今日之內還清"
    assert ("impersonation_police", "公安局") in {
        (mark.label, text[mark.start : mark.end][-3:]) for mark in ours().read(text, view="quote").marks
    } or any(mark.label == "impersonation_police" for mark in ours().read(text, view="quote").marks)


def test_marks_of_one_rule_do_not_overlap_and_lie_in_the_text():
    for text in (
        "你再不还钱，我们就联系你爸妈、你单位领导，把欠款的事都告诉他们。",
        "再躲我就打断你的腿，砸了你家门。",
    ):
        marks = ours().read(text, view="quote", contacted="debtor").marks
        assert marks
        for one in marks:
            assert 0 <= one.start < one.end <= len(text)
        for one, other in itertools.pairwise(marks):
            assert (one.rule, one.label) != (other.rule, other.label) or one.end <= other.start


_BITS = st.sampled_from(
    ["法", "院", "公", "安", "法院", "f", "an", "fa", "yuan", " ", "\u3000", "-", "·", "\u200b", "3", "３", "️⃣", "天",
     "催", "崔", "收", "徵", "信", "薇", "。", "，", "\n", "😀", "\u0301", "𠮷", "ﬁ", "㎏", "™", "\ud800", "\x00"],
)  # fmt: skip


@given(st.lists(_BITS, max_size=30).map("".join))
def test_every_character_of_a_normal_text_comes_from_a_place_of_the_text(text):
    normal = ours()._normaliser.normal(text)
    assert normal.text == ours()._normaliser.plain(text)
    assert len(normal.starts) == len(normal.ends) == len(normal.text)
    assert all(0 <= start < end <= len(text) for start, end in zip(normal.starts, normal.ends, strict=True))
    assert list(normal.starts) == sorted(normal.starts)
    assert list(normal.ends) == sorted(normal.ends)


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fail(text):
    for mark in ours().read(text).marks:
        assert 0 <= mark.start < mark.end <= len(text)
    assert all(unicodedata.category(one) not in ("Cf", "Cc") or one == "\n" for one in ours()._normaliser.plain(text))
