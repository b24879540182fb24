"""Plain words into entries: what is read stands there before it is saved, and all of it is saved or nothing."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.widgets import TextArea

from evidencelog.app import browsing, drafts
from evidencelog.app.quick_entry import read_lines
from evidencelog.models.browsing import ContactFilter
from evidencelog.tui import quick_text
from evidencelog.tui.screens.form import EntryScreen
from evidencelog.tui.screens.home import HomeScreen
from evidencelog.tui.screens.quick import QuickScreen
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]

ONE = "10月3日22点半 95188 花呗 工号0231 说要打给我单位"
MANY = "10月3日\n9:05 某消金 没接\n下午 14个未接来电 平台某消金\n\n10月4日 21:10 妈妈接到 某消金 电话"


def newest(case: Case, number: int) -> list[dict[str, Any]]:
    rows = browsing.page(case, ContactFilter(), offset=0, limit=50)
    last = sorted(rows, key=lambda row: int(row.id[1:]))[-number:]
    return [browsing.detail(case, row.id).values for row in last]


def test_a_line_shows_each_field_beside_its_words_and_is_saved(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("f7")
        await settled(pilot)
        await typed(pilot, ONE)
        await settled(pilot, rounds=2)
        text = "\n".join(screen_text(app))
        assert "< 工号0231" in text
        assert "< 10月3日22点半" in text
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, HomeScreen)

    drive(case, script)
    (values,) = newest(case, 1)
    assert (values["platform"], values["number"], values["employee_id"]) == ("花呗", "95188", "0231")
    assert values["at"][5:16] == "10-03T22:30"
    assert drafts.kept(case, "quick") == {}


def test_many_pasted_lines_are_saved_together(case: Case, drive: Drive) -> None:
    before = case.info().contacts

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("q")
        await settled(pilot)
        app.post_message(events.Paste(MANY))
        await settled(pilot, rounds=2)
        assert app.screen.query_one(TextArea).text == MANY
        assert "< 妈妈" in "\n".join(screen_text(app))  # how the line under the cursor is read, the last one
        app.screen.query_one(TextArea).move_cursor((1, 0))
        await settled(pilot)
        assert "< 没接" in "\n".join(screen_text(app))
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)

    drive(case, script)
    assert case.info().contacts == before + 3
    first, missed, third = newest(case, 3)
    assert (first["outcome"], first["at"][5:16]) == ("missed", "10-03T09:05")
    assert (missed["count"], missed["outcome"], missed["at"][5:10]) == (14, "missed", "10-03")
    assert third["to"] == "妈妈"


def test_nothing_is_saved_while_one_line_is_not_understood(case: Case, drive: Drive) -> None:
    before = case.info().contacts

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("q")
        await settled(pilot)
        app.post_message(events.Paste("10月3日 9:05 某消金 没接\n- 某消金 没接"))
        await settled(pilot, rounds=2)
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, QuickScreen)
        assert any("还没有保存" in line for line in screen_text(app))

    drive(case, script)
    assert case.info().contacts == before
    assert drafts.kept(case, "quick")["text"].startswith("10月3日 9:05")


def test_a_reading_is_changed_in_the_form_and_its_line_goes(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("q")
        await settled(pilot)
        app.post_message(events.Paste(f"10月3日 9:05 某消金 没接\n{ONE}"))
        await settled(pilot, rounds=2)
        await pilot.press("ctrl+e")
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, EntryScreen)
        assert app.screen.field("employee_id").value == "0231"
        app.screen.field("employee_id").value = "0232"
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, QuickScreen)
        assert app.screen.notes.text == "10月3日 9:05 某消金 没接"

    drive(case, script)
    (values,) = newest(case, 1)
    assert values["employee_id"] == "0232"


def test_lines_belong_to_the_reading_above_them(case: Case) -> None:
    readings = read_lines(case, MANY)
    assert [quick_text.number_at(readings, line) for line in (1, 2, 3, 4, 5)] == [-1, 0, 1, 1, 2]
    texts = quick_text.paragraphs(readings)
    assert ["".join(part.text for part in texts[at].parts) for at in quick_text.starts(readings)] == [
        "1  9:05 某消金 没接",
        "2  下午 14个未接来电 平台某消金",
        "3  10月4日 21:10 妈妈接到 某消金 电话",
    ]
    assert quick_text.without(MANY, readings, 1).splitlines() == [
        "10月3日",
        "9:05 某消金 没接",
        "",
        "10月4日 21:10 妈妈接到 某消金 电话",
    ]


def test_what_was_not_understood_is_counted_in_the_first_line_and_nothing_is_said_twice(
    case: Case, drive: Drive
) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("q")
        await settled(pilot)
        app.post_message(events.Paste("10月3日22点半 来电 花呗\n明天9点 再来\n10月3日 8点半 某消金"))
        await settled(pilot, rounds=2)
        shown = screen_text(app)
        assert "1 处没读懂" in shown[0]
        text = quick_text.paragraphs(read_lines(case, "10月3日22点半 来电 花呗"))
        labels = [paragraph.parts[0].text.strip() for paragraph in text]
        assert "类型" in labels
        assert "方式" not in labels  # a telephone call is one by telephone
        assert "时间精度" not in labels
        kept = [
            paragraph.parts[0].text.strip() for paragraph in quick_text.paragraphs(read_lines(case, "微信语音 花呗"))
        ]
        assert "方式" in kept

    drive(case, script)


def test_many_lines_that_take_their_time_are_said_to_be_read(
    case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = Event()
    whole = quick_text.read

    def slow(case: Case, text: str) -> Any:
        if text:
            released.wait(20)
        return whole(case, text)

    monkeypatch.setattr(quick_text, "read", slow)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("q")
        await settled(pilot)
        await typed(pilot, "昨晚9点 花呗 未接")
        await pilot.pause(0.2)
        assert "正在读" not in screen_text(app)[0]
        for _look in range(100):
            await pilot.pause(0.05)
            if "正在读" in screen_text(app)[0]:
                break
        assert "正在读" in screen_text(app)[0]
        released.set()
        await settled(pilot, rounds=2)
        assert "记录 1" in screen_text(app)[0]

    drive(case, script)
