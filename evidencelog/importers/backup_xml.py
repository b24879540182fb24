"""Streams the elements of a phone backup in XML: one element at a time, in memory that does not grow with the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, NoReturn
from xml.parsers import expat

from evidencelog.i18n import _
from evidencelog.importers.interface import UnreadableFile
from evidencelog.importers.repair import Repairs, repaired

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evidencelog.importers.source import SourceFile

_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"']([^\"']+)[\"']")
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<(?:!DOCTYPE\s+)?([A-Za-z_][\w.-]*)", re.DOTALL
)
LARGEST_TAG = 64 << 20
"""Most bytes one tag may take: an embedded film of 48 MB."""
DEEPEST = 16
MOST_CHILDREN = 10_000


class Element(NamedTuple):
    """An element below the root with everything in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Element]
    line: int
    """Line of its start in the file, counted from 1."""


def root_of(head: bytes) -> str | None:
    """Name of the root element (or of the document type before it), from a file's first bytes; None: it is no XML."""
    match = _ROOT.match(head)
    return match[1].decode() if match else None


class Backup:
    """One pass over one backup."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        self.repairs = Repairs()
        self.root: dict[str, str] = {}
        """Attributes of the root, known when the first element is."""

    def elements(
        self, *, ended: Callable[[str, dict[str, str]], None], seen: Callable[[int], None] | None = None
    ) -> Iterator[Element]:
        """The elements below the root in the order of the file.

        ``ended`` is called with name and attributes of each child as it ends and may empty them: what it takes away is
        not kept in memory. ``seen`` is told the bytes used up. Raises UnreadableFile for a DOCTYPE or an entity
        declaration, for what is no XML in UTF-8, and for a file that ends too early: whole or not at all.
        """
        encoding = _ENCODING.search(self._file.head())
        if encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
            self.refuse(
                "", _("it is written in {encoding}, not in UTF-8", encoding=repr(encoding[1].decode("latin-1")))
            )
        tree = _Tree(self, ended)
        for chunk in repaired(self._file.chunks(seen), self.repairs):
            yield from tree.feed(chunk)
        yield from tree.feed(b"", final=True)

    def refuse(self, where: str, reason: str) -> NoReturn:
        """Raises UnreadableFile for this file."""
        raise UnreadableFile(self._file.label, where, reason)


class _Tree:
    """Turns the parser's events into elements; holds no more than the element being read."""

    def __init__(self, backup: Backup, ended: Callable[[str, dict[str, str]], None]) -> None:
        self._backup, self._ended = backup, ended
        self._open: list[Element] = []
        self._depth = 0
        self._done: list[Element] = []
        self._pending: list[bytes] = []
        self._pending_size = 0
        self._wanted = 0
        self._events = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._doctype

    def feed(self, chunk: bytes, *, final: bool = False) -> list[Element]:
        """Elements completed by these bytes.

        A tag longer than a chunk is collected and handed over in doubling pieces: expat before 2.6 reads an unfinished
        tag from its start again each time.
        """
        self._pending.append(chunk)
        self._pending_size += len(chunk)
        if self._pending_size < self._wanted and not final:
            return []
        events = self._events
        try:
            self._parser.Parse(b"".join(self._pending), final)
        except expat.ExpatError as error:
            self._not_well_formed(error)
        handed = self._pending_size
        self._pending, self._pending_size = [], 0
        if self._events != events:
            self._wanted = 0
        else:
            self._wanted = 2 * max(self._wanted, handed)
            if self._wanted > 2 * LARGEST_TAG:
                self._backup.refuse("", _("it holds a tag larger than {size} MiB", size=LARGEST_TAG >> 20))
        done, self._done = self._done, []
        return done

    def _not_well_formed(self, error: expat.ExpatError) -> NoReturn:
        where = _("line {line}", line=error.lineno)
        if error.code in _TOO_SHORT:
            self._backup.refuse(where, _("it ends in the middle; make the backup again and import the whole file"))
        self._backup.refuse(where, _("it is not well-formed XML ({detail})", detail=expat.ErrorString(error.code)))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._events += 1
        self._depth += 1
        if self._depth == 1:
            self._backup.root = attributes
            return
        if self._depth > DEEPEST:
            self._backup.refuse(self._where(), _("its elements are nested too deep"))
        element = Element(tag, attributes, [], self._parser.CurrentLineNumber)
        if self._open:
            if len(self._open[-1].children) >= MOST_CHILDREN:
                self._backup.refuse(self._where(), _("one of its elements holds too many others"))
            self._open[-1].children.append(element)
        self._open.append(element)

    def _end(self, tag: str) -> None:
        self._events += 1
        self._depth -= 1
        if self._depth == 0:
            return
        element = self._open.pop()
        if self._open:
            self._ended(tag, element.attributes)
        else:
            self._done.append(element)

    def _doctype(self, *_declaration: object) -> NoReturn:
        self._backup.refuse(self._where(), _("it declares a document type or entities, which no phone backup does"))

    def _where(self) -> str:
        return _("line {line}", line=self._parser.CurrentLineNumber)


_TOO_SHORT = frozenset(
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)
