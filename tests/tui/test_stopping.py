"""Esc while something is made: how it ends is what became of it, and no preview stands under another addressee."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from evidencelog.app import browsing, packets
from evidencelog.i18n import _
from evidencelog.models.browsing import ContactFilter
from evidencelog.tui.screens import importing
from evidencelog.tui.screens.export import ExportScreen
from evidencelog.tui.screens.export_fields import ChannelList
from evidencelog.tui.screens.home import HomeScreen
from evidencelog.tui.screens.importing import ImportScreen
from tests.tui.conftest import settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.models.packet_making import PacketRequest, Preview
    from evidencelog.models.progress import Progress
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]

CALL = (
    '<call number="95188" duration="10" date="1790000000000" type="1" presentation="1" readable_date="x" '
    'contact_name="y"/>'
)


def news(app: EvidencelogApp) -> str:
    return str(app.screen.query_one("#news").said)  # type: ignore[attr-defined]


@pytest.mark.parametrize("early", [True, False], ids=["before its end", "after its end"])
def test_an_import_says_whether_it_was_stopped(
    empty_case: Case, drive: Drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, early: bool
) -> None:
    calls = tmp_path / "calls.xml"
    calls.write_text(f'<?xml version="1.0"?><calls count="1">{CALL}</calls>', encoding="utf-8")
    gate, real = Event(), importing._take

    def slow(case: Case, files: Any, progress: Progress, *, dry: bool) -> Any:
        if not dry and early:
            assert gate.wait(10)
        report = real(case, files, progress, dry=dry)
        if not dry and not early:
            assert gate.wait(10)
        return report

    monkeypatch.setattr(importing, "_take", slow)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("i")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ImportScreen)
        screen.query_one(Input).value = str(calls)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("ctrl+s")
        await pilot.pause(0.2)
        await pilot.press("enter")  # a second look does not take the import's place
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen
        assert news(app) == _("Stopping.")
        gate.set()
        await settled(pilot, rounds=2)
        taken = browsing.count(empty_case, ContactFilter())
        home = app.screen_stack[0]
        assert isinstance(home, HomeScreen)
        assert home._info.contacts == taken
        if early:
            assert taken == 0
            assert news(app) == _("Stopped; nothing of it was kept.")
        else:
            assert taken == 1
            assert news(app) == _("It was done before it could be stopped.")
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen is home

    drive(empty_case, script)


async def exporting(app: EvidencelogApp, pilot: Pilot[Any]) -> ExportScreen:
    screen = ExportScreen("某消金")
    await app.push_screen(screen)
    await settled(pilot, rounds=4)
    return screen


@pytest.mark.parametrize("early", [True, False], ids=["before its end", "after its end"])
def test_a_packet_says_whether_it_was_stopped(
    case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch, early: bool
) -> None:
    gate, real = Event(), packets.make

    def slow(*args: Any) -> Any:
        if early:
            assert gate.wait(10)
        made = real(*args)
        assert gate.wait(10)
        return made

    monkeypatch.setattr(packets, "make", slow)
    exports = case.path / "exports"

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await exporting(app, pilot)
        await pilot.press("ctrl+s")
        for _look in range(500):
            await pilot.pause(0.02)
            if early or (exports.exists() and any(one.suffix == ".docx" for one in exports.iterdir())):
                break
        await pilot.press("escape")
        await pilot.pause()
        assert news(app) == _("Stopping.")
        gate.set()
        await settled(pilot, rounds=2)
        assert app.screen is screen
        made = [one.name for one in exports.iterdir()] if exports.exists() else []
        assert bool(made) is not early
        assert (news(app) == _("Stopped; nothing of it was kept.")) is early
        assert (screen._result is not None) is not early

    drive(case, script, size=(140, 40))


def test_a_preview_that_comes_late_is_not_shown_under_another_addressee(
    case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, real = Event(), packets.preview
    gate.set()
    asked: list[str] = []

    def slow(one: Case, request: PacketRequest) -> Preview:
        asked.append(request.channel)
        assert gate.wait(10)
        return real(one, request)._replace(statement=(f"FOR {request.channel}",))

    monkeypatch.setattr(packets, "preview", slow)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await exporting(app, pilot)
        channels = screen.query_one(ChannelList)
        channels.focus()
        gate.clear()
        channels.cursor = 1
        for _look in range(200):
            await pilot.pause(0.02)
            if asked and asked[-1] == screen._channel and asked[-1] == channels.rows[1]["id"]:
                break
        first = screen._channel
        channels.cursor = 2
        await pilot.pause(0.05)
        gate.set()
        await pilot.pause(0.2)  # the next preview is asked for only a moment later
        text = screen.query_one("#preview").plain_text  # type: ignore[attr-defined]
        assert f"FOR {first}" not in text
        await settled(pilot, rounds=4)
        assert screen._channel != first
        assert f"FOR {screen._channel}" in screen.query_one("#preview").plain_text  # type: ignore[attr-defined]

    drive(case, script, size=(200, 50))
