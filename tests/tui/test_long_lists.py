"""Long lists: the view leaps instead of crawling, and a filter shows its first page before it has counted."""

from __future__ import annotations

import itertools
from array import array
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.widgets import Input

from evidencelog.app import browsing
from evidencelog.app.recording import record
from evidencelog.store.faults import CaseGone
from evidencelog.tui.screens.contact import ContactScreen
from evidencelog.tui.walking import ByNumber
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


def test_the_walk_passes_every_contact_once_though_one_was_withdrawn_on_the_way(long: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        for opening in ("enter", "p"):
            if opening == "p":
                await pilot.press("p")
                await settled(pilot)
                await pilot.press("c")
            else:
                await pilot.press("enter")
            await settled(pilot)
            contact: Any = app.screen
            assert type(contact) is ContactScreen
            passed = [contact._contact]
            await pilot.press("w")
            await pilot.pause()
            await typed(pilot, "写错了")
            await pilot.press("enter")
            await settled(pilot, rounds=2)
            for _press in range(CONTACTS + 2):
                await pilot.press("right")
                passed.append(contact._contact)
            standing = [f"C{number:04}" for number in range(CONTACTS, 0, -1)]
            assert list(dict.fromkeys(passed)) == (standing if opening == "enter" else standing[1:])
            assert passed[-2:] == ["C0001", "C0001"]
            await pilot.press("escape")
            await settled(pilot)

    drive(long, script)


def test_a_walk_begun_before_its_contacts_were_noted_goes_on_beside_the_one_withdrawn() -> None:
    walk = ByNumber(array("q", [9, 7, 5]))
    assert walk.place("C0008", 1) == 1
    assert [walk[at] for at in range(len(walk))] == ["C0009", "C0008", "C0007", "C0005"]
    assert walk.place("C0005", 1) == 3
    assert walk.place("C0004", 40) == 4


def test_a_contact_that_cannot_be_read_leaves_the_one_that_is_seen_in_force(
    long: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_given: object, **_named: object) -> Any:
        raise CaseGone(long.path)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("p")
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        contact: Any = app.screen
        with monkeypatch.context() as without_disk:
            without_disk.setattr(browsing, "detail", gone)
            await pilot.press("right")
            assert contact._contact == f"C{CONTACTS:04}"
            assert str(long.path) in "".join("".join(screen_text(app)).split())
        await pilot.press("right")
        assert contact._contact == f"C{CONTACTS - 1:04}"
        # the list of the first screen is read page by page until all its contacts are noted
        await pilot.press("escape", "escape")
        await settled(pilot)
        with monkeypatch.context() as without_disk:
            without_disk.setattr(browsing, "numbers", gone)
            without_disk.setattr(browsing, "page", gone)
            timeline: Any = app.screen.query_one(Timeline)
            timeline.cursor = PagedRows.PAGE - 1
            timeline.rows._pages.pop(1, None)
            await pilot.press("enter", "right")
            await settled(pilot)
            walked: Any = app.screen
            assert walked._contact == f"C{CONTACTS - PagedRows.PAGE + 1:04}"
        await pilot.press("right")
        assert walked._contact == f"C{CONTACTS - PagedRows.PAGE:04}"

    drive(long, script)


@pytest.mark.parametrize(("opening", "found"), [("f", "FindingList"), ("p", "PlatformList"), ("l", "ArticleList")])
def test_words_typed_at_once_after_the_slash_reach_the_filter_of_every_list(
    case: Case, drive: Drive, opening: str, found: str
) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press(opening)
        await settled(pilot, rounds=3)
        here, rows = app.screen, app.screen.query_one(found)
        everything = len(rows.rows)  # type: ignore[attr-defined]
        for character in "/nax/":  # letters that are keys of these lists
            app.post_message(events.Key("slash" if character == "/" else character, character))
        await settled(pilot, rounds=2)
        assert app.screen is here
        assert app.screen.query_one(Input).value == "nax/"
        assert len(rows.rows) == 0  # type: ignore[attr-defined]
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen is here
        assert not app.screen.query(Input)
        assert len(rows.rows) == everything  # type: ignore[attr-defined]
        assert app.focused is rows
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen is not here

    drive(case, script)
