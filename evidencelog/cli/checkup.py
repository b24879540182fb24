"""``doctor``: looks for what is wrong with the installation or the case, and says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.command import Command, json_option
from evidencelog.errors import CannotDo
from evidencelog.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.app.doctor import Answer
    from evidencelog.cli.session import Session


@click.pass_obj
def doctor(session: Session, as_json: bool) -> int:
    """Prints one line a question; the exit status is 4 when something needs mending."""
    from evidencelog.app.doctor import examine

    answers = examine(session.path)
    if as_json:
        output.emit_list({"schema": "evidencelog.doctor/1"}, "items", (answer._asdict() for answer in answers))
    else:
        output.tell(lines(answers))
    return CannotDo.exit_status if any(answer.state == "bad" for answer in answers) else 0


def lines(answers: list[Answer]) -> Iterator[str]:
    """One line an answer; what to do stands under it."""
    from evidencelog.cli.tables import aligned

    words = {"good": _("good"), "remark": _("remark"), "bad": _("to mend")}
    table = aligned([(words[answer.state], answer.about, answer.what) for answer in answers], widest=30)
    for answer, line in zip(answers, table, strict=True):
        yield line
        if answer.mend:
            yield f"        {answer.mend}"


COMMANDS: dict[str, click.Command] = {
    "doctor": Command(
        "doctor",
        callback=doctor,
        words=N_(
            "Looks at the case, the law packs, fonts, the database library, time zones and leftovers, and says what to "
            "do. Changes nothing. Exit status 4: something needs mending."
        ),
        params=[json_option()],
    )
}
