"""The first line of a screen: where one is at the left, what there is at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.widget import Widget

from evidencelog.tui.widgets.drawing import Part, cell_len, clip, strip_of

if TYPE_CHECKING:
    from textual.strip import Strip


class TopLine(Widget):
    """One line with a strong title, plain words after it and figures at the right edge."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"top-line--title"}

    def __init__(self, title: str = "", words: str = "", figures: str = "") -> None:
        super().__init__()
        self.say(title, words, figures)

    def say(self, title: str, words: str = "", figures: str = "") -> None:
        """Shows other words; all three neutral text."""
        self._said = (title, words, figures)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        title_style = self.get_component_rich_style("top-line--title")
        title, words, figures = self._said
        title = clip(title, width - 2)
        room = width - 2 - cell_len(title) - (cell_len(figures) + 2 if figures else 0)
        words = "  " + clip(words, room - 2) if words and room > 4 else ""
        gap = width - 2 - cell_len(title) - cell_len(words) - cell_len(figures)
        parts = [Part(" "), Part(title, "title"), Part(words), Part(" " * max(gap, 2)), Part(figures)]
        return strip_of(
            parts if y == 0 else [],
            width,
            self.rich_style,
            {"title": Style(color=title_style.color, bold=title_style.bold)},
        )
