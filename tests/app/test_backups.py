"""One file out, the same case back, and anything else in the file is refused before a folder appears."""

from __future__ import annotations

import shutil
import zipfile

import pytest

from evidencelog.app.attaching import attach
from evidencelog.app.backups import backup, restore
from evidencelog.app.browsing import attachment_path, detail
from evidencelog.app.cases import open_case
from evidencelog.errors import Cancelled
from evidencelog.models.progress import Silent
from evidencelog.store import ledger
from evidencelog.store.backup import MANIFEST, BackupDamaged, FolderTaken, NoBackup
from evidencelog.store.faults import CaseUnwritable
from evidencelog.store.verification import faults
from tests.cases import call, plain


@pytest.fixture
def kept(case, tmp_path):
    """A case with two calls and a file, and its backup."""
    file = tmp_path / "a.m4a"
    file.write_bytes(b"tone" * 5000)
    call(case, platform="甲", content="原话"), call(case)
    attach(case, "C0001", [file])
    assert backup(case, tmp_path / "case.zip") == 1
    return case


def test_a_backup_brings_the_very_same_case_back(kept, tmp_path):
    call(kept)  # what came later is not in it
    restore(tmp_path / "case.zip", tmp_path / "back")
    with open_case(tmp_path / "back") as back:
        assert back.info().contacts == 2
        assert ledger.head(back.store.conn) == ledger.Head(5, ledger.newest(back.store.conn).hash)
        assert list(ledger.sealed_events(back.store.conn)) == list(ledger.sealed_events(kept.store.conn, up_to=5))
        assert attachment_path(back, "A0001").read_bytes() == b"tone" * 5000
        assert faults(back.store) == []
        assert call(back) == "C0003"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.m4a", "back", "case", "case.zip"]


def test_what_another_program_has_not_yet_moved_into_the_database_is_in_it(kept, tmp_path):
    other = plain(kept)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM contacts").fetchone()
    call(kept, content="还在日志里的话")
    backup(kept, tmp_path / "b.zip")
    other.close()
    restore(tmp_path / "b.zip", tmp_path / "back")
    with open_case(tmp_path / "back", read_only=True) as back:
        assert detail(back, "C0003").values["content"] == "还在日志里的话"


def test_nothing_is_overwritten(kept, tmp_path):
    with pytest.raises(FolderTaken):
        backup(kept, tmp_path / "case.zip")
    with pytest.raises(FolderTaken):
        restore(tmp_path / "case.zip", kept.path)
    with pytest.raises(FolderTaken):
        restore(tmp_path / "case.zip", tmp_path / "a.m4a")
    with pytest.raises(CaseUnwritable):
        backup(kept, tmp_path / "gone" / "b.zip")
    (tmp_path / "empty").mkdir()
    restore(tmp_path / "case.zip", tmp_path / "empty")


def test_stopping_leaves_nothing(kept, tmp_path):
    class Stop(Silent):
        def step(self, done, total):
            raise Cancelled

    with pytest.raises(Cancelled):
        backup(kept, tmp_path / "b.zip", Stop())
    with pytest.raises(Cancelled):
        restore(tmp_path / "case.zip", tmp_path / "back", Stop())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.m4a", "case", "case.zip"]


def rewritten(source, target, change):
    """A copy of a zip with its members changed by a function from name and content to content (None: left out)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        members = {name: old.read(name) for name in old.namelist()}
        for name, content in change(members).items():
            new.writestr(name, content)
    return target


def sealed_name(members):
    return next(name for name in members if name.startswith("vault/"))


DAMAGE = {
    "a byte of a file": lambda m: m | {sealed_name(m): b"T" + m[sealed_name(m)][1:]},
    "a byte of the database": lambda m: m | {"case.db": m["case.db"][:-1] + b"!"},
    "a file gone": lambda m: {name: content for name, content in m.items() if not name.startswith("vault/")},
    "a file too many": lambda m: m | {"vault/ab/notes.txt": b"x"},
    "a path that leaves the folder": lambda m: m | {
        "../evil": b"x", MANIFEST: m[MANIFEST] + b"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  ../evil\n"
    },
    "a file under another's digest": lambda m: m | {MANIFEST: m[MANIFEST].replace(sealed_name(m)[9:].encode(), b"0" * 64)},
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_backup_that_was_changed_is_refused_and_no_folder_appears(kept, tmp_path, damage):
    bad = rewritten(tmp_path / "case.zip", tmp_path / "bad.zip", DAMAGE[damage])
    with pytest.raises(BackupDamaged) as caught:
        restore(bad, tmp_path / "back")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "back").exists()
    assert not (tmp_path.parent / "evil").exists()
    assert not (tmp_path / "evil").exists()


def test_a_consistent_forgery_of_the_database_does_not_verify(kept, tmp_path):
    import hashlib

    copy = tmp_path / "copy"
    restore(tmp_path / "case.zip", copy)
    conn = plain(type("Folder", (), {"path": copy}))
    conn.execute("DROP TRIGGER ledger_unchanged")
    conn.execute("""UPDATE ledger SET words = '{"content":"别的"}' WHERE subject = 'C0001'""")
    conn.close()
    forged = (copy / "case.db").read_bytes()

    def change(members):
        digest = hashlib.sha256(forged).hexdigest()
        lines = [line for line in members[MANIFEST].decode().splitlines() if not line.endswith("  case.db")]
        return members | {"case.db": forged, MANIFEST: "\n".join([*lines, f"{digest}  case.db", ""]).encode()}

    bad = rewritten(tmp_path / "case.zip", tmp_path / "bad.zip", change)
    with pytest.raises(BackupDamaged):
        restore(bad, tmp_path / "back")
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all", None])
def test_another_file_is_no_backup(tmp_path, content):
    if content is not None:
        (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(NoBackup):
        restore(tmp_path / "x.zip", tmp_path / "back")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("hello.txt", "hello")
    with pytest.raises(NoBackup):
        restore(tmp_path / "other.zip", tmp_path / "back")
    with pytest.raises(NoBackup):
        restore(tmp_path, tmp_path / "back")


def test_a_cut_off_backup_is_refused(kept, tmp_path):
    shutil.copy(tmp_path / "case.zip", tmp_path / "cut.zip")
    content = (tmp_path / "cut.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(content[: len(content) // 2])
    with pytest.raises(NoBackup):
        restore(tmp_path / "cut.zip", tmp_path / "back")
