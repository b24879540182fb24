"""Every screen as an SVG: ``python -m tests.tui.picturing`` writes the kept ones anew.

They prove sameness only; whether a screen is good is seen by opening its picture.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import time_machine
from textual.widgets import Input, TextArea

from evidencelog.app import settings
from evidencelog.app.cases import open_case
from evidencelog.i18n import set_language
from evidencelog.tui.start import first_look
from tests.tui.conftest import fill, settled
from tests.tui.test_layout import WAYS, back, go

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case

KEPT = Path(__file__).with_name("snapshots")
SIZES = ((80, 24), (120, 40))
LANGUAGES = ("zh", "en")
NOW = "2026-10-03T20:00:00+08:00"
"""The moment at which all pictures are taken; the clock stands still."""

_NAMING_PATHS = {"export", "packet_scope", "packet_leaves"}
SHOWN = {**{where: keys for where, keys in WAYS.items() if where not in _NAMING_PATHS}, "hidden": ("f12",)}
"""The screens that are kept. The later steps of a packet are not: they name paths as long as the temporary folder's name."""

_NAMES = re.compile(r"terminal-\d+")


def name_of(where: str, lang: str, size: tuple[int, int]) -> str:
    """The file a picture is kept in."""
    return f"{where}-{lang}-{size[0]}x{size[1]}.svg"


def pictures(folder: Path, lang: str, size: tuple[int, int]) -> dict[str, str]:
    """Each screen of a small case made in ``folder``, as SVG by the name of its file."""
    set_language(lang)
    with time_machine.travel(NOW, tick=False), open_case(folder / "case", create=True) as case:
        fill(case)
        return asyncio.run(_walk(case, lang, size))


async def _walk(case: Case, lang: str, size: tuple[int, int]) -> dict[str, str]:
    from evidencelog.tui.app import EvidencelogApp

    taken = {}
    app = EvidencelogApp(case, first_look(case))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for where, keys in SHOWN.items():
            await go(pilot, keys)
            await settled(pilot, rounds=2)
            taken[name_of(where, lang, size)] = await _svg(pilot, str(case.path.parent))
            await back(app, pilot)
    return taken


async def _svg(pilot: Pilot[Any], folder: str) -> str:
    """The screen as it stands, without what changes from run to run: the case's folder, the blinking of a cursor."""
    for line in pilot.app.screen.query(Input):
        line.cursor_blink = False
        line._cursor_visible = True  # it may have been off at that moment
        with line.prevent(Input.Changed):
            shown = line.value.replace(folder, "folder")
            if shown != line.value:
                line.value = shown
                line.cursor_position = 0  # else its beginning is out of sight by the length of the folder's name
    for area in pilot.app.screen.query(TextArea):
        area.cursor_blink = False
        area._cursor_visible = True
        area._line_cache.clear()  # a line drawn while it was off
        area.refresh()
    await settled(pilot)
    svg = _NAMES.sub("terminal", pilot.app.export_screenshot(title="evidencelog"))
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


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
