"""One line of choices: ``[answered] missed  rejected``; the one taken stands in brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from evidencelog.tui.actions import bindings
from evidencelog.tui.widgets.drawing import Part, cell_len, strip_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.strip import Strip


class Choice(Widget, can_focus=True):
    """Takes one of a few codes, or None for *not known*.

    Arrows, space, digits and the mouse choose; backspace leaves it open. Choices that do not fit are reached by going on.
    """

    SCOPE = "choice"
    BINDINGS = bindings("choice")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--taken", "choice--quiet"}

    value: reactive[str | None] = reactive(None)

    class Changed(Message):
        """Another choice was taken."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> Choice:
            """The row of choices."""
            return self.choice

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        value: str | None = None,
        *,
        needed: bool = False,
        id: str | None = None,
    ) -> None:
        """``options`` are codes with their words; ``needed`` allows no *not known*."""
        super().__init__(id=id)
        self.options = list(options)
        self._needed = needed
        self.set_reactive(Choice.value, value)

    def watch_value(self) -> None:
        """Tells the screen."""
        self.post_message(self.Changed(self))

    def _placed(self, width: int) -> list[tuple[int, int, int]]:
        """First cell, number of cells and index of each choice in view, such that the one taken can be seen."""
        sizes = [cell_len(words) + 2 for _code, words in self.options]
        taken = self._index()
        first = 0
        while first < taken and sum(sizes[first : taken + 1]) + (2 if first else 0) + 2 > width:
            first += 1
        placed, at = [], 2 if first else 0
        for index in range(first, len(sizes)):
            last = index == len(sizes) - 1
            if at + sizes[index] + (0 if last else 2) > width and index > max(taken, first):
                break
            placed.append((at, sizes[index], index))
            at += sizes[index]
        return placed

    def beyond(self, width: int) -> str:
        """All choices with their digits, in lines of ``width`` cells, where one line does not hold them; else empty."""
        if len(self._placed(width)) == len(self.options):
            return ""
        lines = [""]
        for at, (_code, words) in enumerate(self.options, 1):
            choice = f"{at} {words}" if at < 10 else words
            longer = f"{lines[-1]}  {choice}" if lines[-1] else choice
            if cell_len(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(choice)
        return "\n".join(lines)

    def _index(self) -> int:
        return next((at for at, (code, _words) in enumerate(self.options) if code == self.value), -1)

    def render_line(self, y: int) -> Strip:
        """The line."""
        width, base = self.size.width, self.rich_style
        taken, quiet = (self.get_component_rich_style(f"choice--{name}") for name in ("taken", "quiet"))
        parts: list[Part] = []
        placed = self._placed(width)
        if placed and placed[0][2] > 0:
            parts.append(Part("< ", "quiet"))
        for _at, _size, index in placed:
            words = self.options[index][1]
            mine = self.options[index][0] == self.value
            parts.append(Part(f"[{words}]" if mine else f" {words} ", "taken" if mine else "quiet"))
        if placed and placed[-1][2] < len(self.options) - 1:
            parts.append(Part(" >", "quiet"))
        weights = {"taken": Style(color=taken.color, bold=taken.bold), "quiet": Style(color=quiet.color)}
        return strip_of(parts if y == 0 else [], width, base, weights)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Takes the choice under the pointer; the marks at the ends go on.

        When the button is let go it may be too late: the field that was left has taken its line away by then.
        """
        for at, size, index in self._placed(self.size.width):
            if at <= event.x < at + size:
                self.value = self.options[index][0]
                return
        if event.x < 2:
            self.action_previous()
        else:
            self.action_next()

    def on_key(self, event: events.Key) -> None:
        """A digit takes the choice at that place."""
        if event.character and event.character in "123456789" and int(event.character) <= len(self.options):
            self.value = self.options[int(event.character) - 1][0]
            event.stop()

    def action_next(self) -> None:
        """The next choice; after the last one the first."""
        self.value = self.options[(self._index() + 1) % len(self.options)][0]

    def action_previous(self) -> None:
        """The choice before; before the first one the last."""
        index = self._index()
        self.value = self.options[index - 1 if index > 0 else len(self.options) - 1][0]

    def action_none(self) -> None:
        """Not known."""
        if not self._needed:
            self.value = None
