"""``erase``: removes for good what should never have been there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.because import because_option, id_argument
from evidencelog.cli.command import Command
from evidencelog.cli.options import naming_options
from evidencelog.i18n import N_, _

if TYPE_CHECKING:
    from evidencelog.cli.session import Session


@click.pass_obj
def erase_entry(session: Session, id: str, because: str) -> None:
    """Erases the entry or everything an import brought."""
    from evidencelog.app.erasing import erase

    with naming_options(None, "because"), session.changing() as case:
        erased = erase(case, id, because)
    output.emit(id)
    output.say(_("{id} erased: texts and files are gone for good; that it was erased, when and why, stays", id=id))
    if erased.exports:
        names = ", ".join(erased.exports)
        output.say(
            _(
                "packets in the case's folder exports may still hold them; delete what you no longer need: {names}",
                names=names,
            )
        )


COMMANDS: dict[str, click.Command] = {
    "erase": Command(
        "erase",
        callback=erase_entry,
        words=N_(
            "Removes the texts and files of an entry, or of everything one import brought, for good. Digests and the "
            "fact of erasing stay, so the case still verifies. To correct a mistake use `correct` or `withdraw`."
        ),
        params=[id_argument(N_("id of an entry such as C0001, or of an import such as I0001")), because_option()],
    )
}
