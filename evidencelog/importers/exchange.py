"""The program's own exchange format: one JSON object on each line, read in the order of the file."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.errors import Problem
from evidencelog.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evidencelog.importers.source import SourceFile

EXCHANGE = "evidencelog"
LONGEST_LINE = 4 << 20
"""Bytes."""
_BOM = b"\xef\xbb\xbf"


class ExchangeLine(NamedTuple):
    """One line of the file."""

    number: int
    """Counted from 1."""
    record: str
    """What kind of record it says it is; whether there is such a kind is for the reader of the values to say."""
    values: dict[str, object]
    """Everything else on the line."""


def looks_like_exchange(head: bytes) -> bool:
    """Whether a file begins with an object that has a ``record``."""
    return bool(re.match(rb'(?:\xef\xbb\xbf)?\s*\{(?=[^\n]*"record"\s*:)', head))


def exchange_lines(file: SourceFile, seen: Callable[[int], None] | None = None) -> Iterator[ExchangeLine | Problem]:
    """The lines of a file one at a time; blank ones are skipped, one that cannot be read comes as a Problem."""
    for number, line in enumerate(_lines(file, seen), start=1):
        if number == 1 and line.startswith(_BOM):
            line = line[len(_BOM) :]
        if not line.strip():
            continue
        try:
            yield _line(number, line)
        except _Unreadable as reason:
            yield Problem(f"{file.label}: " + _("line {line}", line=number), str(reason))


class _Unreadable(Exception):
    """A line that is no record; the text says why."""


def _lines(file: SourceFile, seen: Callable[[int], None] | None) -> Iterator[bytes]:
    """Lines without their ends; of one that is too long only so much that it shows."""
    rest: list[bytes] = []
    size = 0
    for chunk in file.chunks(seen):
        first, *others = chunk.split(b"\n")
        for piece in others:
            yield b"".join([*rest, first])
            rest, size, first = [], 0, piece
        if size <= LONGEST_LINE:
            rest.append(first)
            size += len(first)
    if size:
        yield b"".join(rest)


def _line(number: int, line: bytes) -> ExchangeLine:
    if len(line) > LONGEST_LINE:
        raise _Unreadable(_("is longer than {size} MiB", size=LONGEST_LINE >> 20))
    try:
        value = json.loads(line.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise _Unreadable(_("is not UTF-8")) from error
    except RecursionError as error:
        raise _Unreadable(_("is nested too deep")) from error
    except ValueError as error:  # also numbers longer than Python reads
        raise _Unreadable(_("is not JSON ({detail})", detail=str(error))) from error
    if not isinstance(value, dict):
        raise _Unreadable(_("is no object"))
    record = value.pop("record", None)
    if not isinstance(record, str):
        raise _Unreadable(_("does not say in {key} what it is", key='"record"'))
    return ExchangeLine(number, record, value)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) != len(pairs):
        names = [name for name, _value in pairs]
        raise _Unreadable(_("has {key} twice", key=repr(next(name for name in names if names.count(name) > 1))))
    return values


def _no_number(constant: str) -> object:
    raise _Unreadable(_("{value} is no number", value=constant))
