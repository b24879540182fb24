"""Who was contacted: third persons, and people who had said no."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from evidencelog.checker.days import DAY, possible_seconds, shifted
from evidencelog.checker.predicate import Predicate, Reach
from evidencelog.models.fields import DEBTOR
from evidencelog.timing.clock import local_parts

if TYPE_CHECKING:
    from evidencelog.checker.answers import Answer
    from evidencelog.checker.predicate import Answers, Surroundings, Take
    from evidencelog.models.contacts import ContactRow
    from evidencelog.models.law import RuleTest


class ThirdParty(Predicate):
    """A person who does not owe was contacted."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        self._judged = frozenset(test.params["judged"])
        self._harmless = frozenset(test.params["harmless"])
        self._days: int | None = test.params["reachable_days"]
        self._seen: dict[str, int] = {}
        """By platform: when the debtor last was reached or made contact."""
        self.reach = Reach(self._days + 1 if self._days is not None else 0)

    def wants(self, row: ContactRow) -> bool:
        """Also contacts that show that the debtor could be reached."""
        return self.counts(row) or (self._days is not None and _reached_debtor(row))

    def counts(self, row: ContactRow) -> bool:
        """Only contacts with a third person."""
        return super().wants(row)

    def taker(self, like: ContactRow) -> Take | None:
        """An answer about a contact with a third person."""
        if _reached_debtor(like):
            return self._seen_at if self._days is not None else None
        return super().taker(like) if self.counts(like) else None

    def _seen_at(self, row: ContactRow) -> Answers:
        self._seen[row.platform or ""] = row.ts
        return ()

    def taking(self, like: ContactRow, doubts: tuple[str, ...]) -> Take:  # noqa: ARG002 - all alike
        """A breach when what was said makes it one, likely or asked for when it hangs on who could be reached."""

        def take(row: ContactRow) -> Answers:
            if row.said_to_third in self._judged:
                return (self.about(row, "breach", doubts),)
            return () if self.params["otherwise"] == "nothing" else (self._otherwise(row, doubts),)

        return take

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
    spoken = row.kind == "call" and row.outcome == "answered"
    return row.to == DEBTOR and row.kind in ("call", "message") and (row.direction == "out" or spoken)


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
        self._told = {key[-1] for key in self._said} | set(self._complained)

    def concerns(self, platform: str) -> bool:
        """Only platforms that were told."""
        return platform in self._told

    def taking(self, like: ContactRow, doubts: tuple[str, ...]) -> Take | None:
        """An answer about a contact after the notice; the one in which it was given is not after it."""
        if self._complained:
            return lambda row: self._after_complaint(row, doubts)
        if self._by_person and not any(person == like.to for person, _platform in self._said):
            return None
        return lambda row: self._after_words(row, doubts)

    def _after_complaint(self, row: ContactRow, doubts: tuple[str, ...]) -> Answers:
        complained = self._complained.get(row.platform or "")
        late = complained is not None and row.day > shifted(complained[:10], self._free_days)
        return (self.about(row, "breach", doubts),) if late else ()

    def _after_words(self, row: ContactRow, doubts: tuple[str, ...]) -> Answers:
        key = (row.to, row.platform or "") if self._by_person else (row.platform or "",)
        moments = self._said.get(key)
        if not moments:
            return ()
        first, last = possible_seconds(row, self.params["approximate_seconds"])
        if self._after(moments[0], row, first):
            return (self.about(row, "breach", doubts),)
        if self._after(moments[0], row, last):
            return (self.about(row, "undetermined", doubts, ("at",)),)
        return ()

    def _after(self, said: int, row: ContactRow, second: int) -> bool:
        if self._free_days:
            day, _second = local_parts(said, self.zone or self.facts.case.zone)
            return shifted(row.day, second // DAY) > shifted(day, self._free_days)
        return row.ts + second - row.second > said
