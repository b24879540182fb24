"""Findings for people: what the record shows, on what text, how binding it is, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import N_, _
from evidencelog.models.labels import field_label, value_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.models.findings import Basis, Finding

_VERDICTS = {
    "law": N_("may breach"),
    "judicial_interpretation": N_("may breach"),
    "regulation": N_("may breach"),
    "normative_document": N_("may breach"),
    "recommended_standard": N_("not in line with a recommended national standard"),
    "association_rule": N_("not in line with an industry association's rule"),
}
"""How a finding is called by the force of the text it rests on; never stronger than that."""


def verdict(item: Finding, basis: Basis) -> str:
    """How the contact stands to one provision; only a reference where nothing is established."""
    if item.grade in ("undetermined", "note"):
        return _("see")
    return _(_VERDICTS[basis.force])


def heading(item: Finding) -> str:
    """Rule, title, grade, day and platform in one line."""
    parts = [f"{item.rule} {item.title}", value_label("grade", item.grade), item.on]
    if item.platform:
        parts.append(item.platform)
    if item.person:
        parts.append(item.person)
    if item.measured is not None and item.limit is not None:
        parts.append(_("counted {measured}, limit {limit}", measured=item.measured, limit=item.limit))
    if item.review:
        parts.append(_reviewed(item.review))
    return "  ".join(parts)


def full(item: Finding) -> Iterator[str]:
    """A finding with everything that stands behind it, the id first so that it can be reviewed."""
    yield f"{item.id}  {heading(item)}"
    if item.explanation:
        yield f"    {item.explanation}"
    if item.reading:
        yield f"    {item.reading}"
    yield f"    {_('contacts: {ids}', ids=' '.join(item.contacts))}"
    for basis in item.bases:
        yield f"    {basis_line(item, basis)}"
    if item.missing:
        yield f"    {_('missing: {facts}', facts=', '.join(map(fact_name, item.missing)))}"
    for question in item.questions:
        yield f"    {_('question: {text}', text=question)}"
    for text in item.assumes:
        yield f"    {_('assumes: {text}', text=text)}"
    for text in item.other_readings:
        yield f"    {_('another reading: {text}', text=text)}"
    for text in item.strengthen:
        yield f"    {_('makes it stronger: {text}', text=text)}"


def basis_line(item: Finding, basis: Basis) -> str:
    """One provision a finding rests on: verdict, citation, how binding."""
    line = f"{verdict(item, basis)} {basis.citation} ({value_label('force', basis.force)})"
    if basis.applies != "yes":
        line = f"{line}; {basis.applies}"
    return line


def short(item: Finding) -> Iterator[str]:
    """A finding in two lines, as it is shown right after an entry."""
    yield f"{item.id}  {heading(item)}"
    for basis in item.bases[:1]:
        yield f"    {basis_line(item, basis)}"
    if item.missing:
        yield f"    {_('missing: {facts}', facts=', '.join(map(fact_name, item.missing)))}"


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
