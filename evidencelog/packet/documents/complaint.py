"""The first paper: the complaint in the form its addressee asks for, with the facts the log bears."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from evidencelog.i18n import _, language, ngettext
from evidencelog.models.findings import COUNTED_GRADES
from evidencelog.models.labels import field_label, value_label
from evidencelog.packet import counting, phrases, statements
from evidencelog.packet.blocks import (
    Column,
    Document,
    Heading,
    Pairs,
    Paragraph,
    Row,
    Run,
    Signature,
    Table,
    say,
    told,
)
from evidencelog.packet.documents.changes import summary
from evidencelog.packet.documents.clauses import clauses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.models.findings import Finding
    from evidencelog.models.law import Words
    from evidencelog.models.packet import Entry, Packet
    from evidencelog.packet.blocks import Block, Runs

_EXAMPLES = 4
"""How many findings of a rule the letter tells; all of them stand in the paper on findings."""
_SPREAD = 3
"""Blank lines left for a missing request."""


def words(text: Words) -> str:
    """The text in the language in use."""
    return text.zh if language() == "zh" else text.en


def addressee(packet: Packet) -> str:
    """Who the packet is for, with the lender's registered name where the line asks for it."""
    lender = packet.platform.get("legal_name") or packet.platform["name"]
    return words(packet.channel.addressee).replace("{lender}", lender)


def complaint(packet: Packet) -> Document:
    """The complaint: honesty block, complainant, respondent, request, facts, grounds, evidence, signature.

    Where the addressee asks nothing about the person, there is neither a part on them nor a line to sign on.
    """
    numbers = ordinals()
    blocks: list[Block] = [statements.box(packet)]

    def heading(text: str) -> None:
        blocks.append(Heading(f"{next(numbers)}{text}"))

    person = tuple(complainant_rows(packet))
    if person:
        heading(words(packet.channel.complainant) or _("Complainant"))
        blocks.append(Pairs(person))
    heading(words(packet.channel.respondent) or _("Complained of"))
    blocks.append(Pairs(tuple(respondent_rows(packet))))
    asked = request_blocks(packet)
    if asked:
        heading(_("What is asked for") if words(packet.channel.complainant) else _("Request"))
        blocks += asked
    heading(_("Main facts"))
    blocks += _facts(packet)
    heading(_("Grounds"))
    blocks += _grounds(packet)
    heading(_("Evidence"))
    blocks += _evidence(packet)
    if person or packet.channel.asks("signature"):
        blocks.append(Signature((signer(packet), _("Date:"))))
    title = words(packet.channel.document)
    subtitle = _("To: {addressee}", addressee=addressee(packet))
    return Document("complaint", title, subtitle, tuple(blocks), addressed=True)


def signer(packet: Packet) -> str:
    """What stands before the line to sign on."""
    role = words(packet.channel.complainant)
    return _("{role} (signature):", role=role) if role else _("Complainant (signature):")


def ordinals() -> Iterator[str]:
    """What stands before headings: 一、 二、 … or 1. 2. …"""
    if language() == "zh":
        yield from (f"{number}、" for number in "一二三四五六七八九十")
    else:
        yield from (f"{number}. " for number in range(1, 11))


def complainant_rows(packet: Packet) -> Iterator[tuple[str, Runs | None]]:
    """Who writes: only what the addressee asks for, None for what the log does not hold."""
    for item in ("name", "id_number", "phone", "address"):
        if packet.channel.asks(item):
            value = packet.complainant.get(item)
            label = _("Full name") if item == "name" else field_label(item)
            yield label, told(value) if value else None


def respondent_rows(packet: Packet) -> Iterator[tuple[str, Runs | None]]:
    """Who it is about: the lender, its firms, staff and numbers."""
    platform = packet.platform
    named = _("Institution (registered name)") if words(packet.channel.complainant) else _("Lender (registered name)")
    yield named, told(platform["legal_name"]) if platform.get("legal_name") else None
    yield _("Called in this packet"), told(platform["name"])
    if platform.get("kind"):
        yield field_label("platform_kind"), say(value_label("platform_kind", platform["kind"]))
    if platform.get("funder"):
        yield field_label("funder"), told(platform["funder"])
    if packet.channel.asks("contract_number") and platform.get("contract_number"):
        yield field_label("contract_number"), told(platform["contract_number"])
    if packet.channel.asks("respondent_address"):
        yield _("Registered seat"), None
    firms = _distinct(packet, "collector")
    if firms:
        yield _("Collection firms they named"), told(_(", ").join(firms))
    staff = _staff(packet)
    yield (
        _("Staff concerned"),
        told(_("; ").join(staff)) if staff else say(_("They did not give a name or staff number.")),
    )
    numbers = _distinct(packet, "number")
    if numbers:
        between = _(", ").rstrip() + " "  # without the space some programs end a line inside a number
        yield _("Numbers they used"), told(between.join(numbers), "code")


def _distinct(packet: Packet, name: str) -> list[str]:
    seen = (entry.get(name) for entry in packet.entries if not counting.own(entry))
    return list(dict.fromkeys(value for value in seen if value))


def _staff(packet: Packet) -> list[str]:
    named: dict[tuple[str | None, str | None], None] = {}
    for entry in packet.entries:
        if entry.get("caller") or entry.get("employee_id"):
            named[entry.get("caller"), entry.get("employee_id")] = None
    return [phrases.staff(caller, employee_id) for caller, employee_id in named]


def request_blocks(packet: Packet) -> list[Block]:
    """What is asked for: what every paper of this kind asks, then the person's own words.

    Without either there are lines to write on where the addressee requires a request, else nothing.
    """
    standing = [Paragraph(say(words(one)), "item") for one in packet.channel.standing]
    if not packet.request and standing:
        return list(standing)
    if not packet.request:
        return [Pairs(tuple(("", None) for _line in range(_SPREAD)))] if packet.channel.asks("request") else []
    lines = [line.strip() for line in packet.request.splitlines() if line.strip()]
    return [*standing, *(Paragraph((Run(line, "person"),), "item" if standing else "body") for line in lines)]


def _facts(packet: Packet) -> list[Block]:
    blocks: list[Block] = [Paragraph(say(overview(packet))), *summary(packet)]
    shown = counting.relevant(packet)
    for code, group in groupby(shown, key=lambda finding: finding.rule):
        blocks += _of_rule(code, list(group))
    rest = sum(finding.grade in COUNTED_GRADES for finding in packet.findings) - len(shown)
    if rest:
        sentence = ngettext(
            "{n} finding on other matters stands in the paper on findings.",
            "{n} findings on other matters stand in the paper on findings.",
            rest,
        )
        blocks.append(Paragraph(say(sentence), "item"))
    blocks += [Paragraph((Run(paragraph, "person"),)) for paragraph in packet.letter]
    return blocks


def overview(packet: Packet) -> str:
    """What the listed contacts come to, in a sentence or two."""
    counts = packet.counts
    first, last = (packet.entries[0].day, packet.entries[-1].day) if packet.entries else (packet.date, packet.date)
    sentence = _(
        "From {first} to {last} the log shows {contacts} contacts by the other side on {days} days: {calls} calls "
        "({answered} answered, {unanswered} not), {messages} messages, {visits} visits.",
        first=first,
        last=last,
        **counts._asdict(),
    )
    if counts.third:
        sentence += ngettext(
            " {n} of these contacts went to a third person.",
            " {n} of these contacts went to third persons.",
            counts.third,
        )
    return sentence


def _of_rule(code: str, findings: list[Finding]) -> list[Block]:
    grades = {grade: sum(finding.grade == grade for finding in findings) for grade in COUNTED_GRADES}
    tally = _("; ").join(_("{grade}: {n}", grade=phrases.grade(grade), n=n) for grade, n in grades.items() if n)
    head = _(
        "{title} ({code}): {n} findings on {entries} entries ({tally}).",
        title=findings[0].title,
        code=code,
        n=len(findings),
        entries=counting.distinct(findings),
        tally=tally,
    )
    blocks: list[Block] = [Paragraph(say(head, "strong"))]
    for finding in findings[:_EXAMPLES]:
        ids = _(", ").join(finding.contacts)
        blocks.append(Paragraph(say(_("{sentence} (entries {ids})", sentence=finding.explanation, ids=ids)), "item"))
    if len(findings) > _EXAMPLES:
        rest = len(findings) - _EXAMPLES
        blocks.append(
            Paragraph(
                say(
                    ngettext(
                        "{n} more of this kind stands in the paper on findings.",
                        "{n} more of this kind stand in the paper on findings.",
                        rest,
                    )
                ),
                "item",
            )
        )
    return blocks


def _grounds(packet: Packet) -> list[Block]:
    shown = counting.relevant(packet)
    if not shown:
        return [
            Paragraph(
                say(
                    _(
                        "The check of the log found nothing that a provision of the law packs used speaks to; see the facts."
                    )
                )
            )
        ]
    rows = []
    for code, group in groupby(shown, key=lambda finding: finding.rule):
        findings = list(group)
        seen = dict.fromkeys(
            phrases.against(finding, basis)
            for finding in findings
            for basis in finding.bases
            if basis.text_status != "paraphrase"
        )
        named = (*say(findings[0].title), Run(f"\n{code}", "program", "faint"))
        rows.append(Row((named, say("\n".join(seen)))))
    columns = (Column(_("Matter"), "44mm"), Column(_("Provisions the recorded conduct may touch"), "1fr"))
    blocks: list[Block] = [Table(columns, tuple(rows))]
    blocks.append(Paragraph(say(_("The provisions, how binding each is and how its text is known:")), "plain"))
    blocks += clauses(packet, shown)
    return blocks


def _evidence(packet: Packet) -> list[Block]:
    kept = [exhibit for exhibit in packet.exhibits if exhibit.path]
    sentence = _(
        "The list of evidence, the chronology, the findings and the statement of origin are part of this packet; "
        "{n} files lie with it untouched. The log's originals are kept by the complainant and can be shown on request.",
        n=len(kept),
    )
    return [Paragraph(say(sentence))]


def described(entry: Entry) -> str:
    """A contact on one line."""
    parts = (phrases.moment(entry), phrases.kind(entry), phrases.outcome(entry), phrases.recipient(entry))
    return " ".join(part for part in parts if part)
