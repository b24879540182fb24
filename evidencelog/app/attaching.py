"""Files beside a contact, or beside a complaint what came back on paper: sealed copies, the originals untouched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.errors import InvalidInput, Problem
from evidencelog.i18n import _
from evidencelog.models.progress import Silent
from evidencelog.store import listing, vault
from evidencelog.store.faults import NoSuchRecord
from evidencelog.store.states import FILE_OWNERS, record_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from evidencelog.app.cases import Case
    from evidencelog.models.browsing import Attachment
    from evidencelog.models.progress import Progress
    from evidencelog.store.case_store import Writing
    from evidencelog.store.vault import Staged

COPIES = ("redacted", "playable")
"""What a sealed file can be to another one."""


class Copy(NamedTuple):
    """That a file was made from one sealed before."""

    kind: str
    """``redacted``: something is covered, and packets hold it in place of the other. ``playable``: the same in a format
    more programs play; packets hold both."""
    of: str
    """Id of the file it was made from."""


def attach(
    case: Case, id: str, paths: Sequence[Path], *, copy: Copy | None = None, progress: Progress | None = None
) -> list[Attachment]:
    """Seals copies of files to a contact or a complaint, all of them or none; gives what is kept of each.

    A file whose content it holds already is not sealed a second time; with ``copy`` it is marked. Raises NoSuchRecord
    (also for what is withdrawn or erased), InvalidInput (``copy`` names no file of it, or a copy), FileTrouble, DiskFull,
    Cancelled.
    """
    if record_of(id) not in FILE_OWNERS:
        raise NoSuchRecord(id)
    with copies(case, paths, progress) as staged, case.store.writing() as writing:
        state = writing.state(id)
        if state is None or state.erased or state.withdrawn:
            raise NoSuchRecord(id)
        if copy is not None:
            _check(copy, listing.attachments(writing.conn, id), len(staged))
        seal(writing, id, staged, copy)
        held = {attachment.sha256: attachment for attachment in listing.attachments(writing.conn, id)}
        if copy is not None and _mark(writing, held[staged[0].sha256], copy):
            held = {attachment.sha256: attachment for attachment in listing.attachments(writing.conn, id)}
    return [held[one.sha256] for one in staged]


def mark(case: Case, id: str, copy: Copy | None) -> bool:
    """Says of a sealed file what it was made from; None: that it is a file of its own. False where that stands already.

    Raises NoSuchRecord (also for what is withdrawn or erased), InvalidInput (``copy`` names no original of the same
    entry, or the file itself; there are copies of the file).
    """
    with case.store.writing() as writing:
        state = writing.state(id) if record_of(id) == "attachment" else None
        owner = next((state.values[record] for record in FILE_OWNERS if record in state.values), "") if state else ""
        held = writing.state(owner) if owner else None
        file = next((one for one in listing.attachments(writing.conn, owner) if one.id == id), None) if held else None
        if held is None or held.withdrawn or file is None or file.erased:
            raise NoSuchRecord(id)
        if copy is not None:
            _check(copy, listing.attachments(writing.conn, owner), 1)
        return _mark(writing, file, copy)


def _check(copy: Copy, there: Sequence[Attachment], files: int) -> None:
    """A copy is one file, made from an original of the same entry."""
    if copy.kind not in COPIES:
        raise ValueError(copy)
    if files != 1:
        raise InvalidInput([Problem("attach", _("name one file: it is a copy of one other"))])
    if not any(one.id == copy.of and one.copy is None and not one.erased for one in there):
        raise InvalidInput([Problem("attach", _("{id} is no original file of this entry", id=repr(copy.of)))])


def _mark(writing: Writing, file: Attachment, copy: Copy | None) -> bool:
    """Writes what a sealed file was made from, if that is not what stands there."""
    before, now = (file.copy, file.copy_of), (copy.kind, copy.of) if copy else (None, None)
    if before == now:
        return False
    if copy is not None:
        made = [one.id for one in listing.attachments(writing.conn, file.contact) if one.copy_of == file.id]
        if copy.of == file.id:
            raise InvalidInput([Problem("attach", _("{id} cannot be a copy of itself", id=file.id))])
        if made:
            raise InvalidInput([Problem("attach", _("{id} is a copy of {of} already", id=made[0], of=file.id))])
    changes = {"copy": [before[0], now[0]], "copy_of": [before[1], now[1]]}
    writing.append("attachment.corrected", file.id, facts={"changes": changes})
    return True


def copies(case: Case, paths: Sequence[Path], progress: Progress | None = None) -> AbstractContextManager[list[Staged]]:
    """Finished copies of files, ready to be sealed inside a transaction; what was not sealed is gone at the end."""
    from contextlib import contextmanager

    @contextmanager
    def staged() -> Iterator[list[Staged]]:
        if paths:
            case.store.check_place()  # else a folder would be made where the case was
        made = vault.stage(case.path, [Path(path) for path in paths], progress or Silent()) if paths else []
        try:
            yield made
        except BaseException:
            vault.discard(made)
            raise
        if made:
            vault.settled(case.path, made)

    return staged()


def seal(writing: Writing, owner: str, staged: Sequence[Staged], made: Copy | None = None) -> None:
    """Moves copies into the vault and writes an event for each, inside the transaction."""
    held = {attachment.sha256 for attachment in listing.attachments(writing.conn, owner)}
    record = record_of(owner)
    assert record in FILE_OWNERS, owner
    vault.settle(writing.store.folder, staged)
    for copy in staged:
        if copy.sha256 in held:
            continue
        held.add(copy.sha256)
        writing.append(
            "attachment.sealed",
            writing.new_id("attachment"),
            facts={
                record: owner,
                "media_type": copy.media_type,
                "modified_at": copy.modified_at,
                "sha256": copy.sha256,
                "size": copy.size,
                **({"copy": made.kind, "copy_of": made.of} if made else {}),
            },
            identity={"name": copy.name},
        )
