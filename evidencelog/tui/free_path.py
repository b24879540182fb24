"""Paths that are offered for what is to be written: in a folder, named so that nothing there is in the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 40
"""Characters of one part of a name."""


def free_path(folder: Path, *parts: str, suffix: str = "") -> Path:
    """A path nobody has used yet: ``exports/2026-11-21-nfra-某平台``, with a number from 2 on where that exists.

    Of each part only letters, digits and ``_`` stay, with ``-`` between them; empty parts are left out.
    """
    named = [re.sub(r"[^\w-]+", "-", part).strip("-")[:LONGEST] for part in parts]
    stem = "-".join(part for part in named if part)
    path, number = folder / f"{stem}{suffix}", 2
    while path.exists() or path.is_symlink():
        path, number = folder / f"{stem}-{number}{suffix}", number + 1
    return path
