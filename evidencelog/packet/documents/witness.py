"""Forms for those who heard or were called: a sheet for each recording, a statement for each third person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.models.labels import value_label
from evidencelog.packet import phrases
from evidencelog.packet.blocks import (
    Column,
    Document,
    Heading,
    PageBreak,
    Pairs,
    Paragraph,
    Row,
    Run,
    Signature,
    Table,
    say,
    told,
)
from evidencelog.packet.documents.clauses import ground_clauses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.models.addressees import Form
    from evidencelog.models.packet import Entry, Exhibit, Packet, ThirdPerson
    from evidencelog.packet.blocks import Block

_ROWS = 13
"""Empty rows of a transcript sheet."""
_ROWS_OF_CLAUSE = 4
"""Rows that make room for a second and further provision below the last sheet."""
_ROOM = say("\u3000\n\u3000")
"""An empty cell high enough to write in."""
_CALLS = 12
"""Contacts a third person is shown; more would ask them to confirm what nobody remembers."""


def transcripts(packet: Packet, form: Form) -> Document | None:
    """A sheet for each recording, its words left to be written while listening; None without recordings."""
    entries = {entry.id: entry for entry in packet.entries}
    recordings = [exhibit for exhibit in packet.exhibits if exhibit.group == "recording"]
    if not recordings:
        return None
    named = ground_clauses(packet, form.grounds)
    blocks: list[Block] = []
    for exhibit in recordings:
        if blocks:
            blocks.append(PageBreak())
        room = _ROWS - _ROWS_OF_CLAUSE * (len(named) - 1) if exhibit is recordings[-1] and named else _ROWS
        blocks += _sheet(exhibit, entries.get(exhibit.contact or ""), max(room, _ROWS // 2))
    blocks += named
    return Document("transcripts", _("Transcripts of recordings"), packet.platform["name"], tuple(blocks))


def _sheet(exhibit: Exhibit, entry: Entry | None, rows_left: int) -> Iterator[Block]:
    yield Heading(_("Exhibit {number}", number=exhibit.number))
    rows = [
        (_("File"), told(f"{exhibit.path} ({exhibit.title})")),
        ("SHA-256", (Run(exhibit.sha256 or "", "program", "code"),)),
    ]
    if entry is not None:
        rows.append((_("Contact"), say(f"{entry.id} {phrases.moment(entry)} {phrases.kind(entry)}")))
        rows.append((_("Number, person, firm"), told(phrases.counterpart(entry).replace("\n", _(", ")))))
    yield Pairs((*rows, (_("Length of the recording"), None)))
    columns = (Column(_("Time in the recording"), "30mm"), Column(_("Speaker"), "26mm"), Column(_("Words"), "1fr"))
    yield Table(columns, tuple(Row((_ROOM, _ROOM, _ROOM)) for _row in range(rows_left)), style="lined")
    yield Paragraph(
        say(
            _(
                "Write down the whole recording, word for word, never a part of it; what cannot be understood is marked as "
                "such. Check it against the recording before signing."
            )
        ),
        "small",
    )
    yield Signature((_("Written down by:"), _("Checked against the recording by:"), _("Date:")))


def third_person_statement(packet: Packet, form: Form) -> Document | None:
    """A form for each third person of the packet; None when nobody else was contacted."""
    blocks: list[Block] = []
    for person in packet.persons:
        entries = [entry for entry in packet.entries if entry.get("to") == person.label]
        if entries:
            if blocks:
                blocks.append(PageBreak())
            blocks += _form(person, entries)
            blocks += ground_clauses(packet, form.grounds)
            blocks.append(Signature((_("Signature:"), _("Date:"))))
    if not blocks:
        return None
    title = _("Statement of a third person")
    return Document("third-person-statement", title, packet.platform["name"], tuple(blocks))


def _form(person: ThirdPerson, entries: list[Entry]) -> Iterator[Block]:
    relation = say(value_label("relation", person.relation)) if person.relation else None
    yield Heading(_("For {person} of this packet", person=person.label))
    yield Pairs(
        (
            (_("Full name"), None),
            (_("Identity number"), None),
            (_("Relation to the complainant"), relation),
            (_("Own number that was called"), None),
            (_("Ever agreed to be a contact person (yes or no)"), None),
            (_("What they asked or told you"), None),
            ("", None),
            (_("Did you ask them to stop, when"), None),
            (_("Were you contacted again afterwards"), None),
            (_("Willing to confirm this to an authority or court"), None),
        )
    )
    yield Paragraph(
        say(_("The log shows these contacts; write beside each what you remember yourself, nothing else:")), "plain"
    )
    columns = (Column(_("When"), "40mm"), Column(_("What it was"), "46mm"), Column(_("What I remember myself"), "1fr"))
    rows = tuple(Row((say(phrases.moment(entry)), say(phrases.kind(entry)), _ROOM)) for entry in entries[:_CALLS])
    yield Table(columns, rows, style="lined")
    yield Paragraph(
        say(
            _(
                "Write only what you know yourself. The word of a person close to one side cannot stand alone: keep your own "
                "call record and messages, they weigh more."
            )
        ),
        "small",
    )
