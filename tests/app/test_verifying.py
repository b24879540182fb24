"""The case and its packets verified; sentences in both languages."""

from __future__ import annotations

import subprocess
import sys

import pytest

from evidencelog.app.packets import make
from evidencelog.app.verifying import _SENTENCES, PacketMissing, verify_case, verify_packet
from evidencelog.i18n import _, speaking
from evidencelog.models.packet_making import PacketRequest
from evidencelog.packet import verify
from tests.cases import call, plain


def test_a_case_that_was_written_by_the_program_verifies_and_a_changed_one_does_not(case):
    call(case, platform="某消金", content="原话")
    assert verify_case(case) == []
    conn = plain(case)
    conn.execute("DROP TRIGGER IF EXISTS ledger_keeps_every_word")
    for (name,) in conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger'"
    ).fetchall():
        conn.execute(f"DROP TRIGGER {name}")
    conn.execute("UPDATE ledger SET words = replace(words, '原话', '假话') WHERE subject = 'C0001'")
    conn.close()
    faults = verify_case(case)
    assert any(fault.kind == "changed" and fault.where == "C0001" for fault in faults)
    assert all(fault.line() for fault in faults)


@pytest.fixture
def packet(case, tmp_path):
    call(case, platform="某消金", platform_kind="consumer_finance", content="你好", view="quote")
    return make(case, PacketRequest("lender", tmp_path / "packet")).path


def test_a_fault_is_one_sentence_with_the_file(packet):
    (packet / "data" / "contacts.csv").write_bytes(b"x")
    with speaking("zh"):
        assert [fault.line() for fault in verify_packet(packet) if fault.kind == "changed"] == [
            "data/contacts.csv: 内容已被改动"
        ]
    with speaking("en"):
        assert [fault.line() for fault in verify_packet(packet) if fault.kind == "changed"] == [
            "data/contacts.csv: it was changed"
        ]


def test_the_program_and_the_packets_own_verifier_name_the_same_faults(packet):
    (packet / "data" / "contacts.csv").write_bytes(b"x")
    (packet / "data" / "findings.csv").unlink()
    (packet / "data" / "more.txt").write_bytes(b"x")
    own = subprocess.run(
        [sys.executable, "-I", str(packet / "data" / "verify.py")], capture_output=True, text=True, encoding="utf-8"
    )
    assert own.returncode == 3
    assert [line.partition(":")[0] for line in own.stdout.splitlines()] == [
        fault.where for fault in verify_packet(packet)
    ]


def test_every_fault_of_the_verifier_has_a_sentence_here(english):
    assert set(_SENTENCES) == set(verify.SENTENCES)
    for kind, sentence in _SENTENCES.items():
        with speaking("zh"):
            assert _(sentence, detail="x") != sentence.format(detail="x"), kind


def test_a_path_where_nothing_lies_is_wrong_usage(tmp_path):
    with pytest.raises(PacketMissing) as caught:
        verify_packet(tmp_path / "none")
    assert caught.value.exit_status == 2


def test_a_file_that_is_no_packet_is_a_fault(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"hello")
    assert [fault.kind for fault in verify_packet(tmp_path / "x.zip")] == ["unreadable"]
