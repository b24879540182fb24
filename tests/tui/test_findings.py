"""Answering what a finding asks in its place, and going from a finding to the provision it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from evidencelog.app import browsing, checking
from evidencelog.app.recording import record
from evidencelog.tui import finding_text
from evidencelog.tui.screens.dialogs import Pick
from evidencelog.tui.screens.findings import FindingsScreen
from evidencelog.tui.screens.statutes import StatutesScreen
from evidencelog.tui.widgets.reading import Reading
from tests.tui.conftest import screen_text, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]


@pytest.fixture
def asking(case: Case) -> Case:
    """The case with a fourth answered call that day: whether the four were talks decides."""
    values = {"kind": "call", "at": "2026-10-02T21:41:00+08:00", "platform": "某消金", "outcome": "answered"}
    record(case, "contact", values)
    return case


async def on_finding(app: EvidencelogApp, pilot: Pilot[Any], finding: str) -> FindingsScreen:
    """The findings with the cursor on one of them."""
    await pilot.press("f")
    await settled(pilot, rounds=2)
    screen: Any = app.screen
    assert type(screen) is FindingsScreen
    rows = screen.shown.rows
    screen.shown.cursor = next(n for n in range(len(rows)) if rows[n].id == finding)
    await settled(pilot, rounds=2)
    return screen


def test_a_question_is_answered_and_the_list_is_what_a_whole_check_gives(asking: Case, drive: Drive) -> None:
    """Were the calls talks or announcements? Answered for all of them at once."""
    case = asking
    asked = next(one for one in checking.check(case).findings if "mode" in one.missing and len(one.contacts) > 1)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await on_finding(app, pilot, asked.id)
        assert "按 a 作答" in "".join(screen_text(app))
        await pilot.press("a")
        await settled(pilot)
        question: Any = app.screen
        assert type(question) is Pick
        await pilot.press("enter")  # all of them
        await settled(pilot)
        await pilot.press("down", "enter")  # a talk
        await settled(pilot, rounds=3)
        assert app.screen is screen
        assert "重新核对" in "".join(screen_text(app))
        assert {one.id: one for one in screen._all} == {one.id: one for one in checking.check(case).findings}

    drive(case, script, size=(120, 40))
    modes = {browsing.detail(case, one).values.get("mode") for one in asked.contacts}
    assert len(modes) == 1
    assert None not in modes


def test_going_back_from_a_question_writes_nothing(asking: Case, drive: Drive) -> None:
    case = asking
    asked = next(one for one in checking.check(case).findings if "mode" in one.missing)
    before = browsing.detail(case, asked.contacts[0]).version

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await on_finding(app, pilot, asked.id)
        await pilot.press("a")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen is screen

    drive(case, script)
    assert browsing.detail(case, asked.contacts[0]).version == before


def test_the_provision_opens_in_the_statutes(case: Case, drive: Drive) -> None:
    finding = checking.check(case).findings[0]

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await on_finding(app, pilot, finding.id)
        await pilot.press("l")
        await settled(pilot)
        if isinstance(app.screen, Pick):
            await pilot.press("enter")
            await settled(pilot, rounds=2)
        statutes: Any = app.screen
        assert type(statutes) is StatutesScreen
        await settled(pilot, rounds=2)
        row = statutes.articles.current()
        assert row is not None
        assert row["id"] == finding.bases[0].provision

    drive(case, script, size=(120, 40))


def test_the_words_a_finding_was_read_from_are_quoted_and_hidden_with_the_others(case: Case, drive: Drive) -> None:
    words = {"kind": "message", "channel": "sms", "at": "2026-10-04T10:00:00+08:00", "platform": "某消金"}
    record(case, "contact", words | {"content": "再不还款，警察今天就上门把你抓走拘留"})

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("f")
        await settled(pilot, rounds=3)
        screen = app.screen
        assert isinstance(screen, FindingsScreen)
        at = next(index for index in range(len(screen.shown.rows)) if screen.shown.rows[index].spans)
        screen.shown.cursor = at
        await settled(pilot, rounds=3)
        quoted = screen.shown.rows[at].spans[0]
        text = screen.query_one("#finding", Reading).plain_text
        assert "依据这些原话" in text
        assert f"{quoted.contact}  “{quoted.text}”  {quoted.reason}" in text
        await pilot.press("f8")
        await settled(pilot, rounds=3)
        screen.shown.cursor = at
        await settled(pilot, rounds=3)
        assert f"“{quoted.text}”" not in screen.query_one("#finding", Reading).plain_text
        await pilot.press("f8")

    drive(case, script, size=(100, 30))


def test_grouped_by_platform_each_finding_is_called_by_name_and_its_contacts_stand_before_the_law(
    case: Case, drive: Drive
) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("f", "g")
        await settled(pilot, rounds=2)
        screen: Any = app.screen
        found = screen.shown.rows[0]
        shown = "\n".join(screen_text(app))
        assert f"{found.on[5:]} {found.title}"[:16] in shown
        text = [line.parts[0].text for line in finding_text.explained(case, found) if line.parts]
        assert text.index(f"{found.contacts[0]}  ") < text.index("依据（当日有效的规定）")

    drive(case, script)
