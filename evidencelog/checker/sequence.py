"""Tests over the sequence of contacts of a group: different values, gaps, pauses after an event, collectors by turns."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from evidencelog.checker.answers import Answer, Aside, joined, lowered
from evidencelog.checker.buckets import Share, buckets, group_key, reach_of
from evidencelog.checker.days import apart, in_time
from evidencelog.checker.predicate import Predicate, Reach
from evidencelog.checker.selection import graded
from evidencelog.checker.units import counts_as
from evidencelog.models.fields import DEBTOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidencelog.checker.buckets import Entry, Group
    from evidencelog.checker.predicate import Answers, Surroundings, Take
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

    def wants(self, row: ContactRow) -> bool:
        """Only contacts whose value is known, as far as that can be told of a sort."""
        return (self._field == "number" or self._value(row) is not None) and super().wants(row)

    def taking(self, like: ContactRow, doubts: tuple[str, ...]) -> Take:  # noqa: ARG002 - all alike
        """Adds the contact's value to its group."""
        share = Share(1, frozenset(doubts))

        def take(row: ContactRow) -> Answers:
            if self._value(row) is None:
                return ()
            groups = self._buckets.add(group_key(row, self.params["group_by"]), row, share)
            return self._all_answers(groups) if groups else ()

        return take

    def finish(self) -> Answers:
        """The answers of the windows still open."""
        return self._all_answers(self._buckets.finish())

    def _all_answers(self, groups: Iterable[Group]) -> Answers:
        for group in groups:
            yield from self._answers(group)

    def _value(self, row: ContactRow) -> str | None:
        if self._field == "person":
            return row.to if row.to != DEBTOR else None
        if self._field == "channel":
            return row.channel
        return row.collector if self._field == "collector" else row.number

    def _answers(self, group: Group) -> Iterator[Answer | Aside]:
        entries = sorted(group.entries, key=lambda entry: in_time(entry[0]))
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
        self._last: dict[tuple[str, ...], ContactRow] = {}
        self.reach = Reach(self._days, "platform" not in test.params["group_by"])

    def taking(self, like: ContactRow, doubts: tuple[str, ...]) -> Take:  # noqa: ARG002 - all alike
        """An answer about the later one of two contacts that are too close."""

        def take(row: ContactRow) -> Answers:
            key = group_key(row, self.params["group_by"])
            before = self._last.get(key)
            self._last[key] = row
            if before is None or apart(before.day, row.day) >= self._days:
                return ()
            both = joined(doubts, self.selection.doubts(before) or ())
            return (self.about(row, "breach", both)._replace(contacts=(before.id, row.id)),)

        return take


class CoolDown(Predicate):
    """A contact within some days after an event of its group."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        days: int = test.params["days"]
        self._barred = days - 1 if test.params["event_day_counts"] else days
        self._sure: dict[tuple[str, ...], ContactRow] = {}
        self._maybe: dict[tuple[str, ...], ContactRow] = {}
        self.reach = Reach(days, "platform" not in test.params["group_by"])

    def taking(self, like: ContactRow, doubts: tuple[str, ...]) -> Take:
        """An answer about a contact that came too soon; the event itself is none."""
        happened = counts_as(like, self.params["after"])

        def take(row: ContactRow) -> Answers:
            key = group_key(row, self.params["group_by"])
            sure, maybe = self._since(self._sure.get(key), row), self._since(self._maybe.get(key), row)
            if happened:
                self._sure[key] = row
            elif happened is None:
                self._maybe[key] = row
            if sure is not None:
                return (self.about(row, "breach", doubts)._replace(contacts=(sure.id, row.id)),)
            if maybe is not None:
                answer = self.about(row, "undetermined", doubts, ("outcome",))
                return (answer._replace(contacts=(maybe.id, row.id)),)
            return ()

        return take

    def _since(self, event: ContactRow | None, row: ContactRow) -> ContactRow | None:
        return event if event is not None and apart(event.day, row.day) <= self._barred else None


class SeveralCollectors(Predicate):
    """A collector comes back although another one has been in contact since: no mere handing over."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        self._days: int = test.params["days"]
        self._latest: dict[tuple[str, ...], dict[str, ContactRow]] = defaultdict(dict)
        """By group: the last contact of each collector."""
        self.reach = Reach(self._days, "platform" not in test.params["group_by"])

    def wants(self, row: ContactRow) -> bool:
        """Only contacts by a collector."""
        return row.collector is not None and super().wants(row)

    def taking(self, like: ContactRow, doubts: tuple[str, ...]) -> Take:  # noqa: ARG002 - all alike
        """An answer about the contact with which a collector comes back."""

        def take(row: ContactRow) -> Answers:
            latest = self._latest[group_key(row, self.params["group_by"])]
            collector = row.collector or ""
            own = latest.pop(collector, None)
            latest[collector] = row
            if own is None or len(latest) == 1 or apart(own.day, row.day) > self._days:
                return ()
            since = [other for other in latest.values() if other is not row and in_time(other) > in_time(own)]
            return self._back(row, own, since, doubts) if since else ()

        return take

    def _back(self, row: ContactRow, own: ContactRow, since: list[ContactRow], doubts: tuple[str, ...]) -> Answers:
        between = max(since, key=in_time)
        all_doubts = joined(doubts, *(self.selection.doubts(other) or () for other in (own, between)))
        answer = self.judged(row, "likely", all_doubts)
        return (answer._replace(contacts=(own.id, between.id, row.id)),) if answer is not None else ()
