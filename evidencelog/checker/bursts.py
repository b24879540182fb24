"""Bursts: so many contacts of a group within so many minutes."""

from __future__ import annotations

from bisect import bisect_right
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.checker.answers import Answer, joined, lowered
from evidencelog.checker.buckets import by_group
from evidencelog.checker.days import DAY, seconds_in, shifted
from evidencelog.checker.predicate import Predicate, Reach
from evidencelog.checker.selection import graded
from evidencelog.checker.units import counts_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidencelog.checker.predicate import Entries, Surroundings
    from evidencelog.models.contacts import ContactRow
    from evidencelog.models.law import RuleTest

Entry = tuple["ContactRow", tuple[tuple[str, ...], bool]]
"""A contact with the doubts about it, and whether it is a single one at a time that is known."""


class Run(NamedTuple):
    """Contacts of a day that lie close together."""

    first: int
    """Its place in the day, and that of the last one."""
    last: int
    limit: int
    """The smallest number that makes a burst of them."""
    members: frozenset[int]
    """The places of all of them where some of the day fit into no window; empty: all from the first to the last."""


class Pattern(Predicate):
    """Bursts of many contacts in few minutes, joined while they overlap; each ends at a fixed time of the day."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        settings = around.facts.case.settings
        self._bursts = [
            (max(1, _number(settings.get(burst["setting"] or ""), burst["count"])), burst["minutes"] * 60)
            for burst in test.params["bursts"]
        ]
        self._fewest = min(count for count, _seconds in self._bursts)
        self._unit: str = test.params["unit"]
        self._group_by: list[str] = test.params["group_by"]
        self._cut: int = test.params["cut_at"]
        hours: dict[str, Any] | None = test.params["hours"]
        self._hours = None if hours is None else seconds_in(hours)
        self._days: dict[tuple[str, ...], tuple[str, list[Entry]]] = {}
        """By group: the local date on which its present day, cut where bursts end, began, and the contacts since."""
        self.reach = Reach(1, "platform" not in test.params["group_by"])

    def begin(self) -> None:
        """Forgets all contacts fed before."""
        self._days.clear()

    def wants(self, row: ContactRow) -> bool:
        """Only what counts."""
        return super().wants(row) and counts_as(row, self._unit) is True

    def settled(self, like: ContactRow) -> Any:
        """The doubts, and whether contacts of that sort are single ones at a time that is known."""
        doubts = super().settled(like)
        return None if doubts is None else (doubts, like.count == 1 and like.precision not in ("approximate", "day"))

    def idle(self, settled: Any) -> tuple[int, int]:  # noqa: ARG002 - the same for all
        """The hours outside those it looks at, where these go over midnight or reach it."""
        if self._hours is None or self.zone is not None:
            return 0, 0
        (first, last), (again, until) = self._hours
        return (last, again) if first == 0 and until == DAY else (0, 0)

    def feed(self, entries: Entries) -> Iterator[Answer]:
        """Adds the contacts; gives the bursts of a day once it is over."""
        if self._hours is not None:
            (first, last), (again, until) = self._hours
            entries = [
                entry for entry in entries if first <= (second := entry[0].second) < last or again <= second < until
            ]
        for key, mine in by_group(entries, self._group_by):
            for part, together in self._parts(mine):
                known = self._days.get(key)
                if known is not None and known[0] == part:
                    known[1].extend(together)
                    continue
                self._days[key] = (part, list(together))
                if known is not None:
                    yield from self._answers(key, known[1])

    def _parts(self, entries: Sequence[Entry]) -> Iterable[tuple[str, Iterable[Entry]]]:
        """The contacts by their days, cut where bursts end."""
        first = self._part(entries[0])
        return ((first, entries),) if self._part(entries[-1]) == first else groupby(entries, key=self._part)

    def _part(self, entry: Entry) -> str:
        """The local date on which the entry's day began, cut where bursts end."""
        row = entry[0]
        return row.day if row.second >= self._cut else shifted(row.day, -1)

    def finish(self) -> Iterator[Answer]:
        """The bursts of the last days."""
        for key, (_part, entries) in self._days.items():
            yield from self._answers(key, entries)
        self._days.clear()

    def _answers(self, key: tuple[str, ...], entries: Sequence[Entry]) -> Iterator[Answer]:
        """One answer for each burst of a day; bursts that overlap are one."""
        if len(entries) < self._fewest and sum(row.count for row, _known in entries) < self._fewest:
            return
        plain = all(known[1] for _row, known in entries)
        places = list(range(len(entries)))
        runs: list[Run] = []
        found: list[Run] = []
        for count, seconds in self._bursts:
            fitting = places if plain else self._fitting(entries, seconds)
            rows = [entries[place][0] for place in fitting]
            for start, end in _windows([row.ts for row in rows], [row.count for row in rows], count, seconds):
                members = frozenset() if plain else frozenset(fitting[start : end + 1])
                found.append(Run(fitting[start], fitting[end], count, members))
        for run in sorted(found, key=itemgetter(0, 1)):
            if runs and entries[run.first][0].ts <= entries[runs[-1].last][0].ts:
                before = runs.pop()
                last, limit = max(before.last, run.last), min(before.limit, run.limit)
                run = Run(before.first, last, limit, before.members | run.members)
            runs.append(run)
        for run in runs:
            mine = places[run.first : run.last + 1] if plain else sorted(run.members)
            yield self._answer(key, [entries[place] for place in mine], run.limit)

    def _fitting(self, entries: Sequence[Entry], seconds: int) -> list[int]:
        """The places of the contacts that surely lie in a window of that length."""
        return [place for place, (row, (_doubts, plain)) in enumerate(entries) if plain or self._fits(row, seconds)]

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

    def _answer(self, key: tuple[str, ...], entries: Sequence[Entry], limit: int) -> Answer:
        rows = [row for row, _known in entries]
        first = rows[0]
        doubts = joined(*dict.fromkeys([known[0] for _row, known in entries]))
        return Answer(
            group=(*key, first.id),
            day=first.day,
            second=first.second,
            platform=first.platform if len({row.platform for row in rows}) == 1 else None,
            debt=first.debt if len({row.debt for row in rows}) == 1 else None,
            person=None,
            contacts=tuple([row.id for row in rows]),
            grade=lowered(graded("likely", doubts), self.params["at_most"]),
            missing=doubts,
            readings=(self.reading,),
            measured=sum([row.count for row in rows]),
            limit=limit,
            unit=self._unit,
        )


def _windows(times: list[int], weights: list[int], count: int, seconds: int) -> Iterator[tuple[int, int]]:
    """First and last place of every window with so many or more that ends with a contact, each as long as it can be."""
    total = sum(weights)
    if total < count:
        return
    if times[-1] - times[0] < seconds:
        yield 0, len(times) - 1
    elif total == len(times):
        for end, (first, last) in enumerate(zip(times, times[count - 1 :], strict=False), count - 1):
            if last - first < seconds:
                yield bisect_right(times, last - seconds), end
    else:
        start = weight = 0
        for end, last in enumerate(times):
            weight += weights[end]
            while times[start] <= last - seconds:
                weight -= weights[start]
                start += 1
            if weight >= count:
                yield start, end


def _number(setting: str | None, default: int) -> int:
    return int(setting) if setting is not None and setting.isdecimal() else default
