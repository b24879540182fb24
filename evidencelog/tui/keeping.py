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

    from evidencelog.tui.screens.dialogs import Pick
    from evidencelog.tui.screens.page import Page

AGAIN = 2.0
"""Seconds until what could not be kept is tried again."""


class Keeper:
    """Keeps what stands on one screen under one name."""

    def __init__(self, page: Page[Any], name: str) -> None:
        self._page = page
        self.name = name
        self.trouble = ""
        """Why what stands on the screen is not kept; empty when it is."""
        self._again = 0.0

    def kept(self) -> dict[str, Any]:
        """What was kept at another time; empty when nothing was."""
        return self._page.attempt(lambda: drafts.kept(self._page.case, self.name), {})

    @property
    def patient(self) -> bool:
        """Whether it is too early to try again."""
        return bool(self.trouble) and monotonic() < self._again

    def keep(self, values: Mapping[str, Any] | None) -> bool:
        """Keeps the values, or throws away what was kept where there are none; whether that worked."""
        case = self._page.case
        try:
            if values is None:
                drafts.drop(case, self.name)
            else:
                drafts.keep(case, self.name, values)
        except EvidencelogError as error:
            self._again = monotonic() + AGAIN
            if values is not None:
                self.trouble = str(error)
                self._page.say(
                    _("What you type stands only on this screen for now: {error}", error=self.trouble), wrong=True
                )
            return values is None
        if self.trouble:
            self.trouble = ""
            self._page.say(_("What you typed is kept again."))
        return True

    def leave(self, go: Callable[[], object]) -> None:
        """Leaves the screen: at once where everything is kept, else after a question."""
        if not self.trouble:
            go()
            return
        ask_before_losing(self._page, self.trouble, go)


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
