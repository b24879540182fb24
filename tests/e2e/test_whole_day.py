"""A whole day in a real terminal: first start, a call noted live, plain words, a phone's file, a question answered, a
finding confirmed, a packet written; then the ledger and the packet as the command line and the packet's verifier see them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

pytest.importorskip("pty", reason="pseudo-terminals are a POSIX thing")
pytest.importorskip("pyte")

from tests.e2e.test_fast_keys import CTRL_S, TAB, Terminal

F2, F5, F9, F12, ESC, CTRL_T = "\x1bOQ", "\x1b[15~", "\x1b[20~", "\x1b[24~", "\x1b", "\x14"
CALLS = """<?xml version='1.0' encoding='UTF-8'?>
<calls count="2">
  <call number="95188" duration="0" date="1790951100000" type="3" presentation="1" name="(Unknown)" />
  <call number="95188" duration="61" date="1790951520000" type="1" presentation="1" name="(Unknown)" />
</calls>
"""


@pytest.fixture
def program(tmp_path, monkeypatch):
    monkeypatch.setenv("EVIDENCELOG_CONFIG", str(tmp_path / "config" / "config.toml"))
    return (sys.executable, "-m", "evidencelog", "--case", str(tmp_path / "case"), "--lang", "en")


def told(program, *words):
    run = subprocess.run([*program, *words], capture_output=True, check=False)
    assert run.returncode in (0, 1), run.stderr.decode()
    return json.loads(run.stdout)


def wait_until(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_day_from_the_first_start_to_a_verified_packet(program, tmp_path):
    log = tmp_path / "calls-20261002.xml"
    log.write_text(CALLS, encoding="utf-8")
    terminal = Terminal(*program)
    try:
        # the first start says where everything lies
        terminal.wait_for("first contact")
        terminal.wait_for("Asia/Shanghai")

        # a call comes in: noted while it runs, somebody looks over the shoulder, it is ended
        terminal.type("c")
        terminal.wait_for("Staff number?")
        terminal.type(TAB.join(("某消金", "某某咨询", "张某", "0231")))
        terminal.wait_for("0231")
        terminal.type(F12)
        wait_until(lambda: _gone(terminal, "Staff number?"))
        terminal.type(F12)
        terminal.wait_for("Staff number?")
        terminal.type(F5 + F2 + CTRL_T)
        terminal.wait_for("says: police 00:0")
        terminal.type(CTRL_S)

        # it claimed to be police: the card, and what came of looking it up
        terminal.wait_for("Entry C0001: once you have looked it up")
        terminal.type("x")
        terminal.wait_for("Noted in C0001")

        # plain words, two lines at once
        terminal.type("q")
        terminal.wait_for("In your own words")
        terminal.type("10月2日22点半 某消金 接通 说要告诉我单位\r10月2日 下午 14个未接来电 平台某消金")
        terminal.wait_for("2 entries")
        terminal.type(CTRL_S)
        terminal.wait_for("Saved as C0002 to C0003")

        # the phone's own log
        terminal.type("i")
        terminal.wait_for("drop the file here")
        terminal.type(str(log) + "\r")
        terminal.wait_for("2 contacts would be added")
        terminal.type(CTRL_S)
        terminal.wait_for("2 contacts added")
        terminal.type(ESC)
        terminal.wait_for("5 entries")

        # what the evening asks: what kind of lender it is
        terminal.type("t")
        terminal.wait_for("One answer is missing")
        terminal.type("a")
        terminal.wait_for("Which texts bind a lender")
        terminal.type(TAB + TAB + "3" + TAB + "1" + CTRL_S)
        terminal.wait_for("Nothing else has to be done today.")
        terminal.type(ESC)
        terminal.wait_for("5 entries")

        # a finding is confirmed
        terminal.type("f")
        terminal.wait_for("Rests on, as in force that day")
        terminal.type("y")
        terminal.wait_for("How do you know?")
        terminal.type("I was there\r")
        terminal.wait_for("You confirmed it")
        terminal.type(ESC)
        terminal.wait_for("5 entries")

        # a packet for the addressee that stands first
        terminal.type("e")
        terminal.wait_for("fits")
        terminal.type(CTRL_S)
        terminal.wait_for("SHA-256")
    finally:
        terminal.close()

    listed = told(program, "list", "--json")["contacts"]
    by_id = {contact["id"]: contact for contact in listed}
    assert len(listed) == 5
    live = json.loads(subprocess.run([*program, "show", "C0001", "--json"], capture_output=True, check=True).stdout)
    values = live.get("values", live)
    assert (values["source"], values["claimed_role"], values["role_checked"]) == ("live", "police", "false")
    assert values["identity"] == {"institution": "given", "name": "given", "employee_id": "given"}
    assert any(tag.startswith("impersonation_police@") for tag in values["tag"])
    assert "I said:" in values["content"]
    assert by_id["C0003"]["count"] == 14
    assert {by_id[name].get("number") for name in ("C0004", "C0005")} == {"95188"}
    findings = told(program, "check", "--json")["findings"]
    assert [one["review"]["decision"] for one in findings if one["review"]] == ["confirm"]
    assert any(one["grade"] == "breach" for one in findings)

    exports = tmp_path / "case" / "exports"
    (packet,) = [path for path in exports.iterdir() if (path / "bagit.txt").is_file()]
    verified = subprocess.run([*program, "verify", str(packet)], capture_output=True, check=False)
    assert verified.returncode == 0, verified.stdout.decode() + verified.stderr.decode()
    assert subprocess.run([*program, "verify"], capture_output=True, check=False).returncode == 0


def test_a_call_outlives_the_program(program, tmp_path):
    terminal = Terminal(*program)
    try:
        terminal.wait_for("first contact")
        terminal.type("c")
        terminal.wait_for("Staff number?")
        terminal.type("某消金" + F9)
        terminal.wait_for("abuse 00:0")
        time.sleep(1.5)  # it is kept every second
    finally:
        terminal.close()  # SIGKILL
    again = Terminal(*program)
    try:
        again.wait_for("first contact")
        again.type("c")
        again.wait_for("This was kept; the clock goes on.")
        again.wait_for("abuse 00:0")
        again.type(CTRL_S)
        again.wait_for("1 entry")
    finally:
        again.close()
    (contact,) = told(program, "list", "--json")["contacts"]
    assert (contact["platform"], contact["source"]) == ("某消金", "live")


def _gone(terminal, text):
    """Whether the screen stopped showing a text; reads what the program wrote meanwhile."""
    import select

    while select.select([terminal._fd], [], [], 0.05)[0]:
        terminal._stream.feed(os.read(terminal._fd, 65536))
    return text not in "\n".join(terminal.screen.display)
