"""SMS Backup & Restore: ``calls-*.xml`` and ``sms-*.xml``, with the fields the app's field page names.

Times come from ``date`` (milliseconds since 1970 UTC) alone: ``readable_date`` depends on the phone's language and zone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.errors import Problem
from evidencelog.i18n import N_, _, ngettext
from evidencelog.importers.backup_xml import Backup, Element, root_of
from evidencelog.importers.interface import Claim, ImportedRow
from evidencelog.importers.multimedia import Parts, multimedia_row
from evidencelog.importers.phone_values import (
    LeftOut,
    book_name,
    digest,
    given,
    known,
    local_time,
    shown_number,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from evidencelog.importers.interface import Reading
    from evidencelog.importers.source import SourceFile

_CALL_TYPES: dict[str, tuple[str, str | None]] = {
    "1": ("in", "answered"),
    "2": ("out", "answered"),
    "3": ("in", "missed"),
    "4": ("in", "voicemail"),
    "5": ("in", "rejected"),
    "6": ("in", "rejected"),  # refused by the phone's own block list: it rang for nobody and nobody took it
    "7": ("in", "answered"),  # on another device of the same account
}
"""Android's CallLog.Calls.TYPE: direction and outcome."""
_SMS_DIRECTIONS = {"1": "in", "2": "out"}
_NEVER_SENT = {
    "3": N_("a draft, never sent"),
    "4": N_("still in the outbox"),
    "5": N_("could not be sent"),
    "6": N_("still in the outbox"),
}
_TELEPHONE = ("phone", "tele", "dialer", "com.android.server")
"""Parts of the names of components that are the telephone itself; another component is an app that rings."""


class SmsBackup:
    """One of the two files the app writes."""

    version = 1

    def __init__(self, id: str, root: str, rows: dict[str, Callable[..., ImportedRow]]) -> None:
        self.id = id
        self._root = root
        self._rows = rows

    def recognise(self, head: bytes) -> Claim | None:
        """A file whose root element is ``calls`` or ``smses``."""
        return Claim(self.id, f"<{self._root}>") if root_of(head) == self._root else None

    def reading(self, file: SourceFile, *, zone: str, folder: Path) -> Reading:
        """One pass over the file; parts of messages are written into ``folder``."""
        return _Reading(file, self._rows, zone, folder)


class _Reading:
    def __init__(
        self, file: SourceFile, readers: dict[str, Callable[..., ImportedRow]], zone: str, folder: Path
    ) -> None:
        self._file, self._readers, self._zone = file, readers, zone
        self._parts = Parts(folder)
        self.seen: Callable[[int], None] | None = None
        self.notes: list[str] = []

    def rows(self) -> Iterator[ImportedRow | Problem]:
        """The rows in the order of the file."""
        backup = Backup(self._file)
        counts: dict[str, int] = {}
        damaged = 0
        for element in backup.elements(ended=self._parts.ended, seen=self.seen):
            reader = self._readers.get(element.tag)
            counts[element.tag] = number = counts.get(element.tag, 0) + 1
            if reader is None:
                self._parts.forget(element)
                continue
            position = f"{element.tag} {number}"
            try:
                row = reader(element, position, self._zone, self._parts)
            except LeftOut as reason:
                yield Problem(f"{self._file.label}: {position}", str(reason))
            else:
                damaged += bool(backup.repairs.replaced) and "\ufffd" in str(row.raw)
                yield row
            self._parts.forget(element)
        self._note(backup, counts, damaged)

    def _note(self, backup: Backup, counts: dict[str, int], damaged: int) -> None:
        label = self._file.label
        declared, found = backup.root.get("count", ""), sum(counts.values())
        if declared.isdecimal() and int(declared) != found:
            self.notes.append(
                _("{file}: declares {declared} rows and holds {found}", file=label, declared=declared, found=found)
            )
        others = {tag: count for tag, count in counts.items() if tag not in self._readers}
        for tag, count in sorted(others.items()):
            self.notes.append(_("{file}: {count} elements {tag} were not read", file=label, count=count, tag=repr(tag)))
        if damaged:
            self.notes.append(
                label
                + ": "
                + ngettext(
                    "{n} row holds a character that was damaged in the file; it shows as \ufffd",
                    "{n} rows hold characters that were damaged in the file; they show as \ufffd",
                    damaged,
                )
            )
        if backup.repairs.dropped:
            self.notes.append(
                _("{file}: {count} control characters were left out", file=label, count=backup.repairs.dropped)
            )
        self.notes += [f"{label}: {note}" for note in self._parts.notes]


def call_row(element: Element, position: str, zone: str, _parts: Parts) -> ImportedRow:
    """A ``call`` element as a contact. Raises LeftOut without a usable date."""
    attributes = element.attributes
    kind, date = attributes.get("type", ""), attributes.get("date", "")
    direction, outcome = _CALL_TYPES.get(kind, (None, None))
    duration = whole(attributes.get("duration"))
    if outcome == "answered" and kind != "7" and not duration:
        outcome = None  # taken and ended within a second, or never put through: the log does not tell
    number = attributes.get("number", "")
    values: dict[str, object] = {
        "kind": "call",
        "at": local_time(date, zone),
        "precision": "second",
        "source": "phone_log",
        "channel": _channel(attributes.get("subscription_component_name")),
        "direction": direction,
        "outcome": outcome,
        "number": shown_number(number),
        "duration": duration if outcome in ("answered", "voicemail") else None,
    }
    name = book_name(attributes.get("contact_name"), number)
    return ImportedRow(known(values), position, f"{number}|{kind}|{date}", name, dict(attributes))


def sms_row(element: Element, position: str, zone: str, _parts: Parts) -> ImportedRow:
    """An ``sms`` element as a contact. Raises LeftOut for what was never sent, or without a usable date."""
    attributes = element.attributes
    kind, date = attributes.get("type", ""), attributes.get("date", "")
    if kind in _NEVER_SENT:
        raise LeftOut(_(_NEVER_SENT[kind]))
    number, body = attributes.get("address", ""), given(attributes.get("body"))
    values: dict[str, object] = {
        "kind": "message",
        "at": local_time(date, zone),
        "precision": "second",
        "source": "message",
        "channel": "sms",
        "direction": _SMS_DIRECTIONS.get(kind),
        "number": shown_number(number),
        "content": body,
        "view": "quote" if body else None,
    }
    key = digest(number, date, kind, attributes.get("body", ""))
    return ImportedRow(
        known(values), position, key, book_name(attributes.get("contact_name"), number), dict(attributes)
    )


def _channel(component: str | None) -> str:
    name = (given(component) or "").lower()
    if not name or any(part in name for part in _TELEPHONE):
        return "phone"
    return "wechat" if name.startswith("com.tencent.mm/") else "app"


CALLS = SmsBackup("sms-backup-calls", "calls", {"call": call_row})
MESSAGES = SmsBackup("sms-backup-messages", "smses", {"sms": sms_row, "mms": multimedia_row})
