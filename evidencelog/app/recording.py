"""Writing into a case: records, corrections, withdrawals. Every entry is durable when the call returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.app.attaching import attach, copies, seal
from evidencelog.app.cases import AlreadyThere
from evidencelog.app.directory import References, UnknownName
from evidencelog.app.values import check_together, clean_record
from evidencelog.errors import BadInput, InvalidInput, Problem
from evidencelog.i18n import _
from evidencelog.models.fields import DEBTOR
from evidencelog.store import directory as tables
from evidencelog.store.faults import NoSuchRecord
from evidencelog.store.states import ORIGIN, State, record_of, split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from evidencelog.app.cases import Case
    from evidencelog.models.progress import Progress
    from evidencelog.store.case_store import Writing

__all__ = [
    "AlreadyThere", "NothingToChange", "Recorded", "Withdrawn", "assign_number", "attach", "correct", "record",
    "set_record", "withdraw", "write_record",
]  # fmt: skip

DEFAULTS = {"direction": "in", "to": DEBTOR}
"""What an absent key of a contact means; one that is there and empty is unknown."""
TYPED_DEFAULTS = {**DEFAULTS, "purpose": "collection"}
"""… in an entry that a person types."""


class Recorded(NamedTuple):
    """What was written."""

    id: str
    seq: int
    """Number of the event in the ledger."""
    created: tuple[str, ...]
    """Ids of platforms, persons and debts made on the way."""


class NothingToChange(BadInput):
    """A correction that says what the record says already."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.id = id

    def __str__(self) -> str:
        return _("{id} says that already; nothing was written", id=self.id)


class Withdrawn(BadInput):
    """The record was withdrawn before."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.id = id

    def __str__(self) -> str:
        return _("{id} is withdrawn; record it anew", id=self.id)


def record(
    case: Case,
    record: str,
    values: Mapping[str, object],
    *,
    attach: Sequence[Path] = (),
    origin: Mapping[str, object] | None = None,
    progress: Progress | None = None,
) -> Recorded:
    """Records one thing a person typed, with copies of files for a contact; ``progress`` is told their bytes.

    ``values`` are fields of the exchange format; ``origin`` says of an imported contact which ``import`` it is from, its
    ``position``, sealed ``key``, ``name`` in the address book and ``raw`` row. A contact without ``at`` is of this moment. Unknown names are made. A
    platform, person or debt whose name exists gets the new facts, unless they contradict what is recorded
    (AlreadyThere). Raises InvalidInput with every problem; nothing is written then.
    """
    given = dict(values)
    if record == "contact":
        if given.get("at") is None:
            given["at"] = case.now().astimezone(_zone(case))
        given = TYPED_DEFAULTS | given
    cleaned = clean_record(record, given, now=case.now(), zone=case.zone)
    if attach and record != "contact":
        raise InvalidInput([Problem("attach", _("files belong to a contact"))])
    with copies(case, attach, progress) as staged, case.store.writing() as writing:
        recorded = write_record(References(writing), record, cleaned, origin=origin)
        if staged:
            seal(writing, recorded.id, staged)
    return recorded


def _zone(case: Case) -> Any:
    from evidencelog.timing.clock import zone_named

    return zone_named(case.zone)


def write_record(
    references: References,
    record: str,
    cleaned: Mapping[str, Any],
    *,
    origin: Mapping[str, object] | None = None,
    overrule: bool = False,
    anew: bool = False,
) -> Recorded:
    """Writes a checked record inside the transaction of ``references``.

    ``overrule``: new facts of a platform, person or debt that exists replace contradicting ones. ``anew``: it is not
    looked for whether one exists.
    """
    writing = references.writing
    references.created = []
    values = references.resolve(record, cleaned)
    existing = None if anew else _existing(writing, record, values)
    if existing is not None:
        return _add_facts(references, record, existing, values, overrule=overrule)
    made = writing.new_id(record)
    parts = split(record, values, _private_number(references, record, values, origin))
    if origin:
        parts["facts"][ORIGIN] = {name: origin[name] for name in ("import", "position", "key")}
        secret = {name: origin[name] for name in ("name", "raw") if origin.get(name) is not None}
        parts["identity"][ORIGIN] = secret
    event = writing.append(f"{record}.recorded", made, **parts)
    return Recorded(made, event.seq, tuple(references.created))


def _private_number(
    references: References, record: str, values: Mapping[str, Any], origin: Mapping[str, object] | None
) -> bool:
    if record != "contact" or "number" not in values:
        return False
    return bool(origin and origin.get("name")) or references.private_number(values["number"])


def _existing(writing: Writing, record: str, values: Mapping[str, Any]) -> str | None:
    """Id of the record that these values describe already: the same platform, person, debt, or the profile."""
    if record in ("platform", "person"):
        return tables.find(writing.conn, record, values["name"])
    if record == "debt":
        return tables.find_debt(writing.conn, values["platform"], values["name"])
    if record == "profile":
        rows = tables.rows(writing.conn, "profile")
        return rows[0]["id"] if rows else None
    return None


def _add_facts(references: References, record: str, id: str, values: Mapping[str, Any], *, overrule: bool) -> Recorded:
    state = references.writing.state(id)
    assert state is not None
    changes = {}
    for name, value in values.items():
        before = state.values.get(name)
        if name == "name" and record != "profile":
            continue
        now = [*before, *(item for item in value if item not in before)] if isinstance(before, list) else value
        if before != now:
            if before is not None and not isinstance(before, list) and not overrule and record != "profile":
                raise AlreadyThere(record, str(values["name"]), id)
            changes[name] = (before, now)
    references.change(record, id, changes)
    return Recorded(id, references.writing.seq, tuple(references.created))


def set_record(case: Case, record: str, name: str, values: Mapping[str, object]) -> Recorded:
    """Changes facts of the platform or person called ``name``, or of the profile (``name`` counts for nothing).

    A new version; a field given as None becomes unknown. UnknownName when there is none.
    """
    cleaned = _checked_changes(case, record, values)
    with case.store.writing() as writing:
        references = References(writing)
        if record == "profile":
            rows = tables.rows(writing.conn, "profile")
            found = rows[0]["id"] if rows else None
            if found is None:
                return write_record(references, record, {k: v for k, v in cleaned.items() if v is not None})
        else:
            found = tables.find(writing.conn, record, name)
            if found is None:
                raise UnknownName(record, name, tables.names(writing.conn, record))
        state = writing.state(found)
        assert state is not None
        change_state(references, record, state, cleaned, None)
        return Recorded(found, writing.seq, tuple(references.created))


def correct(case: Case, id: str, changes: Mapping[str, object], because: str) -> int:
    """Writes a new version of any record with some fields changed (None: unknown) and gives its number.

    Raises InvalidInput, NoSuchRecord, Withdrawn, NothingToChange.
    """
    record, why = _record_to_change(id), reason(because)
    cleaned = _checked_changes(case, record, changes)
    with case.store.writing() as writing:
        state = _standing(writing, id)
        if not change_state(References(writing), record, state, cleaned, why):
            raise NothingToChange(id)
    return state.version + 1


def change_state(
    references: References, record: str, state: State, cleaned: Mapping[str, Any], because: str | None
) -> bool:
    """Writes a new version of a record inside a transaction, with checked changes (None: unknown).

    False when the record says all that already. InvalidInput when it does not fit together.
    """
    differing = _changes(references, record, state, cleaned)
    private = record == "contact" and any(map(references.private_number, differing.get("number", ())))
    references.change(record, state.id, differing, because, private)
    return bool(differing)


def withdraw(case: Case, id: str, because: str) -> None:
    """Takes a record back: it stays readable and counts no more. NoSuchRecord, Withdrawn, InvalidInput."""
    record, why = record_of(id), reason(because)
    if record is None:
        raise NoSuchRecord(id)
    with case.store.writing() as writing:
        _standing(writing, id)
        writing.append(f"{record}.withdrawn", id, words={"because": why})


def _record_to_change(id: str) -> str:
    from evidencelog.models.fields import RECORDS

    record = record_of(id)
    if record is None or record not in RECORDS:
        raise NoSuchRecord(id)
    return record


def reason(because: str) -> str:
    """The reason as it is kept; InvalidInput when it is missing or no text."""
    from datetime import UTC, datetime

    from evidencelog.app.field_values import Refused, Surroundings, clean
    from evidencelog.models.fields import Field

    try:
        text = clean(Field("because", "text"), because, Surroundings(datetime(2000, 1, 1, tzinfo=UTC), "UTC"))
    except Refused as refused:
        raise InvalidInput([Problem("because", str(refused))]) from None
    if text is None:
        raise InvalidInput([Problem("because", _("is missing"))])
    return str(text)


def _checked_changes(case: Case, record: str, changes: Mapping[str, object]) -> dict[str, Any]:
    """The changes as they are kept; None for a field that becomes unknown."""
    if "platform_kind" in changes and record == "contact":
        raise InvalidInput([Problem("platform_kind", _("is a fact of the platform; change it with platform set"))])
    cleaned = clean_record(record, changes, now=case.now(), zone=case.zone, partial=True)
    return {**{name: cleaned.get(name) for name in changes}, **cleaned}


def _standing(writing: Writing, id: str) -> State:
    state = writing.state(id)
    if state is None or state.erased:
        raise NoSuchRecord(id)
    if state.withdrawn:
        raise Withdrawn(id)
    return state


def _changes(
    references: References, record: str, state: State, cleaned: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """Field to (before, now) for what differs; names have become ids. InvalidInput when it does not fit together."""
    given = {name: value for name, value in cleaned.items() if value is not None}
    helped = "debt" in given and "platform" not in given and "platform" in state.values
    resolved = references.resolve(record, {**given, "platform": state.values["platform"]} if helped else given)
    wanted = {name: resolved.get(name) for name in cleaned}
    if resolved.get("at") and "precision" not in wanted and state.values.get("precision") == "day":
        wanted["precision"] = None  # an hour was given: it is no longer only the day that is known
    differing = {
        name: (state.values.get(name), value) for name, value in wanted.items() if state.values.get(name) != value
    }
    if "name" in differing and record in ("platform", "person"):
        other = tables.find(references.writing.conn, record, str(differing["name"][1]))
        if other not in (None, state.id):
            raise InvalidInput([Problem("name", _("is the name of {id}", id=other))])
    after = {**state.values, **wanted}
    problems = check_together(record, {name: value for name, value in after.items() if value is not None})
    if problems:
        raise InvalidInput(problems)
    return differing


def assign_number(case: Case, number: str, *, platform: str | None = None, person: str | None = None) -> int:
    """Gives a number to a platform or a person (made when unknown); who had it before loses it.

    It holds for all contacts, earlier and later, that have no platform of their own. Returns how many contacts that
    takes out of the inbox.
    """
    from evidencelog.app.cases import CONVENTIONS
    from evidencelog.store import listing

    record, name = ("platform", platform) if platform is not None else ("person", person)
    cleaned = clean_record(record, {"name": name, "numbers": [number]}, now=case.now(), zone=case.zone)
    normal = CONVENTIONS.normal_number(cleaned["numbers"][0])
    if not normal:
        raise InvalidInput([Problem("number", _("hidden callers cannot be given to anyone"))])
    with case.store.writing() as writing:
        waiting = listing.sizes(writing.conn)[1]
        references = References(writing)
        owner = references.platform(cleaned["name"]) if record == "platform" else references.person(cleaned["name"])
        for claimed in tables.owners_of(writing.conn, normal):
            _give_numbers(references, claimed, normal, [] if claimed != owner else cleaned["numbers"])
        if owner not in tables.owners_of(writing.conn, normal):
            _give_numbers(references, owner, normal, cleaned["numbers"])
        return waiting - listing.sizes(writing.conn)[1]


def _give_numbers(references: References, owner: str, normal: str, wanted: list[str]) -> None:
    """Makes ``wanted`` what the owner's list holds of one number, in whatever spelling it stands there now."""
    from evidencelog.app.cases import CONVENTIONS

    state = references.writing.state(owner)
    assert state is not None
    before = state.values.get("numbers")
    others = [number for number in before or [] if CONVENTIONS.normal_number(number) != normal]
    now = [*others, *wanted] or None
    if wanted and before and len(others) < len(before):
        return
    record = record_of(owner)
    assert record is not None
    references.change(record, owner, {"numbers": (before, now)})
