"""``doctor`` finds what is wrong and says what to do; it changes nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3

from evidencelog.app import doctor
from tests.laws.sampling import SAMPLE


def states(cli) -> dict[str, str]:
    return {item["about"]: item["state"] for item in cli("doctor", "--json").json()["items"]}


def test_a_sound_installation(cli):
    cli.add("call")
    before = cli.state()
    result = cli("doctor")
    assert result.status == 0, result.out
    assert set(states(cli).values()) == {"good"}
    assert sqlite3.sqlite_version in result.out
    assert "1 contact in" in result.out
    assert cli.state() == before


def test_no_case_yet_is_only_a_remark(cli):
    result = cli("doctor")
    assert result.status == 0
    assert states(cli)["case"] == "remark"
    assert not cli.case.exists()


def test_a_case_others_can_read(cli):
    cli.add("call")
    os.chmod(cli.case, 0o755)
    result = cli("doctor", lang="zh")
    assert result.status == 0
    assert f"chmod -R go= {cli.case}" in result.out


def test_a_pack_that_is_not_there(cli):
    cli.add("call")
    shutil.copytree(SAMPLE / "xx", cli.case / "packs" / "xx")
    assert cli("case", "set", "--packs", "cn,xx").status == 0
    shutil.rmtree(cli.case / "packs")
    result = cli("doctor")
    assert result.status == 4
    assert "xx" in result.out
    assert "to mend" in result.out


def test_a_damaged_case(cli):
    cli.add("call")
    (cli.case / "case.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    assert cli("doctor").status == 4
    assert states(cli)["case"] == "bad"


def test_what_was_left_lying_about(cli):
    cli.add("call")
    incoming = cli.case / "vault" / "incoming"
    incoming.mkdir(exist_ok=True)
    (incoming / "0123.part").write_bytes(b"half a file")
    (cli.case / "case.before-9.db").write_bytes(b"")
    (leftovers,) = [item for item in cli("doctor", "--json").json()["items"] if item["about"] == "leftovers"]
    assert leftovers["state"] == "remark"
    assert "unfinished" in leftovers["what"]
    assert "case.before-9.db" in leftovers["what"]
    assert "backup" in leftovers["mend"]


def test_an_old_database_library(monkeypatch, tmp_path):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.36.0")
    (answer,) = [answer for answer in doctor.examine(tmp_path / "case") if answer.state == "bad"]
    assert "3.36.0" in answer.what
    assert "3.37.0" in answer.what
    assert answer.mend
