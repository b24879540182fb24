"""Paths as people type them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidencelog.tui import entry
from evidencelog.tui.typed_path import typed_path
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    import pytest
    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp
    from tests.tui.conftest import Script


def test_the_home_folder_is_known_by_its_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert typed_path("~/录音.m4a") == tmp_path / "录音.m4a"
    assert typed_path("录音~1.m4a") == Path("录音~1.m4a")


def test_the_home_of_nobody_is_a_name_like_any_other() -> None:
    assert typed_path("~没有这个人/录音.m4a") == Path("~没有这个人/录音.m4a")
    assert entry.paths("~没有这个人/录音.m4a") == [Path("~没有这个人/录音.m4a")]


def test_a_file_at_the_home_of_nobody_is_said_not_to_be_there(case: Case, drive: Any) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("enter", "a")
        await settled(pilot)
        await typed(pilot, "~没有这个人/录音.m4a")
        await pilot.press("enter")
        await settled(pilot, rounds=3)
        assert "录音.m4a" in "".join("\n".join(screen_text(app)).split())
        assert app.is_running

    given: Script = script
    drive(case, given)
