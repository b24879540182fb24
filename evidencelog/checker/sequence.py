"""Tests over the sequence of contacts of a group: different values, gaps, pauses after an event, collectors by turns."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from evidencelog.checker.answers import Answer, Aside, joined, lowered
from evidencelog.checker.buckets import Share, buckets, by_group, group_key, is_exact, reach_of
from evidencelog.checker.days import apart, in_time
from evidencelog.checker.predicate import Predicate, Reach
from evidencelog.checker.selection import graded
from evidencelog.checker.units import counts_as
from evidencelog.models.fields import DEBTOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.checker.buckets import Entry, Group
    from evidencelog.checker.predicate import Entries, Surroundings
    from evidencelog.models.contacts import ContactRow
    from evidencelog.models.law import RuleTest


class MaxDistinct(Predicate):
    """More than a number of different values of a field in a window."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        self._field: str = test.params["field"]
        self._limit: int = test.params["limit"]
        self._named: str | None = test.params["named_in_contract"]
        self._buckets = buckets(test.params)
        self.reach = Reach(reach_of(test.params), "platform" not in test.params["group_by"])

    def begin(self) -> None:
        """Forgets all contacts fed before."""
        self._buckets.begin()

    def wants(self, row: ContactRow) -> bool:
        """Only contacts whose value is known, as far as that can be told of a sort."""
        return (self._field == "number" or self._value(row) is not None) and super().wants(row)

    def settled(self, like: ContactRow) -> Any:
        """What a contact of that sort is in a window."""
        doubts = super().settled(like)
        return None if doubts is None else Share(1, frozenset(doubts), exact=is_exact(like))

    def feed(self, entries: Entries) -> Iterator[Answer | Aside]:
        """Adds the contacts' values to their groups."""
        known = [entry for entry in entries if self._value(entry[0]) is not None]
        for key, mine in by_group(known, self.params["group_by"]):
            for group in self._buckets.add(key, mine):
                yield from self._answers(group)

    def finish(self) -> Iterator[Answer | Aside]:
        """The answers of the windows still open."""
        for group in self._buckets.finish():
            yield from self._answers(group)

    def _value(self, row: ContactRow) -> str | None:
        if self._field == "person":
            return row.to if row.to != DEBTOR else None
        if self._field == "channel":
            return row.channel
        return row.collector if self._field == "collector" else row.number

    def _answers(self, group: Group) -> Iterator[Answer | Aside]:
        entries = sorted(group.entries, key=lambda entry: in_time(entry[0]))
        if self._different(entries) <= self._limit:
            return
        if self._named is not None:
            named = [entry for entry in entries if self._in_contract(entry[0])]
            entries = [entry for entry in entries if not self._in_contract(entry[0])]
            if named and self._different(entries + named) > self._limit >= self._different(entries):
                row = named[0][0]
                ids = tuple(row.id for row, _share in named)
                yield Aside(row.day, row.platform, row.debt, ids, "exception", self._named)
        for soft in (frozenset(), frozenset({"purpose"}), frozenset({"purpose", "relation", "channel", "at"})):
            chosen = [entry for entry in entries if entry[1].doubts <= soft]
            if self._different(chosen) > self._limit:
                yield self._answer(group, chosen)
                return

    def _answer(self, group: Group, chosen: list[Entry]) -> Answer:
        doubts = tuple(sorted({doubt for _row, share in chosen for doubt in share.doubts}))
        unasked = self._named is not None and any(self._in_contract(row) is None for row, _share in chosen)
        grade = graded("likely" if unasked else "breach", doubts)
        first = chosen[0][0]
        platforms = {row.platform for row, _share in chosen}
        return Answer(
            group=group.key,
            day=first.day,
            second=None,
            platform=first.platform if len(platforms) == 1 else None,
            debt=first.debt if len({row.debt for row, _share in chosen}) == 1 else None,
            person=None,
            contacts=tuple(dict.fromkeys(row.id for row, _share in chosen)),
            grade=lowered(grade, self.params["at_most"]),
            missing=joined(("named_in_contract",) if unasked else (), doubts),
            readings=(self.reading,),
            measured=self._different(chosen),
            limit=self._limit,
            unit=self._field,
        )

    def _in_contract(self, row: ContactRow) -> bool | None:
        person = self.facts.case.persons.get(row.to)
        return person.named_in_contract if person is not None else None

    def _different(self, entries: list[Entry]) -> int:
        return len({self._value(row) for row, _share in entries})


class MinGap(Predicate):
    """Two contacts of a group with too few days between their dates."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        self._days: int = test.params["days"]
        self._last: dict[tuple[str, ...], tuple[ContactRow, tuple[str, ...]]] = {}
        self.reach = Reach(self._days, "platform" not in test.params["group_by"])

    def begin(self) -> None:
        """Forgets all contacts fed before."""
        self._last.clear()

    def feed(self, entries: Entries) -> Iterator[Answer]:
        """An answer about the later one of two contacts that are too close."""
        for row, doubts in entries:
            key = group_key(row, self.params["group_by"])
            before = self._last.get(key)
            self._last[key] = (row, doubts)
            if before is not None and apart(before[0].day, row.day) < self._days:
                both = joined(doubts, before[1])
                yield self.about(row, "breach", both)._replace(contacts=(before[0].id, row.id))


class CoolDown(Predicate):
    """A contact within some days after an event of its group."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        days: int = test.params["days"]
        self._barred = days - 1 if test.params["event_day_counts"] else days
        self._sure: dict[tuple[str, ...], ContactRow] = {}
        self._maybe: dict[tuple[str, ...], ContactRow] = {}
        self.reach = Reach(days, "platform" not in test.params["group_by"])

    def begin(self) -> None:
        """Forgets all contacts fed before."""
        self._sure.clear()
        self._maybe.clear()

    def feed(self, entries: Entries) -> Iterator[Answer]:
        """An answer about a contact that came too soon; the event itself is none."""
        for row, doubts in entries:
            key = group_key(row, self.params["group_by"])
            sure, maybe = self._since(self._sure.get(key), row), self._since(self._maybe.get(key), row)
            if sure is not None:
                yield self.about(row, "breach", doubts)._replace(contacts=(sure.id, row.id))
            elif maybe is not None:
                answer = self.about(row, "undetermined", doubts, ("outcome",))
                yield answer._replace(contacts=(maybe.id, row.id))
            happened = counts_as(row, self.params["after"])
            if happened:
                self._sure[key] = row
            elif happened is None:
                self._maybe[key] = row

    def _since(self, event: ContactRow | None, row: ContactRow) -> ContactRow | None:
        return event if event is not None and apart(event.day, row.day) <= self._barred else None


class SeveralCollectors(Predicate):
    """A collector comes back although another one has been in contact since: no mere handing over."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        self._days: int = test.params["days"]
        self._latest: dict[tuple[str, ...], dict[str, tuple[ContactRow, tuple[str, ...]]]] = defaultdict(dict)
        """By group: the last contact of each collector."""
        self.reach = Reach(self._days, "platform" not in test.params["group_by"])

    def begin(self) -> None:
        """Forgets all contacts fed before."""
        self._latest.clear()

    def wants(self, row: ContactRow) -> bool:
        """Only contacts by a collector."""
        return row.collector is not None and super().wants(row)

    def feed(self, entries: Entries) -> Iterator[Answer]:
        """An answer about each contact with which a collector comes back."""
        for entry in entries:
            row = entry[0]
            latest = self._latest[group_key(row, self.params["group_by"])]
            collector = row.collector or ""
            own = latest.pop(collector, None)
            between = next(reversed(latest.values()), None)  # the newest of the others: each moves to the end
            latest[collector] = entry
            if own is None or between is None or between[0].ts < own[0].ts or in_time(between[0]) < in_time(own[0]):
                continue
            if apart(own[0].day, row.day) <= self._days:
                all_doubts = joined(entry[1], own[1], between[1])
                answer = self.judged(row, "likely", all_doubts)
                if answer is not None:
                    yield answer._replace(contacts=(own[0].id, between[0].id, row.id))
