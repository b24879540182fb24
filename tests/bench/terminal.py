"""The terminal app in a real pseudo-terminal on a large case: ``python tests/bench/terminal.py [CONTACTS] [--case DIR]``.

Prints, beside a hello app of the same toolkit in the same run (and beside posting, where it is installed): the first frame,
what a key in the timeline costs in time and in bytes, the first page of a filter, and memory. Compile the bytecode first:
``python -m compileall evidencelog``. The case (1,000,000 contacts by default) is made once and kept where ``--case`` says.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import shutil
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Sequence

SCRIPT = Path(sys.executable).parent / "evidencelog"
HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("HELLO-READY")
Hello().run()
"""
ROWS, COLUMNS = 40, 120
KEYS = 120
PAGE = 128
"""Rows of a first page: what a filter has found before it has counted."""
QUIET = 0.25
"""Seconds without output after which the app has nothing more to say."""


class Terminal:
    """A program in a pseudo-terminal, with what stands on its screen."""

    def __init__(self, arguments: Sequence[str], environment: dict[str, str]) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self.started = time.perf_counter()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LANG="C.UTF-8", **environment)
            os.execvp(arguments[0], list(arguments))
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def take(self, timeout: float) -> bytes:
        """What comes within ``timeout`` seconds; nothing where nothing does. The screen does not follow."""
        return os.read(self._terminal, 1 << 16) if select.select([self._terminal], [], [], timeout)[0] else b""

    def read(self, timeout: float) -> bytes:
        """The same, and the screen follows."""
        data = self.take(timeout)
        self._stream.feed(data)
        return data

    def text(self) -> str:
        """The screen."""
        return "\n".join(self._screen.display)

    def until(self, wanted: str, limit: float = 60) -> float:
        """Milliseconds from now until ``wanted`` stands on the screen."""
        start = time.perf_counter()
        while wanted not in self.text():
            if time.perf_counter() - start > limit:
                sys.exit(f"never showed {wanted!r}:\n{self.text()}")
            self.read(0.01)
        return (time.perf_counter() - start) * 1000

    def settle(self, quiet: float = QUIET) -> None:
        """Waits until nothing more comes."""
        while self.read(quiet):
            pass

    def key(self, typed: bytes) -> tuple[float, float, int]:
        """Milliseconds until the first byte and until the last one of the answer to a key, and how many bytes it has."""
        start = time.perf_counter()
        os.write(self._terminal, typed)
        written = self.take(2)
        answered = last = time.perf_counter()
        while more := self.take(0.03):
            written += more
            last = time.perf_counter()
        size = len(written)
        self._stream.feed(written)
        return (answered - start) * 1000, (last - start) * 1000, size

    def type(self, text: str) -> None:
        """Types a text."""
        os.write(self._terminal, text.encode())

    def memory(self) -> float:
        """Resident megabytes."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0

    def end(self) -> None:
        """Kills it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)


def first_frame(arguments: Sequence[str], wanted: str, environment: dict[str, str]) -> float:
    """Milliseconds from exec until ``wanted`` was written to the terminal."""
    terminal = Terminal(arguments, environment)
    written = b""
    try:
        while wanted.encode() not in written:
            if time.perf_counter() - terminal.started > 60:
                sys.exit(f"never wrote {wanted!r}")
            written += terminal.take(0.05)
        return (time.perf_counter() - terminal.started) * 1000
    finally:
        terminal.end()


def frames(commands: dict[str, tuple[Sequence[str], str]], runs: int, environment: dict[str, str]) -> dict[str, float]:
    """The median first frame of each program, taken in turns so that a loud moment meets all of them."""
    series: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, (arguments, wanted) in commands.items():
            figure = first_frame(arguments, wanted, environment)
            if run:
                series[name].append(figure)
    return {name: statistics.median(figures) for name, figures in series.items()}


def keys(terminal: Terminal, typed: Sequence[bytes]) -> tuple[list[float], list[float], list[int]]:
    """What each key costs: time to the first byte, to the last one, and bytes."""
    answers = []
    for one in typed:
        answers.append(terminal.key(one))
        terminal.settle(0.02)
    return [a for a, _b, _c in answers], [b for _a, b, _c in answers], [c for _a, _b, c in answers]


def centile(figures: Sequence[float], share: float) -> float:
    """The figure that ``share`` of them do not pass."""
    return sorted(figures)[min(int(len(figures) * share), len(figures) - 1)]


def filters(terminal: Terminal, words: str) -> float:
    """Milliseconds from the last letter of a filter until its first page stands."""
    terminal.type("/" + words[:-1])
    begun = time.perf_counter()
    while f"{PAGE} found" in (line := terminal.text().splitlines()[0]) or "found" not in line:
        terminal.read(0.05)
        if time.perf_counter() - begun > 20:
            sys.exit(f"the letters before were never counted:\n{terminal.text()}")
    terminal.settle()
    before = terminal.text().splitlines()[0]
    terminal.type(words[-1])
    start = time.perf_counter()
    while (now := terminal.text().splitlines()[0]) == before or "found" not in now:
        if time.perf_counter() - start > 30:
            sys.exit(f"the filter never answered:\n{terminal.text()}")
        terminal.read(0.005)
    took = (time.perf_counter() - start) * 1000
    terminal.type("\x1b")
    terminal.settle(0.6)
    terminal.type("\x1b")
    terminal.settle(0.6)
    return took


def main() -> None:
    """Makes the case where it is missing, measures and prints."""
    given = argparse.ArgumentParser()
    given.add_argument("contacts", nargs="?", type=int, default=1_000_000)
    given.add_argument("--case", type=Path)
    given.add_argument("--runs", type=int, default=7)
    given.add_argument("--words", nargs="*", default=["壬资产", "甲母", "0001"])
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        case = asked.case or Path(folder) / "case"
        if not case.exists():
            sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
            from tests.bench.large_case import large_case

            large_case(case, asked.contacts)
        measure(case, asked.runs, asked.words, {"XDG_CACHE_HOME": str(Path(folder) / "cache")})


def measure(case: Path, runs: int, words: Sequence[str], environment: dict[str, str]) -> None:
    """Measures one case and prints a line for each figure."""
    app = [str(SCRIPT), "--case", str(case), "--lang", "en"]
    hello = [sys.executable, "-c", HELLO]
    commands: dict[str, tuple[Sequence[str], str]] = {"hello": (hello, "HELLO-READY"), "evidencelog": (app, "Findings")}
    posting = shutil.which("posting", path=f"{SCRIPT.parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if posting:
        commands["posting"] = ([posting], "Collection")
    medians = frames(commands, runs, environment)
    for name, figure in medians.items():
        print(f"first frame: {name} {figure:.0f} ms, {figure / medians['hello']:.2f} x hello")
    idle = Terminal(hello, environment)
    idle.until("HELLO-READY")
    idle.settle()
    empty = idle.memory()
    idle.end()
    terminal = Terminal(app, environment)
    try:
        terminal.until("Findings")
        terminal.settle(1.0)
        print(f"memory: hello {empty:.0f} MB, evidencelog {terminal.memory():.0f} MB at first")
        for name, typed in (
            ("down", [b"j"] * KEYS),
            ("page down", [b"\x1b[6~"] * 40),
            ("end and home", [b"G", b"\x1b[H"] * 10),
        ):
            first, last, sizes = keys(terminal, typed)
            print(
                f"{name} ({statistics.median(last) / medians['hello']:.3f} x hello's first frame): first byte {statistics.median(first):.1f} ms median, {centile(first, 0.95):.1f} p95; whole answer "
                f"{statistics.median(last):.1f} median, {centile(last, 0.95):.1f} p95; "
                f"bytes {statistics.median(sizes):.0f} median, {statistics.mean(sizes):.0f} mean"
            )
        for word in words:
            took = filters(terminal, word)
            print(
                f"filter {word}: {took:.0f} ms to its first page, {took / medians['hello']:.2f} x hello's first frame"
            )
        terminal.settle(1.0)
        print(f"memory at the end: {terminal.memory():.0f} MB, {terminal.memory() - empty:+.0f} MB over hello")
    finally:
        terminal.end()


if __name__ == "__main__":
    main()
