"""What a record amounts to after all its events: recorded, corrected, withdrawn, erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.models.fields import DEBTOR, FACTS, ID_PREFIXES, IDENTITY, PARTS, RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evidencelog.store.ledger import Event, Part

RECORD_OF = {prefix: record for record, prefix in ID_PREFIXES.items()}
FILE_OWNERS = ("contact", "complaint")
"""Kinds of records files are sealed to; the key of a sealed file's facts that holds the id is the same word."""
ORIGIN = "origin"
"""Key beside the fields of a recorded or linked contact: which import it comes from."""


class State(NamedTuple):
    """A record in its current version."""

    id: str
    values: dict[str, Any]
    """Keys of the exchange format, ids instead of names; an unknown fact is absent."""
    version: int
    recorded_at: str
    withdrawn: bool
    erased: bool
    """True when its first version was erased: nothing is known of it any more."""
    typed: bool
    """A person wrote it down; False when an import made it."""
    origins: tuple[tuple[int, dict[str, Any]], ...]
    """For each witness the event that named it and what it said (import, position, key, name)."""


def number_of(id: str) -> int:
    """The number in an id: 7 for ``C0007``."""
    return int(id[1:])


def id_of(record: str, number: int) -> str:
    """The id of the record with that number."""
    return f"{ID_PREFIXES[record]}{number:04d}"


def record_of(id: str) -> str | None:
    """Which kind of record an id is of; None for text that is no id."""
    if len(id) >= 5 and id[1:].isdecimal() and id.isascii():
        return RECORD_OF.get(id[0])
    return None


def folded(events: Iterable[Event]) -> State | None:
    """The state after the events of one subject, oldest first; None when there are none."""
    state: State | None = None
    for event in events:
        state = after(state, event)
    return state


def after(state: State | None, event: Event) -> State | None:
    """The state after one more event."""
    happened = event.happened
    if happened == "recorded" or state is None:
        if happened not in ("recorded", "sealed", "read"):
            return state
        values: dict[str, Any] = {}
        origin: dict[str, Any] = {}
        for part in (event.facts, event.words, event.identity, event.private):
            for key, value in (part or {}).items():
                if key == ORIGIN:
                    origin |= value
                else:
                    values[key] = value
        origins = ((event.seq, origin),) if origin else ()
        return State(event.subject, values, 1, event.at, False, event.facts is None, not origin, origins)
    if happened == "corrected":
        values = dict(state.values)
        for part in (event.facts, event.words, event.identity, event.private):
            for key, (_before, now) in (part or {}).get("changes", {}).items():
                if now is None:
                    values.pop(key, None)
                else:
                    values[key] = now
        return state._replace(values=values, version=state.version + 1)
    if happened == "withdrawn":
        return state._replace(version=state.version + 1, withdrawn=True)
    if happened == "linked":
        origin = {**(event.facts or {}).get(ORIGIN, {}), **(event.identity or {}).get(ORIGIN, {})}
        return state._replace(origins=(*state.origins, (event.seq, origin))) if origin else state
    return state


def split(record: str, values: Mapping[str, Any], private_number: bool = False) -> dict[str, Part]:
    """The values by the part of the event each belongs to.

    ``private_number``: the other side's number belongs to a person and must not stand among the facts.
    """
    parts: dict[str, Part] = {part: {} for part in PARTS}
    for field in RECORDS[record]:
        if (value := values.get(field.name)) is not None:
            parts[part_of(record, field.name, private_number)][field.name] = value
    return parts


def part_of(record: str, field: str, private_number: bool = False) -> str:
    """The part of an event that carries a field."""
    if private_number and record == "contact" and field == "number":
        return IDENTITY
    return _PARTS[record].get(field, FACTS)


_PARTS = {record: {field.name: field.part for field in fields} for record, fields in RECORDS.items()}

REFERENCES = {
    record: {field.name: field.type for field in fields if field.type in ("platform", "person", "debt")}
    for record, fields in RECORDS.items()
}
"""For each kind of record the fields whose value is an id of another record (``debtor`` aside)."""


def is_reference(value: object) -> bool:
    """Whether the value of a field in ``REFERENCES`` names a record."""
    return isinstance(value, str) and value != DEBTOR
