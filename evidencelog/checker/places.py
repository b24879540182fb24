"""Visits: where they were made and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.checker.predicate import Predicate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evidencelog.checker.answers import Answer
    from evidencelog.checker.predicate import Entries, Surroundings
    from evidencelog.models.contacts import ContactRow
    from evidencelog.models.law import RuleTest


class PlaceContact(Predicate):
    """A visit at a place where none is allowed."""

    def wants(self, row: ContactRow) -> bool:
        """Only visits."""
        return row.kind == "visit" and super().wants(row)

    def feed(self, entries: Entries) -> Iterator[Answer]:
        """An answer about a visit at such a place, or at one nobody noted."""
        for row, doubts in entries:
            if row.place in self.params["places"]:
                yield self.about(row, self.params["grade"], doubts)
            elif row.place is None:
                yield self.about(row, "undetermined", doubts, ("place",))


class VisitConduct(Predicate):
    """One fault in how a visit was made."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        judges: dict[str, Callable[[ContactRow], tuple[bool | None, str]]] = {
            "too_few": lambda row: (_less(row.visitors, test.params["visitors"]), "visitors"),
            "too_many": lambda row: (_less(test.params["visitors"], row.visitors), "visitors"),
            "unrecorded": lambda row: (_no(row.recorded_by_them), "recorded_by_them"),
            "no_papers": lambda row: (_no(row.papers_shown), "papers_shown"),
            "entered": lambda row: (None if row.entered is None else bool(row.entered), "entered"),
            "stayed": lambda row: (_stayed(row, test.params["minutes_to_leave"] * 60), "left_at"),
            "act": lambda row: (row.act in test.params["acts"], "act"),
        }
        self._judge = judges[test.params["fault"]]
        self._places = frozenset(test.params["places"])
        self._asks = test.params["when_unknown"] == "ask"

    def wants(self, row: ContactRow) -> bool:
        """Only visits."""
        return row.kind == "visit" and super().wants(row)

    def feed(self, entries: Entries) -> Iterator[Answer]:
        """A breach when the record shows the fault, asked for while the fact that shows it is unknown."""
        for row, doubts in entries:
            if self._places and row.place is not None and row.place not in self._places:
                continue
            fault, fact = self._judge(row)
            missing = (fact,) if fault is None else ("place",) if fault and self._places and row.place is None else ()
            answer = None
            if missing:
                answer = self.about(row, "undetermined", doubts, missing) if self._asks else None
            elif fault:
                answer = self.judged(row, "breach", doubts)
            if answer is not None:
                yield answer


def _less(one: int | None, other: int | None) -> bool | None:
    return None if one is None or other is None else one < other


def _no(flag: int | None) -> bool | None:
    return None if flag is None else not flag


def _stayed(row: ContactRow, seconds: int) -> bool | None:
    """Whether they stayed after they were told to leave; nobody told them: False."""
    if row.asked_to_leave_ts is None:
        return False
    return None if row.left_ts is None else row.left_ts - row.asked_to_leave_ts > seconds
