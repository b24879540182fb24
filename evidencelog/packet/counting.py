"""What the listed contacts come to: every number a packet states is counted here, from the entries it lists."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.models.fields import CONTACT, DEBTOR
from evidencelog.models.findings import COUNTED_GRADES
from evidencelog.models.packet import Counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evidencelog.models.contacts import Complaint
    from evidencelog.models.findings import Finding
    from evidencelog.models.packet import Entry, Packet

_SOURCES: tuple[str | None, ...] = (*next(field.choices for field in CONTACT if field.name == "source"), None)
_UNANSWERED = ("missed", "rejected", "voicemail")


class Day(NamedTuple):
    """One local day: what the other side did, by kind, and what the complainant did."""

    day: str
    contacts: int
    calls: int
    answered: int
    unanswered: int
    messages: int
    others: int
    third: int
    own: int


class Around(NamedTuple):
    """Contacts before and from the day of a complaint on, within the listed days."""

    complaint: Complaint
    before: int
    days_before: int
    """Listed days before the complaint with at least one contact."""
    since: int
    days_since: int


def weight(entry: Entry) -> int:
    """How many contacts an entry stands for."""
    return int(entry.get("count") or 1)


def own(entry: Entry) -> bool:
    """True for a call or message of the complainant's own."""
    return bool(entry.get("direction") == "out")


def third(entry: Entry) -> bool:
    """True for a contact with somebody other than the complainant."""
    return bool(entry.get("to") != DEBTOR)


def counts(entries: Sequence[Entry]) -> Counts:
    """The counts over all entries."""
    theirs = [entry for entry in entries if not own(entry)]
    kinds: Counter[str] = Counter()
    for entry in theirs:
        kinds[entry.values["kind"]] += weight(entry)
    sources = Counter(entry.get("source") for entry in entries)
    contacts = sum(kinds.values())
    return Counts(
        entries=len(entries),
        contacts=contacts,
        calls=kinds["call"],
        answered=_calls(theirs, ("answered",)),
        unanswered=_calls(theirs, _UNANSWERED),
        messages=kinds["message"],
        visits=kinds["visit"],
        others=contacts - kinds["call"] - kinds["message"] - kinds["visit"],
        own=sum(weight(entry) for entry in entries if own(entry)),
        third=sum(weight(entry) for entry in theirs if third(entry)),
        days=len({entry.day for entry in theirs}),
        by_memory=sum(weight(entry) for entry in theirs if weight(entry) > 1),
        sources=tuple((source, sources[source]) for source in _SOURCES if sources[source]),
    )


def by_day(entries: Sequence[Entry]) -> list[Day]:
    """The counts of each day that has an entry, earliest first."""
    days: dict[str, list[Entry]] = {}
    for entry in entries:
        days.setdefault(entry.day, []).append(entry)
    lines = []
    for day, those in sorted(days.items()):
        sums = counts(those)
        others = sums.visits + sums.others
        lines.append(
            Day(
                day,
                sums.contacts,
                sums.calls,
                sums.answered,
                sums.unanswered,
                sums.messages,
                others,
                sums.third,
                sums.own,
            )
        )
    return lines


def around(entries: Sequence[Entry], complaints: Iterable[Complaint]) -> list[Around]:
    """For each complaint the contacts by the other side before its day, and from its day on."""
    theirs = [entry for entry in entries if not own(entry)]
    lines = []
    for complaint in sorted(complaints, key=lambda one: (one.sent_at[:10], one.id)):
        sent = complaint.sent_at[:10]
        early = [entry for entry in theirs if entry.day < sent]
        late = [entry for entry in theirs if entry.day >= sent]
        lines.append(
            Around(
                complaint,
                sum(map(weight, early)),
                len({entry.day for entry in early}),
                sum(map(weight, late)),
                len({entry.day for entry in late}),
            )
        )
    return lines


def hours(entries: Sequence[Entry]) -> tuple[dict[tuple[str, int], int], int]:
    """Contacts by the other side per local day and hour, and the number of entries of which only the day is known."""
    cells: dict[tuple[str, int], int] = {}
    timeless = 0
    for entry in entries:
        if own(entry):
            continue
        if entry.get("precision") == "day":
            timeless += 1
            continue
        cell = (entry.day, entry.second // 3600)
        cells[cell] = cells.get(cell, 0) + weight(entry)
    return cells, timeless


def distinct(findings: Iterable[object]) -> int:
    """Distinct entries counted by findings."""
    return len({contact for finding in findings for contact in finding.contacts})  # type: ignore[attr-defined]


def _calls(entries: Iterable[Entry], outcomes: tuple[str, ...]) -> int:
    return sum(
        weight(entry) for entry in entries if entry.values["kind"] == "call" and entry.get("outcome") in outcomes
    )


def relevant(packet: Packet) -> list[Finding]:
    """Findings that count against the other side and belong to what the addressee handles, in the packet's order."""
    rules = packet.channel.rules
    return [one for one in packet.findings if one.grade in COUNTED_GRADES and (not rules or one.rule in rules)]
