"""A whole case in one zip file: a consistent copy of the database, the sealed files, and the digests of both."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import zipfile
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING

from evidencelog.errors import BadInput, IntegrityFailure
from evidencelog.i18n import _
from evidencelog.store import connection, private_files, vault
from evidencelog.store.faults import spoken

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

    from evidencelog.models.progress import Progress
    from evidencelog.store.case_store import Store

MANIFEST = "manifest-sha256.txt"
_BLOCK = 1 << 20
_PAGES = 2000
_EPOCH = (1980, 1, 1, 0, 0, 0)


class FolderTaken(BadInput):
    """The folder to restore into holds something."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return _("{path} exists already; give another name", path=repr(str(self.path)))


class NoBackup(BadInput):
    """A file that is no backup of a case."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return _("{path} is no backup of a case: {reason}", path=repr(str(self.path)), reason=self.reason)


class BackupDamaged(IntegrityFailure):
    """A backup whose content is not what it was."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(path, what)
        self.path, self.what = path, what

    def __str__(self) -> str:
        return _(
            "The backup {path} is damaged: {what}; nothing was restored", path=repr(str(self.path)), what=self.what
        )


def write(store: Store, target: Path, progress: Progress) -> int:
    """Writes a new file with everything the case holds now; gives the number of sealed files. FolderTaken, DiskFull."""
    if target.exists():
        raise FolderTaken(target)
    partial = target.with_name(f"{target.name}.{secrets.token_hex(4)}.partial")
    database = partial.with_suffix(".db")
    with spoken(target.parent):
        try:
            private_files.make_file(partial)
            private_files.make_file(database)
            digests = _copy_database(store, database, progress)
            with partial.open("wb") as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, strict_timestamps=False) as bag:
                    members = [(connection.DATABASE, database)]
                    members += [
                        (f"vault/{digest[:2]}/{digest}", vault.place_of(store.folder, digest)) for digest in digests
                    ]
                    manifest = []
                    for done, (name, path) in enumerate(members):
                        manifest.append(f"{_add(bag, name, path)}  {name}\n")
                        progress.step(done + 1, len(members))
                    bag.writestr(zipfile.ZipInfo(MANIFEST, _EPOCH), "".join(manifest))
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
            private_files.sync_folder(target.resolve().parent)
        finally:
            private_files.remove(partial)
            private_files.remove(database)
    return len(digests)


def unpack(source: Path, folder: Path, progress: Progress) -> None:
    """Writes the content of a backup into a new folder; every byte is held against the manifest.

    Raises NoBackup, BackupDamaged.
    """
    try:
        with zipfile.ZipFile(source) as bag:
            wanted = _manifest(source, bag)
            private_files.make_folder(folder)
            for name in ("vault", "exports"):
                private_files.make_folder(folder / name)
            for done, (name, digest) in enumerate(wanted.items()):
                _extract(source, bag, name, digest, folder / name)
                progress.step(done + 1, len(wanted))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise NoBackup(source, str(error)) from error
    except KeyError as error:
        raise BackupDamaged(source, _("{name} is missing", name=str(error.args[0]).split("'")[1])) from error
    except OSError as error:
        if error.filename == str(source):
            raise NoBackup(source, error.strerror or str(error)) from error
        raise


def _copy_database(store: Store, target: Path, progress: Progress) -> list[str]:
    """Copies the database as it is in one moment; gives the digests of the sealed files it names."""

    def told(_status: int, remaining: int, total: int) -> None:
        progress.step(total - remaining, total)

    with closing(sqlite3.connect(target)) as copy:
        store.conn.backup(copy, pages=_PAGES, progress=told)
        copy.execute("PRAGMA journal_mode = DELETE")
        rows = copy.execute("SELECT DISTINCT sha256 FROM attachments WHERE erased = 0 ORDER BY sha256").fetchall()
    return [row[0] for row in rows]


def _add(bag: zipfile.ZipFile, name: str, path: Path) -> str:
    """Puts a file into the zip and gives its SHA-256."""
    seal = sha256()
    info = zipfile.ZipInfo(name, _EPOCH)
    info.external_attr = 0o100600 << 16
    with path.open("rb") as source, bag.open(info, "w", force_zip64=True) as member:
        while block := source.read(_BLOCK):
            seal.update(block)
            member.write(block)
    return seal.hexdigest()


def _manifest(source: Path, bag: zipfile.ZipFile) -> dict[str, str]:
    """Name to digest; only names that a backup has."""
    names = bag.namelist()
    if MANIFEST not in names or connection.DATABASE not in names:
        raise NoBackup(source, _("{name} is missing", name=MANIFEST if MANIFEST not in names else connection.DATABASE))
    wanted = {}
    for line in bag.read(MANIFEST).decode("utf-8", "replace").splitlines():
        digest, _gap, name = line.partition("  ")
        if name != connection.DATABASE and name != f"vault/{digest[:2]}/{digest}":
            raise BackupDamaged(source, repr(line[:80]))
        if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            raise BackupDamaged(source, repr(line[:80]))
        wanted[name] = digest
    if extra := set(names) - set(wanted) - {MANIFEST}:
        raise BackupDamaged(source, _("{name} does not belong to it", name=repr(min(extra)[:80])))
    return wanted


def _extract(source: Path, bag: zipfile.ZipFile, name: str, digest: str, target: Path) -> None:
    private_files.make_folder(target.parent)
    private_files.make_file(target)
    seal = sha256()
    try:
        with bag.open(name) as member, target.open("wb") as file:
            _pour(member, file, seal.update)
            file.flush()
            os.fsync(file.fileno())
    except zipfile.BadZipFile as error:
        raise BackupDamaged(source, _("{name} was changed", name=name)) from error
    if seal.hexdigest() != digest:
        raise BackupDamaged(source, _("{name} was changed", name=name))
    if name != connection.DATABASE:
        private_files.seal(target)


def _pour(source: IO[bytes], target: IO[bytes], seen: object) -> None:
    while block := source.read(_BLOCK):
        seen(block)  # type: ignore[operator]
        target.write(block)


def discard(folder: Path) -> None:
    """Removes a folder that was unpacked and is not wanted."""
    shutil.rmtree(folder, ignore_errors=True)
