"""``case``: settings of the case itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.command import Command, Group, Option, json_option
from evidencelog.cli.options import naming_options
from evidencelog.cli.wording import listed
from evidencelog.i18n import N_, _

if TYPE_CHECKING:
    from evidencelog.cli.session import Session


@click.pass_obj
def set_case(session: Session, zone: str | None, packs: str | None) -> None:
    """Keeps the settings in the ledger."""
    from evidencelog.app.cases import change_settings

    if zone is None and packs is None:
        raise click.UsageError(_("name --zone or --packs"), click.get_current_context())
    names = None if packs is None else tuple(name.strip() for name in packs.split(",") if name.strip())
    with naming_options(None, "zone", "packs"), session.writing() as case:
        change_settings(case, zone=zone, packs=names)
    output.say(_("settings kept"))


@click.pass_obj
def show_case(session: Session, as_json: bool) -> None:
    """Prints where the case lies, its settings and how much it holds."""
    with session.reading() as case:
        info = case.info()
    if as_json:
        output.emit_json({"schema": "evidencelog.case/1", **info._asdict()})
        return
    from evidencelog.cli.tables import aligned

    output.tell(
        aligned(
            [
                (_("folder"), info.path),
                (_("time zone"), info.zone),
                (_("law packs"), listed(info.packs)),
                (_("contacts"), str(info.contacts)),
                (_("waiting in the inbox"), str(info.inbox)),
            ]
        )
    )


COMMANDS: dict[str, click.Command] = {
    "case": Group(
        "case",
        words=N_("Settings of the case itself."),
        commands=[
            Command(
                "set",
                callback=set_case,
                words=N_("Sets the time zone or the law packs of the case; the change is kept in the ledger."),
                params=[
                    Option(["--zone"], N_("time zone of the case, such as Asia/Shanghai"), metavar="ZONE"),
                    Option(["--packs"], N_("law packs to check with, parted by commas, such as cn"), metavar="PACKS"),
                ],
            ),
            Command(
                "show",
                callback=show_case,
                words=N_("Shows where the case lies, its settings and how much it holds."),
                params=[json_option()],
            ),
        ],
    )
}
