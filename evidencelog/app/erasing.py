"""Erasing what should never have been there: the words go, that they went stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidencelog.app.recording import reason
from evidencelog.errors import CannotDo
from evidencelog.i18n import _
from evidencelog.store import erasing
from evidencelog.store.faults import NoSuchRecord, spoken
from evidencelog.store.states import record_of

if TYPE_CHECKING:
    from evidencelog.app.cases import Case


class TracesLeft(CannotDo):
    """The erasing stands, but bytes of it may still lie in a file of the case."""

    def __init__(self, id: str, reason: str) -> None:
        super().__init__(id, reason)
        self.id, self.reason = id, reason

    def __str__(self) -> str:
        return _(
            "{id} is erased, but traces may lie on the disk until the case is opened again: {reason}",
            id=self.id,
            reason=self.reason,
        )


class Erased(NamedTuple):
    """What was taken away."""

    events: int
    """Events of the ledger that lost words."""
    files: int
    """Sealed files that are gone."""
    exports: tuple[str, ...]
    """What lies in the case's ``exports`` folder and may still hold the words: packets are the owner's to delete."""


def erase(case: Case, id: str, because: str) -> Erased:
    """Removes for good what is recorded under an id: texts, files, drafts, caches; digests and the fact of erasing stay.

    When this returns no byte of it is left in the case folder but in what was exported. Packets, backups and copies
    elsewhere are the owner's to delete. Raises NoSuchRecord (also when it is erased already), InvalidInput,
    TracesLeft.
    """
    why = reason(because)
    if record_of(id) is None:
        raise NoSuchRecord(id)
    with case.store.writing() as writing:
        state = writing.state(id)
        if state is None or state.erased or (record_of(id) == "attachment" and "name" not in state.values):
            raise NoSuchRecord(id)
        removed = erasing.erase(writing, id, why)
    try:
        with spoken(case.path):
            erasing.scrub(case.path, case.store.conn, removed.texts)
    except CannotDo as error:
        raise TracesLeft(id, str(error)) from error
    exports = case.path / "exports"
    left = tuple(sorted(entry.name for entry in exports.iterdir())) if exports.is_dir() else ()
    return Erased(removed.events, len(removed.files), left)
