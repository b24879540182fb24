"""Long lists: the view leaps instead of crawling, and a filter shows its first page before it has counted."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.widgets import Input

from evidencelog.app.recording import record
from evidencelog.tui.widgets.row_list import PagedRows
from evidencelog.tui.widgets.timeline import Timeline
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]

CONTACTS = PagedRows.PAGE + 12


@pytest.fixture
def long(empty_case: Case) -> Case:
    """More messages with one word than fit into a page."""
    for number in range(CONTACTS):
        at = f"2026-10-{1 + number // 60:02}T10:{number % 60:02}:00+08:00"
        values = {"kind": "message", "channel": "sms", "at": at, "platform": "某消金", "content": "请处理"}
        record(empty_case, "contact", values)
    return empty_case


def test_a_step_beyond_the_view_leaps_and_every_row_is_passed(long: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        timeline = app.screen.query_one(Timeline)
        tops, seen = [], []
        for _press in range(60):
            tops.append(round(timeline.scroll_y))
            seen.append(timeline.cursor)
            assert timeline.cursor in timeline.shown_indexes()
            await pilot.press("j")
        assert seen == list(range(60))
        changes = sum(before != now for before, now in itertools.pairwise(tops))
        assert changes <= 60 // 8, "most steps leave the view where it is"
        for _press in range(60):
            await pilot.press("k")
            assert timeline.cursor in timeline.shown_indexes()
        assert timeline.cursor == 0
        assert round(timeline.scroll_y) == 0

    drive(long, script)


def test_a_filter_counts_after_its_first_page_stands(long: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("slash")
        await typed(pilot, "处理")
        await settled(pilot, rounds=4)
        assert len(app.screen.query_one(Timeline).rows) == CONTACTS
        assert str(CONTACTS) in screen_text(app)[0]
        await pilot.press("enter", "end")
        await settled(pilot)
        row = app.screen.query_one(Timeline).current()
        assert row is not None
        assert row.id == "C0001"

    drive(long, script)


def test_words_typed_at_once_after_the_slash_all_reach_the_filter(long: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        for character in "/请处理":
            app.post_message(events.Key("slash" if character == "/" else character, character))
        await settled(pilot, rounds=4)
        assert app.screen.query_one(Input).value == "请处理"
        assert len(app.screen.query_one(Timeline).rows) == CONTACTS

    drive(long, script)
