"""What a key costs on the screen: only the widgets and lines that changed are drawn again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._compositor import Compositor
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.strip import Strip


class PlainBar(ScrollBarRender):
    """A scroll bar of whole cells: the blocks for parts of a cell are two cells wide in some Chinese terminals."""

    VERTICAL_BARS = HORIZONTAL_BARS = [" "] * 8


ScrollBar.renderer = PlainBar


class FrugalCompositor(Compositor):
    """Textual's own asks every widget for all of its lines, even where one line of one widget changed.

    This one asks for the lines that are drawn again, and not for what lies hidden behind widgets in front.
    """

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """The widgets inside ``crop`` from the front to the back: where each stands, clipped, and its lines there."""
        if crop is None:
            yield from super()._get_renders(crop)
            return
        painted: list[Region] = []
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            wanted = seen.intersection(crop)
            if not widget.is_attached:
                continue  # a screen that was built anew below a dialog knows what was taken away until it is laid out
            if not wanted or _hidden(wanted, painted):
                continue
            painted.append(wanted)
            piece = Region(seen.x, wanted.y, seen.width, wanted.height)  # a line is cut where widgets meet: whole lines
            yield piece, piece, widget.render_lines(piece.translate((-region.x, -region.y)))


def _hidden(wanted: Region, painted: list[Region]) -> bool:
    """Whether what is painted already covers all of ``wanted``."""
    reached, end = wanted.column_span
    for left, right in sorted(
        region.column_span for region in painted if region.y <= wanted.y and region.bottom >= wanted.bottom
    ):
        if left > reached:
            return False
        reached = max(reached, right)
        if reached >= end:
            return True
    return False
