"""``deadlines``: periods that run, and a calendar file of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.command import Command, Option, json_option
from evidencelog.cli.kinds import PATH
from evidencelog.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evidencelog.app.deadlines import Deadline
    from evidencelog.cli.session import Session


@click.pass_obj
def list_deadlines(session: Session, ics: Path | None, as_json: bool) -> None:
    """Prints the periods, the next to end first; with a file also writes the calendar."""
    from evidencelog.app.deadlines import deadlines, write_calendar

    with session.reading() as case:
        found = deadlines(case)
        written = write_calendar(case, found, ics) if ics is not None else None
    if as_json:
        output.emit_list({"schema": "evidencelog.deadlines/1"}, "items", (one._asdict() for one in found))
    else:
        for one in found:
            output.tell(lines(one))
        if not found:
            output.say(_("No period runs: no complaint was recorded and nothing needs to be asked for in time."))
    if written is not None:
        output.say(
            ngettext("{n} day written to {path}", "{n} days written to {path}", written, path=ics),
        )


def lines(one: Deadline) -> Iterator[str]:
    """One period: its day, what it is, where it stands, what to do when it has run out."""
    states = {"running": _("runs"), "over": _("is over"), "answered": _("has its answer"), "unknown": _("no day yet")}
    day = _("about {day}", day=one.on) if one.about else one.on
    yield "  ".join([day or "----------", states[one.state], one.platform, one.title, one.reference or ""]).rstrip()
    yield "    " + _("{text} ({citation})", text=one.text, citation=one.citation)
    yield "    " + _("binds: {whom}", whom=one.binds)
    if one.remind_on and one.state == "running":
        yield "    " + _("reminder: {day}", day=one.remind_on)
    if one.note:
        yield f"    {one.note}"
    if one.then and one.state == "over":
        yield "    " + _("what next: {text}", text=one.then)


COMMANDS: dict[str, click.Command] = {
    "deadlines": Command(
        "deadlines",
        callback=list_deadlines,
        words=N_(
            "Periods that run: of complaints that were sent, of what the police can still take up, of recordings that "
            "are kept only so long. Each with its provision and whom it binds. With --ics also a calendar file; nothing "
            "that exists is overwritten and nothing is sent anywhere."
        ),
        params=[
            Option(["--ics"], N_("write the days to this calendar file"), type=PATH, metavar="FILE"),
            json_option(),
        ],
        examples=("evidencelog deadlines", "evidencelog deadlines --ics 期限.ics"),
    )
}
