"""Opening a case: made whole or not at all, guarded, private, and one clear line when it cannot be."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest
from sqlite_utils import Database

from evidencelog.app.cases import open_case
from evidencelog.store import connection, migrations, schema, steps
from evidencelog.store.faults import (
    CaseDamaged,
    CaseLocked,
    CaseMissing,
    CaseNewer,
    CaseUnwritable,
    DiskFull,
)  # fmt: skip
from tests.cases import call, plain


def test_a_case_is_made_by_the_first_command_that_writes_only(tmp_path):
    with pytest.raises(CaseMissing):
        open_case(tmp_path / "case")
    with pytest.raises(CaseMissing):
        open_case(tmp_path / "case", read_only=True)
    assert not (tmp_path / "case").exists()
    with open_case(tmp_path / "deep" / "case", create=True) as made:
        assert made.zone == "Asia/Shanghai"
        assert made.packs == ("cn",)


def test_every_connection_is_durable_private_and_checks_references(case):
    conn = case.store.conn
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store", "recursive_triggers")
    found = [conn.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in pragmas]
    assert found == ["wal", 2, 1, 1, 2, 1]
    strict = conn.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict").fetchall()
    assert {name for (name,) in strict} <= {"sqlite_schema", "_sqlite_migrations"}


def test_a_case_of_a_newer_program_is_left_alone(case):
    call(case)
    case.store.conn.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    for read_only in (False, True):
        with pytest.raises(CaseNewer) as caught:
            open_case(case.path, read_only=read_only, create=not read_only)
        assert "\n" not in str(caught.value)


def test_another_database_is_not_taken_for_a_case(tmp_path):
    folder = tmp_path / "case"
    folder.mkdir()
    conn = sqlite3.connect(folder / "case.db")
    conn.execute("CREATE TABLE notes (x)")
    conn.close()
    with pytest.raises(CaseDamaged):
        open_case(folder, create=True)
    (folder / "case.db").write_bytes(b"not a database at all, just text" * 100)
    with pytest.raises(CaseDamaged):
        open_case(folder, create=True)


def test_a_case_that_another_program_keeps_locked_says_so(case, monkeypatch):
    monkeypatch.setattr(connection, "WAIT_MS", 50)
    holder = plain(case)
    holder.execute("BEGIN IMMEDIATE")
    with open_case(case.path) as second:
        with pytest.raises(CaseLocked):
            call(second)
        assert second.info().contacts == 0
    holder.execute("ROLLBACK")
    holder.close()


def test_a_short_lock_is_waited_for(case):
    holder = plain(case)
    holder.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.2, lambda: None)
    timer.start()
    done = threading.Event()

    def write():
        call(case)
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert not done.wait(0.1)
    holder.execute("ROLLBACK")
    writer.join(5)
    assert done.is_set()
    timer.cancel()
    holder.close()


def test_a_full_disk_is_one_clear_line_and_nothing_is_written(case):
    call(case)
    conn = case.store.conn
    pages = conn.execute("PRAGMA page_count").fetchone()[0]
    conn.execute(f"PRAGMA max_page_count = {pages}")

    def fill():
        for _ in range(50):
            call(case, content="长" * 3000)

    with pytest.raises(DiskFull) as caught:
        fill()
    assert "\n" not in str(caught.value)
    conn.execute("PRAGMA max_page_count = 1000000")
    from evidencelog.store.verification import faults

    assert faults(case.store) == []
    assert call(case)


def test_a_path_that_cannot_be_a_folder_is_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(CaseUnwritable):
        open_case(tmp_path / "file" / "case", create=True)
    with pytest.raises(CaseUnwritable):
        open_case(tmp_path / "file", create=True)


def test_a_crash_while_a_case_is_made_leaves_none(tmp_path):
    folder = tmp_path / "case"
    for moment in ("layout", "append"):
        script = f"""
import os, sys
from pathlib import Path
def stop(*_):
    os._exit(9)
if {moment!r} == "append":
    from evidencelog.store import ledger
    ledger.append = stop
else:
    from evidencelog.store import steps
    steps.stamp = stop
from evidencelog.app.cases import open_case
open_case(Path(sys.argv[1]), create=True)
"""
        run = subprocess.run([sys.executable, "-c", script, str(folder)])
        assert run.returncode == 9
        with pytest.raises(CaseMissing):
            open_case(folder)
        with pytest.raises(CaseMissing):
            open_case(folder, read_only=True)
    with open_case(folder, create=True) as made:
        assert call(made) == "C0001"


def test_many_programs_may_make_the_same_case_at_once(tmp_path):
    script = """
import sys
from pathlib import Path
from evidencelog.app.cases import open_case
from evidencelog.app.recording import record
with open_case(Path(sys.argv[1]), create=True) as case:
    print(record(case, "contact", {"kind": "call", "at": "2026-03-02T22:41:00+08:00"}).id)
"""
    runs = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "case")], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = sorted(run.communicate(timeout=60)[0].strip() for run in runs)
    assert said == ["C0001", "C0002", "C0003", "C0004"]


@pytest.mark.parametrize("folder", ["case", "new"])
def test_making_opening_and_recording_load_no_heavy_library(case, tmp_path, folder):
    call(case)
    script = """
import sys
from pathlib import Path
from evidencelog.app.cases import open_case
from evidencelog.app.recording import record
with open_case(Path(sys.argv[1]), create=True) as case:
    record(case, "contact", {"kind": "call", "at": "2026-03-02 22:41", "platform": "甲", "number": "95188"})
heavy = {"sqlite_utils", "pydantic", "dateutil", "phonenumbers", "click", "textual", "platformdirs"}
print(sorted(heavy & set(sys.modules)))
"""
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / folder)],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert run.stdout.strip() == "[]"


def test_a_new_case_is_what_sqlite_utils_would_have_made(case):
    made = sqlite3.connect(":memory:", isolation_level=None)
    made.execute("BEGIN")
    migrations.migrate(made)
    listing = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"

    def layout(conn):
        return [(*row[:3], " ".join(str(row[3]).split())) for row in conn.execute(listing)]

    assert layout(case.store.conn) == layout(made)
    assert migrations.migrations().pending(Database(case.store.conn)) == []
    for pragma in ("application_id", "user_version"):
        assert len({conn.execute(f"PRAGMA {pragma}").fetchone() for conn in (made, case.store.conn)}) == 1
    made.close()


NEXT = schema.VERSION + 1


class Migrated:
    """A case whose layout is one step behind, and a program that knows the step."""

    def __init__(self, case, monkeypatch, step):
        call(case)
        case.close()
        monkeypatch.setattr(steps, "STEPS", (*steps.STEPS, ("m999_something", step)))
        monkeypatch.setattr(migrations, "STEPS", steps.STEPS)
        monkeypatch.setattr(steps, "VERSION", NEXT)
        monkeypatch.setattr(schema, "VERSION", NEXT)
        self.path = case.path


def test_an_older_case_is_backed_up_and_brought_up_to_date(case, monkeypatch):
    older = Migrated(case, monkeypatch, lambda conn: conn.execute("CREATE TABLE later (x TEXT) STRICT"))
    with open_case(older.path) as opened:
        assert connection.layout(opened.store.conn) == NEXT
        assert opened.store.conn.execute("SELECT count(*) FROM later").fetchone() == (0,)
        assert call(opened) == "C0002"
    backup = sqlite3.connect(older.path / f"case.before-{NEXT}.db")
    assert backup.execute("SELECT id FROM contacts").fetchall() == [("C0001",)]
    assert backup.execute("PRAGMA user_version").fetchone() == (NEXT - 1,)
    backup.close()


def test_programs_that_open_an_older_case_at_one_moment_make_one_copy_and_take_the_step_once(case, monkeypatch):
    taken = []

    def step(conn):
        taken.append(connection.layout(conn))
        conn.execute("CREATE TABLE later (x TEXT) STRICT")

    older = Migrated(case, monkeypatch, step)
    together = Barrier(8)

    def opened(_number):
        together.wait()
        with open_case(older.path) as one:
            return connection.layout(one.store.conn)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(opened, range(8))) == [NEXT] * 8
    assert taken == [NEXT - 1]
    assert sorted(path.name for path in older.path.glob("case.before-*")) == [f"case.before-{NEXT}.db"]
    with closing(sqlite3.connect(older.path / f"case.before-{NEXT}.db")) as backup:
        assert backup.execute("PRAGMA user_version").fetchone() == (NEXT - 1,)
        assert backup.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_copy_of_a_migration_that_failed_gives_way_to_one_of_what_was_written_since(case, monkeypatch):
    older = Migrated(case, monkeypatch, lambda conn: conn.execute("CREATE TABLE later (x TEXT) STRICT"))
    (older.path / f"case.before-{NEXT}.db").write_bytes(b"from before")
    open_case(older.path).close()
    with closing(sqlite3.connect(older.path / f"case.before-{NEXT}.db")) as backup:
        assert backup.execute("SELECT id FROM contacts").fetchall() == [("C0001",)]


def test_a_failing_migration_changes_nothing_and_stays_pending(case, monkeypatch):
    def fail(conn):
        conn.execute("CREATE TABLE half (x TEXT) STRICT")
        raise RuntimeError

    older = Migrated(case, monkeypatch, fail)
    with pytest.raises(RuntimeError):
        open_case(older.path)
    conn = sqlite3.connect(older.path / "case.db")
    assert conn.execute("PRAGMA user_version").fetchone() == (NEXT - 1,)
    assert conn.execute("SELECT name FROM sqlite_master WHERE name = 'half'").fetchall() == []
    assert conn.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (NEXT - 1,)
    conn.close()


def test_a_migration_that_drops_the_guards_is_caught(case, monkeypatch):
    older = Migrated(case, monkeypatch, lambda conn: Database(conn)["ledger"].transform(types={"at": str}))
    with pytest.raises(CaseDamaged):
        open_case(older.path)


def test_a_case_from_before_complaints_had_answers_keeps_its_complaints(tmp_path):
    conn = sqlite3.connect(tmp_path / "old.db", isolation_level=None)
    conn.execute("BEGIN")
    steps.STEPS[0][1](conn)
    conn.execute("INSERT INTO complaints VALUES (1, 'K0001', 'L0001', 'lender', '2026-03-04', 'TS-1', 1, 'x', 0)")
    steps.STEPS[1][1](conn)
    conn.row_factory = sqlite3.Row
    (row,) = conn.execute("SELECT * FROM complaints").fetchall()
    assert dict(row) == {
        "n": 1, "id": "K0001", "platform": "L0001", "channel": "lender", "sent_at": "2026-03-04", "reference": "TS-1",
        "accepted_on": None, "decided_on": None, "reviewed_on": None, "answer": None, "version": 1, "recorded_at": "x",
        "withdrawn": 0,
    }  # fmt: skip
    conn.close()
