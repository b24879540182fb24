"""Cell widths against Unicode's own examples and against the terminal emulator used in the tests."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencelog.text.width import cells, clip, fit, wrap

CJK = st.text(st.sampled_from("中文电话，。（）abc 1…—\u0301é한가ｶﾞ🙂"), max_size=60)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0), ("abc", 3), ("中文", 4), ("ＡＢ", 4), ("ｶﾅ", 2), ("한글", 4), ("🙂", 2), ("e\u0301", 1), ("…—“”·①", 6),
        ("\u200b\u200e\u202e", 0), ("\x1b\x07", 0), ("〇", 2), ("￥1", 3), ("\u3000", 2), ("\u1112\u1161\u11ab", 2),
    ],
)  # fmt: skip
def test_cells(text, width):
    assert cells(text) == width


@pytest.mark.parametrize(
    "text", ["中文abc", "某消金 95013…", "１２３", "한국어 전화", "电话：（未接）", "ｶﾀｶﾅ", "🙂好", "café"]
)
def test_cells_agree_with_a_terminal(text):
    screen = pyte.Screen(80, 2)
    pyte.Stream(screen).feed(text)
    assert screen.cursor.x == cells(text)


@given(CJK, st.integers(0, 20))
def test_clip_is_the_longest_beginning(text, width):
    clipped = clip(text, width)
    assert text.startswith(clipped)
    assert cells(clipped) <= width
    if clipped != text:
        assert cells(text[: len(clipped) + 1]) > width


def test_clip_marks_a_cut_inside_the_width():
    assert clip("某某消费金融", 12, "..") == "某某消费金融"
    assert clip("某某消费金融有限公司", 12, "..") == "某某消费金.."
    assert clip("某某消费金融有限公司", 11, "..") == "某某消费.."
    assert clip("中文", 1) == ""
    assert clip("中文", 1, "..") == "."


@given(CJK, st.integers(2, 20))
def test_fit_is_exactly_as_wide(text, width):
    assert cells(fit(text, width)) == width


@given(CJK, st.integers(2, 20))
def test_wrap_keeps_everything_but_spaces_and_stays_inside(text, width):
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_wrap_by_words_characters_and_punctuation():
    assert wrap("他说今天不还，就打电话", 12) == ["他说今天不", "还，就打电话"]  # no comma at the head of a line
    assert wrap("说说（上门）", 6) == ["说说", "（上", "门）"]  # and no bracket opens at its tail
    assert wrap("call from 95188 again", 10) == ["call from", "95188", "again"]
    assert wrap("一行\n\n三行", 10) == ["一行", "", "三行"]
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    with pytest.raises(ValueError, match="1"):
        wrap("中", 1)
