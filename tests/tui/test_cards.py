"""The card an entry calls for comes, whatever else goes on: the next entry, a question, the hidden screen, an error."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from evidencelog.app import browsing, guidance, recording
from evidencelog.errors import CannotDo, EvidencelogError
from evidencelog.tui.screens.card import CardScreen
from evidencelog.tui.screens.dialogs import Ask
from evidencelog.tui.screens.form import EntryScreen
from evidencelog.tui.screens.hidden import HiddenScreen
from evidencelog.tui.screens.home import HomeScreen
from tests.tui.conftest import settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]

COURT = "【某区人民法院】您有一起案件将开庭，传票已送达"
"""Calls for the card on court and police."""
DESPAIR = "不想活了"
"""Calls for the help line, in the private note of an entry."""


def message(case: Case, content: str, **more: Any) -> str:
    values = {"kind": "message", "channel": "sms", "at": "2026-10-04T10:00:00+08:00", "platform": "花呗"}
    return recording.record(case, "contact", values | {"content": content} | more).id


def news(app: EvidencelogApp) -> str:
    return str(app.screen.query_one("#news").said)  # type: ignore[attr-defined]


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Only the reading in the background finds cards, and only once this is set."""
    gate, real = Event(), guidance.newly_called

    def newly(
        case: Case, contact: str, before: Mapping[str, Any] | None = None, *, read: bool = True
    ) -> tuple[str, ...]:
        return real(case, contact, before) if read and gate.wait(10) else ()

    monkeypatch.setattr(guidance, "newly_called", newly)
    return gate


def test_save_and_next_names_the_key_and_the_card_opens_on_the_way_back(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        await settled(pilot)
        form = app.screen
        assert isinstance(form, EntryScreen)
        form.field("at").value, form.field("claimed_role").value = "2026-10-02 10:00", "police"
        await pilot.press("ctrl+n")
        await settled(pilot, rounds=2)
        assert app.screen is form
        assert "已保存为 C0008" in news(app)
        assert "F9" in news(app)
        form.field("at").value = "2026-10-02 11:00"
        await pilot.press("ctrl+n")  # the line of the first one is gone now
        await settled(pilot, rounds=2)
        assert "F9" not in news(app)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, CardScreen)
        await pilot.press("x")
        await settled(pilot)
        assert browsing.detail(case, "C0008").values["role_checked"] == "false"
        assert isinstance(app.screen, HomeScreen)

    drive(case, script)


def test_a_second_entry_does_not_take_the_reading_of_the_first_one_away(
    case: Case, drive: Drive, reading: Event
) -> None:
    first, second = message(case, COURT), message(case, "今日应还")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        app.look_for_cards([first])
        await pilot.pause(0.05)
        app.look_for_cards([second])
        await pilot.pause(0.05)
        reading.set()
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, CardScreen)

    drive(case, script)


def test_a_card_waits_behind_a_question(case: Case, drive: Drive, reading: Event) -> None:
    entry = message(case, COURT)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        app.look_for_cards([entry])
        await app.push_screen(Ask("?"))
        reading.set()
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, Ask)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, CardScreen)

    drive(case, script)


def test_a_card_waits_behind_the_hidden_screen(case: Case, drive: Drive, reading: Event) -> None:
    entry = message(case, COURT)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        app.look_for_cards([entry])
        await pilot.press("f12")
        reading.set()
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, HiddenScreen)
        await pilot.press("f12")
        await settled(pilot)
        assert isinstance(app.screen, CardScreen)

    drive(case, script)


def test_on_other_screens_one_line_names_the_key_which_opens_the_card_for_the_entry(
    case: Case, drive: Drive, reading: Event
) -> None:
    entry = message(case, COURT)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        app.look_for_cards([entry])
        await pilot.press("q")
        await settled_but_reading(pilot)
        await typed(pilot, "昨晚")
        reading.set()
        await settled(pilot, rounds=2)
        assert app.screen.SCOPE == "quick"  # type: ignore[attr-defined]
        assert "F9" in news(app)
        await pilot.press("f9")
        await settled(pilot)
        await pilot.press("g")
        await settled(pilot)
        assert browsing.detail(case, entry).values["role_checked"] == "genuine"
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)  # it was opened: it does not come again

    drive(case, script)


async def settled_but_reading(pilot: Pilot[Any]) -> None:
    """Waits until the screen in front stands; the reading of entries goes on."""
    await pilot.pause(0.4)


def test_a_card_opens_once_though_it_is_found_twice(case: Case, drive: Drive) -> None:
    entry = message(case, COURT, claimed_role="police")  # by what was marked, then by what was said

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        app.look_for_cards([entry])
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, CardScreen)
        await pilot.press("escape")
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, HomeScreen)

    drive(case, script)


def test_an_entry_that_calls_for_two_cards_gets_both_the_most_urgent_first(case: Case, drive: Drive) -> None:
    entry = message(case, COURT, private_note=DESPAIR)
    assert guidance.newly_called(case, entry) == ("help_line", "verify_first")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        app.look_for_cards([entry])
        await settled(pilot, rounds=2)
        opened = []
        while isinstance(app.screen, CardScreen):
            opened.append(app.screen.card)
            await pilot.press("escape")
            await settled(pilot, rounds=2)
        assert opened == ["help_line", "verify_first"]

    drive(case, script)


class Unreadable(CannotDo):
    def __str__(self) -> str:
        return "the packs cannot be read"


@pytest.mark.parametrize("trouble", [Unreadable(), OSError(5, "Input/output error")], ids=["error", "disk"])
def test_what_cannot_be_looked_at_is_said_and_looked_at_again(
    case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch, trouble: EvidencelogError | OSError
) -> None:
    broken, sound = message(case, COURT), message(case, "今日应还")
    real, ill = guidance.newly_called, [True]

    def newly(
        case: Case, contact: str, before: Mapping[str, Any] | None = None, *, read: bool = True
    ) -> tuple[str, ...]:
        if ill[0] and contact == broken:
            raise trouble
        return real(case, contact, before, read=read)

    monkeypatch.setattr(guidance, "newly_called", newly)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        app.look_for_cards([broken, sound])
        await settled(pilot, rounds=2)
        assert "F9" in news(app)
        assert "F10" in news(app)
        assert ("the packs cannot be read" if isinstance(trouble, Unreadable) else "磁盘无法读写") in news(app)
        ill[0] = False
        await pilot.press("f1")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, CardScreen)

    drive(case, script)


def test_a_correction_brings_a_card_only_where_it_is_called_for_anew(case: Case, drive: Drive) -> None:
    async def corrected(app: EvidencelogApp, pilot: Pilot[Any], field: str, value: str) -> None:
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        form = app.screen
        assert isinstance(form, EntryScreen)
        form.field(field).value, form.field("because").value = value, "听错了"
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert app.screen.SCOPE == "contact"  # type: ignore[attr-defined]

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await corrected(app, pilot, "claimed_role", "police")
        assert "F9" in news(app)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, CardScreen)
        await pilot.press("escape")
        await settled(pilot)
        await corrected(app, pilot, "caller", "李某")
        assert "F9" not in news(app)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)

    drive(case, script)
