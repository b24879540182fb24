"""What a packet says about itself: how complete it is, what it rests on, what its numbers count, what was shortened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _, ngettext
from evidencelog.models.labels import value_label
from evidencelog.packet import counting, phrases
from evidencelog.packet.blocks import Box, say, told

if TYPE_CHECKING:
    from evidencelog.models.packet import Packet
    from evidencelog.packet.blocks import Runs

_NAMED = 12
"""How many corrected entries are named; the rest is counted."""


def period(packet: Packet) -> str:
    """The period asked for, or the days the listed contacts span."""
    if packet.since and packet.until:
        return _("{first} to {last}", first=packet.since, last=packet.until)
    if packet.since:
        return _("from {first} on", first=packet.since)
    if packet.until:
        return _("up to {last}", last=packet.until)
    return _("the whole time of the log")


def completeness(packet: Packet) -> list[Runs]:
    """How many contacts the log holds for the platform and period, how many are listed, and why any is not."""
    held = len(packet.entries) + len(packet.unlisted)
    first = _(
        "Completeness: up to event no. {seq} of the log ({at}) it holds {held} entries of contacts with {platform} "
        "in the period ({period}); this packet lists {listed} of them, and leaves out {left}.",
        seq=packet.as_of.seq,
        at=phrases.local_time(packet, packet.as_of.at),
        held=held,
        platform=packet.platform["name"],
        period=period(packet),
        listed=len(packet.entries),
        left=len(packet.unlisted),
    )
    lines = [say(first)]
    for contact in packet.unlisted:
        head = _("Not listed: {id} ({day}), withdrawn: ", id=contact.id, day=contact.day)
        lines.append((*say(head), *told(contact.because or _("no reason given"))))
    lines.append(
        say(
            ngettext(
                "The complainant's own calls and messages are listed too ({n}).",
                "The complainant's own calls and messages are listed too ({n}).",
                packet.counts.own,
            )
            if packet.counts.own
            else _("The log holds no call or message of the complainant's own in the period.")
        )
    )
    if packet.erased:
        lines.append(
            say(
                ngettext(
                    "{n} entry of the whole log was erased for good; whose it was is not known any more.",
                    "{n} entries of the whole log were erased for good; whose they were is not known any more.",
                    packet.erased,
                )
            )
        )
    if packet.unassigned:
        lines.append(
            say(
                ngettext(
                    "{n} more entry of that period has not been assigned to any platform and is in no packet.",
                    "{n} more entries of that period have not been assigned to any platform and are in no packet.",
                    packet.unassigned,
                )
            )
        )
    return lines


def honesty(packet: Packet) -> list[str]:
    """What the reader must know about the record before relying on it."""
    return [
        _(
            "Clock: all times are {zone} (UTC{offset}); imported entries bear the time the phone or the provider recorded.",
            zone=phrases.zone(packet),
            offset=packet.offset,
        ),
        _sources(packet),
        _corrected(packet),
        _numbers(packet),
        _findings(packet),
        _(
            "Nature: the log was kept by the complainant. Entries from memory are a party's own statement. Whether a "
            "provision was broken is for the authority to decide; this paper says only what the record shows."
        ),
        *_aged(packet),
        *_shortened(packet),
    ]


def box(packet: Packet) -> Box:
    """The honesty block of the first page."""
    return Box(_("What this record is"), (completeness(packet)[0], *(say(line) for line in honesty(packet))))


def _sources(packet: Packet) -> str:
    parts = [
        _("{source} {n}", source=value_label("source", source) if source else _("not stated"), n=n)
        for source, n in packet.counts.sources
    ]
    return _(
        "Sources: of the {n} entries listed: {parts}.", n=packet.counts.entries, parts=_(", ").join(parts) or _("none")
    )


def _corrected(packet: Packet) -> str:
    corrected = [entry for entry in packet.entries if entry.corrected_at]
    if not corrected:
        return _("Corrections: none of the listed entries was corrected after it was written.")
    named = [
        _("{id} on {days}", id=entry.id, days=_(", ").join(phrases.local_day(packet, at) for at in entry.corrected_at))
        for entry in corrected[:_NAMED]
    ]
    rest = len(corrected) - len(named)
    if rest:
        named.append(_("and {n} more, marked in the list of contacts", n=rest))
    return _(
        "Corrections: {n} of the listed entries were corrected: {entries}. Earlier versions are kept.",
        n=len(corrected),
        entries=_(", ").join(named),
    )


def _numbers(packet: Packet) -> str:
    counts = packet.counts
    sentence = _(
        "Counting: {contacts} contacts by the other side ({calls} calls, of which {answered} answered and {unanswered} "
        "not; {messages} messages; {visits} visits; {others} others), on {days} days; {third} of them went to third "
        "persons.",
        **counts._asdict(),
    )
    if counts.by_memory:
        sentence += _(" {n} of these stand in entries that sum up several alike.", n=counts.by_memory)
    return sentence


def _findings(packet: Packet) -> str:
    sentence = _(
        "Findings: {n} findings rest on {distinct} different entries; one entry can count in several findings.",
        n=len(packet.findings),
        distinct=counting.distinct(packet.findings),
    )
    if packet.undetermined:
        sentence += _(
            " {n} of the findings lack a fact; they are listed apart and nothing is claimed from them.",
            n=packet.undetermined,
        )
    if packet.dismissed:
        sentence += _(" {n} were dismissed by the complainant and left out.", n=packet.dismissed)
    return sentence


def _aged(packet: Packet) -> list[str]:
    return [
        _(
            "Law pack: {id} {version} was to be reviewed by {day}, which is past. The provisions cited were confirmed as of "
            "an earlier day; newer ones may be missing.",
            id=pack,
            version=version,
            day=day,
        )
        for pack, version, day in packet.aged
    ]


def _shortened(packet: Packet) -> list[str]:
    if not any(packet.shortened.values()):
        return []
    people = [phrases.recipient_label(person) for person in packet.persons]
    sentence = _("Shortened: names and numbers of third persons are shortened in this packet; the originals are kept.")
    if people:
        sentence += _(" They are called {people}.", people=_(", ").join(people))
    return [sentence]
