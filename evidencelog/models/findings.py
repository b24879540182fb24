"""What the checker says: hits (language-free, small) and findings (explained, for a person or a packet)."""

from typing import NamedTuple

from evidencelog.models.law import Words

GRADES = ("breach", "likely", "advisory", "undetermined", "note")
"""``breach``: the record alone shows it and a basis surely applies. ``likely``: one further element is judged.
``advisory``: above what the text calls inadvisable. ``undetermined``: a named fact is missing. ``note``: worth recording."""

COUNTED_GRADES = ("breach", "likely", "advisory")
"""Grades that make ``check`` exit with 1 unless dismissed."""


OPEN = "open"
"""Decision of a review that takes the judgement before it back."""


class AppliedBasis(NamedTuple):
    """One basis of a rule that was in force on the day of a hit."""

    position: int
    """Position in the rule's list of bases."""
    applies: str
    """``yes`` or ``if``: the kind or product that decides it is unknown."""


class Spoken(NamedTuple):
    """Words of a contact that led to a hit."""

    contact: str
    start: int
    """Position in the contact's words as they are recorded, in code points; half-open."""
    end: int
    reason: Words
    """Why they were marked."""


class Hit(NamedTuple):
    """One test of one rule answered for one group of contacts."""

    rule: str
    group: tuple[str, ...]
    """What the finding is about: contact id, or platform and day, or platform, line and day …"""
    day: str
    """Local date of the (first) contact."""
    platform: str | None
    person: str | None
    contacts: tuple[str, ...]
    """Ids in order of time; those the measure counts."""
    grade: str
    measured: int | None
    limit: int | None
    unit: str | None
    missing: tuple[str, ...]
    """Names of fields (``outcome``, ``mode``, ``kind``, ``product``, ``purpose`` …) whose value would decide."""
    bases: tuple[AppliedBasis, ...]
    readings: tuple[str, ...] = ()
    """Ids of readings of the rule that describe how it was counted here."""
    second: int | None = None
    """Local second of the day of the (first) contact, where the finding is about one."""
    spans: tuple[Spoken, ...] = ()
    """The words it was read from, or that bear it out; without readings, nothing but words led to it."""


class Noted(NamedTuple):
    """Something an exception switched off, or a wider count, kept beside the findings."""

    rule: str
    day: str
    platform: str | None
    contacts: tuple[str, ...]
    why: str
    """``exception`` or ``wider_count``."""
    key: str
    """Id of the exception or reading in the rule whose text explains it."""
    measured: int | None
    limit: int | None


class Basis(NamedTuple):
    """A basis as shown: keys as in ``check --json``."""

    provision: str
    citation: str
    instrument: str
    article: str
    force: str
    modality: str
    in_force_from: str
    in_force_to: str | None
    applies: str
    text: str
    text_status: str
    quoted_via: str = ""
    """For ``quoted`` texts: the source to name after 「转引自」."""


class Quoted(NamedTuple):
    """Words of a contact that led to a finding, as shown."""

    contact: str
    start: int
    """Position in the contact's words as they are recorded, in code points; half-open."""
    end: int
    text: str
    reason: str


class Finding(NamedTuple):
    """A hit explained in one language: keys as in ``check --json``."""

    id: str
    rule: str
    name: str
    title: str
    grade: str
    on: str
    platform: str | None
    person: str | None
    contacts: tuple[str, ...]
    measured: int | None
    limit: int | None
    unit: str | None
    reading: str
    missing: tuple[str, ...]
    other_readings: tuple[str, ...]
    assumes: tuple[str, ...]
    bases: tuple[Basis, ...]
    explanation: str
    strengthen: tuple[str, ...]
    questions: tuple[str, ...]
    """For each missing fact the question that would settle it."""
    next_steps: tuple[str, ...]
    review: dict[str, object] | None
    """``decision`` confirm or dismiss, ``because``, ``at``, ``stale``; None while nobody judged it."""
    spans: tuple[Quoted, ...] = ()
    """The words it was read from, or that bear it out; empty where no words play a part."""
