"""Lines measured in cells: exact widths, clean breaks, nothing a terminal would obey."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from evidencelog.tui.widgets.drawing import Paragraph, Part, clip, fit, shown, strip_of, wrap

ANYTHING = st.text(max_size=60)
CHINESE = st.text(alphabet="催收电话说今天不还就上门，。（）《》 abc019", max_size=120)


@pytest.mark.parametrize(
    ("text", "width", "drawn"),
    [
        ("某消金", 6, "某消金"),
        ("某消金", 8, "某消金  "),
        ("某消金", 5, "某消 "),  # half of a wide character is never drawn
        ("abc", 5, "abc  "),
        ("", 3, "   "),
        ("红\x1b[31m字", 6, "红字  "),
        ("a\nb\tc", 6, "a b c "),
        ("x", 0, ""),
    ],
)
def test_fit_fills_exactly(text: str, width: int, drawn: str) -> None:
    assert fit(text, width) == drawn


def test_fit_to_the_right() -> None:
    assert fit("1分35秒", 9, right=True) == "  1分35秒"


@given(ANYTHING, st.integers(1, 40))
def test_any_text_takes_exactly_its_cells(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width
    assert cell_len(clip(text, width)) <= width


@given(ANYTHING)
def test_nothing_shown_moves_a_cursor(text: str) -> None:
    assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in shown(text))


@given(st.lists(ANYTHING, max_size=5), st.integers(1, 40))
def test_a_strip_is_as_wide_as_asked(texts: list[str], width: int) -> None:
    strip = strip_of([Part(text) for text in texts], width, Style(), {})
    assert cell_len(strip.text) == width == strip.cell_length


@given(CHINESE, st.integers(12, 40), st.integers(0, 4), st.integers(0, 4))
def test_wrapping_loses_nothing_and_keeps_the_width(text: str, width: int, indent: int, hang: int) -> None:
    lines = wrap(Paragraph((Part(text),), indent, hang), width)
    written = ["".join(part.text for part in line) for line in lines]
    assert "".join("".join(written).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in written)


def test_punctuation_does_not_begin_a_line() -> None:
    lines = wrap(Paragraph((Part("他说今天不还，就去单位。"),)), 12)
    assert ["".join(part.text for part in line) for line in lines] == ["他说今天不", "还，就去单", "位。"]


def test_english_words_stay_whole_and_weights_survive() -> None:
    lines = wrap(Paragraph((Part("the "), Part("recommended standard", "strong"))), 12)
    assert lines == [[Part("the ")], [Part("recommended ", "strong")], [Part("standard", "strong")]]


@pytest.mark.parametrize(
    ("text", "width", "drawn"),
    [
        ("The lender's own complaint desk", 18, "The lender's own"),  # not "The lender's own c"
        ("NFRA, hotline 12378", 18, "NFRA, hotline"),  # a number cut in two is another number
        ("10690000000001", 11, "10690000000"),  # no gap to cut at
        ("Consumer protection", 14, "Consumer prote"),  # a cut at the gap would leave too much empty
        ("CN-F02 More than three conversations", 29, "CN-F02 More than three"),
        ("某某消费金融有限公司", 12, "某某消费金融"),
    ],
)
def test_a_word_is_cut_only_where_nothing_else_fits(text: str, width: int, drawn: str) -> None:
    assert clip(text, width) == drawn
    assert fit(text, width) == drawn.ljust(width - cell_len(drawn) + len(drawn))
