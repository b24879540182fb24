"""Starts the program: ``evidencelog`` and ``python -m evidencelog``."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from pathlib import Path


_COLLECTION = (50_000, 20, 20)
"""Starting makes some ten thousand objects that all stay; looking for garbage among them takes a tenth of the time."""


def main(args: list[str] | None = None) -> NoReturn:
    """Runs one command, or the terminal app without a command, and exits with its status (see docs/guide)."""
    gc.set_threshold(*_COLLECTION)
    try:
        from evidencelog.cli import straight

        words = sys.argv[1:] if args is None else args
        status = straight.run(words, open_app)
        if status is None:
            from evidencelog.cli.entry import run

            status = run(words, open_app=open_app, app_keys=app_keys)
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


def open_app(case: Path, language: str) -> int:
    """Runs the terminal app on a case folder until the person leaves it; gives the exit status."""
    from evidencelog.tui import run

    return run(case, language=language) or 0


def app_keys() -> dict[str, str]:
    """Every action of the terminal app with its keys; imports no toolkit."""
    from evidencelog.tui.actions import ACTIONS

    return {action.id: action.keys for action in ACTIONS}


if __name__ == "__main__":
    main()
