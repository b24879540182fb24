"""Reads the exchange format into a case: line by line, as typed entries of somebody else's keyboard."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from evidencelog.app.exchange import SCHEMA
from evidencelog.app.field_values import shown
from evidencelog.app.recording import DEFAULTS, change_state, write_record
from evidencelog.app.values import clean_record
from evidencelog.errors import InvalidInput, Problem
from evidencelog.i18n import _
from evidencelog.models.fields import RECORDS
from evidencelog.models.progress import Silent
from evidencelog.store import directory as tables
from evidencelog.store import listing
from evidencelog.store.states import REFERENCES, record_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evidencelog.app.bulk import ImportRun, ImportSource, ManyRecorded
    from evidencelog.app.cases import Case
    from evidencelog.importers.exchange import ExchangeLine
    from evidencelog.models.progress import Progress

VERSION = 1
"""Of this reader, for the ledger."""

META = ("id", "version", "recorded_at", "origin", "attachments", "findings")
"""Keys that an export writes beside the fields; only an export read into an empty case keeps its ids."""

_HISTORY = ("versions", "because", "withdrawn")
_NAMED = ("platform", "person", "debt", "profile")
_STEP = 500


def apply_exchange(
    case: Case,
    lines: Iterable[ExchangeLine | Problem],
    source: ImportSource,
    *,
    keep_going: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ManyRecorded:
    """Applies the lines of one file in order, in one transaction.

    Raises InvalidInput with every wrong line, and nothing is written; with ``keep_going`` the right ones are. Contacts
    an earlier import brought are skipped.
    """
    from evidencelog.app.bulk import import_run

    watched = progress or Silent()
    with import_run(case, dry_run=dry_run) as run:
        reader = ExchangeReader(run, source)
        for line in lines:
            reader.take(line)
            if run.read % _STEP == 0:
                watched.step(run.read, None)
        reader.finish()
        if run.refused and not keep_going:
            raise InvalidInput(run.refused)
    case.forget_settings()
    return run.result()


class ExchangeReader:
    """One file of the exchange format inside an import; ``take`` its lines in order, then ``finish``."""

    def __init__(self, run: ImportRun, source: ImportSource) -> None:
        self.run = run
        conn = run.writing.conn
        self._empty = not any(listing.last_number(conn, record) for record in (*RECORDS, "import"))
        self._keeps_ids = False
        self._later: list[tuple[str, str]] = []
        self._ids: dict[str, str] = {}
        """Ids of the file, which stand where two bear one name, to ids of this case."""
        run.begin(source)

    def take(self, line: ExchangeLine | Problem) -> None:
        """Applies one line; what is wrong with it stands in ``run.refused`` and nothing of it is written."""
        run = self.run
        if isinstance(line, Problem):
            run.read += 1
            run.refused.append(line)
            return
        run.read += line.record != "case"
        try:
            with run.undone_alone():
                self._apply(line.number, line.record, dict(line.values))
        except InvalidInput as error:
            run.refuse(_("line {line}", line=line.number), error)

    def finish(self) -> None:
        """Withdraws what others had to be able to name until the end."""
        for made, because in self._later:
            self._withdraw(made, because)

    def _apply(self, number: int, record: str, given: dict[str, Any]) -> None:
        if record == "case":
            self._settle(given)
        elif record == "review":
            self._review(given)
        elif record in RECORDS:
            self._record(number, record, given)
        else:
            raise InvalidInput([_unknown("record", record, ", ".join(RECORDS))])

    def _settle(self, given: Mapping[str, Any]) -> None:
        """The settings of an export become those of an empty case, which then keeps the ids as well."""
        if given.get("schema") != SCHEMA:
            raise InvalidInput([_unknown("schema", given.get("schema"), SCHEMA)])
        if not self._empty:
            return
        self._keeps_ids = True
        from evidencelog.app.cases import settle

        settings, packs = given.get("settings", {}), given.get("packs", [])
        if not isinstance(settings, dict) or not isinstance(packs, list):
            raise InvalidInput([Problem("settings", _("must be an object"))])
        thresholds = {name: str(value) for name, value in settings.items()}
        zone = given.get("zone")
        settle(
            self.run.writing, zone=None if zone is None else str(zone), packs=list(map(str, packs)), others=thresholds
        )
        self.run.zone = self.run.writing.projector.zone

    def _record(self, number: int, record: str, given: dict[str, Any]) -> None:
        meta = {name: given.pop(name) for name in META if name in given}
        history = {name: given.pop(name) for name in _HISTORY if name in given}
        wanted = self._wanted_id(record, meta.get("id"))
        steps = [*_earlier(history), (given, history.get("because"))]
        values, _because = steps[0]
        anew = wanted is not None or self._is_anothers(record, meta.get("id"), values.get("name"))
        made = self._first(number, record, values, wanted, given, anew=anew)
        if made is None:
            return
        if isinstance(meta.get("id"), str):
            self._ids[meta["id"]] = made
        for values, because in steps[1:]:
            self._correct(record, made, values, because)
        withdrawn = history.get("withdrawn")
        if withdrawn:
            because = withdrawn.get("because") if isinstance(withdrawn, dict) else None
            if record in _NAMED:
                self._later.append((made, str(because or "-")))
            else:
                self._withdraw(made, str(because or "-"))

    def _first(
        self,
        number: int,
        record: str,
        values: Mapping[str, Any],
        wanted: str | None,
        current: Mapping[str, Any],
        *,
        anew: bool,
    ) -> str | None:
        """Records the first version; None when the case knows it already."""
        run = self.run
        if record == "contact":
            values = {**DEFAULTS, **values}
        cleaned = clean_record(record, self._with_own_ids(record, values), now=run.now, zone=run.zone)
        run.references.keep_ids = self._keeps_ids
        if record == "contact":
            key = run.sealed_key(_key(current))
            if run.is_known(key):
                run.known += 1
                return None
            origin = {"import": run.imports[-1], "position": str(number), "key": key}
            run.writing.reserve(record, wanted)
            return run.record(cleaned, origin)
        if wanted is None and record not in _NAMED and self._is_there(record, cleaned):
            run.known += 1
            return None
        run.writing.reserve(record, wanted)
        return write_record(run.references, record, cleaned, overrule=True, anew=anew).id

    def _correct(self, record: str, id: str, values: Mapping[str, Any], because: Any) -> None:
        state = self.run.writing.state(id)
        assert state is not None
        given = {**dict.fromkeys(state.values), **self._with_own_ids(record, values)}
        cleaned = clean_record(record, given, now=self.run.now, zone=self.run.zone, partial=True)
        changes = {**dict.fromkeys(given), **cleaned}
        change_state(self.run.references, record, state, changes, None if because is None else str(because))

    def _with_own_ids(self, record: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values with this case's ids for those of the file."""
        referring = REFERENCES[record]
        return {
            name: self._ids.get(value, value) if name in referring and isinstance(value, str) else value
            for name, value in values.items()
        }

    def _withdraw(self, id: str, because: str) -> None:
        self.run.writing.append(f"{record_of(id)}.withdrawn", id, words={"because": because})

    def _is_anothers(self, record: str, id: object, name: object) -> bool:
        """Whether the name is borne by another record of the same file."""
        if record not in ("platform", "person") or not (isinstance(id, str) and isinstance(name, str)):
            return False
        return id not in self._ids and tables.find(self.run.writing.conn, record, name) in self._ids.values()

    def _wanted_id(self, record: str, id: object) -> str | None:
        """The id a record had where it was exported, if this case is to have the same."""
        if not (self._keeps_ids and isinstance(id, str) and record_of(id) == record):
            return None
        return id if self.run.writing.is_free(id) else None

    def _is_there(self, record: str, cleaned: Mapping[str, Any]) -> bool:
        """Whether the very same agreement, refusal, request … is recorded."""
        values = self.run.references.resolve(record, cleaned)
        rows = tables.rows(self.run.writing.conn, record)
        return any(
            {name: row[name] for name in row if name not in ("id", "version", "recorded_at")} == values for row in rows
        )

    def _review(self, given: Mapping[str, Any]) -> None:
        if not self._keeps_ids:
            return
        texts = ("finding", "rule", "decision")
        contacts = given.get("contacts")
        if not all(isinstance(given.get(name), str) for name in texts) or not isinstance(contacts, list):
            raise InvalidInput([Problem("review", _("is missing"))])
        because = given.get("because")
        self.run.writing.append(
            "finding.reviewed",
            given["finding"],
            facts={"rule": given["rule"], "decision": given["decision"], "contacts": [str(item) for item in contacts]},
            words={"because": str(because)} if because is not None else {},
        )


def _unknown(where: str, value: object, choices: str) -> Problem:
    return Problem(where, _("{value} is not known; allowed are {choices}", value=shown(value), choices=choices))


def _earlier(history: Mapping[str, Any]) -> list[tuple[dict[str, Any], Any]]:
    """Values and reason of the earlier versions, oldest first."""
    versions = history.get("versions", [])
    if not isinstance(versions, list) or not all(
        isinstance(version, dict) and isinstance(version.get("values"), dict) for version in versions
    ):
        raise InvalidInput([Problem("versions", _("must be a list of objects with values"))])
    return [(version["values"], version.get("because")) for version in versions]


def _key(values: Mapping[str, Any]) -> str:
    """What makes a line the same in another file: everything it says."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
