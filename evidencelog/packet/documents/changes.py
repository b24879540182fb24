"""What changed since the packet that went to the same addressee before, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.packet.blocks import Heading, Paragraph, say
from evidencelog.packet.comparing import ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.models.packet import Changes, Packet
    from evidencelog.packet.blocks import Block

_NAMED = 30
"""Pieces of a list (an id, or several in a row) that are named; the rest is counted above and marked in the lists."""


def summary(packet: Packet) -> list[Block]:
    """The difference in one paragraph, for the letter; nothing for a first packet."""
    return [Paragraph(say(_sentence(packet.changes)))] if packet.changes else []


def changes(packet: Packet) -> Iterator[Block]:
    """The difference with every id, for the chronology; nothing for a first packet."""
    found = packet.changes
    if found is None:
        return
    yield Heading(_("What changed since the packet before"))
    yield Paragraph(say(_sentence(found)), "plain")
    titles = {finding.id: f"{finding.rule} {finding.on}" for finding in packet.findings}
    appeared = [titles[one] for one in found.appeared]
    vanished = [" ".join(one) for one in found.vanished]
    for title, items in (
        (_("Listed for the first time"), ranges(found.new, "–")),
        (_("Corrected since"), ranges(found.corrected, "–")),
        (_("Listed no more"), ranges(found.gone, "–")),
        (_("New exhibits"), list(found.attached)),
        (_("New findings"), _counted(appeared)),
        (_("Findings left out now"), _counted(vanished)),
    ):
        if items:
            named = _(", ").join(items[:_NAMED])
            if len(items) > _NAMED:
                named = _("{items} and more", items=named)
            yield Paragraph(say(_("{title}: {lines}", title=title, lines=named)), "item")


def _sentence(found: Changes) -> str:
    before = _("The packet before this one to the same addressee bears the date {date}", date=found.date)
    if found.sent_on:
        before = _(
            "{before} and went with the complaint of {day} ({reference})",
            before=before,
            day=found.sent_on,
            reference=found.reference or _("no number noted"),
        )
    if not found.any():
        return _("{before}. The contacts listed, the files and the findings are the same as then.", before=before)
    return _(
        "{before}. Since then: {new} contacts listed for the first time, {corrected} corrected, {gone} listed no more; "
        "{attached} new files; {appeared} new findings, {vanished} left out.",
        before=before,
        new=len(found.new),
        corrected=len(found.corrected),
        gone=len(found.gone),
        attached=len(found.attached),
        appeared=len(found.appeared),
        vanished=len(found.vanished),
    )


def _counted(lines: list[str]) -> list[str]:
    """Equal lines once, with their number."""
    return [line if lines.count(line) == 1 else f"{line} ×{lines.count(line)}" for line in dict.fromkeys(lines)]
