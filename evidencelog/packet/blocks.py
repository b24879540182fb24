"""What documents are built from. A document is a title and a row of blocks; renderers turn blocks into paper or pages.

Every run of text says whose words it is (its *voice*), so that the over-claim guard can read a packet before it is
written and a renderer can tell the other side's words from the program's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VOICES = ("program", "person", "record", "quote", "original", "provision", "title")
"""``program``: this program's words. ``person``: the complainant's own, from their letter and request. ``record``: words
of the log that describe. ``quote``: the other side's words as recorded. ``original``: the same, nothing shortened, for an
addressee that takes them only so. ``provision``: the text of a provision.
``title``: an official title."""


class Run(NamedTuple):
    """A piece of text in one voice. Line breaks are kept."""

    text: str
    voice: str = "program"
    style: str = ""
    """``""``, ``strong``, ``faint`` or ``code``."""


Runs = tuple[Run, ...]


def say(text: str, style: str = "") -> Runs:
    """Words of the program."""
    return (Run(text, "program", style),) if text else ()


def told(text: str, style: str = "") -> Runs:
    """Words of the log: names, numbers, file names, reasons."""
    return (Run(text, "record", style),) if text else ()


class Heading(NamedTuple):
    """A heading; it becomes a bookmark."""

    text: str
    level: int = 1
    voice: str = "program"


class Paragraph(NamedTuple):
    """Running text."""

    runs: Runs
    style: str = "body"
    """``body`` (first line set in), ``plain``, ``small`` or ``item`` (hanging)."""


class Box(NamedTuple):
    """A framed block with a title and lines."""

    title: str
    items: tuple[Runs, ...]


class Pairs(NamedTuple):
    """Labels with their values; ``None`` is a visible blank to be filled in by hand."""

    rows: tuple[tuple[str, Runs | None], ...]
    whole: bool = False
    """True to keep all rows on one page."""


class Column(NamedTuple):
    """A column of a table."""

    title: str
    width: str
    """``22mm`` or a share of what is left, ``1fr``."""
    align: str = "left"


class Row(NamedTuple):
    """A row of a table; ``None`` is a visible blank. ``under`` runs below it over the columns from ``under_from`` on."""

    cells: tuple[Runs | None, ...]
    under: Runs = ()
    anchor: str = ""
    """A name other places of the packet can point to."""


class Table(NamedTuple):
    """A table whose header repeats on every page and whose rows stay whole."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    under_from: int = 0
    style: str = ""
    """``""`` or ``lined`` (all lines drawn, as on a court form)."""


class Clause(NamedTuple):
    """A provision with what it is worth."""

    citation: str
    status: Runs
    """Force, whom it binds, since when, how the text is known."""
    text: Runs


class Picture(NamedTuple):
    """A drawing as SVG, with its caption."""

    svg: str
    caption: str


class Show(NamedTuple):
    """An exhibit: its stamp, what it is, and the picture or the words."""

    number: str
    title: str
    lines: tuple[Runs, ...]
    path: str | None
    """Path under ``data/`` of the file; None for words only."""
    media: str
    """``picture``, ``sound``, ``film``, ``words`` or ``file``."""
    words: Runs = ()
    playable: bool = True


class Signature(NamedTuple):
    """Lines to sign on."""

    labels: tuple[str, ...]


class PageBreak(NamedTuple):
    """The next block starts on a new page."""


Block = Heading | Paragraph | Box | Pairs | Table | Clause | Picture | Show | Signature | PageBreak


class Document(NamedTuple):
    """One paper of a packet."""

    stem: str
    """File name without its ending, ASCII."""
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    wide: bool = False
    """True for a page on its side."""
    addressed: bool = False
    """True for a letter: the subtitle is the line that says to whom."""


def runs_of(document: Document) -> Iterator[tuple[str, Run]]:
    """Every piece of text of a document with the heading it stands under."""
    place = document.title
    yield place, Run(document.title)
    if document.subtitle:
        yield place, Run(document.subtitle)
    for block in document.blocks:
        if isinstance(block, Heading):
            place = f"{document.title}, {block.text}"
        for run in _runs(block):
            yield place, run


def _runs(block: Block) -> Iterable[Run]:
    if isinstance(block, Heading):
        return (Run(block.text, block.voice),)
    if isinstance(block, Paragraph):
        return block.runs
    if isinstance(block, Box):
        return (Run(block.title, "record"), *(run for item in block.items for run in item))
    if isinstance(block, Pairs):
        return (run for label, value in block.rows for run in (Run(label), *(value or ())))
    if isinstance(block, Table):
        return (
            *(Run(column.title) for column in block.columns),
            *(run for row in block.rows for cell in (*row.cells, row.under) for run in cell or ()),
        )
    if isinstance(block, Clause):
        return (Run(block.citation, "title"), *block.status, *block.text)
    if isinstance(block, Picture):
        return (Run(block.caption),)
    if isinstance(block, Show):
        return (Run(block.title, "record"), *(run for line in block.lines for run in line), *block.words)
    if isinstance(block, Signature):
        return tuple(Run(label) for label in block.labels)
    return ()
