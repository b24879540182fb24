"""A screen of fields for one record: filling, another language, what is wrong under its field, saving."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, TypeVar

from evidencelog.i18n import _
from evidencelog.tui import begun, entry, half_typed
from evidencelog.tui.actions import bindings, key_of
from evidencelog.tui.keeping import Keeper
from evidencelog.tui.keys_ahead import after_typing
from evidencelog.tui.screens.page import Page
from evidencelog.tui.widgets.field import Field

if TYPE_CHECKING:
    from evidencelog.errors import EvidencelogError
    from evidencelog.tui.background import Broke

Result = TypeVar("Result")


class FieldPage(Page[Result]):
    """Base of the screens in which a platform or a standing fact is written down. ``save`` is the screen's own."""

    SCOPE = "platform"
    BINDINGS = bindings("platform")
    AUTO_FOCUS = ""

    def __init__(self, values: dict[str, str], draft: str) -> None:
        """``values`` stand in the fields at first, by field; what is typed is kept under the name ``draft``."""
        super().__init__()
        self.values = values
        self.keeper = Keeper(self, draft)
        self._untouched = dict(values)
        self._noted = dict(values)
        """What was kept last."""
        self._emptied: dict[str, str] | None = None
        """What stood there before it was put back."""
        self._begun = False
        self._saving = False
        self._busy = True
        """While the fields are built or saved nothing is kept."""

    def fill(self) -> None:
        """Puts the values into the fields; the first one takes the keys, also those pressed while this was built."""
        for one in self.query(Field):
            one.value = self.values.get(one.field)
        self.call_after_refresh(self._ready)

    def _ready(self) -> None:
        self._busy = False
        self.query(Field).first().control.focus()
        self.face.release_keys()

    def take_along(self) -> None:
        """Everything typed goes over into the other language, to the last space."""
        self.keep_draft(now=True)
        self.values, self._busy = {one.field: one.written for one in self.query(Field) if one.written}, True

    def built_again(self) -> None:
        """In the other language, with everything typed."""
        self.on_mount()

    def stands(self) -> dict[str, str]:
        """What stands in the fields before anything is typed; asked for when the screen is there."""
        return self._untouched

    def moments(self) -> tuple[str, ...]:
        """Fields whose words count from the day on which they are typed."""
        return ()

    def on_mount(self) -> None:
        """Fills the fields, with what was begun another time where there is any."""
        if not self._begun:
            self._begun = True
            fields = {one.field for one in self.query(Field)}
            stands = {name: value.strip() for name, value in self.stands().items() if name in fields}
            self.values, self._untouched, self._noted = dict(stands), dict(stands), dict(stands)
            kept = self.keeper.kept()
            if kept:
                self._lay_down(kept)
            self.set_interval(0.4, self.keep_draft)
        self.fill()

    def keep_draft(self, *, now: bool = False) -> None:
        """Keeps what was typed since the last time; ``now`` even where that failed a moment ago."""
        if self._busy or self._saving or not (now or not self.keeper.patient):
            return
        values = self.typed()
        if values != self._noted and self.keeper.keep(half_typed.differences(self._untouched, values)):
            self._noted = values

    def _lay_down(self, kept: dict[str, Any]) -> None:
        """Takes a draft: over the record as it stands now, with its times as they were meant; says what that changed."""
        labels = {one.field: one.label for one in self.query(Field)}
        kept = {name: str(value) for name, value in kept.items()} if half_typed.CHANGED not in kept else kept
        laid = begun.begun(
            self._untouched, kept, then=self.keeper.since, case=self.case, moments=self.moments(),
            label=lambda name: labels.get(name, name),
        )  # fmt: skip
        self.values = {name: value for name, value in laid.values.items() if name in labels}
        self._noted = {} if laid.words else dict(self.values)
        kept_words = _("This is what you had begun; it was kept. {key} takes it back.", key=key_of("platform.clear"))
        self.say("  ".join([kept_words, *laid.words]))

    def take_up(self, kept: dict[str, Any]) -> None:
        """A draft that can be read only now goes under what was typed meanwhile."""
        meanwhile = half_typed.differences(self._untouched, self.typed()) or {}
        self._lay_down(kept)
        self.values = half_typed.lay_over(self.values, meanwhile).values
        self._noted = {}
        for one in self.query(Field):
            one.value = self.values.get(one.field)

    def action_clear(self) -> None:
        """Puts back what stood there before anything was typed; once more, and what was typed is there again."""
        typed = self.typed()
        if typed != self._untouched:
            self._emptied, self.values = typed, dict(self._untouched)
            self.say(_("As it was before; {key} brings back what you typed.", key=key_of("platform.clear")))
        elif self._emptied is not None:
            self.values, self._emptied = self._emptied, None
            self.say("")
        self.fill()
        self.keep_draft(now=True)

    def typed(self) -> dict[str, str]:
        """What stands in the fields that are not empty."""
        return {one.field: one.value for one in self.query(Field) if one.value}

    def action_leave(self) -> None:
        """Back, nothing written; what was typed stays kept."""
        self.keep_draft(now=True)
        self.keeper.leave(lambda: self.dismiss(None))

    def action_save(self) -> None:
        """Saves and goes back, once what was typed has arrived."""
        self.face.hold_keys()
        after_typing(self, self._save)

    def _save(self) -> None:
        if self._saving:
            return
        self.keep_draft(now=True)
        self._saving = True
        for one in self.query(Field):
            one.say("")
        self.save()

    @abstractmethod
    def save(self) -> None:
        """Starts to save; the notes under the fields are gone."""

    def saved(self, result: Result | None) -> None:
        """Goes back with a result; keys pressed meanwhile reach the screen below."""
        self._busy = True
        self.keeper.keep(None)
        self.dismiss(result)
        self.face.release_keys()

    def on_broke(self, message: Broke) -> None:
        """What is wrong stands under its field; what was typed stays."""
        message.prevent_default()
        self._saving = False
        self._show_wrong(message.error)
        self.face.release_keys()

    def _show_wrong(self, error: EvidencelogError) -> None:
        self.say("")
        fields = {one.field: one for one in self.query(Field)}
        for name, words in entry.wrongs(error):
            if name in fields:
                fields[name].say(words, wrong=True)
                fields[name].control.focus()
            else:
                self.say(words, wrong=True)
