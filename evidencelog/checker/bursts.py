"""Bursts: so many contacts of a group within so many minutes."""

from __future__ import annotations

from itertools import groupby
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
    """Contacts that lie close together."""

    first: int
    """Its place in the day, and that of the last one."""
    last: int
    members: frozenset[int]
    """The places of all of them; those between that fit into no window are left out."""
    limit: int
    """The smallest number that makes a burst of them."""


class Pattern(Predicate):
    """Bursts of many contacts in few minutes, joined while they overlap; each ends at a fixed time of the day."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        settings = around.facts.case.settings
        self._bursts = [
            (_number(settings.get(burst["setting"] or ""), burst["count"]), burst["minutes"] * 60)
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

    def wants(self, row: ContactRow) -> bool:
        """Only what counts."""
        return super().wants(row) and counts_as(row, self._unit) is True

    def settled(self, like: ContactRow) -> Any:
        """The doubts, and whether contacts of that sort are single ones at a time that is known."""
        doubts = super().settled(like)
        return None if doubts is None else (doubts, like.count == 1 and like.precision not in ("approximate", "day"))

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
        rows = list(enumerate([row for row, _known in entries]))
        found = [
            run
            for count, seconds in self._bursts
            for run in _dense(rows if plain else self._fitting(entries, seconds), count, seconds)
        ]
        runs: list[Run] = []
        for run in sorted(found):
            if runs and entries[run.first][0].ts <= entries[runs[-1].last][0].ts:
                before = runs.pop()
                last, limit = max(before.last, run.last), min(before.limit, run.limit)
                run = Run(before.first, last, before.members | run.members, limit)
            runs.append(run)
        for run in runs:
            yield self._answer(key, [entries[place] for place in sorted(run.members)], run.limit)

    def _fitting(self, entries: Sequence[Entry], seconds: int) -> list[tuple[int, ContactRow]]:
        """The contacts, with their places, that surely lie in a window of that length."""
        return [
            (place, row) for place, (row, (_doubts, plain)) in enumerate(entries) if plain or self._fits(row, seconds)
        ]

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


def _dense(rows: Sequence[tuple[int, ContactRow]], count: int, seconds: int) -> Iterator[Run]:
    """The longest stretches of contacts, all of which lie in windows of that length with so many or more."""
    start = weight = 0
    began = ended = -1
    for place, (_number, row) in enumerate(rows):
        weight += row.count
        earliest = row.ts - seconds
        while rows[start][1].ts <= earliest:
            weight -= rows[start][1].count
            start += 1
        if weight < count:
            continue
        if began < 0 or rows[start][1].ts > rows[ended][1].ts:
            if began >= 0:
                yield _run(rows[began : ended + 1], count)
            began = start
        ended = place
    if began >= 0:
        yield _run(rows[began : ended + 1], count)


def _run(rows: Sequence[tuple[int, ContactRow]], count: int) -> Run:
    return Run(rows[0][0], rows[-1][0], frozenset([number for number, _row in rows]), count)


def _number(setting: str | None, default: int) -> int:
    return int(setting) if setting is not None and setting.isdecimal() else default
