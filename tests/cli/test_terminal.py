"""What changes on a terminal and what must not: JSON has the same bytes, lines for people end where the terminal does."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import tty

import pytest

from evidencelog.app.display import cells


def on_a_terminal(command: list[str], columns: int = 80) -> tuple[int, bytes]:
    """Exit status and everything that a command wrote to a terminal of that width, as it wrote it."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=subprocess.PIPE, env=environment)
    os.close(slave)
    written = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # how Linux says that the other side is closed
            break
        if not piece:
            break
        written += piece
    process.communicate()
    os.close(master)
    return process.returncode, written


def on_a_pipe(command: list[str]) -> tuple[int, bytes]:
    done = subprocess.run(command, capture_output=True)
    return done.returncode, done.stdout


@pytest.fixture
def program(cli):
    cli("platform", "add", "某消金", "--kind", "consumer_finance", "--product", "online_consumer")
    words = "你再不还就去你单位找你领导，把你的事情告诉你家里所有的人，看你以后怎么做人。"
    cli.add("call", "--at", "2026-03-02T22:41:00+08:00", "--platform", "某消金", "--content", words)
    return [sys.executable, "-m", "evidencelog", "--case", str(cli.case), "--lang", "zh"]


@pytest.mark.parametrize(
    "words",
    [
        ("list", "--json"), ("list", "--jsonl"), ("show", "C0001", "--json"), ("check", "--json"), ("rules", "--json"),
        ("platform", "list", "--json"), ("when", "昨晚10点半", "--jsonl", "--now", "2026-03-02"), ("case", "show", "--json"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_json_is_the_same_on_a_terminal_and_in_a_pipe(program, words):
    moving = re.compile(rb'"checked_at": "[^"]*"')
    status, shown = on_a_terminal([*program, *words])
    same_status, piped = on_a_pipe([*program, *words])
    assert status == same_status
    assert moving.sub(b"", shown) == moving.sub(b"", piped)
    assert piped


def test_a_list_line_ends_where_the_terminal_does(program):
    for columns in (40, 80):
        _status, shown = on_a_terminal([*program, "list"], columns)
        (line,) = shown.decode().splitlines()
        assert cells(line) <= columns
        assert cells(line) > columns - 3
    _status, piped = on_a_pipe([*program, "list"])
    assert "看你以后怎么做人。" in piped.decode()


def test_help_fits_a_narrow_terminal(program):
    _status, shown = on_a_terminal([*program, "check", "--help"], 50)
    lines = shown.decode().splitlines()
    assert all(cells(line) <= 50 for line in lines)
    assert len(lines) > 10
