"""Files a person hands in for a packet: paragraphs of their own, and the signed letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.errors import BadInput
from evidencelog.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST_LETTER = 1 << 20
_LARGEST_SCAN = 64 << 20
_SCANS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


class LetterUnreadable(BadInput):
    """The file with the complainant's own paragraphs is not plain text."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return _(
            "{path} cannot be used as --letter: {reason}; give a plain text file in UTF-8",
            path=repr(str(self.path)),
            reason=self.reason,
        )


class SignedUnreadable(BadInput):
    """The signed letter is not a scan of a kind an office takes."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return _(
            "{path} cannot be used as --signed: {reason}; give a PDF, PNG or JPEG file",
            path=repr(str(self.path)),
            reason=self.reason,
        )


def letter_paragraphs(path: Path | None) -> list[str]:
    """The paragraphs of a text file, one a line, empty lines left out; LetterUnreadable."""
    if path is None:
        return []
    try:
        if path.stat().st_size > _LARGEST_LETTER:
            raise LetterUnreadable(path, _("it is larger than 1 MB"))
        content = path.read_bytes()
    except OSError as error:
        raise LetterUnreadable(path, error.strerror or str(error)) from error
    if b"\0" in content:
        raise LetterUnreadable(path, _("it is no text"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return [line.strip() for line in text.splitlines() if line.strip()]
    raise LetterUnreadable(path, _("it is no text"))


def signed_name(path: Path | None) -> str | None:
    """The name the signed letter bears under ``data/``; SignedUnreadable."""
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            head = file.read(8)
        size = path.stat().st_size
    except OSError as error:
        raise SignedUnreadable(path, error.strerror or str(error)) from error
    if size > _LARGEST_SCAN:
        raise SignedUnreadable(path, _("it is larger than 64 MB"))
    for magic, ending in _SCANS.items():
        if head.startswith(magic):
            return f"01-complaint-signed.{ending}"
    raise SignedUnreadable(path, _("it is neither of these"))
