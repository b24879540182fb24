"""``import``: takes in what a phone, a carrier or another case holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.command import Argument, Command, Option, json_option
from evidencelog.cli.days import day_options, span
from evidencelog.cli.kinds import PATH
from evidencelog.cli.options import naming_options
from evidencelog.cli.progress import watching
from evidencelog.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evidencelog.app.import_files import ImportReport
    from evidencelog.cli.session import Session


@click.pass_obj
def import_into(
    session: Session,
    paths: tuple[Path, ...],
    format: str | None,
    platform: str | None,
    since: str | None,
    until: str | None,
    number: str | None,
    dry_run: bool,
    keep_going: bool,
    as_json: bool,
) -> None:
    """Imports the files in one transaction and prints what became of the rows."""
    from evidencelog.app.import_files import import_files

    with naming_options(None, "format", "number"), session.writing() as case, watching(_("reading")) as progress:
        first, last = span(case, since, until)
        report = import_files(
            case,
            paths,
            format=format,
            platform=platform,
            since=first,
            until=last,
            number=number,
            dry_run=dry_run,
            keep_going=keep_going,
            progress=progress,
        )
    if as_json:
        document = dict(report._asdict())
        document["refused"] = [problem._asdict() for problem in report.refused]
        output.emit_json({"schema": "evidencelog.import/1", "dry_run": dry_run, **document})
        return
    output.tell(summary(report, dry_run=dry_run))
    output.say(*report.notes)


def summary(report: ImportReport, *, dry_run: bool) -> Iterator[str]:
    """What became of the rows, one line a kind of fate, then every row that was left out."""
    from evidencelog.cli.tables import aligned

    if dry_run:
        yield _("Dry run: nothing was written.")
    rows = [
        (_("rows read"), str(report.read)),
        (_("rows added"), str(report.added)),
        (_("rows already known"), str(report.known)),
        (_("rows linked with an entry from another source"), str(report.linked)),
        (_("rows waiting in the inbox"), str(report.inbox)),
        (_("rows left out"), str(len(report.refused))),
    ]
    yield from aligned(rows, widest=48)
    if report.first_day:
        yield _("from {first} to {last}", first=report.first_day, last=report.last_day)
    if report.import_ids:
        yield ngettext("import {ids}", "imports {ids}", len(report.import_ids), ids=" ".join(report.import_ids))
    for problem in report.refused:
        yield problem.line()


COMMANDS: dict[str, click.Command] = {
    "import": Command(
        "import",
        callback=import_into,
        words=N_(
            "Takes in call logs, messages or another case. All files are one transaction: all or nothing. Rows that came "
            "with an earlier import are known and not added again. Every call or message becomes a contact; one without "
            "a platform waits in the inbox and is not checked (see `evidencelog number`)."
        ),
        params=[
            Argument(["paths"], N_("files to read"), nargs=-1, required=True, type=PATH, metavar="PATH"),
            Option(["--format"], N_("what the files are; else it is recognised by their content"), metavar="NAME"),
            Option(
                ["--platform"],
                N_("the rows whose number is unassigned, hidden or unnamed belong to this platform"),
                metavar="NAME",
            ),
            *day_options(),
            Option(["--number"], N_("only rows with this number"), metavar="NUMBER"),
            Option(["--dry-run"], N_("show what would happen, write nothing"), is_flag=True),
            Option(
                ["--keep-going"], N_("exchange format: take the good lines although others are wrong"), is_flag=True
            ),
            json_option(),
        ],
        examples=(
            "evidencelog import calls-20260101.xml sms-20260101.xml --dry-run",
            "evidencelog import calls-20260101.xml --since 2026-01-01 --number 95188",
        ),
    )
}
