"""Writing a contact down in the app: what is typed is read, kept, checked and saved, and never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.widgets import TextArea
from textual.worker import WorkerFailed

from evidencelog.app import browsing, drafts
from evidencelog.models.browsing import ContactFilter
from evidencelog.tui.screens.form import DRAFT, FIRST, EntryScreen
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]

SMS = "【某消金】您的账单已逾期，\n请于今日 18:00 前处理。"


def form(app: EvidencelogApp) -> EntryScreen:
    assert isinstance(app.screen, EntryScreen)
    return app.screen


def test_an_entry_is_saved_as_it_was_typed(empty_case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        await typed(pilot, "2026-10-02 22:41")
        for name, text in (
            ("platform", "某消金"),
            ("caller", "张某"),
            ("employee_id", "0231"),
            ("duration", "1分35秒"),
        ):
            form(app).field(name).control.focus()
            await typed(pilot, text)
        form(app).field("outcome").value = "answered"
        form(app).field("identity.mandate").value = None
        form(app).field("identity.institution").value = "refused"
        area = form(app).query_one(TextArea)
        area.focus()
        app.post_message(events.Paste(SMS))
        await settled(pilot)
        assert form(app).field("at").hint == "= 2026-10-02 周五 22:41"
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert not isinstance(app.screen, EntryScreen)

    drive(empty_case, script)
    kept = browsing.detail(empty_case, "C0001").values
    assert kept["content"] == SMS
    assert kept["at"] == "2026-10-02T22:41:00+08:00"
    assert (kept["platform"], kept["caller"], kept["employee_id"], kept["duration"]) == ("某消金", "张某", "0231", 95)
    assert kept["identity"] == {"institution": "refused"}
    assert (kept["to"], kept["direction"], kept["purpose"], kept["outcome"]) == (
        "debtor",
        "in",
        "collection",
        "answered",
    )
    assert drafts.kept(empty_case, DRAFT) == {}


def test_what_is_wrong_stands_under_its_field_and_nothing_is_written(empty_case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        form(app).field("at").value = "2026-13-45"
        form(app).field("duration").value = "abc"
        await pilot.press("ctrl+s")
        await settled(pilot)
        for name in ("at", "duration"):
            assert form(app).field(name).wrong, name
        assert any("还没有保存" in line for line in screen_text(app))
        assert "abc" in form(app).field("duration").hint
        assert form(app).field("at").value == "2026-13-45"

    drive(empty_case, script)
    assert browsing.count(empty_case, ContactFilter()) == 0


def test_a_file_that_is_not_there_is_named_under_the_files(empty_case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        form(app).field("attach").value = str(empty_case.path / "missing.m4a")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "missing.m4a" in form(app).field("attach").hint

    drive(empty_case, script)
    assert browsing.count(empty_case, ContactFilter()) == 0


def test_files_are_sealed_with_the_entry(empty_case: Case, drive: Drive) -> None:
    sound = empty_case.path.parent / "录音 1.m4a"
    sound.write_bytes(b"tone")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        form(app).field("attach").value = f"'{sound}'"
        await pilot.press("ctrl+s")
        await settled(pilot)

    drive(empty_case, script)
    (file,) = browsing.detail(empty_case, "C0001").attachments
    assert (file.name, file.size) == ("录音 1.m4a", 4)


def test_a_half_written_entry_survives_and_is_offered_again(empty_case: Case, drive: Drive) -> None:
    async def first(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        form(app).field("caller").control.focus()
        await typed(pilot, "自称王警官")
        form(app).query_one(TextArea).text = "说要\n上门"
        await pilot.pause(0.9)  # no key that saves: the program may be killed here
        assert drafts.kept(empty_case, DRAFT)["content"] == "说要\n上门"

    async def second(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        assert any("自称王警官" in line for line in screen_text(app))
        await pilot.press("n")
        await settled(pilot)
        assert form(app).field("caller").value == "自称王警官"
        await typed(pilot, "昨天")  # goes into the field that has the focus and replaces nothing
        assert form(app).query_one(TextArea).text == "说要\n上门"
        await pilot.press("escape")
        await settled(pilot)
        assert drafts.kept(empty_case, DRAFT)["at"] == "昨天"
        await pilot.press("x")
        await settled(pilot)
        await pilot.press("enter")  # the first answer keeps it
        await settled(pilot)
        assert drafts.kept(empty_case, DRAFT)["at"] == "昨天"
        await pilot.press("x")
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert drafts.kept(empty_case, DRAFT) == {}

    drive(empty_case, first)
    drive(empty_case, second)


def test_a_mistake_of_the_program_keeps_the_draft_and_tells_no_word_of_the_case(
    empty_case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        form(app).query_one(TextArea).text = "不能外传的话"

        def broken(_case: Case, values: dict[str, Any]) -> None:
            raise RuntimeError

        monkeypatch.setattr("evidencelog.app.checking.findings_in", broken)
        await settled(pilot, rounds=3)

    with pytest.raises(WorkerFailed):
        drive(empty_case, script)
    report = capfd.readouterr().err
    assert "RuntimeError" in report
    assert "不能外传" not in report
    assert drafts.kept(empty_case, DRAFT)["content"] == "不能外传的话"


def test_the_other_language_keeps_every_word_typed(empty_case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        form(app).field("at").value = "2026-10-02 22:41"
        form(app).field("kind").value = "visit"
        form(app).query_one(TextArea).text = "两个人\n不出示证件"
        before = form(app).typed()
        await pilot.press("f2")
        await settled(pilot)
        assert form(app).typed() == before
        assert any("New entry" in line for line in screen_text(app))

    drive(empty_case, script)


def test_keys_pressed_faster_than_the_screens_change_reach_their_fields(empty_case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        presses: list[tuple[str, str | None]] = [("n", "n")]
        for text, after in (
            ("2026-10-02 22:30", "enter"),
            ("花呗", "enter"),
            ("95188", "ctrl+n"),
            ("2026-10-01 09:00", "ctrl+s"),
        ):
            presses += [(character, character) for character in text] + [(after, None)]
        for key, character in presses:
            app.post_message(events.Key(key, character))
        await settled(pilot, rounds=4)

    drive(empty_case, script)
    first, second = (browsing.detail(empty_case, contact).values for contact in ("C0001", "C0002"))
    assert (first["at"], first["platform"], first["number"]) == ("2026-10-02T22:30:00+08:00", "花呗", "95188")
    assert (second["at"], second["platform"], second.get("number")) == ("2026-10-01T09:00:00+08:00", "花呗", None)


def test_save_and_next_keeps_platform_and_kind(empty_case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        form(app).field("platform").value = "某消金"
        form(app).field("caller").value = "张某"
        await pilot.press("ctrl+n")
        await settled(pilot)
        assert form(app).typed() == FIRST | {"platform": "某消金"}
        await pilot.press("ctrl+s")
        await settled(pilot)

    drive(empty_case, script)
    assert browsing.count(empty_case, ContactFilter()) == 2


def test_names_are_completed_with_the_arrow_keys(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        form(app).field("platform").control.focus()
        await typed(pilot, "消")
        assert form(app).field("platform").hint == "某消金"
        await pilot.press("down")
        assert form(app).field("platform").value == "某消金"

    drive(case, script)


def test_a_third_person_opens_its_questions_and_the_wish_for_no_more(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        assert not form(app).field("said_to_third").display
        form(app).field("platform").value = "某消金"
        form(app).field("to").value = "妈妈"
        await settled(pilot)
        assert form(app).field("said_to_third").display
        form(app).field("said_to_third").value = "told_debt"
        form(app).field("refused").value = "yes"
        await pilot.press("ctrl+s")
        await settled(pilot)

    drive(case, script)
    (refusal,) = browsing.records(case, "refusal")
    assert (refusal["person"], refusal["platform"]) == ("妈妈", "某消金")


def test_the_checker_is_heard_while_typing(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        for name, value in (
            ("at", "2026-10-02 23:30"),
            ("platform", "某消金"),
            ("outcome", "answered"),
            ("duration", "30"),
        ):
            form(app).field(name).value = value
        await settled(pilot, rounds=3)
        assert any("CN-T01" in line for line in screen_text(app))

    drive(case, script)
    assert browsing.count(case, ContactFilter()) == 7


def test_a_correction_changes_only_what_was_changed(case: Case, drive: Drive) -> None:
    before = browsing.detail(case, "C0001").values

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("end", "enter")
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        form(app).field("caller").value = "李某"
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert form(app).field("because").wrong
        form(app).field("because").value = "听错了"
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert not isinstance(app.screen, EntryScreen)

    drive(case, script)
    after = browsing.detail(case, "C0001")
    assert after.values == before | {"caller": "李某"}
    assert after.history[-1].because == "听错了"
    assert after.history[-1].changes == {"caller": ("张某", "李某")}


def test_a_half_written_correction_is_kept_for_its_contact(case: Case, drive: Drive) -> None:
    async def begun(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("end", "enter")
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        form(app).field("because").value = "听错了"
        form(app).field("caller").value = "李某"
        await settled(pilot, rounds=3)
        await pilot.press("escape", "escape")

    async def again(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        assert form(app).field("caller").value is None, "a new entry is not the correction"
        await pilot.press("escape", "end", "enter")
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        assert (form(app).field("because").value, form(app).field("caller").value) == ("听错了", "李某")
        await pilot.press("ctrl+n")  # there is no next entry in a correction
        await settled(pilot)
        assert form(app).typed()["caller"] == "李某"

    drive(case, begun)
    drive(case, again)
    assert browsing.detail(case, "C0001").version == 1
