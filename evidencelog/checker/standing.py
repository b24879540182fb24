"""The state of the debt, and how long recordings are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.checker.answers import Answer, lowered
from evidencelog.checker.days import months_later
from evidencelog.checker.predicate import Predicate, Reach
from evidencelog.checker.units import counts_as

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.checker.predicate import Answers, Surroundings, Take
    from evidencelog.models.contacts import ContactRow
    from evidencelog.models.law import RuleTest


class DebtState(Predicate):
    """A contact although the debt is settled, under a plan that is kept, or not lawful."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        self._state: str = test.params["state"]
        case = around.facts.case
        self._possible = {
            "settled": {platform.id for platform in case.platforms.values() if platform.settled_on is not None},
            "plan_kept": {plan.platform for plan in case.plans},
            "unlawful": {debt.platform for debt in case.debts.values() if debt.lawful is False},
        }[self._state]

    def concerns(self, platform: str) -> bool:
        """Only platforms with a debt in that state."""
        return platform in self._possible or (self._state == "unlawful" and bool(self._possible))

    def wants(self, row: ContactRow) -> bool:
        """Nothing of debts that are not in that state."""
        if self._state == "unlawful":
            debt = self.facts.case.debts.get(row.debt or "")
            return debt is not None and debt.lawful is False and super().wants(row)
        return bool(self._possible) and super().wants(row)

    def taking(self, like: ContactRow, doubts: tuple[str, ...]) -> Take:  # noqa: ARG002 - all alike
        """An answer about a contact on a later day than the one that changed the debt."""

        def take(row: ContactRow) -> Answers:
            return (self.about(row, "breach", doubts),) if self._barred(row) else ()

        return take

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
        return True


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
        self._due: dict[str, tuple[str, list[str]]] = {}
        """By platform: the local date of the first contact whose recording is due, and the ids of all."""
        self.reach = Reach(None, False, self._kept_from, self._due_to)

    def concerns(self, platform: str) -> bool:
        """Only platforms that were not asked yet."""
        return platform not in self._asked

    def wants(self, row: ContactRow) -> bool:
        """Not the calls nobody answered: of them there is nothing to keep."""
        unanswered = row.kind == "call" and counts_as(row, "answered_call") is False
        return not unanswered and super().wants(row)

    def taking(self, like: ContactRow, doubts: tuple[str, ...]) -> Take:  # noqa: ARG002 - doubts play no part
        """Keeps the contacts whose recordings are due."""
        due, first, last = self._due, self._kept_from, self._due_to

        def take(row: ContactRow) -> Answers:
            day = row.day
            if first <= day <= last:
                platform = row.platform or ""
                if platform not in due:
                    due[platform] = (day, [])
                due[platform][1].append(row.id)
            return ()

        return take

    def finish(self) -> Iterator[Answer]:
        """One answer for each platform with recordings that are due."""
        for platform, (day, contacts) in self._due.items():
            yield Answer(
                group=(platform,),
                day=day,
                second=None,
                platform=platform,
                debt=None,
                person=None,
                contacts=tuple(contacts),
                grade=lowered("note", self.params["at_most"]),
                readings=(self.reading,),
            )
