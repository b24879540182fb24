"""The app without a command, the most common start of all: told apart without loading the parser of options."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from evidencelog.cli import output
from evidencelog.errors import EvidencelogError
from evidencelog.i18n import LANGUAGES, guess_language, set_language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_COMPLETION, _CASE = "_EVIDENCELOG_COMPLETE", "EVIDENCELOG_CASE"


def asked(args: Sequence[str]) -> tuple[Path | None, str | None] | None:
    """The case folder and the language where nothing but these is given; None where the parser has to look."""
    given: dict[str, str] = {}
    words = iter(args)
    for word in words:
        name, equals, value = word.partition("=")
        value = value if equals else next(words, "")
        if name not in {"--case", "--lang"} or name in given or not value or value.startswith("-"):
            return None
        given[name] = value
    spoken = given.get("--lang")
    if (spoken is not None and spoken not in LANGUAGES) or _COMPLETION in os.environ:
        return None
    if "--case" in given:
        return Path(given["--case"]), spoken
    return None if _CASE in os.environ else (None, spoken)


def run(args: Sequence[str], open_app: Callable[[Path, str], int]) -> int | None:
    """Runs the app where only that is asked for and a terminal is there; its exit status, or None: not done."""
    wanted = asked(args)
    if wanted is None or not (output.is_terminal(sys.stdin) and output.is_terminal(sys.stdout)):
        return None
    case, spoken = wanted
    output.prepare()
    set_language(spoken or guess_language())
    try:
        if case is None:
            from evidencelog.app.cases import default_path

            case = default_path()
        return open_app(case, spoken or "")
    except (EvidencelogError, OSError, KeyboardInterrupt) as error:
        from evidencelog.cli.entry import failed

        return failed(error)
