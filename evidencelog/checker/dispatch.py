"""Which tests take which contacts: asked once for each sort of contact, not once for each contact."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.checker.bases import Grounds
from evidencelog.checker.days import shifted
from evidencelog.checker.kinds import predicate_for
from evidencelog.checker.predicate import Predicate, Surroundings
from evidencelog.models.contacts import ContactRow
from evidencelog.timing.clock import local_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidencelog.checker.answers import Answer, Aside
    from evidencelog.checker.facts import Facts
    from evidencelog.checker.predicate import Entries
    from evidencelog.models.law import Pack, Rule

NO_TAGS: Mapping[str, frozenset[str]] = {}
_FOREVER = "9999-99-99"
_SORTS_KEPT = 2000
"""Sorts of contacts for which is kept, from one run to the next, who takes them."""

Sort = tuple[object, ...]
"""What ``sort_of`` gives."""

_TOLD_APART = (
    "kind", "channel", "direction", "purpose", "to", "relation", "collector", "claimed_role", "outcome", "style", "mode",
    "precision", "count", "debt", "institution_answer", "name_answer", "employee_id_answer", "mandate_answer",
)  # fmt: skip
_told_apart: Callable[[ContactRow], Sort] = itemgetter(*map(ContactRow._fields.index, _TOLD_APART))


def sort_of(row: ContactRow, tags: Mapping[str, frozenset[str]]) -> Sort:
    """What tests tell contacts apart by before they look closer; when and with which platform is no part of it."""
    if row.payee is None and row.case_number is None and row.id not in tags:
        return _told_apart(row)
    return (*_told_apart(row), row.payee is None, row.case_number is None, row.id in tags)


class Line(NamedTuple):
    """One test of one rule at work."""

    rule: Rule
    test: Predicate
    order: int
    """Position of the test in its rule."""
    alone: bool
    """False when tests with other readings stand beside it in its rule."""
    grounds: Grounds

    def may_answer(self, platform: str) -> bool:
        """Whether contacts with a platform can play a part and the rule may bind that lender.

        A test over all platforms names none when it answers for several.
        """
        if not self.test.concerns(platform):
            return False
        return self.test.reach.all_platforms or self.grounds.ever(platform, self.test.reading)

    def days(self) -> tuple[str, str]:
        """The local dates, both included, between which contacts play a part for days on which the test is in force."""
        reach, first, last = self.test.reach, self.test.first, self.test.last or _FOREVER
        if reach.days is None:
            return (reach.dated[0][0], reach.dated[-1][1]) if reach.dated else ("", _FOREVER)
        around = reach.days + (self.test.zone is not None)
        return first and shifted(first, -around), last if last == _FOREVER else shifted(last, around)


def lines(packs: Sequence[Pack], facts: Facts, today: str, tags: Mapping[str, frozenset[str]] = NO_TAGS) -> list[Line]:
    """All tests of the packs, new; rules that were removed are left out."""
    made = []
    for pack in packs:
        around = Surroundings(facts, pack, {rule.code: rule for rule in pack.rules}, today, tags)
        for rule in pack.rules:
            if rule.status != "removed":
                grounds = Grounds(rule, facts)
                alone = len({test.params["reading"] for test in rule.tests}) == 1
                for order, test in enumerate(rule.tests):
                    made.append(Line(rule, predicate_for(test.kind)(test, around), order, alone, grounds))
    return made


Place = tuple[Callable[[Any], None], Any]
"""Where to put contacts of a sort for a test that is fed them, and what the test settled for the sort."""


class Dispatch:
    """The tests of a run, by platform, day and sort of contact."""

    def __init__(self, lines: Sequence[Line], tags: Mapping[str, frozenset[str]] = NO_TAGS) -> None:
        self.lines = lines
        self.tags = tags
        self._days = [line.days() for line in lines]
        ends = {shifted(last, 1) for _first, last in self._days if last != _FOREVER}
        self._changes = sorted({first for first, _last in self._days if first} | ends)
        self.waiting: list[list[tuple[ContactRow, Any]]] = [[] for _line in lines]
        """By test: the contacts of the day that it is to be fed."""
        self._put = [waiting.append for waiting in self.waiting]
        self._places: dict[Sort, list[tuple[int, Place]]] = {}
        self._tables: dict[tuple[str, int], Table] = {}
        self._same: dict[frozenset[int], Table] = {}
        """Tables by the tests that they ask: platforms of one kind have one together."""

    def begin(self) -> None:
        """Forgets all contacts, for a new run; what was settled for sorts of them stays as long as there are not many."""
        for waiting, line in zip(self.waiting, self.lines, strict=True):
            waiting.clear()
            line.test.begin()
        if len(self._places) > _SORTS_KEPT:
            self._places.clear()
            self._tables.clear()
            self._same.clear()

    def fed(self, row: ContactRow) -> Iterator[Line]:
        """The tests that are fed a contact with a platform, as far as its sort, platform and day tell."""
        platform = row.platform or ""
        for number, _place in self.places(sort_of(row, self.tags), row):
            if self._asks(number, platform, row.day):
                yield self.lines[number]

    def table(self, platform: str, day: str) -> Table:
        """Which tests are fed the contacts of a platform on a local day."""
        key = (platform, bisect_right(self._changes, day))
        known = self._tables.get(key)
        if known is None:
            asked = self._asked(platform, day)
            known = self._tables[key] = self._same.setdefault(asked, Table(self, asked))
        return known

    def _asked(self, platform: str, day: str) -> frozenset[int]:
        return frozenset(number for number in range(len(self.lines)) if self._asks(number, platform, day))

    def _asks(self, number: int, platform: str, day: str) -> bool:
        """Whether contacts of a platform and local day play a part in a test that may bind that lender."""
        first, last = self._days[number]
        return first <= day <= last and self.lines[number].may_answer(platform)

    def places(self, sort: Sort, like: ContactRow) -> list[tuple[int, Place]]:
        """Where contacts of a sort go, by the number of the test."""
        known = self._places.get(sort)
        if known is None:
            settled = ((number, line.test.settled(like)) for number, line in enumerate(self.lines))
            known = self._places[sort] = [
                (number, (self._put[number], given)) for number, given in settled if given is not None
            ]
        return known


class Places(NamedTuple):
    """Where contacts of a sort go by the hour."""

    first: int
    """From this second of the day on until before ``end``, ``few`` are fed; at other times ``all``."""
    end: int
    few: list[Place]
    all: list[Place]


class Table(dict[Sort, Places]):
    """Takes the contacts of platforms and days for which the same tests are asked, a platform's day at a time.

    By sort: the places of the tests that are fed it, by the hour.
    """

    def __init__(self, dispatch: Dispatch, asked: frozenset[int]) -> None:
        super().__init__()
        self._dispatch = dispatch
        self._asked = asked
        self._in_order = sorted(asked)

    def answers(self, rows: Iterable[ContactRow]) -> Iterator[tuple[Line, Answer | Aside]]:
        """Feeds the tests the contacts of a local day, in the order of time; what they say."""
        tags, day = self._dispatch.tags, list(rows)
        for row, places in zip(day, map(self.get, map(_told_apart, day)), strict=True):
            if places is None or row.payee is not None or row.case_number is not None or row.id in tags:
                sort = sort_of(row, tags)
                places = self.get(sort) or self._fill(sort, row)
            first, end, few, every = places
            for place, settled in few if first <= row.second < end else every:
                place((row, settled))
        for number in self._in_order:
            entries = self._dispatch.waiting[number]
            if entries:
                line = self._dispatch.lines[number]
                test = line.test
                for answer in test.take(entries if test.zone is None else _moved(entries, test.zone)):
                    yield line, answer
                entries.clear()

    def _fill(self, sort: Sort, like: ContactRow) -> Places:
        mine = [(number, place) for number, place in self._dispatch.places(sort, like) if number in self._asked]
        idle = [self._dispatch.lines[number].test.idle(place[1]) for number, place in mine]
        hours = [(first, end) for first, end in idle if first < end]
        few = [place for (_number, place), (first, end) in zip(mine, idle, strict=True) if first >= end]
        self[sort] = made = Places(
            max((first for first, _end in hours), default=0),
            min((end for _first, end in hours), default=0),
            few,
            [place for _number, place in mine],
        )
        return made


def _moved(entries: Entries, zone: str) -> Entries:
    """The contacts with their days and seconds as they are in another zone."""
    moved = []
    for row, settled in entries:
        day, second = local_parts(row.ts, zone)
        moved.append((row._replace(day=day, second=second), settled))
    return moved
