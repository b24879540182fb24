"""The made-up pack of the tests, and copies of it with one thing changed."""

from __future__ import annotations

import shutil
from pathlib import Path

SAMPLE = Path(__file__).parent / "sample"
"""A folder of packs with the one pack ``xx``."""


def copied(folder: Path, changes: dict[str, list[tuple[str, str]]] | None = None) -> Path:
    """The sample pack in ``folder`` with texts replaced by file; every old text must stand there exactly once."""
    pack = folder / "xx"
    shutil.copytree(SAMPLE / "xx", pack)
    for name, pairs in (changes or {}).items():
        path = pack / name
        text = path.read_text(encoding="utf-8")
        for old, new in pairs:
            assert text.count(old) == 1, (name, old, text.count(old))
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8", newline="\n")
    return pack
