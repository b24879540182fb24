"""``packet --encrypt``: where the passphrase comes from, what is said, and that it is never on the command line."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time

import pytest

from evidencelog.cli.passphrase import VARIABLE

PASSPHRASE = "correct horse battery"


@pytest.fixture
def case(cli, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    cli("platform", "add", "某消金", "--kind", "consumer_finance")
    cli.add("call", "--at", "2026-03-02T22:41:00+08:00", "--platform", "某消金", "--outcome", "answered")
    return cli


def opens(path, passphrase=PASSPHRASE):
    import pyrage

    return pyrage.passphrase.decrypt(path.read_bytes(), passphrase).startswith(b"PK\x03\x04")


def test_a_passphrase_from_a_file(case, tmp_path):
    secret, out = tmp_path / "secret.txt", tmp_path / "p.zip.age"
    secret.write_bytes(b"\xef\xbb\xbf" + PASSPHRASE.encode() + b"\r\nnot this\n")
    made = case("packet", "--for", "lender", "--encrypt", "--passphrase-file", secret, "--out", out)
    assert (made.status, made.out) == (0, f"{out}\n")
    assert "age -d -o p.zip p.zip.age" in made.err
    assert PASSPHRASE not in made.err
    assert opens(out)
    assert not list(tmp_path.glob("p.zip.age-*"))
    checked = case("verify", out)
    assert (checked.status, checked.out) == (3, "p.zip.age: it is encrypted; decrypt it first\n")


def test_a_passphrase_from_the_environment_and_a_zip(case, tmp_path, monkeypatch):
    import pyzipper

    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    out = tmp_path / "p.zip"
    made = case("packet", "--for", "lender", "--encrypt", "zip", "--out", out, "--json")
    document = made.json()
    assert (document["letter"], document["submit"], document["uploads"]) == (None, None, [])
    assert any("can be read without the passphrase" in line for line in document["warnings"])
    with pyzipper.AESZipFile(out) as archive:
        archive.setpassword(PASSPHRASE.encode())
        assert archive.read("p/bagit.txt").startswith(b"BagIt-Version: 1.0")


@pytest.mark.parametrize("words", [
    ("--encrypt",), ("--encrypt", "rar"), ("--passphrase-file", "secret.txt"),
    ("--encrypt", "--passphrase-file", "gone.txt"),
])  # fmt: skip
def test_without_a_passphrase_nothing_is_written(case, tmp_path, words):
    before = case.state()
    made = case("packet", "--for", "lender", "--out", tmp_path / "out" / "p", *words)
    assert (made.status, made.out, made.err.count("\n")) == (2, "", 1)
    assert case.state() == before
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [b"", b"short\n", b"\xff\xfe\x00"])
def test_a_file_without_a_usable_passphrase(case, tmp_path, content):
    secret = tmp_path / "secret.txt"
    secret.write_bytes(content)
    made = case("packet", "--for", "lender", "--encrypt", "--passphrase-file", secret, "--out", tmp_path / "p")
    assert (made.status, made.err.count("\n")) == (2, 1)
    assert not (tmp_path / "p").exists()


def test_parts_are_printed_one_a_line(case, tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    case.add("call", "--at", "2026-03-03T22:41:00+08:00", "--platform", "某消金")
    sound = tmp_path / "a.m4a"
    sound.write_bytes(bytes(1_500_000))
    case("attach", "C0001", sound)
    out = tmp_path / "p.zip"
    made = case("packet", "--for", "lender", "--encrypt", "zip", "--split", 1, "--out", out)
    assert made.status == 0
    assert made.out == f"{out}.001\n{out}.002\n{out}-parts.txt\n"
    assert case("packet", "--for", "lender", "--split", 1, "--out", tmp_path / "folder").status == 2
    assert case("packet", "--for", "lender", "--zip", "--split", "x", "--out", tmp_path / "q").status == 2


@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP", "SIGINT"])
@pytest.mark.parametrize("protected", [True, False])
def test_a_program_told_to_end_leaves_nothing_readable(case, tmp_path, monkeypatch, number, protected):
    out = tmp_path / "out" / "p"
    words = ["--case", str(case.case), "packet", "--for", "lender", "--out", str(out)]
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    running = subprocess.Popen(
        [sys.executable, "-m", "evidencelog", *words, *(["--encrypt"] if protected else [])],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    exports = case.case / "exports"
    deadline = time.monotonic() + 60
    while running.poll() is None and time.monotonic() < deadline:
        if list(exports.glob(".making-*/bag/data")) or list(tmp_path.glob("out/.p-*/bag/data")):
            running.send_signal(getattr(signal, number))
            break
        time.sleep(0.005)
    assert running.wait(60) == 130, running.stderr
    running.communicate()
    assert list(exports.glob("*")) == []
    assert list(tmp_path.glob("out/*")) + list(tmp_path.glob("out/.*")) == []


def on_terminal(case, out, answers):
    """Runs the command on a terminal of its own and types an answer to each question; what was shown, and the status."""
    pid, terminal = pty.fork()
    if pid == 0:
        words = ["--case", str(case.case), "--lang", "en", "packet", "--for", "lender", "--encrypt", "--out", str(out)]
        os.execv(sys.executable, [sys.executable, "-m", "evidencelog", *words])
    shown, waiting, deadline = b"", list(answers), time.monotonic() + 120
    while time.monotonic() < deadline:
        ready, _w, _x = select.select([terminal], [], [], 0.1)
        if ready:
            try:
                shown += os.read(terminal, 4096)
            except OSError:
                break
            asked = shown.count(b"Passphrase: ") + shown.count(b"Once more: ")
            if waiting and asked > len(answers) - len(waiting):
                time.sleep(0.1)
                os.write(terminal, waiting.pop(0).encode() + b"\n")
    os.close(terminal)
    return shown.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_on_a_terminal_it_is_asked_for_twice_and_not_shown(case, tmp_path):
    out = tmp_path / "p.zip.age"
    shown, status = on_terminal(case, out, [PASSPHRASE, PASSPHRASE])
    assert status == 0, shown
    assert PASSPHRASE not in shown
    assert opens(out)


def test_two_different_passphrases_write_nothing(case, tmp_path):
    out = tmp_path / "p.zip.age"
    shown, status = on_terminal(case, out, [PASSPHRASE, "something else"])
    assert status == 2
    assert "differ" in shown
    assert not out.exists()
