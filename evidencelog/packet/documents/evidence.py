"""The list of evidence and the exhibits themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import N_, _, ngettext
from evidencelog.packet import phrases
from evidencelog.packet.blocks import (
    Column,
    Document,
    PageBreak,
    Paragraph,
    Row,
    Run,
    Show,
    Signature,
    Table,
    say,
    told,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidencelog.models.packet import Entry, Exhibit, Packet
    from evidencelog.packet.blocks import Block, Runs

_PROVES = {
    "log": N_("When, how often and how the other side made contact in the period"),
    "import": N_("That the entries read from it are what the phone or provider recorded"),
    "recording": N_("That this contact took place, who spoke and what was said"),
    "picture": N_("What was shown or sent"),
    "message": N_("The wording of the messages and when they came"),
    "file": N_("What the file holds, see its content"),
    "answer": N_("That the complaint was answered, when and how"),
}
_NATURE = {
    "log": N_("print-out of electronic data"),
    "import": N_("digest only; the file stays with the complainant"),
    "recording": N_("copy of electronic data, unaltered"),
    "picture": N_("copy of electronic data, unaltered"),
    "message": N_("print-out of electronic data"),
    "file": N_("copy of electronic data, unaltered"),
    "answer": N_("copy of electronic data, unaltered"),
}
_COPIES = {
    "redacted": N_("copy with parts covered; the original stays with the complainant"),
    "playable": N_("copy in another format for playing; the original lies beside it"),
}
_MEDIA = {"audio": "sound", "video": "film", "image": "picture"}
PRINTABLE = ("image/png", "image/jpeg", "image/gif", "image/webp")
PLAYABLE = (
    "audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/aac", "audio/wav", "audio/x-wav", "audio/ogg", "audio/flac",
    "audio/webm", "video/mp4", "video/webm",
)  # fmt: skip
"""Kinds of sound and film that browsers play."""


def evidence_list(packet: Packet, pages: Mapping[str, str]) -> Document:
    """The list of evidence with the columns courts expect; ``pages`` gives the sheets of each exhibit."""
    columns = (
        Column(_("No."), "13mm", "center"),
        Column(_("Name of the evidence"), "38mm"),
        Column(_("Source"), "34mm"),
        Column(_("What it is to prove"), "40mm"),
        Column(_("Content in short"), "1fr"),
        Column(_("Sheets"), "17mm", "center"),
        Column(_("Original or copy"), "24mm"),
        Column(_("Original carrier and keeper"), "36mm"),
        Column(_("Copies"), "11mm", "center"),
    )
    rows = tuple(_line(packet, group, pages) for group in grouped(packet.exhibits))
    return Document(
        "evidence-list",
        _("List of evidence"),
        _(
            "Case: contacts by {platform}; {n} groups",
            platform=packet.platform["name"],
            n=len({row.anchor for row in rows}),
        ),
        (
            Table(columns, rows, style="lined"),
            Paragraph(
                say(
                    _(
                        "Sheets are those of the whole packet, at the foot of each page on the right. Originals are kept "
                        "unaltered and can be shown; blanks are to be filled in by hand."
                    )
                ),
                "small",
            ),
            Signature((_("Submitted by (signature):"), _("Date:"))),
        ),
        wide=True,
    )


def grouped(exhibits: Sequence[Exhibit]) -> list[list[Exhibit]]:
    """Lines of the list: each file by itself, printed messages together."""
    lines: list[list[Exhibit]] = []
    for exhibit in exhibits:
        if exhibit.group == "message" and lines and lines[-1][0].group == "message":
            lines[-1].append(exhibit)
        else:
            lines.append([exhibit])
    return lines


def _line(packet: Packet, group: Sequence[Exhibit], pages: Mapping[str, str]) -> Row:
    first, last = group[0], group[-1]
    number = first.number if first is last else _("{first} to {last}", first=first.number, last=last.number)
    title = first.title
    if first.group == "message":
        title = ngettext("Message, printed ({n})", "Messages, printed ({n})", len(group))
    sheets = pages.get(first.number)
    if sheets and first is not last and pages.get(last.number) not in {None, sheets}:
        sheets = f"{sheets}–{pages[last.number]}"
    return Row(
        (
            say(number),
            told(title),
            told(_source(packet, first)),
            say(_(_PROVES[first.group])),
            say(_summary(packet, group)),
            say(sheets or _("file")),
            say(_(_COPIES[first.copy] if first.copy else _NATURE[first.group])),
            None,
            say("1"),
        ),
        anchor=first.number.partition("-")[0],
    )


def _source(packet: Packet, exhibit: Exhibit) -> str:
    if exhibit.group == "log":
        return _("The complainant's log (evidencelog {version})", version=packet.program)
    if exhibit.group == "import":
        return _("The complainant's phone or provider: {file}", file=exhibit.title)
    if exhibit.group == "message":
        return _("The complainant's phone, by way of the log")
    return _(
        "The complainant's device; put into the log on {day}", day=phrases.local_day(packet, str(exhibit.sealed_at))
    )


def _summary(packet: Packet, group: Sequence[Exhibit]) -> str:
    first = group[0]
    if first.group == "log":
        return _(
            "{entries} entries, {first} to {last}",
            entries=len(packet.entries),
            first=packet.entries[0].day if packet.entries else "",
            last=packet.entries[-1].day if packet.entries else "",
        )
    if first.group == "import":
        read = next((one.contacts for one in packet.imports if one.sha256 == first.sha256), 0)
        return _("{n} of the listed entries; SHA-256 {digest}", n=read, digest=first.sha256)
    if first.group == "answer":
        sent = next(one for one in packet.complaints if one.id == first.complaint)
        to = packet.addressees.get(sent.channel, sent.channel)
        number = _(" (no. {reference})", reference=sent.reference) if sent.reference else ""
        return _("answer to the complaint of {day} to {addressee}", day=sent.sent_at[:10], addressee=to + number)
    found = {entry.id: entry for entry in packet.entries}
    entries = [found[exhibit.contact] for exhibit in group if exhibit.contact in found]
    if not entries:
        return first.path or ""
    days = sorted(entry.day for entry in entries)
    if len(entries) > 1:
        return _("{first} to {last}", first=days[0], last=days[-1])
    return f"{entries[0].id} {phrases.moment(entries[0])} {phrases.kind(entries[0])}"


def exhibits(packet: Packet) -> Document | None:
    """Pictures and messages printed, recordings and other files named, each group of the list on a page of its own.

    None when there is nothing of the kind.
    """
    shown = [exhibit for exhibit in packet.exhibits if exhibit.group not in {"log", "import"}]
    if not shown:
        return None
    entries = {entry.id: entry for entry in packet.entries}
    blocks: list[Block] = [
        Paragraph(
            say(
                _(
                    "Each exhibit bears its number in the list of evidence. Files lie untouched in the folder "
                    "attachments; their SHA-256 values stand here and in manifest-sha256.txt."
                )
            ),
            "small",
        )
    ]
    for position, exhibit in enumerate(shown):
        if position and exhibit.group != shown[position - 1].group:
            blocks.append(PageBreak())
        blocks.append(_show(packet, exhibit, entries.get(exhibit.contact or "")))
    return Document("exhibits", _("Exhibits"), packet.platform["name"], tuple(blocks))


def _show(packet: Packet, exhibit: Exhibit, entry: Entry | None) -> Show:
    lines: list[Runs] = []
    if entry is not None:
        who = _(", ").join(part for part in phrases.counterpart(entry).split("\n") if part)
        parts = [entry.id, phrases.moment(entry), phrases.kind(entry), phrases.recipient(entry), who]
        lines.append(told(_("; ").join(part for part in parts if part)))
    if exhibit.path is None:
        words = phrases.content(entry) if entry is not None else ()
        return Show(exhibit.number, exhibit.title, tuple(lines), None, "words", words)
    lines.append(
        say(
            _(
                "File {path}, {size} bytes, sealed on {at}",
                path=exhibit.path,
                size=exhibit.size,
                at=phrases.local_time(packet, str(exhibit.sealed_at)),
            )
        )
    )
    lines.append((Run("SHA-256 ", "program"), Run(exhibit.sha256 or "", "program", "code")))
    lines += copy_lines(exhibit)
    media = _MEDIA.get((exhibit.media_type or "").partition("/")[0], "file")
    if media == "picture" and not exhibit.printed:
        media = "file"
        lines.append(say(_("This picture cannot be printed here; open the file.")))
    return Show(
        exhibit.number, exhibit.title, tuple(lines), exhibit.path, media, playable=exhibit.media_type in PLAYABLE
    )


def copy_lines(exhibit: Exhibit) -> list[Runs]:
    """What a copy was made from and how it differs; nothing for a file that is as it was."""
    if exhibit.copy is None:
        return []
    lines = [say(_(_COPIES[exhibit.copy]), "strong")]
    if exhibit.original:
        lines.append((Run(_("SHA-256 of the original: ")), Run(exhibit.original, "program", "code")))
    return lines
