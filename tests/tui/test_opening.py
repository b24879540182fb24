"""A sealed file is opened as a copy: made beside the keys, for its owner alone, gone when the program ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import Event
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest

from evidencelog.app.attaching import attach
from evidencelog.errors import Cancelled
from evidencelog.i18n import _
from evidencelog.models.progress import Silent
from evidencelog.tui import opening
from evidencelog.tui.screens import page
from evidencelog.tui.screens.contact import ContactScreen
from evidencelog.tui.screens.hidden import HiddenScreen
from tests.tui.conftest import settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.models.progress import Progress
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]

SOUND = b"sound" * 1000


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A file with words of a call."""
    path = tmp_path / "call.m4a"
    path.write_bytes(SOUND)
    return path


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the system's opener writes what it was asked to open."""
    programs, told = tmp_path / "programs", tmp_path / "told"
    programs.mkdir()
    for name in ("xdg-open", "open"):
        (programs / name).write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{told}"\n')
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    return told


def test_a_copy_is_for_its_owner_alone_and_takes_the_place_of_the_one_before(sealed: Path) -> None:
    first = opening.copy_of(sealed, "A0001", "../call.m4a", Silent())
    assert first.read_bytes() == SOUND
    assert first.name == "call.m4a"
    assert opening.folder().stat().st_mode & 0o077 == 0
    first.write_bytes(b"changed by a player")
    assert opening.copy_of(sealed, "A0001", "../call.m4a", Silent()) == first
    assert first.read_bytes() == SOUND
    assert [one.name for one in opening.folder().iterdir()].count("A0001") == 1


def test_no_part_of_a_copy_that_was_stopped_stays(sealed: Path) -> None:
    class Stopped:
        def step(self, _done: int, _total: int | None) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        opening.copy_of(sealed, "A0002", "call.m4a", Stopped())
    assert not (opening.folder() / "A0002").exists()


def test_the_copies_go_when_the_program_ends(sealed: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from evidencelog.models.progress import Silent\n"
        "from evidencelog.tui import opening\n"
        "print(opening.copy_of(Path(sys.argv[1]), 'A0001', 'call.m4a', Silent()).stat().st_size)\n"
    )
    place = tmp_path / "temporary"
    place.mkdir()
    run = subprocess.run(
        [sys.executable, "-c", code, str(sealed)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"TMPDIR": str(place)},
    )
    assert run.stdout.strip() == str(len(SOUND))
    assert list(place.iterdir()) == []


def test_a_large_copy_tells_how_far_it_is_and_opens_nothing_over_the_hidden_screen(
    case: Case, drive: Drive, sealed: Path, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(case, "C0007", [sealed])
    gate, real = Event(), opening.copy_of

    def slow(path: Path, id: str, name: str, progress: Progress) -> Path:
        sleep(0.15)  # steps are told ten times a second
        progress.step(37, 100)
        assert gate.wait(10)
        return real(path, id, name, progress)

    monkeypatch.setattr(opening, "copy_of", slow)
    monkeypatch.setattr(page, "PATIENCE", 0.01)

    def news(screen: Any) -> str:
        return str(screen.query_one("#news").said)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await settled(pilot)
        contact = app.screen
        assert isinstance(contact, ContactScreen)
        await pilot.press("o")
        for _look in range(100):
            await pilot.pause(0.05)
            if "37 %" in news(contact):
                break
        assert "37 %" in news(contact)
        await pilot.press("f12")
        gate.set()
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, HiddenScreen)
        assert not told.exists()
        await pilot.press("f12")
        assert news(contact) == _("It is ready, and you were elsewhere: ask for it once more.")
        gate.clear()
        await pilot.press("o")
        await pilot.pause(0.2)
        await pilot.press("escape")
        gate.set()
        await settled(pilot, rounds=2)
        assert app.screen is contact
        assert news(contact) == _("Stopped; nothing of it was kept.")
        assert not told.exists()
        await pilot.press("o")
        for _look in range(100):
            await settled(pilot)
            if told.exists():
                break
        assert Path(told.read_text(encoding="utf-8")).read_bytes() == SOUND

    drive(case, script)


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("exit 3", "This computer has no program set for such files; a copy lies at {path}"),
        ("sleep 3", "Opened a copy of {name}"),
        (None, "No program to open files with was found; a copy lies at {path}"),
    ],
    ids=["knows none", "shows it itself", "is not there"],
)
def test_what_the_opener_of_the_system_says_is_told(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str | None, words: str
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    if program is not None:
        for name in ("xdg-open", "open"):
            (programs / name).write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{program}\n")
            (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    copy = opening.copy_of(sealed, "A0003", "call.m4a", Silent())
    assert opening.show(copy) == ("" if program == "sleep 3" else _(words, path=copy))
