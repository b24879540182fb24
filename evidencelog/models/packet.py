"""What the evidence packet holds.

A :class:`Packet` is everything the documents are written from: chosen, shortened where it must be, counted. It holds no
name or number of a third person, no private note and no path of the machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from evidencelog.models.addressees import Channel
    from evidencelog.models.contacts import Complaint
    from evidencelog.models.findings import Finding
    from evidencelog.models.seals import Seal


class ThirdPerson(NamedTuple):
    """A person other than the complainant as a packet shows them."""

    id: str
    label: str
    """What stands for the person, e.g. 第三人甲."""
    relation: str | None


class AsOf(NamedTuple):
    """The event of the ledger up to which a packet tells."""

    seq: int
    at: str
    """ISO 8601 in UTC."""
    hash: str
    events: int
    """Number of events up to and including it."""


class Entry(NamedTuple):
    """A listed contact, shortened where it must be."""

    position: int
    """From 1 in the order of time."""
    id: str
    ts: int
    day: str
    second: int
    values: dict[str, Any]
    """Shown fields by their key in the exchange format; absent is unknown. Persons are labels, numbers may be shortened."""
    verbatim: bool
    """True when ``content`` holds the other side's words as they stood or were said."""
    recorded_at: str
    corrected_at: tuple[str, ...]
    """When later versions were written, ISO 8601 in UTC, oldest first."""
    events: tuple[int, ...]
    """Sequence numbers of its events in the ledger."""
    exhibits: tuple[str, ...]
    """Numbers of the exhibits that belong to it, e.g. ``2-3``."""
    findings: tuple[str, ...]
    """Ids of the findings that count it."""
    shortened: tuple[str, ...]
    """Fields in which something was replaced by a label or a shortened number."""

    def get(self, name: str) -> Any:
        """The value of a field, None when it is unknown or not shown."""
        return self.values.get(name)


class Unlisted(NamedTuple):
    """A contact of the platform and period that was withdrawn and so is not listed."""

    id: str
    day: str
    because: str | None
    """Why it was withdrawn."""


class Import(NamedTuple):
    """A file from which contacts were read."""

    id: str
    source_kind: str
    file: str
    """Name of the file, shortened where it must be."""
    sha256: str
    contacts: int
    """How many listed contacts came from it."""


class Original(NamedTuple):
    """A message word for word, for an addressee that takes nothing else."""

    id: str
    number: str | None
    text: str


class Before(NamedTuple):
    """An earlier packet to the same addressee about the same platform, as its export event remembers it."""

    date: str
    """The date its papers bore."""
    as_of: int
    """The event it told up to."""
    sent_on: str | None
    """Day of the complaint that was recorded after it; None when none was."""
    reference: str | None
    listed: frozenset[str]
    """Ids of the contacts it listed."""
    attached: frozenset[str]
    """Ids of the attachments it held."""
    found: dict[str, tuple[str, str]]
    """Id of each of its findings to rule and day."""


class Changes(NamedTuple):
    """What is different from an earlier packet to the same addressee."""

    date: str
    """The date the papers of that packet bear."""
    as_of: int
    """The event it told up to."""
    sent_on: str | None
    """Day of the complaint it went with, as far as one was recorded."""
    reference: str | None
    new: tuple[str, ...]
    """Contacts listed now and not then."""
    corrected: tuple[str, ...]
    """Contacts listed both times and corrected in between."""
    gone: tuple[str, ...]
    """Contacts listed then and not now."""
    attached: tuple[str, ...]
    """Numbers of the exhibits that are new files."""
    appeared: tuple[str, ...]
    """Ids of the findings that were not in it."""
    vanished: tuple[tuple[str, str], ...]
    """Rule and day of each of its findings that are in this one no more."""

    def any(self) -> bool:
        """Whether anything is different."""
        return any((self.new, self.corrected, self.gone, self.attached, self.appeared, self.vanished))


class Step(NamedTuple):
    """What was done about the contacts before."""

    day: str
    kind: str
    """``request``, ``refusal``, ``complaint`` or ``answer``."""
    what: str
    """Kind of request, label of the third person who refused, the addressee of the complaint with its number, or that
    addressee with its answer."""


class Exhibit(NamedTuple):
    """One thing shown as evidence."""

    number: str
    """``group-position``, e.g. ``2-3``."""
    group: str
    """``log``, ``import``, ``message``, ``recording``, ``picture``, ``file`` or ``answer``."""
    title: str
    contact: str | None
    """Id of the contact it belongs to."""
    path: str | None
    """Path under ``data/``; None for what is printed only."""
    media_type: str | None
    size: int | None
    sha256: str | None
    sealed_at: str | None
    """When the copy was sealed into the case, ISO 8601 in UTC."""
    modified_at: str | None
    printed: bool
    """True when the documents show it (pictures, messages)."""
    complaint: str | None = None
    """Id of the complaint it is the answer to."""
    copy: str | None = None
    """``redacted`` or ``playable`` for a copy made from another file; None: the file as it was."""
    original: str | None = None
    """SHA-256 of the file it was made from."""


class Missing(NamedTuple):
    """A required item the log does not hold; the documents leave a visible blank for it."""

    item: str
    label: str
    citation: str
    mend: str


class Band(NamedTuple):
    """Hours of the day shaded in the picture, with what they are; local seconds of the day, ``start`` included."""

    start: int
    end: int
    label: str


class Counts(NamedTuple):
    """What the listed entries come to.

    An entry that stands for several contacts counts as that many, except in ``entries`` and ``sources``; the
    complainant's own calls and messages stand in ``own`` alone.
    """

    entries: int
    contacts: int
    """Contacts made by the other side (or of unknown direction)."""
    calls: int
    answered: int
    unanswered: int
    """Calls missed, rejected or gone to voicemail; the rest of ``calls`` has an unknown outcome."""
    messages: int
    visits: int
    others: int
    own: int
    third: int
    """Contacts with third persons, by the other side."""
    days: int
    """Days with at least one contact by the other side."""
    by_memory: int
    """Contacts that stand in entries for several alike."""
    sources: tuple[tuple[str | None, int], ...]
    """How they are known, in a fixed order, with the number of entries."""


class Packet(NamedTuple):
    """Everything the documents of one packet are written from, in one language."""

    channel: Channel
    language: str
    program: str
    """Version of the program."""
    packs: tuple[tuple[str, str, str], ...]
    """Law packs used: id, version, confirmed on."""
    as_of: AsOf
    date: str
    zone: str
    offset: str
    """The zone's offset on the day of the packet, ``+08:00``."""
    since: str | None
    until: str | None
    platform: dict[str, Any]
    """Fields of the platform's record."""
    complainant: dict[str, str]
    """Those of the profile's fields that the addressee asks for and the log holds."""
    persons: tuple[ThirdPerson, ...]
    entries: tuple[Entry, ...]
    unlisted: tuple[Unlisted, ...]
    unassigned: int
    """Contacts of the period that wait in the inbox without a platform, and so are in no packet."""
    erased: int
    """Contacts of the whole log that were erased for good: of whom and when is not known any more."""
    findings: tuple[Finding, ...]
    """Those shown, in order of rule and day; none that was dismissed."""
    dismissed: int
    undetermined: int
    """Findings for which a fact is missing; shown apart and never claimed."""
    complaints: tuple[Complaint, ...]
    addressees: dict[str, str]
    """What the channels of complaints are called, as far as they are known."""
    imports: tuple[Import, ...]
    exhibits: tuple[Exhibit, ...]
    binds: dict[str, str]
    """Instrument id to whom it binds."""
    bands: tuple[Band, ...]
    counts: Counts
    request: str | None
    letter: tuple[str, ...]
    """Paragraphs of the complainant's own."""
    signed: str | None
    """Path under ``data/`` of the signed letter."""
    missing: tuple[Missing, ...]
    shortened: dict[str, int]
    """What was shortened: ``names``, ``numbers`` and ``words`` to how many different ones."""
    originals: tuple[Original, ...] = ()
    """Messages as they came; empty unless the addressee takes them only unaltered."""
    steps: tuple[Step, ...] = ()
    """What the complainant asked for and whom they told, in order of time."""
    seals: tuple[Seal, ...] = ()
    """Time-stamp tokens for events the packet's ledger shows, in the order of the events."""
    changes: Changes | None = None
    """What is different from the packet before it; None for the first to this addressee."""
    aged: tuple[tuple[str, str, str], ...] = ()
    """Law packs whose review is overdue on the day of the packet: id, version, day by which it was due."""
    first_event: int = 1
    """Number of the first event the packet's ledger shows."""
    zone_name: str = ""
    """What a law pack calls the time of ``zone``; may be empty."""
