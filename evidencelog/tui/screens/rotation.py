"""Which numbers one platform used, one below the other, over time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from evidencelog.app import browsing, picturing
from evidencelog.i18n import _, ngettext
from evidencelog.models.browsing import ContactFilter
from evidencelog.tui import masking
from evidencelog.tui.actions import bindings
from evidencelog.tui.home_text import fitting
from evidencelog.tui.screens.page import Page
from evidencelog.tui.walking import ByNumber
from evidencelog.tui.widgets.drawing import Part, cell_len, fit, shown
from evidencelog.tui.widgets.row_list import RowList
from evidencelog.tui.words import MONTHS

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from evidencelog.app.picturing import NumberUse
    from evidencelog.tui.background import Finished

RECENT = 30
"""Days up to the last contact within which a number counts as new."""
_NUMBER, _COUNT, _DAY = 16, 5, 11


class NumberList(RowList["picturing.NumberUse"]):
    """Numbers with a strip of time: how many contacts fell into each stretch, ``+`` for ten and more."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._first = self._last = date.min

    def take(self, uses: list[NumberUse]) -> None:
        """Shows numbers over the days from the first use to the last."""
        if uses:
            self._first = date.fromisoformat(min(use.first for use in uses))
            self._last = date.fromisoformat(max(use.last for use in uses))
        self.show_rows(uses)

    def group_of(self, _row: NumberUse) -> str:
        """One heading: the axis."""
        return "axis"

    def _strip(self, width: int) -> tuple[int, int]:
        """Where the strip begins, and how many cells it has."""
        at = 1 + _NUMBER + 1 + _COUNT + 2 + _DAY + _DAY
        return at, max(width - at - 2, 1)

    def _bucket(self, day: date, cells: int) -> int:
        days = (self._last - self._first).days + 1
        return min((day - self._first).days * cells // days, cells - 1)

    def heading(self, _row: NumberUse, width: int) -> list[Part]:
        """Names of the columns, and the months above the strip."""
        _at, cells = self._strip(width)
        line, used = "", 0
        day = self._first
        while day <= self._last:
            column = self._bucket(day, cells)
            words = _("{month_name}", month=day.month, month_name=_(MONTHS[day.month - 1]))
            if (used == 0 or column > used) and column + cell_len(words) <= cells:
                line += " " * (column - used) + words
                used = column + cell_len(words)
            day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        return [
            Part(" " + fit(_("Number"), _NUMBER + 1)),
            Part(fit(_("Times"), _COUNT, right=True) + "  "),
            Part(fit(_("First"), _DAY) + fit(_("Last"), _DAY)),
            Part(line),
        ]

    def parts(self, row: NumberUse, width: int) -> list[Part]:
        """One number."""
        _at, cells = self._strip(width)
        sums = [0] * cells
        for day, contacts in row.days.items():
            sums[self._bucket(date.fromisoformat(day), cells)] += contacts
        strip = "".join(" " if n == 0 else str(n) if n < 10 else "+" for n in sums)
        return [
            Part(" " + fit(masking.number(row.number) if row.number else _("number hidden"), _NUMBER) + " "),
            Part(fit(str(row.contacts), _COUNT, right=True) + "  ", "strong"),
            Part(fit(row.first, _DAY) + fit(row.last, _DAY), "quiet"),
            Part(strip, "accent"),
        ]


class RotationScreen(Page[None]):
    """The numbers of one platform."""

    SCOPE = "rotation"
    BINDINGS = bindings("rotation")
    DEFAULT_CSS = """
    RotationScreen #sum, RotationScreen #about { height: 1; padding: 0 1; background: $surface; }
    RotationScreen #sum { color: $foreground 80%; }
    """

    def __init__(self, platform: str) -> None:
        """``platform`` is an id."""
        super().__init__()
        self._platform = platform

    def body(self) -> ComposeResult:
        """The list and two lines of words."""
        yield Static(id="sum", markup=False)
        yield NumberList(id="numbers")
        yield Static(id="about", markup=False)

    @property
    def numbers(self) -> NumberList:
        """The list."""
        return self.query_one(NumberList)

    def on_mount(self) -> None:
        """Reads the numbers."""
        self.head(_("Numbers used"), self._whose())
        self.numbers.say_when_empty(_("No contact of this platform names a number yet."))
        self.numbers.focus()
        self.case_changed()

    def _whose(self) -> str:
        rows: list[dict[str, Any]] = self.attempt(lambda: browsing.records(self.case, "platform"), [])
        return next((shown(row["name"]) for row in rows if row["id"] == self._platform), self._platform)

    def case_changed(self) -> None:
        """Reads the numbers again."""
        platform = self._platform
        self.work("uses", lambda case, _progress: picturing.uses(case, platform))

    def built_again(self) -> None:
        """In the other language."""
        self.on_mount()

    def on_finished(self, message: Finished) -> None:
        """The numbers are there, or the contacts of one."""
        if message.job == "uses":
            uses: list[NumberUse] = message.result
            self.numbers.take(uses)
            self.query_one("#sum", Static).update(fitting(summary(uses), self.size.width - 2))
        elif message.job == "open":
            from evidencelog.tui.screens.contact import ContactScreen

            if message.result:
                self.open_after_work(ContactScreen(ByNumber(message.result), 0))

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Another number is under the cursor."""
        event.stop()
        use = self.numbers.current()
        words = ""
        if use is not None:
            days = ngettext("{n} day", "{n} days", len(use.days))
            words = fitting(
                [
                    masking.number(use.number) if use.number else _("number hidden"),
                    ngettext("{n} contact on {days}", "{n} contacts on {days}", use.contacts, days=days),
                    _("answered {n}", n=use.answered),
                    _("from {first} to {last}", first=use.first, last=use.last),
                ],
                self.size.width - 2,
            )
        self.query_one("#about", Static).update(words)

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Enter: the contacts of the number."""
        event.stop()
        use = self.numbers.current()
        if use is not None:
            wanted = ContactFilter(platform=self._platform, number=use.number or "")
            self.work("open", lambda case, _progress: browsing.numbers(case, wanted))

    async def action_picture(self) -> None:
        """The picture of the platform."""
        from evidencelog.tui.screens.picture import PictureScreen

        await self.app.push_screen(PictureScreen(self._platform))

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)


def summary(uses: list[NumberUse]) -> list[str]:
    """How many numbers there are, how many of them appeared lately, how many were seen on one day only."""
    if not uses:
        return []
    last = max(use.last for use in uses)
    since = (date.fromisoformat(last) - timedelta(days=RECENT - 1)).isoformat()
    known = [use for use in uses if use.number is not None]
    words = [ngettext("{n} number", "{n} numbers", len(known))]
    new = sum(use.first >= since for use in known)
    words.append(_("new in the last {days} days {n}", n=new, days=RECENT))
    once = sum(len(use.days) == 1 for use in known)
    words.append(_("on one day only {n}", n=once))
    hidden = sum(use.contacts for use in uses if use.number is None)
    if hidden:
        words.append(_("number hidden {n}", n=hidden))
    return words
