"""A list drawn line by line: any number of rows, paged from the database, with headings where the group changes."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from evidencelog.tui.actions import bindings
from evidencelog.tui.widgets.drawing import Part, shown, strip_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from textual import events

Row = TypeVar("Row")
RowOut = TypeVar("RowOut", covariant=True)


class Rows(Protocol[RowOut]):
    """What a list shows: a length and rows by index, 0 first. A plain list is one."""

    def __len__(self) -> int:
        """How many rows there are."""

    def __getitem__(self, index: int, /) -> RowOut:
        """One row; the index is always inside."""


class PagedRows(Generic[Row]):
    """Rows read page by page when they come into view; the pages used last are kept."""

    PAGE = 128
    KEPT = 48

    def __init__(self, read: Callable[[int, int], Sequence[Row]], length: int) -> None:
        """``read`` takes offset and limit."""
        self._read = read
        self._length = length
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int) -> Row:
        number, position = divmod(index, self.PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._read(number * self.PAGE, self.PAGE)
            if page:  # else it could not be read, and may be the next time
                self._pages[number] = page
            if len(self._pages) > self.KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        if position >= len(page):  # another program took rows away since they were counted
            raise IndexError(index)
        return page[position]

    def put(self, offset: int, page: Sequence[Row]) -> None:
        """Takes a page read elsewhere; ``offset`` is a multiple of the page size."""
        self._pages[offset // self.PAGE] = page


class RowList(ScrollView, Generic[Row], can_focus=True):
    """Base of every list. A subclass says how a row, and the heading of a group of rows, are drawn.

    The view begins at the row ``scroll_y`` and shows the heading of that row's group on its first line, so the group
    is always named. One key redraws the two lines it touches, not the screen.
    """

    SCOPE = "list"
    BINDINGS = bindings("list")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--cursor",
        "rows--mark",
        "rows--heading",
        "rows--quiet",
        "rows--strong",
        "rows--accent",
    }

    cursor: reactive[int] = reactive(0, repaint=False)

    class Highlighted(Message):
        """The cursor is on another row; several in a row may be taken as one."""

        def __init__(self, source: RowList[Any], index: int) -> None:
            super().__init__()
            self.source = source
            self.index = index

        @property
        def control(self) -> RowList[Any]:
            """The list."""
            return self.source

        def can_replace(self, message: Message) -> bool:
            """Only the last place of the cursor matters."""
            return isinstance(message, RowList.Highlighted) and message.source is self.source

    class Opened(Message):
        """Enter or a double click on a row."""

        def __init__(self, source: RowList[Any], index: int) -> None:
            super().__init__()
            self.source = source
            self.index = index

        @property
        def control(self) -> RowList[Any]:
            """The list."""
            return self.source

    class Scrolled(Message):
        """Other rows are in view; several in a row may be taken as one."""

        def can_replace(self, message: Message) -> bool:
            """Only the last place matters."""
            return isinstance(message, RowList.Scrolled)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: Rows[Row] = []
        self._lines: list[tuple[bool, int]] = []
        self._laid_out: tuple[int, int] | None = None
        self._end_known = True
        self._weight_styles: dict[str, Style] | None = None
        self._ground: Style | None = None
        self._empty = ""

    # what a subclass says

    def parts(self, _row: Row, _width: int) -> list[Part]:
        """The line of a row in ``width`` cells."""
        return []

    def group_of(self, _row: Row) -> Hashable:
        """Rows of one group stand under one heading; None for no heading."""
        return None

    def heading(self, _row: Row, _width: int) -> list[Part]:
        """The heading above the rows of this row's group."""
        return []

    # what others may do with it

    @property
    def rows(self) -> Rows[Row]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: Rows[Row], cursor: int = 0) -> None:
        """Shows other rows with the cursor on one of them."""
        self._rows = rows
        self._laid_out = None
        self._resize_view()
        self.set_reactive(RowList.cursor, self.validate_cursor(cursor))
        self._bring_into_view()
        self.refresh()
        self.post_message(self.Highlighted(self, self.cursor))

    def say_when_empty(self, words: str) -> None:
        """What stands in a list without rows: why it is empty, and the key that fills it."""
        self._empty = words
        self.refresh()

    def redraw(self) -> None:
        """Draws everything again, after words, marks or colours changed."""
        self._laid_out = None
        self._weight_styles = None
        self.refresh()

    def current(self) -> Row | None:
        """The row under the cursor; None in an empty list."""
        return self.row_at(self.cursor)

    def row_at(self, index: int) -> Row | None:
        """A row; None when there is none at that place (any more)."""
        if not 0 <= index < len(self._rows):
            return None
        try:
            return self._rows[index]
        except IndexError:
            return None

    def shown_indexes(self) -> list[int]:
        """Indexes of the rows that can be seen now."""
        return [index for is_heading, index in self._layout() if not is_heading]

    # layout

    def _layout(self) -> list[tuple[bool, int]]:
        """The lines of the view: whether each is a heading, and the row it belongs to."""
        key = (round(self.scroll_y), self.size.height)
        if self._laid_out != key:
            self._lines = self._lines_from(*key)
            self._laid_out = key
        return self._lines

    def _lines_from(self, top: int, height: int) -> list[tuple[bool, int]]:
        lines: list[tuple[bool, int]] = []
        group: object = None
        for index in range(top, len(self._rows)):
            row = self.row_at(index)
            if row is None or len(lines) >= height:
                break
            mine = self.group_of(row)
            if mine != group and mine is not None:
                lines.append((True, index))
            group = mine
            lines.append((False, index))
        return lines[:height]

    def _top_for(self, last: int) -> int:
        """The first row of a view whose last line is the row ``last``."""
        room, top = self.size.height, last
        row = self.row_at(last)
        if row is None:
            return last
        group = self.group_of(row)
        room -= 1 if group is None else 2
        while room > 0 and top > 0:
            row = self.row_at(top - 1)
            if row is None:
                break
            mine = self.group_of(row)
            room -= 1 if mine == group or mine is None else 2
            if room < 0:
                break
            group = mine
            top -= 1
        return top

    def _resize_view(self) -> None:
        """Makes the scroll range such that the last row stands on the last line at its end.

        How many headings stand at the end of a list that is read page by page is seen only when one comes near it; until
        then it ends a few rows too early.
        """
        count, height = len(self._rows), self.size.height
        self._end_known = count <= PagedRows.PAGE or not isinstance(self._rows, PagedRows)
        reach = self._top_for(count - 1) if count and height and self._end_known else count - height
        self.virtual_size = Size(max(self.size.width, 1), max(reach, 0) + height)

    def _look_for_end(self, top: int) -> None:
        """Corrects the scroll range once a view that begins at the row ``top`` holds the last row, or might."""
        count, height = len(self._rows), self.size.height
        if not self._end_known and height and top + height >= count:
            self._end_known = True
            self.virtual_size = Size(max(self.size.width, 1), self._top_for(count - 1) + height)

    def on_resize(self) -> None:
        """The view has another height."""
        self._laid_out = None
        self._resize_view()
        self._bring_into_view()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The view begins at another row."""
        super().watch_scroll_y(old_value, new_value)
        self._look_for_end(round(new_value))
        self.post_message(self.Scrolled())

    def notify_style_update(self) -> None:
        """Colours changed."""
        super().notify_style_update()
        self._weight_styles = None

    @property
    def plain_text(self) -> str:
        """The row under the cursor on one line, as it is drawn with much room."""
        row = self.current()
        return " ".join("".join(part.text for part in self.parts(row, 200)).split()) if row is not None else ""

    # drawing

    def _weights(self) -> dict[str, Style]:
        if self._weight_styles is None:
            self._weight_styles = {
                name: self.get_component_rich_style(f"rows--{name}") for name in ("cursor", "mark", "heading")
            } | {name: self._over_any_ground(f"rows--{name}") for name in ("quiet", "strong", "accent")}
        return self._weight_styles

    def _over_any_ground(self, component: str) -> Style:
        """A component's colour and weight without its background."""
        full = self.get_component_rich_style(component)
        return Style(color=full.color, bold=full.bold, dim=full.dim, underline=full.underline)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines of the view; the ground they stand on is looked up once for all of them."""
        self._ground = self.rich_style
        try:
            return super().render_lines(crop)
        finally:
            self._ground = None

    def render_line(self, y: int) -> Strip:
        """One line of the view."""
        width = self.scrollable_content_region.width
        base = self._ground or self.rich_style
        lines = self._layout()
        weights = self._weights()
        if y >= len(lines):
            words = self._empty if y == 1 and not lines else ""
            return strip_of([Part("  " + shown(words), "quiet")], width, base, weights)
        is_heading, index = lines[y]
        row = self.row_at(index)
        if row is None:
            return Strip.blank(width, base)
        if is_heading:
            return strip_of(self.heading(row, width), width, weights["heading"], weights)
        if index == self.cursor:
            lifted = weights["cursor" if self.has_focus else "mark"]
            return strip_of(self.parts(row, width), width, lifted, {})
        return strip_of(self.parts(row, width), width, base, weights)

    def _redraw_row(self, index: int) -> None:
        for y, line in enumerate(self._layout()):
            if line == (False, index):
                self.refresh(Region(0, y, self.size.width, 1))

    # the cursor

    def validate_cursor(self, index: int) -> int:
        """The cursor stays inside the list."""
        return max(0, min(index, len(self._rows) - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        """Redraws what the cursor left and reached."""
        if before == now:
            return
        if self._bring_into_view():
            self.refresh()
        else:
            self._redraw_row(before)
            self._redraw_row(now)
        self.post_message(self.Highlighted(self, now))

    def _bring_into_view(self) -> bool:
        """Scrolls the cursor into view; True when that was needed."""
        if not self.size.height or not len(self._rows):
            return False
        top, shown_now = round(self.scroll_y), self.shown_indexes()
        if self.cursor in shown_now and self.cursor >= top:
            return False
        # One row beyond the view, the view leaps most of its height: a step redraws two lines then, not all of them.
        if shown_now and self.cursor == shown_now[-1] + 1:
            goal = self.cursor - len(shown_now) // 3
        elif self.cursor == top - 1:
            goal = max(self.cursor - len(shown_now) * 2 // 3, 0)
            if self._top_for(self.cursor) > goal:
                goal = self._top_for(self.cursor)
        elif self.cursor < top:
            goal = self.cursor
        else:
            goal = self._top_for(self.cursor)
        self._look_for_end(goal)
        self.scroll_to(y=goal, animate=False, force=True)
        return True

    def watch_has_focus(self, value: bool) -> None:
        """The cursor looks different in a list that has no focus."""
        super().watch_has_focus(value)
        self._redraw_row(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one opens."""
        lines = self._layout()
        if event.y >= len(lines):
            return
        self.cursor = lines[event.y][1]
        if event.chain > 1:
            self.action_open()

    # actions

    def action_down(self) -> None:
        """One row down."""
        self.cursor += 1

    def action_up(self) -> None:
        """One row up."""
        self.cursor -= 1

    def action_page_down(self) -> None:
        """As many rows down as can be seen."""
        self.cursor += max(1, self.size.height - 2)

    def action_page_up(self) -> None:
        """As many rows up as can be seen."""
        self.cursor -= max(1, self.size.height - 2)

    def action_first(self) -> None:
        """To the first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """To the last row."""
        self.cursor = len(self._rows) - 1

    def action_open(self) -> None:
        """Opens the row under the cursor."""
        if self.current() is not None:
            self.post_message(self.Opened(self, self.cursor))
