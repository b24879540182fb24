"""Two platforms that turn out to be one: what stood with the second stands with the first, nothing is lost."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any

from evidencelog.app.directory import References, UnknownName
from evidencelog.app.recording import reason
from evidencelog.errors import InvalidInput, Problem
from evidencelog.i18n import _
from evidencelog.models.fields import RECORDS
from evidencelog.store import directory as tables
from evidencelog.store import ledger

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from evidencelog.app.cases import Case
    from evidencelog.store.case_store import Writing
    from evidencelog.store.ledger import Event

_LISTS = ("aliases", "numbers")


def merge_platforms(case: Case, kept: str, given_up: str, because: str) -> int:
    """Everything of the platform ``given_up`` goes to ``kept`` (names or ids); says how many contacts went over.

    The name, other names and numbers of the one given up become the other's; facts that only it has are taken over, and it
    is withdrawn. Each contact and record gets a correction, all in one transaction. UnknownName, InvalidInput (the same
    platform twice, no reason).
    """
    why = reason(because)
    with case.store.writing() as writing:
        first, second = (_found(writing, name) for name in (kept, given_up))
        if first == second:
            raise InvalidInput([Problem("platform", _("these are one platform already"))])
        references = References(writing)
        contacts = _contacts(writing, second)
        for contact in contacts:
            references.change("contact", contact, {"platform": (second, first)}, why)
        for record, fields in RECORDS.items():
            if record != "contact" and any(field.name == "platform" for field in fields):
                for row in tables.rows(writing.conn, record):
                    if row["platform"] == second:
                        references.change(record, row["id"], {"platform": (second, first)}, why)
        before, other = writing.state(first), writing.state(second)
        assert before is not None
        assert other is not None
        writing.append("platform.withdrawn", second, words={"because": why})
        references.change("platform", first, _joined(before.values, other.values), why)
    return len(contacts)


def separate_platforms(case: Case, seqs: Collection[int], because: str) -> None:
    """Takes a merge back; ``seqs`` are the numbers of its events. The platform given up is recorded again, as another one.

    Each contact and record that went over goes to it, and the one that stayed gives back what it had taken over; all in
    one transaction.
    """
    with case.store.writing() as writing:
        events = [event for seq in sorted(seqs) if (event := ledger.event(writing.conn, seq)) is not None]
        withdrawn, joined = events[-2:]
        references = References(writing)
        references.change("platform", joined.subject, _turned(joined), because)
        other = writing.state(withdrawn.subject)
        assert other is not None
        again = references.make("platform", other.values)
        for event in events[:-2]:
            references.change(event.record, event.subject, {"platform": (joined.subject, again)}, because)


def merge_ending_with(kept: Event, before: Iterator[Event]) -> list[Event]:
    """The events of the merge of which ``kept`` is the last one, oldest first; none where it is the end of no merge.

    ``before`` are the events before it, the newest first; as many are taken as belong to the merge, and one more.
    """
    gone = next(before, None) if kept.kind == "platform.corrected" else None
    if gone is None or gone.kind != "platform.withdrawn":
        return []
    because = (kept.words or {}).get("because")
    if gone.subject == kept.subject or gone.at != kept.at or (gone.words or {}).get("because") != because:
        return []
    moved = takewhile(lambda event: _changes(event).get("platform") == [gone.subject, kept.subject], before)
    return [kept, gone, *moved][::-1]


def _turned(event: Event) -> dict[str, tuple[Any, Any]]:
    """The changes of a correction the other way round."""
    return {name: (now, before) for name, (before, now) in _changes(event).items()}


def _changes(event: Event) -> dict[str, Any]:
    """What a correction changes, from all of its parts."""
    changes: dict[str, Any] = {}
    for part in (event.facts, event.words, event.identity, event.private):
        changes |= (part or {}).get("changes", {})
    return changes


def _found(writing: Writing, name: str) -> str:
    found = tables.find(writing.conn, "platform", name)
    if found is None:
        raise UnknownName("platform", name, tables.names(writing.conn, "platform"))
    return found


def _contacts(writing: Writing, platform: str) -> list[str]:
    """Contacts that were given the platform themselves; those that have it by their number follow the number."""
    rows = writing.conn.execute("SELECT id FROM contacts WHERE given = ? ORDER BY n", (platform,))
    return [row[0] for row in rows]


def _joined(first: dict[str, Any], second: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What changes of the first when it takes over the second."""
    taken = {
        name: value for name, value in second.items() if name != "name" and name not in _LISTS and name not in first
    }
    changes: dict[str, tuple[Any, Any]] = {name: (None, value) for name, value in taken.items()}
    for name in _LISTS:
        more = [second["name"]] if name == "aliases" else []
        before = list(first.get(name) or ())
        now = [*before, *(one for one in [*more, *(second.get(name) or ())] if one not in [*before, first["name"]])]
        if now != before:
            changes[name] = (first.get(name), now)
    return changes
