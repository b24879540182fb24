"""Making an evidence packet: what is asked for, what it is made from, what is said before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.models.addressees import Channel
    from evidencelog.models.browsing import AnswerPaper, ContactDetail, Origin
    from evidencelog.models.contacts import Complaint, Refusal, Request
    from evidencelog.models.findings import Finding
    from evidencelog.models.packet import AsOf, Band, Before, Counts, Missing
    from evidencelog.models.seals import Seal


class PacketRequest(NamedTuple):
    """What a person asks for when they export a packet."""

    channel: str
    """Id of an addressee."""
    out: Path | None = None
    """The packet folder or zip file to be; not needed for a preview."""
    platform: str | None = None
    """Name, alias or id; may be left out where the case holds only one."""
    since: str | None = None
    """First local day, included."""
    until: str | None = None
    """Last local day, included."""
    date: str | None = None
    """Date the papers bear; default: the day of the last event of the log that is neither an export nor a seal."""
    request: str | None = None
    """What the complainant asks for, in their own words."""
    letter: Path | None = None
    """Text file with paragraphs of the complainant's own."""
    signed: Path | None = None
    """Scan of the signed letter (PDF, PNG or JPEG) to put in."""
    zip: bool = False
    redact: tuple[str, ...] = ()
    """Further words to shorten wherever they stand."""
    encrypt: str = ""
    """``age`` or ``zip`` for one file that opens with ``passphrase`` only; nothing is put beside it then."""
    passphrase: str = ""
    split_mb: int = 0
    """Megabytes (10^6 bytes) of the parts into which one file is cut; 0: it stays whole."""


class Material(NamedTuple):
    """What a case hands over for one packet, before anything is chosen or shortened."""

    channel: Channel
    program: str
    packs: tuple[tuple[str, str, str], ...]
    as_of: AsOf
    date: str
    zone: str
    offset: str
    since: str | None
    until: str | None
    platform: dict[str, Any]
    """The platform's record, with its ``id``."""
    profile: dict[str, Any]
    persons: tuple[dict[str, Any], ...]
    """Every person of the case, withdrawn ones too: ``id``, ``names`` and ``numbers`` ever recorded, ``relation``."""
    contacts: tuple[ContactDetail, ...]
    """All of the platform and period, withdrawn ones too, in any order."""
    erased: int
    unassigned: int
    findings: tuple[Finding, ...]
    complaints: tuple[Complaint, ...]
    addressees: dict[str, str]
    imports: tuple[Origin, ...]
    """One origin per file read, for its name and digest."""
    binds: dict[str, str]
    bands: tuple[Band, ...]
    unprintable: frozenset[str]
    """Ids of attached pictures that cannot be shown: broken, or no picture at all."""
    request: str | None
    letter: tuple[str, ...]
    signed: str | None
    redact: tuple[str, ...]
    requests: tuple[Request, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    seals: tuple[Seal, ...] = ()
    before: Before | None = None
    """The packet that went to the same addressee before, if any."""
    aged: tuple[tuple[str, str, str], ...] = ()
    """Law packs whose review is overdue on the day of the packet: id, version, day by which it was due."""
    answers: tuple[AnswerPaper, ...] = ()
    """Files sealed to the complaints, in the order of sealing."""
    zone_name: str = ""
    """What a law pack calls the time of ``zone``; may be empty."""


class GuardHit(NamedTuple):
    """A place where a packet would claim more than the log bears."""

    code: str
    where: str
    """Document, or the file and line the words came from."""
    text: str
    """The words."""
    mend: str

    def line(self) -> str:
        """The hit as one line."""
        return f"{self.where}: {self.text} - {self.mend}"


class PlannedFile(NamedTuple):
    """A file of a packet."""

    path: str
    """Path inside the packet, ``/`` between the parts."""
    what: str
    size: int | None
    """Bytes; None where it is not known before it is made."""


class Preview(NamedTuple):
    """What would leave the house."""

    files: tuple[PlannedFile, ...]
    counts: Counts
    findings: int
    distinct: int
    """Distinct contacts counted by the findings."""
    statement: tuple[str, ...]
    """The completeness statement and the honesty block, line by line."""
    redactions: tuple[str, ...]
    missing: tuple[Missing, ...]
    hits: tuple[GuardHit, ...]
    warnings: tuple[str, ...]
    as_of: AsOf
    submit: tuple[PlannedFile, ...] = ()
    """Files for uploading that will lie beside the packet, before what is too large is split."""


class Made(NamedTuple):
    """A finished packet."""

    path: Path
    sha256: str
    """Of the zip file, or of ``tagmanifest-sha256.txt`` for a folder."""
    size: int
    """Bytes, all files together."""
    letter: Path | None
    """The letter to edit; None beside an encrypted packet."""
    submit: Path | None
    """Folder with the files for uploading; None beside an encrypted packet."""
    missing: tuple[Missing, ...]
    warnings: tuple[str, ...]
    files: tuple[PlannedFile, ...]
    seq: int
    """Sequence number of the export in the ledger."""
    uploads: tuple[PlannedFile, ...] = ()
    """The files in ``submit`` with their sizes."""
    parts: tuple[Path, ...] = ()
    """The parts in their order and the list of them, where the packet was cut; nothing lies at ``path`` then."""


class Fault(NamedTuple):
    """Something of a case or a packet that does not verify."""

    kind: str
    where: str
    what: str
    """The sentence, in the language in use."""

    def line(self) -> str:
        """The fault as one line."""
        return f"{self.where}: {self.what}" if self.where else self.what
