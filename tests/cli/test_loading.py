"""A command imports only what it needs, seen in a fresh interpreter."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {
    "textual", "rich", "pydantic", "sqlite_utils", "dateutil", "phonenumbers", "typst", "docx", "asyncio", "http",
    "email", "xml", "zipfile",
}  # fmt: skip

LOADED = """
import json, sys
from evidencelog.__main__ import main
status = 0
try:
    main(sys.argv[1:])
except SystemExit as stop:
    status = stop.code or 0
print()
print(json.dumps([status, sorted(sys.modules)]))
"""


def modules(case, *words: str) -> tuple[int, set[str]]:
    run = subprocess.run(
        [sys.executable, "-c", LOADED, "--case", str(case), "--lang", "zh", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert "Traceback" not in run.stderr, run.stderr
    status, names = json.loads(run.stdout.splitlines()[-1])
    return status, set(names)


@pytest.fixture
def case(cli):
    cli("platform", "add", "某消金", "--kind", "consumer_finance", "--product", "online_consumer")
    cli.add("call", "--at", "2026-03-02T22:41:00+08:00", "--platform", "某消金", "--outcome", "answered")
    return cli.case


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("add", "call", "--at", "2026-03-02T22:41:00+08:00", "--platform", "某消金", "--number", "95013"), 0),
        (("add", "call", "--at", "昨晚10点半", "--platform", "某消金"), 0),
        (("list",), 0),
        (("list", "--json"), 0),
        (("show", "C0001"), 0),
        (("check",), 1),
        (("check", "--json"), 1),
        (("correct", "C0001", "--set", "outcome=missed", "--because", "x"), 0),
        (("withdraw", "C0001", "--because", "x"), 0),
        (("platform", "add", "乙"), 0),
        (("rules",), 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_quick_commands_load_nothing_heavy(case, words, expected):
    status, names = modules(case, *words)
    assert status == expected
    assert not {name.partition(".")[0] for name in names} & HEAVY


@pytest.mark.parametrize(
    ("words", "own"),
    [
        (("--help",), set()),
        (("add", "--help"), {"adding"}),
        (("list",), {"listing"}),
        (("check",), {"checking"}),
        (("when", "昨天"), {"moments"}),
        (("read", "你好"), {"reading"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_no_other_command_is_imported(case, words, own):
    from evidencelog.cli.commands import ENTRIES

    _status, names = modules(case, *words)
    loaded = {entry.module for entry in ENTRIES.values() if f"evidencelog.cli.{entry.module}" in names}
    assert loaded == own


def test_help_touches_no_case_and_no_law(case):
    _status, names = modules(case, "add", "--help")
    assert not {
        name for name in names if name.startswith(("evidencelog.store", "evidencelog.laws", "evidencelog.checker"))
    }
