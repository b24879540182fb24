"""Findings for people: what the record shows, on what text, how binding it is, what is missing.

Findings of one rule on the same texts stand together, so that what they share is said once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.cli.wording import listed
from evidencelog.i18n import N_, _, ngettext
from evidencelog.models.labels import field_label, value_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidencelog.models.findings import Basis, Finding

_VERDICTS = {
    "law": N_("may breach {citation} ({force})"),
    "judicial_interpretation": N_("may breach {citation} ({force})"),
    "regulation": N_("may breach {citation} ({force})"),
    "normative_document": N_("may breach {citation} ({force})"),
    "recommended_standard": N_("not in line with a recommended national standard: {citation}"),
    "association_rule": N_("not in line with an association's rule: {citation}"),
}
"""How a finding is called by the force of the text it rests on; never stronger than that."""

_FEW = 6
"""Contacts that still stand in the line of their finding."""

_UNESTABLISHED = ("undetermined", "note")
"""Grades with which nothing is said about a text but where it stands."""


def basis_line(item: Finding, basis: Basis) -> str:
    """How the contact stands to one provision, by its force; what must hold for it to apply."""
    form = _("see {citation} ({force})") if item.grade in _UNESTABLISHED else _(_VERDICTS[basis.force])
    line = form.format(citation=basis.citation, force=value_label("force", basis.force))
    if basis.applies == "yes":
        return line
    return _("{line}; if: {condition}", line=line, condition=basis.applies.removeprefix("if: "))


def line(item: Finding) -> str:
    """One finding: id, grade, day, platform or person, contacts, count, judgement."""
    parts = [item.id, value_label("grade", item.grade), item.on]
    parts += [name for name in (item.platform, item.person) if name]
    if len(item.contacts) <= _FEW:
        parts.append(" ".join(item.contacts))
    if item.measured is not None and item.limit is not None:
        parts.append(_("counted {measured}, limit {limit}", measured=item.measured, limit=item.limit))
    if item.review:
        parts.append(_reviewed(item.review))
    return "  ".join(parts)


def short(item: Finding) -> Iterator[str]:
    """A finding in few lines, as it is shown right after an entry."""
    yield f"{item.rule} {item.title}  {line(item)}"
    yield from (f"    {line}" for line in quotes(item))
    for basis in item.bases[:1]:
        yield f"    {basis_line(item, basis)}"
    if item.missing:
        yield "    " + _("missing: {facts}", facts=listed(map(fact_name, item.missing)))
    for step in item.next_steps[:1]:
        yield "    " + _("what to do: {text}", text=step)


def quotes(item: Finding) -> Iterator[str]:
    """The words that led to a finding, or that bear it out, each with its entry."""
    for contact in dict.fromkeys(span.contact for span in item.spans):
        words = listed(_("\u201c{text}\u201d", text=span.text) for span in item.spans if span.contact == contact)
        yield _("words of {contact}: {words}", contact=contact, words=words)


def grouped(findings: Iterable[Finding]) -> Iterator[str]:
    """Findings under their rules; what the findings of a group share follows them once."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for item in findings:
        texts = tuple(basis_line(item, basis) for basis in item.bases)
        groups.setdefault((item.rule, texts, item.assumes, item.other_readings, item.strengthen), []).append(item)
    shown: set[str] = set()
    counts = {item.rule: 0 for members in groups.values() for item in members}
    for members in groups.values():
        counts[members[0].rule] += len(members)
    for members in sorted(groups.values(), key=lambda members: list(counts).index(members[0].rule)):
        first = members[0]
        if shown:
            yield ""
        if first.rule not in shown:
            shown.add(first.rule)
            found = ngettext("{n} finding", "{n} findings", counts[first.rule])
            yield f"{first.rule} {first.title}  {found}"
        yield from _group(members)


def _group(members: list[Finding]) -> Iterator[str]:
    for item in members:
        yield f"  {line(item)}"
        yield f"      {item.explanation}"
        yield from (f"      {line}" for line in quotes(item))
        if len(item.contacts) > _FEW:
            yield "      " + _("contacts: {ids}", ids=" ".join(item.contacts))
        if item.missing:
            yield "      " + _("missing: {facts}", facts=listed(map(fact_name, item.missing)))
        for question in item.questions:
            yield "      " + _("question: {text}", text=question)
    first = members[0]
    for text in dict.fromkeys(basis_line(first, basis) for basis in first.bases):
        yield f"  {text}"
    if first.reading:
        yield "  " + _("counted so: {text}", text=first.reading)
    for text in first.assumes:
        yield "  " + _("assumes: {text}", text=text)
    for text in first.other_readings:
        yield "  " + _("another reading: {text}", text=text)
    for text in first.strengthen:
        yield "  " + _("makes it stronger: {text}", text=text)
    for text in first.next_steps:
        yield "  " + _("what to do: {text}", text=text)


def fact_name(name: str) -> str:
    """A missing fact by the name people know it under."""
    try:
        return field_label(name)
    except KeyError:
        return name


def _reviewed(review: dict[str, object]) -> str:
    decided = _("confirmed") if review["decision"] == "confirm" else _("dismissed")
    if review.get("stale"):
        return _("{decided} (the contacts changed since)", decided=decided)
    return decided
