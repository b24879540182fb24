"""The list of contacts of the first screen: read beside the screen for a filter; it stays until the new one stands."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from evidencelog.app import browsing
from evidencelog.i18n import _
from evidencelog.models.browsing import ContactFilter
from evidencelog.tui import walking
from evidencelog.tui.screens.filtered import Filtered
from evidencelog.tui.widgets.row_list import PagedRows
from evidencelog.tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable

    from evidencelog.app.cases import Case
    from evidencelog.models.browsing import CaseInfo, ListRow
    from evidencelog.tui.background import Broke, Finished
    from evidencelog.tui.screens.contact import ContactScreen

    Read = Callable[[int, int], list[ListRow]]

_JOBS = frozenset({"filter", "counted"})


class _Search:
    """One reading of the list; only the newest one is shown."""

    def __init__(self, wanted: ContactFilter, goal: str | None, *, again: bool) -> None:
        self.wanted = wanted
        self.goal = goal
        """The contact on which the cursor is to stand; None for the one on which it stands."""
        self.again = again
        """Whether the case changed, so that its figures are read too."""


class ContactList(Filtered):
    """Base of the first screen."""

    def __init__(self, total: int) -> None:
        """``total``: how many contacts there are without a filter."""
        super().__init__()
        self._filter = ContactFilter()
        """What is looked for."""
        self._of = ContactFilter()
        """What the rows shown were found by."""
        self._total = total
        self._numbers: array[int] | None = None
        """What stands for each row shown, where all of them are known."""
        self._search: _Search | None = None
        self._changed = False
        """Whether the figures of the case are still those from before a change."""
        self._outdated = False
        """Whether marks and counts beside the rows shown are of before a change."""
        self._read: Read = lambda _offset, _limit: []
        self._looking = self._said_so = False
        """Whether one waits for a filter, and whether that was said."""
        self._later: dict[str, float] = {}
        """When what was asked for is due, by name."""

    @abstractmethod
    def case_read(self, info: CaseInfo) -> None:
        """The case changed; these are its figures now."""

    @abstractmethod
    def rows_shown(self) -> None:
        """Other rows stand in the list."""

    @property
    def timeline(self) -> Timeline:
        """The list."""
        return self.query_one(Timeline)

    def to_list(self) -> None:
        """To the list."""
        self.timeline.focus()

    def contact_at(self, index: int) -> ContactScreen | None:
        """A screen for a contact of the list, from which one goes through all of it; None where it cannot be read."""
        from evidencelog.tui.screens.contact import ContactScreen

        if self.timeline.row_at(index) is None:
            return None
        if self._numbers is not None:
            return ContactScreen(walking.ByNumber(self._numbers), index)
        return ContactScreen.of_rows(self.timeline.rows, index, self._of)

    # showing

    def show_page(self, wanted: ContactFilter, total: int, first: list[ListRow], cursor: int = 0) -> None:
        """Shows rows of a filter of which the first page is known; others are read when they come into view."""

        def read(offset: int, limit: int) -> list[ListRow]:
            return self.attempt(lambda: browsing.page(self.case, wanted, offset=offset, limit=limit, total=total), [])

        self._show(wanted, total, {0: first}, cursor, read)

    def _show_found(self, wanted: ContactFilter, found: array[int], pages: dict[int, list[ListRow]], at: int) -> None:
        """Shows all that a filter found."""

        def read(offset: int, limit: int) -> list[ListRow]:
            return self.attempt(lambda: browsing.rows(self.case, found[offset : offset + limit]), [])

        self._show(wanted, len(found), pages, at, read)
        self._numbers = found

    def _show(
        self, wanted: ContactFilter, total: int, pages: dict[int, list[ListRow]], cursor: int, read: Read
    ) -> None:
        rows = PagedRows(read, total)
        for offset, page in pages.items():
            rows.put(offset, page)
        self._of, self._total, self._numbers, self._read = wanted, total, None, read
        if self._outdated:
            self._outdated = False
            self.timeline.forget()
        self.timeline.show_rows(rows, cursor)

    # reading

    def case_changed(self) -> None:
        """Reads everything again and stays on the contact under the cursor."""
        self.read_again()

    def read_again(self, goal: str | None = None) -> None:
        """Reads everything again; the cursor goes to ``goal`` where one is given."""
        self._changed = self._outdated = True
        self._look(goal)

    def filter_changed(self) -> None:
        """Shows what holds the words typed."""
        self.say("")
        self.look_for(self._filter._replace(text=self._words or None))

    def look_for(self, wanted: ContactFilter) -> None:
        """Shows what a filter lets through."""
        if wanted != self._filter:
            self._filter = wanted
            self._looking = True
            self._soon("patience", 0.5, self._say_searching)
            self._soon("filter", 0.015, self._look)

    def _look(self, goal: str | None = None) -> None:
        self._search = search = _Search(self._filter, goal, again=self._changed)
        self.work_newest(
            "filter", lambda case, _progress: (search, *_found(case, search.wanted), _figures(case, search))
        )

    def _say_searching(self) -> None:
        if self._looking:
            self._said_so = True
            self.say(_("Searching."))

    def on_finished(self, message: Finished) -> None:
        """The first page or all of a filter came; of one that is not looked for any more, nothing is shown."""
        if message.job not in _JOBS or message.result[0] is not self._search:
            return
        if message.job == "filter":
            search, rows, total, info = message.result
            if info is not None:
                self._changed = False
                self.case_read(info)
            self._take_first_page(search, rows, total)
        else:
            search, found, pages = message.result
            self._found_all()
            self._take_all(search, found, pages)
        self.rows_shown()

    def on_broke(self, message: Broke) -> None:
        """What went wrong stands in the place of any word on searching."""
        if message.job in _JOBS:
            self._looking = self._said_so = False

    def _found_all(self) -> None:
        if self._said_so:
            self.say("")
        self._looking = self._said_so = False

    def _goal(self, search: _Search) -> str | None:
        """The contact on which the cursor is to stand in the list that comes; None for its top."""
        row = self.timeline.current() if self._of == search.wanted else None
        return search.goal or (row.id if row is not None else None)

    def _take_first_page(self, search: _Search, rows: list[ListRow], total: int | None) -> None:
        """Shows what was found at once, as far as the cursor can stand in it; all else is looked for beside that."""
        same, goal = self._of == search.wanted, self._goal(search)
        at = next((index for index, row in enumerate(rows) if row.id == goal), None) if goal else 0
        if total is not None and (at is not None or total <= len(rows)):
            self.show_page(search.wanted, total, rows, self.timeline.cursor if at is None else at)
            self._found_all()
            return
        if same and at is not None:  # what is new is seen at once, the rest as it was before
            self._show(search.wanted, max(self._total, len(rows)), {0: rows}, at, self._read)
            search.goal = None
        elif rows and not same:
            self.show_page(search.wanted, len(rows), rows)
        if same or len(rows) == PagedRows.PAGE:
            self._found_all()
        near = self.timeline.cursor
        self.work_newest(
            "counted", lambda case, _progress: (search, *_all_found(case, search.wanted, rows, goal, near))
        )

    def _take_all(self, search: _Search, found: array[int], pages: dict[int, list[ListRow]]) -> None:
        """Shows all that was found, with the cursor on the contact it is on by now."""
        same, goal, near = self._of == search.wanted, self._goal(search), self.timeline.cursor
        at = walking.place_of(found, goal, near) if goal else None
        self._show_found(search.wanted, found, pages, at if at is not None else near if same else 0)

    # a moment later

    def _soon(self, name: str, delay: float, call: Callable[[], Any]) -> None:
        """Calls once, a moment after the last time it was asked for; one timer waits however often that is."""
        waits = name in self._later
        self._later[name] = monotonic() + delay
        if not waits:
            self.set_timer(delay, partial(self._when_due, name, call))

    def _when_due(self, name: str, call: Callable[[], Any]) -> None:
        left = self._later[name] - monotonic()
        if left > 0.005:
            self.set_timer(left, partial(self._when_due, name, call))
        else:
            del self._later[name]
            call()


def _found(case: Case, wanted: ContactFilter) -> tuple[list[ListRow], int | None]:
    """What a filter shows at once, and how much there is where that is known at once."""
    rows, whole = browsing.quick_page(case, wanted, limit=PagedRows.PAGE)
    if wanted.text is None:
        return rows, browsing.count(case, wanted)
    return rows, len(rows) if whole and len(rows) < PagedRows.PAGE else None


def _figures(case: Case, search: _Search) -> CaseInfo | None:
    return case.info() if search.again else None


def _all_found(
    case: Case, wanted: ContactFilter, first: list[ListRow], goal: str | None, near: int
) -> tuple[array[int], dict[int, list[ListRow]]]:
    """All that a filter lets through, with the pages around the contact on which the cursor will stand."""
    found, size = browsing.numbers(case, wanted), PagedRows.PAGE
    at = walking.place_of(found, goal, near) if goal else 0
    middle = (near if at is None else at) // size * size
    pages = {0: first} if len(first) == size else {}
    for offset in {0, middle - size, middle, middle + size}:
        if offset not in pages and 0 <= offset < len(found):
            pages[offset] = browsing.rows(case, found[offset : offset + size])
    return found, pages
