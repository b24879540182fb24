"""The columns of the timeline stand in the same cells whatever is written in them."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from evidencelog.i18n import set_language
from evidencelog.models.browsing import DayCount, ListRow
from evidencelog.tui.widgets.drawing import shown
from evidencelog.tui.widgets.timeline import Timeline, columns, fit_marks, platform_count, witness_words

PLAIN = ListRow(
    "C0001", 0, "2026-10-02", 81660, "minute", "call", "phone", "in", "answered", 95, 1, "L0001", "某消金", "debtor", None, None,
    "张某", "0231", "95013", "phone_log", 0, None, 1, 0,
)  # fmt: skip
ROWS = {
    "plain": PLAIN,
    "nothing known": ListRow(*["C0002", 0, "2026-10-02", 0, "day", "other", *[None] * 4, 1, *[None] * 2, "debtor", *[None] * 6, 0, None, 1, 0]),  # type: ignore[arg-type]
    "long": PLAIN._replace(platform_name="极速现金贷平台技术服务有限公司" * 3, caller="李" * 60, to="P0001", to_name="单位人事部的老同事", count=140),
    "english": PLAIN._replace(platform_name="Quick Cash Lending Platform Ltd", caller="Mr. Nobody In Particular", kind="message", channel="wechat"),
    "hostile": PLAIN._replace(platform_name="红\x1b[31m\x1b]0;title\x07字", caller="a\u202eb\u200b\nc\td", number="\x9b2J", to="P0001", to_name="\u0301" * 30 + "妈"),
    "emoji": PLAIN._replace(platform_name="👨‍👩‍👧‍👦家庭贷", caller="🇨🇳⚖️ 法务", withdrawn=1),
    "withdrawn": PLAIN._replace(withdrawn=1),
    "outgoing": PLAIN._replace(direction="out", outcome=None, duration=None),
    "visit with files": PLAIN._replace(kind="visit", attachments=12, duration=36_000),
}  # fmt: skip
WIDTHS = (73, 79, 99, 119, 134, 199)


def _edges(timeline: Timeline, row: ListRow, width: int) -> list[int]:
    """The cells at which the parts of a row that are columns begin, but for the marks."""
    cells = columns(width, "zh" if width in WIDTHS else "en")
    at, edges = 0, []
    for part in timeline.parts(row, width)[: 13 + (2 if cells.duration else 0)]:
        edges.append(at)
        at += cell_len(part.text)
    return edges


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_columns_begin_in_the_same_cells(width: int, lang: str) -> None:
    set_language(lang)
    timeline = Timeline(lambda _days: [])
    timeline.take_marks({"C0001": [("夜间", "breach"), ("冒充", "likely"), ("三方", "note"), ("超次", "breach")]})
    wanted = _edges(timeline, PLAIN, width)
    for name, row in ROWS.items():
        assert _edges(timeline, row, width) == wanted, name
        assert sum(cell_len(shown_or_same(part.text)) for part in timeline.parts(row, width)) <= width, name


def shown_or_same(text: str) -> str:
    """What the strip draws of a part."""
    return text if text.isprintable() else shown(text)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_columns_fill_the_line(width: int, lang: str) -> None:
    cells = columns(width, lang)
    gaps = cells.gap * (7 + (cells.duration > 0) + (cells.words > 0))
    used = (
        6
        + cells.kind
        + cells.platform
        + cells.caller
        + cells.to
        + cells.duration
        + cells.outcome
        + cells.marks
        + cells.words
        + cells.witness
    )
    assert used + gaps == width - 1  # one cell stays free at the right
    assert cells.platform >= 10
    assert cells.caller >= (14 if width >= 79 else 9), "a telephone number is cut"
    assert cells.marks >= 10


def test_nothing_hostile_is_drawn() -> None:
    timeline = Timeline(lambda _days: [])
    line = "".join(shown_or_same(part.text) for part in timeline.parts(ROWS["hostile"], 79))
    assert line.isprintable()
    assert "[31m" not in line
    assert "title" not in line


def test_marks_show_grades_by_a_sign_too() -> None:
    timeline = Timeline(lambda _days: [])
    timeline.take_marks({"C0001": [("夜间", "breach"), ("冒充", "likely"), ("三方", "undetermined")]})
    drawn = {part.text: part.weight for part in timeline.parts(PLAIN, 119)}
    assert drawn["夜间"] == "accent"
    assert "冒充?" in drawn
    assert "三方?" in drawn


def test_a_mark_that_does_not_fit_is_left_out_whole() -> None:
    timeline = Timeline(lambda _days: [])
    timeline.take_marks({"C0001": [("夜间", "breach"), ("一二三四五六", "breach")]})
    assert not any(part.text.startswith("一") for part in timeline.parts(PLAIN, 79))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (PLAIN, "记录"),
        (PLAIN._replace(source="memory"), "手记"),
        (PLAIN._replace(source="recording"), "录音"),
        (PLAIN._replace(source="memory", attachments=1), "附件"),
        (PLAIN._replace(source=None), ""),
    ],
)
def test_best_evidence_in_one_word(row: ListRow, words: str) -> None:
    assert witness_words(row) == words


def test_a_day_is_counted_per_platform() -> None:
    assert platform_count(DayCount("2026-10-02", "L0001", "某消金", 4, 3)) == "某消金 4（接通 3）"
    assert platform_count(DayCount("2026-10-02", "L0002", "花呗", 1, 0)) == "花呗 1"


@pytest.mark.parametrize(
    ("words", "width", "expected"),
    [
        (["夜间", "超次"], 10, (2, "")),
        (["夜间", "超次"], 9, (2, "")),  # no blank is needed behind the last
        (["夜间", "超次", "冒充?"], 12, (2, " +1")),
        (["三方", "株连?", "透露?"], 12, (2, "+1")),  # no blank before the figure, and no mark less
        (["透露?", "曝光?", "滋扰?"], 12, (1, " +2")),
        (["Exposed?", "Third"], 10, (1, "+1")),
        (["Exposed?", "Third"], 9, (1, "")),  # the word goes before the figure
        (["Exposed?"], 5, (0, "")),
        ([], 10, (0, "")),
    ],
)
def test_marks_without_room_are_counted(words: list[str], width: int, expected: tuple[int, str]) -> None:
    assert fit_marks(words, width) == expected
