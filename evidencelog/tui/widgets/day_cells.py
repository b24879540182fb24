"""How one day of the picture is drawn: with room for what a contact was, or in one cell with how many, for more days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from evidencelog.i18n import N_, _
from evidencelog.tui.widgets.drawing import fit

if TYPE_CHECKING:
    from datetime import date

    from evidencelog.app.picturing import Hour

MARKS = {
    "visit": N_("Vi"), "post": N_("Pu"), "answered": N_("An"), "letter": N_("Le"),
    "message": N_("Me"), "unanswered": N_("No"), "call": N_("Ca"), "other": N_("Ot"),
}  # fmt: skip
"""Two cells for each sort of contact."""
DAY_MARKS = (N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su"))


class DayCells(Protocol):
    """One way of drawing a day; every text is ``cells`` wide."""

    cells: int
    empty: str
    """An hour without a contact under the cursor."""
    unknown: str
    """An hour of which nothing is known yet."""

    def mark(self, cell: Hour) -> str:
        """What is in an hour that holds something."""

    def number(self, at: date, *, first: bool) -> str:
        """The day of the month; ``first`` is the first day in view."""

    def weekday(self, at: date) -> str:
        """Which day of the week it is."""

    def total(self, n: int) -> str:
        """How many contacts the day has."""

    def bar(self, block: str, *, line: bool) -> str:
        """A piece of a bar, with the line of the limit behind it or without."""


class Wide:
    """Three cells: what the gravest contact was, and how many."""

    cells = 3
    empty = "[] "
    unknown = " . "

    def mark(self, cell: Hour) -> str:
        """``An2``, ``An!`` with another person."""
        n = cell.contacts
        figure = ("!" if cell.third else " ") if n == 1 else str(n) if n < 10 else "+"
        return fit(_(MARKS[next(iter(cell.sorts))]), 2) + figure

    def number(self, at: date, *, first: bool) -> str:  # noqa: ARG002 - one way of several
        """`` 3 ``."""
        return f"{at.day:>2} "

    def weekday(self, at: date) -> str:
        """``Mo ``."""
        return fit(_(DAY_MARKS[at.weekday()]), self.cells)

    def total(self, n: int) -> str:
        """Up to three digits; nothing for none."""
        return f"{n or '':>2} " if n < 100 else f"{n:<3}"[: self.cells]

    def bar(self, block: str, *, line: bool) -> str:
        """Two cells and a gap."""
        return block * 2 + ("─" if line else " ")


class Narrow:
    """One cell: how many."""

    cells = 1
    empty = " "
    unknown = "."

    def mark(self, cell: Hour) -> str:
        """A digit; ``!`` for one with another person, ``+`` for ten and more."""
        return "!" if cell.third and cell.contacts == 1 else _digit(cell.contacts)

    def number(self, at: date, *, first: bool) -> str:
        """The number of each Monday, whose second digit stands over the Tuesday."""
        if at.weekday() == 0:
            return str(at.day)[0]
        return str((at - timedelta(days=1)).day)[1:] or " " if at.weekday() == 1 and not first else " "

    def weekday(self, at: date) -> str:
        """A stroke for the days of a weekend."""
        return "-" if at.weekday() > 4 else " "

    def total(self, n: int) -> str:
        """A digit; nothing for none."""
        return _digit(n) if n else " "

    def bar(self, block: str, *, line: bool) -> str:  # noqa: ARG002 - one way of several
        """One cell."""
        return block


def _digit(n: int) -> str:
    return str(n) if n < 10 else "+"
