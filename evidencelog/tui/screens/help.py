"""The help: every key that works where one is, made from the table of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.tui.actions import OVER_DIALOGS, SCOPES, bindings, keys_of, keys_shown, of_scope
from evidencelog.tui.screens.page import Dialog, Page
from evidencelog.tui.widgets.drawing import Paragraph, Part, cell_len, fit
from evidencelog.tui.widgets.reading import BLANK, Reading, heading, plain, quiet

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from textual.app import ComposeResult


class HelpScreen(Page[None]):
    """Shows the keys of some scopes, those of the focused part first."""

    SCOPE = "help"
    BINDINGS = bindings("help")

    def __init__(self, scopes: Sequence[str]) -> None:
        super().__init__()
        self._scopes = scopes

    def body(self) -> ComposeResult:
        """One text."""
        yield Reading(id="help")

    def on_mount(self) -> None:
        """Fills it."""
        self.head(_("Help"), _(SCOPES[self._scopes[0]]))
        self.query_one(Reading).show(self.paragraphs())
        self.query_one(Reading).focus()

    def built_again(self) -> None:
        """In the other language."""
        self.on_mount()

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)

    def paragraphs(self) -> list[Paragraph]:
        """The text."""
        over = isinstance(self.app.screen_stack[-2], Dialog)
        own = {key for action in of_scope(self._scopes[0]) for key in keys_of(action).split(",")}
        lines = {
            scope: _lines(scope, own if scope == "app" else set(), OVER_DIALOGS if over and scope == "app" else None)
            for scope in self._scopes
        }
        column = min(max(cell_len(keys) for found in lines.values() for keys, _words in found) + 2, 24)
        text: list[Paragraph] = []
        for scope in self._scopes:
            text += [heading(_(SCOPES[scope]))]
            for keys, words in lines[scope]:
                text.append(Paragraph((Part(fit(keys, column), "accent"), Part(words)), indent=2, hang=column))
            text.append(BLANK)
        return [
            *text,
            heading(_("Marks in the lists")),
            plain(_("A word in the column of marks names what a rule found; a question mark behind it: likely, or a fact is missing; you judge."), indent=2),
            plain(_("In the line of a day, 4/3 means: 4 calls may count, and the limit in force that day for that lender is 3."), indent=2),
            BLANK,
            heading(_("Good to know")),
            plain(_("Nothing recorded is lost or changed: a correction is a new line, the old one stays readable."), indent=2),
            plain(_("Complaining is free and you can do it yourself. Agents who sell \"debt relief\" forge papers and trade in data."), indent=2),
            quiet(_("Whatever looks like court or police: do not ignore it; look the number up yourself and ask there."), indent=2),
        ]  # fmt: skip


def _lines(scope: str, taken: set[str], works: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Keys and what they do, one line for actions in a row that do the same: ``F2 - F11``.

    What has no key but those that are ``taken`` for something else does not work here, and is left out; so is what does
    not stand in ``works``, where that is given.
    """
    lines: list[tuple[str, str]] = []
    first = ""
    for action in of_scope(scope):
        if taken.issuperset(keys_of(action).split(",")) or (works is not None and action.call not in works):
            continue
        words, keys = _(action.help), keys_shown(action)
        if lines and lines[-1][1] == words:
            lines[-1] = (f"{first} - {keys}", words)
        else:
            first = keys
            lines.append((keys, words))
    return lines
