"""A small file that leaves the case: a calendar, a picture, letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.errors import PathTaken
from evidencelog.store.faults import spoken

if TYPE_CHECKING:
    from pathlib import Path


def write_new(path: Path, content: bytes) -> None:
    """Writes a file, with the folders it needs: whole, or nothing is left of it.

    Raises PathTaken where something lies there, CaseUnwritable, DiskFull.
    """
    with spoken(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            file = path.open("xb")
        except FileExistsError:
            raise PathTaken(path) from None
        try:
            with file:
                file.write(content)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
