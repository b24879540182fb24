"""``list``: contacts, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from evidencelog.cli import output
from evidencelog.cli.choosing import contact_filter, filter_options
from evidencelog.cli.command import Command, Option, json_option
from evidencelog.cli.kinds import COUNT
from evidencelog.i18n import N_, _, ngettext
from evidencelog.models.labels import value_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.app.cases import Case
    from evidencelog.cli.session import Session
    from evidencelog.models.browsing import ContactFilter, ListRow

OPEN_GRADES = ("likely", "undetermined")
"""Grades whose mark bears a question mark."""
PAGE = 500
"""How many contacts are fetched at a time: a list of any length takes the memory of one page."""


@click.pass_obj
def list_contacts(session: Session, /, limit: int | None, as_json: bool, as_lines: bool, **chosen: Any) -> None:
    """Prints the contacts that match."""
    with session.reading() as case:
        wanted = contact_filter(case, **chosen)
        pages = paged(case, wanted, limit)
        if as_lines:
            for document in documents_of(case, pages):
                output.emit_json(document)
        elif as_json:
            output.emit_list({"schema": "evidencelog.list/1"}, "contacts", documents_of(case, pages))
        else:
            shown = 0
            for rows in pages:
                output.tell(lines(case, rows))
                shown += len(rows)
            output.say(ngettext("{n} contact", "{n} contacts", shown))


def paged(case: Case, wanted: ContactFilter, limit: int | None) -> Iterator[list[ListRow]]:
    """The matching rows, newest first, a page at a time, ``limit`` in all."""
    from evidencelog.app.browsing import page

    offset = 0
    while limit is None or offset < limit:
        rows = page(case, wanted, offset=offset, limit=PAGE if limit is None else min(PAGE, limit - offset))
        if not rows:
            return
        yield rows
        offset += len(rows)


def documents_of(case: Case, pages: Iterator[list[ListRow]]) -> Iterator[dict[str, Any]]:
    """The contacts as other programs read them."""
    from evidencelog.app.browsing import detail
    from evidencelog.app.checking import findings_for
    from evidencelog.cli import documents

    for rows in pages:
        findings = findings_for(case, [row.id for row in rows])
        for row in rows:
            yield documents.contact(detail(case, row.id), map(documents.brief, findings.get(row.id, ())))


def lines(case: Case, rows: list[ListRow]) -> Iterator[str]:
    """The contacts as lines for people: id, time, what, who, how, marks, words."""
    from evidencelog.app.checking import marks_for
    from evidencelog.cli.tables import aligned
    from evidencelog.cli.wording import duration, row_time

    marks = marks_for(case, [row.id for row in rows])
    table = []
    for row in rows:
        who = " ".join(part for part in (row.caller, row.employee_id) if part) or row.number or ""
        how = value_label("outcome", row.outcome) if row.outcome else ""
        if row.direction == "out":
            how = f"{how} {value_label('direction', 'out')}".strip()
        if row.count > 1:
            how = _("{how} {count} times", how=how, count=row.count).strip()
        if row.duration is not None:
            how = f"{how} {duration(row.duration)}".strip()
        seen = " ".join(f"{mark}?" if grade in OPEN_GRADES else mark for mark, grade in marks.get(row.id, ()))
        files = ngettext("{n} file", "{n} files", row.attachments) if row.attachments else ""
        table.append(
            (
                row.id,
                row_time(row),
                value_label("kind", row.kind),
                row.platform_name or _("(no platform)"),
                who,
                row.to_name or value_label("to", "debtor"),
                how,
                seen,
                files,
                row.content or "",
            )
        )
    return aligned(table)


COMMANDS: dict[str, click.Command] = {
    "list": Command(
        "list",
        callback=list_contacts,
        words=N_("Contacts, newest first. A mark with ? is likely, to be judged."),
        params=[
            *filter_options(),
            Option(["--limit"], N_("at most so many"), type=COUNT, metavar="N"),
            json_option(),
            Option(["--jsonl", "as_lines"], N_("one JSON document per contact, each on its line"), is_flag=True),
        ],
        examples=("evidencelog list --since 2026-03-01 --platform 某消金", "evidencelog list --text 单位 --json"),
    )
}
