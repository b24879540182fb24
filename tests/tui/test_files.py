"""Files of an entry: papers of a complaint, attached, dropped and opened; copies marked; taken back; stopped on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.widgets import Input

from evidencelog.app import browsing, recording
from evidencelog.app.attaching import attach
from evidencelog.app.verifying import verify_case
from evidencelog.i18n import set_language
from evidencelog.tui.screens.contact import ContactScreen
from evidencelog.tui.screens.dialogs import Ask, Pick
from evidencelog.tui.screens.files_page import FilesPage
from evidencelog.tui.screens.follow_up import FollowUpScreen
from tests.packet import test_hidden
from tests.tui.conftest import screen_text, settled, typed
from tests.tui.test_layout import SIZES, check_layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]

ANSWER = b"%PDF-1.4\nanswer\n%%EOF\n"
WAYS = {"K0001": ("u",), "C0007": ("enter",)}
"""From the first screen to an entry with files, and its key to attach one."""
ATTACH = {"K0001": "f", "C0007": "a"}


@pytest.fixture
def sent(case: Case) -> Case:
    """The case with one complaint to the lender's own desk."""
    recording.record(case, "complaint", {"platform": "某消金", "channel": "lender", "sent_at": "2026-10-05"})
    return case


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """An answer whose name has a space in it."""
    file = tmp_path / "答复 第一次.pdf"
    file.write_bytes(ANSWER)
    return file


@pytest.fixture
def photos(tmp_path: Path) -> tuple[Path, Path]:
    """A photo that tells where it was taken, and the same without."""
    made: Any = test_hidden
    return made.picture(tmp_path / "来信.jpg", made.placed()), made.picture(tmp_path / "来信-遮盖.png")


async def opened(app: EvidencelogApp, pilot: Pilot[Any], owner: str) -> FilesPage:
    """The screen of an entry with files, from the first one."""
    await pilot.press(*WAYS[owner])
    await settled(pilot, rounds=2)
    screen = app.screen
    assert isinstance(screen, FilesPage)
    return screen


def text(app: EvidencelogApp) -> str:
    """What stands on the screen, without the breaks of lines."""
    return "".join("".join(line.split()) for line in screen_text(app))


def copies(case: Case, owner: str) -> list[tuple[str, str | None, str | None]]:
    return [(one.id, one.copy, one.copy_of) for one in browsing.files_of(case, owner)]


@pytest.mark.parametrize("owner", WAYS)
def test_a_paper_is_sealed_to_what_it_belongs_to_and_stands_under_it(
    sent: Case, drive: Drive, paper: Path, owner: str
) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot, owner)
        await pilot.press(ATTACH[owner])
        await settled(pilot)
        assert owner in text(app)
        await typed(pilot, f"'{paper}'")
        await pilot.press("enter")
        await settled(pilot, rounds=3)
        assert isinstance(app.screen, FilesPage)
        assert "A0001答复第一次.pdf" in text(app)
        assert "SHA-256" in text(app)

    drive(sent, script, size=(120, 40))
    (file,) = browsing.files_of(sent, owner)
    assert (file.id, file.contact, file.name, file.media_type) == ("A0001", owner, paper.name, "application/pdf")
    assert browsing.attachment_path(sent, "A0001").read_bytes() == ANSWER
    assert paper.read_bytes() == ANSWER, "the own file stays where it is"
    assert [one.event for one in browsing.record_history(sent, "A0001")] == ["attached"]


@pytest.mark.parametrize("owner", WAYS)
def test_files_dropped_on_the_screen_are_asked_about_with_their_paths(
    sent: Case, drive: Drive, paper: Path, photos: tuple[Path, Path], owner: str
) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot, owner)
        app.post_message(events.Paste(f"'{paper}' {photos[0]}"))
        await settled(pilot)
        assert isinstance(app.screen, Ask)
        assert not browsing.files_of(sent, owner), "nothing is sealed before Enter"
        await pilot.press("enter")
        await settled(pilot, rounds=3)
        await pilot.press(ATTACH[owner])  # and dropped on the line itself
        await settled(pilot)
        app.post_message(events.Paste(str(photos[1])))
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot, rounds=3)

    drive(sent, script)
    assert [file.name for file in browsing.files_of(sent, owner)] == ["答复 第一次.pdf", "来信.jpg", "来信-遮盖.png"]


@pytest.mark.parametrize("owner", WAYS)
def test_the_same_key_opens_a_copy_with_the_program_of_the_system(
    sent: Case, drive: Drive, paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: str
) -> None:
    attach(sent, owner, [paper])
    programs, told = tmp_path / "programs", tmp_path / "told"
    programs.mkdir()
    for name in ("xdg-open", "open"):
        (programs / name).write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{told}.new"\nmv "{told}.new" "{told}"\n')
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot, owner)
        await pilot.press("o")
        for _look in range(100):
            await settled(pilot)
            if told.exists():
                break
        assert "已打开" in text(app)

    drive(sent, script)
    copy = type(paper)(told.read_text(encoding="utf-8"))
    assert copy.name == paper.name
    assert copy.read_bytes() == ANSWER
    assert copy != browsing.attachment_path(sent, "A0001")


@pytest.mark.parametrize("owner", WAYS)
def test_a_second_file_is_said_to_be_the_covered_copy_and_that_is_undone_again(
    sent: Case, drive: Drive, photos: tuple[Path, Path], owner: str
) -> None:
    attach(sent, owner, [photos[0]])
    seen: list[Any] = []

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot, owner)
        await pilot.press("m")
        await settled(pilot)
        assert isinstance(app.screen, FilesPage), "a file alone is no copy"
        await pilot.press(ATTACH[owner])
        await settled(pilot)
        await typed(pilot, str(photos[1]))
        await pilot.press("enter")
        await settled(pilot, rounds=3)
        assert "按m标明" in text(app)
        await pilot.press("m")
        await settled(pilot)
        await pilot.press("enter")  # the newest stands first
        await settled(pilot)
        assert "A0001的遮盖版" in text(app)
        assert "可播放" not in text(app), "a picture is not played"
        await pilot.press("enter")
        await settled(pilot, rounds=3)
        assert isinstance(app.screen, FilesPage)
        assert "A0001的遮盖版" in text(app)
        seen.append(copies(sent, owner))
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert "A0002" in text(app)
        await pilot.press("enter")
        await settled(pilot, rounds=3)
        seen.append(copies(sent, owner))
        await pilot.press("ctrl+z")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot, rounds=3)
        seen.append(copies(sent, owner))
        assert "遮盖.png" not in text(app)
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert not isinstance(app.screen, Pick), "what was there before this run is not undone"

    drive(sent, script, size=(120, 40))
    assert seen == [
        [("A0001", None, None), ("A0002", "redacted", "A0001")],
        [("A0001", None, None), ("A0002", None, None)],
        [("A0001", None, None)],
    ]
    history = browsing.record_history(sent, "A0002")
    assert [one.event for one in history] == ["attached", "corrected", "corrected", "withdrawn"]
    assert not verify_case(sent)


def test_a_recording_has_a_playable_copy_and_a_mark_is_taken_away(sent: Case, drive: Drive, tmp_path: Path) -> None:
    for name, content in (("录音.amr", b"#!AMR\n" + bytes(60)), ("录音.mp3", b"ID3" + bytes(80))):
        (tmp_path / name).write_bytes(content)
    attach(sent, "C0007", [tmp_path / "录音.amr", tmp_path / "录音.mp3"])
    seen: list[Any] = []

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot, "C0007")
        await pilot.press("m", "enter")
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot, rounds=3)
        assert "两份都放" in text(app)
        seen.append(copies(sent, "C0007"))
        await pilot.press("m")  # the other one is an original now: this one is asked about at once
        await settled(pilot)
        assert "A0002录音.mp3是什么" in text(app)
        await pilot.press("end", "enter")
        await settled(pilot, rounds=3)

    drive(sent, script)
    assert seen == [[("A0001", None, None), ("A0002", "playable", "A0001")]]
    assert copies(sent, "C0007") == [("A0001", None, None), ("A0002", None, None)]
    assert [one.event for one in browsing.detail(sent, "C0007").history][-2:] == ["marked", "marked"]


def test_a_time_limit_without_a_complaint_has_no_files(sent: Case, drive: Drive, paper: Path) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await opened(app, pilot, "K0001")
        await pilot.press("end")
        for key in ("f", "o", "m"):
            await pilot.press(key)
            await settled(pilot)
            assert app.screen is screen
            assert "这个期限不属于哪件投诉" in text(app), key
        app.post_message(events.Paste(str(paper)))
        await settled(pilot)
        assert app.screen is screen

    drive(sent, script)
    assert browsing.files_of(sent, "K0001") == ()


def test_sealing_is_stopped_with_escape_and_the_path_stands_there_again(
    sent: Case, drive: Drive, tmp_path: Path
) -> None:
    large = tmp_path / "录像.mp4"
    with large.open("wb") as file:
        file.truncate(400_000_000)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await opened(app, pilot, "K0001")
        await pilot.press("f")
        await settled(pilot)
        app.screen.query_one(Input).value = str(large)
        question = app.screen
        assert isinstance(question, Ask)
        question.action_accept()
        while screen._sealing is None:
            await pilot.pause(0.005)
        screen.action_attach()
        assert app.screen is screen, "one thing after the other"
        screen.action_back()
        await settled(pilot, rounds=3)
        assert isinstance(app.screen, FollowUpScreen)
        assert "已停止" in text(app)
        await pilot.press("f")
        await settled(pilot)
        assert app.screen.query_one(Input).value == str(large)

    drive(sent, script)
    assert browsing.files_of(sent, "K0001") == ()
    assert not verify_case(sent)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("owner", "way"), [("K0001", ["f", "K0001", "m"]), ("C0007", ["a", "C0007", "m"])])
def test_the_warning_about_a_photo_names_keys_in_place_of_a_command(
    sent: Case, drive: Drive, photos: tuple[Path, Path], lang: str, owner: str, way: list[str]
) -> None:
    set_language(lang)
    recording.correct(sent, "C0007", {"platform": "某消金"}, "是它")
    attach(sent, owner, [photos[0]])

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("e", "enter")
        await settled(pilot, rounds=3)
        await pilot.press("enter")
        await settled(pilot, rounds=3)
        await pilot.press("ctrl+r")
        await settled(pilot, rounds=3)
        shown = " ".join("\n".join(screen_text(app)).split())
        assert "GPS" in shown
        (said,) = [shown[at : at + 260] for at in [shown.index("GPS")]]
        assert "evidencelog attach" not in shown
        assert "--redacted-of" not in shown
        assert all(word in said for word in [*way, "A0001"]), said

    drive(sent, script, size=(120, 40))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_it_fits_in_both_languages(
    sent: Case, drive: Drive, paper: Path, photos: tuple[Path, Path], size: tuple[int, int], lang: str
) -> None:
    set_language(lang)
    for owner in WAYS:
        attach(sent, owner, [paper, *photos])

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        for owner, key in ATTACH.items():
            await opened(app, pilot, owner)
            check_layout(app, owner)
            await pilot.press(key)
            await settled(pilot)
            check_layout(app, f"{owner} attach")
            await pilot.press("escape")
            await pilot.press("m")
            await settled(pilot)
            check_layout(app, f"{owner} which")
            await pilot.press("enter")
            await settled(pilot)
            check_layout(app, f"{owner} what")
            await pilot.press("enter")
            await settled(pilot, rounds=3)
            check_layout(app, f"{owner} marked")
            await pilot.press("escape")
            await settled(pilot)

    drive(sent, script, size=size)
    assert [copies(sent, owner)[2][1] for owner in WAYS] == ["redacted", "redacted"]


def test_the_contact_is_not_left_while_its_files_are_asked_about_again(
    sent: Case, drive: Drive, tmp_path: Path
) -> None:
    """A path that names nothing: the same question again, with the path and what is wrong."""

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await opened(app, pilot, "C0007")
        assert isinstance(screen, ContactScreen)
        await pilot.press("a")
        await settled(pilot)
        await typed(pilot, str(tmp_path / "没有.png"))
        await pilot.press("enter")
        await settled(pilot, rounds=3)
        assert isinstance(app.screen, Ask)
        assert app.screen.query_one(Input).value == str(tmp_path / "没有.png")
        assert "无法附上" in text(app)

    drive(sent, script)
    assert browsing.files_of(sent, "C0007") == ()
