"""Letters of request to the lender, each on a page of its own; their words stand in the law pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.models.fields import DEBTOR
from evidencelog.packet import counting, phrases
from evidencelog.packet.blocks import (
    Column,
    Document,
    Heading,
    PageBreak,
    Pairs,
    Paragraph,
    Row,
    Signature,
    Table,
    say,
    told,
)
from evidencelog.packet.documents.clauses import ground_clauses
from evidencelog.packet.documents.complaint import addressee, complainant_rows, signer, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.models.addressees import Form, LetterText
    from evidencelog.models.packet import Entry, Packet
    from evidencelog.packet.blocks import Block

_LISTED = 10
"""Contacts named in a letter; the rest is in the chronology."""


def requests(packet: Packet, form: Form) -> Document | None:  # noqa: ARG001 - every paper beside a packet is made alike
    """The letters the pack holds for this addressee; None when it holds none."""
    blocks: list[Block] = []
    for letter in packet.channel.letters:
        if letter.lists == "named" and not any(_meant(entry, "named") for entry in packet.entries):
            continue
        if blocks:
            blocks.append(PageBreak())
        blocks += _letter(packet, letter)
    if not blocks:
        return None
    return Document(
        "requests",
        _("Letters of request"),
        _("To: {addressee}", addressee=addressee(packet)),
        tuple(blocks),
        addressed=True,
    )


def _letter(packet: Packet, letter: LetterText) -> Iterator[Block]:
    lender = str(packet.platform.get("legal_name") or packet.platform["name"])
    yield Heading(words(letter.title))
    yield Pairs((*complainant_rows(packet), (_("Addressed to"), told(addressee(packet)))))
    for paragraph in letter.paragraphs:
        yield Paragraph(say(words(paragraph).replace("{lender}", lender)))
    entries = [entry for entry in packet.entries if _meant(entry, letter.lists)]
    if entries:
        columns = (
            Column(_("When"), "38mm"),
            Column(_("What it was"), "38mm"),
            Column(_("Number, person, firm"), "1fr"),
            Column(_("To"), "24mm"),
        )
        rows = tuple(
            Row(
                (
                    say(phrases.moment(entry)),
                    say(_(", ").join(part for part in (phrases.kind(entry), phrases.outcome(entry)) if part)),
                    told(phrases.counterpart(entry).replace("\n", _(", "))),
                    say(phrases.recipient(entry)),
                )
            )
            for entry in entries[:_LISTED]
        )
        yield Table(columns, rows)
        if len(entries) > _LISTED:
            rest = _("{n} more stand in the chronology.", n=len(entries) - _LISTED)
            yield Paragraph(say(rest), "small")
    yield from ground_clauses(packet, letter.grounds)
    yield Signature((signer(packet), _("Date:")))


def _meant(entry: Entry, lists: str) -> bool:
    """Whether a letter lists a contact of the other side."""
    if counting.own(entry) or lists == "none":
        return False
    if lists == "answered":
        return bool(entry.values["kind"] == "call" and entry.get("outcome") == "answered")
    if lists == "third":
        return bool(entry.get("to") != DEBTOR)
    if lists == "named":
        return bool(entry.get("collector") and entry.findings)
    return not (entry.get("caller") or entry.get("employee_id") or entry.get("collector"))
