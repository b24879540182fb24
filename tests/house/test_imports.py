"""Who may import whom, and what the quick commands must not load."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

HEAVY = ("textual", "rich", "pydantic", "sqlite_utils", "dateutil", "phonenumbers", "typst", "docx")

LOADED = """
import json, sys
from evidencelog.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit as stop:
    status = stop.code or 0
print()
print(json.dumps({"status": status, "modules": sorted({name.partition(".")[0] for name in sys.modules})}))
"""


def test_import_contracts_hold():
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("imports") / "case"
    loaded(folder, "add", "call", "--at", "2026-03-02T09:00:00+08:00", "--platform", "甲")
    return folder


def loaded(case: Path, *command: str) -> dict[str, object]:
    run = subprocess.run(
        [sys.executable, "-c", LOADED, "--case", str(case), *command], capture_output=True, text=True, cwd=ROOT
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (("add", "call", "--at", "2026-03-02T22:41:00+08:00", "--platform", "甲", "--outcome", "answered"), 0),
        (("list",), 0),
        (("show", "C0001"), 0),
        (("check",), 0),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_quick_commands_load_nothing_heavy(case, command, status):
    seen = loaded(case, *command)
    assert seen["status"] in (status, 1 if command[0] == "check" else status)
    assert not set(HEAVY) & set(seen["modules"])
