"""The app without a command starts without the parser of options, and means the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from evidencelog.cli import straight
from evidencelog.errors import CannotDo


class Full(CannotDo):
    """Something outside the program."""

    def __str__(self) -> str:
        return "the disk is full"


@pytest.fixture(autouse=True)
def _outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVIDENCELOG_CASE", raising=False)
    monkeypatch.delenv("_EVIDENCELOG_COMPLETE", raising=False)


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ([], (None, None)),
        (["--lang", "en"], (None, "en")),
        (["--case", "a b", "--lang=zh"], (Path("a b"), "zh")),
        (["--case=/x=y"], (Path("/x=y"), None)),
        (["add"], None),
        (["--case", "x", "list"], None),
        (["--version"], None),
        (["--help"], None),
        (["--lang", "de"], None),  # refused with a sentence by the parser
        (["--case"], None),
        (["--case", ""], None),
        (["--case", "--lang"], None),
        (["--case", "a", "--case", "b"], None),
        (["--"], None),
    ],
)
def test_only_what_is_plain_goes_straight(args: list[str], expected: tuple[Path | None, str | None] | None) -> None:
    assert straight.asked(args) == expected


@pytest.mark.parametrize("name", ["EVIDENCELOG_CASE", "_EVIDENCELOG_COMPLETE"])
def test_what_stands_in_the_environment_is_for_the_parser(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "x")
    assert straight.asked([]) is None


def test_without_a_terminal_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(straight.output, "is_terminal", lambda _stream: False)
    assert straight.run([], lambda *_given: pytest.fail("opened")) is None


def test_the_app_gets_folder_and_language_and_gives_its_status(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(straight.output, "is_terminal", lambda _stream: True)
    opened: list[tuple[Path, str]] = []

    def open_app(case: Path, spoken: str) -> int:
        opened.append((case, spoken))
        return 7

    assert straight.run(["--case", "somewhere", "--lang", "zh"], open_app) == 7
    assert opened == [(Path("somewhere"), "zh")]


def test_what_goes_wrong_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(straight.output, "is_terminal", lambda _stream: True)

    def full(_case: Path, _spoken: str) -> int:
        raise Full

    assert straight.run(["--lang", "en"], full) == 4
    assert capsys.readouterr().err.splitlines() == ["Error: the disk is full"]


def test_a_mistake_of_the_program_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(straight.output, "is_terminal", lambda _stream: True)

    def wrong(_case: Path, _spoken: str) -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        straight.run([], wrong)


def test_the_parser_is_not_loaded_for_it() -> None:
    said = "import sys, evidencelog.cli.straight, evidencelog.tui.start; print('click' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
