"""Keys that come faster than the program draws: a real terminal, many keys in one write, and the ledger afterwards."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time

import pytest

pty = pytest.importorskip("pty", reason="pseudo-terminals are a POSIX thing")
pyte = pytest.importorskip("pyte")

CTRL_S, TAB = "\x13", "\t"


class Terminal:
    """A program in a pseudo-terminal of 100 columns and 30 rows, with what its screen shows."""

    def __init__(self, *command: str) -> None:
        import fcntl
        import struct
        import termios

        self.screen = pyte.Screen(100, 30)
        self._stream = pyte.ByteStream(self.screen)
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", LANG="C.UTF-8")
            os.execv(command[0], command)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

    def wait_for(self, text: str) -> None:
        """Reads until the screen shows a text; fails after half a minute with what it shows instead."""
        end = time.monotonic() + 30
        while text not in "\n".join(self.screen.display):
            assert time.monotonic() < end, f"never showed {text!r}:\n" + "\n".join(self.screen.display)
            if select.select([self._fd], [], [], 0.05)[0]:
                self._stream.feed(os.read(self._fd, 65536))

    def type(self, keys: str) -> None:
        """All keys in one write, as a paste without brackets or a quick hand on a slow machine gives them."""
        os.write(self._fd, keys.encode())

    def close(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)


def test_every_key_reaches_the_field_it_was_meant_for(tmp_path):
    program = (sys.executable, "-m", "evidencelog", "--case", str(tmp_path / "case"), "--lang", "en")
    terminal = Terminal(*program)
    try:
        terminal.wait_for("first contact")
        terminal.type("n")
        terminal.wait_for("What was said")
        terminal.type(TAB.join(("昨晚10点半", "某消金")))
        terminal.wait_for("Kind of lender")
        terminal.type(TAB.join(("", "", "9501312345", "张某", "0231")) + CTRL_S)
        terminal.wait_for("1 entry")
    finally:
        terminal.close()
    listed = subprocess.run([*program, "list", "--json"], capture_output=True, check=True)
    (contact,) = json.loads(listed.stdout)["contacts"]
    assert contact["at"][11:16] == "22:30"
    kept = {name: contact[name] for name in ("platform", "number", "caller", "employee_id")}
    assert kept == {"platform": "某消金", "number": "9501312345", "caller": "张某", "employee_id": "0231"}
