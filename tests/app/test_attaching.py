"""Sealed copies: the content, the name and the time of a file, once, whole, or not at all."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

from evidencelog.app.attaching import attach
from evidencelog.app.browsing import attachment_path, detail
from evidencelog.app.cases import open_case
from evidencelog.app.recording import record, withdraw
from evidencelog.errors import Cancelled, InvalidInput
from evidencelog.models.progress import Silent
from evidencelog.store import ledger, vault
from evidencelog.store.faults import CaseGone, NoSuchRecord
from evidencelog.store.vault import FileTrouble
from evidencelog.store.verification import faults
from tests.cases import CALL, call


@pytest.fixture
def recording(tmp_path):
    file = tmp_path / "录音 2026-03-02.m4a"
    file.write_bytes(b"\x00\x01tone" * 1000)
    os.utime(file, (1772462460, 1772462460))
    return file


def files(case):
    return [path for path in (case.path / "vault").rglob("*") if path.is_file()]


def test_a_file_is_kept_as_it_is_with_its_name_and_time(case, recording):
    call(case)
    (sealed,) = attach(case, "C0001", [recording])
    digest = hashlib.sha256(recording.read_bytes()).hexdigest()
    assert sealed == detail(case, "C0001").attachments[0]
    assert (sealed.id, sealed.contact, sealed.name) == ("A0001", "C0001", "录音 2026-03-02.m4a")
    assert (sealed.media_type, sealed.size, sealed.sha256) == ("audio/mp4", 6000, digest)
    assert sealed.modified_at == "2026-03-02T14:41:00Z"
    copy = attachment_path(case, "A0001")
    assert copy == case.path / "vault" / digest[:2] / digest
    assert copy.read_bytes() == recording.read_bytes()
    assert detail(case, "C0001").row.attachments == 1
    assert detail(case, "C0001").history[-1].event == "attached"


def test_an_entry_can_come_with_its_files(case, recording, tmp_path):
    picture = tmp_path / "截图.PNG"
    picture.write_bytes(b"png")
    made = record(case, "contact", CALL, attach=[recording, picture])
    assert [file.media_type for file in detail(case, made.id).attachments] == ["audio/mp4", "image/png"]
    with pytest.raises(InvalidInput):
        record(case, "platform", {"name": "甲"}, attach=[picture])


def test_equal_content_is_stored_once_and_sealed_once_to_a_contact(case, recording, tmp_path):
    again = tmp_path / "again.m4a"
    again.write_bytes(recording.read_bytes())
    call(case), call(case)
    attach(case, "C0001", [recording])
    second = attach(case, "C0002", [again])
    third = attach(case, "C0002", [recording, again])
    assert [file.id for file in second + third] == ["A0002", "A0002", "A0002"]
    assert len(files(case)) == 1


def test_the_original_may_change_or_go_afterwards(case, recording):
    call(case)
    attach(case, "C0001", [recording])
    recording.unlink()
    assert faults(case.store) == []


def trouble(case, *paths):
    head = ledger.head(case.store.conn)
    with pytest.raises(FileTrouble) as caught:
        record(case, "contact", CALL, attach=list(paths))
    assert "\n" not in str(caught.value)
    assert ledger.head(case.store.conn) == head
    assert files(case) == []
    return caught.value


def test_a_folder_a_missing_file_and_a_pipe_are_refused_and_nothing_is_written(case, recording, tmp_path):
    assert trouble(case, recording, tmp_path).path == tmp_path
    assert trouble(case, recording, tmp_path / "gone\n.m4a")
    assert trouble(case, tmp_path / "nul\x00.m4a")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert trouble(case, tmp_path / "pipe")
        assert trouble(case, "/dev/zero")


class Meddling(Silent):
    """Does something to the file after its first block was read."""

    def __init__(self, deed):
        self.deed = deed

    def step(self, done, total):
        deed, self.deed = self.deed, lambda: None
        deed()


@pytest.mark.parametrize("deed", ["grow", "shrink", "rewrite", "remove"])
def test_a_file_that_changes_while_it_is_read_is_refused(case, tmp_path, deed):
    call(case)
    file = tmp_path / "big.wav"
    file.write_bytes(b"x" * (3 << 20))
    deeds = {
        "grow": lambda: os.truncate(file, 4 << 20),
        "shrink": lambda: os.truncate(file, 10),
        "rewrite": lambda: (file.write_bytes(b"z" * (3 << 20)), os.utime(file, (1, 1))),
        "remove": file.unlink,
    }
    with pytest.raises(FileTrouble):
        attach(case, "C0001", [file], progress=Meddling(deeds[deed]))
    assert files(case) == []
    assert detail(case, "C0001").attachments == ()


def test_stopping_leaves_nothing(case, recording):
    call(case)

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        attach(case, "C0001", [recording], progress=Meddling(stop))
    assert files(case) == []


def test_progress_is_told_in_bytes_of_all_files(case, recording):
    call(case)
    told = []

    class Watching(Silent):
        def step(self, done, total):
            told.append((done, total))

    attach(case, "C0001", [recording, recording], progress=Watching())
    assert told == [(6000, 12000), (12000, 12000)]


@pytest.mark.parametrize("id", ["C0002", "A0001", "L0001", "x"])
def test_files_are_sealed_to_contacts_that_stand(case, recording, id):
    call(case), call(case)
    withdraw(case, "C0002", "误记")
    with pytest.raises(NoSuchRecord):
        attach(case, id, [recording])
    assert files(case) == []


def test_a_withdrawn_file_is_no_longer_shown_but_kept(case, recording):
    call(case)
    attach(case, "C0001", [recording])
    withdraw(case, "A0001", "放错了")
    assert detail(case, "C0001").attachments == ()
    assert len(files(case)) == 1
    assert faults(case.store) == []


KILLED = """
import os, sys
from pathlib import Path
from evidencelog.app.attaching import attach
from evidencelog.app.cases import open_case
from evidencelog.store import ledger, vault
moment = sys.argv[3]
if moment == "copied":
    vault.settle = lambda *_: os._exit(9)
elif moment == "placed":
    ledger.append = lambda *_: os._exit(9)
elif moment == "committed":
    vault.settled = lambda *_: os._exit(9)
with open_case(Path(sys.argv[1])) as case:
    attach(case, "C0001", [Path(sys.argv[2])])
"""


@pytest.mark.parametrize(("moment", "kept"), [("copied", 0), ("placed", 0), ("committed", 1)])
def test_killed_at_any_moment_the_case_verifies_and_nothing_half_written_stays(case, recording, moment, kept):
    call(case)
    case.close()
    run = subprocess.run([sys.executable, "-c", KILLED, str(case.path), str(recording), moment])
    assert run.returncode == 9
    with open_case(case.path, read_only=True) as looked_at:
        assert faults(looked_at.store) == []
    with open_case(case.path) as opened:
        assert len(detail(opened, "C0001").attachments) == kept
        assert faults(opened.store) == []
        parts = [path for path in files(opened) if path.suffix == ".part"]
        for part in parts:  # a copy nobody works on any more goes after an hour
            os.utime(part, (1, 1))
    with open_case(case.path) as opened:
        assert len(files(opened)) == kept
        assert not vault.needs_tidying(opened.path)
        attach(opened, "C0001", [recording])
        assert len(files(opened)) == 1
        assert faults(opened.store) == []


def test_a_damaged_copy_is_replaced_when_the_file_is_sealed_again(case, recording):
    call(case), call(case)
    attach(case, "C0001", [recording])
    copy = attachment_path(case, "A0001")
    copy.chmod(0o600)
    copy.write_bytes(b"damaged")
    assert len(faults(case.store)) == 1
    attach(case, "C0002", [recording])
    assert faults(case.store) == []


def test_a_case_that_was_moved_takes_no_files_and_none_are_left_where_it_was(case, recording):
    call(case)
    elsewhere = case.path.with_name("elsewhere")
    case.path.rename(elsewhere)
    with pytest.raises(CaseGone):
        attach(case, "C0001", [recording])
    assert not case.path.exists()
    elsewhere.rename(case.path)
    assert [file.name for file in attach(case, "C0001", [recording])] == [recording.name]
