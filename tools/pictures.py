"""Takes the pictures of the documents from the real program: ``python tools/pictures.py``.

Makes the demo case in a temporary folder, opens it in both languages, and writes docs/images/*.png, cell by cell as a
terminal draws them. Needs Pillow, time-machine, fontconfig and a Chinese monospaced font (Noto Sans Mono CJK SC).
"""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import time_machine
from PIL import Image, ImageDraw, ImageFont
from rich.cells import cell_len

from evidencelog.app.cases import open_case
from evidencelog.app.demo import make_demo
from evidencelog.i18n import set_language
from evidencelog.tui.app import EvidencelogApp
from evidencelog.tui.start import first_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.color import Color
    from textual.strip import Strip

    from evidencelog.app.cases import Case

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
SCREENS = {
    "timeline": (), "findings": ("f", "down", "down"), "call": ("c", "f2", "f5", "ctrl+t"), "evening": ("t",),
    "picture": ("g",),
}  # fmt: skip
"""Name of a picture, and the keys that lead to its screen from the timeline."""
NOW = "2026-11-21T20:00:00+08:00"
"""The evening on which the pictures are taken: the day after the last entry of the demo case."""
SIZE = (120, 36)
WIDE, HIGH, POINTS = 11, 24, 22
"""Pixels of a cell, and of the font: a Chinese character is as wide as two cells."""
LINES = {"│": (5, 0, 5, 23), "─": (0, 12, 10, 12)}
EIGHTHS = " ▁▂▃▄▅▆▇█"


def font(weight: str) -> ImageFont.FreeTypeFont:
    """The font of this machine in a weight."""
    wanted = f"Noto Sans Mono CJK SC:{weight}"
    found = subprocess.run(["fc-match", "-f", "%{file}\n%{index}", wanted], capture_output=True, check=True, text=True)
    path, index = found.stdout.split("\n")
    return ImageFont.truetype(path, POINTS, index=int(index))


async def screen(case: Case, keys: tuple[str, ...]) -> list[Strip]:
    """The lines of the terminal after some keys."""
    app = EvidencelogApp(case, first_look(case))
    async with app.run_test(size=SIZE) as pilot:
        for key in ("", "", "", *keys):  # marks and figures come after the first frame
            if key:
                await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause(0.3)
        return app.screen._compositor.render_strips()


def drawn(strips: Sequence[Strip]) -> Image.Image:
    """The lines as a picture."""
    image = Image.new("RGB", (SIZE[0] * WIDE, SIZE[1] * HIGH))
    draw = ImageDraw.Draw(image)
    weights = {False: font("regular"), True: font("bold")}
    written = []
    for y, strip in enumerate(strips):
        x = 0
        for text, style, _control in strip:
            cells = cell_len(text)
            if not cells or style is None:
                continue
            ink, paper = _rgb(style.color), _rgb(style.bgcolor)
            if style.reverse:
                ink, paper = paper, ink
            draw.rectangle((x * WIDE, y * HIGH, (x + cells) * WIDE - 1, (y + 1) * HIGH - 1), fill=paper)
            for character in text:
                written.append((character, x * WIDE, y * HIGH, ink, weights[bool(style.bold)]))
                x += cell_len(character)
    for character, left, top, ink, in_font in written:  # after every ground: letters reach below their line
        _put(draw, character, left, top, ink, in_font)
    return image


def _rgb(colour: Color | None) -> tuple[int, int, int]:
    return (0, 0, 0) if colour is None else tuple(colour.get_truecolor())


def _put(draw: ImageDraw.ImageDraw, character: str, x: int, y: int, ink: tuple[int, ...], in_font: object) -> None:
    """One character at the upper left corner of its cell; lines and blocks fill it to its edges."""
    if character in LINES:
        left, top, right, bottom = LINES[character]
        draw.line((x + left, y + top, x + right, y + bottom), fill=ink)
    elif character != " " and character in EIGHTHS:
        high = HIGH * EIGHTHS.index(character) // 8
        draw.rectangle((x, y + HIGH - high, x + WIDE - 1, y + HIGH - 1), fill=ink)
    elif not character.isspace():
        draw.text((x, y - 5), character, font=in_font, fill=ink)


def main() -> None:
    """Writes every picture in both languages."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        make_demo(Path(folder) / "demo")
        for language in ("zh", "en"):
            set_language(language)
            for name, keys in SCREENS.items():
                (Path(folder) / "demo" / "drafts.db").unlink(missing_ok=True)
                with time_machine.travel(NOW), open_case(Path(folder) / "demo") as case:
                    strips = asyncio.run(screen(case, keys))
                target = IMAGES / f"{name}-{language}.png"
                drawn(strips).quantize(128).save(target, optimize=True)
                print(target.name)


if __name__ == "__main__":
    main()
