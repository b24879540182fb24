"""A full disk, another program that writes, a case moved away: one calm line, everything typed stays and is saved after it."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from textual.widgets import Input, TextArea

from evidencelog.app import browsing, drafts
from evidencelog.app.cases import open_case
from evidencelog.app.checking import check
from evidencelog.app.verifying import verify_case, verify_packet
from evidencelog.i18n import set_language
from evidencelog.models.browsing import ContactFilter
from evidencelog.store import connection
from evidencelog.tui.app import EvidencelogApp
from evidencelog.tui.screens.dialogs import Ask, Pick
from evidencelog.tui.screens.home import HomeScreen
from evidencelog.tui.start import first_look, opened
from evidencelog.tui.widgets.field import Field
from tests.tui.conftest import fill, screen_text, settled, typed
from tests.tui.trouble import Disk, held, moved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case

WORDS = "他说要告诉我单位"
CALLS = """<?xml version='1.0' encoding='UTF-8'?>
<calls count="1">
  <call number="95188" duration="61" date="1790951520000" type="1" presentation="1" name="(Unknown)" />
</calls>
"""


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


class Screen:
    """One run of the app: keys, then what is looked at."""

    def __init__(self, app: EvidencelogApp, pilot: Pilot[Any], case: Case) -> None:
        self.app, self.pilot, self.case = app, pilot, case

    async def press(self, *keys: str, rounds: int = 2) -> None:
        await self.pilot.press(*keys)
        await settled(self.pilot, rounds=rounds)

    async def type(self, text: str) -> None:
        await typed(self.pilot, text)
        await settled(self.pilot)

    def focus(self, field: str) -> None:
        self.app.screen.query_one(f"#field-{field}", Field).control.focus()

    @property
    def shown(self) -> str:
        return " ".join("\n".join(screen_text(self.app)).split())

    def value(self, field: str) -> str | None:
        return self.app.screen.query_one(f"#field-{field}", Field).value


def contacts(case: Case) -> int:
    return browsing.count(case, ContactFilter())


class Way:
    """A way to write something down: ``type`` opens a screen and types, ``stands`` says whether it stands there."""

    keys: tuple[str, ...] = ("ctrl+s",)

    async def type(self, on: Screen) -> None:
        raise AssertionError

    def stands(self, on: Screen) -> bool:
        raise AssertionError

    def saved(self, case: Case) -> bool:
        raise AssertionError


class Quick(Way):
    async def type(self, on: Screen) -> None:
        await on.press("q")
        await on.type(f"10月4日22点半 某消金 接通 {WORDS}")

    def stands(self, on: Screen) -> bool:
        return WORDS in on.app.screen.query_one("#notes", TextArea).text

    def saved(self, case: Case) -> bool:
        return contacts(case) == 8


class Form(Way):
    async def type(self, on: Screen) -> None:
        await on.press("n")
        on.focus("platform")
        await on.type("某消金")
        on.focus("caller")
        await on.type("李某")
        on.app.screen.query_one("#content").focus()
        await on.type(WORDS)

    def stands(self, on: Screen) -> bool:
        text = on.app.screen.query_one("#content", TextArea).text
        return (on.value("platform"), on.value("caller"), text) == ("某消金", "李某", WORDS)

    def saved(self, case: Case) -> bool:
        values = browsing.detail(case, "C0008").values
        return (values["platform"], values["caller"], values["content"]) == ("某消金", "李某", WORDS)


class Correction(Way):
    async def type(self, on: Screen) -> None:
        await on.press("enter")
        await on.press("c")
        on.focus("caller")
        await on.type("李某")
        on.focus("because")
        await on.type("账单上写着")

    def stands(self, on: Screen) -> bool:
        return (on.value("caller"), on.value("because")) == ("李某", "账单上写着")

    def saved(self, case: Case) -> bool:
        return browsing.detail(case, "C0007").values["caller"] == "李某"


class Call(Way):
    async def type(self, on: Screen) -> None:
        await on.press("c")
        await on.type("某消金")
        await on.press("f2")
        on.app.screen.query_one("#content").focus()
        await on.type(WORDS)

    def stands(self, on: Screen) -> bool:
        screen: Any = on.app.screen
        words = screen.query_one("#content", TextArea).text
        return on.value("platform") == "某消金" and words == WORDS and bool(screen.noted.tags)

    def saved(self, case: Case) -> bool:
        values = browsing.detail(case, "C0008").values
        return values["content"] == WORDS and values["source"] == "live" and len(values["tag"]) == 1


class Import(Way):
    async def type(self, on: Screen) -> None:
        file = on.case.path.parent.parent / "calls-1.xml"
        file.write_text(CALLS, encoding="utf-8")
        await on.press("i")
        await on.type(str(file))
        await on.press("enter", rounds=3)

    def stands(self, on: Screen) -> bool:
        return on.app.screen.query_one(Input).value.endswith("calls-1.xml")

    def saved(self, case: Case) -> bool:
        return contacts(case) == 8


class Review(Way):
    keys = ("enter",)

    async def type(self, on: Screen) -> None:
        await on.press("f", rounds=3)
        await on.press("y")
        await on.type(WORDS)

    def stands(self, on: Screen) -> bool:
        return isinstance(on.app.screen, Ask) and on.app.screen.query_one(Input).value == WORDS

    def saved(self, case: Case) -> bool:
        judged = [one.review for one in check(case).findings if one.review]
        return [(one["decision"], one["because"]) for one in judged] == [("confirm", WORDS)]


class Withdrawal(Way):
    keys = ("enter",)

    async def type(self, on: Screen) -> None:
        await on.press("enter")
        await on.press("w")
        await on.type(WORDS)

    stands = Review.stands

    def saved(self, case: Case) -> bool:
        return browsing.detail(case, "C0007").withdrawn


class Placing(Way):
    keys = ("enter",)

    async def type(self, on: Screen) -> None:
        await on.press("p")
        await on.press("a")
        await on.press("end", "up", "enter")
        await on.type("新平台")

    def stands(self, on: Screen) -> bool:
        return isinstance(on.app.screen, Ask) and on.app.screen.query_one(Input).value == "新平台"

    def saved(self, case: Case) -> bool:
        return browsing.detail(case, "C0007").row.platform_name == "新平台"


class Platform(Way):
    async def type(self, on: Screen) -> None:
        await on.press("p")
        await on.press("e")
        on.focus("aliases")
        await on.type("小某金融")

    def stands(self, on: Screen) -> bool:
        return on.value("aliases") == "小某金融"

    def saved(self, case: Case) -> bool:
        return any("小某金融" in (row.get("aliases") or ()) for row in browsing.records(case, "platform"))


class Standing(Way):
    async def type(self, on: Screen) -> None:
        await on.press("p")
        await on.press("f")
        await on.press("n", "enter")
        on.focus("hours")
        await on.type("19:00-21:00")

    def stands(self, on: Screen) -> bool:
        return on.value("hours") == "19:00-21:00"

    def saved(self, case: Case) -> bool:
        return [one["hours"] for one in browsing.records(case, "consent")] == ["19:00-21:00"]


class Complaint(Way):
    async def type(self, on: Screen) -> None:
        await on.press("u", rounds=3)
        await on.press("n", "enter", rounds=3)
        await on.press("enter", rounds=3)
        on.focus("reference")
        await on.type("20261005-17")

    def stands(self, on: Screen) -> bool:
        return on.value("reference") == "20261005-17"

    def saved(self, case: Case) -> bool:
        return [one["reference"] for one in browsing.records(case, "complaint")] == ["20261005-17"]


class Packet(Way):
    async def type(self, on: Screen) -> None:
        await on.press("e")
        await on.press("enter", rounds=3)
        await on.press("enter", rounds=3)
        on.focus("request")
        await on.type("请停止联系我的家人")
        await settled(on.pilot, rounds=3)

    def stands(self, on: Screen) -> bool:
        return on.value("request") == "请停止联系我的家人"

    def saved(self, case: Case) -> bool:
        made = [path for path in (case.path / "exports").iterdir() if (path / "bagit.txt").is_file()]
        return len(made) == 1 and verify_packet(made[0]) == []


WITH = {
    FULL: (Quick, Form, Correction, Call, Import, Review, Withdrawal, Placing, Platform, Standing, Complaint, Packet),
    LOCKED: (Quick, Form, Call, Import, Review, Complaint, Packet),
    GONE: (Quick, Form, Call, Placing, Packet),
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
        assert WORDS in drafts.kept(case, "quick")["text"]

    driven(case, script)


def test_what_could_not_be_kept_is_kept_as_soon_as_there_is_room(disk: Disk, case: Case) -> None:
    async def script(on: Screen) -> None:
        with full(disk, case):
            await Call().type(on)
            await settled(on.pilot, rounds=8)
            assert "没有保存" in on.shown
            assert "已满" in on.shown
            assert not drafts.kept(case, "live-call")
        await settled(on.pilot, rounds=20)
        assert drafts.kept(case, "live-call")["notes"] == WORDS
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
        assert not drafts.kept(case, "platform-P001")

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
