"""``when``: how a phrase for a moment is read."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from evidencelog.cli import output
from evidencelog.cli.command import Argument, Command, Option
from evidencelog.errors import InvalidField
from evidencelog.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click


def when(text: str, now: str | None, as_lines: bool) -> None:
    """Prints the reading of one phrase, or of each line of the input."""
    from evidencelog.app.moments import read_when

    basis = moment_of(now)
    phrases = input_lines() if text == "-" else iter((text,))
    for phrase in phrases:
        reading = read_when(phrase, basis)
        if as_lines:
            output.emit_json(reading)
        else:
            output.tell([plain(reading)])


def plain(reading: dict[str, Any]) -> str:
    """The reading for people: the phrase beside the moment or day it stands for."""
    if reading["reading"] is None:
        return _("{phrase} = not read as a time", phrase=reading["phrase"])
    from evidencelog.cli.wording import moment

    return f"{reading['phrase']} = {moment(reading['reading'])}"


def moment_of(text: str | None) -> datetime | None:
    """``--now`` as an aware moment, +08:00 where it names no offset; None when it was not given."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidField("--now", text, _("write ISO 8601, such as 2026-03-02T22:41:00+08:00")) from None
    return at if at.tzinfo else at.replace(tzinfo=timezone(timedelta(hours=8)))


def input_lines() -> Iterator[str]:
    """The lines of standard input without their ends, as they come; what is not UTF-8 shows as U+FFFD."""
    for line in sys.stdin.buffer if sys.stdin else ():
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")


COMMANDS: dict[str, click.Command] = {
    "when": Command(
        "when",
        callback=when,
        words=N_(
            "How a phrase for a moment is read. With - each line of the input is a phrase. Needs no case.\n\n"
            "--jsonl prints phrase, reading (a local moment, a bare day or null) and granularity (moment, day or none)."
        ),
        params=[
            Argument(["text"], N_("a phrase, or - for the lines of the input"), required=False, default="-"),
            Option(["--now"], N_("the moment from which phrases such as 昨晚 count; default: now"), metavar="ISO"),
            Option(["--jsonl", "as_lines"], N_("one JSON document per phrase, each on its line"), is_flag=True),
        ],
        examples=('evidencelog when "昨晚10点半"', "evidencelog when - --now 2026-11-21T09:00:00+08:00 --jsonl"),
    )
}
