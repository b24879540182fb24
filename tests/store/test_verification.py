"""Meddling with a case through a plain SQLite connection or the file system is found and named."""

from __future__ import annotations

import pytest

from evidencelog.app.attaching import attach
from evidencelog.app.cases import open_case
from evidencelog.app.erasing import erase
from evidencelog.store import private_files, vault
from evidencelog.store.faults import CaseDamaged
from evidencelog.store.verification import BROKEN, CHANGED, EXTRA, MISSING, UNGUARDED, faults, verified
from tests.cases import call, plain


@pytest.fixture
def filled(case, tmp_path):
    """Three calls, the first with a file: events 2 (platform), 3, 4, 5 (calls), 6 (file)."""
    for words in ("一", "二", "三"):
        call(case, platform="甲", content=words)
    file = tmp_path / "a.txt"
    file.write_text("sound")
    attach(case, "C0001", [file])
    return case


def meddle(case, *statements):
    """What someone with a copy of sqlite3 does who knows of the triggers."""
    conn = plain(case)
    for name in ("ledger_grows", "ledger_stays", "ledger_unchanged"):
        conn.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        conn.execute(statement)
    conn.close()


def found(case):
    return {(fault.kind, fault.seq) for fault in faults(case.store) if fault.kind != UNGUARDED}


def test_a_whole_case_has_no_fault(filled):
    seen = verified(filled.store)
    assert (seen.faults, seen.events, seen.erased, seen.files) == ((), 6, (), 1)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("""UPDATE ledger SET words = '{"content":"别的"}' WHERE seq = 4""", {(CHANGED, 4)}),
        ("UPDATE ledger SET at = '2026-01-01T00:00:00Z' WHERE seq = 4", {(CHANGED, 4)}),
        ("UPDATE ledger SET subject = 'C0009' WHERE seq = 4", {(CHANGED, 4)}),
        ("UPDATE ledger SET words = NULL, words_salt = NULL WHERE seq = 4", {(MISSING, 4)}),
        ("UPDATE ledger SET private_salt = zeroblob(16) WHERE seq = 4", {(CHANGED, 4)}),
        ("UPDATE ledger SET private_digest = zeroblob(32) WHERE seq = 4", {(CHANGED, 4)}),
        ("UPDATE ledger SET hash = zeroblob(32) WHERE seq = 4", {(BROKEN, 4), (BROKEN, 5)}),
        ("UPDATE ledger SET prev_hash = zeroblob(32) WHERE seq = 4", {(BROKEN, 4)}),
        ("DELETE FROM ledger WHERE seq = 4", {(MISSING, 4)}),
        ("UPDATE ledger SET seq = 9 WHERE seq = 6", {(MISSING, 6), (CHANGED, 9)}),
    ],
)
def test_a_change_of_the_ledger_is_found_where_it_is(filled, statement, expected):
    meddle(filled, statement)
    assert found(filled) == expected


def test_text_and_digests_changed_together_still_break_the_chain(filled):
    from evidencelog.models.chain import event_digest, part_digest
    from evidencelog.store import ledger

    event = next(event for event in ledger.sealed_events(filled.store.conn) if event.seq == 4)
    text = '{"content":"别的"}'
    digests = list(event.part_digests)
    digests[1] = part_digest(event.salts[1], text)
    digest = event_digest(event.seq, event.at, event.kind, event.version, event.subject, digests)
    meddle(
        filled,
        f"UPDATE ledger SET words = '{text}', words_digest = x'{digests[1].hex()}', digest = x'{digest.hex()}'"
        " WHERE seq = 4",
    )
    assert found(filled) == {(BROKEN, 4)}


def test_a_guard_that_is_gone_is_named_and_nothing_more_is_written(filled):
    meddle(filled)
    assert {(fault.kind, fault.subject) for fault in faults(filled.store)} == {
        (UNGUARDED, name) for name in ("ledger_grows", "ledger_stays", "ledger_unchanged")
    }
    with pytest.raises(CaseDamaged):
        open_case(filled.path)
    with open_case(filled.path, read_only=True) as looked_at:
        assert looked_at.info().contacts == 3


def test_a_guard_that_does_nothing_is_no_guard(filled):
    conn = plain(filled)
    conn.execute("DROP TRIGGER ledger_stays")
    conn.execute("CREATE TRIGGER ledger_stays BEFORE DELETE ON ledger BEGIN SELECT 1; END")
    conn.close()
    assert [fault.subject for fault in faults(filled.store)] == ["ledger_stays"]


def test_what_was_erased_is_no_fault_and_is_told(filled):
    erase(filled, "C0002", "误记")
    seen = verified(filled.store)
    assert seen.faults == ()
    assert seen.erased == (4,)


def test_an_event_that_erases_excuses_only_what_it_names(filled):
    erase(filled, "C0002", "误记")
    meddle(filled, "UPDATE ledger SET words = NULL, words_salt = NULL WHERE seq = 5")
    assert found(filled) == {(MISSING, 5)}


def test_a_file_that_changed_vanished_or_came_along_is_named(filled, tmp_path):
    (copy,) = vault.copies(filled.path)
    private_files.remove(copy)
    (fault,) = faults(filled.store)
    assert (fault.kind, fault.subject) == (MISSING, copy.relative_to(filled.path).as_posix())
    copy.write_text("sounD")
    (fault,) = faults(filled.store)
    assert (fault.kind, fault.subject) == (CHANGED, copy.relative_to(filled.path).as_posix())
    copy.write_text("sound")
    stranger = copy.with_name("f" * 64)
    stranger.write_text("x")
    (fault,) = faults(filled.store)
    assert (fault.kind, fault.subject) == (EXTRA, stranger.relative_to(filled.path).as_posix())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE contacts SET outcome = 'missed' WHERE id = 'C0002'",
        "DELETE FROM contacts WHERE id = 'C0002'",
        "UPDATE platforms SET kind = 'bank_loan'",
        "INSERT INTO settings VALUES ('threshold.night', '21')",
        "UPDATE contents SET content = '别的' WHERE n = 2",
    ],
)
def test_a_table_that_differs_from_the_ledger_is_named(filled, statement):
    conn = plain(filled)
    conn.execute(statement)
    conn.close()
    (fault,) = faults(filled.store)
    assert fault.kind == CHANGED
    assert fault.subject == statement.split()[2 if statement.startswith(("DELETE", "INSERT")) else 1]


def test_a_damaged_database_is_one_clear_error(filled, english):
    filled.close()
    file = filled.path / "case.db"
    content = bytearray(file.read_bytes())
    content[5000:60000] = b"\xff" * 55000
    file.write_bytes(content)
    with pytest.raises(CaseDamaged) as caught, open_case(filled.path, read_only=True) as looked_at:
        faults(looked_at.store)
    assert "\n" not in str(caught.value)
