"""Who complains and the zone of the case are written down in the app; the packet misses less after it; letters are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Input

from evidencelog.app import browsing
from evidencelog.tui.screens.dialogs import Ask
from evidencelog.tui.screens.export import ExportScreen
from evidencelog.tui.screens.home import HomeScreen
from evidencelog.tui.screens.record_form import RecordForm
from evidencelog.tui.screens.standing import StandingScreen
from evidencelog.tui.widgets.field import Field
from evidencelog.tui.widgets.reading import Reading
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]


def test_what_a_packet_misses_of_the_complainant_is_written_down_from_there(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("e")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot, rounds=3)
        await pilot.press("ctrl+r")
        await settled(pilot, rounds=4)
        wizard = app.screen
        assert isinstance(wizard, ExportScreen)
        before = wizard.query_one("#preview", Reading).plain_text
        assert "Ctrl+Y（本人资料）" in before
        await pilot.press("ctrl+y")
        await settled(pilot, rounds=2)
        form = app.screen
        assert isinstance(form, RecordForm)
        await typed(pilot, "张三")
        form.query_one("#field-id_number", Field).value = "110101199001011234"
        form.query_one("#field-phone", Field).value = "13900139000"
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=5)
        assert app.screen is wizard
        assert "Ctrl+Y（本人资料）" not in wizard.query_one("#preview", Reading).plain_text

    drive(case, script, size=(120, 40))
    (profile,) = browsing.records(case, "profile")
    assert (profile["name"], profile["id_number"]) == ("张三", "110101199001011234")


def test_what_is_known_of_the_complainant_is_changed_from_the_first_screen(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        for name in ("张三", "四"):
            await pilot.press("y")
            await settled(pilot, rounds=2)
            assert "你的姓名" in "".join(screen_text(app))
            await typed(pilot, name)
            await pilot.press("ctrl+s")
            await settled(pilot, rounds=3)
            assert isinstance(app.screen, HomeScreen)

    drive(case, script)
    assert [one["name"] for one in browsing.records(case, "profile")] == ["张三四"]


def test_the_zone_is_changed_and_a_wrong_one_is_asked_for_again(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("z")
        await settled(pilot)
        app.screen.query_one(Input).value = "Asia/Nowhere"
        await pilot.press("enter")
        await settled(pilot, rounds=3)
        assert isinstance(app.screen, Ask)
        assert app.screen.query_one(Input).value == "Asia/Nowhere"
        app.screen.query_one(Input).value = "Asia/Urumqi"
        await pilot.press("enter")
        await settled(pilot, rounds=3)
        shown = "".join(screen_text(app))
        assert "20:01" in shown  # 22:01 in Shanghai
        assert "22:01" not in shown

    drive(case, script)
    assert case.zone == "Asia/Urumqi"


def test_the_letters_of_request_are_written_from_the_platform(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("p")
        await settled(pilot)
        await pilot.press("f")
        await settled(pilot)
        assert isinstance(app.screen, StandingScreen)
        await pilot.press("l")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot, rounds=6)
        assert "已写入" in "".join(screen_text(app))
        await pilot.press("l")
        await settled(pilot)
        assert app.screen.query_one(Input).value.endswith("-2.docx")

    drive(case, script)
    assert [path.suffix for path in (case.path / "exports").iterdir()] == [".docx"]
