"""The state of the debt, and how long recordings are kept."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from evidencelog.checker.answers import Answer, lowered
from evidencelog.checker.days import months_later
from evidencelog.checker.predicate import Predicate, Reach
from evidencelog.checker.units import ANSWERED, counts_as

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.checker.predicate import Answers, Entries, Surroundings
    from evidencelog.models.contacts import ContactRow, Sieve
    from evidencelog.models.law import RuleTest


class DebtState(Predicate):
    """A contact although the debt is settled, under a plan that is kept, or not lawful."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        self._state: str = test.params["state"]
        case = around.facts.case
        self._barred: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        """By platform: the local dates after which, and before which, its debt is in the state."""
        if self._state == "settled":
            for platform in case.platforms.values():
                if platform.settled_on is not None:
                    self._barred[platform.id].append((platform.settled_on, None))
        elif self._state == "plan_kept":
            for plan in case.plans:
                self._barred[plan.platform].append((plan.signed_on, plan.defaulted_on))

    def concerns(self, platform: str) -> bool:
        """Only platforms with a debt in that state."""
        return platform in self._barred or self._state == "unlawful"

    def wants(self, row: ContactRow) -> bool:
        """Of debts that are not lawful only those."""
        if self._state == "unlawful":
            debt = self.facts.case.debts.get(row.debt or "")
            return debt is not None and debt.lawful is False and super().wants(row)
        return bool(self._barred) and super().wants(row)

    def feed(self, entries: Entries) -> Iterator[Answer]:
        """An answer about a contact on a later day than the one that changed the debt."""
        for row, doubts in entries:
            spans = self._barred.get(row.platform or "", ())
            if self._state == "unlawful" or any(
                after < row.day and (before is None or row.day < before) for after, before in spans
            ):
                yield self.about(row, "breach", doubts)


class Retention(Predicate):
    """Recordings that may soon be deleted and that nobody asked for yet: one note for each platform and reading."""

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
        self.reach = Reach(None, dated=((self._kept_from, self._due_to),))

    def begin(self) -> None:
        """Forgets all contacts fed before."""
        self._due.clear()

    def concerns(self, platform: str) -> bool:
        """Only platforms that were not asked yet."""
        return platform not in self._asked

    def wants(self, row: ContactRow) -> bool:
        """Not the calls nobody answered: of them there is nothing to keep."""
        unanswered = row.kind == "call" and counts_as(row, "answered_call") is False
        return not unanswered and super().wants(row)

    def sieve(self) -> Sieve:
        """Also without the calls nobody answered, where the kinds are named."""
        passing = self.selection.sieve()
        kinds = passing.get("kind") or ()
        if "call" not in kinds:
            return (passing,)
        others = tuple(kind for kind in kinds if kind != "call")
        return {**passing, "kind": ("call",), "outcome": (None, *ANSWERED)}, {**passing, "kind": others}

    def counts(self, row: ContactRow) -> bool:
        """Only contacts whose recordings are due."""
        return self._kept_from <= row.day <= self._due_to and super().counts(row)

    def feed(self, entries: Entries) -> Answers:
        """Keeps the contacts whose recordings are due."""
        for row, _doubts in entries:
            if self._kept_from <= row.day <= self._due_to:
                platform = row.platform or ""
                if platform not in self._due:
                    self._due[platform] = (row.day, [])
                self._due[platform][1].append(row.id)
        return ()

    def finish(self) -> Iterator[Answer]:
        """One answer for each platform with recordings that are due; readings have times of their own."""
        for platform, (day, contacts) in self._due.items():
            yield Answer(
                group=(platform, self.reading),
                day=day,
                second=None,
                platform=platform,
                debt=None,
                person=None,
                contacts=tuple(contacts),
                grade=lowered("note", self.params["at_most"]),
                readings=(self.reading,),
            )
