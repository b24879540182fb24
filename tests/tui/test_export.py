"""Making a packet in the app: the preview says what leaves, the work can be stopped, the end names path and digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from evidencelog.app import browsing
from evidencelog.app.verifying import verify_packet
from evidencelog.tui.free_path import free_path
from evidencelog.tui.packet_text import bar
from evidencelog.tui.screens.dialogs import Pick
from evidencelog.tui.screens.export import ExportScreen
from evidencelog.tui.screens.export_fields import ChannelList
from evidencelog.tui.screens.home import HomeScreen
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]


async def opened(app: EvidencelogApp, pilot: Pilot[Any]) -> ExportScreen:
    """The packet screen with a platform chosen."""
    await pilot.press("e")
    await settled(pilot)
    assert isinstance(app.screen, Pick)
    await pilot.press("enter")  # 某消金 is the first platform
    await settled(pilot, rounds=3)
    screen = app.screen
    assert isinstance(screen, ExportScreen)
    assert len(screen.query_one(ChannelList).rows) >= 2
    await pilot.press("enter")
    await settled(pilot, rounds=3)
    return screen


def folder(case: Case) -> list[str]:
    """What lies among the exports."""
    exports = case.path / "exports"
    return sorted(path.name for path in exports.iterdir()) if exports.exists() else []


def test_a_packet_is_made_and_verifies(case: Case, drive: Drive) -> None:
    said: list[str] = []

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await opened(app, pilot)
        before = "\n".join(screen_text(app))
        assert "完整性" in before
        assert "没有超出记录的说法" in before
        assert "私人备注从不离开案卷" in before
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert screen._making is None
        said.extend(screen_text(app))
        assert screen.check_action("make", ()) is False, "the same packet is not made twice by a second press"
        await pilot.press("ctrl+k")
        await settled(pilot, rounds=2)
        await typed(pilot, "2026-10-05")
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=3)
        assert app.screen is screen
        assert "K0001" in "\n".join(screen_text(app))

    drive(case, script, size=(200, 50))
    (sent,) = browsing.records(case, "complaint")
    assert (sent["platform"], sent["channel"], sent["sent_at"]) == ("某消金", "lender", "2026-10-05")
    packets = [name for name in folder(case) if not name.endswith(("-submit", ".docx"))]
    assert len(packets) == 1
    assert verify_packet(case.path / "exports" / packets[0]) == []
    text = "\n".join(said)
    assert packets[0] in text
    assert any(len(word) == 64 for line in said for word in line.split()), "the digest stands whole on the screen"


def test_on_a_narrow_screen_one_step_stands_at_a_time_and_escape_goes_back(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await opened(app, pilot)
        assert not screen.query_one("#channels").display
        assert screen.query_one("#form").display
        await pilot.press("ctrl+r")
        await settled(pilot, rounds=3)
        assert not screen.query_one("#left").display
        text = "\n".join(screen_text(app))
        assert "没有超出记录的说法" in text
        await pilot.press("escape", "escape")
        await settled(pilot, rounds=2)
        assert screen.query_one("#channels").display
        assert "这个部门适合" in "\n".join(screen_text(app))
        await pilot.press("escape")
        await settled(pilot)
        assert len(app.screen_stack) == 1

    drive(case, script)
    assert folder(case) == []


def test_the_work_is_stopped_and_leaves_nothing(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await opened(app, pilot)
        screen.action_make()
        for _look in range(50):
            await pilot.pause(0.01)
            if screen._making is not None:
                break
        await pilot.press("escape")
        for _look in range(500):
            await pilot.pause(0.01)
            if screen._making is None:
                break
        await settled(pilot)
        assert any("已停止" in line for line in screen_text(app))
        assert app.screen is screen
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)

    drive(case, script, size=(120, 40))
    assert folder(case) == []


@pytest.mark.parametrize("stays", [True, False], ids=["stays", "goes"])
def test_leaving_while_a_packet_is_written_is_asked_about(case: Case, drive: Drive, stays: bool) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await opened(app, pilot)
        screen.action_make()
        for _moment in range(200):
            await pilot.pause(0.01)
            if any(worker.name == "make" for worker in app.workers):
                break
        await pilot.press("ctrl+q")
        assert isinstance(app.screen, Pick), "\n".join(screen_text(app))
        assert "还在写" in "\n".join(screen_text(app))
        if stays:
            await pilot.press("enter")
            await settled(pilot, rounds=2)
            assert screen._result is not None
            await pilot.press("ctrl+q")
        else:
            await pilot.press("down", "enter")
        await pilot.pause()
        assert app._exit

    drive(case, script, size=(120, 40))
    made = [path for path in (case.path / "exports").glob("2026-*") if (path / "bagit.txt").is_file()]
    assert len(made) == 1 or not stays  # one that was ready the moment before is whole
    assert not any(verify_packet(path) for path in made)
    assert not list((case.path / "exports").glob(".*"))


def test_a_day_that_is_none_is_named_under_its_field(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await opened(app, pilot)
        screen.query_one("#field-since").value = "nonsense"  # type: ignore[attr-defined]
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert screen.query_one("#field-since").wrong  # type: ignore[attr-defined]
        assert screen._making is None

    drive(case, script)
    assert folder(case) == []


def test_a_path_nobody_used_yet_is_proposed(tmp_path: Path) -> None:
    first = free_path(tmp_path, "2026-11-21", "nfra", "某/平台 ../x")
    assert first == tmp_path / "2026-11-21-nfra-某-平台-x"
    first.mkdir()
    again = free_path(tmp_path, "2026-11-21", "nfra", "某/平台 ../x")
    assert again == tmp_path / "2026-11-21-nfra-某-平台-x-2"
    assert free_path(tmp_path, "2026-11-21", "nfra", "", suffix=".zip") == tmp_path / "2026-11-21-nfra.zip"
    (tmp_path / "2026-11-21.ics").symlink_to(tmp_path / "gone")
    assert free_path(tmp_path, "2026-11-21", suffix=".ics") == tmp_path / "2026-11-21-2.ics"


@pytest.mark.parametrize(
    ("done", "total", "shown"),
    [
        (0, 4, "[" + " " * 24 + "] 0 %"),
        (2, 4, "[" + "=" * 12 + " " * 12 + "] 50 %"),
        (9, 4, "[" + "=" * 24 + "] 100 %"),
        (7, None, "7"),
    ],
)
def test_progress_is_drawn_in_plain_signs(done: int, total: int | None, shown: str) -> None:
    assert bar(done, total) == shown


def test_whether_an_addressee_fits_is_said_anew_for_another_platform(case: Case, drive: Drive) -> None:
    """The list and the words beside it say the same once it is known whom the packet is about."""

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("e")
        await settled(pilot, rounds=2)
        assert "是否适合还不能确定" in "".join(screen_text(app)) or isinstance(app.screen, Pick)
        await pilot.press("enter")  # 某消金, a consumer finance company
        await settled(pilot, rounds=3)
        screen = app.screen
        assert isinstance(screen, ExportScreen)
        assert screen.query_one(ChannelList).rows[0]["fits"] == "yes"
        assert "是否适合还不能确定" not in "".join(screen_text(app))

    drive(case, script)
