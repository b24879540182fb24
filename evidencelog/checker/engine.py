"""Facts and packs in, hits out: one pass over the contacts in the order of time. No clock, no database, no language."""

from __future__ import annotations

from functools import reduce
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from evidencelog.checker.answers import GRADE_ORDER, Answer, joined
from evidencelog.checker.days import in_time
from evidencelog.checker.dispatch import NO_TAGS, Dispatch, lines
from evidencelog.checker.facts import Facts
from evidencelog.checker.predicate import Reach, met
from evidencelog.models.findings import Hit, Noted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidencelog.checker.answers import Aside
    from evidencelog.checker.dispatch import Line
    from evidencelog.models.contacts import CaseFacts, ContactRow, Sieve
    from evidencelog.models.law import Pack

Result = Hit | Noted
_DISPATCHES_KEPT = 64
"""Sets of tests that are kept ready: one for each kind of entry that was looked at, and few kinds are common."""

_platform_and_day = attrgetter("platform", "day")


def check(
    rows: Iterable[ContactRow],
    packs: Sequence[Pack],
    *,
    case: CaseFacts,
    today: str,
    tags: Mapping[str, frozenset[str]] = NO_TAGS,
) -> Iterator[Result]:
    """What the packs say of the contacts, which may come in any order.

    ``today`` is the local date on which is checked; only tests about the keeping of recordings look at it. ``tags``:
    names of tags by contact id. Contacts without a platform wait in the inbox and are not looked at. Withdrawn
    contacts are not to be given.
    """
    return check_in_order(sorted(rows, key=in_time), packs, case=case, today=today, tags=tags)


def check_in_order(
    rows: Iterable[ContactRow],
    packs: Sequence[Pack],
    *,
    case: CaseFacts,
    today: str,
    tags: Mapping[str, frozenset[str]] = NO_TAGS,
    codes: frozenset[str] | None = None,
) -> Iterator[Result]:
    """As ``check``, for contacts that come in the order of time: holds only what windows need.

    The order need only hold within each platform, unless a test groups over platforms (``Reach.all_platforms``).
    ``codes``: only these rules are tried, though others may be looked up by them.
    """
    prepared = Prepared(packs, case, today)
    return prepared.run(rows, prepared.of(codes), tags)


def reaches(packs: Sequence[Pack], case: CaseFacts, today: str) -> dict[str, Reach]:
    """By rule code: how far around a contact its tests look at others."""
    return Prepared(packs, case, today).reaches()


class Prepared:
    """The tests of some packs, made for a case as it stands on one day and good for any number of runs.

    One run at a time: it is over when its results are used up or let go. Tests are named by numbers.
    """

    def __init__(self, packs: Sequence[Pack], case: CaseFacts, today: str) -> None:
        self._tags: dict[str, frozenset[str]] = {}
        self._lines = lines(packs, Facts(case), today, self._tags)
        self._rules: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            self._rules.setdefault(line.rule.code, []).append(number)
        self._dispatches: dict[tuple[int, ...], Dispatch] = {}

    def of(self, codes: frozenset[str] | None) -> tuple[int, ...]:
        """The tests of the rules with these codes; None: all."""
        return tuple(n for n, line in enumerate(self._lines) if codes is None or line.rule.code in codes)

    def reaches(self) -> dict[str, Reach]:
        """By rule code: how far around a contact its tests look at others."""
        return {code: self._widest(numbers) for code, numbers in self._rules.items()}

    def run(
        self, rows: Iterable[ContactRow], tests: tuple[int, ...], tags: Mapping[str, frozenset[str]] = NO_TAGS
    ) -> Iterator[Result]:
        """What these tests say of the contacts, which come as for ``check_in_order``."""
        dispatch = self._begin(tests, tags)
        merged: dict[tuple[str, tuple[str, ...]], tuple[int, Hit]] = {}
        for (platform, day), mine in groupby(rows, key=_platform_and_day):
            if platform is not None:
                yield from _results(dispatch.table(platform, day).answers(mine), merged)
        for line in dispatch.lines:
            yield from _results(((line, answer) for answer in line.test.finish()), merged)
        for _order, hit in merged.values():
            yield hit

    def concerned(
        self, rows: Sequence[ContactRow], tags: Mapping[str, frozenset[str]] = NO_TAGS
    ) -> list[tuple[Reach, tuple[int, ...]]]:
        """The tests of rules of which a hit may count one of these contacts, by the rows they need."""
        dispatch = self._begin(self.of(None), tags)
        placed = [row for row in rows if row.platform is not None]
        platforms = {row.platform or "" for row in placed}
        codes = {line.rule.code for row in placed for line in dispatch.fed(row) if line.test.counts(row)}
        found: dict[Reach, list[int]] = {}
        for code in sorted(codes):
            able = [number for number in self._rules[code] if any(map(self._lines[number].may_answer, platforms))]
            found.setdefault(self._widest(able), []).extend(able)
        return [(reach, tuple(tests)) for reach, tests in found.items()]

    def sieve(self, tests: tuple[int, ...]) -> Sieve:
        """What lets through all contacts that one of these tests is fed."""
        return tuple(part for number in tests for part in self._lines[number].test.sieve())

    def _begin(self, tests: tuple[int, ...], tags: Mapping[str, frozenset[str]]) -> Dispatch:
        """What hands contacts to these tests, which have taken none yet."""
        self._tags.clear()
        self._tags.update(tags)
        known = self._dispatches.get(tests)
        if known is None:
            if len(self._dispatches) >= _DISPATCHES_KEPT:
                self._dispatches.clear()
            known = self._dispatches[tests] = Dispatch([self._lines[number] for number in tests], self._tags)
        known.begin()
        return known

    def _widest(self, tests: Iterable[int]) -> Reach:
        return widest(self._lines[number].test.reach for number in tests)


def _results(
    answers: Iterable[tuple[Line, Answer | Aside]], merged: dict[tuple[str, tuple[str, ...]], tuple[int, Hit]]
) -> Iterator[Result]:
    for line, answer in answers:
        result = _result(line, answer, merged)
        if result is not None:
            yield result


def widest(known: Iterable[Reach]) -> Reach:
    """What several tests need together."""
    return reduce(_wider, known, None) or Reach()


def _wider(one: Reach | None, other: Reach) -> Reach:
    if one is None:
        return other
    everywhere = one.all_platforms or other.all_platforms
    if one.days is not None and other.days is not None:
        days, after = max(one.days, other.days), max(one.after or 0, other.after or 0)
        return Reach(days, everywhere, ahead=None if after == days else after)
    if one.dated and other.dated:
        return Reach(None, everywhere, tuple(met((*one.dated, *other.dated))))
    return Reach(None, everywhere)


def _result(
    line: Line, answer: Answer | Aside, merged: dict[tuple[str, tuple[str, ...]], tuple[int, Hit]]
) -> Result | None:
    """The answer as a hit or a note where the law behind the rule was in force and may bind.

    Rules with several tests side by side give one hit for a group: the gravest; equal ones about the same contacts are
    joined. Such hits wait in ``merged``.
    """
    if not line.test.in_force(answer.day):
        return None
    rule = line.rule
    if not isinstance(answer, Answer):
        grounded = line.grounds.chosen(answer.platform, answer.debt, answer.day).grounded
        return _noted(rule.code, answer) if grounded else None
    settled = line.grounds.settled(answer, line.test.params["at_most"])
    if settled is None:
        return None
    hit = Hit(
        rule.code, answer.group, answer.day, answer.platform, answer.person, answer.contacts, settled.grade,
        answer.measured, answer.limit, answer.unit, settled.missing, settled.bases, answer.readings, answer.second,
    )  # fmt: skip
    if line.alone:
        return hit
    key = (rule.code, answer.group)
    known = merged.get(key)
    merged[key] = (line.order, hit) if known is None else _graver(known, (line.order, hit))
    return None


def _noted(code: str, aside: Aside) -> Noted:
    return Noted(code, aside.day, aside.platform, aside.contacts, aside.why, aside.key, aside.measured, aside.limit)


def _graver(one: tuple[int, Hit], other: tuple[int, Hit]) -> tuple[int, Hit]:
    best, rest = sorted((one, other), key=lambda pair: (-GRADE_ORDER.index(pair[1].grade), pair[0]))
    if (best[1].grade, best[1].contacts) != (rest[1].grade, rest[1].contacts):
        return best
    positions = {basis.position: basis for basis in (*rest[1].bases, *best[1].bases)}
    hit = best[1]._replace(
        readings=joined(best[1].readings, rest[1].readings),
        missing=joined(best[1].missing, rest[1].missing),
        bases=tuple(positions[position] for position in sorted(positions)),
    )
    return best[0], hit
