"""Choosing: what is cut off stands whole below, a long list is filtered, and a low window shows the line and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from evidencelog.i18n import set_language
from evidencelog.tui.screens.dialogs import Ask, Option, Pick
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]

LENDERS = [Option(f"lender {number}", f"平台{number:03}号", "平台") for number in range(300)]
LAST = Option("new", "另一家", "接着填名称", always=True)


def text(app: EvidencelogApp) -> str:
    return "\n".join(screen_text(app))


def listed(app: EvidencelogApp) -> list[str]:
    rows = app.screen.query_one("#options").rows  # type: ignore[attr-defined]
    return [rows[at].words for at in range(len(rows))]


def test_three_hundred_lines_are_filtered_also_by_initials(empty_case: Case, drive: Drive) -> None:
    given: list[str | None] = []

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await app.push_screen(Pick("谁的？", [*LENDERS, Option("hb", "花呗"), LAST]), given.append)
        await settled(pilot)
        assert "/ 筛选" in text(app)
        await pilot.press("slash")
        await typed(pilot, "hb")
        await settled(pilot)
        assert listed(app) == ["花呗", "另一家"]
        await pilot.press("escape")
        await settled(pilot)
        assert len(listed(app)) == 302
        await pilot.press("slash")
        await typed(pilot, "217")
        await settled(pilot)
        assert listed(app) == ["平台217号", "另一家"]
        await pilot.press("f2")
        await settled(pilot)
        assert app.screen.query_one(Input).value == "217"
        assert listed(app) == ["平台217号", "另一家"]
        await pilot.press("f2")
        await settled(pilot)
        await pilot.press("enter", "escape")
        await settled(pilot)
        assert isinstance(app.screen, Pick), "Esc shows every line first"
        assert len(listed(app)) == 302
        await pilot.press("slash")
        await typed(pilot, "217")
        await settled(pilot)
        await pilot.press("enter", "enter")
        await settled(pilot)

    drive(empty_case, script)
    assert given == ["lender 217"]


def test_a_few_lines_need_no_filter(empty_case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await app.push_screen(Pick("谁的？", LENDERS[:4]))
        await settled(pilot)
        assert "/ 筛选" not in text(app)
        await pilot.press("slash")
        await settled(pilot)
        assert not app.screen.query(Input)

    drive(empty_case, script)


def test_what_is_cut_off_stands_whole_below_the_list(empty_case: Case, drive: Drive) -> None:
    long = "向机构提出过什么请求，什么时候提的；请求函可以从这里直接写好，打印出来签字之后寄出去"

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await app.push_screen(Pick("记下什么？", [Option("a", "约定时段", "短的"), Option("b", "请求", long)]))
        await settled(pilot)
        assert "签字之后寄出去" not in text(app)
        await pilot.press("down")
        await settled(pilot)
        assert "签字之后寄出去" in "".join(line.strip(" │") for line in screen_text(app))

    drive(empty_case, script)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_low_window_shows_the_lines_and_the_keys_under_a_long_question(
    empty_case: Case, drive: Drive, lang: str
) -> None:
    set_language(lang)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await app.push_screen(Pick("某" * 60 + "？", LENDERS[:6]))
        await settled(pilot)
        assert "平台000号" in text(app)
        assert "Enter" in text(app)
        await pilot.press("escape", "shift+f12")
        await settled(pilot)
        assert isinstance(app.screen, Ask)
        assert 0 < app.screen.query_one(Input).region.bottom < 11
        assert "Enter" in text(app)

    drive(empty_case, script, size=(40, 12))


def test_a_line_that_is_whole_is_not_said_again_below(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        words = ("催收", "服务通知", "营销")
        await app.push_screen(Pick("是催收吗？", [Option(one, one) for one in words]))
        await settled(pilot)
        shown = "\n".join(screen_text(app))
        assert [shown.count(f" {one} ") for one in words] == [1, 1, 1]

    drive(case, script)
