"""``show``: one contact with everything the case holds about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidencelog.cli import documents, output
from evidencelog.cli.because import id_argument
from evidencelog.cli.command import Command, json_option
from evidencelog.cli.wording import fact, moment
from evidencelog.i18n import N_, _
from evidencelog.models.fields import CONTACT, field
from evidencelog.models.labels import field_label, value_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.cli.session import Session
    from evidencelog.models.browsing import Attachment, ContactDetail, Version

_EVENTS = {
    "recorded": N_("recorded"),
    "corrected": N_("corrected"),
    "withdrawn": N_("withdrawn"),
    "erased": N_("erased"),
    "attached": N_("file attached"),
    "marked": N_("file marked as a copy"),
    "reviewed": N_("finding judged"),
    "assigned": N_("number assigned"),
    "linked": N_("linked with another source"),
}


@click.pass_obj
def show(session: Session, id: str, as_json: bool) -> None:
    """Prints the contact."""
    from evidencelog.app.browsing import detail
    from evidencelog.app.case_words import purpose_read
    from evidencelog.app.checking import findings_for
    from evidencelog.app.guidance import cards_for
    from evidencelog.cli.card_lines import card_lines

    with session.reading() as case:
        contact, zone = detail(case, id), case.zone
        findings = findings_for(case, [contact.id]).get(contact.id, [])
        cards = cards_for(case, contact.values)
        words = [] if as_json else list(card_lines(case, cards, contact.id))
        purpose = purpose_read(case, contact.id)
    if as_json:
        output.emit_json(
            {
                "schema": "evidencelog.show/1",
                **documents.contact(contact, map(documents.finding, findings)),
                "versions": [documents.version(version) for version in contact.history],
                "cards": list(cards),
                "purpose_read": purpose,
            }
        )
        return
    from evidencelog.cli.finding_lines import grouped

    output.tell(facts(contact, purpose))
    output.tell(history(contact.history, zone))
    output.tell(files(contact.attachments))
    for origin in contact.origins:
        output.tell([_("From {file}, {position} ({import_id})", **_named(origin._asdict()))])
    if words:
        output.tell(["", *words])
    if findings:
        output.tell(["", _("Findings"), *grouped(findings)])


def facts(contact: ContactDetail, purpose: str | None = None) -> Iterator[str]:
    """The facts that are known, one a line; what was said stands last, line by line.

    ``purpose`` is what the words say it was for, where the person did not say it.
    """
    from evidencelog.cli.tables import aligned

    heading = [contact.id, _("version {version}", version=contact.version)]
    if contact.withdrawn:
        heading.append(value_of_event("withdrawn"))
    yield "  ".join(heading)
    texts = [item for item in CONTACT if item.type == "text"]
    values = {**contact.values, "platform": documents.platform_of(contact)}
    rows = [
        (field_label(item.name), fact("contact", item, values[item.name]))
        for item in CONTACT
        if item not in texts and values.get(item.name) is not None
    ]
    if purpose is not None:
        read = _("{purpose} (by its words)", purpose=value_label("purpose", purpose))
        rows.append((field_label("purpose"), read))
    yield from aligned(rows, indent="  ")
    for item in texts:
        if contact.values.get(item.name):
            yield f"  {field_label(item.name)}"
            for line in str(contact.values[item.name]).splitlines():
                yield f"    {line}"


def history(versions: tuple[Version, ...], zone: str) -> Iterator[str]:
    """What happened to the entry, oldest first, with what changed; times in the case's zone."""
    from evidencelog.app.display import local

    yield ""
    yield _("History")
    for version in versions:
        event = value_of_event(version.event)
        if version.because:
            event = _("{event}: {because}", event=event, because=version.because)
        yield f"  {moment(local(version.at, zone))}  {event}"
        if version.erased:
            yield "    " + _("(erased)")
        elif version.event in ("attached", "marked"):
            yield f"    {of_file(version)}"
        elif version.event != "recorded":
            for name, (before, after) in version.changes.items():
                yield f"    {change(name, before, after)}"


def of_file(version: Version) -> str:
    """The name of a file that was attached; of one that was marked its id, and what it is a copy of."""
    _nothing, file = version.changes.get("attachment", (None, ""))
    if version.event == "attached":
        return str(file)
    (_was, kind), (_before, of) = version.changes["copy"], version.changes["copy_of"]
    return _("{id}: {what}", id=file, what=copy_words(kind, of))


def copy_words(kind: str | None, of: str | None) -> str:
    """What a file is to another one of the same entry."""
    if kind == "redacted":
        return _("covered copy of {id}", id=of)
    return _("playable copy of {id}", id=of) if kind == "playable" else _("a file of its own")


def change(name: str, before: object, after: object) -> str:
    """One field before and after a correction."""
    try:
        item = field("contact", name)
    except KeyError:
        return _("{field}: {before} → {after}", field=name, before=before, after=after)
    shown = {"before": fact("contact", item, before), "after": fact("contact", item, after)}
    return _("{field}: {before} → {after}", field=field_label(name), **shown)


def files(attachments: tuple[Attachment, ...]) -> Iterator[str]:
    """The sealed files with their digests."""
    from evidencelog.cli.tables import aligned

    if attachments:
        yield ""
        yield _("Files")
        rows = [
            (
                item.id,
                item.name,
                item.media_type,
                str(item.size),
                copy_words(item.copy, item.copy_of) if item.copy else "",
                _("(erased)") if item.erased else item.sha256,
            )
            for item in attachments
        ]
        yield from aligned(rows, widest=40, indent="  ")


def value_of_event(event: str) -> str:
    """The word for something that happened to an entry."""
    return _(_EVENTS[event]) if event in _EVENTS else value_label("record", event)


def _named(values: dict[str, object]) -> dict[str, object]:
    return {name: values[name] for name in ("file", "position", "import_id")}


COMMANDS: dict[str, click.Command] = {
    "show": Command(
        "show",
        callback=show,
        words=N_("One contact with every earlier version, its files and what was found."),
        params=[
            id_argument(N_("id of a contact, such as C0001")),
            json_option(),
        ],
    )
}
