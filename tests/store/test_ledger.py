"""The ledger only grows: what a plain SQLite connection, a crash or two writers at once can do to it."""

from __future__ import annotations

import json
import sqlite3
import threading

import pytest

from evidencelog.app.recording import correct
from evidencelog.models.chain import GENESIS, chain_hash, event_digest, part_digest
from evidencelog.store import ledger
from tests.cases import call, plain


def test_every_event_is_sealed_as_the_layout_says(case):
    call(case, platform="甲", content="今天不还就……", private_note="我很害怕", to="妈妈")
    previous = GENESIS
    seen = []
    for event in ledger.sealed_events(case.store.conn):
        digests = [part_digest(salt, text) for salt, text in zip(event.salts, event.texts, strict=True)]
        assert tuple(digests) == event.part_digests
        assert all(len(salt) == 16 for salt in event.salts)
        assert event.prev_hash == previous
        head = (event.seq, event.at, event.kind, event.version, event.subject)
        assert event.digest == event_digest(*head, digests)
        assert event.hash == chain_hash(previous, event.digest)
        previous = event.hash
        seen.append(event.kind)
    assert seen == ["case.created", "platform.recorded", "person.recorded", "contact.recorded"]


def test_salts_are_never_used_twice(case):
    for _ in range(5):
        call(case)
    salts = [salt for event in ledger.sealed_events(case.store.conn) for salt in event.salts]
    assert len(set(salts)) == len(salts)


def test_each_fact_stands_in_the_part_it_belongs_to(case):
    call(case, platform="甲", content="原话", private_note="心里话", line="13900000009", to="妈妈", number="95188")
    person, contact = list(ledger.events(case.store.conn))[-2:]
    assert person.identity == {"name": "妈妈"}
    assert person.facts == {}
    assert contact.words == {"content": "原话"}
    assert contact.private == {"private_note": "心里话"}
    assert contact.identity == {"line": "13900000009"}
    assert contact.facts["to"] == "P0001"
    assert contact.facts["platform"] == "L0001"
    assert contact.facts["number"] == "95188"
    assert "妈妈" not in json.dumps(contact.facts, ensure_ascii=False)


SEALED = """at, kind, version, subject, facts, words, identity, private, facts_salt, words_salt, identity_salt,
    private_salt, facts_digest, words_digest, identity_digest, private_digest, digest, prev_hash, hash"""

FORBIDDEN = [
    "UPDATE ledger SET words = '{}' WHERE seq = 3",
    "UPDATE ledger SET at = '2020-01-01T00:00:00Z' WHERE seq = 3",
    "UPDATE ledger SET words = NULL, words_salt = NULL WHERE seq = 3",  # no event erased it
    "UPDATE ledger SET hash = zeroblob(32) WHERE seq = 3",
    "DELETE FROM ledger WHERE seq = 3",
    "DELETE FROM ledger",
    "INSERT OR REPLACE INTO ledger SELECT * FROM ledger WHERE seq = 2",
    f"INSERT INTO ledger SELECT 9, {SEALED} FROM ledger WHERE seq = 3",  # leaves a gap
    f"INSERT INTO ledger SELECT 4, {SEALED} FROM ledger WHERE seq = 2",  # follows another event than the last
    """INSERT INTO ledger SELECT * FROM ledger WHERE seq = 3 ON CONFLICT (seq) DO UPDATE SET at = 'x'""",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_a_plain_connection_cannot_change_what_was_written(case, statement):
    call(case, platform="甲", content="原话")
    conn = plain(case)
    before = conn.execute("SELECT * FROM ledger").fetchall()
    assert len(before) == 3
    with pytest.raises(sqlite3.IntegrityError, match="ledger"):
        conn.execute(statement)
    assert conn.execute("SELECT * FROM ledger").fetchall() == before
    conn.close()


def test_erasing_one_event_opens_no_other(case):
    from evidencelog.app.erasing import erase

    first, _second = call(case, content="一"), call(case, content="二")
    erase(case, first, "误记")
    conn = plain(case)
    with pytest.raises(sqlite3.IntegrityError):
        conn.execute("UPDATE ledger SET words = NULL, words_salt = NULL WHERE seq = 3")
    call(case)
    with pytest.raises(sqlite3.IntegrityError):  # the erasing is over: its event is not the newest any more
        conn.execute("UPDATE ledger SET facts_digest = x'00' WHERE seq = 2")
    conn.close()


def test_a_failing_entry_leaves_nothing(case):
    before = ledger.head(case.store.conn)

    def fail():
        with case.store.writing() as writing:
            writing.append("platform.recorded", writing.new_id("platform"), facts={"name": "甲"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert ledger.head(case.store.conn) == before
    assert case.store.conn.execute("SELECT count(*) FROM platforms").fetchone() == (0,)


def test_an_attempt_is_undone_alone(case):
    with case.store.writing() as writing:
        writing.append("platform.recorded", writing.new_id("platform"), facts={"name": "甲"})

        def fail():
            with writing.attempt():
                writing.append("platform.recorded", writing.new_id("platform"), facts={"name": "乙"})
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        writing.append("platform.recorded", writing.new_id("platform"), facts={"name": "丙"})
    names = case.store.conn.execute("SELECT id, name FROM platforms ORDER BY n").fetchall()
    assert names == [("L0001", "甲"), ("L0002", "丙")]
    assert [event.seq for event in ledger.events(case.store.conn)] == [1, 2, 3]


def test_writers_in_many_threads_make_one_chain(case):
    failures = []

    def write(name):
        try:
            for _ in range(10):
                call(case, platform=name)
        except Exception as error:  # noqa: BLE001 - a thread's failure must reach the test
            failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in "甲乙丙"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    ids = [event.subject for event in ledger.events(case.store.conn) if event.kind == "contact.recorded"]
    assert ids == [f"C{n:04d}" for n in range(1, 31)]
    from evidencelog.store.verification import faults

    assert faults(case.store) == []


def test_a_correction_keeps_both_sides_and_the_reason(case):
    made = call(case, content="旧", private_note="甲")
    correct(case, made, {"content": "新", "outcome": None, "private_note": "乙"}, "听了录音")
    event = list(ledger.events(case.store.conn, made))[-1]
    assert event.kind == "contact.corrected"
    assert event.facts == {"changes": {"outcome": ["answered", None]}}
    assert event.words == {"because": "听了录音", "changes": {"content": ["旧", "新"]}}
    assert event.private == {"changes": {"private_note": ["甲", "乙"]}}


def test_the_newest_event_can_leave_out_exports(case):
    call(case)
    with case.store.writing() as writing:
        writing.append("packet.exported", "nfra", facts={"sha256": "00"})
        writing.append("seal.requested", "", facts={})
    newest = ledger.newest(case.store.conn, leaving_out=("packet", "seal"))
    assert (newest.kind, newest.seq) == ("contact.recorded", 2)
    assert ledger.newest(case.store.conn).seq == 4
