"""Days given on the command line: ``--since`` and ``--until``, both included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.cli import output
from evidencelog.cli.command import Option
from evidencelog.cli.wording import moment
from evidencelog.errors import InvalidField
from evidencelog.i18n import N_, _

if TYPE_CHECKING:
    from evidencelog.app.cases import Case


def day_options() -> list[Option]:
    """``--since`` and ``--until``."""
    return [
        Option(["--since"], N_("from this day on (2026-03-01, or a phrase such as 上周一)"), metavar="DATE"),
        Option(["--until"], N_("up to this day, included"), metavar="DATE"),
    ]


def span(case: Case, since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """Both ends as ``YYYY-MM-DD`` in the case's zone; InvalidField when one is no day or they are the wrong way round."""
    first = day(case, "--since", since)
    last = day(case, "--until", until)
    if first and last and last < first:
        raise InvalidField("--until", until, _("it lies before --since"))
    return first, last


def day(case: Case, option: str, text: str | None) -> str | None:
    """One day as ``YYYY-MM-DD``; a moment counts as its day in the case's zone. A phrase is echoed as it was read."""
    if text is None:
        return None
    from datetime import datetime

    from evidencelog.app.display import local
    from evidencelog.app.moments import read_when

    now = datetime.fromisoformat(local(case.now().isoformat(), case.zone))
    reading = read_when(text, now)["reading"]
    if reading is None:
        raise InvalidField(option, text, _("write a day such as 2026-03-01"))
    found = reading[:10]
    if found != text:
        output.say(f"{option} = {moment(found)}")
    return found
