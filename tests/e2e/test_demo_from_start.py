"""From the first start into the invented case: it says that it is none of the person's own, and their own comes back."""

from __future__ import annotations

import sys

from tests.e2e.test_fast_keys import Terminal


def test_the_invented_case_says_so_and_the_own_one_opens_at_the_next_start(tmp_path):
    program = (sys.executable, "-m", "evidencelog", "--case", str(tmp_path / "mine"), "--lang", "en")
    terminal = Terminal(*program)
    try:
        terminal.wait_for("first contact")
        terminal.type("d")
        terminal.wait_for("This case is invented")
        terminal.wait_for(" demo ")
    finally:
        terminal.close()
    again = Terminal(*program)
    try:
        again.wait_for("0 entries")
        assert "invented: look" not in "\n".join(again.screen.display)
    finally:
        again.close()
