"""The terminal app: a thin face of the functions in ``evidencelog.app``. Textual is imported only when it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def run(case_path: Path, *, language: str) -> int:
    """Opens the case folder (made when missing) in the terminal app; returns the exit status of the process.

    ``language`` is ``zh`` or ``en``, empty for the one chosen in the app before. Errors in opening the case are raised for the command line to show.
    """
    from evidencelog.tui.start import start

    return start(case_path, language)
