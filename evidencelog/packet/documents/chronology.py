"""The chronology: how complete it is, the picture, the counts per day, then every contact in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _, ngettext
from evidencelog.packet import counting, phrases, statements
from evidencelog.packet.blocks import Column, Document, Heading, Paragraph, Picture, Row, Run, Table, say, told
from evidencelog.packet.documents.changes import changes
from evidencelog.packet.documents.volumes import VOLUME, volume_title
from evidencelog.packet.picture import panels, picture
from evidencelog.text.neutral import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidencelog.models.packet import Entry, Packet
    from evidencelog.packet.blocks import Block, Runs

_CLIP = 240
"""Characters of an entry's words shown in its row; longer ones are printed whole at the end of the volume."""


def chronology(packet: Packet) -> list[Document]:
    """The chronology in volumes of at most 2,000 contacts; the first holds the statement, the picture and the counts."""
    parts = [packet.entries[at : at + VOLUME] for at in range(0, len(packet.entries), VOLUME)] or [()]
    return [_volume(packet, part, number, len(parts)) for number, part in enumerate(parts, 1)]


def _volume(packet: Packet, entries: Sequence[Entry], number: int, of: int) -> Document:
    title = volume_title(_("Chronology of contacts"), number, of)
    blocks: list[Block] = []
    if number == 1:
        blocks += [Paragraph(runs, "plain") for runs in statements.completeness(packet)]
        blocks += changes(packet)
        blocks += _picture(packet)
        blocks += _complaints(packet)
        blocks += _days(packet)
    blocks.append(Heading(_("Every contact in order")))
    blocks.append(Paragraph(say(_key(packet)), "small"))
    if entries:
        blocks.append(_table(entries))
        blocks += _long(entries)
    else:
        blocks.append(Paragraph(say(_("The log holds no contact of this platform in the period."))))
    stem = "chronology" if number == 1 else f"chronology-{number}"
    subtitle = _("{platform}; {period}", platform=packet.platform["name"], period=statements.period(packet))
    return Document(stem, title, subtitle, tuple(blocks))


def _picture(packet: Packet) -> Iterator[Block]:
    if not packet.entries:
        return
    yield Heading(_("The picture: days across, hours down"))
    _cells, timeless = counting.hours(packet.entries)
    shown = [
        days
        for days in panels(packet.entries[0].day, packet.entries[-1].day)
        if any(entry.day[:7] == days[0][:7] for entry in packet.entries)
    ]
    bands = _(", ").join(dict.fromkeys(band.label for band in packet.bands))
    for days in shown:
        those = [entry for entry in packet.entries if entry.day[:7] == days[0][:7]]
        caption = _("{month}: contacts by the other side per hour", month=days[0][:7])
        if bands:
            caption = _("{caption}; shaded: {bands}", caption=caption, bands=bands)
        yield Picture(picture(days, those, packet.bands), caption)
    if timeless:
        sentence = ngettext(
            "{n} contact of which only the day is known is not in the picture.",
            "{n} contacts of which only the day is known are not in the picture.",
            timeless,
        )
        yield Paragraph(say(sentence), "small")


def _complaints(packet: Packet) -> Iterator[Block]:
    lines = counting.around(packet.entries, packet.complaints)
    if not lines:
        return
    yield Heading(_("Before and after each complaint"))
    columns = (
        Column(_("Sent on"), "24mm"),
        Column(_("To"), "1fr"),
        Column(_("Reference number"), "36mm"),
        Column(_("Contacts before"), "30mm", "right"),
        Column(_("Contacts from that day on"), "34mm", "right"),
    )
    rows = []
    for line in lines:
        before = _("{n} on {days} days", n=line.before, days=line.days_before)
        since = _("{n} on {days} days", n=line.since, days=line.days_since)
        complaint = line.complaint
        to = packet.addressees.get(complaint.channel, complaint.channel)
        cells = (complaint.sent_at[:10], to, complaint.reference or "", before, since)
        rows.append(Row(tuple(told(cell) for cell in cells)))
    yield Table(columns, tuple(rows))


def _days(packet: Packet) -> Iterator[Block]:
    lines = counting.by_day(packet.entries)
    if not lines:
        return
    yield Heading(_("Counts per day"))
    yield Paragraph(
        say(_("Days without a contact are not listed. An entry that stands for several counts as that many.")), "small"
    )
    titles = (
        _("Contacts"), _("Calls"), _("answered"), _("unanswered"), _("Messages"), _("Visits, others"),
        _("To third persons"), _("Own"),
    )  # fmt: skip
    columns = (Column(_("Day"), "1fr"), *(Column(title, "17.2mm", "right") for title in titles))
    rows = [
        Row((say(f"{line.day} {phrases.weekday(line.day)}"), *(say(str(n) if n else "·") for n in line[1:])))
        for line in lines
    ]
    sums = [sum(line[column] for line in lines) for column in range(1, 9)]  # type: ignore[misc]
    rows.append(Row((say(_("Sum"), "strong"), *(say(str(n), "strong") for n in sums))))
    yield Table(columns, tuple(rows))


def _key(packet: Packet) -> str:
    return _(
        "No. counts the listed contacts; the id below it is that of the log. Times are {zone}. Words "
        "between quotation marks are the other side's own; those marked as an account are the complainant's. "
        "The last column says how the entry is known and names its exhibits; * marks an entry corrected after it was "
        "written, which keeps its earlier versions.",
        zone=phrases.zone(packet),
    )


def _table(entries: Sequence[Entry]) -> Table:
    columns = (
        Column(_("No."), "15mm"),
        Column(_("When"), "27mm"),
        Column(_("What it was"), "32mm"),
        Column(_("Number, person, firm"), "1fr"),
        Column(_("To"), "24mm"),
        Column(_("Known from, exhibit"), "24mm"),
    )
    return Table(columns, tuple(_row(entry) for entry in entries), under_from=1)


def _row(entry: Entry) -> Row:
    kind = phrases.kind(entry)
    outcome = phrases.outcome(entry)
    exhibits = _(", ").join(_("exhibit {number}", number=number) for number in entry.exhibits)
    known = phrases.source(entry) + (" *" if entry.corrected_at else "")
    return Row(
        (
            (Run(str(entry.position)), Run(f"\n{entry.id}", "program", "faint")),
            say(f"{entry.day} {phrases.weekday(entry.day)}\n{phrases.clock(entry.second, entry.get('precision'))}"),
            say("\n".join(part for part in (kind, outcome) if part)),
            told(phrases.counterpart(entry)),
            say(phrases.recipient(entry)),
            say("\n".join(part for part in (known, exhibits) if part)),
        ),
        under=_words(entry),
        anchor=entry.id,
    )


def _words(entry: Entry) -> Runs:
    text = one_line(entry.get("content") or "")
    if len(text) <= _CLIP:
        return phrases.content(entry, text) if text else ()
    where = _printed_as(entry)
    if where:
        rest = _(" … (whole in exhibit {number})", number=where)
    else:
        rest = _(" … (whole at the end of this volume, {id})", id=entry.id)
    return (*phrases.content(entry, text[:_CLIP]), Run(rest, "program", "faint"))


def _printed_as(entry: Entry) -> str | None:
    """The exhibit that prints the words of a message."""
    return entry.exhibits[0] if entry.values["kind"] == "message" and entry.verbatim and entry.exhibits else None


def _long(entries: Sequence[Entry]) -> Iterator[Block]:
    long = [entry for entry in entries if len(one_line(entry.get("content") or "")) > _CLIP and not _printed_as(entry)]
    if not long:
        return
    yield Heading(_("Long words, whole"))
    for entry in long:
        yield Heading(f"{entry.id} {phrases.moment(entry)}", 3)
        yield Paragraph(phrases.content(entry), "plain")
