"""The state of the debt, and how long recordings are kept."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from evidencelog.checker.answers import Answer, lowered
from evidencelog.checker.days import months_later
from evidencelog.checker.predicate import Predicate, Reach
from evidencelog.checker.units import counts_as

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.checker.predicate import Surroundings
    from evidencelog.models.contacts import ContactRow
    from evidencelog.models.law import RuleTest


class DebtState(Predicate):
    """A contact although the debt is settled, under a plan that is kept, or not lawful."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        self._state: str = test.params["state"]
        case = around.facts.case
        self._possible = {
            "settled": any(platform.settled_on is not None for platform in case.platforms.values()),
            "plan_kept": bool(case.plans),
            "unlawful": any(debt.lawful is False for debt in case.debts.values()),
        }[self._state]

    def wants(self, row: ContactRow) -> bool:
        """Nothing while the case holds no debt in that state."""
        return self._possible and super().wants(row)

    def feed(self, row: ContactRow) -> Iterator[Answer]:
        """An answer about a contact on a later day than the one that changed the debt."""
        doubts = self.selection.doubts(row)
        if doubts is not None and self._barred(row):
            yield self.about(row, "breach", doubts)

    def _barred(self, row: ContactRow) -> bool:
        case = self.facts.case
        if self._state == "settled":
            platform = case.platforms.get(row.platform or "")
            return platform is not None and platform.settled_on is not None and row.day > platform.settled_on
        if self._state == "plan_kept":
            return any(
                plan.platform == row.platform
                and row.day > plan.signed_on
                and (plan.defaulted_on is None or row.day < plan.defaulted_on)
                for plan in case.plans
            )
        debt = case.debts.get(row.debt or "")
        return debt is not None and debt.lawful is False


class Retention(Predicate):
    """Recordings that may soon be deleted and that nobody asked for yet: one note for each platform."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        months: int = test.params["months"]
        remind: int = test.params["remind_months_before"]
        self._kept_from = months_later(around.today, -months)
        self._due_to = months_later(around.today, remind - months)
        kind = test.params["request"]
        self._asked = {request.platform for request in around.facts.case.requests if request.kind == kind}
        self._due: dict[str, list[ContactRow]] = defaultdict(list)
        self.reach = Reach(None, False, self._kept_from, self._due_to)

    def wants(self, row: ContactRow) -> bool:
        """Not the calls nobody answered: of them there is nothing to keep."""
        unanswered = row.kind == "call" and counts_as(row, "answered_call") is False
        return not unanswered and super().wants(row)

    def feed(self, row: ContactRow) -> Iterator[Answer]:
        """Keeps the contacts whose recordings are due."""
        if self._kept_from <= row.day <= self._due_to and self.selection.doubts(row) is not None:
            platform = row.platform or ""
            if platform not in self._asked:
                self._due[platform].append(row)
        return iter(())

    def finish(self) -> Iterator[Answer]:
        """One answer for each platform with recordings that are due."""
        for platform, rows in self._due.items():
            yield Answer(
                group=(platform,),
                day=rows[0].day,
                second=None,
                platform=platform,
                debt=None,
                person=None,
                contacts=tuple(row.id for row in rows),
                grade=lowered("note", self.params["at_most"]),
                readings=(self.reading,),
            )
