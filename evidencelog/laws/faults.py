"""What can be wrong with a pack: each fault says file, key, value and what is allowed."""

from __future__ import annotations

from typing import NamedTuple

from evidencelog.errors import BadInput
from evidencelog.i18n import _


class Fault(NamedTuple):
    """One thing wrong in one file of a pack."""

    file: str
    """Path inside the folder that holds the packs, beginning with the name of the pack."""
    key: str
    """Where in the file, e.g. ``tests[0].windows[1].days``; empty for the file itself."""
    value: str
    """What stands there, shortened; empty where something is missing."""
    allowed: str
    """What may stand there."""

    def line(self) -> str:
        """The fault as one line."""
        place = f"{self.file}: {self.key}" if self.key else self.file
        if self.value:
            return _("{place} = {value}: allowed is {allowed}", place=place, value=self.value, allowed=self.allowed)
        return _("{place}: needed is {allowed}", place=place, allowed=self.allowed)


class LawError(BadInput):
    """Base of everything that is wrong with law packs."""


class PackRefused(LawError):
    """A pack does not keep to the format; nothing of it is used."""

    def __init__(self, pack: str, faults: list[Fault]) -> None:
        super().__init__(pack, faults)
        self.pack = pack
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(fault.line() for fault in self.faults)


class PackMissing(LawError):
    """No folder holds a pack of that name."""

    def __init__(self, pack: str, known: list[str]) -> None:
        super().__init__(pack, known)
        self.pack = pack
        self.known = known

    def __str__(self) -> str:
        return _("no law pack {pack}; there are: {known}", pack=repr(self.pack), known=", ".join(self.known))


class CodesTwice(LawError):
    """Two packs that are to be used together share a rule code."""

    def __init__(self, code: str, packs: tuple[str, str]) -> None:
        super().__init__(code, packs)
        self.code = code
        self.packs = packs

    def __str__(self) -> str:
        return _(
            "the rule code {code} stands in two law packs, {first} and {second}; choose one of them",
            code=self.code,
            first=self.packs[0],
            second=self.packs[1],
        )


def shown(value: object) -> str:
    """A value as it can stand in a line: short and harmless."""
    text = value if isinstance(value, str) else repr(value)
    text = repr(text) if isinstance(value, str) else text
    return text if len(text) <= 60 else text[:57] + "…"
