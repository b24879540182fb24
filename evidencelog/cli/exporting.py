"""``export``: everything in the exchange format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.command import Argument, Command
from evidencelog.cli.kinds import PATH
from evidencelog.cli.progress import watching
from evidencelog.i18n import N_, _

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.cli.session import Session


@click.pass_obj
def export(session: Session, file: Path) -> None:
    """Writes the file and prints its path."""
    from evidencelog.app.exchange import export_case

    with session.reading() as case, watching(_("writing")) as progress:
        export_case(case, file, progress)
    output.emit(str(file))


COMMANDS: dict[str, click.Command] = {
    "export": Command(
        "export",
        callback=export,
        words=N_(
            "Writes everything in the exchange format, one JSON object a line: records, then contacts in the order of "
            "their ids with versions and withdrawals. `import` reads it back."
        ),
        params=[Argument(["file"], N_("file to write, such as case.jsonl"), type=PATH)],
    )
}
