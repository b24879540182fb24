"""Arguments and options that several changing commands share."""

from __future__ import annotations

from evidencelog.cli.command import Argument, Option
from evidencelog.i18n import N_


def because_option() -> Option:
    """``--because``, without which nothing that stands is changed."""
    return Option(["--because"], N_("why; kept with the entry"), required=True, metavar="TEXT")


def id_argument() -> Argument:
    """The id of any record."""
    return Argument(["id"], N_("id of the entry, such as C0001"))
