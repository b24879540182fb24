"""SIGKILL at random moments of writing commands: nothing acknowledged is lost, the case opens and verifies.

POSIX only by nature: the kill that cannot be caught is a POSIX signal.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

RUNS = 200
IMPORT_EVERY = 4
ROWS = 120


def command(case: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "evidencelog", "--case", str(case), "--lang", "en", *arguments]


def calls_file(path: Path, first_ms: int) -> Path:
    rows = "\n".join(
        f'<call number="9501300{n:04d}" duration="{n % 90}" date="{first_ms + n * 60_000}" type="{1 if n % 3 else 3}" '
        'presentation="1" subscription_id="1" contact_name="(Unknown)" />'
        for n in range(ROWS)
    )
    path.write_text(f"<?xml version='1.0' encoding='UTF-8'?>\n<calls count=\"{ROWS}\">\n{rows}\n</calls>", "utf-8")
    return path


def written(case: Path) -> int:
    """Bytes in the write-ahead log and the main file: grows with the first write of a command."""
    total = 0
    for name in ("case.db", "case.db-wal"):
        try:
            total += (case / name).stat().st_size
        except FileNotFoundError:
            continue
    return total


class Killed:
    """One command that was started and killed: what it had said, and when the kill fell."""

    def __init__(self, case: Path, arguments: tuple[str, ...], chance: random.Random, usual: float) -> None:
        before = written(case)
        process = subprocess.Popen(command(case, *arguments), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        started = time.perf_counter()
        after_write = chance.random() < 0.75
        wait = chance.uniform(0, usual)
        self.wrote_first = False
        while process.poll() is None:
            now = time.perf_counter()
            if not self.wrote_first and written(case) > before:
                self.wrote_first = True
                if after_write:
                    started, wait = now, chance.uniform(0, usual / 3)
            if (self.wrote_first or not after_write) and now - started > wait:
                break
        alive = process.poll() is None
        if alive:
            os.kill(process.pid, signal.SIGKILL)
        out = process.stdout.read().decode()
        process.stdout.close()
        self.killed = process.wait() == -signal.SIGKILL
        self.between = self.killed and self.wrote_first
        self.said = out


def test_kill_loses_nothing_acknowledged(tmp_path):
    case = tmp_path / "case"
    chance = random.Random(20261121)
    started = time.perf_counter()
    subprocess.run(command(case, "add", "call", "--at", "2026-03-01T09:00:00+08:00"), check=True, capture_output=True)
    usual = time.perf_counter() - started
    acknowledged: set[str] = {"C0001"}
    imported_files: list[Path] = []
    killed = between = 0
    for n in range(RUNS):
        if n % IMPORT_EVERY == 0:
            source = calls_file(tmp_path / f"calls-{n}.xml", 1_772_300_000_000 + n * 86_400_000)
            run = Killed(case, ("import", str(source), "--json"), chance, usual * 1.5)
            if run.said.rstrip().endswith("}"):
                assert json.loads(run.said)["added"] == ROWS
                imported_files.append(source)
        else:
            text = f"第{n}通"
            run = Killed(
                case,
                ("add", "call", "--at", "2026-03-02T22:41:00+08:00", "--platform", "甲", "--content", text, "--json"),
                chance,
                usual,
            )
            if run.said.rstrip().endswith("}"):
                acknowledged.add(json.loads(run.said)["id"])
        killed += run.killed
        between += run.between
    verify = subprocess.run(command(case, "verify"), capture_output=True, text=True)
    assert verify.returncode == 0, verify.stdout + verify.stderr
    listed = subprocess.run(command(case, "list", "--json"), capture_output=True, text=True, check=True)
    present = {contact["id"] for contact in json.loads(listed.stdout)["contacts"]}
    assert acknowledged <= present
    for source in imported_files:
        again = subprocess.run(
            command(case, "import", str(source), "--json"), capture_output=True, text=True, check=True
        )
        assert json.loads(again.stdout)["added"] == 0
    print(f"{RUNS} runs, {killed} killed, {between} between first write and exit, {len(acknowledged)} acknowledged")
    assert between * 3 >= RUNS, f"only {between} of {RUNS} kills fell between the first write and the exit"
