"""What the words of a text suggest, with or without a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from evidencelog import __version__
from evidencelog.app.cases import DEFAULT_SETTINGS
from evidencelog.app.law_packs import cache_folder, in_use, own_folders
from evidencelog.checker.wording.reader import Reader, Reading
from evidencelog.i18n import language
from evidencelog.laws import wording
from evidencelog.timing.clock import local_parts, now_utc, ts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evidencelog.app.cases import Case
    from evidencelog.checker.wording.reader import Mark
    from evidencelog.models.wording import Wording

_FEW = 200
"""Texts a reader reads before it is worth while to prepare the quick look that passes over most others."""

_readers: dict[tuple[str, str], Reader] = {}
_of_cases: WeakKeyDictionary[Case, tuple[tuple[str, ...], tuple[Reader, ...]]] = WeakKeyDictionary()


class Span(NamedTuple):
    """Words of a text that suggest a rule."""

    rule: str
    start: int
    """Position in the text as it was given, in code points; half-open."""
    end: int
    text: str
    """The words themselves."""
    reason: str
    """Why they were marked, in the language in use."""


class TextReading(NamedTuple):
    """What the words of one text suggest."""

    spans: tuple[Span, ...]
    """By rule, then by position."""
    purpose: str | None
    """``service`` or ``marketing`` where the words are no collection, ``collection`` where they are; None: not told."""

    @property
    def rules(self) -> tuple[str, ...]:
        """The codes, each once, in alphabetical order."""
        return tuple(sorted({span.rule for span in self.spans}))


class CaseReader:
    """Reads texts with all law packs of a case, or with those of a new one; what checkers take."""

    def __init__(self, case: Case | None = None, readers: Sequence[Reader] | None = None) -> None:
        """``readers``: instead of those of the case."""
        self._readers = readers_of(case) if readers is None else readers
        self._read = 0

    @property
    def stamp(self) -> str:
        """Tells readers apart that may read a text otherwise."""
        return " ".join(
            [__version__, str(wording.FORMAT), *(f"{one.wording.pack} {one.wording.sha256}" for one in self._readers)]
        )

    def read(self, text: str, view: str = "", channel: str = "", contacted: str = "") -> Reading:
        """The reading of one text.

        ``view`` is ``quote`` or ``description``, ``channel`` and ``contacted`` as in ``models.wording``; empty where
        not known.
        """
        self._read += 1
        passing = self._read > _FEW
        found = [
            reader.read(text, view=view, channel=channel, contacted=contacted)
            for reader in self._readers
            if not passing or reader.worth_reading(text)
        ]
        return found[0] if len(found) == 1 else _joined(found)


class TextReader:
    """Reads texts with the law packs of a case, or with those of a new one; what faces show."""

    def __init__(self, case: Case | None = None) -> None:
        self._reader = CaseReader(case)

    def read(self, text: str, *, view: str = "", channel: str = "", contacted: str = "debtor") -> TextReading:
        """The reading of one text; see ``CaseReader.read``."""
        reading = self._reader.read(text, view, channel, contacted)
        return TextReading(tuple(_span(text, mark) for mark in reading.marks if mark.rule), reading.purpose)


def read_text(
    text: str, *, view: str = "", channel: str = "", contacted: str = "debtor", case: Case | None = None
) -> TextReading:
    """What the words of one text suggest; see ``CaseReader.read``."""
    return TextReader(case).read(text, view=view, channel=channel, contacted=contacted)


def readers_of(case: Case | None = None) -> tuple[Reader, ...]:
    """A reader for each law pack of the case that reads words; without a case for the packs a new one has.

    Raises PackMissing, PackRefused.
    """
    packs = in_use(case)
    known = _of_cases.get(case) if case is not None else None
    if known is None or known[0] != packs:
        known = packs, readers_for(wording.load(packs, own_folders(case), cache_folder()))
        if case is not None:
            _of_cases[case] = known
    return known[1]


def readers_for(wordings: Iterable[Wording]) -> tuple[Reader, ...]:
    """A reader for each of these; made once while the program runs."""
    found = []
    for one in wordings:
        key = one.pack, one.sha256
        if key not in _readers:
            _readers[key] = Reader(one)
        found.append(_readers[key])
    return tuple(found)


def grounds(codes: Iterable[str], *, day: str | None = None, case: Case | None = None) -> dict[str, dict[str, Any]]:
    """By code: ``title`` of the rule and its ``bases`` in force on a local date, as in ``rulebook.rule``.

    Strongest first, without supporting ones; by default those of this day in the zone of a new case.
    """
    from evidencelog.app.rulebook import rule

    when = day or local_parts(ts_of(now_utc()), DEFAULT_SETTINGS["zone"])[0]
    found = {}
    for code in codes:
        whole = rule(code, case)
        bases = [
            basis
            for basis in whole["bases"]
            if not basis["supporting"] and basis["in_force_from"] <= when <= (basis["in_force_to"] or when)
        ]
        found[code] = {"title": whole["title"], "bases": bases}
    return found


def _joined(readings: Sequence[Reading]) -> Reading:
    """What several packs read in one text."""
    marks = sorted((mark for reading in readings for mark in reading.marks), key=lambda mark: (mark.rule, mark.start))
    purposes = {reading.purpose for reading in readings}
    return Reading(
        marks=tuple(marks),
        purpose=next((one for one in ("collection", "service", "marketing") if one in purposes), None),
        cards=tuple(card for reading in readings for card in reading.cards),
    )


def _span(text: str, mark: Mark) -> Span:
    reason = mark.reason.en if language() == "en" else mark.reason.zh
    return Span(mark.rule, mark.start, mark.end, text[mark.start : mark.end], reason)
