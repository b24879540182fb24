"""A packet cut into parts: none above the size asked for, joined again by the commands its list gives, or nothing at all."""

from __future__ import annotations

import re
import shutil
import subprocess
from hashlib import sha256

import pytest

from evidencelog.app.packets import make
from evidencelog.app.recording import attach, record
from evidencelog.app.slicing import OneFileNeeded, TooManyParts, cut
from evidencelog.app.verifying import verify_packet
from evidencelog.errors import PathTaken
from evidencelog.models.packet_making import PacketRequest
from evidencelog.store import reading
from tests.cases import call


@pytest.fixture
def heavy(case, tmp_path):
    """A case with a recording of 3 MB."""
    record(case, "platform", {"name": "某消金", "kind": "consumer_finance"})
    made = call(case, platform="某消金")
    sound = tmp_path / "录音.m4a"
    sound.write_bytes(bytes(range(256)) * 12_000)
    attach(case, made, [sound])
    return case


def wanted(tmp_path, **values):
    given = {"channel": "lender", "out": tmp_path / "out" / "给平台.zip", "zip": True, "split_mb": 1}
    return PacketRequest(**(given | values))


def test_the_parts_are_no_larger_than_asked_and_join_to_the_packet(heavy, tmp_path):
    made = make(heavy, wanted(tmp_path))
    whole = make(heavy, PacketRequest("lender", tmp_path / "whole" / "给平台.zip", zip=True))
    *parts, listed = made.parts
    assert [part.name for part in parts] == [f"给平台.zip.{n:03}" for n in range(1, len(parts) + 1)]
    assert listed.name == "给平台.zip-parts.txt"
    assert not made.path.exists()
    assert {len(part.read_bytes()) for part in parts[:-1]} == {1_000_000}
    assert 0 < parts[-1].stat().st_size <= 1_000_000
    joined = b"".join(part.read_bytes() for part in parts)
    assert joined == whole.path.read_bytes()
    assert (made.sha256, made.size) == (whole.sha256, whole.size)
    words = listed.read_text(encoding="utf-8-sig")
    for part in parts:
        content = part.read_bytes()
        assert words.count(f"{part.name}: {len(content)} bytes, SHA-256 {sha256(content).hexdigest()}") == 1
        assert words.count(f"{part.name}：{len(content)} 字节，SHA-256 {sha256(content).hexdigest()}") == 1
    assert words.count(made.sha256) == 2
    if shutil.which("sh"):
        command = re.search(r"On Linux and macOS: (.+)", words)
        assert command
        subprocess.run(["sh", "-c", command[1].strip()], cwd=listed.parent, check=True)
        assert verify_packet(made.path) == []


def test_what_is_small_enough_stays_whole(heavy, tmp_path):
    made = make(heavy, wanted(tmp_path, split_mb=50))
    assert made.parts == ()
    assert verify_packet(made.path) == []


def test_an_encrypted_packet_is_cut_too_and_nothing_else_lies_there(heavy, tmp_path):
    import pyrage

    out = tmp_path / "out" / "给平台.zip.age"
    made = make(heavy, wanted(tmp_path, out=out, zip=False, encrypt="age", passphrase="correct horse"))
    assert sorted(path.name for path in out.parent.iterdir()) == sorted(part.name for part in made.parts)
    joined = b"".join(part.read_bytes() for part in made.parts[:-1])
    assert pyrage.passphrase.decrypt(joined, "correct horse").startswith(b"PK\x03\x04")


def test_a_folder_cannot_be_cut_and_nothing_is_overwritten(heavy, tmp_path):
    with pytest.raises(OneFileNeeded):
        make(heavy, wanted(tmp_path, zip=False))
    (tmp_path / "out").mkdir()
    for name in ("给平台.zip.001", "给平台.zip-parts.txt"):
        (tmp_path / "out" / name).write_bytes(b"mine")
        with pytest.raises(PathTaken):
            make(heavy, wanted(tmp_path))
        assert [(path.name, path.read_bytes()) for path in (tmp_path / "out").iterdir()] == [(name, b"mine")]
        (tmp_path / "out" / name).unlink()


def test_without_its_event_there_are_no_parts(heavy, tmp_path, monkeypatch):
    from evidencelog.app import packets

    monkeypatch.setattr(packets, "EVENT", 5)  # the ledger refuses it
    with pytest.raises((AttributeError, TypeError)):
        make(heavy, wanted(tmp_path))
    assert list((tmp_path / "out").iterdir()) == []
    with heavy.store.reading() as conn:
        assert reading.deliveries(conn) == []


@pytest.mark.parametrize("size", [999_999, 1_000_000, 1_000_001, 2_000_000, 2_500_000])
def test_sizes_at_the_limit(tmp_path, size):
    whole, out = tmp_path / "whole", tmp_path / "packet"
    whole.write_bytes(b"x" * size)
    moves = cut(whole, out, tmp_path / "work", 1, lambda: None)
    if size <= 1_000_000:
        assert moves == [(whole, out)]
    else:
        sizes = [made.stat().st_size for made, _target in moves[:-1]]
        assert sizes == [1_000_000] * (size // 1_000_000) + ([size % 1_000_000] if size % 1_000_000 else [])


def test_too_many_parts_are_refused(tmp_path):
    whole = tmp_path / "whole"
    with whole.open("wb") as file:
        file.truncate(999_000_001)
    with pytest.raises(TooManyParts):
        cut(whole, tmp_path / "packet", tmp_path / "work", 1, lambda: None)
    assert not (tmp_path / "work").exists()
