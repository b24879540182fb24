"""One page to have at hand while telephoning an addressee: what to say, what to ask, what to write down."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from evidencelog.i18n import _, ngettext
from evidencelog.packet import counting
from evidencelog.packet.blocks import Document, Heading, Pairs, Paragraph, Run, say, told
from evidencelog.packet.documents.complaint import overview, words

if TYPE_CHECKING:
    from evidencelog.models.addressees import Form
    from evidencelog.models.packet import Packet
    from evidencelog.packet.blocks import Block

_MATTERS, _LINES, _LONGEST = 5, 4, 90
"""Matters and lines of the request that fit on one page, and characters of a line."""


def call_sheet(packet: Packet, form: Form) -> Document:  # noqa: ARG001 - every paper beside a packet is made alike
    """The sheet; it is one page however much the log holds."""
    platform = packet.platform
    blocks: list[Block] = [
        Paragraph(say(words(packet.channel.how)), "small"),
        Heading(_("Say first"), 2),
        Pairs(
            (
                (_("My name, my telephone"), _own(packet)),
                (
                    _("Institution (registered name)"),
                    told(platform["legal_name"]) if platform.get("legal_name") else None,
                ),
                (_("Number of my complaint to it"), _reference(packet)),
            )
        ),
        Heading(_("What happened"), 2),
        Paragraph(say(overview(packet)), "plain"),
    ]
    shown = counting.relevant(packet)
    matters = [(code, list(group)) for code, group in groupby(shown, key=lambda finding: finding.rule)]
    for _code, findings in matters[:_MATTERS]:
        n = counting.distinct(findings)
        sentence = ngettext("{title}: {n} entry", "{title}: {n} entries", n, title=findings[0].title)
        blocks.append(Paragraph(say(sentence), "item"))
    if len(matters) > _MATTERS:
        blocks.append(Paragraph(say(_("and {n} more matters, see the findings", n=len(matters) - _MATTERS)), "item"))
    blocks.append(Heading(_("What I ask for"), 2))
    lines = [line.strip() for line in (packet.request or "").splitlines() if line.strip()][:_LINES]
    if lines:
        blocks += [Paragraph((Run(_short(line), "person"),), "item") for line in lines]
    else:
        blocks.append(Pairs((("", None), ("", None))))
    blocks += [
        Heading(_("Ask, and write down"), 2),
        Pairs(
            (
                (_("Day and time of the call"), None),
                (_("Who took it (staff number)"), None),
                (_("Number of the complaint"), None),
                (_("Passed on to whom, answer by when"), None),
                (_("What they said"), None),
                ("", None),
            )
        ),
        Paragraph(
            say(_("Stay calm, say only what the log shows, ask for the number before you hang up, then enter it.")),
            "small",
        ),
    ]
    return Document("call-sheet", _("Call sheet"), words(packet.channel.title), tuple(blocks))


def _own(packet: Packet) -> tuple[Run, ...] | None:
    parts = [packet.complainant[item] for item in ("name", "phone") if packet.complainant.get(item)]
    return told(_(", ").join(parts)) if parts else None


def _reference(packet: Packet) -> tuple[Run, ...] | None:
    """The number of the last complaint to somebody else that has one."""
    numbered = [one for one in packet.complaints if one.reference and one.channel != packet.channel.id]
    return told(f"{numbered[-1].reference}  {numbered[-1].sent_at[:10]}") if numbered else None


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
