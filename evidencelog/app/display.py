"""What a face needs to put text on a terminal: widths in cells, recorded text made harmless, moments in the case's zone."""

from __future__ import annotations

from evidencelog.text.initials import found_by_initials
from evidencelog.text.neutral import neutral, one_line
from evidencelog.text.width import cells, clip, fit, wrap

__all__ = ["cells", "clip", "fit", "found_by_initials", "local", "neutral", "one_line", "wrap"]


def local(moment: str, zone: str) -> str:
    """An ISO 8601 moment as ISO 8601 text with the offset a zone (IANA name) has then."""
    from evidencelog.timing.clock import local_iso, ts_of

    return local_iso(ts_of(moment), zone)
