"""Platforms and numbers: facts beside a platform, contacts behind a number, merging, forgetting a remembered number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from evidencelog.app import browsing, recording
from evidencelog.i18n import set_language
from evidencelog.models.browsing import ContactFilter
from evidencelog.tui.screens.contact import ContactScreen
from evidencelog.tui.screens.platforms import InboxList, PlatformsScreen
from evidencelog.tui.screens.record_form import RecordForm
from evidencelog.tui.screens.standing import StandingScreen
from evidencelog.tui.widgets.field import Field
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]


async def opened(app: EvidencelogApp, pilot: Pilot[Any]) -> PlatformsScreen:
    """The screen, opened from the timeline; 某消金 is under the cursor."""
    await pilot.press("p")
    await settled(pilot)
    assert isinstance(app.screen, PlatformsScreen)
    return app.screen


def test_agreed_hours_are_noted_corrected_and_withdrawn(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        await pilot.press("f")
        await settled(pilot)
        assert isinstance(app.screen, StandingScreen)
        await pilot.press("n", "enter")  # agreed hours are the first kind
        await settled(pilot)
        form: Any = app.screen
        assert type(form) is RecordForm
        form.query_one("#field-hours", Field).control.focus()
        await typed(pilot, "19:00-22:00")
        form.query_one("#field-from", Field).value = "2026-10-01"
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=3)
        assert "19:00-22:00" in "\n".join(screen_text(app))
        assert browsing.records(case, "consent")[0]["hours"] == "19:00-22:00"
        await pilot.press("enter")
        await settled(pilot)
        app.screen.query_one("#field-hours", Field).value = "19:00-21:00"
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=3)
        assert browsing.records(case, "consent")[0]["hours"] == "19:00-21:00"
        await pilot.press("w")
        await settled(pilot)
        await typed(pilot, "没有同意过")
        await pilot.press("enter")
        await settled(pilot, rounds=2)

    drive(case, script, size=(120, 40))
    assert browsing.records(case, "consent") == []
    assert [one.event for one in browsing.record_history(case, "H0001")] == ["recorded", "corrected", "withdrawn"]


def test_the_contacts_behind_a_number_open(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await opened(app, pilot)
        screen.query_one(InboxList).focus()
        await pilot.press("c")
        await settled(pilot)
        contact: Any = app.screen
        assert type(contact) is ContactScreen
        assert len(contact._walk) == 1
        assert browsing.detail(case, contact._contact).values["number"] == "13800138000"

    drive(case, script)


def test_two_platforms_become_one_with_a_reason(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        await pilot.press("m", "enter")
        await settled(pilot)
        await typed(pilot, "合同写了两个名称")
        await pilot.press("enter")
        await settled(pilot, rounds=2)

    drive(case, script)
    (left,) = browsing.records(case, "platform")
    assert (left["name"], left["aliases"]) == ("某消金", ["花呗"])
    assert browsing.count(case, ContactFilter(platform=left["id"])) == 6


def test_a_remembered_number_is_forgotten_and_waits_again(case: Case, drive: Drive) -> None:
    assert recording.assign_number(case, "13800138000", platform="某消金") == 1

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        await pilot.press("r", "enter")
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot, rounds=2)

    drive(case, script)
    assert [one.number for one in browsing.inbox(case)] == ["13800138000"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_it_fits_in_both_languages(case: Case, drive: Drive, size: tuple[int, int], lang: str) -> None:
    from tests.tui.test_layout import check_layout

    set_language(lang)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        check_layout(app, "platforms")
        await pilot.press("f")
        await settled(pilot)
        check_layout(app, "standing")

    drive(case, script, size=size)
