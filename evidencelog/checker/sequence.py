"""Tests over the sequence of contacts of a group: different values, gaps, pauses after an event, dense bursts."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.checker.answers import Answer, Aside, joined, lowered
from evidencelog.checker.buckets import Entry, Group, buckets, group_key, reach_of
from evidencelog.checker.days import DAY, apart, in_time, lies_in, shifted
from evidencelog.checker.predicate import Predicate, Reach
from evidencelog.checker.selection import graded
from evidencelog.checker.units import counts_as
from evidencelog.models.fields import DEBTOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.checker.predicate import Surroundings
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

    def feed(self, row: ContactRow) -> Iterator[Answer | Aside]:
        """Adds the contact's value to its group."""
        doubts = self.selection.doubts(row)
        if doubts is None or self._value(row) is None:
            return
        entry = Entry(row, 1, frozenset(doubts), strict=True, mode=None)
        for group in self._buckets.add(group_key(row, self.params["group_by"]), entry):
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
        entries = sorted(group.entries, key=lambda entry: in_time(entry.row))
        if self._named is not None:
            named = [entry for entry in entries if self._in_contract(entry.row)]
            entries = [entry for entry in entries if not self._in_contract(entry.row)]
            if named and self._different(entries + named) > self._limit >= self._different(entries):
                row = named[0].row
                ids = tuple(entry.row.id for entry in named)
                yield Aside(row.day, row.platform, row.debt, ids, "exception", self._named)
        for soft in (frozenset(), frozenset({"purpose"}), frozenset({"purpose", "relation", "channel", "at"})):
            chosen = [entry for entry in entries if entry.doubts <= soft]
            if self._different(chosen) > self._limit:
                yield self._answer(group, chosen)
                return

    def _answer(self, group: Group, chosen: list[Entry]) -> Answer:
        doubts = tuple(sorted({doubt for entry in chosen for doubt in entry.doubts}))
        unasked = self._named is not None and any(self._in_contract(entry.row) is None for entry in chosen)
        grade = graded("likely" if unasked else "breach", doubts)
        first = chosen[0].row
        platforms = {entry.row.platform for entry in chosen}
        return Answer(
            group=group.key,
            day=first.day,
            second=None,
            platform=first.platform if len(platforms) == 1 else None,
            debt=first.debt if len({entry.row.debt for entry in chosen}) == 1 else None,
            person=None,
            contacts=tuple(dict.fromkeys(entry.row.id for entry in chosen)),
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
        return len({self._value(entry.row) for entry in entries})


class MinGap(Predicate):
    """Two contacts of a group with too few days between their dates."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        self._days: int = test.params["days"]
        self._last: dict[tuple[str, ...], ContactRow] = {}
        self.reach = Reach(self._days, "platform" not in test.params["group_by"])

    def feed(self, row: ContactRow) -> Iterator[Answer]:
        """An answer about the later one of two contacts that are too close."""
        doubts = self.selection.doubts(row)
        if doubts is None:
            return
        key = group_key(row, self.params["group_by"])
        before = self._last.get(key)
        self._last[key] = row
        if before is None or apart(before.day, row.day) >= self._days:
            return
        both = joined(doubts, self.selection.doubts(before) or ())
        yield self.about(row, "breach", both)._replace(contacts=(before.id, row.id))


class CoolDown(Predicate):
    """A contact within some days after an event of its group."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        days: int = test.params["days"]
        self._barred = days - 1 if test.params["event_day_counts"] else days
        self._sure: dict[tuple[str, ...], ContactRow] = {}
        self._maybe: dict[tuple[str, ...], ContactRow] = {}
        self.reach = Reach(days, "platform" not in test.params["group_by"])

    def feed(self, row: ContactRow) -> Iterator[Answer]:
        """An answer about a contact that came too soon; the event itself is none."""
        doubts = self.selection.doubts(row)
        if doubts is None:
            return
        key = group_key(row, self.params["group_by"])
        event = self._since(self._sure.get(key), row)
        if event is not None:
            yield self.about(row, "breach", doubts)._replace(contacts=(event.id, row.id))
        else:
            event = self._since(self._maybe.get(key), row)
            if event is not None:
                answer = self.about(row, "undetermined", doubts, ("outcome",))
                yield answer._replace(contacts=(event.id, row.id))
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
        self._latest: dict[tuple[str, ...], dict[str, ContactRow]] = defaultdict(dict)
        """By group: the last contact of each collector."""
        self.reach = Reach(self._days, "platform" not in test.params["group_by"])

    def feed(self, row: ContactRow) -> Iterator[Answer]:
        """An answer about the contact with which a collector comes back."""
        doubts = self.selection.doubts(row)
        if doubts is None or row.collector is None:
            return
        latest = self._latest[group_key(row, self.params["group_by"])]
        own = latest.pop(row.collector, None)
        since = [other for other in latest.values() if own is not None and in_time(other) > in_time(own)]
        latest[row.collector] = row
        if own is None or not since or apart(own.day, row.day) > self._days:
            return
        between = max(since, key=in_time)
        all_doubts = joined(doubts, *(self.selection.doubts(other) or () for other in (own, between)))
        answer = self.judged(row, "likely", all_doubts)
        if answer is not None:
            yield answer._replace(contacts=(own.id, between.id, row.id))


class Dense(NamedTuple):
    """A burst that is being followed."""

    entries: list[ContactRow]
    limit: int


class Pattern(Predicate):
    """Bursts of many contacts in few minutes, joined while they overlap; each ends at a fixed time of the day."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        settings = around.facts.case.settings
        self._bursts = [
            (_number(settings.get(burst["setting"] or ""), burst["count"]), burst["minutes"] * 60)
            for burst in test.params["bursts"]
        ]
        self._longest = max(seconds for _count, seconds in self._bursts)
        self._fewest = min(count for count, _seconds in self._bursts)
        self._unit: str = test.params["unit"]
        self._group_by: list[str] = test.params["group_by"]
        self._cut: int = test.params["cut_at"]
        self._hours: dict[str, Any] | None = test.params["hours"]
        self._part: dict[tuple[str, ...], str] = {}
        """By group: the local date on which its present day, cut where bursts end, began."""
        self._recent: dict[tuple[str, ...], deque[ContactRow]] = defaultdict(deque)
        self._weight: dict[tuple[str, ...], int] = defaultdict(int)
        """By group: how many the recent contacts stand for at most."""
        self._run: dict[tuple[str, ...], Dense] = {}
        self.reach = Reach(1, "platform" not in test.params["group_by"])

    def wants(self, row: ContactRow) -> bool:
        """Only what counts."""
        return super().wants(row) and counts_as(row, self.params["unit"]) is True

    def feed(self, row: ContactRow) -> Iterator[Answer]:
        """Adds the contact; gives a burst once a contact is too late to belong to it."""
        if self._hours is not None and not lies_in(self._hours, row.second):
            return
        if self.selection.doubts(row) is None or not counts_as(row, self._unit):
            return
        key = group_key(row, self._group_by)
        recent = self._recent[key]
        part = row.day if row.second >= self._cut else shifted(row.day, -1)
        if self._part.get(key) != part:
            self._part[key] = part
            recent.clear()
            self._weight[key] = 0
            if key in self._run:
                yield self._answer(key, self._run.pop(key))
        recent.append(row)
        self._weight[key] += row.count
        while recent[0].ts <= row.ts - self._longest:
            self._weight[key] -= recent.popleft().count
        if self._weight[key] < self._fewest:
            return
        for count, seconds in self._bursts:
            inside = [other for other in recent if other.ts > row.ts - seconds and self._fits(other, seconds)]
            if sum(other.count for other in inside) >= count:
                yield from self._grow(key, inside, count)

    def finish(self) -> Iterator[Answer]:
        """The bursts still followed."""
        for key, run in self._run.items():
            yield self._answer(key, run)
        self._run.clear()

    def _fits(self, row: ContactRow, seconds: int) -> bool:
        """Whether the entry, with all it stands for, surely lies in a window of that length and before the cut."""
        if seconds < DAY and row.precision in ("approximate", "day"):
            return False
        if row.count == 1:
            return True
        if row.until_ts is None:
            return seconds >= DAY
        to_cut = (self._cut - row.second) % DAY or DAY
        return row.until_ts - row.ts < min(seconds, to_cut)

    def _grow(self, key: tuple[str, ...], inside: list[ContactRow], count: int) -> Iterator[Answer]:
        run = self._run.get(key)
        if run is not None and inside[0].ts <= run.entries[-1].ts:
            known = {row.id for row in run.entries}
            fresh = [row for row in inside if row.id not in known]
            entries = sorted(run.entries + fresh, key=in_time)
            self._run[key] = Dense(entries, min(run.limit, count))
            return
        if run is not None:
            yield self._answer(key, run)
        self._run[key] = Dense(inside, count)

    def _answer(self, key: tuple[str, ...], run: Dense) -> Answer:
        first = run.entries[0]
        doubts = joined(*(self.selection.doubts(row) or () for row in run.entries))
        return Answer(
            group=(*key, first.id),
            day=first.day,
            second=first.second,
            platform=first.platform if len({row.platform for row in run.entries}) == 1 else None,
            debt=first.debt if len({row.debt for row in run.entries}) == 1 else None,
            person=None,
            contacts=tuple(row.id for row in run.entries),
            grade=lowered(graded("likely", doubts), self.params["at_most"]),
            missing=doubts,
            readings=(self.reading,),
            measured=sum(row.count for row in run.entries),
            limit=run.limit,
            unit=self.params["unit"],
        )


def _number(setting: str | None, default: int) -> int:
    return int(setting) if setting is not None and setting.isdecimal() else default
