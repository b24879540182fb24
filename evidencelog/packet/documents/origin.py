"""The statement of origin of the electronic data: device, number, how it was taken out and kept, digests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.models.labels import field_label
from evidencelog.packet import phrases
from evidencelog.packet.blocks import Column, Document, Heading, Pairs, Paragraph, Row, Run, Signature, Table, say, told
from evidencelog.packet.documents.evidence import copy_lines
from evidencelog.packet.seals import file_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.models.packet import Packet
    from evidencelog.packet.blocks import Block, Runs


def origin(packet: Packet) -> Document:
    """The statement; what the log cannot know (device, carrier) is left as a visible blank."""
    name = packet.complainant.get("name")
    phone = packet.complainant.get("phone")
    blocks: list[Block] = [
        Heading(_("Device and keeper")),
        Pairs(
            (
                (_("Device (make, model, system)"), None),
                (_("Number of the device"), told(phone) if phone else None),
                (_("Owner and keeper"), told(name) if name else None),
                (_("Who took the data out, when, in which way"), None),
                (_("Where the original is kept"), None),
            )
        ),
        Heading(_("How the data was taken out and kept")),
        *_how(packet),
    ]
    blocks += _imports(packet)
    blocks += _files(packet)
    blocks += _chain(packet)
    blocks += _seals(packet)
    blocks.append(
        Paragraph(say(_("The originals on the device have not been altered and can be shown for comparison.")))
    )
    blocks.append(Signature((_("Declared by (signature):"), _("Date:"))))
    return Document("origin", _("Origin of the electronic data"), packet.platform["name"], tuple(blocks))


def _how(packet: Packet) -> Iterator[Block]:
    yield Paragraph(
        say(
            _(
                "The log was kept with the program evidencelog {version} on the complainant's own computer. Typed "
                "entries bear the time they were written; imported entries keep the file they came from, its SHA-256 "
                "value and their place in it; files attached to an entry were copied at the time named and have not "
                "been changed since.",
                version=packet.program,
            )
        )
    )


def _imports(packet: Packet) -> Iterator[Block]:
    if not packet.imports:
        return
    yield Heading(_("Files from which entries were read"))
    columns = (
        Column(_("Import"), "16mm"),
        Column(_("File"), "1fr"),
        Column(_("Read as"), "34mm"),
        Column(_("Listed entries"), "20mm", "right"),
        Column("SHA-256", "56mm"),
    )
    rows = tuple(
        Row((say(one.id), told(one.file), say(one.source_kind), say(str(one.contacts)), say(one.sha256, "code")))
        for one in packet.imports
    )
    yield Table(columns, rows)


def _files(packet: Packet) -> Iterator[Block]:
    files = [exhibit for exhibit in packet.exhibits if exhibit.path]
    if not files:
        return
    yield Heading(_("Files attached"))
    columns = (
        Column(_("Exhibit"), "14mm"),
        Column(_("File and its name when it was given"), "1fr"),
        Column(_("Sealed; last changed"), "38mm"),
        Column(_("Bytes"), "18mm", "right"),
        Column("SHA-256", "50mm"),
    )
    rows = []
    for exhibit in files:
        times = "\n".join(phrases.local_time(packet, at) for at in (exhibit.sealed_at, exhibit.modified_at) if at)
        named: Runs = (Run(f"{exhibit.path}\n"), Run(exhibit.title, "record", "faint"))
        for line in copy_lines(exhibit):
            named += (Run("\n"), *line)
        rows.append(
            Row((say(exhibit.number), named, say(times), say(str(exhibit.size)), say(exhibit.sha256 or "", "code")))
        )
    yield Table(columns, tuple(rows))


def _seals(packet: Packet) -> Iterator[Block]:
    for seal, (token, _roots) in zip(packet.seals, file_names(packet.seals), strict=True):
        if seal.checked:
            yield Paragraph(
                say(
                    _(
                        "Time stamp (RFC 3161): the server of {who} signed that it saw the hash of event no. {seq} at {at}; "
                        "that event and everything before it existed then. The token is {path}; HOW-TO-VERIFY.txt "
                        "tells how to check it. What it weighs depends on who runs the server.",
                        who=seal.authority,
                        seq=seal.seq,
                        at=phrases.local_time(packet, seal.at),
                        path=token,
                    )
                )
            )


def _chain(packet: Packet) -> Iterator[Block]:
    yield Heading(_("How it can be verified"))
    yield Paragraph(
        say(
            _(
                "Every event of the log is sealed by SHA-256 and chained to the one before. The file ledger.jsonl holds "
                "the chain from the first listed event to event no. {seq}, whose hash is below. HOW-TO-VERIFY.txt tells "
                "how anyone can check this packet, with no program but Python or sha256sum. The check proves that "
                "nothing was changed after it was written; it does not prove that what was written is true.",
                seq=packet.as_of.seq,
            )
        )
    )
    yield Pairs(
        (
            (_("Event"), say(f"{packet.as_of.seq} ({phrases.local_time(packet, packet.as_of.at)})")),
            (_("Hash"), say(packet.as_of.hash, "code")),
            (field_label("at"), say(_("as of this event; the paper bears the date {date}", date=packet.date))),
        )
    )
