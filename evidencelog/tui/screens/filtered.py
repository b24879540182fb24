"""A screen with a list that words typed into a line narrow down."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from evidencelog.tui import keys_ahead
from evidencelog.tui.screens.page import Page

if TYPE_CHECKING:
    from evidencelog.tui.widgets.filter_line import FilterLine


class Filtered(Page[None]):
    """Base of such screens; the line stands above what has the id ``body``."""

    _words = ""
    """What is looked for now; empty for everything."""

    @abstractmethod
    def filter_changed(self) -> None:
        """Shows what holds the words."""

    @abstractmethod
    def to_list(self) -> None:
        """Gives the focus to the list."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a line in which one types, the key of the filter is a character."""
        if action == "filter":
            return not keys_ahead.in_a_line(self)
        return super().check_action(action, parameters)

    async def action_filter(self) -> None:
        """Opens the line; what is typed at once after its key reaches it."""
        from evidencelog.tui.widgets.filter_line import FilterLine

        found = self.query(FilterLine)
        if found:
            found.first().query("Input").first().focus()
        else:
            self.face.hold_keys()
            await self.mount(FilterLine(self._words), before="#body")
            self.face.release_keys()

    def on_filter_line_wanted(self, event: FilterLine.Wanted) -> None:
        """Other words are looked for."""
        self._words = event.words
        self.filter_changed()

    def on_filter_line_left(self) -> None:
        """To the list."""
        self.to_list()

    async def drop_filter(self) -> None:
        """Takes the line away and shows everything."""
        await self.query("FilterLine").remove()
        self._words = ""
        self.filter_changed()

    async def action_reset(self) -> None:
        """Drops the filter; without one, back."""
        if self._words:
            await self.drop_filter()
        else:
            self.dismiss(None)
