"""Lines with a key before them, marked with the second at which they were heard or said; a click does what the key does."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.style import Style
from textual.message import Message
from textual.widget import Widget

from evidencelog.tui.widgets.drawing import Paragraph, Part, fit, strip_of, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.strip import Strip


class Mark(NamedTuple):
    """One line."""

    key: str
    """The key as written for people; empty for none."""
    words: str
    at: str
    """When it was marked; empty: not yet."""


class Marks(Widget):
    """Some lines under a heading, each wrapped to the width."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"marks--quiet", "marks--strong", "marks--accent"}

    class Pressed(Message):
        """A line was clicked."""

        def __init__(self, marks: Marks, index: int) -> None:
            super().__init__()
            self.marks = marks
            self.index = index

        @property
        def control(self) -> Marks:
            """The lines."""
            return self.marks

    def __init__(self, heading: str, key_width: int, *, id: str | None = None) -> None:
        """``key_width`` are the cells before the words."""
        super().__init__(id=id)
        self._heading = heading
        self._key_width = key_width
        self._marks: Sequence[Mark] = ()
        self._lines: list[tuple[list[Part], int]] = []

    def show(self, marks: Sequence[Mark]) -> None:
        """Shows other lines."""
        self._marks = marks
        self._lay()
        self.refresh()

    def on_resize(self) -> None:
        """Lines break elsewhere."""
        self._lay()

    def _lay(self) -> None:
        width = self.size.width or 40
        lines = [([Part(self._heading, "quiet")], -1)]
        for index, mark in enumerate(self._marks):
            weight = "strong" if mark.at else ""
            key = Part(fit(mark.key, self._key_width), "accent")
            at = Part(f" {mark.at}", "accent") if mark.at else Part("")
            paragraph = Paragraph((key, Part(mark.words, weight), at), hang=self._key_width)
            lines += [(line, index) for line in wrap(paragraph, width)]
        self._lines = lines
        if self.styles.height is None or self.styles.height.value != len(lines):
            self.styles.height = len(lines)

    def render_line(self, y: int) -> Strip:
        """One line."""
        weights = {}
        for name in ("quiet", "strong", "accent"):
            full = self.get_component_rich_style(f"marks--{name}")
            weights[name] = Style(color=full.color, bold=full.bold)
        parts = self._lines[y][0] if y < len(self._lines) else []
        return strip_of(parts, self.size.width, self.rich_style, weights)

    def on_click(self, event: events.Click) -> None:
        """As if its key were pressed."""
        if event.y < len(self._lines) and self._lines[event.y][1] >= 0:
            self.post_message(self.Pressed(self, self._lines[event.y][1]))
