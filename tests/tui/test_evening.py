"""The evening card in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.app.recording import record
from evidencelog.tui.screens.platform_form import PlatformForm
from tests.tui.conftest import screen_text, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]


def test_what_is_asked_about_a_lender_names_the_lender_and_opens_it(empty_case: Case, drive: Drive) -> None:
    night = {"kind": "call", "at": "2026-10-03T23:10:00+08:00", "platform": "甲", "outcome": "answered"}
    record(empty_case, "contact", night)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("t")
        await settled(pilot, rounds=2)
        text = "\n".join(screen_text(app))
        assert "哪类机构" in text
        assert "关于甲，按a打开" in text.replace(" ", "")
        assert "C0001" not in text
        await pilot.press("a")
        await settled(pilot)
        assert isinstance(app.screen, PlatformForm)

    drive(empty_case, script)
