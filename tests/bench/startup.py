"""Start-up against the bare libraries, in pairs in one run: ``python tests/bench/startup.py [RUNS]``.

Prints the median of ``evidencelog add`` and of ``python -c "import click, sqlite3"`` and their ratio (budget: 4), and
the first frame of the app on the demo case against a hello app of the same toolkit (budget: 2), each in a real
pseudo-terminal until the text stands on an emulated screen. Compile the bytecode first: ``python -m compileall``.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

import pyte

SCRIPT = Path(sys.executable).parent / "evidencelog"
HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("HELLO-READY")
Hello().run()
"""


def whole_process(arguments: list[str]) -> float:
    """Milliseconds from spawn to exit."""
    start = time.perf_counter()
    subprocess.run(arguments, check=True, capture_output=True)
    return (time.perf_counter() - start) * 1000


def first_frame(arguments: list[str], wanted: str, rows: int = 40, columns: int = 120) -> float:
    """Milliseconds from exec until ``wanted`` stands on the emulated screen."""
    screen = pyte.Screen(columns, rows)
    stream = pyte.ByteStream(screen)
    start = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LANG="C.UTF-8")
        os.execvp(arguments[0], arguments)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    try:
        while time.perf_counter() - start < 30:
            if not select.select([terminal], [], [], 0.02)[0]:
                continue
            stream.feed(os.read(terminal, 65536))
            if wanted in "\n".join(screen.display):
                return (time.perf_counter() - start) * 1000
        sys.exit(f"never showed {wanted!r}:\n" + "\n".join(screen.display))
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def main(runs: int) -> None:
    """Measures both pairs and prints one line each."""
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case"
        subprocess.run([SCRIPT, "demo", "--into", case, "--no-tui"], check=True, capture_output=True)
        add = [str(SCRIPT), "--case", str(case), "add", "call", "--at", "2026-11-19T22:41:00+08:00"]
        bare = [sys.executable, "-c", "import click, sqlite3"]
        newest = subprocess.run(
            [SCRIPT, "--case", case, "--lang", "en", "list", "--limit", "1", "--json"], check=True, capture_output=True
        )
        hour = json.loads(newest.stdout)["contacts"][0]["at"][11:16]
        app = [str(SCRIPT), "--case", str(case), "--lang", "en"]
        hello = [sys.executable, "-c", HELLO]
        pairs: list[list[float]] = [[], [], [], []]
        for run in range(runs + 1):
            figures = (
                whole_process(add),
                whole_process(bare),
                first_frame(app, hour),
                first_frame(hello, "HELLO-READY"),
            )
            if run:
                for series, figure in zip(pairs, figures, strict=True):
                    series.append(figure)
        medians = [statistics.median(series) for series in pairs]
        print(f"add {medians[0]:.0f} ms, click+sqlite3 {medians[1]:.0f} ms, ratio {medians[0] / medians[1]:.2f} (4)")
        print(f"first frame {medians[2]:.0f} ms, hello {medians[3]:.0f} ms, ratio {medians[2] / medians[3]:.2f} (2)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
