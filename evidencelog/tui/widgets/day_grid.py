"""Days across, hours down: each contact a cell by its sort, the night shaded, each day's count against its limit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from evidencelog.app.picturing import SORTS, Hour
from evidencelog.i18n import _
from evidencelog.tui.actions import bindings
from evidencelog.tui.widgets.day_cells import Narrow, Wide
from evidencelog.tui.widgets.drawing import cell_len
from evidencelog.tui.words import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from evidencelog.app.overview import DayLimit
    from evidencelog.app.picturing import Hours
    from evidencelog.models.packet import Band
    from evidencelog.tui.widgets.day_cells import DayCells

LEFT, HEAD = 7, 3
_BLOCKS = " ▁▂▃▄▅▆▇█"
_NOTHING = Hour({}, 0)
_STYLES = ("night", "one", "some", "many", "cursor", "quiet", "strong", "bar", "over", "limit", "edge")


class DayGrid(Widget, can_focus=True):
    """The picture. It asks for days with ``Wanted`` when they come into view, and says where the cursor is."""

    SCOPE = "grid"
    BINDINGS = bindings("grid")
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"grid--{name}" for name in _STYLES}
    DEFAULT_CSS = """
    DayGrid { height: 1fr; background: $background; color: $foreground; }
    DayGrid > .grid--night { background: $panel; }
    DayGrid > .grid--one { background: $primary 25%; color: $foreground; }
    DayGrid > .grid--some { background: $primary 45%; color: $foreground; }
    DayGrid > .grid--many { background: $primary 75%; color: $background; text-style: bold; }
    DayGrid > .grid--cursor { background: $accent; color: $background; text-style: bold; }
    DayGrid > .grid--quiet { color: $foreground 60%; }
    DayGrid > .grid--strong { color: $foreground; text-style: bold; }
    DayGrid > .grid--bar { color: $primary; }
    DayGrid > .grid--over { color: $warning; text-style: bold; }
    DayGrid > .grid--limit { color: $foreground 50%; }
    DayGrid > .grid--edge { color: $foreground 30%; }
    DayGrid:ansi > .grid--one, DayGrid:ansi > .grid--some, DayGrid:ansi > .grid--many {
        background: ansi_default; color: ansi_default;
    }
    DayGrid:ansi > .grid--cursor { background: ansi_default; color: ansi_default; text-style: bold reverse; }
    """

    class Moved(Message):
        """The cursor is elsewhere."""

        def can_replace(self, message: Message) -> bool:
            """Only the last place matters."""
            return isinstance(message, DayGrid.Moved)

    class Wanted(Message):
        """Days in view of which nothing is known yet."""

        def __init__(self, days: list[str]) -> None:
            super().__init__()
            self.days = days

    class Opened(Message):
        """Enter or a double click on a cell."""

    def __init__(self, bands: Sequence[Band], hour: int | None = None, *, id: str | None = None) -> None:
        """The hours of ``bands`` are shaded; the cursor begins at ``hour``, by default at noon."""
        super().__init__(id=id)
        self._bands = bands
        self._days: list[str] = []
        self._known: set[str] = set()
        self._cells: dict[tuple[str, int | None], Hour] = {}
        self._limits: dict[str, tuple[str, DayLimit]] = {}
        self._drawn: DayCells = Wide()
        self._first = 0
        self._day = 0
        self._hour = 12 if hour is None else hour
        self._looks: dict[str, Style] = {}

    # what is shown

    def show_days(self, first: str, last: str, *, day: str | None = None) -> None:
        """Shows the days from ``first`` to ``last`` with the cursor on ``day``, by default on the last one."""
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        self._days = [(start + timedelta(days=n)).isoformat() for n in range((end - start).days + 1)]
        self._known.clear()
        self._cells.clear()
        self._limits.clear()
        self._day = self._days.index(day) if day in self._days else len(self._days) - 1
        self._reveal()
        self.refresh()
        self._tell()

    def take(self, days: Sequence[str], hours: Hours) -> None:
        """Takes what is known of whole days."""
        self._known.update(days)
        self._cells.update(hours.cells)
        self._limits.update(hours.limits)
        self.refresh()
        self.post_message(self.Moved())

    def redraw(self) -> None:
        """Draws everything again, in another language or other colours."""
        self._looks = {}
        self.refresh()

    @property
    def narrow(self) -> bool:
        """Whether more days are shown, with how many contacts only."""
        return isinstance(self._drawn, Narrow)

    def switch(self) -> None:
        """Shows more days with how many contacts, or fewer with what they were; the cursor stays where it is."""
        self._drawn = Wide() if self.narrow else Narrow()
        self._first = max(len(self._days) - self._across(), 0)
        if self._days:
            self._reveal()
            self._tell()
        self.refresh()

    @property
    def day(self) -> str:
        """The day under the cursor; empty without any."""
        return self._days[self._day] if self._days else ""

    @property
    def hours(self) -> range:
        """The hours of the row under the cursor."""
        return self._span(self._hour)

    def cell(self) -> Hour:
        """What is in the cell under the cursor."""
        return self._sum(self.day, self.hours)

    def whole_day(self) -> Hour:
        """What is in the day under the cursor, also contacts of which no hour is known."""
        return self._total(self.day)

    def limit(self) -> tuple[str, DayLimit] | None:
        """The platform (id) nearest to its limit on the day under the cursor, and its count."""
        return self._limits.get(self.day)

    def sorts(self) -> list[str]:
        """The sorts of contacts in view, in the order in which they are told apart."""
        seen = {sort for day in self._in_view() for hour in (*range(24), None) for sort in self._at(day, hour).sorts}
        return [sort for sort in SORTS if sort in seen]

    def in_view(self) -> tuple[str, str]:
        """The first and last day in view."""
        shown = self._in_view()
        return (shown[0], shown[-1]) if shown else ("", "")

    # layout

    def _fold(self) -> int:
        """Hours in one row. One row of bars is enough: a line of news below must not draw the hours anew."""
        for fold in (1, 2):
            if self.size.height >= HEAD + 24 // fold + 1 + 1:
                return fold
        return 3

    def _bars(self) -> int:
        """Rows of the bars under the totals."""
        return max(0, min(self.size.height - HEAD - 24 // self._fold() - 1, 8))

    def _across(self) -> int:
        return max((self.size.width - LEFT) // self._drawn.cells, 1)

    def _in_view(self) -> list[str]:
        return self._days[self._first : self._first + self._across()]

    def _span(self, hour: int) -> range:
        fold = self._fold()
        start = hour // fold * fold
        return range(start, start + fold)

    def _at(self, day: str, hour: int | None) -> Hour:
        return self._cells.get((day, hour), _NOTHING)

    def _sum(self, day: str, hours: Sequence[int]) -> Hour:
        if len(hours) == 1:
            return self._at(day, hours[0])
        cells = [self._at(day, hour) for hour in hours]
        found = {sort: sum(cell.sorts.get(sort, 0) for cell in cells) for sort in SORTS}
        return Hour({sort: n for sort, n in found.items() if n}, sum(cell.third for cell in cells))

    def _total(self, day: str) -> Hour:
        cells = [self._at(day, hour) for hour in (*range(24), None)]
        found = {sort: sum(cell.sorts.get(sort, 0) for cell in cells) for sort in SORTS}
        return Hour({sort: n for sort, n in found.items() if n}, sum(cell.third for cell in cells))

    def is_night(self, hour: int) -> bool:
        """Whether the middle of an hour lies in a shaded band."""
        second = hour * 3600 + 1800
        return any(
            band.start <= second < band.end if band.start < band.end else not band.end <= second < band.start
            for band in self._bands
        )

    def _reveal(self) -> bool:
        """Brings the cursor's day into view; True when other days came into view."""
        across, before = self._across(), self._first
        if self._day < self._first:
            self._first = self._day
        elif self._day >= self._first + across:
            self._first = self._day - across + 1
        self._first = max(0, min(self._first, len(self._days) - across))
        return self._first != before

    def _tell(self) -> None:
        missing = [day for day in self._in_view() if day not in self._known]
        if missing:
            self.post_message(self.Wanted(missing))
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """There is room for more or fewer days."""
        if self._days:
            self._reveal()
            self._tell()

    # drawing

    def notify_style_update(self) -> None:
        """Colours changed."""
        super().notify_style_update()
        self._looks = {}

    def _look(self, name: str) -> Style:
        if not self._looks:
            base = self.rich_style
            for one in _STYLES:
                full = self.get_component_rich_style(f"grid--{one}")
                if one in {"quiet", "strong", "bar", "over", "limit", "edge"}:
                    full = Style(color=full.color, bold=full.bold, dim=full.dim)
                self._looks[one] = base + full
            self._looks["base"] = base
        return self._looks[name]

    def render_line(self, y: int) -> Strip:
        """One line of the picture."""
        width, fold = self.size.width, self._fold()
        self._look("base")
        rows = 24 // fold
        if y < HEAD:
            runs = self._heading(y)
        elif y < HEAD + rows:
            runs = self._hour_row((y - HEAD) * fold, fold)
        elif y == HEAD + rows:
            runs = self._totals()
        elif y <= HEAD + rows + self._bars():
            runs = self._bar_row(HEAD + rows + self._bars() - y)
        else:
            runs = []
        used = sum(cell_len(text) for text, _name in runs)
        runs.append((" " * max(width - used, 0), "base"))
        return Strip([Segment(text, self._look(name)) for text, name in runs], width).crop(0, width)

    def _heading(self, y: int) -> list[tuple[str, str]]:
        runs = [(" " * LEFT, "base")]
        if y == 0:
            return [*runs, (self._months(), "strong")]
        for column, day in enumerate(self._in_view()):
            at = date.fromisoformat(day)
            weekend = at.weekday() > 4
            text = self._drawn.number(at, first=not column) if y == 1 else self._drawn.weekday(at)
            style = "strong" if day == self.day else "quiet" if y == 2 or weekend else "base"
            runs.append((text, style))
        return runs

    def _months(self) -> str:
        line, used = "", 0
        for column, day in enumerate(self._in_view()):
            if column == 0 or day.endswith("-01"):
                at = date.fromisoformat(day)
                words = _("{month_name} {year}", month=at.month, month_name=_(MONTHS[at.month - 1]), year=at.year)
                begin = column * self._drawn.cells
                if begin > used or column == 0:
                    line += " " * (begin - used) + words + " "
                    used = begin + cell_len(words) + 1
        return line

    def _hour_row(self, hour: int, fold: int) -> list[tuple[str, str]]:
        span = range(hour, hour + fold)
        night = [self.is_night(one) for one in span]
        shaded = sum(night) * 2 > fold
        label = f" {hour:02}" if fold == 1 else f" {hour:02}-{hour + fold:02}"
        here = self._hour in span
        runs = [(_left(label, LEFT - 1), "strong" if here else "quiet"), ("▐" if shaded else " ", "edge")]
        for day in self._in_view():
            cell = self._sum(day, span)
            blank = "night" if shaded else "base"
            if here and day == self.day:
                runs.append((self._drawn.mark(cell) if cell.sorts else self._drawn.empty, "cursor"))
            elif cell.sorts:
                n = cell.contacts
                runs.append((self._drawn.mark(cell), "one" if n == 1 else "some" if n < 4 else "many"))
            else:
                known = day in self._known
                runs.append((" " * self._drawn.cells if known else self._drawn.unknown, blank if known else "quiet"))
        return runs

    def _totals(self) -> list[tuple[str, str]]:
        runs = [(_left(" " + _("all"), LEFT), "quiet")]
        for day in self._in_view():
            n = self._total(day).contacts
            runs.append((self._drawn.total(n), "strong" if day == self.day else "base"))
        return runs

    def _bar_row(self, row: int) -> list[tuple[str, str]]:
        """Row ``row`` from below, 0 first: bars of what counts against the limit, a line at the limit."""
        bars = self._bars()
        shown = self._in_view()
        limits = {day: self._limits[day][1] for day in shown if day in self._limits}
        most = max((max(one.measured, one.limit) for one in limits.values()), default=1)
        runs = [(_left(self._bar_label(row, bars, limits, most), LEFT), "quiet")]
        for day in shown:
            one = limits.get(day)
            if one is None:
                runs.append((" " * self._drawn.cells, "base"))
                continue
            level = -(-one.limit * bars // most) - 1
            eighths = one.measured * bars * 8 // most - row * 8
            block = _BLOCKS[max(0, min(eighths, 8))]
            short = row == level and eighths < 8
            passed = one.sure > one.limit and row > level
            if short and eighths <= 0:
                runs.append(("─" * self._drawn.cells, "limit"))
            else:
                runs.append((self._drawn.bar(block, line=row == level), "over" if passed else "bar"))
        return runs

    @staticmethod
    def _bar_label(row: int, bars: int, limits: dict[str, DayLimit], most: int) -> str:
        if not limits:
            return " " + _("limit") if row == 0 else ""
        common = {one.limit for one in limits.values()}
        if len(common) == 1:
            (limit,) = common
            if row == -(-limit * bars // most) - 1:
                return " " + _("limit") + f" {limit}"
        elif row == 0:
            return " " + _("limit")
        return ""

    # the cursor

    def _go(self, day: int, hour: int) -> None:
        if not self._days:
            return
        before = (self._day, self._span(self._hour).start)
        self._day = max(0, min(day, len(self._days) - 1))
        self._hour = max(0, min(hour, 23))
        if self._reveal():
            self.refresh()
        elif before != (self._day, self._span(self._hour).start):
            cells = self._drawn.cells + (self._drawn.cells == 1)  # the number of a Monday reaches into the next
            for one in (before[0], self._day):
                self.refresh(Region(LEFT + (one - self._first) * cells, 0, cells, self.size.height))
            self.refresh(Region(0, HEAD, LEFT, 24))
        self._tell()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one opens."""
        column, row = (event.x - LEFT) // self._drawn.cells, event.y - HEAD
        if 0 <= column < len(self._in_view()) and 0 <= row < 24 // self._fold():
            self._go(self._first + column, row * self._fold())
            if event.chain > 1:
                self.action_open()

    def action_newer(self) -> None:
        """A day on."""
        self._go(self._day + 1, self._hour)

    def action_older(self) -> None:
        """A day back."""
        self._go(self._day - 1, self._hour)

    def action_earlier(self) -> None:
        """A row up."""
        self._go(self._day, self._span(self._hour).start - 1)

    def action_later(self) -> None:
        """A row down."""
        self._go(self._day, self._span(self._hour).stop)

    def action_page_newer(self) -> None:
        """Four weeks on."""
        self._go(self._day + 28, self._hour)

    def action_page_older(self) -> None:
        """Four weeks back."""
        self._go(self._day - 28, self._hour)

    def action_first(self) -> None:
        """To the first day."""
        self._go(0, self._hour)

    def action_last(self) -> None:
        """To the last day."""
        self._go(len(self._days) - 1, self._hour)

    def action_open(self) -> None:
        """Opens the contacts of the cell."""
        if self._days:
            self.post_message(self.Opened())


def _left(label: str, width: int) -> str:
    """A label of the left column with its leading space."""
    return label + " " * (width - cell_len(label))
