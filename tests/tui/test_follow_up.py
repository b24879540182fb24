"""Complaints: written down with their addressee, what came back, their time limits, the calendar file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from evidencelog.app import browsing, recording
from evidencelog.i18n import set_language
from evidencelog.tui.screens.follow_up import FollowUpScreen
from evidencelog.tui.screens.record_form import RecordForm
from evidencelog.tui.widgets.field import Field
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]


@pytest.fixture
def sent(case: Case) -> Case:
    """The case with one complaint to the lender's own desk, ten days before the last entry could be."""
    values = {"platform": "某消金", "channel": "lender", "sent_at": "2026-10-05"}
    recording.record(case, "complaint", values)
    return case


async def opened(app: EvidencelogApp, pilot: Pilot[Any]) -> FollowUpScreen:
    """The screen, opened from the timeline."""
    await pilot.press("u")
    await settled(pilot, rounds=2)
    assert isinstance(app.screen, FollowUpScreen)
    return app.screen


def test_a_complaint_is_written_down_with_its_addressee(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        await pilot.press("n", "enter")  # 某消金 is the first platform
        await settled(pilot, rounds=2)
        await pilot.press("enter")
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, RecordForm)
        await typed(pilot, "2026-10-05")
        await pilot.press("enter")
        await typed(pilot, "XJ-77")
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=3)
        assert isinstance(app.screen, FollowUpScreen)
        assert "XJ-77" in "\n".join(screen_text(app))

    drive(case, script, size=(120, 40))
    (kept,) = browsing.records(case, "complaint")
    assert {name: kept[name] for name in ("platform", "channel", "sent_at", "reference")} == {
        "platform": "某消金", "channel": "lender", "sent_at": "2026-10-05", "reference": "XJ-77",
    }  # fmt: skip


def test_what_came_back_is_a_correction_and_the_time_limits_stand_beside(sent: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        text = "\n".join(screen_text(app))
        assert "2026年10月20日" in text, "fifteen days from the day of sending"
        assert "还没有编号" in text
        await pilot.press("a")
        await settled(pilot)
        form: Any = app.screen
        assert type(form) is RecordForm
        form.query_one("#field-reference", Field).control.focus()
        await typed(pilot, "12378-9")
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=3)
        assert "12378-9" in "\n".join(screen_text(app))

    drive(sent, script, size=(120, 40))
    (kept,) = browsing.records(sent, "complaint")
    assert kept["reference"] == "12378-9"
    assert [one.event for one in browsing.record_history(sent, kept["id"])] == ["recorded", "corrected"]


def test_a_day_that_is_none_keeps_what_was_typed(sent: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        await pilot.press("a")
        await settled(pilot)
        form: Any = app.screen
        form.query_one("#field-sent_at", Field).value = "what"
        form.query_one("#field-reference", Field).value = "A-1"
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert app.screen is form
        assert form.query_one("#field-sent_at", Field).wrong
        assert form.query_one("#field-reference", Field).value == "A-1"

    drive(sent, script)
    assert "reference" not in browsing.records(sent, "complaint")[0]


def test_it_is_withdrawn_with_a_reason_and_the_calendar_is_written(sent: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        await pilot.press("i")
        await settled(pilot)
        app.screen.query_one("Input").value = str(sent.path / "exports" / "a.ics")  # type: ignore[attr-defined]
        await pilot.press("enter")
        await settled(pilot, rounds=2)
        await pilot.press("home", "w")
        await settled(pilot)
        await typed(pilot, "没有寄出")
        await pilot.press("enter")
        await settled(pilot, rounds=2)

    drive(sent, script)
    assert (sent.path / "exports" / "a.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert browsing.records(sent, "complaint") == []


def test_a_second_calendar_of_the_same_day_is_offered_a_name_of_its_own(sent: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        for _calendar in range(2):
            await pilot.press("i")
            await settled(pilot)
            await pilot.press("enter")
            await settled(pilot, rounds=2)
            assert isinstance(app.screen, FollowUpScreen)

    drive(sent, script)
    written = sorted(path.name for path in (sent.path / "exports").glob("*.ics"))
    assert len(written) == 2
    assert written[0] == written[1].replace(".ics", "-2.ics")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_it_fits_in_both_languages(sent: Case, drive: Drive, size: tuple[int, int], lang: str) -> None:
    from tests.tui.test_layout import check_layout

    set_language(lang)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        check_layout(app, "follow")
        await pilot.press("a")
        await settled(pilot)
        check_layout(app, "complaint")

    drive(sent, script, size=size)
