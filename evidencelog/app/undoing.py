"""Taking back the last change: nothing is deleted, an entry that makes up for it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.app import browsing
from evidencelog.errors import BadInput
from evidencelog.i18n import _
from evidencelog.models.fields import RECORDS
from evidencelog.models.findings import OPEN
from evidencelog.store import ledger
from evidencelog.store.states import FILE_OWNERS, folded, record_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from evidencelog.app.cases import Case
    from evidencelog.store.ledger import Event


class Change(NamedTuple):
    """The last change that can be taken back."""

    seq: int
    """Number of its event."""
    happened: str
    """``recorded``, ``corrected``, ``withdrawn`` or ``reviewed``."""
    record: str
    """Kind of record; ``finding`` for a judgement."""
    id: str


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

    Files sealed together with a new entry go with it. Imports, erasing and settings are no such changes.
    """
    with case.store.reading() as conn:
        found = [event for event in ledger.events(conn, after=after) if event.seq not in leaving_out]
    sealed_at = None
    for event in reversed(found):
        if event.record == "attachment" and event.happened == "sealed":
            facts = event.facts or {}
            sealed_at = (event.at, next((facts[record] for record in FILE_OWNERS if record in facts), None))
            continue
        if sealed_at is not None and sealed_at != (event.at, event.subject):
            return None  # files sealed to an older entry: taken back there
        if (event.record, event.happened) == ("finding", "reviewed") or (
            event.record in RECORDS and event.happened in {"recorded", "corrected", "withdrawn"}
        ):
            return None if _imported(event) else Change(event.seq, event.happened, event.record, event.subject)
        return None
    return None


def undo(case: Case, change: Change) -> list[int]:
    """Writes what makes up for a change; numbers of the events written. NothingToUndo where that is impossible."""
    from evidencelog.app import recording

    before = head(case)
    because = _("undone")
    if change.happened == "reviewed":
        _judge_as_before(case, change)
    elif change.happened == "recorded":
        recording.withdraw(case, change.id, because)
    elif change.happened == "corrected":
        recording.correct(case, change.id, _values_before(case, change), because)
    else:
        _record_anew(case, change)
    return list(range(before + 1, head(case) + 1))


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
