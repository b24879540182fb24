"""What stands beside the fields of the entry form while it is filled in: choices out of sight, faults, a pasted message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events
from textual.widgets import TextArea

from evidencelog.tui.screens.form import EntryScreen
from evidencelog.tui.widgets.choice import Choice
from evidencelog.tui.widgets.reading import Reading
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]

MESSAGE = "【某消金】您的账户已逾期\n请尽快处理，否则移送公安"


async def open_form(app: EvidencelogApp, pilot: Pilot[Any]) -> EntryScreen:
    await pilot.press("n")
    await settled(pilot)
    assert isinstance(app.screen, EntryScreen)
    return app.screen


def test_choices_the_line_cannot_hold_stand_under_it_while_it_is_used(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        form = await open_form(app, pilot)
        field = form.field("claimed_role")
        assert field.hint == ""
        field.control.focus()
        await settled(pilot)
        assert isinstance(field.control, Choice)
        words = [choice for _code, choice in field.control.options]
        assert field.hint.replace("\n", "  ") == "  ".join(f"{at} {one}" for at, one in enumerate(words, 1))
        shown = "\n".join(screen_text(app))
        assert all(f"{at} {one}" in shown for at, one in enumerate(words, 1))  # none is cut by the end of a line
        await pilot.press("2")
        assert field.value == field.control.options[1][0]
        assert field.hint
        form.field("direction").control.focus()
        await settled(pilot)
        assert field.hint == form.field("direction").hint == ""  # two choices have room

    drive(case, script)


def test_a_fault_shows_under_its_field_as_soon_as_it_is_left_and_goes_when_mended(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        form = await open_form(app, pilot)
        count = form.field("count")
        count.control.focus()
        await typed(pilot, "many")
        await settled(pilot, rounds=3)
        assert not count.wrong  # somebody still types there
        await pilot.press("tab")
        await settled(pilot)
        assert count.wrong
        assert "many" in count.hint
        count.control.focus()
        await pilot.press("ctrl+u")
        await typed(pilot, "3")
        await pilot.press("tab")
        await settled(pilot, rounds=3)
        assert not count.wrong

    drive(case, script)


def test_how_a_time_was_read_still_stands_there_after_a_save_that_failed(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        form = await open_form(app, pilot)
        await typed(pilot, "2026-10-03 9:05")
        form.field("count").value = "many"
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert app.screen is form
        assert form.field("at").hint == "= 2026-10-03 周六 09:05"

    drive(case, script)


def test_a_message_pasted_over_another_question_is_taken_as_its_words(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        form = await open_form(app, pilot)
        words = form.query_one("#content", TextArea)
        app.post_message(events.Paste(MESSAGE))
        await settled(pilot)
        assert words.text == MESSAGE
        assert form.field("at").value is None
        form.field("number").control.focus()
        await settled(pilot)
        app.post_message(events.Paste("95013 12345"))  # a short answer belongs where the cursor is
        app.post_message(events.Paste("请" * 3000))
        await settled(pilot)
        assert form.field("number").value == "95013 12345"
        assert words.text == MESSAGE + "\n" + "请" * 3000

    drive(case, script)


def test_what_the_checker_sees_takes_no_more_room_than_it_needs(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        form = await open_form(app, pilot)
        await typed(pilot, "2026-10-03 9:05")
        await settled(pilot, rounds=3)
        assert form.query_one("#checks", Reading).size.height == 1
        assert form.query_one("#form").max_scroll_y == 0

    drive(case, script)
