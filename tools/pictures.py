"""Takes the pictures of the documents from the real program: ``python tools/pictures.py``.

Makes the demo case in a temporary folder, opens it in both languages, and writes docs/images/*.png. Needs rsvg-convert
(librsvg) and a Chinese monospaced font (Noto Sans Mono CJK SC).
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from evidencelog.app.cases import open_case
from evidencelog.app.demo import make_demo
from evidencelog.i18n import set_language
from evidencelog.tui.app import EvidencelogApp
from evidencelog.tui.start import first_look

if TYPE_CHECKING:
    from evidencelog.app.cases import Case

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
SCREENS = {
    "timeline": (), "findings": ("f", "down", "down"), "call": ("c", "f2", "f5", "ctrl+t"), "evening": ("t",),
}  # fmt: skip
"""Name of a picture, and the keys that lead to its screen from the timeline."""


async def picture(case: Case, keys: tuple[str, ...]) -> str:
    """The screen as SVG after some keys, 120 columns by 36 rows."""
    app = EvidencelogApp(case, first_look(case))
    async with app.run_test(size=(120, 36)) as pilot:
        for key in ("", "", "", *keys):  # marks and figures come after the first frame
            if key:
                await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause(0.3)
        return app.export_screenshot(title="evidencelog")


def main() -> None:
    """Writes every picture in both languages."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        make_demo(Path(folder) / "demo")
        for language in ("zh", "en"):
            set_language(language)
            for name, keys in SCREENS.items():
                (Path(folder) / "demo" / "drafts.db").unlink(missing_ok=True)
                with open_case(Path(folder) / "demo") as case:
                    drawing = asyncio.run(picture(case, keys))
                # the drawing names a font of the network; a font of the machine goes in its place
                drawing = re.sub(r"@font-face\s*\{.*?\}", "", drawing, flags=re.DOTALL)
                drawing = drawing.replace("Fira Code", "Noto Sans Mono CJK SC")
                target = IMAGES / f"{name}-{language}.png"
                subprocess.run(["rsvg-convert", "-w", "1400", "-o", target], input=drawing.encode(), check=True)
                Image.open(target).convert("RGB").quantize(48).save(target, optimize=True)
                print(target.name)


if __name__ == "__main__":
    main()
