"""A quiet card: verify first where something looks like court or police, a help line where it is too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.app import browsing, recording
from evidencelog.app.guidance import guidance, say
from evidencelog.i18n import _
from evidencelog.models.guidance import Guidance
from evidencelog.models.labels import value_label
from evidencelog.tui.actions import bindings
from evidencelog.tui.screens.page import Page
from evidencelog.tui.widgets.drawing import Paragraph, Part
from evidencelog.tui.widgets.reading import BLANK, Reading, heading, quiet

if TYPE_CHECKING:
    from textual.app import ComposeResult


class CardScreen(Page[None]):
    """Shows one card; opened for an entry, the answer found goes into that entry."""

    SCOPE = "card"
    BINDINGS = bindings("card")

    def __init__(self, card: str, contact: str | None = None) -> None:
        """``card`` is ``verify_first`` or ``help_line``; ``contact`` the id of the entry that called for it."""
        super().__init__()
        self.card = card
        self._contact = contact if card == "verify_first" else None

    def body(self) -> ComposeResult:
        """One text."""
        yield Reading(id="card")

    def on_mount(self) -> None:
        """Fills it."""
        words = self.attempt(lambda: guidance(self.case, self.card), Guidance())
        self.head(_("Verify first") if self.card == "verify_first" else _("Help line"))
        self.query_one(Reading).show(self._paragraphs(words))
        self.query_one(Reading).focus()

    def _paragraphs(self, words: Guidance) -> list[Paragraph]:
        if words.title is None:
            return [quiet(_("The law packs of this case hold no words for this card."))]
        text = [BLANK, heading(say(words.title)), BLANK]
        for number, line in enumerate(words.advice, 1):
            text += [Paragraph((Part(f"{number}  ", "accent"), Part(say(line))), hang=3), BLANK]
        if self._contact is not None:
            asked = _("Entry {id}: once you have looked it up, note here what came out.", id=self._contact)
            text.append(quiet(asked))
        return text

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An answer needs an entry that it belongs to."""
        if action in {"genuine", "untrue"}:
            return self._contact is not None
        return super().check_action(action, parameters)

    def built_again(self) -> None:
        """In the other language."""
        self.on_mount()

    def action_genuine(self) -> None:
        """The claim is genuine."""
        self._answer("genuine")

    def action_untrue(self) -> None:
        """The claim is false."""
        self._answer("false")

    def _answer(self, answer: str) -> None:
        contact = self._contact
        assert contact is not None
        if self.attempt(lambda: browsing.detail(self.case, contact).values.get("role_checked"), None) == answer:
            self.dismiss(None)
            return
        because = _("I looked it up myself: {answer}", answer=value_label("role_checked", answer))
        changes = {"role_checked": answer}

        def noted() -> None:
            self.dismiss(None)
            self.face.tell(_("Noted in {id}.", id=contact))

        self.do(lambda case: recording.correct(case, contact, changes, because), "", then=noted)

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)
