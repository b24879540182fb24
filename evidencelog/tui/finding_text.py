"""One finding in words: what it says, what it rests on, what was counted, what else may be said, what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.app import browsing
from evidencelog.app.answering import without_tags
from evidencelog.i18n import N_, _, ngettext
from evidencelog.models.findings import COUNTED_GRADES
from evidencelog.models.labels import field_label, value_label
from evidencelog.tui import masking
from evidencelog.tui.actions import key_of
from evidencelog.tui.contact_text import value_words
from evidencelog.tui.law_text import ground, listed
from evidencelog.tui.widgets.drawing import Paragraph, Part, shown
from evidencelog.tui.widgets.reading import BLANK, heading, plain, quiet
from evidencelog.tui.words import clock_words, day_words, duration_words, kind_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidencelog.app.cases import Case
    from evidencelog.models.findings import Basis, Finding

STATES = {
    "breach": N_("shown"),
    "likely": N_("to judge"),
    "advisory": N_("above"),
    "undetermined": N_("lacks"),
    "note": N_("for note"),
}
"""How sure a finding is, in one word for the list."""

MOST_QUOTED = 8
"""Passages quoted in the text."""

MOST_LISTED = 20
"""Contacts listed in the text; all of them open with a key."""


def settled(finding: Finding) -> bool:
    """Whether a person judged it and nothing changed since."""
    return finding.review is not None and not finding.review.get("stale")


def waits(finding: Finding) -> bool:
    """Whether it waits for a person's judgement."""
    return finding.grade == "likely" and not settled(finding)


def figures(findings: Sequence[Finding]) -> str:
    """How many findings stand and in how many contacts, how many wait for a judgement, how many lack a fact.

    Dismissed ones do not count; those that lack a fact, and mere remarks, are no findings yet.
    """
    standing = [finding for finding in findings if not dismissed(finding)]
    counted = [finding for finding in standing if finding.grade in COUNTED_GRADES]
    contacts = len({contact for finding in counted for contact in finding.contacts})
    words = [ngettext("{n} finding", "{n} findings", len(counted))]
    if counted:
        words = [ngettext("{findings} ({n} contact)", "{findings} ({n} contacts)", contacts, findings=words[0])]
    waiting = sum(map(waits, standing))
    if waiting:
        words.append(ngettext("{n} to judge", "{n} to judge", waiting))
    asking = sum(1 for finding in standing if finding.grade == "undetermined")
    if asking:
        words.append(ngettext("{n} lacks a fact", "{n} lack a fact", asking))
    return "   ".join(words)


def dismissed(finding: Finding) -> bool:
    """Whether a person said that it is none, and nothing changed since."""
    return settled(finding) and finding.review is not None and finding.review.get("decision") == "dismiss"


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
        plain(about),
        Paragraph((Part(value_label("grade", finding.grade), "accent"),)),
        BLANK,
        *(plain(line) for line in finding.explanation.splitlines()),
    ]
    text += _words(finding)
    text += _counted(case, finding)
    if finding.review is not None:
        text += [BLANK, *_judgement(finding)]
    text += listed(
        _("Questions that would settle it ({key} answers)", key=key_of("findings.answer")),
        tuple(without_tags(one)[0] for one in finding.questions),
    )
    text += [BLANK, heading(_("Rests on, as in force that day"))]
    for basis in finding.bases:
        text += _basis(basis)
    if finding.missing and not finding.questions:
        text += listed(_("Not known"), tuple(_field(name) for name in finding.missing))
    text += listed(_("They may say"), finding.other_readings)
    text += listed(_("This assumes"), finding.assumes)
    text += listed(_("Would make it stronger"), finding.strengthen)
    text += listed(_("What can be done"), finding.next_steps)
    return text


def _counted(case: Case, finding: Finding) -> list[Paragraph]:
    """What happened: it stands before the law, which is often long."""
    text = [BLANK, heading(ngettext("{n} contact counted", "{n} contacts counted", len(finding.contacts)))]
    text += [_contact(case, contact) for contact in finding.contacts[:MOST_LISTED]]
    if len(finding.contacts) > MOST_LISTED:
        text.append(quiet(_("and {n} more", n=len(finding.contacts) - MOST_LISTED), indent=2))
    if finding.reading:
        text.append(quiet(_("Counted as: {reading}", reading=finding.reading), indent=2))
    return text


def _words(finding: Finding) -> list[Paragraph]:
    """The words it was read from, each with why it counts; hidden where words are."""
    if not finding.spans:
        return []
    text = [BLANK, heading(_("Read from these words"))]
    for span in finding.spans[:MOST_QUOTED]:
        parts = (Part(f"{span.contact}  ", "quiet"), Part(_("“{words}”", words=masking.words(shown(span.text)))))
        text.append(Paragraph((*parts, Part(f"  {span.reason}", "quiet")), indent=1, hang=2))
    if len(finding.spans) > MOST_QUOTED:
        text.append(quiet(_("and {n} more", n=len(finding.spans) - MOST_QUOTED), indent=2))
    return text


def _judgement(finding: Finding) -> list[Paragraph]:
    review = finding.review or {}
    confirmed = review.get("decision") == "confirm"
    reason = masking.words(str(review.get("because") or "")) or "-"
    text = [
        plain(
            _("You confirmed it: {reason}", reason=reason)
            if confirmed
            else _("You said it is none: {reason}", reason=reason)
        )
    ]
    if review.get("stale"):
        text.append(quiet(_("The contacts have changed since; please look again.")))
    return text


def _basis(basis: Basis) -> list[Paragraph]:
    text = ground(basis._asdict())
    if basis.applies != "yes":
        condition = basis.applies.removeprefix("if:").strip()
        text.insert(2, quiet(_("applies where: {condition}", condition=condition), indent=2))
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
