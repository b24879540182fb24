"""The JSON that other programs read: contacts, findings, versions. Keys are a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.models.fields import CONTACT, RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidencelog.app.checking import Report
    from evidencelog.models.browsing import Attachment, ContactDetail, Origin, Version
    from evidencelog.models.findings import Basis, Finding


OF_THE_PLATFORM = "platform_kind"
"""The one option of a contact that is kept with its platform."""

_FOR_PEOPLE = ("questions", "next_steps")
"""Parts of a finding that are shown to people and are no part of the contract."""


def finding(item: Finding) -> dict[str, Any]:
    """A finding as in ``check --json``; ``spans`` only where words led to it or bear it out."""
    document: dict[str, Any] = item._asdict()
    document["bases"] = [basis_document(basis) for basis in item.bases]
    for name in _FOR_PEOPLE:
        del document[name]
    if item.spans:
        document["spans"] = [span._asdict() for span in item.spans]
    else:
        del document["spans"]
    return document


def basis_document(item: Basis) -> dict[str, Any]:
    """A basis as in ``check --json``."""
    document: dict[str, Any] = item._asdict()
    del document["quoted_via"]
    return document


def report(item: Report) -> dict[str, Any]:
    """A whole check, as in ``check --json``."""
    return {
        "schema": "evidencelog.check/1",
        "case": item.case,
        "checked_at": item.checked_at,
        "packs": [{key: pack[key] for key in ("id", "version", "confirmed_on")} for pack in item.packs],
        "contacts": item.contacts,
        "noted": item.noted,
        "findings": [finding(found) for found in item.findings],
    }


def brief(item: Finding) -> dict[str, Any]:
    """A finding as it stands beside a contact in a list."""
    return {"id": item.id, "rule": item.rule, "grade": item.grade, "on": item.on}


def contact(detail: ContactDetail, findings: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """A contact with the keys of the exchange format and what the case adds to it."""
    known = {item.name: detail.values.get(item.name) for item in CONTACT if item.name != OF_THE_PLATFORM}
    known["platform"] = platform_of(detail)
    return {
        "record": "contact",
        **known,
        "id": detail.id,
        "version": detail.version,
        "withdrawn": detail.withdrawn,
        "recorded_at": detail.recorded_at,
        "origin": [origin(item) for item in detail.origins],
        "attachments": [attachment(item) for item in detail.attachments],
        "findings": list(findings),
    }


def platform_of(detail: ContactDetail) -> str | None:
    """Name of the platform a contact counts for: the recorded one, else the one its number was given to."""
    platform = detail.values.get("platform")
    return str(platform) if platform is not None else detail.row.platform_name


def record(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """A record of the directory or a standing fact: every key of the exchange format, null where unknown, and ``id``."""
    return {"record": kind, **{item.name: values.get(item.name) for item in RECORDS[kind]}, "id": values["id"]}


def origin(item: Origin) -> dict[str, Any]:
    """Where an imported contact came from."""
    return dict(item._asdict())


def attachment(item: Attachment) -> dict[str, Any]:
    """A sealed file."""
    document: dict[str, Any] = item._asdict()
    del document["contact"]
    return document


def version(item: Version) -> dict[str, Any]:
    """One entry of a history."""
    return {
        "seq": item.seq,
        "at": item.at,
        "event": item.event,
        "changes": {name: {"before": before, "after": after} for name, (before, after) in item.changes.items()},
        "because": item.because,
        "erased": item.erased,
    }
