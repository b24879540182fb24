"""``add``: records one contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from evidencelog.cli import output
from evidencelog.cli.command import Argument, Command, Option, json_option
from evidencelog.cli.kinds import PATH
from evidencelog.cli.options import given, naming_options, record_options
from evidencelog.cli.wording import echoes
from evidencelog.errors import EvidencelogError
from evidencelog.i18n import N_, _
from evidencelog.models.labels import value_label

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.app.cases import Case
    from evidencelog.cli.session import Session
    from evidencelog.models.findings import Finding


@click.pass_obj
def add(session: Session, /, kind: str, attach: tuple[Path, ...], as_json: bool, **parameters: Any) -> None:
    """Records the contact, prints its id and the findings it raises."""
    from evidencelog.app.browsing import detail
    from evidencelog.app.guidance import cards_for
    from evidencelog.app.recording import record
    from evidencelog.cli.card_lines import called_for

    values = {"kind": kind, **given("contact", parameters)}
    with naming_options("contact"), session.writing("contact", values) as case:
        recorded = record(case, "contact", values, attach=attach)
        kept = detail(case, recorded.id)
        if as_json:
            from evidencelog.cli import documents

            findings = raised(case, recorded.id)
            document = documents.contact(kept, map(documents.finding, findings))
            cards = list(cards_for(case, kept.values))
            output.emit_json(
                {"schema": "evidencelog.add/1", **document, "created": list(recorded.created), "cards": cards}
            )
            return
        output.emit(recorded.id)
        output.say(
            _("{id} recorded: {kind}", id=recorded.id, kind=value_label("kind", kind)),
            *echoes("contact", kept.values, kept.values),
        )
        output.say(*called_for(case, [recorded.id]))
        findings = raised(case, recorded.id)
    if findings:
        from evidencelog.cli.finding_lines import short

        for finding in findings:
            output.tell(short(finding))


def raised(case: Case, id: str) -> list[Finding]:
    """The findings that count the new contact. What keeps them from being found is told; the entry stands."""
    from evidencelog.app.checking import findings_for

    try:
        return findings_for(case, [id]).get(id, [])
    except EvidencelogError as error:
        output.say(_("{id} is recorded, yet it could not be checked: {reason}", id=id, reason=error))
        return []


COMMANDS: dict[str, click.Command] = {
    "add": Command(
        "add",
        callback=add,
        words=N_(
            "Records one contact. KIND is call, message, visit, letter, post or other. What is not given stays unknown. "
            "Prints the new id and the findings it raises."
        ),
        params=[
            Argument(["kind"], N_("call, message, visit, letter, post or other"), metavar="KIND"),
            *record_options("contact", leave_out=("kind",)),
            Option(
                ["--attach"],
                N_("a recording or picture to seal into the case"),
                type=PATH,
                multiple=True,
                metavar="PATH",
            ),
            json_option(),
        ],
        examples=(
            'evidencelog add call --at "昨晚10点半" --platform 花呗 --outcome answered --duration 1分35秒',
            'evidencelog add message --channel sms --content "今天不还就上门" --view quote --number 106912345',
            "evidencelog add call --count 14 --until 18:00 --outcome missed --platform 某消金",
        ),
    )
}
