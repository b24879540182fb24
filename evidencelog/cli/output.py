"""Where words and data go: data to stdout as UTF-8 on every platform, words for the person to stderr.

A reader that goes away (``evidencelog list | head``) is no error: the command finishes its work in silence and keeps its
exit status.
"""

from __future__ import annotations

import errno
import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any, TextIO

from evidencelog.errors import CannotDo
from evidencelog.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_UNSAFE_IN_JSON = "[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
"""What JSON lets stand bare although a terminal or an editor may act on it: C1 controls, bidi marks, lone surrogates."""

_GONE = (errno.EPIPE, errno.EINVAL)
"""How the systems say that the other end of a pipe was closed (the second one is Windows)."""


class OutputFailed(CannotDo):
    """Standard output could not be written: full disk, device gone."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return _(
            "The output could not be written: {reason}; what the command did to the case stands", reason=self.reason
        )


def prepare() -> None:
    """Makes stdout and stderr speak UTF-8 with plain line ends, whatever the console or the locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def emit(text: str) -> None:
    """One piece of data on stdout, with its line end, at once."""
    _write(sys.stdout, text + "\n")


def tell(lines: Iterable[str]) -> None:
    """Lines for a person on stdout, neutralised one by one so that no recorded text can steer the terminal."""
    text = _harmless(lines)
    if text:
        _write(sys.stdout, text)


def say(*lines: str) -> None:
    """Words for the person on stderr, neutralised."""
    if lines:
        _write(sys.stderr, _harmless(lines))


def as_json(document: object) -> str:
    """The document as JSON in one line; Chinese stays readable, nothing in it can steer a terminal."""
    text = json.dumps(document, ensure_ascii=False, separators=(", ", ": "), default=_plain)
    return re.sub(_UNSAFE_IN_JSON, lambda match: f"\\u{ord(match[0]):04x}", text)


def emit_json(document: object) -> None:
    """One JSON document on stdout."""
    emit(as_json(document))


def emit_list(head: Mapping[str, object], key: str, items: Iterable[object]) -> None:
    """A JSON document whose last key holds a long list: written piece by piece, one item a line."""
    start = as_json(head)[:-1]
    _write(sys.stdout, f"{start}, {as_json(key)}: [" if head else "{" + f"{as_json(key)}: [")
    separator = "\n"
    pieces: list[str] = []
    for item in items:
        pieces.append(separator + as_json(item))
        separator = ",\n"
        if len(pieces) == 500:
            _write(sys.stdout, "".join(pieces))
            pieces.clear()
    _write(sys.stdout, "".join(pieces) + "]}\n")


def is_terminal(stream: TextIO | None) -> bool:
    """True when the stream is a terminal; False for a closed one."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def _harmless(lines: Iterable[str]) -> str:
    """The lines as text of just as many lines."""
    from evidencelog.app.display import neutral

    return "".join(neutral(line).replace("\n", " ") + "\n" for line in lines)


def _plain(value: Any) -> object:
    """What JSON does not know by itself."""
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    raise TypeError(value)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # the program was started with the stream closed
        return
    try:
        stream.flush()
        rest = memoryview(text.encode("utf-8", "backslashreplace"))
        while rest:  # an unbuffered stream may take only a part and say nothing
            rest = rest[stream.buffer.write(rest) :]
        stream.buffer.flush()
    except OSError as error:
        _silence(stream)
        if error.errno not in _GONE and stream is sys.stdout:
            raise OutputFailed(error.strerror or str(error)) from None


def _silence(stream: TextIO) -> None:
    """Sends the rest of a stream nowhere, so that closing it at exit fails no second time."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
