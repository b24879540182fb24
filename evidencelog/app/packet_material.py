"""What a case hands over for a packet: everything of one platform and period, as it stands at one event."""

from __future__ import annotations

from datetime import date as calendar_date
from typing import TYPE_CHECKING, Any

from evidencelog import __version__
from evidencelog.app import browsing
from evidencelog.app.checking import check
from evidencelog.app.directory import platform_names, resolve_platform
from evidencelog.app.law_packs import packs_of, texts_of
from evidencelog.app.sealing import seals
from evidencelog.errors import BadInput
from evidencelog.i18n import _, language
from evidencelog.models.browsing import AnswerPaper, ContactFilter
from evidencelog.models.packet import AsOf, Band
from evidencelog.models.packet_making import Material
from evidencelog.packet.comparing import recalled
from evidencelog.packet.render.images import printable
from evidencelog.store import directory as tables
from evidencelog.store import ledger, listing, reading
from evidencelog.timing.clock import from_local, local_parts, ts_of, zone_named

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from evidencelog.app.cases import Case
    from evidencelog.models.addressees import Channel
    from evidencelog.models.browsing import ContactDetail, Origin
    from evidencelog.models.contacts import Complaint
    from evidencelog.models.findings import Finding
    from evidencelog.models.law import Pack, Words
    from evidencelog.models.packet import Before
    from evidencelog.models.packet_making import PacketRequest
    from evidencelog.models.progress import Progress

_EVERYTHING = 2**31
_DAY = 86400


class PlatformNeeded(BadInput):
    """A packet is about one platform and the case holds none or several."""

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(tuple(known))
        self.known = tuple(known)

    def __str__(self) -> str:
        if not self.known:
            return _("The case holds no platform yet; record a contact with one first.")
        return _("Name one platform with --platform: {known}", known=", ".join(self.known))


def platform_of(case: Case, name: str | None) -> dict[str, Any]:
    """The record of the platform named, or of the only one; PlatformNeeded, UnknownName."""
    if name is None:
        names = platform_names(case)
        if len(names) != 1:
            raise PlatformNeeded(names)
        name = names[0]
    wanted = resolve_platform(case, name)
    for record in browsing.records(case, "platform"):
        if record["id"] == wanted:
            return record
    raise PlatformNeeded(platform_names(case))


def as_of(conn: sqlite3.Connection) -> AsOf:
    """The last event that is neither an export nor a seal."""
    afterwards = {delivery.seq for delivery in reading.deliveries(conn)}
    seq = ledger.head(conn).seq
    while seq in afterwards:
        seq -= 1
    event = next(iter(ledger.sealed_events(conn, after=seq - 1, up_to=seq)))
    return AsOf(event.seq, event.at, event.hash.hex(), event.seq)


def private_notes(material: Material) -> list[str]:
    """Notes that must not leave, whatever they are put into."""
    return [str(one.values["private_note"]) for one in material.contacts if one.values.get("private_note")]


def gathered(
    case: Case,
    conn: sqlite3.Connection,
    channel: Channel,
    addressees: Mapping[str, Words],
    request: PacketRequest,
    letter: Sequence[str],
    signed: str | None,
    progress: Progress,
) -> Material:
    """The material in the language in use; the caller holds ``conn`` open so that all of it is of one moment."""
    end = as_of(conn)
    date = request.date or local_parts(ts_of(end.at), case.zone)[0]
    platform = platform_of(case, request.platform)
    contacts = _contacts(case, platform["id"], request, progress)
    report = check(
        case, since=request.since, until=request.until, platform=platform["id"], today=date, progress=progress
    )
    facts = reading.case_facts(conn)
    complaints = tuple(one for one in facts.complaints if one.platform == platform["id"] and one.sent_at[:10] <= date)
    answers = tuple(_answers(conn, complaints))
    profile = browsing.records(case, "profile")
    packs = packs_of(case)
    waiting = ContactFilter(since=request.since, until=request.until, inbox=True)
    return Material(
        channel=channel,
        program=__version__,
        packs=tuple((pack.id, pack.version, pack.confirmed_on) for pack in packs),
        aged=tuple((pack.id, pack.version, pack.review_by) for pack in packs if date > pack.review_by),
        as_of=end,
        date=date,
        zone=case.zone,
        offset=_offset(date, case.zone),
        since=request.since,
        until=request.until,
        platform={key: value for key, value in platform.items() if value is not None},
        profile=profile[0] if profile else {},
        persons=tuple(_persons(conn)),
        contacts=contacts,
        erased=_erased(case, conn),
        unassigned=listing.count(conn, waiting, case.store.conventions),
        findings=_for(channel.id, packs, report.findings),
        complaints=complaints,
        answers=answers,
        zone_name=_zone_name(case.zone, packs),
        addressees=_titles(addressees),
        imports=tuple(_imports(contacts)),
        binds=_binds(case, packs, report.findings),
        bands=tuple(bands_of(packs)),
        unprintable=frozenset(_unprintable(case, contacts, answers)),
        request=request.request,
        letter=tuple(letter),
        signed=signed,
        redact=request.redact,
        requests=tuple(one for one in facts.requests if one.platform == platform["id"]),
        refusals=tuple(one for one in facts.refusals if one.platform == platform["id"]),
        seals=tuple(seals(conn)),
        before=_before(conn, channel.id, platform["id"], end.seq, facts.complaints),
    )


def translated(case: Case, material: Material, addressees: Mapping[str, Words], progress: Progress) -> Material:
    """The same material with findings, scopes and names of addressees in the language in use."""
    report = check(
        case,
        since=material.since,
        until=material.until,
        platform=material.platform["id"],
        today=material.date,
        progress=progress,
    )
    return material._replace(
        findings=_for(material.channel.id, packs_of(case), report.findings),
        binds=_binds(case, packs_of(case), report.findings),
        addressees=_titles(addressees),
        zone_name=_zone_name(material.zone, packs_of(case)),
    )


def _contacts(case: Case, platform: str, request: PacketRequest, progress: Progress) -> tuple[ContactDetail, ...]:
    wanted = ContactFilter(since=request.since, until=request.until, platform=platform, withdrawn=True)
    rows = browsing.page(case, wanted, offset=0, limit=_EVERYTHING)
    details = []
    for done, row in enumerate(rows, 1):
        details.append(browsing.detail(case, row.id))
        if done % 100 == 0:
            progress.step(done, None)
    return tuple(details)


def _before(
    conn: sqlite3.Connection, channel: str, platform: str, end: int, complaints: Sequence[Complaint]
) -> Before | None:
    """The packet the last complaint to this addressee went with; without a complaint the last one made.

    Only packets that tell up to an earlier event count: making one twice in a row gives the same packet twice.
    """
    made = [
        one
        for one in reading.deliveries(conn)
        if one.kind == "packet.exported"
        and (one.facts.get("channel"), one.facts.get("platform")) == (channel, platform)
        and one.facts["as_of"] < end
    ]
    for sent in reversed([one for one in complaints if (one.channel, one.platform) == (channel, platform)]):
        written = next(iter(ledger.events(conn, sent.id)))
        gone_out = [one for one in made if one.seq < written.seq]
        if gone_out:
            return recalled(gone_out[-1].facts, sent_on=sent.sent_at[:10], reference=sent.reference)
    return recalled(made[-1].facts, sent_on=None, reference=None) if made else None


def _persons(conn: sqlite3.Connection) -> Iterable[dict[str, Any]]:
    """Every person with all names and numbers the ledger ever held for them."""
    for row in tables.rows(conn, "person", withdrawn=True):
        names: dict[str, None] = {}
        numbers: dict[str, None] = {}
        for event in ledger.events(conn, row["id"]):
            for part in (event.facts, event.identity):
                _collect(part or {}, names, numbers)
        yield {"id": row["id"], "names": list(names), "numbers": list(numbers), "relation": row.get("relation")}


def _collect(part: dict[str, Any], names: dict[str, None], numbers: dict[str, None]) -> None:
    changes = part.get("changes", {})
    for value in (part.get("name"), *changes.get("name", ())):
        if value:
            names[value] = None
    for several in (part.get("numbers"), *changes.get("numbers", ())):
        numbers |= dict.fromkeys(several or ())


def _erased(case: Case, conn: sqlite3.Connection) -> int:
    there = listing.count(conn, ContactFilter(withdrawn=True), case.store.conventions)
    return listing.last_number(conn, "contact") - there


def _imports(contacts: Iterable[ContactDetail]) -> list[Origin]:
    return list({origin.import_id: origin for one in contacts for origin in one.origins}.values())


def _answers(conn: sqlite3.Connection, complaints: Iterable[Complaint]) -> Iterable[AnswerPaper]:
    """The files sealed to complaints, each with the event that sealed it."""
    for sent in complaints:
        for file in listing.attachments(conn, sent.id):
            if not file.erased:
                yield AnswerPaper(sent.id, file, next(iter(ledger.events(conn, file.id))).seq)


def _unprintable(case: Case, contacts: Iterable[ContactDetail], answers: Iterable[AnswerPaper]) -> Iterable[str]:
    """Ids of attached pictures the papers cannot show."""
    files = [file for one in contacts if not one.withdrawn for file in one.attachments]
    for file in [*files, *(one.file for one in answers)]:
        picture = file.media_type.startswith("image/") and not file.erased
        if picture and not printable(browsing.attachment_path(case, file.id)):
            yield file.id


def _for(addressee: str, packs: Iterable[Pack], findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that may go to an addressee: some rules are for certain ones only."""
    only = {rule.code: rule.only_for for pack in packs for rule in pack.rules if rule.only_for}
    return tuple(one for one in findings if addressee in only.get(one.rule, (addressee,)))


def _binds(case: Case, packs: Iterable[Pack], findings: Iterable[Finding]) -> dict[str, str]:
    named = {basis.instrument for finding in findings for basis in finding.bases}
    found = {}
    for pack in packs:
        for instrument in texts_of(case, pack.id).instruments.values():
            if instrument.id in named:
                found[instrument.id] = instrument.binds.zh if language() == "zh" else instrument.binds.en
    return found


def _zone_name(zone: str, packs: Iterable[Pack]) -> str:
    names = [pack.zone_name for pack in packs if pack.zone == zone and pack.zone_name]
    return (names[0].zh if language() == "zh" else names[0].en) if names else ""


def _titles(addressees: Mapping[str, Words]) -> dict[str, str]:
    return {name: words.zh if language() == "zh" else words.en for name, words in addressees.items()}


def bands_of(packs: Iterable[Pack]) -> Iterable[Band]:
    """The hours outside those that rules on hours allow on any day, for any kind of contact."""
    for pack in packs:
        for rule in pack.rules:
            for test in rule.tests:
                for window in test.params.get("windows") or ():
                    if window["days"] == ["any"] and not window["kinds"] and not window["channels"]:
                        yield from _outside(window["allowed"])


def _outside(allowed: Sequence[dict[str, Any]]) -> Iterable[Band]:
    spans = sorted((span["start"], span["end"]) for span in allowed)
    for (_start, end), (following, _end) in zip(spans, [*spans[1:], (spans[0][0] + _DAY, 0)], strict=True):
        if end < following:
            yield Band(end % _DAY, following % _DAY, f"{_hour(end % _DAY)}–{_hour(following % _DAY)}")


def _hour(second: int) -> str:
    return f"{second // 3600:02}:{second % 3600 // 60:02}"


def _offset(day: str, zone: str) -> str:
    """The offset of the zone at noon of a day."""
    when = calendar_date.fromisoformat(day)
    return from_local(when.year, when.month, when.day, _DAY // 2, zone_named(zone)).isoformat()[-6:]
