"""What works on every screen: hiding, the lock, undo, copying, keys and colours of one's own; and the import."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input, TextArea

from evidencelog.app import browsing, drafts, locking, recording, settings
from evidencelog.app.settings import Settings
from evidencelog.models.browsing import ContactFilter
from evidencelog.tui import masking
from evidencelog.tui.actions import give_keys, key_of
from evidencelog.tui.screens.contact import ContactScreen
from evidencelog.tui.screens.dialogs import Ask, Pick
from evidencelog.tui.screens.form import EntryScreen
from evidencelog.tui.screens.help import HelpScreen
from evidencelog.tui.screens.hidden import HiddenScreen
from evidencelog.tui.screens.home import HomeScreen
from evidencelog.tui.screens.importing import ImportScreen
from evidencelog.tui.start import first_look
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]

CALLS = """<?xml version='1.0' encoding='UTF-8'?>
<calls count="2">
  <call number="95188" duration="0" date="1790000000000" type="3" presentation="1" name="(Unknown)" />
  <call number="95188" duration="35" date="1790003600000" type="1" presentation="1" name="(Unknown)" />
</calls>
"""


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(settings.ENVIRONMENT, str(tmp_path / "config" / "config.toml"))
    yield
    masking.switch(False)
    give_keys({})


def drive_settled(case: Case, script: Any, own: Settings) -> None:
    """As ``drive``, with settings of the person's own."""

    async def driven() -> None:
        from evidencelog.tui.app import EvidencelogApp

        give_keys(own.keys)
        app = EvidencelogApp(case, first_look(case), settled=own)
        async with app.run_test(size=(100, 30)) as pilot:
            await settled(pilot)
            await script(app, pilot)

    asyncio.run(driven())


def shown(app: EvidencelogApp) -> str:
    return "\n".join(screen_text(app))


def test_words_and_numbers_are_hidden_and_shown_again(case: Case, drive: Drive) -> None:
    recording.record(case, "contact", {"kind": "call", "at": "2026-10-04T10:00:00+08:00", "number": "13800138000", "content": "你等着"})  # fmt: skip
    recording.correct(case, "C0008", {"content": "你给我等着"}, "记漏了")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        assert "13800138000" in shown(app)
        await pilot.press("f8")
        await settled(pilot)
        assert "13800138000" not in shown(app)
        assert "*********00" in shown(app)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, ContactScreen)
        assert "等着" not in shown(app)
        assert "（已遮住）" in shown(app)
        await pilot.press("f8")
        await settled(pilot)
        assert "你给我等着" in shown(app)
        assert "13800138000" in shown(app)

    drive(case, script)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [("13800138000", "*********00"), ("+86 138-0013-8000", "+** ***-****-**00"), ("95188", "***88"), ("", "")],
)
def test_a_hidden_number_keeps_its_shape_and_last_digits(text: str, hidden: str) -> None:
    masking.switch(True)
    assert masking.number(text) == hidden


def test_one_key_hides_everything_also_while_typing_and_nothing_is_lost(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        await settled(pilot)
        await typed(pilot, "昨晚10点半")
        await pilot.press("f12")
        await settled(pilot)
        assert isinstance(app.screen, HiddenScreen)
        assert shown(app).strip() == ""
        await pilot.press("f4", "n", "ctrl+z")
        await pilot.press("f12")
        await settled(pilot)
        assert isinstance(app.screen, EntryScreen)
        assert app.screen.field("at").value == "昨晚10点半"

    drive(case, script)


def test_a_broken_settings_file_is_told_of_beside_what_was_begun(case: Case) -> None:
    drafts.keep(case, "quick", {"text": "昨晚"})

    async def driven() -> None:
        from evidencelog.tui.app import EvidencelogApp

        app = EvidencelogApp(case, first_look(case), settled=Settings(), problems=1)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot, rounds=2)
            assert "config validate" in shown(app)
            assert "按 q 接着写" in shown(app).replace("\n", "").replace(" ", "").replace("q", " q ")

    asyncio.run(driven())


def test_keys_with_shift_work_as_terminals_send_them(case: Case) -> None:
    from textual._xterm_parser import XTermParser
    from textual.events import Key

    def sent(text: str) -> str:
        (key,) = (event.key for event in XTermParser().feed(text) if isinstance(event, Key))
        return key

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press(sent("\x1b[24;2~"))  # Shift+F12 in xterm and those like it
        await settled(pilot)
        assert isinstance(app.screen, Ask)
        await pilot.press("escape", sent("\x1b[15;2~"))  # Shift+F5, given by the person
        await settled(pilot)
        assert app.screen.SCOPE == "evening"

    drive_settled(case, script, Settings({"home.evening": "shift+f5"}))


def test_with_a_passphrase_it_opens_only_to_it(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("shift+f12")
        await settled(pilot)
        assert isinstance(app.screen, Ask)
        await typed(pilot, "open")
        assert "open" not in shown(app)
        await pilot.press("enter")
        await settled(pilot)
        await typed(pilot, "opne")
        await pilot.press("enter")
        await settled(pilot)
        assert "两次输入的不一样" in shown(app)
        assert not locking.is_set()
        for _twice in range(2):
            await typed(pilot, "open")
            await pilot.press("enter")
            await settled(pilot)
        assert locking.is_set()
        await pilot.press("f12")
        await settled(pilot)
        assert shown(app).strip() == ""
        await pilot.press("f12", "escape")
        assert isinstance(app.screen, HiddenScreen)
        await typed(pilot, "wrong")
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, HiddenScreen)
        assert "口令不对" in shown(app)
        await typed(pilot, "open")
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)

    drive(case, script)


def test_it_locks_after_minutes_without_a_key_and_not_during_a_call(case: Case) -> None:
    locking.choose("open")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        app._touched -= 40
        await app._lock_when_idle()
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("c")
        await settled(pilot)
        app._touched -= 3600
        await app._lock_when_idle()
        assert not isinstance(app.screen, HiddenScreen)
        await pilot.press("escape")
        await settled(pilot)
        app._touched -= 100
        await app._lock_when_idle()
        assert isinstance(app.screen, HiddenScreen)

    drive_settled(case, script, Settings(lock_minutes=1))


def test_undo_asks_and_writes_an_entry_that_makes_up_for_it(case: Case, drive: Drive) -> None:
    before = case.info().contacts

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert "没有可以在这里撤销的改动" in shown(app)
        recording.record(case, "contact", {"kind": "call", "at": "2026-10-04T10:00:00+08:00"})
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert isinstance(app.screen, Pick)
        await pilot.press("escape")
        await settled(pilot)
        assert case.info().contacts == before + 1
        await pilot.press("ctrl+z")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot, rounds=2)
        assert case.info().contacts == before
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert "没有可以在这里撤销的改动" in shown(app)

    drive(case, script)
    everything = browsing.page(case, ContactFilter(withdrawn=True), offset=0, limit=50)
    assert len(everything) == before + 1


def test_undo_tells_what_it_would_take_back_and_begins_nothing_in_a_form(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        recording.set_record(case, "platform", "花呗", {"kind": "micro_loan"})
        await pilot.press("n", "ctrl+z")
        await settled(pilot)
        assert isinstance(app.screen, EntryScreen)
        assert "Esc" in shown(app)
        await pilot.press("escape", "ctrl+z")
        await settled(pilot)
        assert isinstance(app.screen, Pick)
        assert "平台 花呗：更正" in shown(app)
        await pilot.press("f1")
        await settled(pilot)
        assert isinstance(app.screen, HelpScreen)
        text = "\n".join(part.text for paragraph in app.screen.paragraphs() for part in paragraph.parts)
        assert "Ctrl+Z" not in text
        assert "F12" in text
        await pilot.press("escape", "enter")
        await settled(pilot, rounds=2)
        assert "已撤销：平台 花呗：更正" in shown(app)

    drive(case, script)


def test_the_text_in_front_is_copied_and_kept_in_a_file(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("f9")
        await settled(pilot)
        await pilot.press("ctrl+c")
        assert "12368" in app.clipboard

    drive(case, script)
    place = case.path / "exports" / "copied.txt"
    assert "12368" in place.read_text(encoding="utf-8")


def test_keys_and_colours_of_ones_own(case: Case) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        assert app.theme == "no-colour"
        assert key_of("home.add") == "a"
        assert " a 记一条" in shown(app)
        await pilot.press("n")
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("a")
        await settled(pilot)
        assert isinstance(app.screen, EntryScreen)
        await pilot.press("f3")

    own = Settings({"home.add": "a"}, theme="no-colour")
    drive_settled(case, script, own)
    assert settings.remembered()["theme"] == "ansi-dark"

    async def again(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        assert app.theme == "ansi-dark"

    drive_settled(case, again, own)


def test_without_settings_nothing_is_remembered(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("f3")

    drive(case, script)
    assert settings.remembered() == {}


def test_a_file_is_looked_at_and_then_taken_in(case: Case, drive: Drive, tmp_path: Path) -> None:
    before = case.info().contacts
    file = tmp_path / "calls-20261001.xml"
    file.write_text(CALLS, encoding="utf-8")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("i")
        await settled(pilot)
        assert isinstance(app.screen, ImportScreen)
        await typed(pilot, str(file))
        await pilot.press("enter")
        await settled(pilot, rounds=2)
        assert "会新增 2 条" in shown(app)
        assert case.info().contacts == before
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert "新增 2 条" in shown(app)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)

    drive(case, script)
    assert case.info().contacts == before + 2


def test_a_file_that_cannot_be_read_is_said_calmly(case: Case, drive: Drive, tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"\x00\x01")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("i")
        await settled(pilot)
        await typed(pilot, str(tmp_path / "x.bin"))
        await pilot.press("enter")
        await settled(pilot, rounds=2)
        assert app.screen.query_one("#news").has_class("wrong")
        assert app.screen.query_one(Input).value == str(tmp_path / "x.bin")
        assert app.screen.check_action("take", ()) is False

    drive(case, script)


@pytest.mark.parametrize("over", ["help", "hide"])
def test_a_form_saved_under_another_screen_goes_and_the_other_stays(case: Case, drive: Drive, over: str) -> None:
    """The mouse, or the key that hides everything, opens a screen while the entry is still being written."""
    before = browsing.count(case, ContactFilter())

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        await settled(pilot)
        form = app.screen
        app.screen.query_one("#content", TextArea).focus()
        await typed(pilot, "原话")
        await settled(pilot)
        app.screen.action_save()  # type: ignore[attr-defined]
        await getattr(app, f"action_{over}")()
        await settled(pilot, rounds=4)
        front = app.screen
        assert form not in app.screen_stack
        assert type(front) is (HelpScreen if over == "help" else HiddenScreen)
        await pilot.press("escape")
        await settled(pilot)
        assert [type(screen) for screen in app.screen_stack] == [HomeScreen]

    drive(case, script)
    assert browsing.count(case, ContactFilter()) == before + 1


@pytest.mark.parametrize("key", ["f1", "question_mark"])
def test_the_help_opens_over_a_question_too(case: Case, drive: Drive, key: str) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("p")
        await settled(pilot)
        await pilot.press("a")
        await settled(pilot)
        assert type(app.screen) is Pick
        await pilot.press(key)
        await settled(pilot)
        assert type(app.screen) is HelpScreen
        await pilot.press("escape")
        await settled(pilot)
        assert type(app.screen) is Pick

    drive(case, script)


@pytest.mark.parametrize("opened", [("p", "a"), ("enter", "w"), ("ctrl+p",)], ids=["choice", "line", "commands"])
def test_everything_is_hidden_at_once_over_a_question_too(case: Case, drive: Drive, opened: tuple[str, ...]) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        for key in opened:
            await pilot.press(key)
            await settled(pilot)
        question = app.screen
        await pilot.press("f12")
        await settled(pilot)
        assert type(app.screen) is HiddenScreen
        assert "某消金" not in "".join(screen_text(app))
        await pilot.press("f12")
        await settled(pilot)
        assert app.screen is question

    drive(case, script)


def test_the_program_can_be_left_from_a_question(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("w")
        await settled(pilot)
        await pilot.press("ctrl+q")
        await settled(pilot)
        assert app._exit

    drive(case, script)


async def clicked_twice(app: EvidencelogApp, pilot: Pilot[Any], words: str) -> None:
    """A double click on one of the keys in the last line."""
    line = screen_text(app)[-1]
    before = line[: line.index(words)]
    cells = sum(2 if ord(character) > 0x2E80 else 1 for character in before)
    await pilot.click(offset=(cells + 1, app.size.height - 1), times=2)
    await settled(pilot, rounds=4)


def test_two_clicks_on_leaving_a_call_ask_once_and_the_call_is_kept(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("c")
        await settled(pilot)
        await typed(pilot, "某消金")
        await clicked_twice(app, pilot, "Esc")
        assert [type(screen) for screen in app.screen_stack[2:]] == [Pick]
        await pilot.press("down", "enter")  # keep it for later
        await settled(pilot, rounds=2)
        assert [type(screen) for screen in app.screen_stack] == [HomeScreen]
        assert drafts.kept(case, "live-call")["boxes"] == {"platform": "某消金"}

    drive(case, script)


@pytest.mark.parametrize("way", ["c", "q", "n", "p"])
def test_two_clicks_on_saving_write_one_entry(case: Case, drive: Drive, way: str) -> None:
    before = browsing.count(case, ContactFilter()), len(browsing.records(case, "platform"))

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press(*([way, "n"] if way == "p" else [way]))
        await settled(pilot, rounds=2)
        if way == "n":
            app.screen.query_one("#field-platform Input").focus()
        await typed(pilot, "10月4日22点 某消金 接通" if way == "q" else "第三家")
        await settled(pilot, rounds=2)
        await clicked_twice(app, pilot, "Ctrl+S")
        await settled(pilot, rounds=4)

    drive(case, script)
    after = browsing.count(case, ContactFilter()), len(browsing.records(case, "platform"))
    expected = {"p": (0, 1), "q": (1, 0), "n": (1, 1), "c": (1, 1)}[way]
    assert (after[0] - before[0], after[1] - before[1]) == expected
