"""A text to read: paragraphs in two weights, wrapped for Chinese and English, scrolled by keys and mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from evidencelog.tui.actions import bindings
from evidencelog.tui.widgets.drawing import Paragraph, Part, strip_of, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

BLANK = Paragraph(())


def heading(text: str) -> Paragraph:
    """A line that names what follows."""
    return Paragraph((Part(text, "strong"),))


def plain(text: str, *, indent: int = 0) -> Paragraph:
    """Running text."""
    return Paragraph((Part(text),), indent)


def quiet(text: str, *, indent: int = 0) -> Paragraph:
    """Running text that matters less."""
    return Paragraph((Part(text, "quiet"),), indent)


def named(label: str, text: str, *, column: int) -> Paragraph:
    """A value after its label; values begin in one column."""
    from evidencelog.tui.widgets.drawing import fit

    return Paragraph((Part(fit(label, column - 1) + " ", "quiet"), Part(text)), hang=column)


class Reading(ScrollView, can_focus=True):
    """Shows paragraphs."""

    SCOPE = "text"
    BINDINGS = bindings("text")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"reading--quiet", "reading--strong", "reading--accent"}

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._paragraphs: Sequence[Paragraph] = ()
        self._lines: list[list[Part]] = []

    def show(self, paragraphs: Sequence[Paragraph], *, keep_place: bool = False) -> None:
        """Shows other paragraphs from the beginning, or from where the reader is."""
        self._paragraphs = paragraphs
        self._wrap()
        if not keep_place:
            self.scroll_to(y=0, animate=False)
        self.refresh()

    def show_paragraph(self, number: int) -> None:
        """Scrolls so that a paragraph, counted from 0, begins the view as far as there is text below it."""
        width = self.scrollable_content_region.width
        if width:
            before = sum(len(wrap(paragraph, width)) for paragraph in self._paragraphs[:number])
            self.scroll_to(y=before, animate=False, force=True)

    @property
    def height_wanted(self) -> int:
        """Lines the text takes at the width there is."""
        return len(self._lines)

    @property
    def plain_text(self) -> str:
        """The whole text, a line for each paragraph."""
        return "\n".join("".join(part.text for part in paragraph.parts) for paragraph in self._paragraphs).strip()

    def on_resize(self) -> None:
        """Lines break elsewhere."""
        self._wrap()
        self.refresh()

    def _wrap(self) -> None:
        width = self.scrollable_content_region.width
        if width:
            self._lines = [line for paragraph in self._paragraphs for line in wrap(paragraph, width)]
            height = self.scrollable_content_region.height
            self.virtual_size = Size(width, max(len(self._lines), height))  # a short text asks for no new layout

    def render_line(self, y: int) -> Strip:
        """One line of the view."""
        width, at = self.scrollable_content_region.width, y + round(self.scroll_y)
        if at >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        weights = {}
        for name in ("quiet", "strong", "accent"):
            full = self.get_component_rich_style(f"reading--{name}")
            weights[name] = Style(color=full.color, bold=full.bold, dim=full.dim)
        return strip_of(self._lines[at], width, self.rich_style, weights)

    def action_line_down(self) -> None:
        """Scrolls one line down."""
        self.scroll_to(y=self.scroll_y + 1, animate=False)

    def action_line_up(self) -> None:
        """Scrolls one line up."""
        self.scroll_to(y=self.scroll_y - 1, animate=False)

    def action_page_down(self) -> None:
        """Scrolls a page down."""
        self.scroll_to(y=self.scroll_y + self.size.height - 1, animate=False)

    def action_page_up(self) -> None:
        """Scrolls a page up."""
        self.scroll_to(y=self.scroll_y - self.size.height + 1, animate=False)

    def action_top(self) -> None:
        """To the beginning."""
        self.scroll_to(y=0, animate=False)

    def action_bottom(self) -> None:
        """To the end."""
        self.scroll_to(y=len(self._lines), animate=False)
