"""Quotation marks: where they stand, what is between them, and texts made comparable."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from evidencelog.text.neutral import neutral
from evidencelog.text.search import folded

if TYPE_CHECKING:
    from collections.abc import Callable

_PAIRS = (
    ("“", "”"),
    ("「", "」"),
    ("『", "』"),
    ("‘", "’"),
    ("〝", "〞"),
    ("„", "“"),
    ("«", "»"),
    ("‹", "›"),
    ("❝", "❞"),
    ("〟", "〟"),
    ("﹁", "﹂"),
)
_SPANS = re.compile(
    "|".join(f"{opening}[^{closing}]*{closing}" for opening, closing in _PAIRS) + r'|"[^"\n]*"|＂[^＂\n]*＂'
)


def marked_spans(text: str, *, whole: bool = False) -> list[str]:
    """What stands between quotation marks, without them; ``whole``: the outermost marks only, first to last."""
    if whole:
        for opening, closing in _PAIRS:
            if text.startswith(opening) and text.endswith(closing):
                return [text[1:-1]]
        return []
    return [match[0][1:-1] for match in _SPANS.finditer(text) if match[0][1:-1].strip()]


def unmarked(text: str) -> str:
    """The text without what stands between quotation marks; a full stop in its place keeps the neighbours apart."""
    return _SPANS.sub("。", text)


def without_marks(text: str, kept: list[str]) -> str:
    """The text with its quotation marks taken away, except around words that occur in one of ``kept``."""
    words = [squeezed(one) for one in kept]

    def bare(match: re.Match[str]) -> str:
        inner = match[0][1:-1]
        return match[0] if any(squeezed(inner) in one for one in words) else inner

    return _SPANS.sub(bare, text)


def outside_marks(text: str, change: Callable[[str], str]) -> str:
    """The text with what stands outside of quotation marks changed."""
    pieces, at = [], 0
    for match in _SPANS.finditer(text):
        pieces += [change(text[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*pieces, change(text[at:])])


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """Folded, and without spaces and signs inside sentences, so that 违 法, 违-法 and 違法 are one; stops stay as a bar."""
    plain = re.sub(r"[。！？!?；;，,：:]+", "|", folded(neutral(text)))
    return re.sub(r"[^\w|]+|_", "", plain)
