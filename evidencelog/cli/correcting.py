"""``correct``: a new version of an entry; the old one stays readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.because import because_option, id_argument
from evidencelog.cli.command import Command, Option
from evidencelog.cli.options import assignments, naming_options
from evidencelog.cli.standing import by_id
from evidencelog.cli.wording import echoes
from evidencelog.i18n import N_, _
from evidencelog.models.fields import ID_PREFIXES

if TYPE_CHECKING:
    from evidencelog.cli.session import Session


@click.pass_obj
def correct_entry(session: Session, id: str, changes: tuple[str, ...], because: str) -> None:
    """Writes the new version and prints its number."""
    from evidencelog.app.browsing import detail
    from evidencelog.app.recording import correct

    kinds = {prefix: record for record, prefix in ID_PREFIXES.items()}
    record = kinds.get(id[:1], "contact")
    values = assignments(record, changes)
    with naming_options(None, "because"), session.changing() as case:
        version = correct(case, id, values, because)
        now = detail(case, id).values if record == "contact" else by_id(case, record, id)
    output.emit(f"{id} {version}")
    output.say(
        _("{id} corrected; this is version {version}, the earlier ones stay", id=id, version=version),
        *echoes(record, now, values),
    )


COMMANDS: dict[str, click.Command] = {
    "correct": Command(
        "correct",
        callback=correct_entry,
        words=N_("Writes a new version of an entry; the old one stays readable. Works on records of every kind."),
        params=[
            id_argument(),
            Option(
                ["--set", "changes"],
                N_("a fact and its new value; an empty value makes it unknown"),
                multiple=True,
                required=True,
                metavar="FIELD=VALUE",
            ),
            because_option(),
        ],
        examples=("evidencelog correct C0007 --set outcome=missed --because 看了通话记录",),
    )
}
