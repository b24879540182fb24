"""A line for telephone numbers: while numbers are hidden, it shows them only to the one who goes into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.highlighter import Highlighter
from textual.widgets import Input

from evidencelog.tui import masking

if TYPE_CHECKING:
    from rich.text import Text


class _Covered(Highlighter):
    """Draws what stands in a line as ``masking.number`` would, each of several numbers by itself."""

    def __init__(self, line: Input) -> None:
        self._line = line

    def highlight(self, text: Text) -> None:
        """Changes what is drawn, by as many cells; what stands in the line stays."""
        if not self._line.has_focus:
            text.plain = ",".join(masking.number(one) for one in text.plain.split(","))


class NumberLine(Input):
    """An ``Input`` for one number, or several with commas between them."""

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(compact=True, select_on_focus=False, placeholder=placeholder, highlighter=_Covered(self))
