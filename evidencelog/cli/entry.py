"""One run of the command line: arguments in, exit status out, every error one line on stderr."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.session import Session
from evidencelog.cli.usage import sentence
from evidencelog.errors import Cancelled, CannotDo, EvidencelogError, InvalidInput
from evidencelog.i18n import LANGUAGES, _, guess_language, set_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PROGRAM = "evidencelog"


def run(
    args: list[str], *, open_app: Callable[[Path, str], int], app_keys: Callable[[], Mapping[str, str]] = dict
) -> int:
    """Runs the command that ``args`` name; ``open_app`` shows the terminal app on a case folder in a language.

    ``app_keys`` gives the actions of the app with their keys.

    The exit status: 0 done, 1 ``check`` found something, 2 wrong usage or input, 3 integrity failure, 4 could not,
    130 interrupted.
    """
    output.prepare()
    set_language(chosen_language(args) or guess_language())
    from evidencelog.cli.program import PROGRAM_GROUP

    session = Session(open_app, app_keys)
    if f"_{PROGRAM.upper()}_COMPLETE" in os.environ:
        PROGRAM_GROUP.main(args, prog_name=PROGRAM, obj=session)
    try:
        with PROGRAM_GROUP.make_context(PROGRAM, list(args), obj=session) as context:
            status = PROGRAM_GROUP.invoke(context)
    except (click.exceptions.Exit, click.ClickException, EvidencelogError, OSError, KeyboardInterrupt) as error:
        return failed(error)
    return status if isinstance(status, int) else 0


def failed(error: BaseException) -> int:
    """Says what went wrong; the exit status. A mistake of the program is raised again."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.ClickException):
        complain(sentence(error))
        return 2
    if isinstance(error, InvalidInput):
        complain(*(problem.line() for problem in error.problems))
        return error.exit_status
    if isinstance(error, EvidencelogError):
        first, *places = str(error).splitlines()
        complain(first)
        output.say(*places)
        return error.exit_status
    if isinstance(error, OSError):
        complain(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
        return CannotDo.exit_status
    if isinstance(error, KeyboardInterrupt):
        complain(str(Cancelled()))
        return Cancelled.exit_status
    raise error


def complain(*sentences: str) -> None:
    """One line on stderr for each thing that is wrong."""
    output.say(*(_("Error: {sentence}", sentence=sentence) for sentence in sentences))


def chosen_language(args: list[str]) -> str | None:
    """The language ``--lang`` asks for, read before anything else so that every error can already speak it."""
    words = iter(args)
    for word in words:
        if word == "--lang" or word.startswith("--lang="):
            value = next(words, "") if word == "--lang" else word.partition("=")[2]
            return value if value in LANGUAGES else None
        if word == "--case":
            next(words, "")
        elif not word.startswith("-"):
            return None
    return None
