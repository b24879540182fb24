"""The last line: what matters always, what is good to know where there is room, and how to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.tui.widgets.key_bar import KeyBar
from tests.tui.conftest import screen_text, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]


def test_what_matters_goes_before_what_there_is_room_for(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        bar = app.screen.query_one(KeyBar)
        assert "Ctrl+Q 退出" in screen_text(app)[-1]
        ids = {width: [action.id for _at, _cells, action in bar.shown(width)] for width in (120, 80, 60)}
        assert ids[120] == [*ids[80][:-1], "home.filter", "home.evening", "app.quit", "app.help"]
        assert {"home.add", "home.call", "home.quick", "home.import"} < set(ids[80])
        assert ids[60][-1] == "app.help"
        assert not {"home.filter", "home.evening", "app.quit"} & set(
            ids[60]
        )  # while something that matters is left out

    drive(case, script, size=(120, 40))


def test_the_start_page_says_how_to_leave(empty_case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        assert "Ctrl+Q 退出" in screen_text(app)[-1]

    drive(empty_case, script)


def test_the_key_that_ends_other_programs_says_what_ends_this_one(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("ctrl+c")
        await settled(pilot)
        assert "按 Ctrl+Q 退出" in "".join(screen_text(app)[-4:])

    drive(case, script)
