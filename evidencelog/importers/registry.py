"""All importers by name, and which of them a file belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.errors import BadInput
from evidencelog.i18n import _
from evidencelog.importers.exchange import EXCHANGE, looks_like_exchange
from evidencelog.importers.sms_backup import CALLS, MESSAGES

if TYPE_CHECKING:
    from evidencelog.importers.interface import Importer
    from evidencelog.importers.source import SourceFile

IMPORTERS: dict[str, Importer] = {importer.id: importer for importer in (CALLS, MESSAGES)}
FORMATS = (EXCHANGE, *IMPORTERS)
"""What ``--format`` takes."""


class UnknownFormat(BadInput):
    """A file that no importer recognises."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.file = file

    def __str__(self) -> str:
        return _("{file}: nothing here is known; understood are {formats}", file=self.file, formats=", ".join(FORMATS))


class WrongFormat(BadInput):
    """A format that does not exist, or that a file is not."""

    def __init__(self, file: str, format: str) -> None:
        super().__init__(file, format)
        self.file = file
        self.format = format

    def __str__(self) -> str:
        if self.format not in FORMATS:
            return _(
                "No format is called {format}; known are {formats}",
                format=repr(self.format),
                formats=", ".join(FORMATS),
            )
        return _(
            "{file} is not what {format} is; leave the format out to have it recognised",
            file=self.file,
            format=self.format,
        )


def format_of(file: SourceFile, wanted: str | None = None) -> str:
    """The format of a file by its content, one of ``FORMATS``.

    With ``wanted`` the file is held to that format: WrongFormat when it cannot be. UnknownFormat when nobody claims it.
    """
    if wanted is not None and wanted not in FORMATS:
        raise WrongFormat(file.label, wanted)
    head = file.head()
    if wanted == EXCHANGE:
        return EXCHANGE  # told line by line what is wrong with it
    for name, importer in IMPORTERS.items():
        if importer.recognise(head):
            if wanted not in (None, name):
                raise WrongFormat(file.label, str(wanted))
            return name
    if wanted is not None:
        raise WrongFormat(file.label, wanted)
    if looks_like_exchange(head):
        return EXCHANGE
    raise UnknownFormat(file.label)


__all__ = ["FORMATS", "IMPORTERS", "UnknownFormat", "WrongFormat", "format_of"]
