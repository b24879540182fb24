"""Which contacts a command is about: the options of ``list`` as a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.cli.command import Option
from evidencelog.cli.days import day_options, span
from evidencelog.cli.kinds import ChoiceKind
from evidencelog.i18n import N_
from evidencelog.models.browsing import ContactFilter
from evidencelog.models.fields import CONTACT_KINDS

if TYPE_CHECKING:
    from evidencelog.app.cases import Case


def platform_option() -> Option:
    """``--platform``."""
    return Option(["--platform"], N_("only this platform: name, other name or id"), metavar="NAME")


def filter_options() -> list[Option]:
    """The options that narrow a list."""
    return [
        *day_options(),
        platform_option(),
        Option(["--kind"], N_("only this kind of contact"), type=ChoiceKind(CONTACT_KINDS), metavar="KIND"),
        Option(["--text"], N_("only those in which all these words occur"), metavar="WORDS"),
        Option(["--number"], N_("only this number"), metavar="NUMBER"),
    ]


def contact_filter(
    case: Case,
    *,
    since: str | None,
    until: str | None,
    platform: str | None,
    kind: str | None,
    text: str | None,
    number: str | None,
) -> ContactFilter:
    """The options as a filter; an unknown platform is refused."""
    from evidencelog.app.browsing import resolve_platform

    first, last = span(case, since, until)
    return ContactFilter(
        since=first,
        until=last,
        platform=resolve_platform(case, platform) if platform else None,
        kind=kind,
        text=text,
        number=number,
    )
