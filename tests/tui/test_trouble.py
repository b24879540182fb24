"""A full disk, another program that writes, a case moved away: one calm line, everything typed stays and is saved after it."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from evidencelog.app import browsing, drafts
from evidencelog.app.cases import open_case
from evidencelog.app.verifying import verify_case
from evidencelog.i18n import set_language
from evidencelog.store import connection
from evidencelog.store import drafts as stored
from evidencelog.tui.app import EvidencelogApp
from evidencelog.tui.screens.dialogs import Pick
from evidencelog.tui.screens.home import HomeScreen
from evidencelog.tui.start import first_look, opened
from tests.tui.conftest import fill, settled, typed
from tests.tui.trouble import Disk, held, moved
from tests.tui.trouble_ways import (
    WORDS,
    Attaching,
    Call,
    Complaint,
    Correction,
    Form,
    Import,
    Packet,
    Paper,
    Placing,
    Platform,
    Quick,
    Review,
    Screen,
    Standing,
    Way,
    Withdrawal,
    contacts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from evidencelog.app.cases import Case


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    small = Disk(tmp_path / "disk")
    yield small
    small.close()


@pytest.fixture
def case(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    """The case of the other tests, on a disk of its own; half a second is waited for a lock."""
    monkeypatch.setattr(connection, "WAIT_MS", 500)
    with open_case(disk.place / "case", create=True) as case:
        yield fill(case)


class Trouble(NamedTuple):
    """One thing that goes wrong, in one language, and the words that tell it."""

    language: str
    words: str
    begin: Callable[[Disk, Case], AbstractContextManager[Any]]


@contextmanager
def full(disk: Disk, _case: Case) -> Iterator[None]:
    disk.fill()
    try:
        yield
    finally:
        disk.free()


def locked(_disk: Disk, case: Case) -> AbstractContextManager[Any]:
    return held(case.path / "case.db")


def gone(_disk: Disk, case: Case) -> AbstractContextManager[Any]:
    return moved(case.path)


FULL = Trouble("zh", "已满", full)
LOCKED = Trouble("en", "Another program is writing", locked)
GONE = Trouble("en", "it was moved or deleted", gone)


WITH = {
    FULL: (
        Quick,
        Form,
        Correction,
        Call,
        Import,
        Review,
        Withdrawal,
        Placing,
        Platform,
        Standing,
        Complaint,
        Packet,
        Attaching,
        Paper,
    ),
    LOCKED: (Quick, Form, Call, Import, Review, Complaint, Packet, Attaching, Paper),
    GONE: (Quick, Form, Call, Placing, Packet, Attaching, Paper),
}


@pytest.mark.parametrize(
    ("trouble", "way"),
    [(trouble, way) for trouble, ways in WITH.items() for way in ways],
    ids=lambda one: one.__name__.lower() if isinstance(one, type) else one.begin.__name__,
)
def test_what_was_typed_stands_and_is_saved_when_the_trouble_is_over(
    disk: Disk, case: Case, way: type[Way], trouble: Trouble
) -> None:
    one = way()
    set_language(trouble.language)
    before = contacts(case)

    async def script() -> None:
        app = EvidencelogApp(case, first_look(case))
        async with app.run_test(size=(100, 30)) as pilot:
            await settled(pilot)
            on = Screen(app, pilot, case)
            await one.type(on)
            assert one.stands(on)
            with trouble.begin(disk, case):
                await on.press(*one.keys, rounds=6)
                assert trouble.words in on.shown, on.shown
                assert one.stands(on), on.shown
            assert contacts(case) == before
            await on.press(*one.keys, rounds=6)
            assert one.saved(case), on.shown
        assert not verify_case(case)

    asyncio.run(script())


def driven(case: Case, script: Callable[[Screen], Any]) -> None:
    """Runs a script on the app."""

    async def run() -> None:
        app = EvidencelogApp(case, first_look(case))
        async with app.run_test(size=(100, 30)) as pilot:
            await settled(pilot)
            await script(Screen(app, pilot, case))

    asyncio.run(run())


@pytest.mark.parametrize("way", [Quick, Form, Call, Platform, Complaint, Packet], ids=lambda way: way.__name__.lower())
def test_a_screen_whose_words_cannot_be_kept_is_not_left_unasked(disk: Disk, case: Case, way: type[Way]) -> None:
    one = way()

    async def script(on: Screen) -> None:
        with full(disk, case):
            await one.type(on)
            await settled(on.pilot, rounds=4)
            assert "已满" in on.shown
            await on.press("escape", *(["down", "enter"] if way is Call else ["escape"] if way is Packet else []))
            for _more in range(2):
                if not isinstance(on.app.screen, Pick):
                    await on.press("escape")
            question = on.app.screen
            assert isinstance(question, Pick)
            await on.press("enter")  # the first line: stay
            assert one.stands(on), on.shown
        await on.press(*one.keys, rounds=6)
        assert one.saved(case), on.shown

    driven(case, script)


def test_the_program_is_not_left_unasked_with_words_that_cannot_be_kept(disk: Disk, case: Case) -> None:
    async def script(on: Screen) -> None:
        with full(disk, case):
            await Quick().type(on)
            await on.press("ctrl+q")
            assert isinstance(on.app.screen, Pick)
            await on.press("ctrl+q")
            assert not on.app._exit
            await on.press("escape")
            assert Quick().stands(on)
        await on.press("ctrl+q")
        assert on.app._exit
        assert WORDS in stored.kept(case.path)["quick"][1]["text"]

    driven(case, script)


@pytest.mark.parametrize("way", [Quick, Form, Call, Platform, Packet], ids=lambda way: way.__name__.lower())
def test_a_draft_that_waits_for_another_program_holds_up_no_key(
    disk: Disk, case: Case, way: type[Way], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = way()
    monkeypatch.setattr(stored, "WAIT", 60.0)  # longer than the test lasts: a key that waited would end it in trouble

    async def script(on: Screen) -> None:
        await one.type(on)
        await settled(on.pilot, rounds=6)
        screen: Any = on.app.screen
        name = screen.keeper.name
        with held(case.path / stored.DATABASE):
            await typed(on.pilot, "abc")
            for _moment in range(200):
                await on.pilot.pause(0.02)
                if drafts.waits(case, name):
                    break
            await on.pilot.pause(0.2)
            await typed(on.pilot, "def")
            assert "abcdef" in on.shown
            assert drafts.waits(case, name)
            assert "abc" not in str(stored.kept(case.path)[name])
        await settled(on.pilot, rounds=10)
        assert "abcdef" in str(stored.kept(case.path)[name])

    driven(case, script)


def test_what_could_not_be_kept_is_kept_as_soon_as_there_is_room(disk: Disk, case: Case) -> None:
    async def script(on: Screen) -> None:
        with full(disk, case):
            await Call().type(on)
            await settled(on.pilot, rounds=8)
            assert "没有保存" in on.shown
            assert "已满" in on.shown
            assert "live-call" not in stored.kept(case.path)
        await settled(on.pilot, rounds=20)
        assert stored.kept(case.path)["live-call"][1]["notes"] == WORDS
        assert "没有保存" not in on.shown
        assert "已满" not in on.shown

    driven(case, script)


def test_a_case_that_can_only_be_read_is_shown_and_refuses_calmly(disk: Disk, case: Case) -> None:
    case.close()

    async def script(on: Screen) -> None:
        assert contacts(on.case) == 7
        await Form().type(on)
        await on.press("ctrl+s", rounds=4)
        assert "只能读取" in on.shown or "不能写入" in on.shown, on.shown
        assert Form().stands(on)

    frozen = disk.freeze()
    try:
        if frozen:
            readable, notice = opened(case.path)
            assert "只能读取" in notice
        else:
            readable = open_case(case.path, read_only=True)
        with readable:
            driven(readable, script)
    finally:
        disk.thaw()


def test_what_is_typed_into_a_form_of_one_record_is_there_when_it_is_opened_again(case: Case) -> None:
    async def script(on: Screen) -> None:
        await Platform().type(on)
        await on.press("escape")
        await on.press("escape")
        assert isinstance(on.app.screen, HomeScreen)
        await on.press("p")
        await on.press("e")
        assert Platform().stands(on)
        await on.press("ctrl+l")
        assert on.value("aliases") is None
        await on.press("escape")
        await on.press("e")
        assert on.value("aliases") is None
        assert not drafts.kept(case, "platform-L0001")

    driven(case, script)


def test_what_is_typed_into_a_question_is_there_when_it_is_asked_again(case: Case) -> None:
    async def script(on: Screen) -> None:
        await Withdrawal().type(on)
        await on.press("escape")
        await on.press("w")
        assert Withdrawal().stands(on)
        await on.press("enter")
        assert browsing.detail(case, "C0007").withdrawn

    driven(case, script)


def test_words_meant_for_a_packet_are_kept_until_one_is_made(case: Case) -> None:
    async def script(on: Screen) -> None:
        await Packet().type(on)
        await on.press("escape")
        await on.press("escape")
        await on.press("escape")
        assert isinstance(on.app.screen, HomeScreen)
        await on.press("e")
        await on.press("enter", rounds=3)
        assert Packet().stands(on)

    driven(case, script)
