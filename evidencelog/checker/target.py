"""Who was contacted: third persons, and people who had said no."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from evidencelog.checker.days import DAY, possible_seconds, shifted
from evidencelog.checker.predicate import Predicate, Reach
from evidencelog.models.fields import DEBTOR
from evidencelog.timing.clock import local_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.checker.answers import Answer
    from evidencelog.checker.predicate import Surroundings
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
        """Also contacts with the debtor, which show that the debtor could be reached."""
        return super().wants(row) or (self._days is not None and row.to == DEBTOR and row.kind in ("call", "message"))

    def feed(self, row: ContactRow) -> Iterator[Answer]:
        """An answer about a contact with a third person."""
        if row.to == DEBTOR and (row.direction == "out" or (row.kind == "call" and row.outcome == "answered")):
            self._seen[row.platform or ""] = row.ts
            return
        doubts = self.selection.doubts(row)
        if doubts is None:
            return
        if row.said_to_third in self._judged:
            yield self.about(row, "breach", doubts)
            return
        if self.params["otherwise"] == "nothing":
            return
        missing = ("said_to_third",) if row.said_to_third is None else ()
        if self._days is None:
            yield self.about(row, "likely", doubts, missing)
            return
        seen = self._seen.get(row.platform or "")
        if seen is not None and row.ts - seen <= self._days * DAY:
            reading = self.params["reachable_reading"]
            yield self.about(row, "likely", doubts, missing, (reading,) if reading else ())
        else:
            grade = "undetermined" if row.said_to_third in self._harmless else "likely"
            yield self.about(row, grade, doubts, (*missing, "reachable"))


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

    def feed(self, row: ContactRow) -> Iterator[Answer]:
        """An answer about a contact after the notice; the one in which it was given is not after it."""
        doubts = self.selection.doubts(row)
        if doubts is None:
            return
        complained = self._complained.get(row.platform or "")
        if complained is not None:
            if row.day > shifted(complained[:10], self._free_days):
                yield self.about(row, "breach", doubts)
            return
        key = (row.to, row.platform or "") if self._by_person else (row.platform or "",)
        moments = self._said.get(key)
        if not moments:
            return
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
