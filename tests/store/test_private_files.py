"""Who may read a case, and what happens where the owner may not write. POSIX: Windows has no such modes."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from evidencelog.app import drafts
from evidencelog.app.attaching import attach
from evidencelog.app.cases import open_case
from evidencelog.store.faults import CaseUnwritable
from evidencelog.store.private_files import close_to_others, free_bytes, too_open
from tests.cases import call

NOBODY = 65534


@contextmanager
def ordinary_folder():
    """A folder in which the test runs without the rights of root, whoever runs the tests."""
    folder = Path(tempfile.mkdtemp())
    root = os.geteuid() == 0
    if root:
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        shutil.rmtree(folder)


if os.name != "nt":

    def test_nobody_else_can_read_a_case(case, tmp_path):
        (tmp_path / "a.txt").write_text("x")
        call(case)
        attach(case, "C0001", [tmp_path / "a.txt"])
        drafts.keep(case, "contact", {"content": "x"})
        modes = {
            path.relative_to(case.path).as_posix(): stat.S_IMODE(path.stat().st_mode)
            for path in [case.path, *case.path.rglob("*")]
        }
        assert modes.pop(".") == 0o700
        assert {modes[name] for name in ("vault", "exports", "vault/incoming")} == {0o700}
        assert {modes[name] for name in ("case.db", "case.db-wal", "drafts.db")} == {0o600}
        sealed = [mode for name, mode in modes.items() if name.startswith("vault/") and len(name) > 60]
        assert sealed == [0o400]

    def test_a_folder_that_others_may_enter_is_noticed_and_closed(case):
        assert not too_open(case.path)
        case.path.chmod(0o755)
        assert too_open(case.path)
        close_to_others(case.path)
        assert stat.S_IMODE(case.path.stat().st_mode) == 0o700

    def test_a_case_that_cannot_be_written_can_be_read_and_says_so_when_written():
        with ordinary_folder() as folder:
            with open_case(folder / "case", create=True) as made:
                call(made)
            (folder / "case").chmod(0o500)
            (folder / "case" / "case.db").chmod(0o400)
            try:
                with open_case(folder / "case", read_only=True) as looked_at:
                    assert looked_at.info().contacts == 1
                with pytest.raises(CaseUnwritable) as caught, open_case(folder / "case") as opened:
                    call(opened)
                assert "\n" not in str(caught.value)
            finally:
                (folder / "case").chmod(0o700)

    def test_no_case_is_made_where_nothing_may_be_written():
        with ordinary_folder() as folder:
            folder.chmod(0o500)
            with pytest.raises(CaseUnwritable):
                open_case(folder / "case", create=True)
            folder.chmod(0o700)


def test_free_room_is_told(tmp_path):
    assert 0 < free_bytes(tmp_path) <= shutil.disk_usage(tmp_path).total
