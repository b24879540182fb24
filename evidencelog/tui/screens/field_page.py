"""A screen of fields for one record: filling, another language, what is wrong under its field, saving."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, TypeVar

from evidencelog.tui import entry
from evidencelog.tui.actions import bindings
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

    def __init__(self, values: dict[str, str]) -> None:
        """``values`` stand in the fields at first, by field."""
        super().__init__()
        self.values = values

    def fill(self) -> None:
        """Puts the values into the fields; the first one takes the keys, also those pressed while this was built."""
        for one in self.query(Field):
            one.value = self.values.get(one.field)
        self.call_after_refresh(self._ready)

    def _ready(self) -> None:
        self.query(Field).first().control.focus()
        self.face.release_keys()

    async def speak_again(self) -> None:
        """In the other language, with everything typed."""
        self.values = self.typed()
        await super().speak_again()
        self.on_mount()

    def on_mount(self) -> None:
        """Fills the fields."""
        self.fill()

    def typed(self) -> dict[str, str]:
        """What stands in the fields that are not empty."""
        return {one.field: one.value for one in self.query(Field) if one.value}

    def action_leave(self) -> None:
        """Back, nothing written."""
        self.dismiss(None)

    def action_save(self) -> None:
        """Saves and goes back, once what was typed has arrived."""
        self.face.hold_keys()
        after_typing(self, self._save)

    def _save(self) -> None:
        for one in self.query(Field):
            one.say("")
        self.save()

    @abstractmethod
    def save(self) -> None:
        """Starts to save; the notes under the fields are gone."""

    def saved(self, result: Result | None) -> None:
        """Goes back with a result; keys pressed meanwhile reach the screen below."""
        self.dismiss(result)
        self.face.release_keys()

    def on_broke(self, message: Broke) -> None:
        """What is wrong stands under its field; what was typed stays."""
        message.prevent_default()
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
