"""PDF files in parts that an upload form takes: whole pages, as many to a part as its limit allows."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any


class Piece(NamedTuple):
    """Some pages of a file, as a file of their own."""

    content: bytes
    first: int
    """First page of the whole that is in it, from 1."""
    last: int
    """Last one, included."""


def pieces(content: bytes, limit: int, step: Callable[[], None] = lambda: None) -> list[Piece]:
    """The pages of a PDF in pieces of at most ``limit`` bytes, in order; a single page that is larger is a piece alone.

    Links between pages and the mark of an archive file (PDF/A) are not kept in the pieces. ``step`` is called after each
    try and may raise to stop.
    """
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    count = len(reader.pages)
    found: list[Piece] = []
    first, guess = 0, count
    while first < count:
        last, written = _longest(reader, first, min(first + guess, count), limit, step)
        found.append(Piece(written, first + 1, last))
        first, guess = last, 2 * (last - first)
    return found


def cut_at(content: bytes, starts: Sequence[int]) -> list[bytes]:
    """The PDF in files that begin at those pages, from 0, in order; pages before the first belong to the first file."""
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    bounds = [0, *starts[1:], len(reader.pages)]
    return [_written(reader, first, end) for first, end in pairwise(bounds)]


def _longest(reader: Any, first: int, end: int, limit: int, step: Callable[[], None]) -> tuple[int, bytes]:
    """How far a piece from page ``first`` (from 0) may go at most, excluded, looking up to ``end``; and that piece."""
    best = first + 1, _written(reader, first, first + 1)
    low, high = first + 2, end
    if len(best[1]) > limit:
        return best
    while low <= high:
        middle = (low + high) // 2
        tried = _written(reader, first, middle)
        step()
        if len(tried) <= limit:
            best, low = (middle, tried), middle + 1
        else:
            high = middle - 1
    return best


def _written(reader: Any, first: int, end: int) -> bytes:
    from pypdf import PdfWriter
    from pypdf.generic import NameObject

    writer = PdfWriter()
    for number in range(first, end):
        page = writer.add_page(reader.pages[number])
        for name in ("/Annots", "/StructParents", "/Tabs"):
            if name in page:
                del page[NameObject(name)]
    writer.metadata = reader.metadata
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def words_of(content: bytes) -> str:
    """The text of a PDF without any white space."""
    from pypdf import PdfReader

    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)
