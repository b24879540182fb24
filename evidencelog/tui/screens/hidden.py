"""Nothing to see: hides everything at one key; with a passphrase it opens only to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Input, Static

from evidencelog.app import locking
from evidencelog.i18n import _
from evidencelog.tui.actions import bindings
from evidencelog.tui.screens.page import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult


class HiddenScreen(Dialog[None], inherit_bindings=False):
    """An empty screen over the others."""

    SCOPE = "hidden"
    BINDINGS = bindings("hidden")

    def __init__(self) -> None:
        super().__init__()
        self._locked = locking.is_set()

    def compose(self) -> ComposeResult:
        """Nothing; with a passphrase a line for it that shows once a key is pressed."""
        if self._locked:
            with Vertical(id="unlock", classes="hidden"):
                yield Static(_("Passphrase"), classes="quiet", markup=False)
                yield Input(password=True, compact=True)
                yield Static("", id="wrong", classes="wrong", markup=False)

    def on_mount(self) -> None:
        """Keys go to the line, if there is one."""
        for line in self.query(Input):
            line.focus()

    def on_key(self) -> None:
        """The line is shown as soon as somebody types."""
        for unlock in self.query("#unlock"):
            unlock.remove_class("hidden")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Opens to the passphrase."""
        event.stop()
        if locking.opens(event.value):
            self.dismiss(None)
        else:
            event.input.value = ""
            self.query_one("#wrong", Static).update(_("That is not it."))

    def action_back(self) -> None:
        """Everything again, where no passphrase stands before it."""
        if not self._locked:
            self.dismiss(None)
        else:
            self.query_one("#unlock").remove_class("hidden")
            self.query_one(Input).focus()
