"""Text that was copied, kept in a file of the case too: not every terminal passes it on to the clipboard."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from evidencelog.store.faults import spoken

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.app.cases import Case

FILE = "copied.txt"


def keep_copy(case: Case, text: str) -> Path:
    """Writes the text to ``exports/copied.txt`` in the case folder in place of the one before, readable by its owner only."""
    place = case.path / "exports" / FILE
    with spoken(place):
        place.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text + "\n")
    return place
