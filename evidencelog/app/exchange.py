"""A case as lines of JSON: written whole, with versions and withdrawals, and read back.

The first line tells the settings of the case. Each other line is a record in its current version, names in place of
ids. Beside its fields it has ``id``, ``version`` and ``recorded_at``; a corrected one has ``versions`` (the earlier
ones, each with ``values`` and ``because``) and ``because``; a withdrawn one ``withdrawn``. Judgements of findings follow
the contacts. An erased record leaves no line.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from evidencelog.app.cases import ACCEPTED
from evidencelog.errors import PathTaken
from evidencelog.models.fields import RECORDS
from evidencelog.models.progress import Silent
from evidencelog.store import directory as tables
from evidencelog.store import ledger, listing, private_files, reading
from evidencelog.store.faults import spoken
from evidencelog.store.states import FILE_OWNERS, REFERENCES, after, id_of, is_reference
from evidencelog.text.search import folded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from evidencelog.app.cases import Case
    from evidencelog.models.progress import Progress
    from evidencelog.store.ledger import Event
    from evidencelog.store.states import State

SCHEMA = "evidencelog.exchange/1"
EXPLICIT = ("direction", "purpose")
"""Fields of a contact that are written also when unknown: an absent one would be filled in on reading."""

_STEP = 500


def export_case(case: Case, path: Path, progress: Progress | None = None) -> int:
    """Writes the whole case in the exchange format to a new file; gives the number of records.

    The file appears when it is complete. Raises PathTaken, CaseUnwritable (for the folder of the file), DiskFull,
    Cancelled.
    """
    if path.exists():
        raise PathTaken(path)
    partial = path.with_name(path.name + ".partial")
    watched = progress or Silent()
    written = 0
    with spoken(path.parent):
        try:
            private_files.remove(partial)
            private_files.make_file(partial)
            with partial.open("w", encoding="utf-8", newline="\n") as file:
                for line in lines(case):
                    file.write(line + "\n")
                    written += 1
                    if written % _STEP == 0:
                        watched.step(written, None)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except BaseException:
            private_files.remove(partial)
            raise
    return written - 1


def lines(case: Case) -> Iterator[str]:
    """The exchange format line by line, of one state of the case."""
    with case.store.reading() as conn:
        settings = dict(conn.execute("SELECT key, value FROM settings ORDER BY key"))
        settings = {key: value for key, value in settings.items() if not key.startswith(ACCEPTED)}
        head = {
            "record": "case",
            "schema": SCHEMA,
            "zone": settings.pop("zone"),
            "packs": settings.pop("packs").split(","),
        }
        yield _line({**head, "settings": settings} if settings else head)
        names = _Names(conn)
        for record in RECORDS:
            for number in range(1, listing.last_number(conn, record) + 1):
                written = _record(conn, names, record, id_of(record, number))
                if written is not None:
                    yield _line(written)
        for review in reading.reviews(conn).values():
            yield _line({"record": "review", **review._asdict()})


class _Names:
    """What stands in a line for the id of a platform, person or debt: its name, or the id where others bear the name."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._name: dict[str, str] = {}
        bearers: dict[tuple[str, str], set[str]] = {}
        for record in ("platform", "person", "debt"):
            for row in tables.rows(conn, record, withdrawn=True):
                self._name[row["id"]] = row["name"]
                for name in (row["name"], *row.get("aliases", ())):
                    # debts bear a name among those of their platform only
                    bearers.setdefault((record + row.get("platform", ""), folded(name)), set()).add(row["id"])
        self._shared = {bearer for ids in bearers.values() if len(ids) > 1 for bearer in ids}

    def of(self, record: str, field: str, value: Any) -> Any:
        """A field's value as a line has it."""
        if field in REFERENCES[record] and is_reference(value):
            return value if value in self._shared else self._name.get(value, value)
        return value


def _record(conn: sqlite3.Connection, names: _Names, record: str, id: str) -> dict[str, Any] | None:
    """One record as the exchange format has it; None for a number that was never used or was erased."""
    versions: list[dict[str, Any]] = []
    state: State | None = None
    withdrawn: dict[str, Any] | None = None
    for event in ledger.events(conn, id):
        state = after(state, event)
        if state is None:
            continue
        because = (event.words or {}).get("because")
        if event.happened in ("recorded", "corrected"):
            versions.append(_version(names, record, state, event, because))
        elif event.happened == "withdrawn":
            withdrawn = {"at": event.at, "because": because}
    if state is None or state.erased or not versions or state.values.get("name") == id:
        return None
    current = versions.pop()
    written = {"record": record, "id": id, **current["values"]}
    written |= {"version": state.version, "recorded_at": state.recorded_at}
    if versions:
        written |= {"versions": versions, "because": current["because"]}
    if withdrawn:
        written["withdrawn"] = withdrawn
    if record in FILE_OWNERS:
        written |= _beside(conn, id, state)
    return written


def _version(names: _Names, record: str, state: State, event: Event, because: str | None) -> dict[str, Any]:
    values = {}
    for field in RECORDS[record]:
        value = state.values.get(field.name)
        if value is not None or (record == "contact" and field.name in EXPLICIT):
            values[field.name] = names.of(record, field.name, value)
    return {"version": state.version, "recorded_at": event.at, "because": because, "values": values}


def _beside(conn: sqlite3.Connection, id: str, state: State) -> dict[str, Any]:
    """What else the case holds of a contact or complaint; a reader need not understand it."""
    origins = []
    for _seq, origin in state.origins:
        facts = listing.import_facts(conn, origin["import"])
        if facts is not None:
            named = dict(zip(("source_kind", "file", "file_sha256"), facts, strict=True))
            origins.append({"import": origin["import"], **named, "position": origin["position"]})
    files = [
        {"id": file.id, "name": file.name, "media_type": file.media_type, "size": file.size, "sha256": file.sha256}
        for file in listing.attachments(conn, id)
        if not file.erased
    ]
    return {**({"origin": origins} if origins else {}), **({"attachments": files} if files else {})}


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
