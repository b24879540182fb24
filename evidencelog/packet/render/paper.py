"""Documents as PDF/A-3b by typst: one template, text handed over as data and never as markup."""

from __future__ import annotations

import ctypes
import json
import re
import shutil
import sys
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from evidencelog.errors import CannotDo
from evidencelog.i18n import _
from evidencelog.packet import blocks as b
from evidencelog.packet.render.images import kind
from evidencelog.packet.render.typeface import Typefaces, typefaces

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from evidencelog.packet.blocks import Block, Document, Runs

_LONG = re.compile(r"[!-~]{16,}")
_PIECE = 10
_KEPT = 12
"""How many papers ago the typesetter still remembers what it laid out (it forgets after ten), and some to be sure."""
_LONG_PAPER = 20
"""Pages from which on that is worth freeing."""
_TALLEST = 185
"""Height of a picture on a page in millimetres: with its stamp and lines it fills an A4 page."""


class PaperFailed(CannotDo):
    """The typesetter refused a document for a reason this program did not foresee."""

    def __init__(self, stem: str, reason: str) -> None:
        super().__init__(stem, reason)
        self.stem = stem
        self.reason = reason

    def __str__(self) -> str:
        return _(
            "{document} could not be set as a PDF: {reason}", document=f"{self.stem}.pdf", reason=repr(self.reason)
        )


class Printed(NamedTuple):
    """A document on paper."""

    content: bytes
    pages: int
    exhibits: dict[str, int]
    """Page of each exhibit in this document, from 1."""


class Press:
    """Sets documents in one language; files they show are looked for under ``folder``.

    ``timestamp`` (seconds since 1970 UTC) is the only time in the files, so equal input gives equal bytes.
    """

    def __init__(self, workplace: Path, folder: Path, *, language: str, running: str, timestamp: int) -> None:
        import typst

        self._typst = typst
        self._faces = typefaces()
        self.workplace = workplace
        """Holds the template and the pictures of the papers set so far."""
        self._folder = folder
        self._language = language
        self._running = running
        self._timestamp = timestamp
        self._template = workplace / "packet.typ"
        with as_file(files("evidencelog.packet") / "templates" / "packet.typ") as path:
            shutil.copyfile(path, self._template)
        self._fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(path) for path in self._faces.folders],
        )

    def set(self, document: Document, *, offset: int | None) -> Printed:
        """One document; ``offset`` is the number of pages of the packet before it, None for one that is not part of it.

        MissingGlyph for a letter no font has, PaperFailed for anything else the typesetter refuses.
        """
        text = self.source(document, offset=offset)
        try:
            compiler = self._typst.Compiler(
                str(self._template),
                root=str(self.workplace),
                font_paths=self._fonts,
                ignore_system_fonts=True,
                sys_inputs={"document": text},
            )
            content = compiler.compile(format="pdf", pdf_standards=["a-3b"], timestamp=self._timestamp, pdf_tags=False)
            pages = json.loads(compiler.query("<pages>", field="value", one=True))
            shown = json.loads(compiler.query("<exhibit>", field="value"))
        except (self._typst.TypstError, RuntimeError) as error:
            raise PaperFailed(document.stem, str(error)) from error
        if int(pages) >= _LONG_PAPER:
            self._forget()
        return Printed(cast("bytes", content), int(pages), {entry["number"]: int(entry["page"]) for entry in shown})

    def source(self, document: Document, *, offset: int | None) -> str:
        """What the template is handed for a document, as JSON; MissingGlyph."""
        return json.dumps(self._data(document, offset), ensure_ascii=False)

    def _forget(self) -> None:
        """Empties the typesetter's memory of what it laid out: the volumes of a long log would fill the machine's."""
        for _nth in range(_KEPT):
            self._typst.Compiler(b"", font_paths=self._fonts, ignore_system_fonts=True).compile(format="svg")
        if sys.platform == "linux":  # its C library keeps what was freed until it is asked
            trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
            if trim is not None:
                trim(0)

    def _data(self, document: Document, offset: int | None) -> dict[str, Any]:
        def clean(text: str) -> str:
            return _LONG.sub(_soft, self._faces.printable(text, document.title))

        return {
            "title": clean(document.title),
            "subtitle": clean(document.subtitle),
            "running": clean(self._running),
            "wide": document.wide,
            "addressed": document.addressed,
            "lang": self._language,
            "region": "cn" if self._language == "zh" else None,
            "fonts": list(self._faces.families),
            "offset": offset or 0,
            "footer": {
                "left": clean(document.title),
                "page": _("page {x} of {y}", x="{x}", y="{y}"),
                "volume": _("sheet {n} of the packet", n="{n}") if offset is not None else "",
            },
            "blocks": [self._block(block, clean) for block in document.blocks],
        }

    def _block(self, block: Block, clean: Callable[[str], str]) -> dict[str, Any]:
        def runs(row: Runs) -> list[list[str]]:
            return [[clean(run.text), run.style] if run.style else [clean(run.text)] for run in row]

        def cell(row: Runs | None) -> list[list[str]] | None:
            return None if row is None else runs(row)

        if isinstance(block, b.Heading):
            return {"kind": "heading", "level": block.level, "text": clean(block.text)}
        if isinstance(block, b.Paragraph):
            return {"kind": "paragraph", "style": block.style, "runs": runs(block.runs)}
        if isinstance(block, b.Box):
            return {"kind": "box", "title": clean(block.title), "items": [runs(item) for item in block.items]}
        if isinstance(block, b.Pairs):
            rows = [[clean(label), cell(value)] for label, value in block.rows]
            return {"kind": "pairs", "whole": block.whole, "rows": rows}
        if isinstance(block, b.Table):
            return {
                "kind": "table",
                "style": block.style,
                "from": block.under_from,
                "columns": [
                    {"title": clean(column.title), "width": column.width, "align": column.align}
                    for column in block.columns
                ],
                "rows": [{"cells": [cell(c) for c in row.cells], "under": runs(row.under)} for row in block.rows],
            }
        if isinstance(block, b.Clause):
            return {
                "kind": "clause",
                "citation": clean(block.citation),
                "status": runs(block.status),
                "text": runs(block.text),
            }
        if isinstance(block, b.Picture):
            return {"kind": "picture", "svg": block.svg, "caption": clean(block.caption)}
        if isinstance(block, b.Show):
            return {
                "kind": "exhibit",
                "number": block.number,
                "stamp": _("Exhibit {number}", number=block.number),
                "title": clean(block.title),
                "lines": [runs(line) for line in block.lines],
                "words": runs(block.words),
                "picture": self._picture(block),
                "height": _TALLEST,
            }
        if isinstance(block, b.Signature):
            return {"kind": "signature", "labels": [clean(label) for label in block.labels]}
        return {"kind": "pagebreak"}

    def _picture(self, block: b.Show) -> str | None:
        """Name of a picture in the workplace; None when there is none."""
        if block.media != "picture" or block.path is None:
            return None
        source = self._folder / block.path
        name = f"{block.number}.{kind(source)}"
        _linked(source, self.workplace / name)
        return name


def _linked(source: Path, target: Path) -> None:
    """The file under another name, without copying where the disk can."""
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


def _soft(match: re.Match[str]) -> str:
    """Long unbroken Latin text in pieces, with U+200B around each: the template lets a line end there."""
    text = match[0]
    return "".join(f"\u200b{text[at : at + _PIECE]}" for at in range(0, len(text), _PIECE)) + "\u200b"


__all__ = ["PaperFailed", "Press", "Printed", "Typefaces"]
