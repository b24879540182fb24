"""Looks into every file of a packet, however it is packed, for words that must not leave and for ways to the outside."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject, StreamObject

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def texts(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Place and text of everything a file holds: raw, decoded, unpacked, drawn on a page, in its metadata."""
    raw = content.decode("utf-8", "ignore")
    yield name, raw
    yield f"{name} (UTF-16)", content.decode("utf-16-le", "ignore")
    if content.startswith(b"%PDF-"):
        yield from _pdf(name, content)
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                yield f"{name}: name", member.filename + member.comment.decode("utf-8", "ignore")
                yield from texts(f"{name}/{member.filename}", archive.read(member))
    elif name.endswith((".html", ".xml", ".rels")):
        yield f"{name} (text)", html.unescape(re.sub(r"<[^>]*>", "", raw))
        yield f"{name} (unescaped)", html.unescape(raw)
    elif name.endswith((".json", ".jsonl")):
        for line in raw.splitlines() if name.endswith(".jsonl") else [raw]:
            yield f"{name} (values)", "\n".join(_strings(json.loads(line)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from (key, *_strings(item))
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, str):
        yield value
        if value.startswith("{"):
            yield from _strings(json.loads(value))


def _pdf(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    reader = PdfReader(io.BytesIO(content))
    for number, page in enumerate(reader.pages, 1):
        yield f"{name} page {number}", page.extract_text()
    yield f"{name} metadata", repr(reader.metadata)
    yield f"{name} bookmarks", repr(reader.outline)
    for position in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        found = reader.get_object(IndirectObject(position, 0, reader))
        if isinstance(found, StreamObject) and not isinstance(found, ContentStream):
            kind = found.get("/Subtype") or found.get("/Type")
            if kind not in ("/Image", "/CIDFontType0C", "/OpenType"):
                yield f"{name} object {position}", found.get_data().decode("utf-8", "ignore")
        elif isinstance(found, DictionaryObject):
            yield f"{name} object {position}", repr(found)


def files(*tops: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file under some folders, or of the files themselves."""
    for top in tops:
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file():
                yield (path.relative_to(top.parent)).as_posix(), path.read_bytes()


def occurrences(*tops: Path, words: dict[str, str]) -> set[tuple[str, str]]:
    """Key of each word and the file it stands in, also broken over lines or spaced out; names of files count too."""
    found = set()
    wanted = {key: "".join(word.split()).lower() for key, word in words.items()}
    for name, content in files(*tops):
        for _place, text in [("name", name), *texts(name, content)]:
            tight = "".join(text.split()).lower()
            found |= {(key, name) for key, word in wanted.items() if word in tight}
    return found


OUTSIDE = re.compile(
    r"""(?:\b(?:src|href|srcset|action|formaction|poster|data|xlink:href|cite|manifest)\s*=\s*["']?|url\(\s*["']?|@import\s+["']?)
        \s*(?:[a-z][a-z0-9+.-]*:)?//""",
    re.IGNORECASE | re.VERBOSE,
)
REQUESTS = ("fetch(", "XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon", "importScripts", "navigator.", "<iframe", "<object",
            "<embed", "<base", "<link", "http-equiv=\"refresh\"", "import(")  # fmt: skip


def ways_out(*tops: Path) -> list[str]:
    """Everything by which a file would make a program fetch something or go somewhere."""
    found = []
    for name, content in files(*tops):
        parts = [(name, content)]
        if content.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                parts = [(f"{name}/{member}", archive.read(member)) for member in archive.namelist()]
        for part, inside in parts:
            text = inside.decode("utf-8", "ignore")
            if part.endswith((".html", ".svg", ".css")):
                found += [f"{part}: {match.group()}" for match in OUTSIDE.finditer(text)]
                found += [f"{part}: {word}" for word in REQUESTS if word in text]
            if part.endswith(".rels") and 'TargetMode="External"' in text:
                found.append(f"{part}: external")
            if inside.startswith(b"%PDF-"):
                found += _pdf_ways_out(part, inside)
    return found


def _pdf_ways_out(name: str, content: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(content))
    for position in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        found = reader.get_object(IndirectObject(position, 0, reader))
        if isinstance(found, DictionaryObject):
            for key in ("/URI", "/JS", "/JavaScript", "/Launch", "/GoToR", "/SubmitForm", "/EmbeddedFiles"):
                if key in found or found.get("/S") == key:
                    yield f"{name} object {position}: {key}"
            font = found.get("/Type") == "/FontDescriptor"
            if font and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(found):
                yield f"{name} object {position}: font {found.get('/FontName')} is not embedded"
