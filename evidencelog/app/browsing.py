"""Looking at a case: lists, one record with its history, the inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.app.directory import person_names, platform_names, resolve_person, resolve_platform
from evidencelog.models.browsing import Attachment, ContactDetail, ListRow, Origin, Version
from evidencelog.models.fields import DEBTOR, RECORDS
from evidencelog.store import directory as tables
from evidencelog.store import ledger, listing, vault
from evidencelog.store.faults import NoSuchRecord
from evidencelog.store.states import FILE_OWNERS, REFERENCES, State, folded, id_of, is_reference, number_of, record_of

if TYPE_CHECKING:
    import sqlite3
    from array import array
    from collections.abc import Sequence
    from pathlib import Path

    from evidencelog.app.cases import Case
    from evidencelog.models.browsing import ContactFilter, DayCount, InboxNumber
    from evidencelog.store.ledger import Event

__all__ = [
    "attachment_path", "contact_of", "count", "day_counts", "detail", "inbox", "number_of", "numbers", "page", "person_names", "platform_names", "position", "quick_page", "record_history", "records",
    "resolve_person", "resolve_platform", "rows",
]  # fmt: skip


def count(case: Case, filter: ContactFilter) -> int:
    """How many contacts the filter lets through."""
    with case.store.reading() as conn:
        return listing.count(conn, filter, case.store.conventions)


def page(case: Case, filter: ContactFilter, *, offset: int, limit: int, total: int | None = None) -> list[ListRow]:
    """``limit`` rows from ``offset`` on, newest first; quicker near the end where it is known how many there are."""
    with case.store.reading() as conn:
        return listing.page(conn, filter, case.store.conventions, offset=offset, limit=limit, total=total)


def quick_page(case: Case, filter: ContactFilter, *, limit: int) -> tuple[list[ListRow], bool]:
    """The first rows, newest first, at once: all of the first ``limit``, or, with False, those among the newest contacts."""
    with case.store.reading() as conn:
        return listing.quick_page(conn, filter, case.store.conventions, limit=limit)


def numbers(case: Case, filter: ContactFilter) -> array[int]:
    """What stands for each contact that the filter lets through, newest first; ``rows`` reads them."""
    with case.store.reading() as conn:
        return listing.numbers(conn, filter, case.store.conventions)


def contact_of(number: int) -> str:
    """The id of the contact for which ``numbers`` has this; ``number_of`` gives it back."""
    return id_of("contact", number)


def rows(case: Case, numbers: Sequence[int]) -> list[ListRow]:
    """The rows of some of these contacts, newest first; those that are gone are left out."""
    with case.store.reading() as conn:
        return listing.rows(conn, numbers)


def position(case: Case, filter: ContactFilter, contact_id: str) -> int:
    """How many rows stand before the contact in the filtered list; NoSuchRecord when it is not in it."""
    with case.store.reading() as conn:
        found = (
            listing.position(conn, filter, case.store.conventions, contact_id)
            if record_of(contact_id) == "contact"
            else None
        )
    if found is None:
        raise NoSuchRecord(contact_id)
    return found


def day_counts(case: Case, days: Sequence[str]) -> list[DayCount]:
    """Contacts and answered calls of each local day, per platform."""
    with case.store.reading() as conn:
        return listing.day_counts(conn, days)


def inbox(case: Case) -> list[InboxNumber]:
    """Unassigned numbers and the contacts behind each."""
    with case.store.reading() as conn:
        return listing.inbox(conn)


def records(case: Case, record: str) -> list[dict[str, Any]]:
    """Records of one kind in id order, withdrawn ones left out: fields of the exchange format with names, and ``id``."""
    with case.store.reading() as conn:
        found = []
        for row in tables.rows(conn, record):
            named = {name: named_value(conn, record, name, value) for name, value in row.items()}
            named.pop("version"), named.pop("recorded_at")
            found.append(named)
    return found


def named_value(conn: sqlite3.Connection, record: str, field: str, value: Any) -> Any:
    """A field's value with the name of a platform, person or debt in place of its id."""
    if field in REFERENCES.get(record, ()) and is_reference(value):
        return tables.name_of(conn, value) or value
    return value


def detail(case: Case, id: str) -> ContactDetail:
    """Everything the case holds about one contact; NoSuchRecord when there never was one."""
    if record_of(id) != "contact":
        raise NoSuchRecord(id)
    with case.store.reading() as conn:
        events = list(ledger.events(conn, id))
        state = folded(events)
        if state is None:
            raise NoSuchRecord(id)
        row = listing.row(conn, id) or _erased_row(state)
        values = {name: named_value(conn, "contact", name, value) for name, value in state.values.items()}
        order = [field.name for field in RECORDS["contact"]]
        values = {name: values[name] for name in order if name in values}
        attachments = listing.attachments(conn, id)
        return ContactDetail(
            id,
            values,
            state.version,
            state.recorded_at,
            bool(row.withdrawn) or state.erased,
            history(conn, "contact", [*events, *_events_of_files(conn, attachments), *_erasings(conn, events)]),
            attachments,
            _origins(conn, state),
            row,
        )


def files_of(case: Case, id: str) -> tuple[Attachment, ...]:
    """The files sealed to a contact or a complaint, withdrawn ones left out; NoSuchRecord for any other id."""
    if record_of(id) not in FILE_OWNERS:
        raise NoSuchRecord(id)
    with case.store.reading() as conn:
        return listing.attachments(conn, id)


def record_history(case: Case, id: str) -> tuple[Version, ...]:
    """Everything that happened to any record, oldest first; NoSuchRecord when there never was one."""
    record = record_of(id)
    with case.store.reading() as conn:
        events = list(ledger.events(conn, id)) if record else []
        if record is None or not events:
            raise NoSuchRecord(id)
        return history(conn, record, events)


def attachment_path(case: Case, attachment_id: str) -> Path:
    """Where the sealed copy of a file lies; read only. NoSuchRecord when there is none, or when it was erased."""
    with case.store.reading() as conn:
        digest = listing.content_of(conn, attachment_id) if record_of(attachment_id) == "attachment" else None
    if digest is None:
        raise NoSuchRecord(attachment_id)
    return vault.place_of(case.path, digest)


def history(conn: sqlite3.Connection, record: str, events: Sequence[Event]) -> tuple[Version, ...]:
    """What happened to a record, oldest first, with names in place of ids."""
    return tuple(_version(conn, record, event) for event in sorted(events, key=lambda event: event.seq))


_HAPPENED = {"sealed": "attached"}
_OF_FILES = {"corrected": "marked"}
"""What is said of a file, among what happened to the entry it belongs to."""


def _version(conn: sqlite3.Connection, record: str, event: Event) -> Version:
    changes: dict[str, tuple[Any, Any]] = {}
    for part in (event.facts, event.words, event.identity, event.private):
        if event.happened == "recorded":
            changes |= {name: (None, value) for name, value in (part or {}).items() if name != "origin"}
        elif event.happened == "sealed" and "name" in (part or {}):
            changes["attachment"] = (None, (part or {})["name"])
        else:
            changes |= {name: (before, now) for name, (before, now) in (part or {}).get("changes", {}).items()}
    if event.record == record:
        changes = {
            name: (named_value(conn, record, name, before), named_value(conn, record, name, now))
            for name, (before, now) in changes.items()
        }
    because = (event.words or {}).get("because")
    happened = _HAPPENED.get(event.happened, event.happened)
    if event.record == "attachment" and record != "attachment":
        happened = _OF_FILES.get(happened, happened)
        if happened == "marked":
            changes = {"attachment": (None, event.subject), **changes}
    return Version(event.seq, event.at, happened, changes, because, event.erased)


def _events_of_files(conn: sqlite3.Connection, attachments: Sequence[Attachment]) -> list[Event]:
    return [event for attachment in attachments for event in ledger.events(conn, attachment.id)]


def _erasings(conn: sqlite3.Connection, events: Sequence[Event]) -> list[Event]:
    """The events that erased something of these and are about another record: a person, an import."""
    found = (ledger.event(conn, seq) for seq in listing.erasings_of(conn, [event.seq for event in events]))
    own = {event.seq for event in events}
    return [event for event in found if event is not None and event.seq not in own]


def _origins(conn: sqlite3.Connection, state: State) -> tuple[Origin, ...]:
    found = []
    for _seq, origin in state.origins:
        source = listing.import_facts(conn, origin["import"])
        if source is not None:
            found.append(Origin(origin["import"], *source, origin["position"], origin.get("key", "")))
    return tuple(found)


def _erased_row(state: State) -> ListRow:
    """The list row of a contact of which nothing is left but its id."""
    unknown = dict.fromkeys(ListRow._fields)
    known = {"id": state.id, "ts": 0, "day": state.recorded_at[:10], "second": 0, "kind": "", "count": 1, "to": DEBTOR}
    return ListRow(**{**unknown, **known, "attachments": 0, "version": state.version, "withdrawn": 1})  # type: ignore[arg-type]
