"""Work that ends while another screen is in front opens nothing over it: not over the hidden screen, not where one types."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from evidencelog.app import checking, drafts, locking, packets, recording
from evidencelog.errors import CannotDo
from evidencelog.i18n import N_, _
from evidencelog.tui import home_text
from evidencelog.tui.background import Broke
from evidencelog.tui.screens import contact_list, picture, rotation, statutes
from evidencelog.tui.screens.contact import ContactScreen
from evidencelog.tui.screens.dialogs import Ask
from evidencelog.tui.screens.findings import FindingsScreen
from evidencelog.tui.screens.follow_up import FollowUpScreen
from evidencelog.tui.screens.hidden import HiddenScreen
from evidencelog.tui.screens.live import LiveScreen
from evidencelog.tui.screens.page import Page
from evidencelog.tui.screens.picture import PictureScreen
from evidencelog.tui.screens.quick import QuickScreen
from evidencelog.tui.screens.statutes import StatutesScreen
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]
    Slow = Callable[[Any, str], Event]

READY = N_("It is ready, and you were elsewhere: ask for it once more.")


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Makes a function wait for the event given back."""

    def made(module: Any, name: str) -> Event:
        gate, real = Event(), getattr(module, name)

        def waiting(*args: Any, **named: Any) -> Any:
            assert gate.wait(10)
            return real(*args, **named)

        monkeypatch.setattr(module, name, waiting)
        return gate

    return made


def news(screen: Any) -> str:
    return str(screen.query_one("#news").said)


def test_contacts_found_while_everything_is_hidden_stay_hidden(case: Case, drive: Drive, slow: Slow) -> None:
    gate = slow(picture, "_contacts")
    locking.choose("secret")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("g")
        await settled(pilot, rounds=2)
        below = app.screen
        assert isinstance(below, PictureScreen)
        await pilot.press("home", *["down"] * 22)
        if not below.grid.cell().sorts:
            found = next(key for key, cell in below.grid._cells.items() if key[1] is not None and cell.sorts)
            below.grid._go(below.grid._days.index(found[0]), found[1])  # type: ignore[arg-type]
        await pilot.press("enter", "f12")
        await pilot.pause()
        gate.set()
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, HiddenScreen)
        assert not "".join(screen_text(app)).strip()
        await typed(pilot, "secret")
        await pilot.press("enter")
        await settled(pilot)
        assert app.screen is below
        assert news(below) == _(READY)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, ContactScreen)

    drive(case, script, size=(120, 40))


def test_findings_that_come_while_one_types_elsewhere_take_no_key(case: Case, drive: Drive, slow: Slow) -> None:
    cited = {basis.provision for finding in checking.check(case).findings for basis in finding.bases}

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("l")
        await settled(pilot, rounds=2)
        below = app.screen
        assert isinstance(below, StatutesScreen)
        below._citing, gate = None, slow(statutes, "_citing")
        below.articles.cursor = next(at for at, one in enumerate(below.articles.rows) if one["id"] in cited)
        await pilot.press("f")
        await pilot.press("f7")
        await pilot.pause(0.3)
        gate.set()
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, QuickScreen)
        await typed(pilot, "昨晚")
        assert app.screen.notes.text == "昨晚"
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen is below
        assert news(below) == _(READY)
        await pilot.press("f")
        await settled(pilot)
        assert isinstance(app.screen, FindingsScreen)

    drive(case, script, size=(120, 40))


def test_a_question_that_comes_late_waits_for_the_key(case: Case, drive: Drive, slow: Slow) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("u")
        await settled(pilot)
        below = app.screen
        assert isinstance(below, FollowUpScreen)
        gate = slow(packets, "channels")
        below._ask_channel("某消金")
        await pilot.press("f12")
        gate.set()
        await settled(pilot)
        assert isinstance(app.screen, HiddenScreen)
        await pilot.press("f12")
        await settled(pilot)
        assert app.screen is below
        assert news(below) == _(READY)

    drive(case, script)


class Refused(CannotDo):
    def __str__(self) -> str:
        return "the disk is full"


def test_words_of_a_change_that_was_refused_behind_another_screen_are_there_again(
    case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Event()

    def refuse(*_args: Any, **_named: Any) -> None:
        assert gate.wait(10)
        raise Refused

    monkeypatch.setattr(recording, "withdraw", refuse)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await settled(pilot)
        below = app.screen
        await pilot.press("w")
        await settled(pilot)
        await typed(pilot, "打错了")
        await pilot.press("enter")
        await pilot.pause()
        await app.action_hide()
        gate.set()
        await settled(pilot)
        assert isinstance(app.screen, HiddenScreen)
        await pilot.press("f12")
        await settled(pilot)
        assert app.screen is below
        assert "the disk is full" in news(below)
        await pilot.press("w")
        await settled(pilot)
        assert isinstance(app.screen, Ask)
        assert app.screen._value == "打错了"

    drive(case, script)


def test_a_number_is_opened_only_where_nobody_types_elsewhere(case: Case, drive: Drive, slow: Slow) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        below = rotation.RotationScreen("L0001")
        await app.push_screen(below)
        await settled(pilot)
        gate = slow(rotation.browsing, "numbers")
        await pilot.press("enter")
        await pilot.press("f7")
        gate.set()
        await settled(pilot)
        assert isinstance(app.screen, QuickScreen)
        assert news(below) == _(READY)

    drive(case, script, size=(120, 40))


def test_the_demo_case_does_not_end_a_call_that_is_noted(
    empty_case: Case, drive: Drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, made = Event(), tmp_path / "demo"

    def slow(_case: Case, _progress: Any) -> Path:
        assert gate.wait(10)
        return made

    monkeypatch.setattr(home_text, "make_demo", slow)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        home = app.screen
        await pilot.press("d", "f4")
        await pilot.pause(0.3)
        assert isinstance(app.screen, LiveScreen)
        await typed(pilot, "花呗")
        gate.set()
        await settled(pilot, rounds=2)
        assert not app._exit
        assert isinstance(app.screen, LiveScreen)
        assert str(made) in news(home)
        await pilot.press("escape", "down", "enter")  # kept for later
        await settled(pilot, rounds=2)
        assert app.screen is home
        await pilot.press("d")
        await settled(pilot)
        assert app._exit
        assert app.return_value == made

    drive(empty_case, script)
    assert drafts.kept(empty_case, "live-call")["boxes"] == {"platform": "花呗"}


@pytest.mark.parametrize("key", ["", "t", "f7", "i"], ids=["home", "evening", "quick", "import"])
def test_an_error_of_a_job_is_taken_once(case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    taken: list[str] = []
    real = Page.on_broke
    monkeypatch.setattr(Page, "on_broke", lambda page, message: (taken.append(message.job), real(page, message)))

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press(*([key] if key else []))
        await settled(pilot, rounds=2)
        app.screen.post_message(Broke("some job", Refused()))
        await settled(pilot)
        assert taken == ["some job"]
        assert news(app.screen) == "the disk is full"

    drive(case, script)


def test_that_a_search_goes_on_is_not_said_over_its_error(
    case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any) -> None:
        raise Refused

    monkeypatch.setattr(contact_list, "_found", refuse)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("slash")
        await typed(pilot, "a")
        await settled(pilot, rounds=2)
        assert news(app.screen) == "the disk is full"
        await pilot.pause(0.6)  # half a second after a search began one speaks of it
        assert news(app.screen) == "the disk is full"

    drive(case, script)
