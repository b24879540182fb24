"""What goes to stdout and stderr: JSON that cannot steer a terminal, readers that go away, devices that are full."""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencelog.cli import output

PROGRAM = [sys.executable, "-m", "evidencelog", "--lang", "en"]

BIDI = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
DANGEROUS = "\x1b[2J\x07 \x9b31m \x7f \u202etxt\u2069 \u2028 \ufeff"


@given(st.text(st.characters(), max_size=40))
def test_json_says_the_same_text_without_anything_a_terminal_acts_on(text):
    shown = output.as_json({"text": text})
    assert json.loads(shown) == {"text": text}
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert not {unicodedata.bidirectional(character) for character in shown} & BIDI


def test_json_keeps_chinese_readable_and_escapes_what_is_dangerous():
    shown = output.as_json({"text": "花呗" + DANGEROUS})
    assert "花呗" in shown
    assert not set(shown) & set("\x1b\x07\x9b\x7f\u202e\u2069\u2028\ufeff")
    assert json.loads(shown)["text"].endswith(DANGEROUS)


@pytest.mark.parametrize("n", [0, 1, 2, 500, 501, 1203])
def test_a_long_list_is_one_document(n, monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", stream)
    output.emit_list({"schema": "x/1"}, "items", iter(range(n)))
    assert json.loads(stream.buffer.getvalue()) == {"schema": "x/1", "items": list(range(n))}
    assert stream.buffer.getvalue().endswith(b"]}\n")


def test_lines_for_people_are_neutralised(monkeypatch):
    out, err = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    output.tell([f"  a{DANGEROUS}\nb", "c"])
    output.say(f"d{DANGEROUS}")
    texts = [stream.buffer.getvalue().decode() for stream in (out, err)]
    for text, lines in zip(texts, (2, 1), strict=True):
        assert not set(text) & set("\x1b\x07\x9b\x7f\u202e\u2069\u2028\ufeff")
        assert text.count("\n") == lines
    assert texts[0].startswith("  a")


def run(*words: str, **settings: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PROGRAM, *words], capture_output=False, stderr=subprocess.PIPE, **settings)  # type: ignore[call-overload]


def test_a_reader_that_goes_away_is_no_error():
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run("--help", stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_reader_that_goes_away_does_not_change_the_exit_status_of_what_was_recorded(tmp_path):
    case = str(tmp_path / "case")
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run("--case", case, "platform", "add", "甲", "--kind", "bank_card", stdout=writing)
    finally:
        os.close(writing)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    listed = subprocess.run([*PROGRAM, "--case", case, "platform", "list", "--json"], capture_output=True, check=True)
    assert [item["name"] for item in json.loads(listed.stdout)["items"]] == ["甲"]


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_output_that_takes_no_more_is_told_in_one_line(tmp_path, unbuffered):
    with (tmp_path / "out").open("wb") as full:
        done = run(
            "when",
            "2026-03-01",
            stdout=full,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4, 4)),
        )
    assert done.returncode == 4
    assert done.stderr.count(b"\n") == 1
    assert b"could not be written" in done.stderr


def test_output_is_utf_8_whatever_the_locale_says(tmp_path):
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    case = str(tmp_path / "case")
    command = [sys.executable, "-m", "evidencelog", "--case", case, "--lang", "zh"]
    subprocess.run([*command, "platform", "add", "某消金"], env=environment, check=True, capture_output=True)
    listed = subprocess.run([*command, "platform", "list"], env=environment, check=True, capture_output=True)
    assert "某消金" in listed.stdout.decode("utf-8")


def test_closed_streams_are_no_error(tmp_path):
    command = [*PROGRAM, "--case", str(tmp_path / "case"), "add", "call", "--at", "2026-03-02"]
    for closed in (0, 1, 2):
        done = subprocess.run(command, capture_output=True, preexec_fn=lambda: os.close(closed))  # noqa: B023
        assert done.returncode == 0
        assert b"Traceback" not in done.stderr
    listed = subprocess.run(
        [*PROGRAM, "--case", str(tmp_path / "case"), "list", "--jsonl"], capture_output=True, check=True
    )
    assert listed.stdout.count(b"\n") == 3
