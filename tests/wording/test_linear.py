"""Reading takes time in proportion to the text, whatever stands in it.

Counted is work, not time: comparisons and function calls of the interpreter while a text and the same text twice as long
are read.
"""

from __future__ import annotations

import re
import sys

import pytest

from evidencelog.laws.wording_words import unbounded
from tests.wording.packs import ours

HOSTILE = {
    "one character": "法",
    "a word over and over": "法院",
    "negations": "不会",
    "openings": "我是",
    "numbers": "1",
    "counts": "3次",
    "amounts": "三万八千",
    "separators": "法 - ",
    "letters": "fa",
    "mixed letters": "f院",
    "brackets": "【",
    "quotes": "“",
    "titles": "《",
    "clauses": "不还就，",
    "sentences": "法院已立案。",
    "names": "张警官",
    "everything": "我是法院的，不还钱就联系你家人、单位领导，抓你坐牢，把照片发群里。",
    "turns": "催收：还钱。我：没钱。",
    "invisible": "\u200b",
    "marks": "a\u0301",
    "line ends": "\n",
    "emoji": "3️⃣",
    "half words": "连带责",
    "beginnings": "国家市区县",
}


def work(text: str) -> int:
    """Steps the interpreter takes while the text is read: calls of functions, also of those written in C, and lines."""
    steps = 0

    def count(_frame: object, _event: str, _argument: object) -> None:
        nonlocal steps
        steps += 1

    reader = ours()
    sys.setprofile(count)
    try:
        reader.read(text, view="quote", channel="sms", contacted="debtor")
    finally:
        sys.setprofile(None)
    return steps


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_text_is_at_most_a_good_twice_the_work(name):
    piece = HOSTILE[name]
    text = piece * (4000 // len(piece))
    work(piece)
    single, double = work(text), work(text + text)
    assert double <= 2.3 * single + 400


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_as_much_around_a_real_sentence_is_at_most_a_good_twice_the_work(name):
    piece = HOSTILE[name]
    hostile = piece * (3000 // len(piece))
    real = "。我是法院的，你的案子已经立案，今天把欠款还给平台。"
    assert work(hostile + hostile + real) <= 2.3 * work(hostile + real) + 400


def test_no_pattern_of_the_pack_can_be_made_to_blow_up():
    """Every repetition is bounded, and none stands in another."""
    for number, pattern, _needs in ours().wording.patterns:
        assert unbounded(pattern) is None, ours().wording.classes[number]


def test_the_quick_look_tries_each_place_once():
    """Its words are joined by their beginnings: nothing in it repeats or refers back."""
    from re import _parser as parser  # type: ignore[attr-defined]

    pattern = ours().quick_look.pattern
    assert ours().wording.anchor_patterns == ()
    assert not re.search(r"(?<!\\)[*+]", re.sub(r"\[[^\]]*\]", "", pattern))
    assert "MAX_REPEAT" not in {str(code) for code, _argument in parser.parse(pattern)}
