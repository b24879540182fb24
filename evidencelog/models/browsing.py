"""What lists and detail views show of a case."""

from __future__ import annotations

from typing import Any, NamedTuple


class CaseInfo(NamedTuple):
    """The facts of a case itself."""

    path: str
    name: str
    """Name of the case folder."""
    zone: str
    packs: tuple[str, ...]
    contacts: int
    """Contacts not withdrawn."""
    inbox: int
    """Contacts without a platform."""


class ContactFilter(NamedTuple):
    """Which contacts a list shows. Absent parts do not restrict."""

    since: str | None = None
    """First local day, ``YYYY-MM-DD``, included."""
    until: str | None = None
    """Last local day, included."""
    platform: str | None = None
    """Id of a platform."""
    kind: str | None = None
    text: str | None = None
    """Words looked for in content, caller, number, platform and person names; all must occur."""
    number: str | None = None
    person: str | None = None
    """Id of the person contacted."""
    inbox: bool = False
    """Only contacts without a platform."""
    withdrawn: bool = False
    """Also withdrawn ones."""


class ListRow(NamedTuple):
    """One line of a contact list."""

    id: str
    ts: int
    day: str
    second: int
    precision: str | None
    kind: str
    channel: str | None
    direction: str | None
    outcome: str | None
    duration: int | None
    count: int  # type: ignore[assignment]  # hides tuple.count on purpose: the field has one name everywhere
    platform: str | None
    """Id."""
    platform_name: str | None
    to: str
    """``debtor`` or the id of a person."""
    to_name: str | None
    """Name of the person; None for the debtor."""
    relation: str | None
    caller: str | None
    employee_id: str | None
    number: str | None
    source: str | None
    attachments: int
    """How many files are attached."""
    content: str | None
    """First 80 characters, one line."""
    version: int
    withdrawn: int


class DayCount(NamedTuple):
    """Contacts of one local day with one platform, for headers of lists."""

    day: str
    platform: str | None
    platform_name: str | None
    contacts: int
    answered: int
    """Answered incoming calls to the debtor."""


class Version(NamedTuple):
    """One entry in the history of a record."""

    seq: int
    at: str
    """When it was written: ISO 8601 in UTC."""
    event: str
    """``recorded``, ``corrected``, ``withdrawn``, ``erased``, ``attached``, ``reviewed`` …"""
    changes: dict[str, tuple[Any, Any]]
    """Field to (before, after); for ``recorded`` (None, value)."""
    because: str | None
    erased: bool
    """True when the words of this version were erased for good."""


class Attachment(NamedTuple):
    """A sealed copy of a file."""

    id: str
    contact: str
    """Id of the contact, or of the complaint, it belongs to."""
    name: str
    """Name of the file as it was given."""
    media_type: str
    size: int
    sha256: str
    added_at: str
    modified_at: str | None
    """The file's own modification time when it was sealed, ISO 8601 in UTC."""
    erased: bool
    copy: str | None = None
    """``redacted`` where something was covered, ``playable`` where it was put into another format; None: as it was."""
    copy_of: str | None = None
    """Id of the file it was made from."""


class AnswerPaper(NamedTuple):
    """A file sealed to a complaint: what came back on paper."""

    complaint: str
    file: Attachment
    seq: int
    """Number of the event that sealed it."""


class Origin(NamedTuple):
    """Where an imported contact came from."""

    import_id: str
    source_kind: str
    """Name of the importer."""
    file: str
    file_sha256: str
    position: str
    """Row, line or element in the file."""
    key: str
    """What makes the row the same in a later import."""


class ContactDetail(NamedTuple):
    """Everything a case holds about one contact."""

    id: str
    values: dict[str, Any]
    """Keys of the exchange format, names instead of ids; typed: moments as ISO 8601 text, numbers as int."""
    version: int
    recorded_at: str
    withdrawn: bool
    history: tuple[Version, ...]
    """Oldest first."""
    attachments: tuple[Attachment, ...]
    origins: tuple[Origin, ...]
    row: ListRow


class InboxNumber(NamedTuple):
    """An unassigned number with the contacts behind it."""

    number: str | None
    """Normalised; None stands for hidden callers."""
    name: str | None
    """Name in the phone's address book, where the source gave one."""
    contacts: int
    first_day: str
    last_day: str
