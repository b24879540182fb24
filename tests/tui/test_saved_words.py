"""What saving an entry wrote beside it, or could not write, is said wherever one comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.app import recording
from evidencelog.errors import CannotDo
from evidencelog.i18n import _
from evidencelog.tui.screens.form import EntryScreen
from evidencelog.tui.screens.home import HomeScreen
from tests.tui.conftest import settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]


def news(app: EvidencelogApp) -> str:
    return str(app.screen.query_one("#news").said)  # type: ignore[attr-defined]


class Refused(CannotDo):
    def __str__(self) -> str:
        return "the disk is full"


def only(refused: str) -> Callable[..., Any]:
    """Records everything but one kind of record."""
    real = recording.record

    def record(case: Case, kind: str, *args: Any, **named: Any) -> Any:
        if kind == refused:
            raise Refused
        return real(case, kind, *args, **named)

    return record


async def fill_in(app: EvidencelogApp, pilot: Pilot[Any], **values: str) -> EntryScreen:
    await pilot.press("n")
    await settled(pilot)
    form = app.screen
    assert isinstance(form, EntryScreen)
    for name, value in values.items():
        form.field(name).value = value
        await pilot.pause()
    await settled(pilot)
    return form


def test_a_new_platform_is_told_after_a_save_and_after_save_and_next(empty_case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await fill_in(app, pilot, at="2026-10-02 10:00", platform="甲")
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, HomeScreen)
        assert _("Saved as {id}.", id="C0001") in news(app)
        assert "甲" in news(app)
        await fill_in(app, pilot, at="2026-10-02 11:00", platform="乙")
        await pilot.press("ctrl+n")
        await settled(pilot, rounds=2)
        assert _("Saved as {id}. Next entry.", id="C0002") in news(app)
        assert "乙" in news(app)

    drive(empty_case, script)


def test_a_refusal_that_could_not_be_noted_is_told(case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "record", only("refusal"))

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await fill_in(app, pilot, at="2026-10-02 10:00", platform="花呗", to="妈妈", refused="yes")
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, HomeScreen)
        assert _("Saved as {id}.", id="C0008") in news(app)
        assert "the disk is full" in news(app)

    drive(case, script)


def test_the_version_that_stands_now_is_told_after_a_correction(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        form = app.screen
        assert isinstance(form, EntryScreen)
        form.field("because").value, form.field("caller").value = "听错了", "李某"
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert _("Version {version} stands now.", version=2) in news(app)

    drive(case, script)


def test_a_request_of_a_call_that_could_not_be_noted_is_told_where_one_comes_out(
    case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "record", only("request"))

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        for below in ((), ("t",)):  # from the first screen, then from the evening card
            await pilot.press(*below)
            await settled(pilot, rounds=2)
            front = app.screen
            await pilot.press("f4")
            await settled(pilot)
            await typed(pilot, "花呗")
            await pilot.press("ctrl+t")
            await settled(pilot)
            await pilot.press("ctrl+s")
            await settled(pilot, rounds=2)
            assert app.screen is front
            assert "the disk is full" in news(app)

    drive(case, script)
