"""Which provisions a rule rests on for one lender on one day, and what they make of a test's answer."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.checker.answers import joined, lowered
from evidencelog.checker.days import shifted
from evidencelog.models.findings import AppliedBasis

if TYPE_CHECKING:
    from evidencelog.checker.answers import Answer
    from evidencelog.checker.facts import Facts, Scope
    from evidencelog.models.law import Rule, RuleBasis

_JUDGED_EFFECTS = frozenset({"presumption", "needs_result", "open_standard"})


class Chosen(NamedTuple):
    """The bases in force that bind or may bind."""

    applied: tuple[AppliedBasis, ...]
    sure: tuple[RuleBasis, ...]
    """Grounds that surely apply."""
    missing: tuple[str, ...]
    """Facts that would decide for the other grounds."""
    grounded: bool
    """True when at least one ground may apply: without one the rule does not fire."""


def choose(rule: Rule, scope: Scope, day: str, readings: tuple[str, ...] = ()) -> Chosen:
    """The bases of ``rule`` in force on the local date ``day`` for a lender of that scope."""
    applied: list[AppliedBasis] = []
    sure: list[RuleBasis] = []
    missing: tuple[str, ...] = ()
    grounded = False
    for position, basis in enumerate(rule.bases):
        if day < basis.in_force_from or (basis.in_force_to is not None and day > basis.in_force_to):
            continue
        if basis.readings and not set(basis.readings) & set(readings):
            continue
        facts = _open_facts(basis, scope)
        if facts is None:
            continue
        certain = facts == ()
        applied.append(AppliedBasis(position, "yes" if certain else "if"))
        if basis.supporting:
            continue
        grounded = True
        if certain:
            sure.append(basis)
        else:
            missing = joined(missing, tuple(fact for fact in facts if fact))
    return Chosen(tuple(applied), tuple(sure), missing, grounded)


def _open_facts(basis: RuleBasis, scope: Scope) -> tuple[str, ...] | None:
    """The facts that would decide whether a basis applies: none when it does, None when it does not.

    An empty name stands for a question that no fact of a log answers.
    """
    facts: list[str] = []
    if basis.kinds or basis.open_kinds:
        if scope.kind is None:
            facts.append("kind")
        elif scope.kind in basis.open_kinds:
            if basis.decided_by is None:
                facts.append("")
            elif scope.funder_kind is None:
                facts.append(basis.decided_by)
            elif scope.funder_kind not in basis.kinds:
                return None
        elif scope.kind not in basis.kinds:
            return None
    if scope.product is not None and scope.product in basis.open_products:
        facts.append("")
    elif basis.products:
        if scope.product is None:
            facts.append("product")
        elif scope.product not in basis.products:
            return None
    return tuple(facts)


class Settled(NamedTuple):
    """What the bases make of an answer."""

    grade: str
    missing: tuple[str, ...]
    bases: tuple[AppliedBasis, ...]


class Grounds:
    """The bases of one rule in one case: the same question is answered once for all days between two changes of law."""

    def __init__(self, rule: Rule, facts: Facts) -> None:
        self.rule = rule
        self._facts = facts
        starts = {basis.in_force_from for basis in rule.bases}
        self._changes = sorted(starts | {shifted(b.in_force_to, 1) for b in rule.bases if b.in_force_to is not None})
        self._chosen: dict[tuple[object, ...], Chosen] = {}
        self._settled: dict[tuple[object, ...], Settled | None] = {}
        self._ever: dict[tuple[str, str], bool] = {}

    def chosen(self, platform: str | None, debt: str | None, day: str, readings: tuple[str, ...] = ()) -> Chosen:
        """``choose`` for a platform and, where one is recorded, a debt with it."""
        key = (platform, debt, bisect_right(self._changes, day), readings)
        known = self._chosen.get(key)
        if known is None:
            known = self._chosen[key] = choose(self.rule, self._facts.scope(platform, debt), day, readings)
        return known

    def ever(self, platform: str, reading: str) -> bool:
        """Whether the rule may at any time have a ground against the platform or for one of the debts.

        ``reading``: that of the test; bases that go with the readings of other tests of the rule are no grounds for it.
        """
        known = self._ever.get((platform, reading))
        if known is None:
            debts = (None, *self._facts.case.debts)
            others = {test.params["reading"] for test in self.rule.tests} - {reading}
            readings = tuple({name for basis in self.rule.bases for name in basis.readings} - others)
            known = self._ever[platform, reading] = any(
                self.chosen(platform, debt, day, readings).grounded for debt in debts for day in self._changes
            )
        return known

    def settled(self, answer: Answer, cap: str | None) -> Settled | None:
        """The grade, missing facts and bases of an answer; None without a ground. ``cap``: the highest grade."""
        asked = (answer.grade, answer.missing, cap)
        key = (answer.platform, answer.debt, bisect_right(self._changes, answer.day), answer.readings, asked)
        if key in self._settled:
            return self._settled[key]
        chosen = self.chosen(answer.platform, answer.debt, answer.day, answer.readings)
        made = None
        if chosen.grounded:
            grade = lowered(settle(answer.grade, chosen), cap)
            missing = chosen.missing if not chosen.sure and grade != "note" else ()
            made = Settled(grade, joined(answer.missing, missing), chosen.applied)
        self._settled[key] = made
        return made


def settle(grade: str, chosen: Chosen) -> str:
    """The grade a finding has once its grounds are known (``chosen.grounded`` must hold).

    No sure ground: undetermined while a fact would decide, else likely at most. Only inadvisable: advisory at most. Only
    open standards, presumptions or texts that need a result: likely at most. Only a safe harbour: a note.
    """
    if grade == "note":
        return grade
    if not chosen.sure:
        return "undetermined" if chosen.missing else lowered(grade, "likely")
    if all(basis.effect == "safe_harbour" for basis in chosen.sure):
        return "note"
    if all(basis.modality == "inadvisable" for basis in chosen.sure):
        grade = lowered(grade, "advisory")
    if all(basis.effect in _JUDGED_EFFECTS for basis in chosen.sure):
        grade = lowered(grade, "likely")
    return grade
