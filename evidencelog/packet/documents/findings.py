"""The paper on findings: what the check found, from which contacts, against which text, and how else it can be read."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.models.findings import COUNTED_GRADES
from evidencelog.models.labels import field_label
from evidencelog.packet import phrases
from evidencelog.packet.blocks import Column, Document, Heading, Paragraph, Row, Run, Table, say, told
from evidencelog.packet.documents.clauses import clauses
from evidencelog.packet.documents.volumes import volumes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidencelog.models.findings import Finding
    from evidencelog.models.packet import Entry, Packet
    from evidencelog.packet.blocks import Block, Runs

_VOLUME = 1000
"""Findings of one volume: each takes several lines."""
_LISTED = 12
"""Contacts of one finding shown with time and outcome; beyond that only their ids, the rest is in the chronology."""


def findings(packet: Packet) -> list[Document]:
    """Findings by rule, in volumes; those that lack a fact and mere notes stand apart at the end."""
    entries = {entry.id: entry for entry in packet.entries}
    shown = [finding for finding in packet.findings if finding.grade in COUNTED_GRADES]
    apart = [finding for finding in packet.findings if finding.grade not in COUNTED_GRADES]
    blocks: list[Block] = [
        Paragraph(
            say(
                _(
                    "Each finding names the contacts it counts; the ids are those of the chronology. Grades: shown by "
                    "the record; likely, to be judged; above what is advised. Checked with: {packs}.",
                    packs=_("; ").join(
                        _("{id} {version} (confirmed on {day})", id=pack, version=version, day=day)
                        for pack, version, day in packet.packs
                    ),
                )
            ),
            "small",
        )
    ]
    if not shown:
        blocks.append(Paragraph(say(_("Nothing was found in the listed contacts."))))
    for code, group in groupby(shown, key=lambda finding: finding.rule):
        blocks += _rule(packet, code, list(group), entries)
    if apart:
        blocks.append(Heading(_("Without a claim: a fact is missing, or a note only")))
        for code, group in groupby(apart, key=lambda finding: finding.rule):
            blocks += _apart(code, list(group), entries)
    whole = Document("findings", _("Result of the check"), _subtitle(packet, len(shown)), tuple(blocks))
    return volumes(whole, _VOLUME)


def _subtitle(packet: Packet, shown: int) -> str:
    return _(
        "{platform}; {n} findings; date of this paper {date}",
        platform=packet.platform["name"],
        n=shown,
        date=packet.date,
    )


def _rule(packet: Packet, code: str, found: list[Finding], entries: dict[str, Entry]) -> list[Block]:
    blocks: list[Block] = [Heading(_("{code} {title}", code=code, title=found[0].title))]
    sections = _sections(found)
    for part in sections:
        if len(sections) > 1:
            days = sorted(finding.on for finding in part)
            blocks.append(Heading(_("{first} to {last}", first=days[0], last=days[-1]), 2))
        blocks.append(_table(part, entries))
        blocks += _lines(_("Counted"), _shared(part))
        blocks += clauses(packet, part)
        blocks += _lines(_("Other readings"), [line for finding in part for line in finding.other_readings])
        blocks += _lines(_("This takes for granted"), [line for finding in part for line in finding.assumes])
    return blocks


def _sections(found: Sequence[Finding]) -> list[list[Finding]]:
    """Findings of one rule that rest on the same provisions and take the same for granted, in the order of their days."""
    parts: dict[tuple[object, ...], list[Finding]] = {}
    for finding in found:
        key = (
            tuple((basis.provision, basis.text, basis.applies) for basis in finding.bases),
            finding.other_readings,
            finding.assumes,
        )
        parts.setdefault(key, []).append(finding)
    return list(parts.values())


def _table(found: Sequence[Finding], entries: dict[str, Entry]) -> Table:
    columns = (
        Column(_("No."), "9mm", "right"),
        Column(_("Day"), "20mm"),
        Column(_("Grade"), "21mm"),
        Column(_("What the record shows"), "1fr"),
        Column(_("Contacts counted"), "58mm"),
    )
    shared = bool(_shared(found))
    rows = (_row(number, finding, entries, shared=shared) for number, finding in enumerate(found, 1))
    return Table(columns, tuple(rows))


def _shared(found: Sequence[Finding]) -> list[str]:
    """The one way in which all of these were counted; nothing when they differ."""
    readings = {finding.reading for finding in found}
    return list(readings) if len(readings) == 1 and "" not in readings else []


def _row(number: int, finding: Finding, entries: dict[str, Entry], *, shared: bool) -> Row:
    shown: list[Run] = [*say(finding.explanation)]
    if finding.reading and not shared:
        shown.append(Run("\n" + _("Counted: {reading}", reading=finding.reading), "program", "faint"))
    if finding.review:
        shown.append(Run("\n" + _("Looked at and confirmed by the complainant."), "program", "faint"))
    return Row(
        (
            say(str(number)),
            say(f"{finding.on}\n{phrases.weekday(finding.on)}"),
            say(phrases.grade(finding.grade)),
            tuple(shown),
            _counted(finding, entries),
        ),
        anchor=finding.id,
    )


def _counted(finding: Finding, entries: dict[str, Entry]) -> Runs:
    if len(finding.contacts) > _LISTED:
        return say(_(", ").join(finding.contacts))
    lines = []
    for contact in finding.contacts:
        entry = entries.get(contact)
        if entry is None:
            lines.append(contact)
            continue
        what = _(", ").join(part for part in (phrases.kind(entry), phrases.outcome(entry)) if part)
        exhibits = "".join(_(" [{number}]", number=number) for number in entry.exhibits)
        lines.append(f"{contact} {_when(finding, entry)} {what}{exhibits}")
    return told("\n".join(lines))


def _when(finding: Finding, entry: Entry) -> str:
    time = phrases.clock(entry.second, entry.get("precision"))
    return time if entry.day == finding.on else f"{entry.day} {time}"


def _lines(title: str, lines: list[str]) -> list[Block]:
    unique = list(dict.fromkeys(lines))
    if not unique:
        return []
    return [Paragraph(say(_("{title}: {lines}", title=title, lines=phrases.in_a_row(unique))), "small")]


def _apart(code: str, found: list[Finding], entries: dict[str, Entry]) -> list[Block]:
    columns = (
        Column(_("No."), "9mm", "right"),
        Column(_("Day"), "20mm"),
        Column(_("What the record shows"), "1fr"),
        Column(_("What is missing"), "34mm"),
        Column(_("Contacts counted"), "52mm"),
    )
    rows = []
    for number, finding in enumerate(found, 1):
        missing = _(", ").join(map(field_label, finding.missing)) or phrases.grade(finding.grade)
        cells = (
            say(str(number)), say(finding.on), say(finding.explanation), say(missing), _counted(finding, entries),
        )  # fmt: skip
        rows.append(Row(cells, anchor=finding.id))
    return [Heading(_("{code} {title}", code=code, title=found[0].title), 2), Table(columns, tuple(rows))]
