"""Taking in a file: one key looks first and takes in after it, and only what the line names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Input

from evidencelog.app import browsing
from evidencelog.models.browsing import ContactFilter
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]

ROW = '<call number="{number}" duration="0" date="{at}" type="3" presentation="1" contact_name="(Unknown)" />'


def calls(folder: Path, name: str, *numbers: str) -> Path:
    rows = "".join(ROW.format(number=number, at=1790951100000 + at * 60000) for at, number in enumerate(numbers))
    file = folder / name
    file.write_text(f"<?xml version='1.0' encoding='UTF-8'?><calls count='{len(numbers)}'>{rows}</calls>", "utf-8")
    return file


def numbers(case: Case) -> list[str]:
    rows = browsing.page(case, ContactFilter(), offset=0, limit=20)
    return sorted(str(row.number) for row in rows)


def test_the_key_looks_first_then_takes_in(empty_case: Case, drive: Drive, tmp_path: Path) -> None:
    file = calls(tmp_path, "one.xml", "17000000001")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("i")
        await settled(pilot)
        assert "Ctrl+S" not in screen_text(app)[-1], "nothing is named yet"
        await typed(pilot, str(file))
        await settled(pilot)
        assert "Ctrl+S" in screen_text(app)[-1]
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert "会新增 1 条" in "\n".join(screen_text(app))
        assert numbers(empty_case) == []
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert "新增 1 条" in "\n".join(screen_text(app))
        assert "Ctrl+S" not in screen_text(app)[-1], "it is in already"

    drive(empty_case, script)
    assert numbers(empty_case) == ["17000000001"]


def test_another_path_is_looked_at_before_it_is_taken_in(empty_case: Case, drive: Drive, tmp_path: Path) -> None:
    one, other = calls(tmp_path, "one.xml", "17000000001"), calls(tmp_path, "two.xml", "17000000002", "17000000003")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("i")
        await typed(pilot, str(one))
        await pilot.press("enter")
        await settled(pilot, rounds=2)
        app.screen.query_one(Input).value = str(other)
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert numbers(empty_case) == [], "what was looked at before is not what the line names"
        assert "会新增 2 条" in "\n".join(screen_text(app))
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)

    drive(empty_case, script)
    assert numbers(empty_case) == ["17000000002", "17000000003"]
