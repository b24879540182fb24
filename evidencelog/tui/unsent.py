"""Words typed into a question that was left: there when the same is asked again, also by the next run of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.app import drafts
from evidencelog.errors import EvidencelogError

if TYPE_CHECKING:
    from evidencelog.app.cases import Case

DRAFT = "asked"
"""Name under which they are kept when the program ends."""


class Unsent(dict[str, str]):
    """By the question."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str, str] | None = None
        """What stands on the disk; None before it was looked at."""

    def read(self, case: Case) -> None:
        """Takes what was kept when the program ended; what was typed in this run goes before. Nothing on an error."""
        try:
            self._read(case)
        except EvidencelogError:
            return  # asked for once more before anything is written over it

    def _read(self, case: Case) -> None:
        self._kept = {question: str(words) for question, words in drafts.kept(case, DRAFT).items()}
        for question, words in self._kept.items():
            self.setdefault(question, words)

    def keep(self, case: Case) -> str:
        """Brings them to the disk where they are not there yet; why that failed, empty where it did not."""
        try:
            if self and self._kept is None:
                self._read(case)
            if dict(self) != (self._kept or {}):
                drafts.lay(case, DRAFT, dict(self) or None)
                drafts.write(case, DRAFT)
                self._kept = dict(self)
        except EvidencelogError as error:
            return str(error)
        return ""
