"""Encrypted packets: other programs open them with the passphrase and with no other; nothing of them is readable."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import time
import zipfile

import pytest

from evidencelog.errors import Cancelled
from evidencelog.packet import protecting, verify
from evidencelog.packet.protecting import BadPassphrase, ProtectionFailed, TooLarge, checked_passphrase, protect

WORDS = "长江 battery staple"
LATIN = "correct horse battery"
SECRET = b"1380000 \xe7\x8e\x8b\xe6\xa1\x82\xe5\x85\xb0 secret words"


@pytest.fixture
def bag(tmp_path):
    folder = tmp_path / "bag"
    (folder / "data" / "attachments").mkdir(parents=True)
    (folder / "data" / "words.txt").write_bytes(SECRET * 50)
    (folder / "data" / "attachments" / "A0001.m4a").write_bytes(os.urandom(200_000))
    (folder / "bagit.txt").write_bytes(b"BagIt-Version: 1.0\n")
    return folder


def made(bag, tmp_path, way, passphrase, name="packet.zip"):
    target, work = tmp_path / name, tmp_path / "work"
    work.mkdir(exist_ok=True)
    protect(bag, work, target, "packet", way, passphrase, lambda: None)
    assert list(work.iterdir()) == []  # nothing readable is left
    return target


def same(bag, unpacked):
    files = {path.relative_to(bag): path.read_bytes() for path in bag.rglob("*") if path.is_file()}
    return files == {path.relative_to(unpacked): path.read_bytes() for path in unpacked.rglob("*") if path.is_file()}


def typed(command, passphrase):
    """Runs a program that asks for a passphrase on its terminal; gives its exit status."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    asked, heard, deadline = False, b"", time.monotonic() + 60
    while time.monotonic() < deadline:
        ready, _w, _x = select.select([terminal], [], [], 0.2)
        if ready:
            try:
                heard += os.read(terminal, 4096)
            except OSError:
                break
            if not asked and b"passphrase" in heard.lower():
                asked = True
                time.sleep(0.1)
                os.write(terminal, passphrase.encode() + b"\n")
    os.close(terminal)
    assert asked, heard
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_age_opens_it_and_what_it_holds_is_the_bag(bag, tmp_path):
    import pyrage

    target = made(bag, tmp_path, "age", WORDS, "packet.zip.age")
    content = target.read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n-> scrypt ")
    for readable in (SECRET, b"words.txt", b"bagit", b"PK\x03\x04", b"packet"):
        assert readable not in content
    opened = tmp_path / "opened.zip"
    if shutil.which("age"):
        assert typed(["age", "-d", "-o", str(opened), str(target)], WORDS) == 0
        assert typed(["age", "-d", "-o", str(tmp_path / "no"), str(target)], "another one") != 0
    else:
        opened.write_bytes(pyrage.passphrase.decrypt(content, WORDS))
    with zipfile.ZipFile(opened) as archive:
        archive.extractall(tmp_path / "out")
    assert same(bag, tmp_path / "out" / "packet")
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(content, "another one")


def seven_zip():
    return shutil.which("7z") or shutil.which("7zz") or shutil.which("7za")


def test_seven_zip_opens_the_zip_and_names_stay_readable(bag, tmp_path):
    import pyzipper

    target = made(bag, tmp_path, "zip", LATIN)
    content = target.read_bytes()
    assert SECRET not in content
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["packet/bagit.txt", "packet/data/attachments/A0001.m4a", "packet/data/words.txt"]
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        with pytest.raises(RuntimeError):
            archive.read("packet/bagit.txt", LATIN.encode())  # Python knows no AES
    program = seven_zip()
    if program:
        done = subprocess.run([program, "x", f"-p{LATIN}", f"-o{tmp_path / 'out'}", str(target)], capture_output=True)
        assert done.returncode == 0, done.stdout
        listed = subprocess.run([program, "l", "-slt", str(target)], capture_output=True, text=True).stdout
        assert listed.count("Method = AES-256 Store") == 3
        wrong = [program, "t", "-panother", str(target)]
        assert subprocess.run(wrong, capture_output=True).returncode != 0
    else:
        with pyzipper.AESZipFile(target) as archive:
            archive.setpassword(LATIN.encode())
            archive.extractall(tmp_path / "out")
    assert same(bag, tmp_path / "out" / "packet")


@pytest.mark.parametrize(("way", "name"), [("age", "packet.age"), ("zip", "packet.zip")])
def test_verifying_it_as_it_is_says_that_it_is_encrypted(bag, tmp_path, way, name):
    faults = verify.check(made(bag, tmp_path, way, LATIN, name))
    assert [(fault.kind, fault.where) for fault in faults] == [("locked", name)]


@pytest.mark.parametrize("way", ["age", "zip"])
def test_what_does_not_open_again_is_an_error(bag, tmp_path, way, monkeypatch):
    import pyrage
    import pyzipper

    monkeypatch.setattr(pyrage.passphrase, "decrypt", lambda content, passphrase: b"other")
    monkeypatch.setattr(pyzipper.zipfile_aes.AESZipExtFile, "read", lambda self, n=-1: b"")
    with pytest.raises(ProtectionFailed):
        made(bag, tmp_path, way, LATIN)


def test_what_does_not_fit_into_memory_is_refused(bag, tmp_path, monkeypatch):
    monkeypatch.setattr(protecting, "LARGEST_AGE", 100_000)
    with pytest.raises(TooLarge, match="zip"):
        protect_into(bag, tmp_path, "age")
    assert not (tmp_path / "x").exists()
    protect_into(bag, tmp_path, "zip")
    assert (tmp_path / "x").exists()


def protect_into(bag, tmp_path, way):
    (tmp_path / "work").mkdir(exist_ok=True)
    protect(bag, tmp_path / "work", tmp_path / "x", "packet", way, LATIN, lambda: None)


@pytest.mark.parametrize("way", ["age", "zip"])
def test_it_can_be_stopped(bag, tmp_path, way):
    def stop():
        raise Cancelled

    (tmp_path / "work").mkdir()
    with pytest.raises(Cancelled):
        protect(bag, tmp_path / "work", tmp_path / "x", "packet", way, LATIN, stop)


@pytest.mark.parametrize(("passphrase", "way", "fine"), [
    ("1234567", "age", False), ("12345678", "age", True), ("口令口令口令口令", "age", True), ("口令口令口令口令", "zip", False),
    ("1234567\n", "age", False), ("1234567\x00", "zip", False), ("", "age", False), ("a b c d e", "zip", True),
])  # fmt: skip
def test_which_passphrases_are_taken(passphrase, way, fine):
    if fine:
        assert checked_passphrase(passphrase, way) == passphrase
    else:
        with pytest.raises(BadPassphrase) as caught:
            checked_passphrase(passphrase, way)
        assert passphrase not in str(caught.value) or not passphrase


def test_equal_bags_are_equal_inside(bag, tmp_path):
    import pyrage

    one, two = (made(bag, tmp_path, "age", LATIN, name).read_bytes() for name in ("one", "two"))
    assert one != two
    assert pyrage.passphrase.decrypt(one, LATIN) == pyrage.passphrase.decrypt(two, LATIN)
    assert protecting.WAYS == ("age", "zip")
