"""The passphrase of a protected packet: from a file, from the environment, or typed unseen; never a word of the command."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from evidencelog.cli.output import is_terminal
from evidencelog.errors import BadInput
from evidencelog.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

VARIABLE = "EVIDENCELOG_PASSPHRASE"
_LARGEST = 4096


class NoPassphrase(BadInput):
    """A passphrase that is needed and was not given, or not twice the same."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


def given_passphrase(way: str | None, file: Path | None) -> str:
    """The passphrase for a way to encrypt, empty for none; asked for on a terminal twice. Raises NoPassphrase."""
    if way is None:
        if file is not None:
            raise NoPassphrase(_("--passphrase-file goes with --encrypt"))
        return ""
    if file is not None:
        return _first_line(file)
    if os.environ.get(VARIABLE):
        return os.environ[VARIABLE]
    if not is_terminal(sys.stdin):
        raise NoPassphrase(_("--encrypt needs a passphrase: give --passphrase-file FILE or set {name}", name=VARIABLE))
    return _asked()


def _first_line(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST)
        return content.decode("utf-8-sig").splitlines()[0] if content else ""
    except (OSError, UnicodeDecodeError, IndexError) as error:
        reason = error.strerror or str(error) if isinstance(error, OSError) else _("it is no text")
        raise NoPassphrase(_("--passphrase-file {path}: {reason}", path=repr(str(file)), reason=reason)) from error


def _asked() -> str:
    from getpass import getpass

    try:
        first = getpass(_("Passphrase: "), stream=sys.stderr)
        again = getpass(_("Once more: "), stream=sys.stderr)
    except EOFError:
        raise NoPassphrase(_("no passphrase was typed")) from None
    if first != again:
        raise NoPassphrase(_("the two passphrases differ; nothing was written"))
    return first
