"""The program's own options, and what happens without a command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from evidencelog.cli.command import LazyGroup, Option
from evidencelog.cli.commands import SECTIONS
from evidencelog.cli.kinds import PATH, ChoiceKind
from evidencelog.cli.output import emit, is_terminal
from evidencelog.i18n import LANGUAGES, N_, _

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.cli.session import Session


def start(case: Path | None, lang: str | None) -> int | None:
    """Keeps the chosen case; without a command opens the terminal app and gives its exit status."""
    context = click.get_current_context()
    session: Session = context.obj
    session.chosen = case
    if context.invoked_subcommand is not None:
        return None
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise click.UsageError(_("the app needs a terminal; name a command to work without one"), context)
    return session.open_app(session.path, lang or "")


def show_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    """Prints name and version and ends the run."""
    if wanted and not context.resilient_parsing:
        from evidencelog import __version__

        emit(f"evidencelog {__version__}")
        context.exit()


PROGRAM_GROUP = LazyGroup(
    name="evidencelog",
    sections=SECTIONS,
    callback=start,
    words=N_(
        "A private notebook for what debt collectors do: record each contact, check it against the rules in force that "
        "day, take out a packet of evidence that others can verify.\n\n"
        "Without a command the app opens in the terminal. Nothing leaves this computer by itself."
    ),
    params=[
        Option(
            ["--case"],
            N_("folder of the case (else EVIDENCELOG_CASE, else the default of this computer)"),
            type=PATH,
            envvar="EVIDENCELOG_CASE",
            metavar="DIR",
        ),
        Option(
            ["--lang"],
            N_("language (else EVIDENCELOG_LANG, else the locale)"),
            type=ChoiceKind(LANGUAGES),
            metavar="zh|en",
        ),
        Option(
            ["--version"],
            N_("print the version"),
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=show_version,
        ),
    ],
    examples=(
        'evidencelog add call --at "昨晚10点半" --platform 花呗 --outcome answered',
        "evidencelog import calls-20260101.xml",
        "evidencelog check",
        "evidencelog packet --for lender --out 证据包",
    ),
)
