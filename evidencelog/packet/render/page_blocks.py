"""Blocks of a document as HTML, with links to the entries they name and marks the filters of the page look at."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.packet import blocks as b
from evidencelog.packet.render.markup import Html, element, joined, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from evidencelog.packet.blocks import Block, Document, Runs

_ID = re.compile(r"(?<![A-Za-z0-9])[A-Z]\d{4,}(?![A-Za-z0-9])")
_TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}
_INLINE_LIMIT = 4_000_000
"""Bytes; a larger picture is shown from its file beside the page."""
_CACHED = 1 << 15

Marks = tuple[str, str]
"""Local day and rule codes (a space between two) of what a row or an exhibit is about."""


_DATE, _MOMENT = 19, 26
"""Millimetres from which a column holds dates and words, and from which a date with its weekday; narrower: numbers."""


class Composer:
    """Turns documents of one page into HTML; ids are given once, to the first place that bears them."""

    def __init__(self, folder: Path, anchors: frozenset[str], marks: Mapping[str, Marks]) -> None:
        """``folder`` holds the files shown; ``anchors`` are the ids that can be linked to; ``marks`` by id."""
        self._folder = folder
        self._marks = marks
        self._given: set[str] = set()
        self._linked: Callable[[str], Html] = lru_cache(_CACHED)(_linker(anchors))

    def section(self, document: Document) -> Iterator[str]:
        """A document, piece by piece."""
        yield f'<section id="{document.stem}">\n'
        yield element("h2", document.title).source
        if document.subtitle:
            yield element("p", document.subtitle, _class="subtitle").source
        for block in document.blocks:
            yield "\n"
            yield from self._block(block)
        yield "\n</section>\n"

    def _block(self, block: Block) -> Iterator[str]:
        if isinstance(block, b.Heading):
            yield element(f"h{block.level + 2}", block.text).source
        elif isinstance(block, b.Paragraph):
            yield element("p", self._runs(block.runs), _class=block.style).source
        elif isinstance(block, b.Box):
            items = joined(element("li", self._runs(item)) for item in block.items)
            yield element("aside", element("h3", block.title), element("ul", items)).source
        elif isinstance(block, b.Pairs):
            rows = (
                element("div", element("dt", label), element("dd", self._cell(value))) for label, value in block.rows
            )
            yield element("dl", joined(rows)).source
        elif isinstance(block, b.Table):
            yield from self._table(block)
        elif isinstance(block, b.Clause):
            words = element("p", self._runs(block.text)) if block.text else ""
            yield element(
                "blockquote",
                element("p", block.citation, _class="citation"),
                element("p", self._runs(block.status), _class="small"),
                words,
            ).source
        elif isinstance(block, b.Picture):
            yield element("figure", Html(block.svg), element("figcaption", block.caption)).source
        elif isinstance(block, b.Show):
            yield self._show(block).source
        elif isinstance(block, b.Signature):
            yield element("p", _("To be signed on the printed paper."), _class="small").source

    def _runs(self, row: Runs) -> Html:
        pieces = []
        for run in row:
            words = self._linked(run.text).source
            if run.voice == "quote":
                words = f'<q class="words">{words}</q>'
            elif run.style:
                words = f'<span class="{run.style}">{words}</span>'
            pieces.append(words)
        return Html("".join(pieces))

    def _cell(self, row: Runs | None) -> Html:
        if row is None:
            return element("span", _class="blank", title=_("to be filled in by hand"))
        return self._runs(row)

    def _table(self, table: b.Table) -> Iterator[str]:
        heads = (element("th", column.title, scope="col", _class=_shape(column)) for column in table.columns)
        yield '<div class="wide">'
        yield f'<table class="{table.style}">' if table.style else "<table>"
        yield element("thead", element("tr", joined(heads))).source
        classes = [f' class="{column.align}"' if column.align != "left" else "" for column in table.columns]
        for row in table.rows:
            both = [' rowspan="2"' if row.under and at < table.under_from else "" for at in range(len(row.cells))]
            cells = zip(classes, both, row.cells, strict=True)
            yield f"\n<tbody{self._named(row.anchor)}><tr>"
            yield "".join(f"<td{aligned}{span}>{self._cell(cell).source}</td>" for aligned, span, cell in cells)
            yield "</tr>"
            if row.under:
                width = len(table.columns) - table.under_from
                yield f'<tr class="under"><td colspan="{width}">{self._runs(row.under).source}</td></tr>'
            yield "</tbody>"
        yield "\n</table></div>"

    def _named(self, anchor: str, prefix: str = "") -> str:
        """The id of a place, if it is still free, and what the filters look at."""
        shown = ""
        if anchor and prefix + anchor not in self._given:
            self._given.add(prefix + anchor)
            shown = f' id="{prefix}{anchor}"'
        marks = self._marks.get(prefix + anchor)
        if marks is not None:
            shown += f' data-day="{marks[0]}" data-rules="{marks[1]}"'
        return shown

    def _show(self, show: b.Show) -> Html:
        stamp = _("Exhibit {number}", number=show.number)
        pieces = [element("h4", element("span", stamp, _class="stamp"), " ", show.title)]
        pieces += [element("p", self._runs(line), _class="small") for line in show.lines]
        path = show.path
        if path is not None:
            if show.media == "picture":
                image = element("img", alt=stamp, src=self._picture(path))
                pieces.append(element("p", element("a", image, href=path)))
            elif show.media in {"sound", "film"} and show.playable:
                tag = "audio" if show.media == "sound" else "video"
                player = element(tag, controls=True, preload="none", src=path, aria_label=stamp)
                pieces.append(element("p", player))
            pieces.append(element("p", element("a", _("Open the file {path}", path=path), href=path)))
        if show.words:
            pieces.append(element("p", self._runs(show.words), _class="said"))
        return Html(f"<article{self._named(show.number, 'e')}>{joined(pieces).source}</article>")

    def _picture(self, path: str) -> str:
        file = self._folder / path
        kind = _TYPES.get(file.suffix[1:])
        if kind is None or file.stat().st_size > _INLINE_LIMIT:
            return path
        return f"data:{kind};base64,{b64encode(file.read_bytes()).decode()}"


def _shape(column: b.Column) -> str:
    """How a column is set: to which side, and whether it may get narrower than a date, or than its longest word."""
    if not column.width.endswith("mm"):
        return column.align
    width = float(column.width[:-2])
    return f"{column.align} {'broad' if width >= _MOMENT else 'fix' if width >= _DATE else 'fit'}"


def _linker(anchors: frozenset[str]) -> Callable[[str], Html]:
    """What turns text into HTML in which ids lead to their places."""

    def link(match: re.Match[str]) -> str:
        return f'<a href="#{match[0]}">{match[0]}</a>' if match[0] in anchors else match[0]

    return lambda words: Html(_ID.sub(link, text(words).source))
