"""Platforms and what stands about one: only what can be done is offered, the filter finds every name, times read plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.app import browsing, recording
from evidencelog.i18n import set_language
from evidencelog.tui.screens.platforms import InboxList, PlatformList, PlatformsScreen
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]


def test_nothing_is_offered_for_rows_that_are_not_there(empty_case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("p")
        await settled(pilot)
        keys = screen_text(app)[-1]
        assert "n 添加" in keys
        assert not [words for words in ("修改", "归属", "详情") if words in keys]
        await pilot.press("f", "e", "m")
        await settled(pilot)
        assert isinstance(app.screen, PlatformsScreen)
        recording.record(empty_case, "platform", {"name": "某消金"})
        await pilot.press("f5")
        await settled(pilot)
        assert "e 修改" in screen_text(app)[-1]
        await pilot.press("f")
        await settled(pilot)
        assert "w 撤回" not in screen_text(app)[-1]

    drive(empty_case, script)


def test_the_filter_finds_other_names_and_goes_to_the_list_that_holds_something(case: Case, drive: Drive) -> None:
    recording.set_record(case, "platform", "某消金", {"aliases": "小某金融"})

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("p", "slash")
        await typed(pilot, "小某")
        await settled(pilot)
        rows = app.screen.query_one(PlatformList).rows
        assert [rows[at]["name"] for at in range(len(rows))] == ["某消金"]
        await pilot.press("enter")
        await settled(pilot)
        assert app.screen.query_one(PlatformList).has_focus
        await pilot.press("escape", "slash")
        await typed(pilot, "138")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert app.screen.query_one(InboxList).has_focus

    drive(case, script)


def test_the_time_of_a_request_reads_as_people_write_it(case: Case, drive: Drive) -> None:
    request = {"platform": "某消金", "kind": "stop_third_persons", "made_at": "2026-09-12T10:20:00+08:00"}
    recording.record(case, "request", request)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("p", "f")
        await settled(pilot)
        assert "2026年9月12日" in "".join(screen_text(app))
        assert "10:20" in "".join(screen_text(app))
        assert "T10:20" not in "".join(screen_text(app))

    drive(case, script, size=(120, 40))


def test_kind_and_product_stand_apart_in_english(case: Case, drive: Drive) -> None:
    recording.set_record(case, "platform", "某消金", {"kind": "bank_card", "product": "credit_card"})
    set_language("en")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("p")
        await settled(pilot)
        line = next(line for line in screen_text(app) if "某消金" in line)
        assert "bank credit card " in line
        assert "bank credit card credit card" not in line

    drive(case, script)


def test_a_merge_is_undone_in_one_step(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("p", "m", "enter")
        await typed(pilot, "合同写着")
        await pilot.press("enter")
        await settled(pilot, rounds=3)
        assert [row["name"] for row in browsing.records(case, "platform")] == ["某消金"]
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert "平台 某消金：并入了另一家" in "\n".join(screen_text(app))
        await pilot.press("enter")
        await settled(pilot, rounds=3)
        assert [row["name"] for row in browsing.records(case, "platform")] == ["某消金", "花呗"]

    drive(case, script)


def test_a_platform_that_is_new_with_a_number_is_asked_for_its_kind(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("p", "a", "end", "up", "enter")
        await typed(pilot, "新平台")
        await pilot.press("enter")
        await settled(pilot, rounds=3)
        said = "".join(screen_text(app))
        assert "1 条记录已归属" in said
        assert "新平台 是哪类机构" in said

    drive(case, script)
