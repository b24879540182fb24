"""``demo``: a filled, fictional case to look around in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.command import Command, Option
from evidencelog.cli.kinds import PATH
from evidencelog.cli.progress import watching
from evidencelog.i18n import N_, _, language

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.cli.session import Session


@click.pass_obj
def demo(session: Session, into: Path | None, no_tui: bool) -> int:
    """Makes the demo case, prints its folder, opens it in the app."""
    from evidencelog.app.cases import default_path
    from evidencelog.app.demo import make_demo

    watched = output.is_terminal(sys.stdin) and output.is_terminal(sys.stdout)
    path = into or default_path().with_name("demo")
    if into is not None or not path.exists():
        with watching(_("making the demo case")) as progress:
            make_demo(path, progress)
    if no_tui or not watched:
        output.emit(str(path))
        output.say(_("The demo case is fictional. Open it with: evidencelog --case {path}", path=path))
        return 0
    return session.open_app(path, language())


COMMANDS: dict[str, click.Command] = {
    "demo": Command(
        "demo",
        callback=demo,
        words=N_("Makes a filled, fictional case and opens it in the app, to look around without harm."),
        params=[
            Option(["--into"], N_("the folder to make the case in"), type=PATH, metavar="DIR"),
            Option(["--no-tui"], N_("make the case and stop there"), is_flag=True),
        ],
    )
}
