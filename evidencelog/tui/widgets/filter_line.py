"""The line in which a list is filtered; it is made when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from evidencelog.i18n import _
from evidencelog.tui.actions import bindings

if TYPE_CHECKING:
    from textual.app import ComposeResult


class FilterLine(Horizontal):
    """``/ words``: every word must occur. Enter or Down goes to the list, Esc shows everything again."""

    SCOPE = "filter"
    BINDINGS = bindings("filter")

    class Wanted(Message):
        """Other words are looked for; empty words show everything."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    class Left(Message):
        """The person goes to the list."""

    def __init__(self, words: str = "") -> None:
        super().__init__(id="filter")
        self._words = words

    def compose(self) -> ComposeResult:
        """The sign and the line."""
        yield Label("/", markup=False)
        yield Input(self._words, placeholder=_("words to look for"), compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        """Typing can begin."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Looks for the words typed so far."""
        event.stop()
        self.post_message(self.Wanted(event.value.strip()))

    def action_apply(self) -> None:
        """To the list."""
        self.post_message(self.Left())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter."""
        event.stop()
        self.action_apply()

    def action_drop(self) -> None:
        """Everything again."""
        self.post_message(self.Wanted(""))
        self.post_message(self.Left())
        self.remove()
