"""Verifying: the case, or a packet in a folder or zip file. The sentences are in the language in use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evidencelog.errors import BadInput
from evidencelog.i18n import N_, _
from evidencelog.models.packet_making import Fault
from evidencelog.models.progress import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.app.cases import Case
    from evidencelog.models.progress import Progress

_SENTENCES = {
    "unreadable": N_("it cannot be read: {detail}"),
    "not_a_packet": N_("it is no evidence packet: bagit.txt is missing"),
    "bag_version": N_("it does not say BagIt 1.0 in UTF-8"),
    "bad_name": N_("its name leads out of the packet"),
    "twice": N_("it stands in the zip file twice"),
    "link": N_("it is a link or no ordinary file"),
    "too_large": N_("it would unpack to far more than the zip file holds"),
    "locked": N_("it is encrypted; decrypt it first"),
    "no_manifest": N_("it is missing or empty, so nothing can be checked"),
    "manifest_line": N_("a line of it cannot be read: {detail}"),
    "missing": N_("it is listed but missing"),
    "extra": N_("it is not listed"),
    "changed": N_("it was changed"),
    "json": N_("it is not what it should be: {detail}"),
    "newer": N_(
        "it was made by a newer version ({detail}); update evidencelog, or run the verify.py inside the packet"
    ),
    "chain_line": N_("line {detail} cannot be read"),
    "chain_part": N_("event {detail}: a text does not match its digest"),
    "chain_event": N_("event {detail}: its head and digests do not match its hash"),
    "chain_link": N_("event {detail} does not follow the one before"),
    "chain_head": N_("the chain does not end at the event the packet names"),
    "private": N_("event {detail} shows a private part"),
    "not_in_chain": N_("contact {detail} is listed but not in the chain"),
    "withdrawn": N_("contact {detail} is listed but was withdrawn"),
    "differs": N_("contact {detail} is not what the chain says"),
    "exhibit": N_("it is not the file the chain names"),
    "seal_event": N_("it is for an event that is not in the chain"),
    "seal_other": N_("it is over something else than the packet says"),
    "seal_signature": N_("it is not signed as a time-stamp token must be"),
    "seal_chain": N_("it does not lead to the root beside it, or not at its time"),
    "seal_unchecked": N_("only openssl can check it; HOW-TO-VERIFY.txt says how"),
}


class PacketMissing(BadInput):
    """There is nothing at the path that should be verified."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return _("there is no packet at {path}", path=repr(str(self.path)))


def verify_case(case: Case, progress: Progress | None = None) -> list[Fault]:
    """Everything of a case that is not as it was sealed: chain, parts, sealed files, guards, tables."""
    from evidencelog.store import verification

    return [
        Fault(fault.kind, fault.subject or (str(fault.seq) if fault.seq else ""), fault.what)
        for fault in verification.faults(case.store, progress or Silent())
    ] + list(_seals(case))


def _seals(case: Case) -> Iterator[Fault]:
    """Seals that are not for the event they name, or do not hold."""
    from evidencelog.app.sealing import seals
    from evidencelog.packet.verify_seals import verdict
    from evidencelog.store import ledger

    with case.store.reading() as conn:
        try:
            found = seals(conn)
        except (KeyError, TypeError, ValueError):  # what is kept of a seal is none any more
            kind = "seal_other"
            yield Fault(kind, _("seals"), _(_SENTENCES[kind]))
            return
        for one in found:
            event = next(iter(ledger.sealed_events(conn, after=one.seq - 1, up_to=one.seq)), None)
            kind = "seal_event"
            if event is not None and event.hash.hex() == one.hash:
                kind = verdict(one._asdict(), one.token, one.roots)
            if kind not in ("", "seal_unchecked"):
                yield Fault(kind, _("seal of event {seq}", seq=one.seq), _(_SENTENCES[kind]))


def verify_packet(path: Path) -> list[Fault]:
    """Everything of a packet that does not hold; the same for the folder and its zip, and as its own verify.py finds.

    Nothing of the packet is run or unpacked. Raises PacketMissing.
    """
    from evidencelog.packet import verify

    path = Path(path)
    if not path.exists():
        raise PacketMissing(path)
    return [
        Fault(fault.kind, fault.where or path.name, _(_SENTENCES[fault.kind], detail=fault.detail))
        for fault in verify.check(path)
    ]
