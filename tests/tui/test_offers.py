"""What the first screen says of things left half-done: at once when one is left, and no longer once it is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.tui.widgets.lines import Lines
from tests.tui.conftest import settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]


def news(app: EvidencelogApp) -> str:
    return app.screen_stack[0].query_one("#news", Lines).said


def test_a_call_thrown_away_is_offered_no_longer(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("c")
        await settled(pilot)
        await typed(pilot, "abc")
        await pilot.press("escape", "down", "enter")  # leave it for now
        await settled(pilot)
        assert "没记完的电话" in news(app)
        await pilot.press("c")
        await settled(pilot)
        await pilot.press("escape", "down", "down", "enter")  # throw it away
        await settled(pilot)
        assert news(app) == ""

    drive(case, script)


def test_words_left_in_the_quick_entry_are_offered_at_once(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("q")
        await settled(pilot)
        await typed(pilot, "昨晚")
        await pilot.press("escape")
        await settled(pilot)
        assert "按 q" in news(app)

    drive(case, script)
