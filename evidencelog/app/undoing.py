"""Taking back the last change: nothing is deleted, an entry that makes up for it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.app import browsing
from evidencelog.app.merging import merge_ending_with, separate_platforms
from evidencelog.errors import BadInput
from evidencelog.i18n import _
from evidencelog.models.fields import RECORDS
from evidencelog.models.findings import OPEN
from evidencelog.store import ledger, listing
from evidencelog.store.states import FILE_OWNERS, folded, record_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator

    from evidencelog.app.cases import Case
    from evidencelog.store.ledger import Event


class Change(NamedTuple):
    """The last change that can be taken back."""

    seq: int
    """Number of its event, or of the last one of several."""
    happened: str
    """``recorded``, ``corrected``, ``withdrawn``, ``reviewed``, ``merged``; of files ``attached`` and ``marked``."""
    record: str
    """Kind of record; ``finding`` for a judgement, ``attachment`` for files."""
    id: str
    """Its id; of files that of what they belong to."""
    files: tuple[str, ...] = ()
    """Ids of the files it is about, in the order of sealing."""
    seqs: tuple[int, ...] = ()
    """Numbers of all its events, where there are several."""


class NothingToUndo(BadInput):
    """Nothing was changed, or what was changed last cannot be taken back."""

    def __str__(self) -> str:
        return _("there is nothing to undo")


def head(case: Case) -> int:
    """Number of the newest event."""
    with case.store.reading() as conn:
        return ledger.head(conn).seq


def last_change(case: Case, after: int, leaving_out: Collection[int] = ()) -> Change | None:
    """The newest change after the event ``after``, those ``leaving_out`` passed over; None where none can be undone.

    Files sealed together with a new entry go with it; those of one moment to one entry are one change. Imports, erasing
    and settings are no such changes.
    """
    with case.store.reading() as conn:
        return _last(conn, (event for event in ledger.events_back(conn, after=after) if event.seq not in leaving_out))


def _last(conn: sqlite3.Connection, back: Iterator[Event]) -> Change | None:
    """The change with which the events that come ``back``, newest first, end; no more of them are read than decide it."""
    event = next(back, None)
    if event is not None and event.record == "attachment" and event.happened == "corrected":
        (first, *_later) = ledger.events(conn, event.subject)
        owner, _at = _sealed_to(first)
        return Change(event.seq, "marked", "attachment", owner, (event.subject,))
    sealed: list[Event] = []
    while event is not None and event.record == "attachment" and event.happened == "sealed":
        if sealed and _sealed_to(event) != _sealed_to(sealed[0]):
            break
        sealed.insert(0, event)
        event = next(back, None)
    if sealed:
        owner, at = _sealed_to(sealed[0])
        new = event is not None and (event.subject, event.at, event.happened) == (owner, at, "recorded")
        if not (new and event is not None and event.record == "contact"):
            files = tuple(one.subject for one in sealed)
            return Change(sealed[-1].seq, "attached", "attachment", owner, files, tuple(one.seq for one in sealed))
    if event is None:
        return None
    if merged := merge_ending_with(event, back):
        return Change(event.seq, "merged", "platform", event.subject, seqs=tuple(one.seq for one in merged))
    if (event.record, event.happened) == ("finding", "reviewed") or (
        event.record in RECORDS and event.happened in {"recorded", "corrected", "withdrawn"}
    ):
        return None if _imported(event) else Change(event.seq, event.happened, event.record, event.subject)
    return None


def _sealed_to(event: Event) -> tuple[str, str]:
    """To which entry an event sealed a file, and when."""
    facts = event.facts or {}
    return next((facts[record] for record in FILE_OWNERS if record in facts), ""), event.at


def undo(case: Case, change: Change) -> list[int]:
    """Writes what makes up for a change; numbers of the events written. NothingToUndo where that is impossible."""
    from evidencelog.app import recording

    before = head(case)
    because = _("undone")
    if change.happened == "reviewed":
        _judge_as_before(case, change)
    elif change.happened == "merged":
        separate_platforms(case, change.seqs, because)
    elif change.happened == "attached":
        _take_files_back(case, change, because)
    elif change.happened == "marked":
        _mark_as_before(case, change)
    elif change.happened == "recorded":
        recording.withdraw(case, change.id, because)
    elif change.happened == "corrected":
        recording.correct(case, change.id, _values_before(case, change), because)
    else:
        _record_anew(case, change)
    return list(range(before + 1, head(case) + 1))


def _take_files_back(case: Case, change: Change, because: str) -> None:
    with case.store.writing() as writing:
        held = [file.id for file in listing.attachments(writing.conn, change.id) if file.id in change.files]
        if not held:
            raise NothingToUndo
        for file in held:
            writing.append("attachment.withdrawn", file, words={"because": because})


def _mark_as_before(case: Case, change: Change) -> None:
    from evidencelog.app.attaching import Copy, mark

    with case.store.reading() as conn:
        state = folded(event for event in ledger.events(conn, change.files[0]) if event.seq < change.seq)
    if state is None:
        raise NothingToUndo
    kind, of = state.values.get("copy"), state.values.get("copy_of")
    if not mark(case, change.files[0], Copy(kind, of) if kind and of else None):
        raise NothingToUndo


def _imported(event: Event) -> bool:
    return event.happened == "recorded" and "origin" in (event.facts or {})


def _values_before(case: Case, change: Change) -> dict[str, Any]:
    with case.store.reading() as conn:
        event = ledger.event(conn, change.seq)
        if event is None:
            raise NothingToUndo
        (version,) = browsing.history(conn, change.record, [event])
    return {field: before for field, (before, _now) in version.changes.items()}


def _record_anew(case: Case, change: Change) -> None:
    """A withdrawn record stays withdrawn; what it said is recorded again, under a new id."""
    from evidencelog.app import recording

    record = record_of(change.id)
    if record is None:
        raise NothingToUndo
    with case.store.reading() as conn:
        state = folded(ledger.events(conn, change.id))
        if state is None or state.erased:
            raise NothingToUndo
        values = {name: browsing.named_value(conn, record, name, value) for name, value in state.values.items()}
    recording.record(case, record, values)


def _judge_as_before(case: Case, change: Change) -> None:
    with case.store.reading() as conn:
        events = [event for event in ledger.events(conn, change.id) if event.seq <= change.seq]
    if not events:
        raise NothingToUndo
    now, *earlier = reversed(events)
    facts = dict(earlier[0].facts or {}) if earlier else {**(now.facts or {}), "decision": OPEN}
    words = dict(earlier[0].words or {}) if earlier else {}
    with case.store.writing() as writing:
        writing.append("finding.reviewed", change.id, facts=facts, words=words or None)
