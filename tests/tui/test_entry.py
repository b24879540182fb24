"""Files in the form: what a terminal pastes when they are dropped, and the time a file tells."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from evidencelog.app import browsing
from evidencelog.models.browsing import ContactFilter
from evidencelog.models.progress import Silent
from evidencelog.tui import entry
from evidencelog.tui.screens.form import EntryScreen
from evidencelog.tui.widgets.field import Completing
from tests.tui.conftest import settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]


@pytest.mark.parametrize("form", ["{path}", "'{path}'", '"{path}"', "{escaped}", "file://{url}", "{path} "])
def test_a_dropped_file_is_found_however_the_terminal_writes_it(tmp_path: Path, form: str) -> None:
    path = tmp_path / "通话 录音.m4a"
    path.write_bytes(b"x")
    from urllib.parse import quote

    text = form.format(path=path, escaped=str(path).replace(" ", "\\ "), url=quote(str(path)))
    assert entry.dropped(text) == [path]
    assert entry.paths(entry.quoted([path, path])) == [path, path]


@pytest.mark.parametrize("text", ["/not/there.m4a", "你好", "today", "", "/tmp", "/etc/passwd\n/etc/passwd", "'"])
def test_other_pastes_are_no_files(text: str) -> None:
    assert entry.dropped(text) == []


@pytest.mark.parametrize(
    ("name", "time"),
    [
        ("通话录音_20261002_224103.m4a", "2026-10-02 22:41:03"),
        ("95188-2026-10-02-22-41.amr", "2026-10-02 22:41"),
        ("Screenshot_20261002224103.png", "2026-10-02 22:41:03"),
        ("2026.10.02 22.41.03.mp3", "2026-10-02 22:41:03"),
    ],
)
def test_the_name_of_a_recording_tells_its_time(case: Case, tmp_path: Path, name: str, time: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert entry.file_time(tmp_path / name, case) == (time, True)


@pytest.mark.parametrize("name", ["20261332_256199.m4a", "通话.m4a"])
def test_else_the_file_itself_does(case: Case, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    moment = datetime(2026, 10, 2, 14, 41, 3, tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))
    assert entry.file_time(path, case) == ("2026-10-02 22:41:03", False)


def test_a_dropped_recording_is_sealed_and_gives_the_time(case: Case, drive: Drive, tmp_path: Path) -> None:
    path = tmp_path / "录音 20261002_224103.m4a"
    path.write_bytes(b"sound")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        await settled(pilot)
        assert isinstance(app.screen, EntryScreen)
        app.post_message(events.Paste(f"'{path}'"))
        await settled(pilot)
        assert app.screen.field("at").value is None
        assert path.name in app.screen.field("attach").hint
        await pilot.press("ctrl+o", "ctrl+s")
        await settled(pilot, rounds=2)

    drive(case, script)
    newest = max(browsing.page(case, ContactFilter(), offset=0, limit=50), key=lambda row: int(row.id[1:]))
    detail = browsing.detail(case, newest.id)
    assert detail.values["at"][:19] == "2026-10-02T22:41:03"
    assert [file.name for file in detail.attachments] == [path.name]
    assert path.read_bytes() == b"sound"


def test_names_and_numbers_complete_by_letters_and_digits(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        await settled(pilot)
        assert isinstance(app.screen, EntryScreen)
        platform, number = app.screen.field("platform"), app.screen.field("number")
        platform.control.focus()
        await typed(pilot, "mxj")
        assert isinstance(platform.control, Completing)
        assert platform.control.matches() == ["某消金"]
        await pilot.press("down")
        assert platform.value == "某消金"
        number.control.focus()
        await typed(pilot, "138")
        await pilot.press("down")
        assert number.value == "13800138000"

    drive(case, script)


def test_words_too_long_for_a_path_are_no_reason_to_stop(case: Case) -> None:
    words = "催收说要打给我单位" * 40
    assert [str(path) for path in entry.paths(words)] == [words]
    assert words in entry.files_words(words, case)


def test_new_names_are_told_by_name_and_only_a_lender_of_unknown_kind_is_asked_about(empty_case: Case) -> None:
    call = {"kind": "call", "at": "2026-10-03T10:00:00+08:00", "platform": "某消金", "to": "妈妈", "relation": "parent"}
    first = entry.save(empty_case, call, [], refused=False, progress=Silent())
    assert first.words == ["新登记：某消金, 妈妈。机构类型可以在“平台”里填。"]
    assert entry.save(empty_case, call, [], refused=False, progress=Silent()).words == []
    other = {**call, "to": "姐姐", "relation": "relative"}
    assert entry.save(empty_case, other, [], refused=False, progress=Silent()).words == ["新登记：姐姐。"]
    known = {"kind": "call", "at": "2026-10-03T10:00:00+08:00", "platform": "花呗", "platform_kind": "bank_loan"}
    assert entry.save(empty_case, known, [], refused=False, progress=Silent()).words == ["新登记：花呗。"]
