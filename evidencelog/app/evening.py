"""What a day amounts to in the evening: one missing answer, how far the case is from a complaint, what may be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidencelog.app import browsing, drafts
from evidencelog.app.answering import without_tags
from evidencelog.app.checking import check
from evidencelog.app.overview import Today, dismissed, settled, today
from evidencelog.models.findings import COUNTED_GRADES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidencelog.app.cases import Case
    from evidencelog.models.findings import Finding
    from evidencelog.models.progress import Progress

ASKED_FOR = ("recording", "data_copy", "stop_third_persons")
"""What may be asked of any lender, as kinds of a request."""


class Question(NamedTuple):
    """One fact that is missing."""

    text: str
    """The question, in the language in use."""
    finding: str
    """Id of the finding it would settle."""
    contact: str
    """The contact in which the answer belongs: the newest one counted."""
    fact: str
    """Name of the fact: a field of the contact or of its platform, or one that no field holds."""
    platform: str | None
    """Name of the platform it is about."""
    more: int
    """How many further findings wait for a fact."""


class Standing(NamedTuple):
    """Where the case stands with one platform."""

    platform: str
    """Name."""
    shown: int
    """Findings the record alone shows."""
    waiting: int
    """Findings that wait for the person's judgement."""
    complained: str | None
    """Day of the last complaint, ``YYYY-MM-DD``."""
    not_asked: tuple[str, ...]
    """Kinds of request of ``ASKED_FOR`` that were not made yet."""


class Evening(NamedTuple):
    """The card."""

    today: Today
    unplaced: int
    """Contacts of unknown numbers."""
    drafts: bool
    """Whether something begun was kept."""
    question: Question | None
    standings: tuple[Standing, ...]
    """Platforms with counted findings, those with most first."""


def evening(case: Case, progress: Progress | None = None) -> Evening:
    """The card of this day, in the case's zone."""
    findings = [finding for finding in check(case, progress=progress).findings if not dismissed(finding)]
    so_far = today(case)
    begun = any(drafts.kept(case, name) for name in ("entry", "live-call", "live-visit", "quick"))
    return Evening(so_far, case.info().inbox, begun, _question(findings, so_far.day), _standings(case, findings))


def _question(findings: Sequence[Finding], day: str) -> Question | None:
    """The newest finding that lacks a fact; one of this day before any other."""
    asking = [one for one in findings if one.grade == "undetermined" and one.questions and one.missing]
    if not asking:
        return None
    chosen = max(asking, key=lambda one: (one.on == day, one.on))
    return Question(
        without_tags(chosen.questions[0])[0],
        chosen.id,
        chosen.contacts[-1],
        chosen.missing[0],
        chosen.platform,
        len(asking) - 1,
    )


def _standings(case: Case, findings: Sequence[Finding]) -> tuple[Standing, ...]:
    complaints = browsing.records(case, "complaint")
    requests = browsing.records(case, "request")
    found = []
    for name in dict.fromkeys(one.platform for one in findings if one.platform and one.grade in COUNTED_GRADES):
        mine = [one for one in findings if one.platform == name]
        sent = [one["sent_at"][:10] for one in complaints if one["platform"] == name]
        made = {one["kind"] for one in requests if one["platform"] == name}
        found.append(
            Standing(
                str(name),
                sum(one.grade == "breach" for one in mine),
                sum(one.grade == "likely" and not settled(one) for one in mine),
                max(sent, default=None),
                tuple(kind for kind in ASKED_FOR if kind not in made),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.shown, one.platform)))
