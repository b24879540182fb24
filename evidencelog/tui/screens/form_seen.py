"""What is seen in the entry form while it is filled in: findings below it, what cannot be read under its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.tui import entry
from evidencelog.tui.widgets.reading import Reading

if TYPE_CHECKING:
    from evidencelog.errors import EvidencelogError
    from evidencelog.tui.screens.form import EntryScreen
    from evidencelog.tui.widgets.field import Field


class Seen:
    """What was seen in the fields of one form as they stand."""

    def __init__(self, form: EntryScreen) -> None:
        self._form = form
        self._wrong: dict[str, str] = {}
        """What is wrong in a field, by its name."""

    def forget(self, name: str | None = None) -> None:
        """What was wrong in one field holds no longer; without a name, in any."""
        if name is None:
            self._wrong.clear()
        else:
            self._wrong.pop(name, None)

    def show(self, seen: entry.Seen) -> None:
        """What the checker sees below, what it cannot read under its field."""
        for checks in self._form.query("#checks").results(Reading):
            checks.show(seen.words)
            checks.styles.height = min(max(checks.height_wanted, 1), 8 if self._form.size.height >= 30 else 3)
            self._wrong = dict(seen.wrong)
            for one in self._form.fields():
                self.judge(one)

    def judge(self, one: Field) -> None:
        """Says what is wrong in a field that is left; one in which somebody types is not found fault with."""
        words = self._wrong.get(one.field)
        if words and not one.control.has_focus and one.value is not None:
            one.say(words, wrong=True)

    def show_wrong(self, error: EvidencelogError) -> None:
        """Why it could not be saved: under the field where there is one, the rest in one line."""
        rest: list[str] = []
        pointed = False
        for name, words in entry.wrongs(error, entry.paths(self._form.typed().get("attach"))):
            if name == "content" or not self._shown(name):
                rest.append(words)
            else:
                self.point_out(name, words, focus=not pointed)
                pointed = True
        if rest:
            self._form.say("  ".join(rest), wrong=True)
        elif pointed:
            self._form.say(_("Nothing is saved yet: look at the lines marked."), wrong=True)

    def _shown(self, name: str) -> bool:
        return any(one.field == name and one.display for one in self._form.fields())

    def point_out(self, name: str, words: str, *, focus: bool = True) -> None:
        """Says what is wrong under a field and goes there."""
        one = self._form.field(name)
        one.say(words, wrong=True)
        if focus:
            one.control.focus()
            one.scroll_visible()
