"""A statement in order of time: who, what happened when, what was done about it before, what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _, ngettext
from evidencelog.packet import counting, phrases, statements
from evidencelog.packet.blocks import Column, Document, Heading, Pairs, Paragraph, Row, Run, Signature, Table, say, told
from evidencelog.packet.documents.changes import summary
from evidencelog.packet.documents.clauses import clauses, ground_clauses
from evidencelog.packet.documents.complaint import (
    addressee,
    complainant_rows,
    ordinals,
    request_blocks,
    respondent_rows,
    signer,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.models.packet import Packet, Step
    from evidencelog.packet.blocks import Block

_LISTED = 200
"""Contacts told in the statement itself; more than that stand in the chronology alone."""


def statement(packet: Packet) -> Document:
    """The statement: honesty block, person, other side, request, course of events, earlier steps, provisions."""
    numbers = ordinals()
    blocks: list[Block] = [statements.box(packet)]

    def heading(text: str) -> None:
        blocks.append(Heading(f"{next(numbers)}{text}"))

    person = tuple(complainant_rows(packet))
    if person:
        heading(words(packet.channel.complainant) or _("Complainant"))
        blocks.append(Pairs(person))
    heading(words(packet.channel.respondent) or _("Complained of"))
    blocks.append(Pairs(tuple(respondent_rows(packet))))
    asked = request_blocks(packet)
    if asked:
        heading(_("What is asked for"))
        blocks += asked
    heading(_("What happened, in order of time"))
    blocks += summary(packet)
    blocks += _course(packet)
    heading(_("What was done about it before"))
    blocks += _steps(packet)
    found = counting.relevant(packet)
    named = [*clauses(packet, found), *ground_clauses(packet, packet.channel.grounds)]
    if named:
        heading(_("Provisions that may bear on it"))
        blocks += named
    blocks.append(
        Paragraph(say(_("This is what I know myself; what I was told by others is marked as such.")), "plain")
    )
    blocks.append(Signature((signer(packet), _("Date:"))))
    title = words(packet.channel.document)
    subtitle = _("To: {addressee}", addressee=addressee(packet))
    return Document("statement", title, subtitle, tuple(blocks), addressed=True)


def _course(packet: Packet) -> Iterator[Block]:
    found = counting.relevant(packet)
    titles: dict[str, dict[str, None]] = {}
    for finding in found:
        for contact in finding.contacts:
            name = _(
                "{title} ({code}, {grade})", title=finding.title, code=finding.rule, grade=phrases.grade(finding.grade)
            )
            titles.setdefault(contact, {})[name] = None
    entries = [entry for entry in packet.entries if entry.id in titles]
    if entries:
        sentence = ngettext(
            "{n} entry of the log bears on what this addressee handles; every contact stands in the chronology.",
            "{n} entries of the log bear on what this addressee handles; every contact stands in the chronology.",
            len(entries),
        )
        yield Paragraph(say(sentence))
        columns = (
            Column(_("When"), "30mm"),
            Column(_("What it was"), "30mm"),
            Column(_("Number, person, firm"), "1fr"),
            Column(_("To"), "24mm"),
            Column(_("Entry, exhibits"), "24mm"),
        )
        rows = []
        for entry in entries[:_LISTED]:
            number = "\n".join([entry.id, *(_("exhibit {number}", number=one) for one in entry.exhibits)])
            what = "\n".join(part for part in (phrases.kind(entry), phrases.outcome(entry)) if part)
            noted = (*phrases.content(entry), Run("\n" if entry.get("content") else ""))
            rows.append(
                Row(
                    (
                        say(
                            f"{entry.day} {phrases.weekday(entry.day)}\n{phrases.clock(entry.second, entry.get('precision'))}"
                        ),
                        say(what),
                        told(phrases.counterpart(entry)),
                        say(phrases.recipient(entry)),
                        say(number),
                    ),
                    under=(*noted, Run(_("; ").join(titles[entry.id]), "program", "faint")),
                    anchor=entry.id,
                )
            )
        yield Table(columns, tuple(rows), under_from=1)
        if len(entries) > _LISTED:
            yield Paragraph(say(_("{n} more stand in the chronology.", n=len(entries) - _LISTED)), "small")
    else:
        yield Paragraph(say(_("The check of the log found nothing that belongs to what this addressee handles.")))
    yield from (Paragraph((Run(paragraph, "person"),)) for paragraph in packet.letter)


def _steps(packet: Packet) -> Iterator[Block]:
    if not packet.steps:
        yield Paragraph(say(_("The log holds no earlier request, refusal or complaint.")))
    for step in packet.steps:
        yield Paragraph((*say(f"{step.day}  "), *_step(step)), "item")


def _step(step: Step) -> tuple[Run, ...]:
    if step.kind == "request":
        return say(_("asked the lender: {what}", what=step.what))
    if step.kind == "refusal":
        return told(_("{person} told them to stop", person=step.what))
    if step.kind == "answer":
        return told(_("answer received, {what}", what=step.what))
    return told(_("complaint to {addressee}", addressee=step.what))
