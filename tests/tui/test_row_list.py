"""A list over a million rows: reads only what it shows, keeps every row reachable, names every group."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

import pytest
from textual.app import App

from evidencelog.tui.widgets.drawing import Part
from evidencelog.tui.widgets.row_list import PagedRows, RowList

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult

MILLION = 1_000_000


class Line(NamedTuple):
    number: int
    group: int


class Lines(RowList[Line]):
    def group_of(self, row: Line) -> int:
        return row.group

    def heading(self, row: Line, _width: int) -> list[Part]:
        return [Part(f"group {row.group}")]

    def parts(self, row: Line, _width: int) -> list[Part]:
        return [Part(f"row {row.number}")]


class Bench(App[None]):
    def compose(self) -> ComposeResult:
        yield Lines()


class Source:
    """Rows made on demand; remembers what was asked for."""

    def __init__(self, length: int, per_group: int) -> None:
        self.length, self.per_group = length, per_group
        self.asked: list[int] = []

    def read(self, offset: int, limit: int) -> list[Line]:
        self.asked.append(offset)
        return [Line(at, at // self.per_group) for at in range(offset, min(offset + limit, self.length))]


def look(length: int, per_group: int, script: Callable[[Lines, Source], Awaitable[None]], height: int = 12) -> None:
    async def run() -> None:
        app = Bench()
        async with app.run_test(size=(40, height)) as pilot:
            source = Source(length, per_group)
            lines = app.query_one(Lines)
            lines.focus()
            lines.show_rows(PagedRows(source.read, length))
            await pilot.pause()
            await script(lines, source)

    asyncio.run(run())


def drawn(lines: Lines) -> list[str]:
    return [lines.render_line(y).text.strip() for y in range(lines.size.height)]


def test_first_look_reads_the_first_page_only() -> None:
    async def script(lines: Lines, source: Source) -> None:
        assert drawn(lines)[:3] == ["group 0", "row 0", "row 1"]
        assert source.asked == [0]

    look(MILLION, 400, script)


@pytest.mark.parametrize("per_group", [1, 2, 7, 400])
def test_scrolling_ends_with_the_last_row_on_the_last_line(per_group: int) -> None:
    """Without the cursor, as a mouse does it; headings at the end are counted when it comes into view."""

    async def script(lines: Lines, _source: Source) -> None:
        lines.styles.overflow_x = "hidden"  # as in the app
        for _turn in range(2):  # the end is found, then reached
            lines.scroll_to(y=lines.max_scroll_y, animate=False, force=True)
        assert drawn(lines)[-1] == "row 999"
        lines.scroll_to(y=lines.max_scroll_y + 5, animate=False, force=True)
        assert drawn(lines)[-1] == "row 999"

    look(1000, per_group, script)


def test_the_last_row_stands_on_the_last_line() -> None:
    async def script(lines: Lines, source: Source) -> None:
        lines.action_last()
        assert drawn(lines)[-1] == f"row {MILLION - 1}"
        assert len(source.asked) <= 4

    look(MILLION, 400, script)


@pytest.mark.parametrize("per_group", [1, 2, 3, 5, 400])
@pytest.mark.parametrize("length", [1, 5, 11, 12, 13, 40])
def test_walking_shows_every_row_under_its_heading(length: int, per_group: int) -> None:
    async def script(lines: Lines, _source: Source) -> None:
        for direction in (lines.action_down, lines.action_up):
            for _step in range(length):
                row = lines.current()
                assert row is not None
                view = drawn(lines)
                assert f"row {row.number}" in view
                above = [line for line in view[: view.index(f"row {row.number}")] if line.startswith("group")]
                assert above[-1] == f"group {row.group}"
                direction()

    look(length, per_group, script)


def test_page_keys_and_ends() -> None:
    async def script(lines: Lines, _source: Source) -> None:
        lines.action_page_down()
        assert lines.cursor == 10
        lines.action_page_up()
        assert lines.cursor == 0
        lines.action_last()
        lines.action_down()
        assert lines.cursor == 99
        lines.action_first()
        lines.action_up()
        assert lines.cursor == 0

    look(100, 7, script)


def test_pages_used_last_are_kept_and_others_let_go() -> None:
    source = Source(MILLION, 10)
    rows = PagedRows(source.read, MILLION)
    for page in range(PagedRows.KEPT + 10):
        assert rows[page * PagedRows.PAGE].number == page * PagedRows.PAGE
    assert len(rows._pages) == PagedRows.KEPT
    source.asked.clear()
    assert rows[(PagedRows.KEPT + 9) * PagedRows.PAGE + 5]
    assert source.asked == []


def test_rows_taken_away_by_another_program_do_not_break_the_list() -> None:
    async def script(lines: Lines, source: Source) -> None:
        source.length = 3
        lines.show_rows(PagedRows(source.read, 50))
        lines.action_last()
        assert drawn(lines) is not None
        assert lines.row_at(49) is None

    look(50, 10, script)


def test_an_empty_list_says_what_to_do() -> None:
    async def script(lines: Lines, _source: Source) -> None:
        lines.say_when_empty("n adds one")
        assert "n adds one" in drawn(lines)
        lines.action_open()
        assert lines.current() is None

    look(0, 1, script)
