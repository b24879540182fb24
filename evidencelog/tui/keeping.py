"""What is typed on a screen, kept as a draft; where it cannot be kept the screen says so, and is not left unasked."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

from evidencelog.app import drafts
from evidencelog.errors import EvidencelogError
from evidencelog.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from textual.screen import Screen

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp
    from evidencelog.tui.screens.dialogs import Pick
    from evidencelog.tui.screens.page import Page

AGAIN = 2.0
"""Seconds until what could not be kept is tried again."""


class Keeper:
    """Keeps what stands on one screen under one name; the disk is written beside the keys, never before them."""

    def __init__(self, page: Page[Any], name: str) -> None:
        self._page = page
        self.name = name
        self.trouble = ""
        """Why what stands on the screen is not kept; empty when it is."""
        self.since: datetime | None = None
        """When what was kept at another time was typed."""
        self._again = 0.0
        self._writing = False
        self._unread = False
        """Something may have been kept that cannot be read now: nothing is written over it."""
        self._app: EvidencelogApp
        self._case: Case

    def kept(self) -> dict[str, Any]:
        """What was kept at another time; empty when nothing was, and with a calm line where it cannot be read now.

        In that case nothing is kept until it was read; then the page's ``take_up`` is called with it.
        """
        self._unread = False
        found = _found(self._page.case, self.name)
        if isinstance(found, str):
            self._unread = True
            self._page.say(
                _("Whether something you had begun was kept cannot be read now: {error}", error=found), wrong=True
            )
            return {}
        self.since = found.at
        return found.values

    def _read_again(self) -> None:
        """Tries in a thread to read what could not be read when the page was opened."""
        if self._writing:
            return
        self._writing = True
        app, case, name = self._app, self._case, self.name

        def read() -> None:
            app.call_later(self._read_ended, _found(case, name))

        app.run_worker(read, name="draft", group="drafts", thread=True, exit_on_error=True)

    def _read_ended(self, found: drafts.Kept | str) -> None:
        self._writing = False
        self._take_in(found)

    def _take_in(self, found: drafts.Kept | str) -> bool:
        """Gives the page what could be read at last, or says why it still cannot; whether it could be read."""
        if not self._page.is_attached or not self._unread:
            return not self._unread
        if isinstance(found, str):
            self._again, self.trouble = monotonic() + AGAIN, found
            self._page.say(_("What you type stands only on this screen for now: {error}", error=found), wrong=True)
            return False
        self._unread, self.trouble, self.since = False, "", found.at
        self._page.say("")
        if found.values:
            self._page.take_up(found.values)
        return True

    @property
    def patient(self) -> bool:
        """Whether it is too early to try again."""
        return bool(self.trouble) and monotonic() < self._again

    def keep(self, values: Mapping[str, Any] | None) -> bool:
        """Takes the values to be kept, or has what was kept thrown away where there are none.

        They are on the disk a moment later; what cannot be written is said on the screen and tried again. False where
        nothing is taken yet, since what was kept before could not be read: the page keeps what it holds then.
        """
        self._app, self._case = self._page.face, self._page.case
        if self._unread:
            if values is None:
                self.trouble = ""
                return True
            self.trouble = self.trouble or _("what was kept before cannot be read")
            self._read_again()
            return False
        drafts.lay(self._case, self.name, values)
        self._begin()
        return True

    def drop_saved(self, case: Case) -> None:
        """What stood there is on record: throws its draft away, in the thread that recorded it and before it ends.

        So the program may be left at any moment. A draft that could not be read is another one and stays.
        """
        if not self._unread:
            with suppress(EvidencelogError):  # it waits then, to be thrown away with the next writing
                drafts.drop(case, self.name)

    def settle(self) -> None:
        """Waits until what was taken is on the disk; ``trouble`` says why it is not."""
        if self._unread and self.trouble and self._take_in(_found(self._case, self.name)):
            cast("Any", self._page).keep_draft(now=True)
        if not self._unread and drafts.waits(self._page.case, self.name):
            self._hear(_written(self._page.case, self.name))

    def leave(self, go: Callable[[], object]) -> None:
        """Leaves the screen: at once where everything is kept, else after a question."""
        self.settle()
        if not self.trouble:
            go()
            return
        ask_before_losing(self._page, self.trouble, go)

    def _begin(self) -> None:
        """Writes in a thread what waits, unless one does so already; also after the screen was left."""
        if self._writing or not drafts.waits(self._case, self.name):
            return
        self._writing = True
        app, case, name = self._app, self._case, self.name

        def write() -> None:
            app.call_later(self._ended, _written(case, name))

        app.run_worker(write, name="draft", group="drafts", thread=True, exit_on_error=True)

    def _ended(self, trouble: str) -> None:
        self._writing = False
        self._hear(trouble)
        if trouble:
            self._app.set_timer(AGAIN, self._begin)
        else:
            self._begin()

    def _hear(self, trouble: str) -> None:
        """Says what became of the writing, where that is news and somebody is there to read it."""
        if trouble:
            self._again = monotonic() + AGAIN
            if not self._page.is_attached or not drafts.kept(self._case, self.name):
                return
            self.trouble = trouble
            self._page.say(_("What you type stands only on this screen for now: {error}", error=trouble), wrong=True)
        elif self.trouble:
            self.trouble = ""
            if self._page.is_attached:
                self._page.say(_("What you typed is kept again."))


def _found(case: Case, name: str) -> drafts.Kept | str:
    """What was kept, or why that cannot be read."""
    try:
        return drafts.found(case, name)
    except EvidencelogError as error:
        return str(error)


def _written(case: Case, name: str) -> str:
    """Brings a draft to the disk; why that failed, empty where it did not."""
    try:
        drafts.write(case, name)
    except EvidencelogError as error:
        return str(error)
    return ""


def ask_before_losing(screen: Screen[Any], trouble: str, go: Callable[[], object]) -> Pick:
    """Asks whether to go although what was typed cannot be kept."""
    from evidencelog.tui.screens.dialogs import Option, Pick

    options = [
        Option("stay", _("Stay; what you typed stands on the screen")),
        Option("go", _("Go on without keeping what you typed")),
    ]
    question = Pick(_("What you typed cannot be kept: {error}", error=trouble), options)
    screen.app.push_screen(question, lambda chosen: cast("None", go()) if chosen == "go" else None)
    return question
