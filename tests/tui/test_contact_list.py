"""The list of the first screen while it is read: it stays until the new one stands, and is of one filter throughout."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from evidencelog.app import browsing
from evidencelog.app.cases import Case
from evidencelog.app.recording import record, withdraw
from evidencelog.i18n import set_language
from evidencelog.models.browsing import ContactFilter
from evidencelog.tui.screens.contact import ContactScreen
from evidencelog.tui.screens.home import HomeScreen
from evidencelog.tui.widgets.row_list import PagedRows
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.pilot import Pilot

    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]

CONTACTS = PagedRows.PAGE * 3 + 20
ODD = CONTACTS // 2
"""How many of them are of caller 奇, every other one."""


def write(case: Case, at: str, caller: str) -> str:
    return record(case, "contact", {"kind": "call", "at": at, "platform": "某消金", "caller": caller}).id


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A folder with calls of two callers in turn, a call an hour."""
    from evidencelog.app.cases import open_case

    path = tmp_path_factory.mktemp("many") / "case"
    with open_case(path, create=True) as case:
        for number in range(CONTACTS):
            write(case, f"2026-09-{1 + number // 24:02}T{number % 24:02}:00:00+08:00", "奇" if number % 2 else "偶")
    return path


@pytest.fixture
def many(filled: Any, tmp_path: Any) -> Iterator[Case]:
    import shutil

    from evidencelog.app.cases import open_case

    shutil.copytree(filled, tmp_path / "case")
    with open_case(tmp_path / "case") as case:
        yield case


class Gate:
    """Holds a reading up until it is opened, and counts how often it was begun."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        self.open, self.begun = threading.Event(), 0
        real = getattr(browsing, name)

        def held(*given: Any, **named: Any) -> Any:
            self.begun += 1
            found = real(*given, **named)  # what was read before the gate opened is what comes
            self.open.wait(20)
            return found

        monkeypatch.setattr(browsing, name, held)


def home_of(app: EvidencelogApp) -> HomeScreen:
    home = app.screen_stack[0]
    assert isinstance(home, HomeScreen)
    return home


def callers(home: HomeScreen) -> list[str | None]:
    return [
        row.caller if (row := home.timeline.row_at(at)) is not None else None for at in range(len(home.timeline.rows))
    ]


async def waiting(pilot: Pilot[Any], gate: Gate) -> None:
    for _look in range(200):
        if gate.begun:
            break
        await pilot.pause(0.02)
    assert gate.begun


def test_until_a_filter_is_answered_every_page_is_of_the_list_that_stands(
    many: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch, "quick_page")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        home = home_of(app)
        everyone = [["奇", "偶"][at % 2] for at in range(CONTACTS)]
        home.look_for(ContactFilter(text="奇"))
        await waiting(pilot, gate)
        assert callers(home) == everyone
        gate.open.set()
        await settled(pilot, rounds=2)
        assert callers(home) == ["奇"] * ODD

    drive(many, script)


def test_a_list_counted_before_a_new_entry_never_stands_in_the_place_of_the_newer_one(
    many: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch, "numbers")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        home = home_of(app)
        home.look_for(ContactFilter(text="奇"))
        await waiting(pilot, gate)
        new = write(many, "2026-10-20T10:00:00+08:00", "奇")
        home.read_again(new)
        for _look in range(100):
            row = home.timeline.current()
            if row is not None and row.id == new:
                break
            await pilot.pause(0.02)
        assert row is not None
        assert row.id == new, "what is new is seen before everything was counted"
        gate.open.set()
        await settled(pilot, rounds=2)
        assert callers(home) == ["奇"] * (ODD + 1)
        row = home.timeline.current()
        assert row is not None
        assert row.id == new

    drive(many, script)


@pytest.mark.parametrize("text", [None, "奇"])
def test_after_a_change_the_list_is_read_beside_the_screen_and_the_cursor_stays_on_its_contact(
    many: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    on_screen: list[str] = []

    def watched(owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def call(*given: Any, **named: Any) -> Any:
            if threading.current_thread() is threading.main_thread():
                on_screen.append(name)
            return real(*given, **named)

        monkeypatch.setattr(owner, name, call)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        home = home_of(app)
        home.look_for(ContactFilter(text=text))
        await settled(pilot, rounds=2)
        home.timeline.cursor = PagedRows.PAGE + 40
        await settled(pilot)
        before = home.timeline.current()
        write(many, "2026-10-20T10:00:00+08:00", "奇")
        for name in ("count", "page", "position", "numbers", "quick_page", "rows"):
            watched(browsing, name)
        watched(Case, "info")
        app.case_changed()
        assert home.timeline.current() == before
        await settled(pilot, rounds=2)
        assert home.timeline.current() == before
        assert home.timeline.cursor == PagedRows.PAGE + 41
        assert len(home.timeline.rows) == (CONTACTS if text is None else ODD) + 1
        await pilot.press("pagedown", "pagedown", "pageup", "pageup")
        assert on_screen == []

    drive(many, script)


def test_one_keeps_typing_a_filter_while_another_program_writes(many: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("slash")
        await typed(pilot, "奇")
        await settled(pilot)
        write(many, "2026-10-20T10:00:00+08:00", "奇x")
        app.case_changed()
        await settled(pilot, rounds=2)
        await typed(pilot, "x")
        await settled(pilot, rounds=2)
        assert app.screen.query_one(Input).value == "奇x"
        assert callers(home_of(app)) == ["奇x"]
        assert str(CONTACTS + 1) in screen_text(app)[0]

    drive(many, script)


def test_a_contact_taken_back_leaves_the_cursor_where_it_was(many: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        home = home_of(app)
        for at in (3, PagedRows.PAGE + 9):
            home.timeline.cursor = at
            gone, after = home.timeline.current(), home.timeline.row_at(at + 1)
            assert gone is not None
            withdraw(many, gone.id, "写错了")
            app.case_changed()
            await settled(pilot, rounds=2)
            assert home.timeline.cursor == at
            assert home.timeline.current() == after

    drive(many, script)


def test_from_a_filtered_list_one_goes_through_all_that_was_found(many: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        home_of(app).look_for(ContactFilter(text="奇"))
        await settled(pilot, rounds=2)
        await pilot.press("enter")
        await settled(pilot)
        screen: Any = app.screen
        assert type(screen) is ContactScreen
        passed = [screen._contact]
        for _press in range(ODD - 1):
            await pilot.press("right")
            passed.append(screen._contact)
        assert passed == [f"C{number:04}" for number in range(CONTACTS, 0, -2)]

    drive(many, script)


def test_the_words_of_an_empty_list_are_in_the_language_of_the_rest(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        set_language("en")
        home_of(app).look_for(ContactFilter(text="zzzz"))
        await settled(pilot, rounds=2)
        await app.screen.speak_again()  # type: ignore[attr-defined]
        assert any("Nothing holds these words" in line for line in screen_text(app))
        await pilot.press("f2")
        await settled(pilot)
        assert not any("Nothing holds these words" in line for line in screen_text(app))
        assert any("没有含这些文字的内容" in line for line in screen_text(app))

    drive(case, script, size=(120, 30))
