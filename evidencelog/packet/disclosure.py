"""``ledger.jsonl``: the chain of the log from the first listed event to the end, opened only where it may be.

One line per event: what heads it, its four part digests, its hash; text and salt of a part only when its record is
listed and the part names nothing that is shortened. Identity parts stay closed, except the complainant's own profile
when the packet shows all of it; private parts never open.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

from evidencelog.models.fields import FACTS, IDENTITY, PARTS, PRIVATE, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence


class Sealed(Protocol):
    """An event as it stands in a ledger; see ``models.chain`` for the bytes."""

    @property
    def seq(self) -> int:
        """Its number."""

    @property
    def at(self) -> str:
        """When it was written."""

    @property
    def kind(self) -> str:
        """What it is about and what happened."""

    @property
    def version(self) -> int:
        """Layout of that kind of event."""

    @property
    def subject(self) -> str:
        """Id of the record."""

    @property
    def texts(self) -> Sequence[str | None]:
        """Canonical texts of the parts; None when erased."""

    @property
    def salts(self) -> Sequence[bytes | None]:
        """Their salts."""

    @property
    def part_digests(self) -> Sequence[bytes]:
        """Their digests."""

    @property
    def prev_hash(self) -> bytes:
        """Hash of the event before."""

    @property
    def hash(self) -> bytes:
        """Hash after this event."""


def ledger_lines(
    events: Iterable[Sealed], *, listed: Collection[str], clean: Callable[[object], bool], own: str | None = None
) -> Iterator[str]:
    """The lines of the file, each with its line feed.

    ``listed`` are the ids whose events may be opened, ``clean`` tells whether the content of a part is free of what is
    shortened, ``own`` is the id of the profile when the packet shows everything it holds.
    """
    for event in events:
        shown = {}
        for name, text, salt in zip(PARTS, event.texts, event.salts, strict=True):
            if (
                text is not None
                and salt is not None
                and _open(name, event.subject, listed, own)
                and clean(json.loads(text))
            ):
                shown[name] = {"salt": salt.hex(), "text": text}
        line = {
            "seq": event.seq,
            "at": event.at,
            "kind": event.kind,
            "version": event.version,
            "subject": event.subject,
            "digests": {name: digest.hex() for name, digest in zip(PARTS, event.part_digests, strict=True)},
            "prev_hash": event.prev_hash.hex(),
            "hash": event.hash.hex(),
            "parts": shown,
        }
        yield json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"


def _open(part: str, subject: str, listed: Collection[str], own: str | None) -> bool:
    if part == PRIVATE or not subject:
        return False
    if part == IDENTITY:
        return subject == own
    return part in {FACTS, WORDS} and (subject in listed or subject == own)
