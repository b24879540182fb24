"""A case in one file, and a case out of one file."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from evidencelog.app.cases import CONVENTIONS
from evidencelog.models.progress import Silent
from evidencelog.store import backup as store_backup
from evidencelog.store import verification
from evidencelog.store.backup import BackupDamaged, FolderTaken
from evidencelog.store.case_store import Store
from evidencelog.store.faults import CaseDamaged, CaseMissing, spoken
from evidencelog.timing.clock import now_utc

if TYPE_CHECKING:
    from evidencelog.app.cases import Case
    from evidencelog.models.progress import Progress


def backup(case: Case, file: Path, progress: Progress | None = None) -> int:
    """Writes the whole case, as it is in one moment, into one new zip file; gives the number of sealed files in it.

    The file appears when it is complete. Raises FolderTaken when it exists, CaseUnwritable, DiskFull, Cancelled.
    """
    return store_backup.write(case.store, Path(file), progress or Silent())


def restore(file: Path, into: Path, progress: Progress | None = None) -> None:
    """Makes the case of a backup appear in a folder that is missing or empty, after it was verified whole.

    Raises NoBackup, BackupDamaged, FolderTaken, CaseNewer, DiskFull; the folder is as before then.
    """
    file, into = Path(file), Path(into)
    with spoken(into):
        if into.exists() and (not into.is_dir() or any(into.iterdir())):
            raise FolderTaken(into)
        into.parent.mkdir(parents=True, exist_ok=True)
    workshop = into.with_name(f".{into.name}-{secrets.token_hex(4)}")
    watched = progress or Silent()
    try:
        with spoken(into):
            store_backup.unpack(file, workshop, watched)
        _verify(file, workshop, watched)
        with spoken(into):
            if into.exists():
                into.rmdir()
            workshop.replace(into)
    finally:
        store_backup.discard(workshop)


def _verify(file: Path, folder: Path, progress: Progress) -> None:
    store = Store(folder, CONVENTIONS, now_utc)
    try:
        store.open(create=False, settings={})
        faults = verification.faults(store, progress)
    except (CaseMissing, CaseDamaged) as error:
        raise BackupDamaged(file, str(error)) from error
    finally:
        store.close()
    if faults:
        raise BackupDamaged(file, faults[0].what)
