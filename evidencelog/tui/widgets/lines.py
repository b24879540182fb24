"""Words on a screen, broken into lines as Chinese and English want it: no mark at the beginning of a line, no word cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from evidencelog.tui.widgets.drawing import Paragraph, Part, wrap

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.visual import VisualType


class Lines(Static):
    """Plain words; each line of them is a paragraph."""

    def __init__(self, words: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(words, id=id, classes=classes, markup=False)
        self._said = words

    @property
    def said(self) -> str:
        """The words, unbroken."""
        return self._said

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Shows other words."""
        self._said = str(content)
        super().update(content, layout=layout)

    def render(self) -> Content:
        """The lines at the width there is."""
        return Content("\n".join(self._broken(self.content_size.width)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's own call
        """How many lines they take at a width."""
        return len(self._broken(width)) if width else 0

    def _broken(self, width: int) -> list[str]:
        paragraphs = [Paragraph((Part(line),)) for line in self._said.split("\n")]
        return [
            "".join(part.text for part in line)
            for paragraph in paragraphs
            for line in (wrap(paragraph, width) if width else [[*paragraph.parts]])
        ]
