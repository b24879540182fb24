"""The terminal app in a real pseudo-terminal on a large case: ``python tests/bench/terminal.py [CONTACTS] [--case DIR]``.

Prints, beside a hello app of the same toolkit in the same run (and beside posting, where it is installed): the first frame,
what a key in the timeline costs in time and in bytes, the first page of a filter, and memory. Compile the bytecode first:
``python -m compileall evidencelog``. The case (1,000,000 contacts by default) is made once and kept where ``--case`` says.
On Linux processor time stands beside the time that passed: it tells the program from what else the machine does.
posting is looked for beside the program and on the path; one that ends before its first frame is left out.
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
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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


class Cost(NamedTuple):
    """Milliseconds of something."""

    elapsed: float
    processor: float
    """Of all threads of the program; 0 where the system does not tell."""


class Ended(Exception):
    """The program ended by itself."""


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
        if not select.select([self._terminal], [], [], timeout)[0]:
            return b""
        try:
            return os.read(self._terminal, 1 << 16)
        except OSError as error:
            raise Ended from error

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

    def rest(self, limit: float = 20) -> None:
        """Waits until the program has nothing more to do: it is looked at as it is used, not as it starts."""
        start = time.perf_counter()
        idle = 0
        while idle < 3 and time.perf_counter() - start < limit:
            before = self.processor()
            self.read(0.3)
            self.settle()
            idle = idle + 1 if self.processor() - before < 15 else 0

    def key(self, typed: bytes) -> tuple[float, float, int, float]:
        """Milliseconds until the first byte and until the last one of the answer to a key, its bytes, processor time."""
        before = self.processor()
        start = time.perf_counter()
        os.write(self._terminal, typed)
        written = self.take(2)
        answered = last = time.perf_counter()
        while more := self.take(0.03):
            written += more
            last = time.perf_counter()
        size = len(written)
        self._stream.feed(written)
        return (answered - start) * 1000, (last - start) * 1000, size, self.processor() - before

    def type(self, text: str) -> None:
        """Types a text."""
        os.write(self._terminal, text.encode())

    def memory(self) -> float:
        """Resident megabytes."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0

    def processor(self) -> float:
        """Milliseconds of processor time its threads took so far; 0 where the system does not tell."""
        took = 0
        for thread in Path(f"/proc/{self.pid}/task").glob("*/schedstat"):
            with suppress(OSError):
                took += int(thread.read_text().split()[0])
        return took / 1e6

    def end(self) -> None:
        """Kills it."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)


def first_frame(arguments: Sequence[str], wanted: str, environment: dict[str, str]) -> Cost:
    """What it costs from exec until ``wanted`` was written to the terminal. Raises Ended."""
    terminal = Terminal(arguments, environment)
    written = b""
    try:
        while wanted.encode() not in written:
            if time.perf_counter() - terminal.started > 60:
                sys.exit(f"never wrote {wanted!r}")
            written += terminal.take(0.05)
        return Cost((time.perf_counter() - terminal.started) * 1000, terminal.processor())
    finally:
        terminal.end()


def frames(
    commands: dict[str, tuple[Sequence[str], str]], runs: int, environment: dict[str, str]
) -> dict[str, list[Cost]]:
    """The first frames of each program, taken in turns so that a loud moment meets all of them."""
    series: dict[str, list[Cost]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, (arguments, wanted) in commands.items():
            if name not in series:
                continue
            try:
                cost = first_frame(arguments, wanted, environment)
            except Ended:
                print(f"{name} ended before its first frame and is left out")
                del series[name]
                continue
            if run:
                series[name].append(cost)
    return series


def keys(terminal: Terminal, typed: Sequence[bytes], pause: float) -> list[tuple[float, float, int, float]]:
    """What each key costs: time to the first byte and to the last one, bytes, processor time; ``pause`` after each."""
    answers = []
    for one in typed:
        answers.append(terminal.key(one))
        terminal.settle(pause)
    return answers


def centile(figures: Sequence[float], share: float) -> float:
    """The figure that ``share`` of them do not pass."""
    return sorted(figures)[min(int(len(figures) * share), len(figures) - 1)]


def filters(terminal: Terminal, words: str) -> float:
    """Milliseconds from the last letter of a filter, typed whole, until its first page stands."""
    terminal.rest()
    terminal.type("/")
    terminal.settle()
    terminal.type(words)
    start = time.perf_counter()
    while "found" not in terminal.text().splitlines()[0]:
        if time.perf_counter() - start > 30:
            sys.exit(f"the filter never answered:\n{terminal.text()}")
        terminal.read(0.005)
    took = (time.perf_counter() - start) * 1000
    time.sleep(1.0)  # all of it is found
    terminal.settle()
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
    given.add_argument("--words", nargs="*", default=["壬资产", "甲母", "0001", "丙同事", "无此", "13800009999"])
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
    costs = frames(commands, runs, environment)
    yardstick = Cost(*(statistics.median(figures) for figures in zip(*costs["hello"], strict=True)))
    quickest = min(cost.elapsed for cost in costs["hello"])
    for name, series in costs.items():
        median = Cost(*(statistics.median(figures) for figures in zip(*series, strict=True)))
        best = min(cost.elapsed for cost in series)
        share = f", processor {median.processor / yardstick.processor:.2f} x" if yardstick.processor else ""
        print(
            f"first frame: {name} {median.elapsed:.0f} ms median, {median.elapsed / yardstick.elapsed:.2f} x hello; "
            f"best {best:.0f} ms, {best / quickest:.2f} x{share}"
        )
    idle = Terminal(hello, environment)
    idle.until("HELLO-READY")
    idle.settle()
    empty = idle.memory()
    idle.end()
    start = Terminal(app, environment)  # the first start compiles the law packs and keeps them: once for all
    start.until("Findings")
    start.rest()
    start.end()
    terminal = Terminal(app, environment)
    try:
        terminal.until("Findings")
        terminal.rest()
        print(f"memory: hello {empty:.0f} MB, evidencelog {terminal.memory():.0f} MB at first")
        for name, typed, pause in (
            ("down, one after the other", [b"j"] * KEYS, 0.02),
            ("down, with pauses", [b"j"] * (KEYS // 2), 0.3),
            ("page down", [b"\x1b[6~"] * 40, 0.02),
            ("end and home", [b"G", b"\x1b[H"] * 10, 0.02),
        ):
            terminal.rest()
            first, last, sizes, processor = zip(*keys(terminal, typed, pause), strict=True)
            print(
                f"{name}: first byte {statistics.median(first):.1f} ms median, {centile(first, 0.95):.1f} p95; whole "
                f"answer {statistics.median(last):.1f} median, {centile(last, 0.95):.1f} p95, "
                f"{statistics.median(last) / yardstick.elapsed:.3f} x hello's first frame; processor "
                f"{statistics.median(processor):.1f} median, {centile(processor, 0.95):.1f} p95; "
                f"bytes {statistics.median(sizes):.0f} median, {statistics.mean(sizes):.0f} mean"
            )
        for word in words:
            took = filters(terminal, word)
            print(
                f"filter {word}: {took:.0f} ms to its first page, {took / yardstick.elapsed:.2f} x hello's first frame"
            )
        terminal.settle(1.0)
        print(f"memory at the end: {terminal.memory():.0f} MB, {terminal.memory() - empty:+.0f} MB over hello")
    finally:
        terminal.end()


if __name__ == "__main__":
    main()
