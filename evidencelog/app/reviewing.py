"""The person's own judgement of a finding: confirmed, or dismissed with a reason. An event of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.app.checking import hits_of
from evidencelog.errors import BadInput, InvalidInput, Problem
from evidencelog.i18n import _

if TYPE_CHECKING:
    from evidencelog.app.cases import Case

DECISIONS = ("confirm", "dismiss")
_SHORTEST = len("F-") + 6
"""Characters of a finding's id that must be given at least."""


class NoSuchFinding(BadInput):
    """No finding of the case has that id, or more than one begins with it."""

    def __init__(self, finding: str) -> None:
        super().__init__(finding)
        self.finding = finding

    def __str__(self) -> str:
        return _("no finding {finding}; see evidencelog check for the ids", finding=repr(self.finding))


def review(case: Case, finding_id: str, decision: str, because: str) -> str:
    """Keeps ``confirm`` or ``dismiss`` for a finding with the contacts it counts now; gives the finding's whole id.

    The beginning of an id is enough where only one finding has it. Raises NoSuchFinding, InvalidInput (another decision,
    no reason for a dismissal).
    """
    reason = because.strip()
    problems = []
    if decision not in DECISIONS:
        problems.append(Problem("decision", _("{allowed} is allowed", allowed=", ".join(DECISIONS))))
    if decision == "dismiss" and not reason:
        problems.append(Problem("because", _("say why it does not count")))
    if problems:
        raise InvalidInput(problems)
    hits = hits_of(case)
    matches = [known for known in hits if known.startswith(finding_id)] if len(finding_id) >= _SHORTEST else []
    if len(matches) != 1:
        raise NoSuchFinding(finding_id)
    hit = hits[matches[0]]
    facts = {"rule": hit.rule, "decision": decision, "contacts": list(hit.contacts)}
    with case.store.writing() as writing:
        writing.append("finding.reviewed", matches[0], facts=facts, words={"because": reason} if reason else None)
    return matches[0]
