"""One rule of the book on a screen of its own, with the provisions it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.app import rulebook
from evidencelog.i18n import _
from evidencelog.tui.actions import bindings
from evidencelog.tui.law_text import ground, listed
from evidencelog.tui.screens.page import Page
from evidencelog.tui.widgets.drawing import Paragraph, Part
from evidencelog.tui.widgets.reading import BLANK, Reading, heading, plain, quiet

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from evidencelog.app.cases import Case
    from evidencelog.tui.background import Finished


class RuleScreen(Page[None]):
    """Shows what a rule says, why, on what it rests and what may be said against it."""

    SCOPE = "rule"
    BINDINGS = bindings("rule")

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code

    def body(self) -> ComposeResult:
        """One text."""
        yield Reading(id="rule")

    def on_mount(self) -> None:
        """Reads the rule book."""
        self.head(self._code)
        self.query_one(Reading).focus()
        code = self._code
        self.work("rule", lambda case, _progress: _rule(case, code))

    def built_again(self) -> None:
        """In the other language."""
        self.on_mount()

    def on_finished(self, message: Finished) -> None:
        """The rule is there."""
        self.head(self._code, message.result["title"])
        self.query_one(Reading).show(paragraphs(message.result))

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)


def _rule(case: Case, code: str) -> dict[str, Any]:
    return rulebook.rule(code, case)


def paragraphs(rule: dict[str, Any]) -> list[Paragraph]:
    """The text of a rule."""
    text = [Paragraph((Part(rule["title"], "strong"),)), plain(rule["why"]), BLANK, heading(_("Rests on"))]
    for basis in rule["bases"]:
        text += ground(basis)
        if basis["condition"]:
            text.append(quiet(_("applies where: {condition}", condition=basis["condition"]), indent=2))
    for title, key in (
        (_("Not where"), "exceptions"),
        (_("They may say"), "other_readings"),
        (_("This assumes"), "assumes"),
        (_("Would make it stronger"), "strengthen"),
        (_("What can be done"), "next_steps"),
    ):
        text += listed(title, tuple(item["text"] for item in rule[key]))
    return text
