"""``review``: the person's own judgement of a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.because import because_option
from evidencelog.cli.command import Argument, Command
from evidencelog.cli.kinds import ChoiceKind
from evidencelog.cli.options import naming_options
from evidencelog.i18n import N_, _

if TYPE_CHECKING:
    from evidencelog.cli.session import Session


@click.pass_obj
def review_finding(session: Session, finding: str, decision: str, because: str) -> None:
    """Keeps the judgement in the ledger."""
    from evidencelog.app.reviewing import review

    with naming_options(None, "because"), session.changing() as case:
        found = review(case, finding, decision, because)
    output.emit(f"{found} {decision}")
    confirmed = decision == "confirm"
    output.say(_("{finding} confirmed", finding=found) if confirmed else _("{finding} dismissed", finding=found))


COMMANDS: dict[str, click.Command] = {
    "review": Command(
        "review",
        callback=review_finding,
        words=N_(
            "Keeps your own judgement of a finding. It remembers the contacts it judged: when they change, the judgement "
            "is shown as stale and asks to be looked at again."
        ),
        params=[
            Argument(["finding"], N_("id of a finding, such as F-3f9c2a17, or how it begins")),
            Argument(
                ["decision"],
                N_("confirm or dismiss"),
                type=ChoiceKind(("confirm", "dismiss")),
                metavar="confirm|dismiss",
            ),
            because_option(),
        ],
        examples=("evidencelog review F-3f9c2a17b04d5e61 dismiss --because 那天约定过晚上十点半联系",),
    )
}
