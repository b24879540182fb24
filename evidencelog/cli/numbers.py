"""``number``: whose number it is, and the inbox of numbers nobody was assigned to yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from evidencelog.cli import output
from evidencelog.cli.command import Argument, Command, Group, Option, json_option
from evidencelog.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.app.cases import Case
    from evidencelog.cli.session import Session


@click.pass_obj
def assign(session: Session, number: str, platform: str | None, person: str | None) -> None:
    """Assigns the number and prints how many contacts left the inbox."""
    from evidencelog.app.recording import assign_number

    if (platform is None) == (person is None):
        raise click.UsageError(_("name one of --platform and --person"), click.get_current_context())
    with session.writing() as case:
        taken = assign_number(case, number, platform=platform, person=person)
    output.emit(str(taken))
    output.say(
        ngettext(
            "{n} contact taken out of the inbox; the next import does so by itself",
            "{n} contacts taken out of the inbox; the next import does so by itself",
            taken,
        )
    )


@click.pass_obj
def list_numbers(session: Session, as_json: bool) -> None:
    """Prints the assigned numbers, then those that wait."""
    with session.reading() as case:
        items = list(known(case))
    if as_json:
        output.emit_list({"schema": "evidencelog.number-list/1"}, "items", items)
        return
    from evidencelog.cli.tables import aligned

    output.tell(
        aligned(
            [
                (
                    item["number"] or _("(hidden)"),
                    item["platform"] or item["person"] or _("(not assigned)"),
                    item["name"] or "",
                    ngettext("{n} contact waiting", "{n} contacts waiting", item["contacts"])
                    if item["contacts"]
                    else "",
                )
                for item in items
            ]
        )
    )


def known(case: Case) -> Iterator[dict[str, Any]]:
    """Every number with whose it is; those in the inbox with the contacts that wait."""
    from evidencelog.app.browsing import inbox, records

    for record in ("platform", "person"):
        for item in records(case, record):
            for number in item.get("numbers") or ():
                yield {
                    "number": number,
                    "platform": item["name"] if record == "platform" else None,
                    "person": item["name"] if record == "person" else None,
                    "name": None,
                    "contacts": 0,
                    "id": item["id"],
                }
    for waiting in inbox(case):
        yield {
            "number": waiting.number,
            "platform": None,
            "person": None,
            "name": waiting.name,
            "contacts": waiting.contacts,
            "id": None,
        }


COMMANDS: dict[str, click.Command] = {
    "number": Group(
        "number",
        words=N_("Whose number it is. Unknown numbers of imported calls wait in the inbox to be assigned once."),
        commands=[
            Command(
                "assign",
                callback=assign,
                words=N_("Gives a number to a platform or a person; its contacts leave the inbox."),
                params=[
                    Argument(["number"], N_("the number")),
                    Option(["--platform"], N_("whose number it is: a platform"), metavar="NAME"),
                    Option(["--person"], N_("whose number it is: a person"), metavar="NAME"),
                ],
            ),
            Command(
                "list",
                callback=list_numbers,
                words=N_("Lists the assigned numbers and the inbox."),
                params=[json_option()],
            ),
        ],
    )
}
