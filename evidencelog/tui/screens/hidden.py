"""Nothing to see: hides everything at one key; with a passphrase it opens only to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Input, Static

from evidencelog.app import locking
from evidencelog.errors import EvidencelogError
from evidencelog.i18n import _
from evidencelog.tui.actions import bindings
from evidencelog.tui.screens.dialogs import Ask
from evidencelog.tui.screens.page import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from evidencelog.tui.app import EvidencelogApp


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


async def ask_passphrase(app: EvidencelogApp, wrong: str = "") -> None:
    """Asks for the passphrase of the hidden screen, twice, for it is not seen; an empty one takes it away.

    ``wrong`` is why the one given before did not do.
    """

    def chosen(passphrase: str | None) -> None:
        if passphrase:
            words = _("It cannot be seen while it is typed; this way a slip is noticed.")
            again = Ask(_("The same passphrase once more"), words, secret=True)
            app.push_screen(again, lambda second: repeated(passphrase, second))
        elif passphrase is not None:
            _choose(app, "")

    def repeated(passphrase: str, second: str | None) -> None:
        if second == passphrase:
            _choose(app, passphrase)
        elif second is not None:
            app.call_later(ask_passphrase, app, _("The two were not the same; nothing has changed yet."))

    words = _(
        "It keeps a passer-by from this open program. It encrypts nothing: who can read the case folder can read "
        "the case. Empty takes it away; a forgotten one too goes by deleting remembered.json beside the settings."
    )
    await app.push_screen(Ask(_("Passphrase for the hidden screen"), words, wrong=wrong, secret=True), chosen)


def _choose(app: EvidencelogApp, passphrase: str) -> None:
    try:
        locking.choose(passphrase)
    except EvidencelogError as error:
        app.tell(str(error))
        return
    app.tell(
        _("The hidden screen now opens only to the passphrase.")
        if passphrase
        else _("The hidden screen opens without a passphrase.")
    )
