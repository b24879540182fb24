"""What is typed on a screen, kept as a draft; where it cannot be kept the screen says so, and is not left unasked."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, cast

from evidencelog.app import drafts
from evidencelog.errors import EvidencelogError
from evidencelog.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
        self._again = 0.0
        self._writing = False
        self._app: EvidencelogApp
        self._case: Case

    def kept(self) -> dict[str, Any]:
        """What was kept at another time; empty when nothing was."""
        return self._page.attempt(lambda: drafts.kept(self._page.case, self.name), {})

    @property
    def patient(self) -> bool:
        """Whether it is too early to try again."""
        return bool(self.trouble) and monotonic() < self._again

    def keep(self, values: Mapping[str, Any] | None) -> bool:
        """Takes the values to be kept, or has what was kept thrown away where there are none; always true.

        They are on the disk a moment later; what cannot be written is said on the screen and tried again.
        """
        self._app, self._case = self._page.face, self._page.case
        drafts.lay(self._case, self.name, values)
        self._begin()
        return True

    def settle(self) -> None:
        """Waits until what was taken is on the disk; ``trouble`` says why it is not."""
        if drafts.waits(self._page.case, self.name):
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
