"""One finding in words: what it says, what it rests on, what was counted, what else may be said, what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.app import browsing
from evidencelog.i18n import N_, _, ngettext
from evidencelog.models.labels import field_label, value_label
from evidencelog.tui.contact_text import value_words
from evidencelog.tui.widgets.drawing import Paragraph, Part
from evidencelog.tui.widgets.reading import BLANK, heading, plain, quiet
from evidencelog.tui.words import clock_words, day_words, duration_words, kind_words

if TYPE_CHECKING:
    from evidencelog.app.cases import Case
    from evidencelog.models.findings import Basis, Finding

STATES = {
    "breach": N_("shown"),
    "likely": N_("to judge"),
    "advisory": N_("above"),
    "undetermined": N_("asks"),
    "note": N_("for note"),
}
"""How sure a finding is, in one word for the list."""

MOST_LISTED = 40
"""Contacts listed in the text; all of them open with a key."""


def settled(finding: Finding) -> bool:
    """Whether a person judged it and nothing changed since."""
    return finding.review is not None and not finding.review.get("stale")


def waits(finding: Finding) -> bool:
    """Whether it waits for a person's judgement."""
    return finding.grade == "likely" and not settled(finding)


def state(finding: Finding) -> str:
    """One word: the judgement, else how sure it is."""
    if settled(finding) and finding.review is not None:
        return _("true") if finding.review.get("decision") == "confirm" else _("not so")
    return _(STATES[finding.grade])


def explained(case: Case, finding: Finding) -> list[Paragraph]:
    """The whole text, read from the case where it names contacts."""
    about = "  ".join(part for part in (day_words(finding.on, year=True), finding.platform, finding.person) if part)
    text = [
        Paragraph((Part(f"{finding.rule}  {finding.title}", "strong"),)),
        Paragraph((Part(about + "  "), Part(value_label("grade", finding.grade), "accent"))),
        BLANK,
        *(plain(line) for line in finding.explanation.splitlines()),
    ]
    if finding.review is not None:
        text += [BLANK, *_judgement(finding)]
    text += [BLANK, heading(_("Rests on, as in force that day"))]
    for basis in finding.bases:
        text += _basis(basis)
    text += [BLANK, heading(ngettext("{n} contact counted", "{n} contacts counted", len(finding.contacts)))]
    text += [_contact(case, contact) for contact in finding.contacts[:MOST_LISTED]]
    if len(finding.contacts) > MOST_LISTED:
        text.append(quiet(_("and {n} more", n=len(finding.contacts) - MOST_LISTED), indent=2))
    if finding.reading:
        text.append(quiet(_("Counted as: {reading}", reading=finding.reading), indent=2))
    text += _listed(_("Questions that would settle it"), finding.questions)
    if finding.missing and not finding.questions:
        text += _listed(_("Not known"), tuple(_field(name) for name in finding.missing))
    text += _listed(_("They may say"), finding.other_readings)
    text += _listed(_("This assumes"), finding.assumes)
    text += _listed(_("Would make it stronger"), finding.strengthen)
    text += _listed(_("What can be done"), finding.next_steps)
    return text


def _judgement(finding: Finding) -> list[Paragraph]:
    review = finding.review or {}
    confirmed = review.get("decision") == "confirm"
    words = _("You confirmed it: {reason}") if confirmed else _("You said it is none: {reason}")
    text = [plain(words.replace("{reason}", str(review.get("because") or "-")))]
    if review.get("stale"):
        text.append(quiet(_("The contacts have changed since; please look again.")))
    return text


def _basis(basis: Basis) -> list[Paragraph]:
    force = value_label("force", basis.force)
    until = basis.in_force_to
    span = _("in force from {since}", since=basis.in_force_from)
    if until:
        span = _("in force from {since} to {until}", since=basis.in_force_from, until=until)
    text = [Paragraph((Part(force + "  ", "accent"), Part(basis.citation)), indent=1, hang=1)]
    text.append(quiet(f"{span}   {value_label('text_status', basis.text_status)}", indent=2))
    if basis.applies != "yes":
        text.append(quiet(basis.applies, indent=2))
    lines = basis.text.splitlines() or [""]
    text += [plain(line, indent=2) for line in lines if line]
    return text


def _contact(case: Case, contact: str) -> Paragraph:
    row = browsing.detail(case, contact).row
    words = [day_words(row.day), clock_words(row.second), kind_words(row.kind, row.channel)]
    if row.outcome:
        words.append(value_words("outcome", row.outcome))
    if row.duration:
        words.append(duration_words(row.duration))
    if row.to_name:
        words.append(row.to_name)
    return Paragraph((Part(contact + "  ", "quiet"), Part(" ".join(words))), indent=2, hang=2)


def _field(name: str) -> str:
    try:
        return field_label(name)
    except KeyError:
        return name


def _listed(title: str, lines: tuple[str, ...]) -> list[Paragraph]:
    if not lines:
        return []
    return [BLANK, heading(title), *(Paragraph((Part("- "), Part(line)), indent=1, hang=2) for line in lines)]
