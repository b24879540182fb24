"""``attach``: seals copies of files to a contact or a complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.because import id_argument
from evidencelog.cli.command import Argument, Command, Option
from evidencelog.cli.kinds import PATH
from evidencelog.cli.progress import watching
from evidencelog.i18n import N_, _

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.cli.session import Session


@click.pass_obj
def attach_files(
    session: Session, id: str, paths: tuple[Path, ...], redacted_of: str | None, playable_of: str | None
) -> None:
    """Seals the files and prints the id, digest and name of each."""
    from evidencelog.app.attaching import Copy, attach

    if redacted_of and playable_of:
        raise click.UsageError(_("give one of --redacted-of and --playable-of"), click.get_current_context())
    copy = Copy("redacted", redacted_of) if redacted_of else Copy("playable", playable_of) if playable_of else None
    with session.changing() as case, watching(_("sealing")) as progress:
        sealed = attach(case, id, paths, copy=copy, progress=progress)
    output.tell(f"{item.id}  {item.sha256}  {item.name}" for item in sealed)


COMMANDS: dict[str, click.Command] = {
    "attach": Command(
        "attach",
        callback=attach_files,
        words=N_(
            "Seals copies of recordings, screenshots or papers to a contact, or to a complaint the paper that came back. "
            "The copy is kept under its SHA-256 digest; your own file stays where it is."
        ),
        params=[
            id_argument(N_("id of a contact or complaint, such as C0001 or K0001")),
            Argument(["paths"], N_("files to copy"), nargs=-1, required=True, type=PATH, metavar="PATH"),
            Option(
                ["--redacted-of"],
                N_("the file is this one with something covered; packets hold it in place of the other"),
                metavar="A0001",
            ),
            Option(
                ["--playable-of"],
                N_("the file is this recording in a format more programs play; packets hold both"),
                metavar="A0001",
            ),
        ],
        examples=(
            "evidencelog attach C0007 通话录音.m4a",
            "evidencelog attach C0007 遮盖后.png --redacted-of A0002",
            "evidencelog attach K0001 答复.pdf",
        ),
    )
}
