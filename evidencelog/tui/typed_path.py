"""A path as a person types it."""

from __future__ import annotations

import os.path
from pathlib import Path


def typed_path(text: str) -> Path:
    """The path; ``~`` at its beginning is the home folder, and stays as it is where it names nobody's."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - pathlib raises for a name that nobody has
