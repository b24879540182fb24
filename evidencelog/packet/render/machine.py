"""``packet.json``: everything a packet says, for programs; the schema is described in docs/packet-format.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from evidencelog.i18n import language
from evidencelog.packet.seals import file_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidencelog.models.packet import Entry, Packet

SCHEMA = "evidencelog.packet/1"


def packet_json(packet: Packet, papers: Sequence[tuple[str, str, int, int]]) -> Iterator[str]:
    """The packet as JSON, piece by piece; ``papers`` are path, title, pages and first sheet of each paper."""
    channel = packet.channel
    whole: dict[str, Any] = {
        "schema": SCHEMA,
        "program": packet.program,
        "language": packet.language,
        "channel": {"id": channel.id, "title": _in(channel.title), "language": channel.language},
        "packs": [{"id": pack, "version": version, "confirmed_on": day} for pack, version, day in packet.packs],
        "as_of": packet.as_of._asdict(),
        "date": packet.date,
        "zone": packet.zone,
        "offset": packet.offset,
        "since": packet.since,
        "until": packet.until,
        "platform": {key: value for key, value in packet.platform.items() if key != "contract_number"},
        "complainant": packet.complainant,
        "persons": [person._asdict() for person in packet.persons],
        "counts": packet.counts._asdict(),
        "contacts": (_contact(packet, entry) for entry in packet.entries),
        "not_listed": [one._asdict() for one in packet.unlisted],
        "unassigned": packet.unassigned,
        "erased": packet.erased,
        "findings": (_plain(finding) for finding in packet.findings),
        "dismissed": packet.dismissed,
        "undetermined": packet.undetermined,
        "complaints": [one._asdict() for one in packet.complaints],
        "imports": [one._asdict() for one in packet.imports],
        "exhibits": [one._asdict() for one in packet.exhibits],
        "papers": [
            {"path": path, "title": title, "pages": pages, "first_sheet": sheet} for path, title, pages, sheet in papers
        ],
        "request": packet.request,
        "letter": packet.letter,
        "signed": packet.signed,
        "missing": [{"item": one.item, "label": one.label, "citation": one.citation} for one in packet.missing],
        "shortened": packet.shortened,
        "seals": _seals(packet),
        "changes": packet.changes._asdict() if packet.changes else None,
    }
    for position, (name, value) in enumerate(sorted(whole.items())):
        yield ",\n" if position else "{\n"
        yield from _member(name, value)
    yield "\n}\n"


def _member(name: str, value: Any) -> Iterator[str]:
    """A member of the object; the items of a list stand on lines of their own."""
    yield f"{_compact(name)}: "
    if not isinstance(value, list | tuple | Iterator):
        yield _compact(value)
        return
    start = "[\n"
    for item in value:
        yield start + _compact(item)
        start = ",\n"
    yield "[]" if start == "[\n" else "\n]"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _contact(packet: Packet, entry: Entry) -> dict[str, Any]:
    return {
        **entry.values,
        "platform": packet.platform["name"],
        "id": entry.id,
        "position": entry.position,
        "day": entry.day,
        "verbatim": entry.verbatim,
        "recorded_at": entry.recorded_at,
        "corrected_at": entry.corrected_at,
        "events": entry.events,
        "exhibits": entry.exhibits,
        "findings": entry.findings,
        "shortened": entry.shortened,
    }


def _seals(packet: Packet) -> list[dict[str, Any]]:
    """The seals without the bytes and without the address of the server."""
    kept = ("seq", "hash", "at", "authority", "checked", "named")
    return [
        {**{name: getattr(one, name) for name in kept}, "path": token, "roots": roots}
        for one, (token, roots) in zip(packet.seals, file_names(packet.seals), strict=True)
    ]


def _plain(value: Any) -> Any:
    """Named tuples as objects, all the way down."""
    if hasattr(value, "_asdict"):
        return {key: _plain(item) for key, item in value._asdict().items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _in(words: Any) -> str:
    return str(words.zh if language() == "zh" else words.en)
