"""Packets made by earlier versions still verify: by this program, and by the program inside each of them."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile

import pytest

from evidencelog.app.verifying import verify_packet
from evidencelog.packet import verify
from tests.packet.golden_making import GOLDEN, full, plain, small
from tests.packet.test_verify import bagit, resealed, sha256sum

PACKETS = sorted(GOLDEN.glob("*.zip"))


@pytest.fixture(params=PACKETS, ids=lambda path: path.stem)
def packet(request, tmp_path):
    """The zip file, and the folder it unpacks to."""
    with zipfile.ZipFile(request.param) as archive:
        archive.extractall(tmp_path)
    return request.param, tmp_path / request.param.stem


def test_there_are_some_and_they_are_small():
    assert len(PACKETS) >= 2
    assert all(path.stat().st_size < 40_000 for path in PACKETS)


def test_it_verifies_with_this_version_in_both_forms(packet):
    archive, folder = packet
    assert verify_packet(archive) == []
    assert verify_packet(folder) == []
    assert verify.examine(folder) == []


def test_it_verifies_with_its_own_program_and_with_others(packet):
    _archive, folder = packet
    own = [sys.executable, "-I", "-W", "error", str(folder / "data" / "verify.py")]
    assert subprocess.run(own, capture_output=True).returncode == 0
    assert bagit(folder)[0] == 0
    assert sha256sum(folder)[0] == sha256sum(folder, "tagmanifest-sha256.txt")[0] == 0


def test_a_change_of_anything_that_is_read_is_still_found(packet):
    _archive, folder = packet
    ledger = folder / "data" / "ledger.jsonl"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("22:", "21:", 1), encoding="utf-8")
    resealed(folder)
    assert {fault.kind for fault in verify.check(folder)} & {"chain_part", "chain_event"}


def test_the_full_one_holds_what_verifiers_must_not_stumble_over():
    (path,) = sorted(GOLDEN.glob("*-full.zip"))[-1:]
    with zipfile.ZipFile(path) as archive:
        whole = json.loads(archive.read(f"{path.stem}/data/packet.json"))
        kinds = {json.loads(line)["kind"] for line in archive.read(f"{path.stem}/data/ledger.jsonl").splitlines()}
    assert len(whole["seals"]) == 2
    assert [one["id"] for one in whole["not_listed"]] == ["C0002"]
    assert any(one["path"] for one in whole["exhibits"])
    assert {"contact.corrected", "contact.withdrawn", "contact.erased", "seal.received", "attachment.sealed"} <= kinds


def test_what_the_present_version_writes_verifies_in_the_same_way(tmp_path):
    for kind in (plain, full):
        small(kind(tmp_path), tmp_path / f"{kind.__name__}.zip")
        assert verify.examine(tmp_path / f"{kind.__name__}.zip") == []
