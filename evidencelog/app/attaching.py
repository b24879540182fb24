"""Files beside a contact: sealed copies in the case, their originals untouched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evidencelog.models.progress import Silent
from evidencelog.store import listing, vault
from evidencelog.store.faults import NoSuchRecord
from evidencelog.store.states import record_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from evidencelog.app.cases import Case
    from evidencelog.models.browsing import Attachment
    from evidencelog.models.progress import Progress
    from evidencelog.store.case_store import Writing
    from evidencelog.store.vault import Staged


def attach(case: Case, id: str, paths: Sequence[Path], *, progress: Progress | None = None) -> list[Attachment]:
    """Seals copies of files to a contact, all of them or none; gives what is kept of each.

    A file whose content the contact holds already is not sealed a second time. Raises NoSuchRecord (also for a contact
    that is withdrawn or erased), FileTrouble, DiskFull, Cancelled.
    """
    if record_of(id) != "contact":
        raise NoSuchRecord(id)
    with copies(case, paths, progress) as staged, case.store.writing() as writing:
        state = writing.state(id)
        if state is None or state.erased or state.withdrawn:
            raise NoSuchRecord(id)
        seal(writing, id, staged)
        held = {attachment.sha256: attachment for attachment in listing.attachments(writing.conn, id)}
    return [held[copy.sha256] for copy in staged]


def copies(case: Case, paths: Sequence[Path], progress: Progress | None = None) -> AbstractContextManager[list[Staged]]:
    """Finished copies of files, ready to be sealed inside a transaction; what was not sealed is gone at the end."""
    from contextlib import contextmanager

    @contextmanager
    def staged() -> Iterator[list[Staged]]:
        made = vault.stage(case.path, [Path(path) for path in paths], progress or Silent()) if paths else []
        try:
            yield made
        except BaseException:
            vault.discard(made)
            raise
        if made:
            vault.settled(case.path, made)

    return staged()


def seal(writing: Writing, contact: str, staged: Sequence[Staged]) -> None:
    """Moves copies into the vault and writes an event for each, inside the transaction."""
    held = {attachment.sha256 for attachment in listing.attachments(writing.conn, contact)}
    vault.settle(writing.store.folder, staged)
    for copy in staged:
        if copy.sha256 in held:
            continue
        held.add(copy.sha256)
        writing.append(
            "attachment.sealed",
            writing.new_id("attachment"),
            facts={
                "contact": contact,
                "media_type": copy.media_type,
                "modified_at": copy.modified_at,
                "sha256": copy.sha256,
                "size": copy.size,
            },
            identity={"name": copy.name},
        )
