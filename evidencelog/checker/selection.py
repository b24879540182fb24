"""Which contacts a test looks at, and which facts are unknown about one that it may have to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.models.fields import DEBTOR
from evidencelog.numbers.kinds import kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidencelog.checker.facts import Facts
    from evidencelog.checker.predicate import Entries
    from evidencelog.models.contacts import ContactRow

_CHANNEL_OF_KIND = {"call": "phone", "visit": "in_person", "letter": "mail"}
"""The channel a contact surely has when none is recorded."""

_NUMBERS_KEPT = 65536


class Selection:
    """The ``contacts`` part of a test."""

    def __init__(self, params: dict[str, Any], facts: Facts, tags: Mapping[str, frozenset[str]]) -> None:
        self._facts = facts
        self._all_tags = tags
        self._kinds = frozenset(params["kinds"])
        self._channels = frozenset(params["channels"])
        self._direction: str = params["direction"]
        self._purpose: str = params["purpose"]
        self._to: str = params["to"]
        self._not_third = tuple(params["not_third"])
        self._by_collector = params["by"] == "collector"
        self._relations = frozenset(params["relations"])
        self._numbers = frozenset(params["numbers"])
        self._number_is = frozenset(params["number_is"])
        self._having = frozenset(params["having"])
        self._tags = frozenset(params["tags"])
        self._fitting = _Fitting(self._number_is, self._numbers) if self._numbers or self._number_is else None

    def may_fit(self, row: ContactRow) -> bool:
        """False for a contact that never fits. Looks only at what ``dispatch.sort_of`` tells contacts apart by."""
        return (
            (not self._kinds or row.kind in self._kinds)
            and (self._direction == "any" or (row.direction or "in") == self._direction)
            and (self._purpose == "any" or row.purpose is None or row.purpose == self._purpose)
            and (self._to == "anyone" or (row.to == DEBTOR) == (self._to == "debtor"))
            and not (self._by_collector and row.collector is None)
            and (not self._channels or channel_of(row) in (None, *self._channels))
            and ("payee" not in self._having or row.payee is not None)
            and ("case_number" not in self._having or row.case_number is not None)
            and (not self._tags or row.id in self._all_tags)
        )

    def sieve(self) -> dict[str, tuple[str | None, ...] | None]:
        """Fields with the values outside which ``may_fit`` is False; a part of a ``Sieve``."""
        passing: dict[str, tuple[str | None, ...] | None] = {}
        if self._kinds:
            passing["kind"] = tuple(sorted(self._kinds))
        if self._direction != "any":
            passing["direction"] = (None, "", "in") if self._direction == "in" else (self._direction,)
        if self._purpose != "any":
            passing["purpose"] = (None, self._purpose)
        if self._to == "debtor":
            passing["to"] = (DEBTOR,)
        elif self._to == "third_person":
            passing["to"] = tuple(self._facts.case.persons)
        if self._by_collector:
            passing["collector"] = None
        return passing

    def doubts(self, row: ContactRow) -> tuple[str, ...] | None:
        """None: not looked at. Else the unknown facts that leave it open whether the contact belongs here."""
        return self.doubts_of_sort(row) if self.looked_at(row) else None

    def doubts_of_sort(self, row: ContactRow) -> tuple[str, ...] | None:
        """As ``doubts``, for all contacts of the sort of this one that are looked at."""
        if not self.may_fit(row):
            return None
        doubts = []
        if self._to == "third_person":
            third = self._facts.third_person(row, self._not_third)
            relation = self._facts.relation(row)
            if third is False or (self._relations and relation is not None and relation not in self._relations):
                return None
            if third is None or (self._relations and relation is None):
                doubts.append("relation")
        if self._channels and channel_of(row) is None:
            doubts.append("channel")
        if self._purpose != "any" and row.purpose is None:
            doubts.append("purpose")
        return tuple(doubts)

    def looked_at(self, row: ContactRow) -> bool:
        """Whether number and tags are among those asked for; an unknown number is not."""
        if self._fitting is not None and not self._fitting[row.number]:
            return False
        return not self._tags or not self._tags.isdisjoint(self._all_tags.get(row.id, ()))

    def kept(self, entries: Entries) -> Entries:
        """The contacts that are looked at, of those whose sort is."""
        fitting, looked_at = self._fitting, self.looked_at
        if self._tags:
            return [entry for entry in entries if looked_at(entry[0])]
        return entries if fitting is None else [entry for entry in entries if fitting[entry[0].number]]


class _Fitting(dict[str | None, bool]):
    """By number whether it is among those asked for; kept, as a log holds the same ones again and again."""

    def __init__(self, exactly: frozenset[str], kinds: frozenset[str]) -> None:
        super().__init__()
        self._exactly = exactly
        self._kinds = kinds

    def __missing__(self, number: str | None) -> bool:
        if len(self) > _NUMBERS_KEPT:
            self.clear()
        fits = number is not None and (number in self._exactly or kind(number) in self._kinds)
        self[number] = fits
        return fits


def channel_of(row: ContactRow) -> str | None:
    """The channel as recorded, or the one its kind implies."""
    return row.channel if row.channel is not None else _CHANNEL_OF_KIND.get(row.kind)


def graded(grade: str, doubts: tuple[str, ...]) -> str:
    """A grade after doubts: an unknown purpose makes it likely at most, any other unknown fact undetermined."""
    if not doubts:
        return grade
    if doubts != ("purpose",) and any(doubt != "purpose" for doubt in doubts):
        return "note" if grade == "note" else "undetermined"
    return "likely" if grade == "breach" else grade
