"""Hostile text cannot act on a terminal, hide or reorder what is shown."""

from __future__ import annotations

import unicodedata

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencelog.text.neutral import neutral, one_line

HOSTILE = st.text(
    st.sampled_from(
        "a中 \n\t\x1b[]0;31m\x07\x9b\x9d\x90\x9c\\\u202e\u2066\u200b\u200d\ufeff\ud800\r\x00\u3164👨👩\u0301"
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("普通的话", "普通的话"),
        ("\x1b[31;1m红\x1b[0m", "红"),
        ("\x1b]0;title\x07x\x1b]8;;http://e\x1b\\y", "xy"),  # window title, hyperlink
        ("\x1bP+q544e\x1b\\z", "z"),
        ("\x9b2Jx\x9d0;t\x9cy", "xy"),  # the same in eight bits
        ("\x1bcx\x1b(0y", "xy"),
        ("还钱\u202eabc\u2066d\u2069", "还钱abcd"),
        ("a\u200bb\u200ec\ufeffd\u00ade\u3164f\U000e0041g", "abcdefg"),
        ("a\ud83db", "a\ufffdb"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),  # joined emoji stay joined
        ("催\u200d收", "催收"),
        ("a" + "\u0301" * 40, "a" + "\u0301" * 3),
    ],
)
def test_neutral(text, shown):
    assert neutral(text) == shown


def test_an_unended_string_swallows_nothing():
    assert neutral("\x1b]0;他说今天上门") == "0;他说今天上门"


@given(HOSTILE)
def test_nothing_that_acts_is_left(text):
    clean = neutral(text)
    assert not [c for c in clean if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert not set(clean) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f")
    clean.encode()
    assert neutral(clean) == clean


@given(HOSTILE)
def test_one_line_moves_a_terminal_only_to_the_right(text):
    line = one_line(text)
    screen = pyte.Screen(400, 3)
    pyte.Stream(screen).feed(line)
    assert screen.cursor.y == 0
    assert "\n" not in line
    assert line == line.strip()


def test_one_line_joins_lines():
    assert one_line("  今天\n\n\t18点前  还款 \r\n") == "今天 18点前 还款"
