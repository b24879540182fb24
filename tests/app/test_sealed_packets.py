"""A packet with time stamps in the hands of a stranger: every program comes to the same verdict, and names the fault."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from evidencelog.app.packets import make
from evidencelog.app.recording import attach, record
from evidencelog.app.sealing import seal
from evidencelog.app.verifying import verify_packet
from evidencelog.models.packet_making import PacketRequest
from evidencelog.packet import verify
from tests.cases import call
from tests.packet.test_verify import bagit, bundled, resealed, sha256sum
from tests.packet.time_stamping import make_authority, serving


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def made(authority, tmp_path_factory):
    """A packet with two seals, made once."""
    from evidencelog.app.cases import open_case

    folder = tmp_path_factory.mktemp("sealed")
    with open_case(folder / "case", create=True) as case, serving(authority) as server:
        record(case, "platform", {"name": "某消金", "kind": "consumer_finance"})
        call(case, platform="某消金")
        seal(case, [server.url], roots=authority.file("root"))
        call(case, platform="某消金", at="2026-03-03T09:00:00+08:00")
        server.mode = "p256"
        seal(case, [server.url], roots=authority.file("p256-root"))
        return make(case, PacketRequest("lender", folder / "packet")).path


@pytest.fixture
def bag(made, tmp_path):
    shutil.copytree(made, tmp_path / "packet")
    return tmp_path / "packet"


def test_a_certificate_of_a_time_stamp_service_is_an_ordinary_file_of_an_entry(case, tmp_path):
    record(case, "platform", {"name": "某消金", "kind": "consumer_finance"})
    contact = call(case, platform="某消金")
    for name, content in (
        ("时间戳认证证书.pdf", b"%PDF-1.4\n"),
        ("回执.tsr", b"0\x03\x02\x01\x00"),
        ("公证书.ofd", b"PK"),
    ):
        (tmp_path / name).write_bytes(content)
        attach(case, contact, [tmp_path / name])
    packet = make(case, PacketRequest("court", tmp_path / "packet")).path
    whole = json.loads((packet / "data" / "packet.json").read_bytes())
    files = [one for one in whole["exhibits"] if one["path"]]
    assert [(one["title"], one["path"], one["media_type"]) for one in files] == [
        ("时间戳认证证书.pdf", "attachments/A0001.pdf", "application/pdf"),
        ("回执.tsr", "attachments/A0002.tsr", "application/timestamp-reply"),
        ("公证书.ofd", "attachments/A0003.ofd", "application/ofd"),
    ]
    assert whole["seals"] == []  # it proves what its issuer says; nothing is claimed for it here
    assert verify_packet(packet) == []


def tokens(bag):
    return sorted((bag / "data" / "seals").glob("*.tsr"))


def openssl(bag):
    """The verdicts of the commands that HOW-TO-VERIFY.txt prints."""
    text = (bag / "data" / "HOW-TO-VERIFY.txt").read_text(encoding="utf-8")
    commands = dict.fromkeys(re.findall(r"^ +(openssl ts .*)$", text, re.MULTILINE))
    assert len(commands) == 2
    return [subprocess.run(command, shell=True, cwd=bag, capture_output=True).returncode == 0 for command in commands]


def ours(bag):
    """The faults, after making sure that the bundled program finds the same."""
    faults = verify_packet(bag)
    own = bundled(bag)
    assert own.returncode == (3 if faults else 0)
    assert [line.partition(": ")[0] for line in own.stdout.splitlines() if faults] == [fault.where for fault in faults]
    return [(fault.kind, fault.where) for fault in faults]


def test_a_sealed_packet_holds_for_everyone(bag):
    assert ours(bag) == []
    assert openssl(bag) == [True, True]
    assert bagit(bag)[0] == 0
    assert sha256sum(bag)[0] == sha256sum(bag, "tagmanifest-sha256.txt")[0] == 0


def bend(bag):
    token = tokens(bag)[0]
    content = token.read_bytes()
    token.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    return "seal_signature", [False, True]


def exchange(bag):
    one, two = tokens(bag)
    one.write_bytes(two.read_bytes())
    return "seal_other", [False, True]


def other_root(bag, authority):
    tokens(bag)[0].with_suffix(".pem").write_bytes(authority.file("other").read_bytes())
    return "seal_chain", [False, True]


@pytest.mark.parametrize("spoil", [bend, exchange])
def test_a_spoiled_token_in_a_resealed_bag_is_found_by_us_and_by_openssl(bag, spoil):
    kind, verdicts = spoil(bag)
    resealed(bag)
    assert [name for name, _where in ours(bag)] == [kind]
    assert openssl(bag) == verdicts
    assert bagit(bag)[0] == 0  # the bag itself was made to fit


def test_an_exchanged_root_is_found_by_us_and_by_openssl(bag, authority):
    kind, verdicts = other_root(bag, authority)
    resealed(bag)
    assert [name for name, _where in ours(bag)] == [kind]
    assert openssl(bag) == verdicts


def edited(bag, change):
    path = bag / "data" / "packet.json"
    whole = json.loads(path.read_bytes())
    change(whole["seals"][0])
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    resealed(bag)


@pytest.mark.parametrize(("change", "kind"), [
    (lambda one: one.update(at="2025-01-01T00:00:00Z"), "seal_other"),
    (lambda one: one.update(hash="0" * 64), "seal_event"),
    (lambda one: one.update(seq=one["seq"] + 1), "seal_event"),
    (lambda one: one.update(seq=1), "seal_event"),
])  # fmt: skip
def test_what_the_packet_says_of_a_seal_must_be_in_the_token_and_the_chain(bag, change, kind):
    edited(bag, change)
    assert [name for name, _where in ours(bag)] == [kind]


def test_a_lost_token_is_missing_and_a_further_one_extra(bag):
    first, second = tokens(bag)
    first.rename(first.with_name("99-1.tsr"))
    assert {("missing", f"data/seals/{first.name}"), ("extra", "data/seals/99-1.tsr")} <= set(ours(bag))
    second.unlink()
    resealed(bag)
    assert ("missing", f"data/seals/{second.name}") in ours(bag)


def test_garbage_in_place_of_a_token_is_a_fault_where_one_was_checked_and_else_a_remark(bag):
    tokens(bag)[0].write_bytes(b"garbage")
    resealed(bag)
    assert ours(bag) == [("seal_signature", f"data/seals/{tokens(bag)[0].name}")]
    edited(bag, lambda one: one.update(checked=False))
    assert verify_packet(bag) == []
    assert [fault.kind for fault in verify.examine(bag)] == ["seal_unchecked"]
    own = bundled(bag)
    assert own.returncode == 0
    assert "needs openssl" in own.stdout


def pythons():
    """Other interpreters of this machine, from the oldest that is promised on."""
    found = {"running": sys.executable}
    for minor in (8, 9, 10, 12, 13, 14):
        name = f"python3.{minor}"
        homes = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob(f"versions/3.{minor}.*/bin/python")
        for program in filter(None, (*map(str, sorted(homes)), shutil.which(name))):
            if subprocess.run([program, "-c", ""], capture_output=True).returncode == 0:
                found[name] = program
                break
    return found


@pytest.mark.parametrize("python", pythons().values(), ids=list(pythons()))
def test_the_bundled_program_runs_on_every_python_there_is(bag, python):
    program = [python, "-I", "-W", "error", str(bag / "data" / "verify.py")]
    good = subprocess.run(program, capture_output=True, text=True, encoding="utf-8")
    assert (good.returncode, good.stderr) == (0, "")
    assert not (bag / "data" / "__pycache__").exists()
    bend(bag)
    resealed(bag)
    bad = subprocess.run(program, capture_output=True, text=True, encoding="utf-8")
    assert (bad.returncode, bad.stderr) == (3, "")
    assert bad.stdout.startswith(f"data/seals/{tokens(bag)[0].name}: ")
