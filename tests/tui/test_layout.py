"""Every screen at four sizes in both languages: nothing leaves the screen, nothing is cut that must be whole."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from textual.widgets import Input, TextArea

from evidencelog.i18n import set_language
from evidencelog.tui.actions import of_scope
from evidencelog.tui.start import first_look
from evidencelog.tui.widgets.choice import Choice
from evidencelog.tui.widgets.field import Field
from evidencelog.tui.widgets.key_bar import KeyBar
from evidencelog.tui.widgets.row_list import RowList
from tests.tui.conftest import screen_text, settled

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

SIZES = ((80, 24), (100, 30), (120, 40), (200, 50))
WAYS = {
    "home": (), "filter": ("slash",), "form": ("n",), "contact": ("enter",), "findings": ("f",), "platforms": ("p",),
    "platform": ("p", "enter"), "export": ("e", "enter"), "help": ("f1",), "palette": ("ctrl+p",), "ask": ("enter", "w"),
    "quick": ("q",), "import": ("i",), "call": ("c",), "visit": ("v",), "verify_first": ("f9",), "help_line": ("f10",), "evening": ("t",),
    "picture": ("g",), "rotation": ("g", "n", "enter"), "statutes": ("l",), "follow_up": ("u",), "standing": ("p", "f"),
    "packet": ("e",), "packet_scope": ("e", "enter", "enter"), "packet_leaves": ("e", "enter", "enter", "ctrl+r"),
    "rule": ("f", "l", "enter", "r", "enter"), "provision": ("f", "l"), "you": ("y",), "zone": ("z",), "complaint": ("u", "n", "enter", "enter"),
    "fact_kind": ("p", "f", "n"), "fact": ("p", "f", "n", "enter"), "merge": ("p", "m"),
}  # fmt: skip


def check_layout(app: EvidencelogApp, where: str) -> None:
    """Fails where something leaves the screen or a line is not exactly as wide as the screen."""
    width, height = app.size
    lines = screen_text(app)
    assert len(lines) == height
    assert {cell_len(line) for line in lines} == {width}, where
    for widget in app.screen.query("*"):
        if not widget.display or not widget.region.area or "-scroll" in str(widget.id):
            continue
        region = widget.region
        assert region.x >= 0, (where, widget, region)
        assert region.right <= width, (where, widget, region)
        if isinstance(widget, KeyBar | RowList | TextArea):
            assert region.bottom <= height, (where, widget, region)
        if isinstance(widget, Input | Choice):
            assert region.width >= 14, (where, widget, region)
        if isinstance(widget, RowList):
            assert widget.size.height >= min(3, len(widget.rows)), (where, widget)
    bar = app.screen.query_one(KeyBar)
    assert {action.id for _at, _cells, action in bar.shown(bar.size.width)} >= wanted_keys(app), where


def wanted_keys(app: EvidencelogApp) -> set[str]:
    """The keys that must stand in the footer: all that are marked for it and work."""
    scope = app.screen.query_one(KeyBar).scope
    return {
        action.id
        for action in of_scope(scope)
        if action.footer and (scope == "filter" or app.screen.check_action(action.call, ()) is True)
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_screen_fits(case: Case, size: tuple[int, int], lang: str) -> None:
    set_language(lang)

    async def walk() -> None:
        from evidencelog.tui.app import EvidencelogApp

        app = EvidencelogApp(case, first_look(case))
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            for where, keys in WAYS.items():
                await go(pilot, keys)
                check_layout(app, where)
                if where in {"form", "platform", "call", "visit"}:
                    check_labels(app)
                await back(app, pilot)

    asyncio.run(walk())


async def go(pilot: Pilot[Any], keys: tuple[str, ...]) -> None:
    """Presses keys and waits for what each of them brings."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)
    if not keys:
        await settled(pilot)


async def back(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
    """To the first screen, without a filter."""
    for _press in range(6):
        await pilot.press("escape")
        await pilot.pause()
        if len(app.screen_stack) == 1:
            break
    assert len(app.screen_stack) == 1
    await pilot.press("escape")
    await pilot.pause()


def check_labels(app: EvidencelogApp) -> None:
    """No label of a field is cut."""
    for field in app.screen.query(Field):
        if field.display:
            first = field.render_line(0).text
            assert field.label in first, field.field


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_chrome_holds_no_character_whose_width_terminals_disagree_on(case: Case, lang: str) -> None:
    """Lists, the first line and the last one hold none of Unicode's ambiguous widths but box drawing (borders).

    Bars of a picture are blocks; the options of a question are running text and may hold the quotes of a title.
    """
    import unicodedata

    set_language(lang)

    async def walk() -> None:
        from evidencelog.tui.app import EvidencelogApp

        app = EvidencelogApp(case, first_look(case))
        looked_at = 0
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            for where, keys in WAYS.items():
                await go(pilot, keys)
                strips = app.screen._compositor.render_strips()
                for widget in app.screen.query("RowList, KeyBar, TopLine, FilterLine").exclude("#options"):
                    place = widget.region
                    for strip in strips[place.y : place.bottom] if widget.display else ():
                        looked_at += 1
                        words = re.sub("[\u2500-\u257f]", "", strip.crop(place.x, place.right).text)
                        for character in words:
                            ambiguous = unicodedata.east_asian_width(character) == "A"
                            assert not ambiguous or unicodedata.combining(character), (where, widget, words)
                await back(app, pilot)
        assert looked_at > 400

    asyncio.run(walk())
