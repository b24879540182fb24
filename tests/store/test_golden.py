"""A ledger written by the first version of the program is read for ever: same facts, same chain.

``ledger-1.jsonl`` is its ledger, ``case-1.jsonl`` what it exported. Neither is ever written anew; a new layout of an
event gets files of its own beside them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evidencelog.app.cases import open_case
from evidencelog.app.exchange import lines
from evidencelog.models.progress import Silent
from evidencelog.store import connection, steps, vault
from evidencelog.store.rebuilding import rebuild
from evidencelog.store.verification import verified

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden(tmp_path):
    """A case made of nothing but the stored ledger and its two sealed files."""
    folder = tmp_path / "case"
    conn = connection.create(folder, lambda conn: steps.make(conn, "2026-11-21"))
    conn.execute("DROP TRIGGER ledger_grows")
    for text in (GOLDEN / "ledger-1.jsonl").read_text("utf-8").splitlines():
        event = json.loads(text)
        row = [event[name] for name in ("seq", "at", "kind", "version", "subject")] + event["texts"]
        row += [salt and bytes.fromhex(salt) for salt in event["salts"]]
        row += [bytes.fromhex(digest) for digest in event["part_digests"]]
        row += [bytes.fromhex(event[name]) for name in ("digest", "prev_hash", "hash")]
        conn.execute(f"INSERT INTO ledger VALUES ({', '.join('?' * len(row))})", row)
    from evidencelog.store.schema import GUARDS

    conn.execute(GUARDS["ledger_grows"])
    conn.close()
    for content in (b"golden tone", b"other"):
        import hashlib

        place = vault.place_of(folder, hashlib.sha256(content).hexdigest())
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    with open_case(folder) as case:
        rebuild(case.store, Silent())
        yield case


def test_the_first_ledger_still_says_what_it_said(golden):
    written = (GOLDEN / "case-1.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines(golden)] == [json.loads(line) for line in written]


def test_the_first_ledger_still_verifies(golden):
    seen = verified(golden.store)
    assert seen.faults == ()
    assert seen.events == len((GOLDEN / "ledger-1.jsonl").read_text("utf-8").splitlines())
    assert seen.erased == (18, 19)
    assert seen.files == 2


def test_the_stored_ledger_holds_every_kind_of_event(golden):
    kinds = {kind for (kind,) in golden.store.conn.execute("SELECT DISTINCT kind FROM ledger WHERE version = 1")}
    assert kinds >= {
        "case.created", "case.settings", "contact.recorded", "contact.corrected", "contact.linked", "contact.erased",
        "person.recorded", "person.corrected", "person.erased", "platform.recorded", "debt.recorded", "consent.recorded",
        "refusal.recorded", "plan.recorded", "request.recorded", "notice.recorded", "notice.withdrawn",
        "complaint.recorded", "profile.recorded", "attachment.sealed", "attachment.withdrawn", "import.read",
        "import.withdrawn", "finding.reviewed", "packet.exported",
    }  # fmt: skip
