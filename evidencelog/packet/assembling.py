"""From a case to a packet: which contacts are listed, what of them is shown, what they come to, what is missing."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from evidencelog.i18n import _, language
from evidencelog.models.fields import CONTACT, DEBTOR, PRIVATE
from evidencelog.models.labels import value_label
from evidencelog.models.packet import Entry, Exhibit, Import, Missing, Original, Packet, Step, Unlisted
from evidencelog.packet.comparing import compared
from evidencelog.packet.counting import counts, relevant
from evidencelog.packet.documents.evidence import PRINTABLE
from evidencelog.packet.phrases import in_own_voice
from evidencelog.packet.quoting import without_marks
from evidencelog.packet.redaction import Redactor, shortened
from evidencelog.timing.clock import local_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evidencelog.models.browsing import Attachment, ContactDetail
    from evidencelog.models.contacts import Complaint
    from evidencelog.models.findings import Finding, Quoted
    from evidencelog.models.law import Words
    from evidencelog.models.packet import Changes
    from evidencelog.models.packet_making import Material

_NOT_SHOWN = {field.name for field in CONTACT if field.part == PRIVATE} | {"at", "until", "platform"}
_GROUPS = ("log", "import", "message", "recording", "picture", "file", "answer")
_GROUP_OF = {"audio": "recording", "video": "recording", "image": "picture"}
_SUFFIXES = {
    "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/x-m4a": "m4a", "audio/aac": "aac", "audio/wav": "wav",
    "audio/x-wav": "wav", "audio/ogg": "ogg", "audio/flac": "flac", "audio/amr": "amr", "audio/webm": "webm",
    "video/mp4": "mp4", "video/webm": "webm", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif",
    "image/webp": "webp", "image/heic": "heic", "application/pdf": "pdf", "text/plain": "txt", "application/zip": "zip",
}  # fmt: skip


def assemble(material: Material) -> Packet:
    """The packet in the language in use."""
    redactor = redactor_of(material)
    listed = sorted(
        (one for one in material.contacts if not one.withdrawn), key=lambda one: (one.row.ts, _rank(one.id))
    )
    exhibits = _exhibits(material, listed, redactor)
    findings = tuple(_shown_findings(material.findings, redactor, _shown_words(listed, redactor)))
    entries = _entries(listed, exhibits, findings, redactor, material)
    first = _first_event(material, entries, exhibits)
    complainant = {
        name: str(value)
        for name, value in material.profile.items()
        if value and name in {"name", "id_number", "phone", "address"} and material.channel.asks(name)
    }
    platform = {key: redactor.value(value) for key, value in material.platform.items() if value is not None}
    packet = Packet(
        channel=material.channel,
        language=language(),
        program=material.program,
        packs=material.packs,
        as_of=material.as_of,
        date=material.date,
        zone=material.zone,
        offset=material.offset,
        since=material.since,
        until=material.until,
        platform=platform,
        complainant=complainant,
        persons=tuple(person for person in redactor.persons if _occurs(person.id, listed)),
        entries=entries,
        unlisted=tuple(sorted(_withdrawn(material.contacts, redactor), key=lambda one: _rank(one.id))),
        unassigned=material.unassigned,
        erased=material.erased,
        findings=findings,
        dismissed=sum(_dismissed(finding) for finding in material.findings),
        undetermined=sum(finding.grade == "undetermined" for finding in findings),
        complaints=tuple(_complaints(material, redactor)),
        addressees=material.addressees,
        imports=_imports(material, listed, redactor),
        exhibits=exhibits,
        binds={name: without_marks(words, []) for name, words in material.binds.items()},
        bands=material.bands,
        counts=counts(entries),
        request=redactor.text(material.request) if material.request else None,
        letter=tuple(redactor.text(paragraph) for paragraph in material.letter),
        signed=material.signed,
        missing=(),
        shortened={},
        originals=tuple(_originals(listed)) if material.channel.unaltered else (),
        steps=tuple(_steps(material, exhibits, redactor)),
        seals=tuple(one for one in material.seals if first <= one.seq <= material.as_of.seq),
        changes=_changes(material, listed, entries, exhibits, findings),
        aged=material.aged,
        first_event=first,
        zone_name=material.zone_name,
    )
    return packet._replace(missing=tuple(_missing(packet)), shortened=redactor.counts())


def redactor_of(material: Material) -> Redactor:
    """What shortens the texts of a packet: third persons, what the user named, the own ID number where nobody asks."""
    hidden = () if material.channel.asks("id_number") else _texts(material.profile.get("id_number"))
    return Redactor(material.persons, further=(*material.redact, *hidden))


def suffix(attachment: Attachment) -> str:
    """The ending of a file's name inside a packet: by its media type, else the ending it was given, ASCII only."""
    known = _SUFFIXES.get(attachment.media_type)
    given = attachment.name.rpartition(".")[2].lower()
    return known or (given if given.isascii() and given.isalnum() and len(given) <= 5 else "bin")


def _rank(id: str) -> tuple[int, str]:
    return len(id), id


def _texts(value: object) -> tuple[str, ...]:
    return (str(value),) if value else ()


def _occurs(person: str, listed: Iterable[ContactDetail]) -> bool:
    return any(one.row.to == person for one in listed)


def _withdrawn(contacts: Iterable[ContactDetail], redactor: Redactor) -> list[Unlisted]:
    gone = []
    for one in contacts:
        if one.withdrawn:
            because = next((version.because for version in reversed(one.history) if version.because), None)
            gone.append(Unlisted(one.id, one.row.day, redactor.text(because) if because else None))
    return gone


def _dismissed(finding: Finding) -> bool:
    review = finding.review or {}
    return review.get("decision") == "dismiss" and not review.get("stale")


def _shown_words(listed: Iterable[ContactDetail], redactor: Redactor) -> dict[str, str]:
    """The words of each listed contact as the packet shows them."""
    return {one.id: redactor.text(str(one.values["content"])) for one in listed if one.values.get("content")}


def _spoken(spans: Iterable[Quoted], words: Mapping[str, str]) -> Iterable[Quoted]:
    """The marked words that are shown, where they stand in what is shown; none that something shortened is part of."""
    for one in spans:
        shown = words.get(one.contact, "")
        places = [match.start() for match in re.finditer(re.escape(one.text), shown)] if one.text else []
        if places:
            start = min(places, key=lambda place: abs(place - one.start))
            yield one._replace(start=start, end=start + len(one.text))


def _shown_findings(findings: Sequence[Finding], redactor: Redactor, words: Mapping[str, str]) -> Iterable[Finding]:
    """The findings without those dismissed and without what is said to the complainant alone: questions and advice."""
    kept = [finding for finding in findings if not _dismissed(finding)]
    for finding in sorted(kept, key=lambda one: (one.rule, one.on, one.id)):
        wording = [basis.text for basis in finding.bases if basis.text_status == "verbatim"]

        person, label = finding.person or "", redactor.value(finding.person) or ""

        def said(text: str, wording: list[str] = wording, person: str = person, label: str = label) -> str:
            text = redactor.text(without_marks(in_own_voice(text), wording))
            return text.replace(person, label) if person else text

        yield finding._replace(
            person=redactor.value(finding.person),
            explanation=said(finding.explanation),
            reading=said(finding.reading),
            other_readings=tuple(map(said, finding.other_readings)),
            assumes=tuple(map(said, finding.assumes)),
            questions=(),
            bases=tuple(basis._replace(applies=without_marks(basis.applies, wording)) for basis in finding.bases),
            strengthen=(),
            spans=tuple(_spoken(finding.spans, words)),
        )


def _entries(
    listed: Sequence[ContactDetail],
    exhibits: Sequence[Exhibit],
    findings: Sequence[Finding],
    redactor: Redactor,
    material: Material,
) -> tuple[Entry, ...]:
    shown: dict[str, list[str]] = {}
    for exhibit in exhibits:
        if exhibit.contact:
            shown.setdefault(exhibit.contact, []).append(exhibit.number)
    counted: dict[str, list[str]] = {}
    for finding in findings:
        for contact in finding.contacts:
            counted.setdefault(contact, []).append(finding.id)
    own = {str(material.profile["phone"])} if material.profile.get("phone") else set()
    return tuple(
        _entry(position, one, shown.get(one.id, ()), counted.get(one.id, ()), redactor, own)
        for position, one in enumerate(listed, 1)
    )


def _entry(
    position: int,
    one: ContactDetail,
    exhibits: Sequence[str],
    findings: Sequence[str],
    redactor: Redactor,
    own: set[str],
) -> Entry:
    row, values, short = one.row, {}, set()
    for name, value in one.values.items():
        if name in _NOT_SHOWN or value is None or value == "":
            continue
        shown = redactor.value(value)
        if name == "line" and value not in own:
            shown = shortened(str(value))
        elif name == "to":
            shown = DEBTOR if row.to == DEBTOR else redactor.label(row.to)
        elif name == "identity" and isinstance(value, dict):
            shown = {item: answer for item, answer in value.items() if answer}
        values[name] = shown
        if shown != value:
            short.add(name)
    values["at"] = one.values["at"]
    if one.values.get("until"):
        values["until"] = one.values["until"]
    if row.to != DEBTOR:
        values.setdefault("relation", row.relation)
        if values["relation"] is None:
            del values["relation"]
    values.setdefault("to", DEBTOR)
    return Entry(
        position=position,
        id=one.id,
        ts=row.ts,
        day=row.day,
        second=row.second,
        values=values,
        verbatim=_verbatim(values),
        recorded_at=one.recorded_at,
        corrected_at=tuple(version.at for version in one.history if version.event == "corrected"),
        events=tuple(sorted({version.seq for version in one.history})),
        exhibits=tuple(exhibits),
        findings=tuple(findings),
        shortened=tuple(sorted(short)),
    )


def _verbatim(values: Mapping[str, Any]) -> bool:
    """Whether the words are the other side's own: said to be a quote, or the message itself."""
    if values.get("view"):
        return bool(values["view"] == "quote")
    return bool(
        values.get("source") == "message" or (values["kind"] == "message" and values.get("source") == "phone_log")
    )


def _imports(material: Material, listed: Sequence[ContactDetail], redactor: Redactor) -> tuple[Import, ...]:
    used = Counter(origin.import_id for one in listed for origin in {o.import_id: o for o in one.origins}.values())
    return tuple(
        Import(one.import_id, one.source_kind, redactor.text(one.file), one.file_sha256, used[one.import_id])
        for one in sorted(material.imports, key=lambda one: _rank(one.import_id))
        if used[one.import_id]
    )


def _originals(listed: Sequence[ContactDetail]) -> Iterable[Original]:
    """Messages of the other side as they came, nothing shortened."""
    for one in listed:
        values = one.values
        theirs = values["kind"] == "message" and values.get("direction") != "out"
        if theirs and values.get("content") and _verbatim(values):
            yield Original(one.id, values.get("number"), str(values["content"]))


def _steps(material: Material, exhibits: Sequence[Exhibit], redactor: Redactor) -> Iterable[Step]:
    steps = [
        Step(local_parts(one.ts, material.zone)[0], "request", value_label("request_kind", one.kind))
        for one in material.requests
    ]
    steps += [
        Step(local_parts(one.ts, material.zone)[0], "refusal", redactor.label(one.person)) for one in material.refusals
    ]
    for sent in material.complaints:
        name = material.addressees.get(sent.channel, sent.channel)
        number = _(" (no. {reference})", reference=sent.reference) if sent.reference else ""
        steps.append(Step(sent.sent_at[:10], "complaint", name + number))
        if sent.decided_on:
            answer = redactor.text(sent.answer) if sent.answer else _("content not noted")
            answer += "".join(_(" [{number}]", number=one.number) for one in exhibits if one.complaint == sent.id)
            steps.append(Step(sent.decided_on, "answer", _("{title}: {lines}", title=name, lines=answer)))
    return sorted((one for one in steps if one.day <= material.date), key=lambda one: (one.day, one.kind))


def _first_event(material: Material, entries: Sequence[Entry], exhibits: Sequence[Exhibit]) -> int:
    """The first event of a listed contact or of the paper of an answer; the last of all where nothing is listed."""
    shown = {exhibit.sha256 for exhibit in exhibits if exhibit.complaint}
    papers = [one.seq for one in material.answers if one.file.sha256 in shown]
    return min([*(seq for entry in entries for seq in entry.events), *papers], default=material.as_of.seq)


def _complaints(material: Material, redactor: Redactor) -> Iterable[Complaint]:
    for one in material.complaints:
        yield one._replace(answer=redactor.text(one.answer) if one.answer else one.answer)


def _changes(
    material: Material,
    listed: Sequence[ContactDetail],
    entries: Sequence[Entry],
    exhibits: Sequence[Exhibit],
    findings: Sequence[Finding],
) -> Changes | None:
    if material.before is None:
        return None
    corrected = {
        one.id: [version.seq for version in one.history if version.event == "corrected"]
        for one in listed
        if len(one.history) > 1
    }
    return compared(material.before, entries, exhibits, findings, corrected)


def _exhibits(material: Material, listed: Sequence[ContactDetail], redactor: Redactor) -> tuple[Exhibit, ...]:
    groups: dict[str, list[Exhibit]] = {name: [] for name in _GROUPS}
    if listed:
        groups["log"].append(_exhibit("log", _("Chronology of contacts")))
    for one in _imports(material, listed, redactor):
        groups["import"].append(_exhibit("import", one.file, sha256=one.sha256))
    for contact in listed:
        words = contact.values.get("content")
        if contact.values["kind"] == "message" and words and _verbatim(contact.values):
            groups["message"].append(
                _exhibit("message", _("Message {id}", id=contact.id), contact=contact.id, printed=True)
            )
        for attachment, original in _leaving(contact.attachments):
            exhibit = _file(attachment, original, redactor, material.unprintable)._replace(contact=contact.id)
            groups[exhibit.group].append(exhibit)
    if "evidence-list" in material.channel.papers:
        for sent in material.complaints:
            for attachment, original in _leaving([one.file for one in material.answers if one.complaint == sent.id]):
                exhibit = _file(attachment, original, redactor, material.unprintable)
                groups["answer"].append(exhibit._replace(group="answer", complaint=sent.id))
    numbered: list[Exhibit] = []
    for number, name in enumerate((name for name in _GROUPS if groups[name]), 1):
        numbered += [one._replace(number=f"{number}-{at}") for at, one in enumerate(groups[name], 1)]
    return tuple(numbered)


def _leaving(attachments: Sequence[Attachment]) -> Iterable[tuple[Attachment, Attachment | None]]:
    """The files of an entry that go into a packet, each with the one it was made from.

    A file of which there is a copy with something covered stays at home, and so does everything else made from it.
    """
    there = {one.id: one for one in attachments if not one.erased}
    covered = {one.copy_of: one.id for one in there.values() if one.copy == "redacted"}
    for one in there.values():
        if one.id in covered or (one.copy_of in covered and covered[one.copy_of] != one.id):
            continue
        yield one, there.get(one.copy_of or "")


def _file(
    attachment: Attachment, original: Attachment | None, redactor: Redactor, unprintable: frozenset[str]
) -> Exhibit:
    return _exhibit(
        _GROUP_OF.get(attachment.media_type.partition("/")[0], "file"),
        redactor.text(attachment.name),
        path=f"attachments/{attachment.id}.{suffix(attachment)}",
        media_type=attachment.media_type,
        size=attachment.size,
        sha256=attachment.sha256,
        sealed_at=attachment.added_at,
        modified_at=attachment.modified_at,
        printed=attachment.media_type in PRINTABLE and attachment.id not in unprintable,
        copy=attachment.copy,
        original=original.sha256 if original else None,
    )


def _exhibit(group: str, title: str, **values: Any) -> Exhibit:
    empty: dict[str, Any] = dict.fromkeys(Exhibit._fields)
    return Exhibit(**(empty | {"number": "", "group": group, "title": title, "printed": False} | values))


def _missing(packet: Packet) -> Iterable[Missing]:
    """Required items the log does not hold."""
    for requirement in packet.channel.requires:
        if not _held(packet, requirement.item):
            yield Missing(requirement.item, _in(requirement.label), _in(requirement.citation), _in(requirement.missing))


def _held(packet: Packet, item: str) -> bool:
    if item in {"name", "id_number", "phone", "address"}:
        return bool(packet.complainant.get(item))
    if item == "respondent":
        return bool(packet.platform.get("legal_name"))
    if item == "request":
        return bool(packet.request)
    if item == "facts":
        return bool(packet.entries)
    if item == "grounds":
        return bool(relevant(packet))
    if item == "evidence":
        return any(exhibit.group not in {"log", "import"} for exhibit in packet.exhibits)
    if item == "respondent_address":
        return False
    if item == "signature":
        return packet.signed is not None
    return True


def _in(words: Words) -> str:
    return words.zh if language() == "zh" else words.en
