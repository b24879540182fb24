"""``attach``: seals copies of files to a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.because import id_argument
from evidencelog.cli.command import Argument, Command
from evidencelog.cli.kinds import PATH
from evidencelog.cli.progress import watching
from evidencelog.i18n import N_, _

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.cli.session import Session


@click.pass_obj
def attach_files(session: Session, id: str, paths: tuple[Path, ...]) -> None:
    """Seals the files and prints the id, digest and name of each."""
    from evidencelog.app.recording import attach

    with session.changing() as case, watching(_("sealing")) as progress:
        sealed = attach(case, id, paths, progress=progress)
    output.tell(f"{item.id}  {item.sha256}  {item.name}" for item in sealed)


COMMANDS: dict[str, click.Command] = {
    "attach": Command(
        "attach",
        callback=attach_files,
        words=N_(
            "Seals copies of recordings, screenshots or papers to a contact. The copy is kept under its SHA-256 digest; "
            "your own file stays where it is."
        ),
        params=[
            id_argument(N_("id of a contact, such as C0001")),
            Argument(["paths"], N_("files to copy"), nargs=-1, required=True, type=PATH, metavar="PATH"),
        ],
    )
}
