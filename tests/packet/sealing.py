"""A ledger made by hand for hand-made contacts, sealed by the layout that models.chain describes."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.models.chain import GENESIS, canonical, chain_hash, event_digest, part_digest
from evidencelog.models.fields import PARTS, RECORDS
from evidencelog.models.packet import AsOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evidencelog.models.browsing import ContactDetail


class SealedEvent(NamedTuple):
    seq: int
    at: str
    kind: str
    version: int
    subject: str
    texts: tuple[str | None, ...]
    salts: tuple[bytes | None, ...]
    part_digests: tuple[bytes, ...]
    prev_hash: bytes
    hash: bytes


class Ledger:
    """Events one after the other; salts are made from a counter so that tests repeat."""

    def __init__(self) -> None:
        self.events: list[SealedEvent] = []
        self.hash = GENESIS

    def append(self, kind: str, subject: str, at: str = "2026-03-20T01:00:00Z", **parts: Mapping[str, Any]) -> int:
        seq = len(self.events) + 1
        texts = [canonical(dict(parts.get(name, {}))) for name in PARTS]
        salts = [sha256(f"{seq}{name}".encode()).digest()[:16] for name in PARTS]
        digests = [part_digest(salt, text) for salt, text in zip(salts, texts, strict=True)]
        after = chain_hash(self.hash, event_digest(seq, at, kind, 1, subject, digests))
        self.events.append(
            SealedEvent(seq, at, kind, 1, subject, tuple(texts), tuple(salts), tuple(digests), self.hash, after)
        )
        self.hash = after
        return seq

    @property
    def as_of(self) -> AsOf:
        last = self.events[-1]
        return AsOf(last.seq, last.at, last.hash.hex(), last.seq)


def sealed(contacts: Iterable[ContactDetail]) -> tuple[Ledger, tuple[ContactDetail, ...]]:
    """A ledger with one event per contact and file, and the contacts with the numbers of their events."""
    ledger, known = Ledger(), []
    ledger.append("case.created", "", facts={"changes": {"zone": [None, "Asia/Shanghai"]}})
    parts_of = {field.name: field.part for field in RECORDS["contact"]}
    for one in contacts:
        parts: dict[str, dict[str, Any]] = {name: {} for name in PARTS}
        for name, value in one.values.items():
            parts[parts_of[name]][name] = {"platform": "L0001", "to": one.row.to}.get(name, value)
        history = [one.history[0]._replace(seq=ledger.append("contact.recorded", one.id, **parts))]
        for version in one.history[1:]:
            changes = {"source": [one.values.get("source"), one.values.get("source")]}
            history.append(
                version._replace(
                    seq=ledger.append("contact.corrected", one.id, at=version.at, facts={"changes": changes})
                )
            )
        if one.withdrawn:
            history.append(
                one.history[-1]._replace(
                    seq=ledger.append("contact.withdrawn", one.id), event="withdrawn", because="重复"
                )
            )
        for file in one.attachments:
            facts = {
                "contact": one.id,
                "media_type": file.media_type,
                "modified_at": file.modified_at,
                "sha256": file.sha256,
                "size": file.size,
            }
            history.append(
                history[0]._replace(
                    seq=ledger.append("attachment.sealed", file.id, facts=facts, identity={"name": file.name}),
                    event="attached",
                )
            )
        known.append(one._replace(history=tuple(history)))
    ledger.append("platform.recorded", "L0001", at="2026-04-01T01:00:00Z", facts={"name": "某消金"})
    return ledger, tuple(known)
