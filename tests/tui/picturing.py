"""Every screen as an SVG: ``python -m tests.tui.picturing`` writes the kept ones anew.

They prove sameness only; whether a screen is good is seen by opening its picture.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Any

import time_machine
from textual.widgets import Input, TextArea

from evidencelog.app import settings
from evidencelog.app.cases import open_case
from evidencelog.i18n import set_language
from evidencelog.tui.start import first_look
from tests.tui.conftest import fill, settled, typed
from tests.tui.test_layout import WAYS, back

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case

KEPT = Path(__file__).with_name("snapshots")
SIZES = ((80, 24), (120, 40))
LANGUAGES = ("zh", "en")
NOW = "2026-10-03T20:00:00+08:00"
"""The moment at which all pictures are taken; the clock stands still."""

SHOWN = {
    **WAYS, "hidden": ("f12",), "packet_done": ("e", "enter", "enter", "ctrl+s"), "correction": ("enter", "c"),
    "import_rows": ("i", "=calls.xml", "enter"), "inbox": ("p", "end"), "attach": ("enter", "a"),
    "file": ("enter", "a", "=calls.xml", "enter"), "which_copy": ("enter", "a", "=letter.txt", "enter", "m"),
    "what_copy": ("enter", "m", "enter"), "copy": ("enter", "m", "enter", "enter"),
    "paper": ("u", "n", "enter", "enter", "=2026-10-02", "ctrl+s", "f", "=letter.txt", "enter"),
}  # fmt: skip
"""The screens that are kept, by the keys that lead there from the first one; a text to type begins with ``=``."""
CALLS = """<?xml version='1.0' encoding='UTF-8'?>
<calls count="2">
  <call number="95188" duration="0" date="1790951100000" type="3" presentation="1" name="(Unknown)" />
  <call number="95188" duration="61" date="1790951520000" type="1" presentation="1" name="(Unknown)" />
</calls>
"""
"""What a telephone's own log says."""

_NAMES = re.compile(r"terminal-\d+")
_DIGEST = re.compile(r"\b[0-9a-f]{16,64}\b")
_SIZE = re.compile(r"\b\d+\.\d(?=(?: |&#160;)kB)")
"""Another digest in each run, and with it a PDF of some bytes more or less."""


def name_of(where: str, lang: str, size: tuple[int, int]) -> str:
    """The file a picture is kept in."""
    return f"{where}-{lang}-{size[0]}x{size[1]}.svg"


def pictures(folder: Path, lang: str, size: tuple[int, int]) -> dict[str, str]:
    """Each screen of a small case made in ``folder``, as SVG by the name of its file."""
    set_language(lang)
    with time_machine.travel(NOW, tick=False), chdir(folder):  # a path from here on is the same in every run
        Path("calls.xml").write_text(CALLS, encoding="utf-8")
        Path("letter.txt").write_text("不予认可", encoding="utf-8")
        with open_case(Path("case"), create=True) as case:
            taken = asyncio.run(_walk(case, {"welcome": ()}, lang, size))
            fill(case)
            return taken | asyncio.run(_walk(case, SHOWN, lang, size))


async def _walk(case: Case, ways: Mapping[str, Sequence[str]], lang: str, size: tuple[int, int]) -> dict[str, str]:
    from evidencelog.tui.app import EvidencelogApp

    taken = {}
    app = EvidencelogApp(case, first_look(case))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for where, keys in ways.items():
            for key in keys:
                if key.startswith("="):
                    await typed(pilot, key[1:])
                else:
                    await pilot.press(key)
                await settled(pilot)
            await settled(pilot, rounds=2)
            taken[name_of(where, lang, size)] = await _svg(pilot)
            await back(app, pilot)
    return taken


async def _svg(pilot: Pilot[Any]) -> str:
    """The screen as it stands, without what changes from run to run: digests, sizes, the blinking of a cursor."""
    for line in pilot.app.screen.query(Input):
        line.cursor_blink = False
        line._cursor_visible = True  # it may have been off at that moment
    for area in pilot.app.screen.query(TextArea):
        area.cursor_blink = False
        area._cursor_visible = True
        area._line_cache.clear()  # a line drawn while it was off
        area.refresh()
    await settled(pilot)
    svg = _NAMES.sub("terminal", pilot.app.export_screenshot(title="evidencelog"))
    svg = _SIZE.sub(_nothing, _DIGEST.sub(_nothing, svg))
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def _nothing(found: re.Match[str]) -> str:
    return re.sub("[0-9a-f]", "0", found.group())


def _all() -> Iterator[tuple[str, str]]:
    for lang in LANGUAGES:
        for size in SIZES:
            with tempfile.TemporaryDirectory() as folder:
                os.environ[settings.ENVIRONMENT] = str(Path(folder) / "settings" / "config.toml")
                yield from pictures(Path(folder), lang, size).items()


def main() -> int:
    """Writes every picture; 0 when done."""
    KEPT.mkdir(exist_ok=True)
    written = dict(_all())
    for old in KEPT.glob("*.svg"):
        if old.name not in written:
            old.unlink()
    for name, svg in written.items():
        (KEPT / name).write_text(svg, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
