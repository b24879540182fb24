"""A closed window and a system that shuts down: what was typed a moment before is there at the next start.

POSIX only by nature: both arrive as POSIX signals.
"""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from evidencelog.store import drafts
from tests.e2e.test_fast_keys import Terminal

TYPED = "0231 said tomorrow"


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
@pytest.mark.parametrize(("key", "ready", "draft"), [("q", "What happened?", "quick"), ("c", "Your firm", "live-call")])
def test_what_was_typed_last_is_kept(tmp_path, name, key, ready, draft):
    case = tmp_path / "case"
    terminal = Terminal(sys.executable, "-m", "evidencelog", "--case", str(case), "--lang", "en")
    try:
        terminal.wait_for("first contact")
        terminal.type(key)
        terminal.wait_for(ready)
        terminal.type(TYPED)
        terminal.wait_for(TYPED)
        os.kill(terminal.pid, getattr(signal, name))
        status = _ended(terminal.pid)
    finally:
        terminal.close()
    assert status == 128 + getattr(signal, name)
    (_at, kept) = drafts.kept(case)[draft]
    assert TYPED in str(kept)


def _ended(pid: int) -> int:
    """The exit status of the program, which is still there to be waited for."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
        if ended is not None:
            return ended.si_status
        time.sleep(0.05)
    raise AssertionError("it did not end")
