"""The picture and the numbers used: cells, night, limits, moving, files, the contacts behind a cell."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from evidencelog.app import browsing
from evidencelog.app.recording import record
from evidencelog.i18n import set_language
from evidencelog.tui.screens.contact import ContactScreen
from evidencelog.tui.screens.picture import PictureScreen
from evidencelog.tui.screens.rotation import NumberList, RotationScreen
from evidencelog.tui.widgets.day_cells import Narrow
from evidencelog.tui.widgets.day_grid import HEAD, LEFT, DayGrid
from tests.tui.conftest import screen_text, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]


async def opened(app: EvidencelogApp, pilot: Pilot[Any]) -> DayGrid:
    """The picture, opened from the timeline."""
    await pilot.press("g")
    await settled(pilot, rounds=2)
    assert isinstance(app.screen, PictureScreen)
    return app.screen.grid


def line_of(app: EvidencelogApp, words: str) -> str:
    """The first line of the screen with these words."""
    return next(line for line in screen_text(app) if words in line)


def test_the_night_calls_stand_in_their_cell_and_the_day_above_its_limit(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        grid = await opened(app, pilot)
        assert grid.day == "2026-10-03"
        await pilot.press("left", "end", "home")
        for _press in range(10):
            await pilot.press("down")
        await settled(pilot)
        assert (grid.day, grid.hours) == ("2026-10-02", range(22, 23))
        assert grid.cell().sorts == {"answered": 3, "unanswered": 1}
        about = line_of(app, "22:00-23:00")
        assert "夜间" in about
        assert "接通 3" in about
        assert "未接通 1" in about
        assert "计 3，上限 3" in line_of(app, "当日 4 次")
        assert "接4" in line_of(app, " 22")

    drive(case, script, size=(120, 40))


def test_hours_fold_on_a_low_screen_and_nothing_is_lost(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        grid = await opened(app, pilot)
        assert len(grid.hours) == 2
        for hour in range(0, 24, 2):
            assert any(f" {hour:02}-{hour + 2:02}" in line for line in screen_text(app))
        assert "上限" in "\n".join(screen_text(app))

    drive(case, script)


def test_enter_opens_the_contacts_of_the_cell(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        grid = await opened(app, pilot)
        await pilot.press("left")
        grid._go(0, 22)
        await pilot.press("enter")
        await settled(pilot)
        contacts: Any = app.screen
        assert type(contacts) is ContactScreen
        shown = [browsing.detail(case, contacts._walk[n]).row.second for n in range(len(contacts._walk))]
        assert shown == [22 * 3600 + 60 * minute for minute in (1, 11, 21, 31)]
        await pilot.press("escape")
        await settled(pilot)
        grid._go(0, 3)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, PictureScreen)
        assert "没有记录" in "\n".join(screen_text(app))

    drive(case, script, size=(120, 40))


def test_one_platform_alone(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        grid = await opened(app, pilot)
        await pilot.press("p", "down", "down", "enter")
        await settled(pilot, rounds=2)
        assert "花呗" in screen_text(app)[0]
        assert grid.whole_day().sorts == {"message": 1}

    drive(case, script, size=(120, 40))


def test_a_file_is_drawn_where_it_was_asked_for(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        await pilot.press("s")
        await settled(pilot)
        app.screen.query_one("Input").value = str(case.path / "exports" / "a.svg")  # type: ignore[attr-defined]
        await pilot.press("enter")
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, PictureScreen)
        assert "已画 6 次联系" in "\n".join(screen_text(app))

    drive(case, script, size=(120, 40))
    assert (case.path / "exports" / "a.svg").read_text(encoding="utf-8").startswith("<svg")


def test_an_empty_picture_says_what_to_do(empty_case: Case, drive: Drive) -> None:
    record(empty_case, "contact", {"kind": "call", "at": "2026-10-03T12:00:00+08:00", "number": "13800138000"})

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        assert "还没有可画的记录" in "\n".join(screen_text(app))
        await pilot.press("right", "enter", "pagedown", "escape")
        await settled(pilot)
        assert len(app.screen_stack) == 1

    drive(empty_case, script)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 50)])
def test_it_fits_in_both_languages(case: Case, drive: Drive, size: tuple[int, int], lang: str) -> None:
    from tests.tui.test_layout import check_layout

    set_language(lang)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        check_layout(app, "picture")
        await pilot.press("n", "enter")
        await settled(pilot)
        check_layout(app, "rotation")

    drive(case, script, size=size)


def test_the_numbers_of_a_platform_over_time(case: Case, drive: Drive) -> None:
    for day, number in (("2026-09-01", "17000000001"), ("2026-09-20", "17000000001"), ("2026-10-03", "17000000002")):
        record(
            case,
            "contact",
            {
                "kind": "call",
                "at": f"{day}T09:00:00+08:00",
                "platform": "某消金",
                "number": number,
                "outcome": "answered",
            },
        )

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        await pilot.press("n", "enter")
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, RotationScreen)
        rows = app.screen.query_one(NumberList).rows
        assert [rows[n].number for n in range(len(rows))] == ["17000000001", None, "17000000002"]
        text = "\n".join(screen_text(app))
        assert "号码 2 个" in text
        assert "最近 30 天新出现 1" in text
        assert "17000000001" in text
        await pilot.press("home", "enter")
        await settled(pilot)
        assert isinstance(app.screen, ContactScreen)
        first = app.screen._walk
        assert [browsing.detail(case, first[n]).row.day for n in range(len(first))] == ["2026-09-20", "2026-09-01"]

    drive(case, script, size=(120, 40))
    assert browsing.inbox(case)[0].number == "13800138000"


def test_it_opens_on_the_contact_under_the_cursor(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("down", "down", "down")
        grid = await opened(app, pilot)
        assert (grid.day, grid.hours) == ("2026-10-02", range(22, 23))
        assert grid.cell().sorts == {"answered": 3, "unanswered": 1}

    drive(case, script, size=(120, 40))


def test_a_long_name_leaves_room_for_the_figures(case: Case, drive: Drive) -> None:
    name = "某某信息技术服务外包有限责任公司第三分公司催收二部受某某消费金融股份有限公司委托的项目组"
    record(
        case, "contact", {"kind": "call", "at": "2026-10-04T10:00:00+08:00", "platform": name, "outcome": "answered"}
    )

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        assert "计 1，上限 3" in line_of(app, "当日 1 次")

    drive(case, script)


def test_more_days_at_once_show_how_many_and_the_cursor_stays(case: Case, drive: Drive) -> None:
    record(case, "contact", {"kind": "call", "at": "2026-08-03T09:30:00+08:00", "platform": "花呗", "count": 12})

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("down", "down", "down")
        grid = await opened(app, pilot)
        assert grid.in_view() == ("2026-09-10", "2026-10-03")
        await pilot.press("z")
        await settled(pilot, rounds=2)
        assert (grid.day, grid.hours) == ("2026-10-02", range(22, 24))
        assert grid.in_view() == ("2026-08-03", "2026-10-03")  # 62 days of 73 that have room
        shown = screen_text(app)
        cells = LEFT + 60  # 2 October is the sixtieth day after 3 August
        assert shown[1 + HEAD + 11][cells] == "4"
        assert shown[1 + HEAD + 4][LEFT] == "+"
        assert shown[2][LEFT : LEFT + 9] == "3      10"  # Mondays
        assert shown[3][LEFT : LEFT + 9] == "     --  "
        assert "次数" in line_of(app, "周末")
        await pilot.press("z")
        await settled(pilot)
        assert (grid.day, grid.hours) == ("2026-10-02", range(22, 24))
        assert "接4" in line_of(app, " 22-24")

    drive(case, script)


def test_the_date_of_a_monday_is_whole_also_over_the_end_of_a_month() -> None:
    days = [date(2026, 8, 31) + timedelta(days=n) for n in range(9)]
    assert "".join(Narrow().number(day, first=day == days[0]) for day in days) == "31     7 "
    assert Narrow().number(date(2026, 9, 15), first=True) == " "  # the end of a number whose beginning is out of view


def test_news_below_do_not_draw_the_hours_anew(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        grid = await opened(app, pilot)
        hours = grid.hours
        assert len(hours) == 2
        app.tell("written")
        await settled(pilot)
        assert "written" in "".join(screen_text(app)[-3:])
        assert grid.hours == hours

    drive(case, script)


def test_the_legend_breaks_no_meaning_in_two(case: Case, drive: Drive) -> None:
    set_language("en")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        lines = [line.strip() for line in screen_text(app)[-5:-1]]
        for meaning in ("An answered", "Me message", "No not answered", "! with others", "bars: counted, line: limit"):
            assert any(meaning in line for line in lines), (meaning, lines)

    drive(case, script)
