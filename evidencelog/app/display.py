"""What a face needs to put text on a terminal: widths in cells, and recorded text made harmless."""

from __future__ import annotations

from evidencelog.text.neutral import neutral, one_line
from evidencelog.text.width import cells, clip, fit, wrap

__all__ = ["cells", "clip", "fit", "neutral", "one_line", "wrap"]
