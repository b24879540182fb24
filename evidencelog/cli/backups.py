"""``backup`` and ``restore``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.command import Argument, Command, Option
from evidencelog.cli.kinds import PATH
from evidencelog.cli.progress import watching
from evidencelog.i18n import N_, _

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.cli.session import Session


@click.pass_obj
def back_up(session: Session, file: Path) -> None:
    """Writes the backup and prints its path."""
    from evidencelog.app.backups import backup

    with session.reading() as case, watching(_("writing")) as progress:
        backup(case, file, progress)
    output.emit(str(file))
    output.say(_("Keep the file away from this computer; it holds the whole case."))


def bring_back(file: Path, into: Path) -> None:
    """Makes the case folder and prints its path."""
    from evidencelog.app.backups import restore

    with watching(_("reading")) as progress:
        restore(file, into, progress)
    output.emit(str(into))


COMMANDS: dict[str, click.Command] = {
    "backup": Command(
        "backup",
        callback=back_up,
        words=N_("Writes the whole case, files included, into one file. A file that exists is not overwritten."),
        params=[Argument(["file"], N_("the backup file to write"), type=PATH)],
    ),
    "restore": Command(
        "restore",
        callback=bring_back,
        words=N_("Makes a case folder from a backup and verifies it. A folder that exists is not touched."),
        params=[
            Argument(["file"], N_("the backup file"), type=PATH),
            Option(["--into"], N_("the case folder to make"), required=True, type=PATH, metavar="DIR"),
        ],
    ),
}
