"""Bags and their verification: ours, the bundled verify.py, bagit.py and sha256sum come to the same verdict."""

import json
import shutil
import stat
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from evidencelog.app.verifying import _SENTENCES
from evidencelog.models.progress import Silent
from evidencelog.packet import verify, verify_seals
from evidencelog.packet.bag import digest_of, finish_bag, write_zip
from tests.packet.building import material
from tests.packet.conftest import PICTURE, SOUND, build, contacts, findings


@pytest.fixture
def bag(made, tmp_path):
    """A copy of the packet that a test may spoil."""
    shutil.copytree(made.folder, tmp_path / "packet")
    return tmp_path / "packet"


def zipped(folder, target):
    write_zip(folder, target, "packet", lambda: None)
    return target


def bundled(packet):
    """What the verify.py of the packet itself says, run by a bare interpreter."""
    return subprocess.run(
        [sys.executable, "-I", str(packet / "data" / "verify.py")], capture_output=True, text=True, encoding="utf-8"
    )


def bagit(packet):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bagit", "--validate", str(packet)], capture_output=True, text=True
    )
    return done.returncode, done.stderr


def sha256sum(packet, manifest="manifest-sha256.txt"):
    """The verdict and the words of sha256sum; its rules done by hand where the system has no such program."""
    if shutil.which("sha256sum"):
        done = subprocess.run(["sha256sum", "--quiet", "-c", manifest], cwd=packet, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr
    wrong = [
        name
        for digest, _space, name in (
            line.partition("  ") for line in (packet / manifest).read_text("utf-8").splitlines()
        )
        if not (packet / name).is_file() or digest_of(packet / name) != digest
    ]
    return (1 if wrong else 0), "\n".join(wrong)


def resealed(packet):
    """Makes the manifests fit what lies there, as somebody who wants to deceive would."""
    for name in ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"):
        (packet / name).unlink()
    finish_bag(packet, [])


def edit(packet, change):
    """Changes packet.json and reseals the bag."""
    path = packet / "data" / "packet.json"
    whole = json.loads(path.read_bytes())
    change(whole)
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    resealed(packet)


def edit_line(packet, number, change):
    """Changes one event of the ledger and reseals the bag."""
    path = packet / "data" / "ledger.jsonl"
    events = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    change(events[number])
    path.write_text("".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events), encoding="utf-8")
    resealed(packet)


def kinds(packet):
    return {(fault.kind, fault.detail) for fault in verify.check(packet)}


def test_a_fresh_packet_holds_for_everyone(bag, tmp_path):
    assert verify.check(bag) == []
    assert verify.check(zipped(bag, tmp_path / "packet.zip")) == []
    assert bundled(bag).returncode == 0
    assert bagit(bag)[0] == 0
    assert sha256sum(bag)[0] == 0
    assert sha256sum(bag, "tagmanifest-sha256.txt")[0] == 0


def flip(packet):
    path = packet / "data" / "03-chronology.pdf"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return "data/03-chronology.pdf", "changed", True


def lose(packet):
    (packet / "data" / "attachments" / "A0001.wav").unlink()
    return "data/attachments/A0001.wav", "missing", True


def add(packet):
    (packet / "data" / "extra.pdf").write_bytes(b"%PDF-")
    return "data/extra.pdf", "extra", False  # sha256sum does not look for files it has no line for


@pytest.mark.parametrize("spoil", [flip, lose, add])
def test_a_flipped_byte_a_missing_and_an_extra_file_are_named_by_each(bag, tmp_path, spoil):
    name, kind, summed = spoil(bag)
    assert (kind, name) in [(fault.kind, fault.where) for fault in verify.check(bag)]
    assert (kind, name) in [(fault.kind, fault.where) for fault in verify.check(zipped(bag, tmp_path / "p.zip"))]
    own = bundled(bag)
    assert own.returncode == 3
    assert any(line.startswith(f"{name}: ") for line in own.stdout.splitlines())
    code, words = bagit(bag)
    assert code != 0
    assert name in words
    code, words = sha256sum(bag)
    assert (code != 0) is summed
    assert (name in words) is summed


@pytest.mark.parametrize("name", ["00-START-HERE.txt", "bag-info.txt", "manifest-sha256.txt", "bagit.txt"])
def test_tag_files_are_covered_too(bag, name):
    path = bag / name
    path.write_bytes(path.read_bytes() + b"\n")
    assert ("changed", name) in [(fault.kind, fault.where) for fault in verify.check(bag)]
    assert bagit(bag)[0] != 0


def test_a_stranger_beside_the_tag_files_is_named(bag):
    (bag / "READ-ME-FIRST.txt").write_text("x", encoding="utf-8")
    assert [(fault.kind, fault.where) for fault in verify.check(bag)] == [("extra", "READ-ME-FIRST.txt")]


def test_all_faults_are_told_at_once(bag):
    flip(bag), lose(bag), add(bag)
    assert len(verify.check(bag)) >= 3
    assert len(bundled(bag).stdout.splitlines()) >= 3


def test_what_is_said_of_a_contact_must_be_what_the_chain_says(bag):
    edit(bag, lambda whole: whole["contacts"][0].update(outcome="answered"))
    assert bagit(bag)[0] == 0  # the bag itself is whole again
    assert ("differs", "C0002") in kinds(bag)
    assert bundled(bag).returncode == 3


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda one: one.update(duration=600), "differs"),  # a fact nobody recorded
        (lambda one: one.update(at="2026-03-01T23:00:00+08:00"), "differs"),
        (lambda one: one.update(content="没说过的话"), "differs"),
        (lambda one: one.update(id="C0099"), "not_in_chain"),
        (lambda one: one.update(events=[2]), "not_in_chain"),  # another contact's event
        (lambda one: one.update(events=[]), "not_in_chain"),
    ],
)
def test_an_invented_fact_or_contact_is_found(bag, change, fault):
    edit(bag, lambda whole: change(whole["contacts"][1]))
    assert fault in {kind for kind, _detail in kinds(bag)}


def test_a_withdrawn_contact_cannot_be_listed(bag):
    def list_it(whole):
        twin = dict(whole["contacts"][-1]) | {"id": "C0012", "shortened": []}
        events = map(json.loads, (bag / "data" / "ledger.jsonl").read_text(encoding="utf-8").splitlines())
        twin["events"] = [event["seq"] for event in events if event["subject"] == "C0012"]
        whole["contacts"].append(twin)

    edit(bag, list_it)
    assert ("withdrawn", "C0012") in kinds(bag)


def test_a_changed_word_a_changed_head_and_a_broken_link_are_told_apart(bag, made):
    first = next(iter(made.packet.entries[0].events))
    line = first - min(seq for entry in made.packet.entries for seq in entry.events)
    seq = str(first)

    edit_line(
        bag,
        line,
        lambda event: event["parts"]["facts"].update(
            text=event["parts"]["facts"]["text"].replace("missed", "answered")
        ),
    )
    assert ("chain_part", seq) in kinds(bag)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda event: event.update(at="2026-03-20T01:00:01Z"), "chain_event"),
        (lambda event: event.update(kind="contact.withdrawn"), "chain_event"),
        (lambda event: event["digests"].update(private="00" * 32), "chain_event"),
        (lambda event: event.update(prev_hash="00" * 32), "chain_event"),
        (lambda event: event.update(seq=99), "chain_link"),
        (lambda event: event.update(hash="zz"), "chain_line"),
        (lambda event: event.pop("digests"), "chain_line"),
        (lambda event: event["parts"].update(private={"salt": "", "text": "{}"}), "private"),
    ],
)
def test_any_change_of_an_event_is_found(bag, change, fault):
    edit_line(bag, 3, change)
    assert fault in {kind for kind, _detail in kinds(bag)}


def test_a_left_out_or_added_event_breaks_the_chain(bag):
    path = bag / "data" / "ledger.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:4] + lines[5:]), encoding="utf-8")
    resealed(bag)
    assert "chain_link" in {kind for kind, _detail in kinds(bag)}
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    resealed(bag)
    assert ("chain_head", "") in kinds(bag)


def test_a_file_the_chain_does_not_know_is_no_exhibit(bag):
    path = bag / "data" / "attachments" / "A0002.png"
    path.write_bytes(b"another picture")
    edit(bag, lambda whole: whole["exhibits"][-1].update(sha256=sha256(b"another picture").hexdigest()))
    assert [(fault.kind, fault.where) for fault in verify.check(bag)] == [("exhibit", "data/attachments/A0002.png")]


def test_an_exhibit_must_be_the_file_that_lies_there(bag):
    (bag / "data" / "attachments" / "A0002.png").write_bytes(b"another picture")
    resealed(bag)
    assert ("exhibit", "data/attachments/A0002.png") in [(fault.kind, fault.where) for fault in verify.check(bag)]


def test_a_newer_packet_says_so_and_nothing_else(bag):
    edit(bag, lambda whole: whole.update(schema="evidencelog.packet/2", unknown={"x": 1}))
    assert kinds(bag) == {("newer", "evidencelog.packet/2")}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"schema": 5}', b"\xff\xfe", b"[" * 100000])
def test_a_damaged_packet_json_is_told(bag, content):
    (bag / "data" / "packet.json").write_bytes(content)
    resealed(bag)
    assert {kind for kind, _detail in kinds(bag)} == {"json"}


def test_what_is_no_packet_is_told(tmp_path):
    (tmp_path / "empty").mkdir()
    assert kinds(tmp_path / "empty") == {("not_a_packet", "")}
    (tmp_path / "file.zip").write_bytes(b"no zip at all")
    assert {kind for kind, _detail in kinds(tmp_path / "file.zip")} == {"unreadable"}


def test_a_link_is_refused(bag):
    target = bag / "data" / "contacts.csv"
    content = target.read_bytes()
    outside = bag.parent / "outside.csv"
    outside.write_bytes(content)
    target.unlink()
    target.symlink_to(outside)
    assert [(fault.kind, fault.where) for fault in verify.check(bag)] == [("link", "data/contacts.csv")]


def hostile(tmp_path, entries):
    """A zip with entries written as given: name, content, changes of the entry."""
    path = tmp_path / "hostile.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, change in entries:
            entry = zipfile.ZipInfo("x")
            entry.compress_type = zipfile.ZIP_DEFLATED
            change(entry)
            entry.filename = name
            archive.writestr(entry, content)
    return path


def untouched(entry):
    return None


@pytest.mark.parametrize("name", ["../evil", "p/../../evil", "/etc/passwd", "p/./x", "p//x", "C:/evil", "p\\..\\evil"])
def test_names_that_leave_the_packet_are_refused(tmp_path, name):
    path = hostile(tmp_path, [("p/bagit.txt", b"x", untouched), (name, b"x", untouched)])
    assert "bad_name" in {kind for kind, _detail in kinds(path)}
    assert sorted(one.name for one in tmp_path.iterdir()) == ["hostile.zip"]


def test_links_bombs_and_twins_in_a_zip_are_refused(tmp_path):
    def as_link(entry):
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert "link" in {kind for kind, _ in kinds(hostile(tmp_path, [("p/bagit.txt", b"/etc/passwd", as_link)]))}
    bomb = hostile(tmp_path, [("p/bagit.txt", b"\0" * (300 << 20), untouched)])
    assert "too_large" in {kind for kind, _ in kinds(bomb)}
    with pytest.warns(UserWarning, match="Duplicate name"):
        twins = hostile(tmp_path, [("p/bagit.txt", b"x", untouched), ("p/bagit.txt", b"y", untouched)])
    assert "twice" in {kind for kind, _ in kinds(twins)}


def test_a_zip_cut_short_is_told(bag, tmp_path):
    whole = zipped(bag, tmp_path / "whole.zip").read_bytes()
    for length in (len(whole) // 2, len(whole) - 10):
        (tmp_path / "cut.zip").write_bytes(whole[:length])
        assert {kind for kind, _detail in kinds(tmp_path / "cut.zip")} == {"unreadable"}


def test_a_zip_with_a_flipped_byte_names_the_file(bag, tmp_path):
    path = zipped(bag, tmp_path / "packet.zip")
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("packet/data/attachments/A0001.wav").header_offset
    content[start + 200] ^= 1
    path.write_bytes(content)
    faults = verify.check(path)
    assert faults
    assert all("A0001.wav" in f"{fault.where} {fault.detail}" for fault in faults)


def test_a_zip_somebody_packed_again_still_holds(bag, tmp_path):
    path = tmp_path / "again.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(bag.rglob("*")):
            archive.write(file, file.relative_to(bag.parent))
    assert verify.check(path) == []


def test_the_zip_is_repeatable_and_its_members_are_stored_without_times(bag, tmp_path):
    one, two = zipped(bag, tmp_path / "one.zip"), zipped(bag, tmp_path / "two.zip")
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as archive:
        infos = archive.infolist()
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.compress_type for info in infos} == {zipfile.ZIP_STORED}
    assert {info.filename.partition("/")[0] for info in infos} == {"packet"}
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)


def test_the_bundled_program_is_the_one_of_the_package_and_needs_nothing_else(made):
    import ast

    for module in (verify, verify_seals):
        shipped = Path(module.__file__).read_bytes()
        assert (made.folder / "data" / Path(module.__file__).name).read_bytes() == shipped
        tree = ast.parse(shipped, feature_version=(3, 8))
        names = {
            alias.name.partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        names |= {(node.module or "").partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert names <= set(sys.stdlib_module_names) | {"__future__"}


def test_the_bundled_program_takes_a_path_and_knows_when_there_is_none(bag, tmp_path):
    program = str(bag / "data" / "verify.py")
    path = str(zipped(bag, tmp_path / "packet.zip"))
    assert subprocess.run([sys.executable, "-I", program, path], capture_output=True).returncode == 0
    missing = subprocess.run([sys.executable, "-I", program, str(tmp_path / "none")], capture_output=True)
    assert missing.returncode == 2
    assert not (bag / "data" / "__pycache__").exists()


def test_every_kind_of_fault_has_a_sentence_in_both_languages():
    import re

    used = set(re.findall(r'Fault\(\s*"(\w+)"', Path(verify.__file__).read_text(encoding="utf-8")))
    seals = set(re.findall(r'"(seal_\w+)"', Path(verify_seals.__file__).read_text(encoding="utf-8")))
    assert used | seals == set(verify.SENTENCES) == set(_SENTENCES)


def test_two_packets_of_the_same_log_are_byte_identical(made, tmp_path):
    given = material(contacts(), findings=findings(), request="停止联系家人。", letter=("本人愿意协商。",))
    again = build(tmp_path / "packet", tmp_path / "work", given, {"A0001": SOUND, "A0002": PICTURE})
    assert again.bagged.digest == made.bagged.digest
    assert again.bagged.letter == made.bagged.letter


def test_the_first_text_names_every_file(made):
    text = (made.folder / "00-START-HERE.txt").read_text(encoding="utf-8")
    for path in (made.folder / "data").iterdir():
        assert f"data/{path.name}" in text
    assert "请先看这里" in text
    assert "START HERE" in text


def test_a_case_without_files_and_findings_makes_a_packet_that_holds(tmp_path):
    plain = build(tmp_path / "packet", tmp_path / "work", material(contacts()[1:3]), {})
    assert verify.check(plain.folder) == []
    assert not (plain.folder / "data" / "05-exhibits.pdf").exists()
    assert Silent().step(1, 1) is None
