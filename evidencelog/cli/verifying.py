"""``verify``: the case, or a packet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.command import Argument, Command, json_option
from evidencelog.cli.kinds import PATH
from evidencelog.cli.progress import watching
from evidencelog.errors import IntegrityFailure
from evidencelog.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.cli.session import Session


@click.pass_obj
def verify(session: Session, path: Path | None, as_json: bool) -> int:
    """Prints each fault on a line; the exit status is 3 when there is one."""
    from evidencelog.app.verifying import verify_case, verify_packet

    if path is None:
        with session.reading() as case, watching(_("verifying")) as progress:
            faults = verify_case(case, progress)
    else:
        faults = verify_packet(path)
    if as_json:
        output.emit_list(
            {"schema": "evidencelog.verify/1", "valid": not faults}, "faults", (fault._asdict() for fault in faults)
        )
    else:
        output.tell(fault.line() for fault in faults)
    if faults:
        output.say(ngettext("{n} fault: it does not verify", "{n} faults: it does not verify", len(faults)))
        return IntegrityFailure.exit_status
    output.say(_("everything verifies"))
    return 0


COMMANDS: dict[str, click.Command] = {
    "verify": Command(
        "verify",
        callback=verify,
        words=N_(
            "Verifies the chain of the case and its sealed files; with a PATH, a packet folder or zip file. Exit status "
            "3: something does not verify; each fault stands on a line."
        ),
        params=[
            Argument(["path"], N_("a packet folder or zip file; without it the case"), required=False, type=PATH),
            json_option(),
        ],
    )
}
