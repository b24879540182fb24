"""Who was contacted: third persons, and people who had said no."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from evidencelog.checker.days import DAY, possible_seconds, shifted
from evidencelog.checker.predicate import Predicate, Reach
from evidencelog.checker.units import ANSWERED
from evidencelog.models.fields import DEBTOR
from evidencelog.timing.clock import local_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.checker.answers import Answer
    from evidencelog.checker.predicate import Entries, Surroundings
    from evidencelog.models.contacts import ContactRow, Sieve
    from evidencelog.models.law import RuleTest


_SPOKEN = ("call", "message")
_SEEN = ("seen",)
"""Stands in the place of doubts."""


class ThirdParty(Predicate):
    """A person who does not owe was contacted."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        self._judged = frozenset(test.params["judged"])
        self._harmless = frozenset(test.params["harmless"])
        self._days: int | None = test.params["reachable_days"]
        self._seen: dict[str, int] = {}
        """By platform: when the debtor last was reached or made contact."""
        self.reach = Reach(self._days + 1 if self._days is not None else 0, ahead=0)

    def begin(self) -> None:
        """Forgets all contacts fed before."""
        self._seen.clear()

    def wants(self, row: ContactRow) -> bool:
        """Also contacts that show that the debtor could be reached."""
        return self.counts(row) or (self._days is not None and _reached_debtor(row))

    def sieve(self) -> Sieve:
        """Also what shows that the debtor could be reached."""
        if self._days is None:
            return super().sieve()
        answered = {"to": (DEBTOR,), "kind": ("call",), "outcome": tuple(ANSWERED)}
        return (*super().sieve(), answered, {"to": (DEBTOR,), "kind": _SPOKEN, "direction": ("out",)})

    def counts(self, row: ContactRow) -> bool:
        """Only contacts with a third person."""
        return self.selection.may_fit(row)

    def settled(self, like: ContactRow) -> Any:
        """The doubts; those about a contact that only shows that the debtor could be reached are ``_SEEN``."""
        if _reached_debtor(like):
            return _SEEN if self._days is not None else None
        return super().settled(like) if self.counts(like) else None

    def feed(self, entries: Entries) -> Iterator[Answer]:
        """A breach when what was said makes it one, likely or asked for when it hangs on who could be reached."""
        for row, doubts in entries:
            if doubts is _SEEN:
                self._seen[row.platform or ""] = row.ts
            elif row.said_to_third in self._judged:
                yield self.about(row, "breach", doubts)
            elif self.params["otherwise"] != "nothing":
                yield self._otherwise(row, doubts)

    def _otherwise(self, row: ContactRow, doubts: tuple[str, ...]) -> Answer:
        missing = ("said_to_third",) if row.said_to_third is None else ()
        if self._days is None:
            return self.about(row, "likely", doubts, missing)
        seen = self._seen.get(row.platform or "")
        if seen is not None and row.ts - seen <= self._days * DAY:
            reading = self.params["reachable_reading"]
            return self.about(row, "likely", doubts, missing, (reading,) if reading else ())
        grade = "undetermined" if row.said_to_third in self._harmless else "likely"
        return self.about(row, grade, doubts, (*missing, "reachable"))


def _reached_debtor(row: ContactRow) -> bool:
    """Whether the call or message shows that the debtor could be reached: the debtor answered it, or made it."""
    spoken = row.kind == "call" and row.outcome in ANSWERED
    return row.to == DEBTOR and row.kind in _SPOKEN and (row.direction == "out" or spoken)


class AfterNotice(Predicate):
    """A contact although it had been refused, or asked to end."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        self._free_days: int = test.params["days_allowed"]
        case = around.facts.case
        self._said: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._complained: dict[str, str] = {}
        notice = test.params["notice"]
        if notice == "refusal":
            for key, moments in around.facts.refusals.items():
                self._said[key].extend(moments)
        elif notice == "request":
            for request in case.requests:
                if not test.params["requests"] or request.kind in test.params["requests"]:
                    self._said[(request.platform,)].append(request.ts)
        else:
            for complaint in case.complaints:
                before = self._complained.get(complaint.platform, complaint.sent_at)
                self._complained[complaint.platform] = min(before, complaint.sent_at)
        for moments in self._said.values():
            moments.sort()
        self._by_person = notice == "refusal"
        self._persons = {key[0] for key in self._said}
        self._told = {key[-1] for key in self._said} | set(self._complained)

    def concerns(self, platform: str) -> bool:
        """Only platforms that were told."""
        return platform in self._told

    def wants(self, row: ContactRow) -> bool:
        """Where persons said no, only contacts with them."""
        return (not self._by_person or row.to in self._persons) and super().wants(row)

    def feed(self, entries: Entries) -> Iterator[Answer]:
        """An answer about a contact after the notice; the one in which it was given is not after it."""
        for row, doubts in entries:
            complained = self._complained.get(row.platform or "")
            if complained is not None:
                if row.day > shifted(complained[:10], self._free_days):
                    yield self.about(row, "breach", doubts)
                continue
            moments = self._said.get((row.to, row.platform or "") if self._by_person else (row.platform or "",))
            if not moments:
                continue
            first, last = possible_seconds(row, self.params["approximate_seconds"])
            if self._after(moments[0], row, first):
                yield self.about(row, "breach", doubts)
            elif self._after(moments[0], row, last):
                yield self.about(row, "undetermined", doubts, ("at",))

    def _after(self, said: int, row: ContactRow, second: int) -> bool:
        if self._free_days:
            day, _second = local_parts(said, self.zone or self.facts.case.zone)
            return shifted(row.day, second // DAY) > shifted(day, self._free_days)
        return row.ts + second - row.second > said
