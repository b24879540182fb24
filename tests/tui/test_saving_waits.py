"""While an entry is saved: everything can be hidden at once, keys wait for what comes after, large files can be stopped."""

from __future__ import annotations

from threading import Event
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest

from evidencelog.app import browsing, locking, recording
from evidencelog.i18n import _
from evidencelog.models.browsing import ContactFilter
from evidencelog.tui import entry
from evidencelog.tui.actions import give_keys
from evidencelog.tui.screens import page
from evidencelog.tui.screens.form import EntryScreen
from evidencelog.tui.screens.hidden import HiddenScreen
from evidencelog.tui.screens.home import HomeScreen
from tests.tui.conftest import settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.models.progress import Progress
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]


def news(app: EvidencelogApp) -> str:
    return str(app.screen.query_one("#news").said)  # type: ignore[attr-defined]


async def form(app: EvidencelogApp, pilot: Pilot[Any]) -> EntryScreen:
    await pilot.press("n")
    await settled(pilot)
    assert isinstance(app.screen, EntryScreen)
    app.screen.field("at").value = "2026-10-02 10:00"
    await pilot.pause()
    return app.screen


async def keys(app: EvidencelogApp, pilot: Pilot[Any], *pressed: str) -> None:
    """Presses keys without waiting until what they began is done."""
    from textual import events

    for key in pressed:
        app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause(0.02)


@pytest.mark.parametrize("passphrase", ["", "secret"], ids=["open", "locked"])
def test_everything_is_hidden_at_once_and_the_keys_before_reach_the_next_entry(
    empty_case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch, passphrase: str
) -> None:
    gate, real = Event(), entry.save

    def slow(*args: Any, **named: Any) -> entry.Saved:
        assert gate.wait(10)
        return real(*args, **named)

    monkeypatch.setattr(entry, "save", slow)
    if passphrase:
        locking.choose(passphrase)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        one = await form(app, pilot)
        await keys(app, pilot, "ctrl+n", "x", "y", "f12")
        await pilot.pause(0.1)
        assert isinstance(app.screen, HiddenScreen)
        gate.set()
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, HiddenScreen)
        if passphrase:
            await typed(pilot, passphrase)
            await pilot.press("enter")
        else:
            await pilot.press("f12")
        await settled(pilot, rounds=2)
        assert app.screen is one
        assert one.field("at").value == "xy"
        await keys(app, pilot, "z")
        await settled(pilot)
        assert one.field("at").value == "xyz"
        assert browsing.count(empty_case, ContactFilter()) == 1

    drive(empty_case, script)


def test_another_key_for_hiding_passes_too(empty_case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, real = Event(), entry.save

    def slow(*args: Any, **named: Any) -> entry.Saved:
        assert gate.wait(10)
        return real(*args, **named)

    monkeypatch.setattr(entry, "save", slow)
    give_keys({"app.hide": "f11"})

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        app.set_keymap({"app.hide": "f11"})
        await form(app, pilot)
        await keys(app, pilot, "ctrl+s", "f11")
        await pilot.pause(0.1)
        assert isinstance(app.screen, HiddenScreen)
        gate.set()
        await settled(pilot, rounds=2)

    try:
        drive(empty_case, script)
    finally:
        give_keys({})


def test_sealing_large_files_from_the_form_tells_how_far_it_is_and_stops(
    empty_case: Case, drive: Drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = tmp_path / "call.m4a"
    recorded.write_bytes(b"sound" * 1000)
    gate, real = Event(), recording.copies

    def slow(case: Case, paths: Any, progress: Progress | None = None) -> Any:
        assert progress is not None
        sleep(0.15)  # steps are told ten times a second
        progress.step(37, 100)
        assert gate.wait(10)
        return real(case, paths, progress)

    monkeypatch.setattr(recording, "copies", slow)
    monkeypatch.setattr(page, "PATIENCE", 0.01)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        one = await form(app, pilot)
        one.field("attach").value = str(recorded)
        one.field("caller").value = "张某"
        await pilot.pause()
        await keys(app, pilot, "ctrl+s")
        for _look in range(100):
            await pilot.pause(0.05)
            if "37 %" in news(app):
                break
        assert "37 %" in news(app)
        assert "Esc" in news(app)
        await keys(app, pilot, "escape")
        gate.set()
        await settled(pilot, rounds=2)
        assert app.screen is one
        assert news(app) == _("Stopped; nothing is saved, and all you typed stands here.")
        assert one.field("caller").value == "张某"
        assert browsing.count(empty_case, ContactFilter()) == 0
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, HomeScreen)
        (row,) = browsing.page(empty_case, ContactFilter(), offset=0, limit=9)
        assert [file.name for file in browsing.detail(empty_case, row.id).attachments] == ["call.m4a"]

    drive(empty_case, script)
