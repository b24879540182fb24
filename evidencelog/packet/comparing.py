"""What changed since the packet that went to the same addressee before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from evidencelog.models.packet import Before, Changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evidencelog.models.findings import Finding
    from evidencelog.models.packet import Entry, Exhibit, Packet

_RANGE = re.compile(r"([A-Z])(\d+)(?:-[A-Z](\d+))?")


def ranges(ids: Iterable[str], between: str = "-") -> list[str]:
    """Ids of one or more kinds in as few pieces as possible: ``C0001-C0004``, ``C0009``."""
    pieces: list[list[str]] = []
    for one in sorted(set(ids), key=lambda one: (one[0], int(one[1:]))):
        last = pieces[-1][-1] if pieces else ""
        if last[:1] == one[0] and int(last[1:]) + 1 == int(one[1:]):
            pieces[-1][1:] = [one]
        else:
            pieces.append([one])
    return [between.join(piece) for piece in pieces]


def unranged(pieces: Iterable[str]) -> frozenset[str]:
    """The ids that were put together by ``ranges``; what is no such piece is left out."""
    found = set()
    for piece in pieces:
        match = _RANGE.fullmatch(piece)
        if match:
            first, last = int(match[2]), int(match[3] or match[2])
            found |= {f"{match[1]}{number:04}" for number in range(first, last + 1)}
    return frozenset(found)


def noted(packet: Packet) -> dict[str, Any]:
    """What an export has to keep so that a later packet can be compared with it."""
    return {
        "listed": ranges(entry.id for entry in packet.entries),
        "attached": ranges(_attachments(packet.exhibits)),
        "found": [f"{finding.id} {finding.rule} {finding.on}" for finding in packet.findings],
    }


def recalled(facts: Mapping[str, Any], *, sent_on: str | None, reference: str | None) -> Before | None:
    """An earlier packet out of its export event; None for an export that kept too little."""
    if "listed" not in facts:
        return None
    return Before(
        date=facts["date"],
        as_of=facts["as_of"],
        sent_on=sent_on,
        reference=reference,
        listed=unranged(facts["listed"]),
        attached=unranged(facts["attached"]),
        found={line.split()[0]: (line.split()[1], line.split()[2]) for line in facts["found"]},
    )


def compared(
    before: Before,
    entries: Sequence[Entry],
    exhibits: Sequence[Exhibit],
    findings: Sequence[Finding],
    corrected: Mapping[str, Sequence[int]],
) -> Changes:
    """The difference; ``corrected`` are the numbers of the events by which contacts were corrected."""
    now = {entry.id for entry in entries}
    shown = {finding.id for finding in findings}
    return Changes(
        date=before.date,
        as_of=before.as_of,
        sent_on=before.sent_on,
        reference=before.reference,
        new=tuple(entry.id for entry in entries if entry.id not in before.listed),
        corrected=tuple(
            entry.id
            for entry in entries
            if entry.id in before.listed and any(seq > before.as_of for seq in corrected.get(entry.id, ()))
        ),
        gone=tuple(sorted(before.listed - now, key=lambda one: int(one[1:]))),
        attached=tuple(
            exhibit.number for exhibit in exhibits if exhibit.path and _attachment(exhibit.path) not in before.attached
        ),
        appeared=tuple(finding.id for finding in findings if finding.id not in before.found),
        vanished=tuple(sorted(where for one, where in before.found.items() if one not in shown)),
    )


def _attachments(exhibits: Iterable[Exhibit]) -> Iterable[str]:
    return (_attachment(exhibit.path) for exhibit in exhibits if exhibit.path)


def _attachment(path: str) -> str:
    """Id of the attachment a file of the packet is a copy of."""
    return path.rpartition("/")[2].partition(".")[0]
