"""Which tests take which contacts: asked once for each sort of contact, not once for each contact."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.checker.bases import Grounds
from evidencelog.checker.days import shifted
from evidencelog.checker.kinds import predicate_for
from evidencelog.checker.predicate import Predicate, Surroundings, Take
from evidencelog.timing.clock import local_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidencelog.checker.facts import Facts
    from evidencelog.checker.predicate import Answers
    from evidencelog.models.contacts import ContactRow
    from evidencelog.models.law import Pack, Rule

NO_TAGS: Mapping[str, frozenset[str]] = {}
_FOREVER = "9999-99-99"

Sort = tuple[object, ...]
"""What ``sort_of`` gives."""

_told_apart = attrgetter(
    "kind", "channel", "direction", "purpose", "to", "relation", "collector", "claimed_role", "outcome", "style", "mode",
    "precision", "count", "debt", "institution_answer", "name_answer", "employee_id_answer", "mandate_answer",
)  # fmt: skip


def sort_of(row: ContactRow, tags: Mapping[str, frozenset[str]]) -> Sort:
    """What tests tell contacts apart by before they look closer; when and with which platform is no part of it."""
    sort: Sort = _told_apart(row)
    if row.payee is None and row.case_number is None and row.id not in tags:
        return sort
    return (*sort, row.payee is None, row.case_number is None, row.id in tags)


class Line(NamedTuple):
    """One test of one rule at work."""

    rule: Rule
    test: Predicate
    order: int
    """Position of the test in its rule."""
    alone: bool
    """False when tests with other readings stand beside it in its rule."""
    grounds: Grounds

    def days(self) -> tuple[str, str]:
        """The local dates, both included, between which contacts play a part for days on which the test is in force."""
        reach, first, last = self.test.reach, self.test.first, self.test.last or _FOREVER
        if reach.days is None:
            return reach.first, reach.last or _FOREVER
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


Takers = list[tuple[Line, Take]]


class Dispatch:
    """The tests of a run, by platform, day and sort of contact."""

    def __init__(self, lines: Sequence[Line], tags: Mapping[str, frozenset[str]] = NO_TAGS) -> None:
        self.tags = tags
        self._lines = [(line, *line.days()) for line in lines]
        ends = {shifted(last, 1) for _line, _first, last in self._lines if last != _FOREVER}
        self._changes = sorted({first for _line, first, _last in self._lines if first} | ends)
        self._takers: dict[Sort, list[tuple[int, Line, Take]]] = {}
        self._tables: dict[tuple[str, int], Table] = {}

    def table(self, platform: str, day: str) -> Table:
        """What takes the contacts of a platform on a local day."""
        key = (platform, bisect_right(self._changes, day))
        known = self._tables.get(key)
        if known is None:
            asked = {
                number
                for number, (line, first, last) in enumerate(self._lines)
                if first <= day <= last and line.test.concerns(platform) and _may_bind(line, platform)
            }
            known = self._tables[key] = Table(self, asked)
        return known

    def takers(self, sort: Sort, like: ContactRow) -> list[tuple[int, Line, Take]]:
        """All tests that take contacts of a sort, by their numbers."""
        known = self._takers.get(sort)
        if known is None:
            known = self._takers[sort] = [
                (number, line, take if line.test.zone is None else _moving(take, line.test.zone))
                for number, (line, _first, _last) in enumerate(self._lines)
                if (take := line.test.taker(like)) is not None
            ]
        return known


class Table(dict[Sort, Takers]):
    """The tests that take contacts of one platform on days between two changes of the tests, by sort."""

    def __init__(self, dispatch: Dispatch, asked: set[int]) -> None:
        super().__init__()
        self._dispatch = dispatch
        self._asked = asked

    def of(self, row: ContactRow) -> Takers:
        """The tests that take this contact."""
        sort = sort_of(row, self._dispatch.tags)
        known = self.get(sort)
        if known is None:
            known = self[sort] = [
                (line, take) for number, line, take in self._dispatch.takers(sort, row) if number in self._asked
            ]
        return known


def _may_bind(line: Line, platform: str) -> bool:
    """Whether the rule may bind the lender; a test over all platforms names none when it answers for several."""
    return line.test.reach.all_platforms or line.grounds.ever(platform)


def _moving(take: Take, zone: str) -> Take:
    """``take`` with the contact's day and second as they are in another zone."""

    def taken(row: ContactRow) -> Answers:
        day, second = local_parts(row.ts, zone)
        return take(row._replace(day=day, second=second))

    return taken
