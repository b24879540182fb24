"""``add``: records one contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from evidencelog.cli import output
from evidencelog.cli.command import Argument, Command, Option
from evidencelog.cli.kinds import PATH
from evidencelog.cli.options import given, naming_options, record_options
from evidencelog.cli.wording import moment
from evidencelog.i18n import N_, _
from evidencelog.models.labels import field_label, value_label

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.cli.session import Session

MOMENTS = ("at", "until", "asked_to_leave", "left_at")
"""Fields whose reading is echoed, because a phrase was perhaps read otherwise than it was meant."""


@click.pass_obj
def add(session: Session, /, kind: str, attach: tuple[Path, ...], as_json: bool, **parameters: Any) -> None:
    """Records the contact, prints its id and the findings it raises."""
    from evidencelog.app.browsing import detail
    from evidencelog.app.checking import findings_for
    from evidencelog.app.recording import record

    values = {"kind": kind, **given("contact", parameters)}
    with naming_options("contact"), session.writing("contact", values) as case:
        recorded = record(case, "contact", values, attach=attach)
        kept = detail(case, recorded.id)
        findings = findings_for(case, [recorded.id])[recorded.id]
    if as_json:
        from evidencelog.cli import documents

        output.emit_json(
            {
                "schema": "evidencelog.add/1",
                **documents.contact(kept, map(documents.finding, findings)),
                "created": list(recorded.created),
            }
        )
        return
    from evidencelog.cli.finding_lines import short

    output.emit(recorded.id)
    output.say(_("Recorded as {id}: {kind}", id=recorded.id, kind=value_label("kind", kind)))
    for name in MOMENTS:
        if kept.values.get(name):
            label = field_label(name)
            output.say(_("{field} = {moment}", field=label, moment=moment(kept.values[name])))
    for finding in findings:
        output.tell(short(finding))


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
            Option(["--json", "as_json"], N_("one JSON document"), is_flag=True),
        ],
        examples=(
            'evidencelog add call --at "昨晚10点半" --platform 花呗 --outcome answered --duration 1分35秒',
            'evidencelog add message --channel sms --content "今天不还就上门" --view quote --number 106912345',
            "evidencelog add call --count 14 --until 18:00 --outcome missed --platform 某消金",
        ),
    )
}
