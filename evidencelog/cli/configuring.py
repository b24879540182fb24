"""``config``: the settings file of the terminal app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.command import Command, Group, json_option
from evidencelog.errors import InvalidInput
from evidencelog.i18n import N_, _

if TYPE_CHECKING:
    from evidencelog.cli.session import Session


@click.pass_obj
def validate(session: Session, as_json: bool) -> None:
    """Prints what the file settles, or everything wrong in it."""
    from evidencelog.app import settings

    found, problems = settings.read(session.app_keys())
    place = settings.path()
    if as_json:
        output.emit_json(
            {
                "schema": "evidencelog.config/1",
                "path": str(place),
                "exists": place.exists(),
                "settings": found._asdict(),
                "problems": [{"key": problem.where, "what": problem.what} for problem in problems],
            }
        )
    if problems:
        raise InvalidInput(problems)
    if as_json:
        return
    if not place.exists():
        output.say(_("There is no settings file; it would be {path}", path=place))
        return
    output.say(_("{path} is in order.", path=place))


@click.pass_obj
def show(session: Session) -> None:
    """Prints every action with its keys, as lines of the file."""
    output.emit("# " + _("The keys of the table; lines that are not changed can be left out."))
    output.emit("[keys]")
    for action, keys in session.app_keys().items():
        output.emit(f'"{action}" = "{keys}"')


COMMANDS: dict[str, click.Command] = {
    "config": Group(
        "config",
        words=N_("The settings file of the app: keys, colours, hidden words, the time until it locks."),
        commands=[
            Command(
                "validate",
                callback=validate,
                words=N_("Reads the settings file and says everything that is wrong in it, or that it is in order."),
                params=[json_option()],
            ),
            Command(
                "keys",
                callback=show,
                words=N_("Prints every action of the app with its keys, as lines for the settings file."),
            ),
        ],
    )
}
