"""``withdraw``: takes an entry out of use."""

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
def withdraw_entry(session: Session, id: str, because: str) -> None:
    """Withdraws the entry."""
    from evidencelog.app.recording import withdraw

    with naming_options(None, "because"), session.changing() as case:
        withdraw(case, id, because)
    output.emit(id)
    output.say(_("{id} withdrawn; it is no longer counted and stays readable", id=id))


COMMANDS: dict[str, click.Command] = {
    "withdraw": Command(
        "withdraw",
        callback=withdraw_entry,
        words=N_("Takes an entry out of use: it is no longer listed or counted, and stays readable with `show`."),
        params=[id_argument(), because_option()],
    )
}
