"""The list of numbers and messages for those who act on numbers: messages word for word, nothing shortened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.packet import counting, phrases
from evidencelog.packet.blocks import Column, Document, Heading, Pairs, Paragraph, Row, Run, Table, say, told
from evidencelog.packet.documents.complaint import addressee, complainant_rows, words
from evidencelog.packet.documents.volumes import volume_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidencelog.models.packet import Entry, Packet
    from evidencelog.packet.blocks import Block

_VOLUME = 1000
"""Calls, or messages, of one volume: the typesetter's memory grows with it."""


_EMOJI = "\U0001f000"
"""From here on Unicode holds pictures rather than letters; the fonts of paper lack them."""
_ON_A_PAGE = 600
"""Characters of a message that surely fit on a page with its number and time."""


def report_list(packet: Packet) -> list[Document]:
    """Calls (number, time, length) and messages (number, time, original text) in volumes."""
    calls = [entry for entry in packet.entries if entry.values["kind"] == "call" and not counting.own(entry)]
    messages = [entry for entry in packet.entries if entry.values["kind"] == "message" and not counting.own(entry)]
    texts = {one.id: one for one in packet.originals}
    whole = [entry for entry in messages if entry.id in texts]
    parts = max(-(-len(calls) // _VOLUME), -(-len(whole) // _VOLUME), 1)
    found = []
    for part in range(parts):
        span = slice(part * _VOLUME, (part + 1) * _VOLUME)
        blocks: list[Block] = []
        if part == 0:
            person = tuple(complainant_rows(packet))
            if person:
                blocks.append(Heading(words(packet.channel.complainant) or _("Complainant")))
                blocks.append(Pairs(person))
            blocks += _left_out(len(messages) - len(whole))
        blocks += _calls(calls[span])
        blocks += _messages(packet, whole[span])
        stem = "report-list" if part == 0 else f"report-list-{part + 1}"
        title = volume_title(words(packet.channel.document), part + 1, parts)
        subtitle = _("To: {addressee}", addressee=addressee(packet))
        found.append(Document(stem, title, subtitle, tuple(blocks), addressed=True))
    return found


def _left_out(messages: int) -> list[Block]:
    if not messages:
        return []
    sentence = _(
        "Messages of which the log holds no original wording are left out: {n}.",
        n=messages,
    )
    return [Paragraph(say(sentence), "small")]


def _calls(calls: Sequence[Entry]) -> list[Block]:
    if not calls:
        return []
    columns = (
        Column(_("Entry"), "16mm"),
        Column(_("Number reported"), "1fr"),
        Column(_("When"), "38mm"),
        Column(_("What it was"), "34mm"),
        Column(_("How long"), "26mm"),
        Column(_("Known from"), "24mm"),
    )
    rows = tuple(
        Row(
            (
                say(entry.id),
                told(entry.get("number") or _("hidden or not noted"), "code"),
                say(phrases.moment(entry)),
                say(phrases.outcome(entry._replace(values={**entry.values, "duration": None}))),
                say(phrases.duration(entry.values["duration"]) if entry.get("duration") else "·"),
                say(phrases.source(entry)),
            )
        )
        for entry in calls
    )
    return [Heading(_("Calls")), Table(columns, rows)]


def _messages(packet: Packet, messages: Sequence[Entry]) -> list[Block]:
    if not messages:
        return []
    texts = {one.id: one for one in packet.originals}
    blocks: list[Block] = [Heading(_("Messages, original text unaltered"))]
    if any(max(texts[entry.id].text) >= _EMOJI for entry in messages):
        signs = _(
            "Signs such as emoji are printed as their code points; the text file beside this paper holds them as such."
        )
        blocks.append(Paragraph(say(signs), "small"))
    for entry in messages:
        one = texts[entry.id]
        blocks.append(
            Pairs(
                (
                    (_("Number reported"), (Run(one.number, "original", "code"),) if one.number else None),
                    (_("When"), say(f"{phrases.moment(entry)}  {entry.id}")),
                    (_("Original text"), (Run(one.text, "original"),)),
                ),
                whole=len(one.text) <= _ON_A_PAGE,
            )
        )
    return blocks
