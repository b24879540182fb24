"""Packets that leave encrypted: one file, nothing readable beside it or left behind, whatever goes wrong."""

from __future__ import annotations

import io
import os
import time
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from evidencelog.app.packets import make, preview
from evidencelog.app.recording import record
from evidencelog.app.verifying import verify_case, verify_packet
from evidencelog.errors import Cancelled
from evidencelog.models.packet_making import PacketRequest
from evidencelog.packet import protecting
from evidencelog.packet.protecting import BadPassphrase, ProtectionFailed
from evidencelog.store import reading
from tests.cases import call, holding

PASSPHRASE = "correct horse battery"
SECRET = "明天就去你单位，某某"


@pytest.fixture
def full(case):
    record(case, "platform", {"name": "某消金", "kind": "consumer_finance"})
    call(case, platform="某消金", content=SECRET, view="quote")
    return case


def wanted(tmp_path, way="age", **values):
    given = {
        "channel": "lender",
        "out": tmp_path / "out" / f"给平台.zip{'.age' if way == 'age' else ''}",
        "encrypt": way,
    }
    return PacketRequest(**(given | {"passphrase": PASSPHRASE} | values))


def readable(case, tmp_path):
    """Files anywhere but in the log itself that hold a packet's words, or any part of a packet."""
    found = [name for name in holding(tmp_path, SECRET) if not name.startswith("case/case.db")]
    names = [path.name for path in tmp_path.rglob("*")]
    assert not {"bagit.txt", "bag", "work", "plain.zip", "ledger.jsonl"} & set(names), names
    return found


@pytest.mark.parametrize("way", ["age", "zip"])
def test_one_file_leaves_and_nothing_readable_stays(full, tmp_path, way):
    made = make(full, wanted(tmp_path, way))
    assert [path.name for path in (tmp_path / "out").iterdir()] == [made.path.name]
    assert list((full.path / "exports").iterdir()) == []
    assert readable(full, tmp_path) == []
    assert (made.letter, made.submit, made.uploads) == (None, None, ())
    assert made.sha256 == sha256(made.path.read_bytes()).hexdigest()
    assert made.size == made.path.stat().st_size
    if os.name != "nt":
        assert made.path.stat().st_mode & 0o077 == 0
    assert [(fault.kind, fault.where) for fault in verify_packet(made.path)] == [("locked", made.path.name)]


def test_what_is_inside_is_the_packet(full, tmp_path):
    import pyrage

    made = make(full, wanted(tmp_path))
    plain = make(full, PacketRequest("lender", tmp_path / "给平台.zip", zip=True))
    opened = pyrage.passphrase.decrypt(made.path.read_bytes(), PASSPHRASE)
    assert opened == plain.path.read_bytes()
    (tmp_path / "opened.zip").write_bytes(opened)
    assert verify_packet(tmp_path / "opened.zip") == []
    with zipfile.ZipFile(io.BytesIO(opened)) as archive:
        assert {name.partition("/")[0] for name in archive.namelist()} == {"给平台"}


def test_the_log_knows_what_left(full, tmp_path):
    made = make(full, wanted(tmp_path))
    plain = make(full, PacketRequest("lender", tmp_path / "plain"))
    with full.store.reading() as conn:
        first, second = (one.facts for one in reading.deliveries(conn))
    assert (first["encrypted"], first["sha256"], first["content"]) == ("age", made.sha256, plain.sha256)
    assert "encrypted" not in second
    assert PASSPHRASE.encode() not in (full.path / "case.db").read_bytes()
    assert verify_case(full) == []


@pytest.mark.parametrize(("way", "words"), [("age", "age -d -o 给平台.zip 给平台.zip.age"), ("zip", "7-Zip")])
def test_how_to_open_it_and_what_stays_readable_is_said(full, tmp_path, way, words):
    lines = make(full, wanted(tmp_path, way)).warnings
    assert any(words in line for line in lines)
    assert any("文件的名称" in line for line in lines) is (way == "zip")


@pytest.mark.parametrize("way", ["age", "zip"])
def test_a_failure_leaves_nothing(full, tmp_path, way, monkeypatch):
    def failing(*args):
        raise ProtectionFailed

    monkeypatch.setattr(protecting, "_age", failing)
    monkeypatch.setattr(protecting, "_aes_zip", failing)
    with pytest.raises(ProtectionFailed):
        make(full, wanted(tmp_path, way))
    assert list((tmp_path / "out").iterdir()) == []
    assert list((full.path / "exports").iterdir()) == []
    with full.store.reading() as conn:
        assert reading.deliveries(conn) == []


class Stop:
    def __init__(self, after):
        self.left = after

    def step(self, done, total):
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("way", ["age", "zip"])
def test_cancelling_leaves_nothing(full, tmp_path, way):
    for after in (0, 5, 13, 20):
        with pytest.raises(Cancelled):
            make(full, wanted(tmp_path, way), Stop(after))
        assert not (tmp_path / "out").exists() or list((tmp_path / "out").iterdir()) == []
        assert list((full.path / "exports").iterdir()) == []
        assert readable(full, tmp_path) == []


def test_a_bad_passphrase_stops_before_anything_is_read_or_written(full, tmp_path):
    with pytest.raises(BadPassphrase):
        make(full, wanted(tmp_path, passphrase="short"))
    assert not (tmp_path / "out").exists()


def test_what_a_crash_left_goes_with_the_next_protected_packet(full, tmp_path):
    exports = full.path / "exports"
    for name, age in ((".making-old", 7200), (".making-fresh", 10)):
        (exports / name / "bag").mkdir(parents=True)
        (exports / name / "bag" / "words.txt").write_text(SECRET, encoding="utf-8")
        moment = time.time() - age
        os.utime(exports / name, (moment, moment))
    make(full, wanted(tmp_path))
    assert [path.name for path in exports.iterdir()] == [".making-fresh"]  # another program may still be at work


def test_the_preview_of_a_protected_packet_lists_nothing_beside_it(full, tmp_path):
    assert preview(full, wanted(tmp_path)).submit == ()
    assert preview(full, PacketRequest("lender", Path("x"))).submit != ()
