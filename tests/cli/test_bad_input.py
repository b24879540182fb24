"""Bad input and a machine that says no: one clear line, the right exit status, nothing half-written."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

CALLS = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<calls count="2">
  <call number="95013" duration="60" date="1772462460000" type="1" contact_name="(Unknown)" />
  <call number="95013" duration="0" date="1772462520000" type="3" contact_name="(Unknown)" />
</calls>
"""


@pytest.fixture
def standing(cli):
    """A case with one entry, and a way to see that a command left it as it was."""
    cli.add("call", "--at", "2026-03-02T09:00:00+08:00", "--platform", "甲")
    return cli


def refused(cli, *words, status=2, case=None):
    """Runs in both languages; each time one line on stderr, nothing on stdout, the case untouched. Gives the English."""
    before = cli.state()
    lines = []
    for lang in ("en", "zh"):
        result = cli(*words, lang=lang, case=case)
        assert (result.status, result.out) == (status, ""), result.err
        assert result.err.count("\n") == 1, result.err
        lines.append(result.err)
    assert lines[0].startswith("Error: ")
    assert lines[1].startswith("错误：")
    assert cli.state() == before
    return lines[0]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("--platform", "乙", "--platform-kind", "bank"), ("--platform-kind", "'bank'", "bank_card", "unlicensed_app")),
        (("--at", "2026-02-30 10:00"), ("--at", "'2026-02-30 10:00'")),
        (("--at", "25点"), ("--at", "'25点'")),
        (("--at", "2999-01-01T00:00:00+08:00"), ("--at", "future")),
        (("--duration", "abc"), ("--duration", "'abc'", "1:35", "1分35秒")),
        (("--duration", "-5"), ("--duration",)),
        (("--outcome", "busy"), ("--outcome", "answered, missed, rejected, voicemail")),
        (("--count", "0"), ("--count", "from 1")),
        (("--identity", "institution=perhaps"), ("--identity", "given, refused, not_asked")),
        (("--recorded-by-them", "maybe"), ("--recorded-by-them", "neither yes nor no")),
        (("--asked-to-leave", "whenever"), ("--asked-to-leave",)),
        (("--amount-claimed", "lots"), ("--amount-claimed",)),
        (("--at", "2026-03-02 10:00", "--until", "2026-03-02 09:00"), ("--until",)),
        (("--relation", "parent"), ("--relation",)),
        (("--debt", "卡1234"), ("--debt",)),
        (("--platform-kind", "bank_card"), ("--platform-kind",)),
    ],
    ids=" ".join,
)
def test_a_fact_that_cannot_be(standing, words, wanted):
    line = refused(standing, "add", "call", *words)
    for part in wanted:
        assert part in line


def test_an_unknown_kind_of_contact(standing):
    assert "KIND: 'fax' is not known; allowed are call, message" in refused(standing, "add", "fax")


def test_the_content_is_read_from_the_input_and_must_be_text(standing):
    before = standing.state()
    result = standing("add", "message", "--content", "-", stdin="明天上门\n第二行\n".encode())
    assert result.status == 0
    shown = standing("show", result.out.splitlines()[0], "--json").json()
    assert shown["content"] == "明天上门\n第二行"
    assert standing.state() != before
    before = standing.state()
    result = standing("add", "message", "--content", "-", stdin="明天".encode("gbk"))
    assert result.status == 2
    assert "--content" in result.err
    assert standing.state() == before


def test_an_attachment_that_is_a_folder_or_is_gone_or_is_a_pipe(standing, tmp_path):
    good = tmp_path / "好.txt"
    good.write_text("录音")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, reason in ((tmp_path, "folder"), (tmp_path / "gone.m4a", "No such file"), (pipe, "no ordinary file")):
        line = refused(standing, "add", "call", "--attach", good, "--attach", path)
        assert reason in line
        assert repr(str(path)) in line
        refused(standing, "attach", "C0001", good, path)


def test_an_attachment_to_what_is_not_there(standing, tmp_path):
    good = tmp_path / "a.txt"
    good.write_text("x")
    assert "'C0009'" in refused(standing, "attach", "C0009", good)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (CALLS[: CALLS.index('date="1772462520000"')], "calls.xml"),
        (CALLS.replace("<calls", '<!DOCTYPE calls [<!ENTITY a "b">]>\n<calls', 1), "calls.xml"),
        ("not at all", "calls.xml"),
        ("", "calls.xml"),
    ],
    ids=["truncated", "doctype", "no format", "empty"],
)
def test_a_file_that_cannot_be_what_it_claims_is_refused_whole(standing, tmp_path, text, wanted):
    good, bad = tmp_path / "good.xml", tmp_path / "calls.xml"
    good.write_text(CALLS)
    bad.write_text(text)
    assert wanted in refused(standing, "import", good, bad)
    assert wanted in refused(standing, "import", bad, "--dry-run")


def test_files_that_cannot_be_read(standing, tmp_path):
    assert "gone.xml" in refused(standing, "import", tmp_path / "gone.xml")
    assert "folder" in refused(standing, "import", tmp_path)
    calls = tmp_path / "calls.xml"
    calls.write_text(CALLS)
    assert "'vcf'" in refused(standing, "import", calls, "--format", "vcf")
    assert "--since" in refused(standing, "import", calls, "--since", "whenever")


def test_a_case_below_a_file_cannot_be_made(cli, tmp_path):
    (tmp_path / "file").write_text("x")
    line = refused(cli, "add", "call", status=4, case=tmp_path / "file" / "case")
    assert "cannot be written" in line


def test_a_case_whose_log_cannot_be_opened(standing):
    """Works for the superuser too, whom no mode of a file stops."""
    log = standing.case / "case.db-wal"
    log.unlink(missing_ok=True)
    log.mkdir()
    for words in (("add", "call"), ("withdraw", "C0001", "--because", "x")):
        result = standing(*words)
        assert (result.status, result.out) == (4, "")
        assert result.err.count("\n") == 1
    log.rmdir()
    assert [item["id"] for item in standing("list", "--json").json()["contacts"]] == ["C0001"]


def test_a_file_in_the_place_of_the_case(cli, tmp_path):
    place = tmp_path / "a-file"
    place.write_text("x")
    assert refused(cli, "add", "call", status=4, case=place)


def test_a_case_of_a_newer_version(standing):
    with sqlite3.connect(standing.case / "case.db") as conn:
        conn.execute("PRAGMA user_version = 4096")
    conn.close()
    for words in (("add", "call"), ("list",), ("check",), ("export", "x.jsonl"), ("verify",)):
        line = refused(standing, *words, status=4)
        assert "newer version" in line
        assert "4096" in line


def test_a_database_that_is_none(standing):
    (standing.case / "case.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    for name in ("case.db-wal", "case.db-shm"):
        (standing.case / name).unlink(missing_ok=True)
    result = standing("list")
    assert (result.status, result.out) == (3, "")
    assert result.err.count("\n") == 1
    assert "damaged" in result.err


def limited(case: Path, size: int, *words: object) -> subprocess.CompletedProcess[str]:
    """A run that may write no file larger than ``size`` bytes: what a full disk looks like to it."""
    command = [sys.executable, "-B", "-m", "evidencelog", "--case", case, "--lang", "en", *words]
    return subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )


def test_no_room_for_an_entry_a_file_an_export_or_a_backup(standing, tmp_path):
    long = tmp_path / "long.txt"
    long.write_text("很长的话。" * 9000)
    before = standing.state()
    size = max(path.stat().st_size for path in standing.case.rglob("*") if path.is_file()) + 8192
    recording = tmp_path / "recording.m4a"
    recording.write_bytes(os.urandom(size + 100_000))
    for words in (
        ("add", "call", "--platform", "甲", "--content", long.read_text()[:40000]),
        ("add", "call", "--attach", recording),
        ("attach", "C0001", recording),
    ):
        done = limited(standing.case, size, *words)
        assert (done.returncode, done.stdout) == (4, ""), done.stderr
        assert done.stderr.count("\n") == 1, done.stderr
        assert "Traceback" not in done.stderr
        assert standing.state() == before
    standing.add("call", "--platform", "甲", "--content", long.read_text()[:40000])
    for words, file in ((("export",), "case.jsonl"), (("backup",), "case.zip")):
        done = limited(standing.case, 4096, *words, tmp_path / file)
        assert (done.returncode, done.stdout) == (4, ""), done.stderr
        assert done.stderr.count("\n") == 1, done.stderr
        assert not list(tmp_path.glob(f"*{file}*"))
    assert standing("verify").status == 0


def test_an_import_without_room_leaves_nothing(standing, tmp_path):
    rows = "".join(
        f'<call number="9501300{n:05d}" duration="{n % 90}" date="{1772462460000 + n * 60000}" type="1" />'
        for n in range(4000)
    )
    calls = tmp_path / "calls.xml"
    calls.write_text(f"<?xml version='1.0' encoding='UTF-8'?><calls count=\"4000\">{rows}</calls>")
    before = standing.state()
    size = max(path.stat().st_size for path in standing.case.rglob("*") if path.is_file()) + 65536
    done = limited(standing.case, size, "import", calls)
    assert (done.returncode, done.stdout) == (4, ""), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert standing.state() == before
    assert standing("verify").status == 0


def test_an_interrupted_import_leaves_nothing_and_says_so(standing, tmp_path):
    import signal
    import time

    pipe = tmp_path / "calls.xml"
    rows = "".join(
        f'<call number="95013" duration="1" date="{1772462460000 + n * 60000}" type="1" />' for n in range(60000)
    )
    pipe.write_text(f"<?xml version='1.0' encoding='UTF-8'?><calls count=\"60000\">{rows}</calls>")
    before = standing.state()
    command = [sys.executable, "-m", "evidencelog", "--case", standing.case, "--lang", "en", "import", pipe]
    process = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        if (standing.case / "case.db-wal").exists() and (standing.case / "case.db-wal").stat().st_size > 200_000:
            break
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert err == "Error: Cancelled; nothing was changed.\n"
    assert standing.state() == before
