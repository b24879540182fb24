"""The last line of a screen: the keys that matter there, from the table of actions. A click does the same as the key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual.widget import Widget

from evidencelog.i18n import _
from evidencelog.tui.actions import ACTIONS, TYPING, Action, key_name, keys_of, of_scope
from evidencelog.tui.widgets.drawing import Part, strip_of

if TYPE_CHECKING:
    from textual import events
    from textual.dom import DOMNode
    from textual.strip import Strip


WITH_ROOM = {"home": ("home.evening", "home.filter", "app.quit")}
"""By scope, what is shown as well where all that matters has room."""


class KeyBar(Widget):
    """One line: ``n Add   f Findings   …   ? Help``. What does not fit is left to the help, which always stays."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key"}

    def __init__(self, scope: str) -> None:
        super().__init__()
        self._scope = self._own = scope
        self._drawn: list[Action] = []

    def follow(self, scope: str | None) -> None:
        """Shows the keys of a part of the screen while one types there; None: those of the screen."""
        self._scope = scope or self._own
        if self._drawn != [action for _at, _cells, action in self.shown(self.size.width)]:
            self.refresh()

    @property
    def scope(self) -> str:
        """Whose keys are shown."""
        return self._scope

    def shown(self, width: int) -> list[tuple[int, int, Action]]:
        """The actions that fit into ``width`` cells with the first cell and the number of cells of each."""
        wanted = [
            *(action for action in of_scope(self._scope) if action.footer and self._works(action)),
            *(action for action in of_scope("app") if action.footer and self._scope != "help"),
        ]
        placed = self._placed(wanted, width)
        more = [action for action in ACTIONS if action.id in WITH_ROOM.get(self._scope, ()) and self._works(action)]
        if more and len(placed) == len(wanted):
            placed = self._placed([*wanted[:-1], *more, *wanted[-1:]], width)
        return placed

    def _placed(self, wanted: list[Action], width: int) -> list[tuple[int, int, Action]]:
        placed: list[tuple[int, int, Action]] = []
        last = wanted[-1:]
        reserve = sum(self._cells(action) + 3 for action in last)
        at = 1
        for action in wanted:
            cells = self._cells(action)
            keep = 0 if action in last else reserve
            if at + cells + keep > width:
                continue
            placed.append((at, cells, action))
            at += cells + 3
        return placed

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        base = self.rich_style
        key = self.get_component_rich_style("key-bar--key")
        parts, at = [], 0
        placed = self.shown(width)
        self._drawn = [action for _at, _cells, action in placed]
        for start, cells, action in placed:
            parts.append(Part(" " * (start - at)))
            parts.append(Part(self._key(action), "key"))
            parts.append(Part(" " + _(action.label)))
            at = start + cells
        return strip_of(parts if y == 0 else [], width, base, {"key": Style(color=key.color, bold=key.bold)})

    async def on_click(self, event: events.Click) -> None:
        """Does the action that was clicked; the second click of two comes after what the first one opened."""
        if self.app.screen is not self.screen:
            return
        for start, cells, action in self.shown(self.size.width):
            if start <= event.x < start + cells:
                await self.app.run_action(action.call, self._doer(action))

    def _doer(self, action: Action) -> DOMNode:
        if action.scope == "app":
            return self.app
        focused = self.screen.focused
        inner = focused.ancestors if focused is not None else ()
        return next((node for node in inner if getattr(node, "SCOPE", "") == action.scope), self.screen)

    def _works(self, action: Action) -> bool:
        return self._doer(action).check_action(action.call, ()) is True

    def _key(self, action: Action) -> str:
        """The key to show: where one types, the last of several, which is no letter."""
        keys = keys_of(action).split(",")
        return key_name(keys[-1] if self._scope in TYPING else keys[0])

    def _cells(self, action: Action) -> int:
        return cell_len(self._key(action)) + 1 + cell_len(_(action.label))
