"""Arguments and options that several changing commands share."""

from __future__ import annotations

from evidencelog.cli.command import Argument, Option
from evidencelog.i18n import N_


def because_option() -> Option:
    """``--because``, without which nothing that stands is changed."""
    return Option(["--because"], N_("why; kept with the entry"), required=True, metavar="TEXT")


def id_argument(words: str = N_("id of the entry, such as C0001")) -> Argument:
    """The id of a record; small letters are taken for capitals."""
    return Argument(["id"], words, callback=lambda _context, _parameter, value: value and value.strip().upper())
