"""HTML by construction: every text and every value of an attribute is escaped where it is put in."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.text.neutral import neutral

if TYPE_CHECKING:
    from collections.abc import Iterable


class Html(NamedTuple):
    """Finished HTML; a plain ``str`` is text and gets escaped."""

    source: str


Content = str | Html
VOID = frozenset({"meta", "img"})


def text(words: str) -> Html:
    """Words as HTML, without characters that hide or reorder."""
    return Html(escape(neutral(words)))


def element(tag: str, *content: Content, **attributes: str | bool | None) -> Html:
    """An element. Attributes that are None or False are left out; ``_`` in their names stands for ``-``."""
    return Html(f"{opening(tag, **attributes)}{joined(content).source}{'' if tag in VOID else f'</{tag}>'}")


def opening(tag: str, **attributes: str | bool | None) -> str:
    """The first tag of an element."""
    shown = []
    for name, value in attributes.items():
        if value is not None and value is not False:
            plain = name.strip("_").replace("_", "-")
            shown.append(f" {plain}" if value is True else f' {plain}="{escape(neutral(str(value)))}"')
    return f"<{tag}{''.join(shown)}>"


def joined(content: Iterable[Content]) -> Html:
    """Pieces one behind the other."""
    return Html("".join(piece.source if isinstance(piece, Html) else text(piece).source for piece in content))
