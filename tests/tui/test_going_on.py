"""What was begun and kept goes on as it was meant: over a record that has changed, on another day, in another language."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event
from time import sleep
from typing import TYPE_CHECKING, Any, cast

import pytest
from textual import events
from textual.widgets import Input, TextArea

from evidencelog.app import browsing, drafts, recording
from evidencelog.app.cases import Case
from evidencelog.i18n import set_language
from evidencelog.models.browsing import ContactFilter
from evidencelog.store import drafts as stored
from evidencelog.tui import begun, half_typed
from evidencelog.tui.live import Live
from evidencelog.tui.screens.export import ExportScreen
from evidencelog.tui.screens.export_fields import ChannelList
from evidencelog.tui.screens.export_words import draft_of
from evidencelog.tui.screens.form import DRAFT, EntryScreen
from evidencelog.tui.screens.home import HomeScreen
from evidencelog.tui.widgets.field import Field
from evidencelog.tui.widgets.lines import Lines
from tests.tui.conftest import quiet_settings, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.pilot import Pilot

    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]

CALL = {"kind": "call", "at": "2026-10-02T22:01:00+08:00", "platform": "某消金", "outcome": "answered", "caller": "甲"}


def form(app: EvidencelogApp) -> EntryScreen:
    assert isinstance(app.screen, EntryScreen)
    return app.screen


def news(app: EvidencelogApp) -> str:
    return app.screen.query_one("#news", Lines).said


def value(app: EvidencelogApp, name: str) -> str | None:
    return app.screen.query_one(f"#field-{name}", Field).value


@contextmanager
def days_later(days: int) -> Iterator[None]:
    """The clock of every case stands so many days later."""
    with pytest.MonkeyPatch.context() as patch:
        real = cast("Any", Case.now)
        patch.setattr(Case, "now", lambda case: real(case) + timedelta(days=days))
        yield


def test_only_what_was_typed_over_a_record_is_kept_and_laid_over_it() -> None:
    draft = half_typed.differences({"a": "1", "b": "2", "c": "3"}, {"a": "x", "c": "3", "d": "4"})
    assert draft == {"changed": {"a": ["1", "x"], "b": ["2", None], "d": [None, "4"]}}
    assert half_typed.differences({"a": "1"}, {"a": "1"}) is None
    laid = half_typed.lay_over({"a": "1", "b": "9", "c": "8", "d": "4"}, draft or {})
    assert laid == ({"a": "x", "c": "8", "d": "4"}, ("b",))
    older = half_typed.lay_over({"a": "1", "b": "2"}, {"a": "x", "b": "2", "c": "3"})
    assert older == ({"a": "x", "b": "2", "c": "3"}, ("a",))


@pytest.mark.parametrize(
    ("typed_then", "now"),
    [
        ("昨天22:30", "2026-11-19 22:30"),
        ("yesterday 22:30", "2026-11-19 22:30"),
        ("昨天", "2026-11-19"),
        ("2026-10-02 22:41", "2026-10-02 22:41"),
        ("说不清", "说不清"),
    ],
)
def test_a_time_kept_on_another_day_is_written_out_as_it_was_meant(
    empty_case: Case, typed_then: str, now: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    monkeypatch.setattr(Case, "now", lambda _case: then + timedelta(days=3))
    assert begun.as_meant(typed_then, then, empty_case) == now
    assert begun.as_meant(typed_then, None, empty_case) == typed_then
    assert begun.as_meant(typed_then, then + timedelta(days=3), empty_case) == typed_then


def test_a_time_that_was_about_stays_about(empty_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    then = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    monkeypatch.setattr(Case, "now", lambda _case: then + timedelta(days=3))
    assert begun.as_meant("昨晚十点左右", then, empty_case) == "2026-11-19 大约 22:00"


def test_a_correction_that_goes_on_reverts_nothing_that_is_newer(empty_case: Case, drive: Drive) -> None:
    recording.record(empty_case, "contact", CALL)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        form(app).field("caller").value = "乙"
        form(app).field("employee_id").value = "0231"
        await settled(pilot, rounds=4)
        await pilot.press("escape")
        await settled(pilot)
        assert drafts.kept(empty_case, f"{DRAFT}-C0001") == {
            "changed": {"caller": ["甲", "乙"], "employee_id": [None, "0231"]}
        }
        recording.correct(empty_case, "C0001", {"claimed_role": "police", "duration": "60", "employee_id": "9"}, "补充")
        app.case_changed()
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        assert [value(app, name) for name in ("caller", "employee_id", "claimed_role", "duration")] == [
            "乙", "0231", "police", "60",
        ]  # fmt: skip
        assert form(app).field("employee_id").label in news(app)
        assert form(app).field("caller").label not in news(app)
        form(app).field("because").value = "听错了"
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)

    drive(empty_case, script, size=(100, 30))
    kept = browsing.detail(empty_case, "C0001").values
    assert (kept["caller"], kept["employee_id"], kept["claimed_role"], kept["duration"]) == ("乙", "0231", "police", 60)


def test_a_platform_that_goes_on_keeps_the_numbers_placed_meanwhile(case: Case, drive: Drive) -> None:
    recording.set_record(case, "platform", "某消金", {"numbers": "13900139000"})

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("p")
        await settled(pilot)
        rows = app.screen.query("PlatformList").first()
        rows.cursor = next(at for at, row in enumerate(rows.rows) if row["name"] == "某消金")  # type: ignore[attr-defined]
        await pilot.press("e")
        await settled(pilot)
        app.screen.query_one("#field-legal_name", Field).value = "某某消费金融公司"
        await settled(pilot, rounds=4)
        await pilot.press("escape")
        await settled(pilot)
        recording.assign_number(case, "13800138000", platform="某消金")
        app.case_changed()
        await settled(pilot)
        await pilot.press("e")
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)

    drive(case, script)
    (row,) = [row for row in browsing.records(case, "platform") if row["name"] == "某消金"]
    assert sorted(row["numbers"]) == ["13800138000", "13900139000"]
    assert row["legal_name"] == "某某消费金融公司"


def test_an_entry_begun_on_another_day_keeps_its_day_and_shows_it(empty_case: Case, drive: Drive) -> None:
    async def first(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        await settled(pilot)
        form(app).field("at").value = "昨天22:30"
        await settled(pilot, rounds=4)
        await pilot.press("escape")
        await settled(pilot)

    drive(empty_case, first)
    meant = f"{(empty_case.now() + timedelta(hours=8) - timedelta(days=1)):%Y-%m-%d} 22:30"

    async def second(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        await settled(pilot)
        assert value(app, "at") == meant
        assert meant in news(app)
        assert "昨天22:30" in news(app)

    with days_later(3):
        drive(empty_case, second)


def test_an_entry_begun_on_another_day_without_a_time_says_so(empty_case: Case, drive: Drive) -> None:
    drafts.keep(empty_case, DRAFT, {"kind": "call", "content": "他说明天来"})
    day = f"{(empty_case.now() + timedelta(hours=8)):%Y-%m-%d}"

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        await settled(pilot)
        assert value(app, "at") is None
        assert day in news(app)

    with days_later(2):
        drive(empty_case, script)


@pytest.mark.parametrize("key", ["f2", "f8"])
def test_the_cursor_stays_where_one_types_when_words_change_their_language_or_are_hidden(
    empty_case: Case, drive: Drive, key: str
) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        for opener, box in (("n", "caller"), ("c", "caller"), ("p", "legal_name")):
            await pilot.press(opener)
            await settled(pilot)
            if opener == "p":
                await pilot.press("n")
                await settled(pilot)
            app.screen.query_one(f"#field-{box}", Field).control.focus()
            await typed(pilot, "ab")
            await settled(pilot)
            cast("Input", app.focused).cursor_position = 1
            await pilot.press(key)
            await settled(pilot, rounds=2)
            await typed(pilot, "x")
            await settled(pilot)
            assert value(app, box) == "axb", (opener, box)
            if opener != "p":
                app.screen.query_one(f"#{'content'}", TextArea).focus()
                await typed(pilot, "one ")
                await pilot.press(key)
                await settled(pilot, rounds=2)
                await typed(pilot, "two")
                await settled(pilot)
                assert app.screen.query_one("#content", TextArea).text == "one two", opener
            await pilot.press("escape")
            await settled(pilot)
            if opener == "c":
                await pilot.press("down", "enter")
                await settled(pilot)

    with quiet_settings():
        drive(empty_case, script, size=(120, 40))


def test_the_cursor_of_a_question_stays_where_one_types(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("w")
        await pilot.pause()
        await typed(pilot, "ab")
        await settled(pilot)
        app.screen.query_one(Input).cursor_position = 1
        for key, letter in (("f2", "x"), ("f8", "y")):
            await pilot.press(key)
            await settled(pilot, rounds=2)
            await typed(pilot, letter)
            await settled(pilot)
        assert app.screen.query_one(Input).value == "axyb"

    with quiet_settings():
        drive(case, script)


@pytest.mark.parametrize("keys", [("f2", "ctrl+s"), ("f2", "a", "ctrl+s", "b"), ("f8", "ctrl+s"), ("f8", "escape")])
def test_a_form_is_left_while_it_is_built_again(empty_case: Case, drive: Drive, keys: tuple[str, ...]) -> None:

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        await settled(pilot)
        form(app).field("caller").control.focus()
        form(app).field("caller").value = "甲"
        await settled(pilot)
        for key in keys:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settled(pilot, rounds=2)
        assert not isinstance(app.screen, EntryScreen)

    with quiet_settings():
        drive(empty_case, script)
    assert browsing.count(empty_case, ContactFilter()) == ("ctrl+s" in keys)


@pytest.mark.parametrize("keys", ["enter", "f", "p", "g", "l", "u", "t", "e", "i", "f1"])
def test_every_screen_can_be_left_while_it_is_built_again(case: Case, drive: Drive, keys: str) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        for switch in ("f2", "f8"):
            await pilot.press(keys)
            await settled(pilot)
            for key in (switch, "escape", "escape"):
                app.post_message(events.Key(key, None))
            for _look in range(200):  # a loud machine takes its time
                await settled(pilot)
                if isinstance(app.screen, HomeScreen):
                    break
            assert isinstance(app.screen, HomeScreen)

    with quiet_settings():
        drive(case, script, size=(120, 40))


def test_a_draft_that_cannot_be_read_is_not_written_over_and_goes_under_what_is_typed(
    empty_case: Case, drive: Drive
) -> None:
    drafts.keep(empty_case, DRAFT, {"kind": "call", "content": "很长的一段话", "employee_id": "0231"})
    with closing(sqlite3.connect(empty_case.path / "drafts.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
            await pilot.press("n")
            await settled(pilot, rounds=2)
            assert "另一个程序" in news(app)
            form(app).field("caller").value = "甲"
            form(app).query_one("#content", TextArea).load_text("新的话")
            await settled(pilot, rounds=6)
            other.execute("ROLLBACK")
            await pilot.pause(2.5)
            await settled(pilot, rounds=6)
            assert (value(app, "caller"), value(app, "employee_id")) == ("甲", "0231")
            assert form(app).query_one("#content", TextArea).text == "很长的一段话\n新的话"
            kept = drafts.kept(empty_case, DRAFT)
            assert (kept["content"], kept["caller"], kept["employee_id"]) == ("很长的一段话\n新的话", "甲", "0231")

        drive(empty_case, script)


def test_one_damaged_draft_is_no_reason_to_lose_the_others(empty_case: Case) -> None:
    drafts.keep(empty_case, "one", {"content": "好的"})
    drafts.keep(empty_case, "two", {"content": "坏的"})
    with closing(sqlite3.connect(empty_case.path / "drafts.db", isolation_level=None)) as conn:
        conn.execute("UPDATE drafts SET body = '{\"content' WHERE name = 'two'")
    assert drafts.kept(empty_case, "one") == {"content": "好的"}
    assert drafts.kept(empty_case, "two") == {}


def test_a_call_that_cannot_be_read_goes_under_what_is_noted(empty_case: Case, drive: Drive) -> None:
    began = empty_case.now()
    earlier = Live("call", began)
    earlier.boxes, earlier.notes = {"caller": "甲", "employee_id": "0231"}, "先说的话"
    drafts.keep(empty_case, "live-call", earlier.document(began))
    with closing(sqlite3.connect(empty_case.path / "drafts.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
            await pilot.press("c")
            await settled(pilot, rounds=2)
            app.screen.query_one("#field-caller", Field).value = "乙"
            app.screen.query_one("#content", TextArea).load_text("后说的话")
            await settled(pilot, rounds=6)
            other.execute("ROLLBACK")
            await pilot.pause(3.5)
            await settled(pilot, rounds=8)
            kept = drafts.kept(empty_case, "live-call")
            assert kept["boxes"] == {"caller": "乙", "employee_id": "0231"}
            assert kept["notes"] == "先说的话\n后说的话"

        drive(empty_case, script)


def test_notes_begun_on_another_day_keep_their_days_and_show_them(empty_case: Case, drive: Drive) -> None:
    local = empty_case.now() + timedelta(hours=8)

    async def first(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("q")
        await settled(pilot)
        app.screen.query_one("#notes", TextArea).load_text("昨晚10点半 95188 打来\n2026-10-02 9:05 95188 打来")
        await settled(pilot, rounds=4)
        await pilot.press("escape")
        await settled(pilot)

    async def second(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("q")
        await settled(pilot, rounds=3)
        wanted = f"{local - timedelta(days=1):%Y-%m-%d} 22:30 95188 打来\n2026-10-02 9:05 95188 打来"
        assert app.screen.query_one("#notes", TextArea).text == wanted
        assert "按写下时的意思" in news(app)
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)

    drive(empty_case, first)
    with days_later(3):
        drive(empty_case, second)
    assert browsing.detail(empty_case, "C0001").values["at"] == f"{local - timedelta(days=1):%Y-%m-%d}T22:30:00+08:00"


@pytest.mark.parametrize(("opener", "box"), [("n", "caller"), ("c", "caller"), ("q", "")])
def test_quitting_while_an_entry_is_saved_leaves_no_draft_of_it(
    empty_case: Case, drive: Drive, opener: str, box: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = recording.write_record
    saving = Event()

    def slow(*given: Any, **more: Any) -> Any:
        saving.set()
        sleep(0.3)
        return real(*given, **more)

    monkeypatch.setattr(recording, "write_record", slow)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press(opener)
        await settled(pilot)
        if box:
            app.screen.query_one(f"#field-{box}", Field).value = "甲"
        else:
            app.screen.query_one("#notes", TextArea).load_text("昨晚10点半 95188 打来")
        await settled(pilot, rounds=6)
        app.post_message(events.Key("ctrl+s", None))
        for _look in range(200):
            if saving.is_set():
                break
            await pilot.pause(0.01)
        app.post_message(events.Key("ctrl+q", None))
        await pilot.pause(0.2)

    drive(empty_case, script)
    assert browsing.count(empty_case, ContactFilter()) == 1
    assert stored.kept(empty_case.path) == {}


def test_words_of_a_question_outlive_the_program(case: Case, drive: Drive) -> None:
    async def first(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("w")
        await pilot.pause()
        await typed(pilot, "写得很长的理由")
        await settled(pilot)
        await pilot.press("ctrl+q")
        await pilot.pause(0.2)

    async def second(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("w")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "写得很长的理由"
        await pilot.press("enter")
        await settled(pilot, rounds=2)
        await pilot.press("ctrl+q")
        await pilot.pause(0.2)

    drive(case, first)
    assert "写得很长的理由" in str(stored.kept(case.path))
    drive(case, second)
    assert stored.kept(case.path) == {}


def test_what_is_written_for_a_packet_stays_with_its_platform_and_addressee(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await app.push_screen(ExportScreen("某消金"))
        await settled(pilot, rounds=2)
        channels = app.screen.query_one(ChannelList)
        app.screen.query_one("#field-request", Field).value = "停止联系"
        app.screen.query_one("#field-signed", Field).value = "/tmp/signed.pdf"
        await settled(pilot, rounds=4)
        channels.cursor = 1
        await settled(pilot)
        assert (value(app, "request"), value(app, "signed")) == ("停止联系", None)
        channels.cursor = 0
        await settled(pilot)
        assert value(app, "signed") == "/tmp/signed.pdf"
        app.screen.query_one("#field-platform", Field).value = "花呗"
        await settled(pilot, rounds=2)
        assert (value(app, "request"), value(app, "signed")) == (None, None)
        assert "上一个平台" in news(app)
        app.screen.query_one("#field-platform", Field).value = "某消金"
        await settled(pilot, rounds=2)
        assert (value(app, "request"), value(app, "signed")) == ("停止联系", "/tmp/signed.pdf")
        await pilot.press("escape")
        await settled(pilot)
        for platform, request in (("花呗", None), ("某消金", "停止联系")):
            await app.push_screen(ExportScreen(platform))
            await settled(pilot, rounds=2)
            assert value(app, "request") == request
            await pilot.press("escape")
            await settled(pilot)

    drive(case, script, size=(200, 50))


def test_words_written_before_a_platform_is_chosen_go_along_with_it(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await app.push_screen(ExportScreen())
        await settled(pilot, rounds=2)
        await pilot.press("escape")  # the question about which one it is
        await settled(pilot)
        app.screen.query_one("#field-request", Field).value = "停止联系"
        await settled(pilot, rounds=4)
        app.screen.query_one("#field-platform", Field).value = "花呗"
        await settled(pilot, rounds=6)
        assert value(app, "request") == "停止联系"
        assert drafts.kept(case, draft_of("花呗")) == {"request": "停止联系"}
        assert drafts.kept(case, draft_of(None)) == {}

    drive(case, script, size=(200, 50))


def test_an_emptied_form_is_brought_back_by_the_same_key(empty_case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        await settled(pilot)
        form(app).query_one("#content", TextArea).load_text("很长的一段话")
        form(app).field("kind").value = "visit"
        await settled(pilot, rounds=4)
        await pilot.press("ctrl+l")
        await settled(pilot)
        assert form(app).typed() == {"kind": "call", "direction": "in", "source": "memory"}
        assert "Ctrl+L" in news(app)
        assert drafts.kept(empty_case, DRAFT) == {}
        await pilot.press("ctrl+l")
        await settled(pilot)
        assert form(app).typed() == {
            "kind": "visit", "direction": "in", "source": "memory", "content": "很长的一段话",
        }  # fmt: skip
        assert drafts.kept(empty_case, DRAFT)["content"] == "很长的一段话"

    drive(empty_case, script)


def test_letters_typed_fast_are_looked_at_once(case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    real = EntryScreen.work_newest

    def counted(screen: EntryScreen, job: str, work: Any) -> None:
        looks.append(job)
        real(screen, job, work)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        await settled(pilot, rounds=3)
        form(app).query_one("#content", TextArea).focus()
        monkeypatch.setattr(EntryScreen, "work_newest", counted)
        for letter in "说要打给我单位还要上门":
            await typed(pilot, letter)
            await pilot.pause(0.03)
        await settled(pilot, rounds=4)
        assert looks == ["look"]

    drive(case, script)


@pytest.mark.parametrize(
    ("at", "stands"),
    [
        ("2026-10-03T12:00:00+08:00", "2026-10-03 12:00:00"),
        ("2026-10-03T13:00:05+09:00", "2026-10-03 12:00:05"),
    ],
)
def test_the_time_of_a_correction_reads_plainly_and_stays_as_it_is(
    empty_case: Case, drive: Drive, at: str, stands: str
) -> None:
    recording.record(empty_case, "contact", CALL | {"at": at})
    before = browsing.detail(empty_case, "C0001").values["at"]

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        assert value(app, "at") == stands
        assert len(form(app).field("at").hint.splitlines()) == 1
        assert form(app).field("at").size.height == 2
        set_language("en")
        form(app).field("at").say("= 2026-10-03 Sat 12:00:00")
        await settled(pilot)
        assert form(app).field("at").size.height == 2
        set_language("zh")
        form(app).field("because").value = "补充"
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert isinstance(app.screen, EntryScreen)  # nothing was changed
        form(app).field("caller").value = "乙"
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)

    drive(empty_case, script)
    kept = browsing.detail(empty_case, "C0001").values
    assert (kept["at"], kept["caller"]) == (before, "乙")


def test_a_line_of_notes_saved_in_the_form_is_recorded_once(empty_case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("q")
        await settled(pilot)
        app.screen.query_one("#notes", TextArea).load_text("昨晚10点半 95188 打来")
        await settled(pilot, rounds=3)
        await pilot.press("ctrl+e")
        await settled(pilot)
        await pilot.press("ctrl+n")  # there is no next entry here: the next one is the next line
        await settled(pilot, rounds=2)
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert app.screen.query_one("#notes", TextArea).text == ""

    drive(empty_case, script)
    assert browsing.count(empty_case, ContactFilter()) == 1
