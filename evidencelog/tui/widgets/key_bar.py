"""The last line of a screen: the keys that matter there, from the table of actions. A click does the same as the key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual.widget import Widget

from evidencelog.i18n import _
from evidencelog.tui.actions import TYPING, Action, key_name, keys_of, of_scope
from evidencelog.tui.widgets.drawing import Part, strip_of

if TYPE_CHECKING:
    from textual import events
    from textual.strip import Strip


class KeyBar(Widget):
    """One line: ``n Add   f Findings   …   ? Help``. What does not fit is left to the help, which always stays."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key"}

    def __init__(self, scope: str) -> None:
        super().__init__()
        self._scope = scope

    def shown(self, width: int) -> list[tuple[int, int, Action]]:
        """The actions that fit into ``width`` cells with the first cell and the number of cells of each."""
        wanted = [
            *(action for action in of_scope(self._scope) if action.footer and self._works(action)),
            *(action for action in of_scope("app") if action.footer and self._scope != "help"),
        ]
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
        for start, cells, action in self.shown(width):
            parts.append(Part(" " * (start - at)))
            parts.append(Part(self._key(action), "key"))
            parts.append(Part(" " + _(action.label)))
            at = start + cells
        return strip_of(parts if y == 0 else [], width, base, {"key": Style(color=key.color, bold=key.bold)})

    async def on_click(self, event: events.Click) -> None:
        """Does the action that was clicked."""
        for start, cells, action in self.shown(self.size.width):
            if start <= event.x < start + cells:
                node = self.app if action.scope == "app" else self.screen
                await self.app.run_action(action.call, node)

    def _works(self, action: Action) -> bool:
        return self.screen.check_action(action.call, ()) is True

    def _key(self, action: Action) -> str:
        """The key to show: where one types, the last of several, which is no letter."""
        keys = keys_of(action).split(",")
        return key_name(keys[-1] if self._scope in TYPING else keys[0])

    def _cells(self, action: Action) -> int:
        return cell_len(self._key(action)) + 1 + cell_len(_(action.label))
