"""Tables for spreadsheets: UTF-8 with a byte-order mark, CRLF, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from evidencelog.i18n import _
from evidencelog.models.fields import CONTACT, PRIVATE
from evidencelog.models.labels import field_label, value_label
from evidencelog.packet import phrases
from evidencelog.text.neutral import neutral

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evidencelog.models.packet import Entry, Packet

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_FIELDS = [
    field for field in CONTACT if field.part != PRIVATE and field.name not in {"at", "platform", "platform_kind"}
]


def contacts_table(packet: Packet) -> bytes:
    """``contacts.csv``: one listed contact a row, every shown field a column, in the language in use."""
    used = [field for field in _FIELDS if any(field.name in entry.values for entry in packet.entries)]
    head = [_("No."), _("Id"), _("Local time"), field_label("at"), field_label("platform"), _("Recorded on (UTC)"),
            _("Corrected on (UTC)"), _("Exhibits"), *(field_label(field.name) for field in used)]  # fmt: skip
    rows = (
        [
            str(entry.position),
            entry.id,
            f"{entry.day} {phrases.weekday(entry.day)} {phrases.clock(entry.second, entry.get('precision'))}",
            str(entry.values["at"]),
            str(packet.platform["name"]),
            entry.recorded_at,
            "; ".join(entry.corrected_at),
            "; ".join(entry.exhibits),
            *(_shown(field.name, field.choices, entry) for field in used),
        ]
        for entry in packet.entries
    )
    return _table(head, rows)


def findings_table(packet: Packet) -> bytes:
    """``findings.csv``: one finding and provision a row."""
    head = [_("Id"), _("Rule"), _("Title"), _("Grade"), _("Day"), _("What the record shows"), _("Contacts counted"),
            _("Measured"), _("Limit"), _("Provision"), _("Force"), _("In force from"), _("Text known as"),
            _("Applies"), _("Counted as"), _("What is missing")]  # fmt: skip
    rows = []
    for finding in packet.findings:
        for basis in finding.bases or (None,):
            law = ["", "", "", "", ""]
            if basis is not None:
                applies = _("yes") if basis.applies == "yes" else phrases.condition(basis)
                law = [basis.citation, value_label("force", basis.force), basis.in_force_from,
                       value_label("text_status", basis.text_status), applies]  # fmt: skip
            rows.append(
                [
                    finding.id,
                    finding.rule,
                    finding.title,
                    phrases.grade(finding.grade),
                    finding.on,
                    finding.explanation,
                    " ".join(finding.contacts),
                    _number(finding.measured),
                    _number(finding.limit),
                    *law,
                    finding.reading,
                    "; ".join(map(field_label, finding.missing)),
                ]
            )
    return _table(head, rows)


@lru_cache(maxsize=8192)
def guarded(cell: str) -> str:
    """A cell no spreadsheet takes for a formula: an apostrophe goes before what would start one."""
    text = neutral(cell)
    return f"'{text}" if text.lstrip(" \u3000\u00a0").startswith(_FORMULA) else text


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _shown(name: str, choices: Sequence[str], entry: Entry) -> str:
    value: Any = entry.get(name)
    if value is None:
        return ""
    if name == "to":
        return phrases.recipient(entry)
    if choices and isinstance(value, str):
        return value_label(name, value)
    if isinstance(value, bool):
        return value_label("flag", "yes" if value else "no")
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict) else str(value)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()
