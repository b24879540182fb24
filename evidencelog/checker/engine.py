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
from evidencelog.checker.predicate import Reach
from evidencelog.models.findings import Hit, Noted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidencelog.checker.answers import Aside
    from evidencelog.checker.dispatch import Line
    from evidencelog.models.contacts import CaseFacts, ContactRow
    from evidencelog.models.law import Pack

Result = Hit | Noted
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
    facts = Facts(case)
    made = [line for line in lines(packs, facts, today, tags) if codes is None or line.rule.code in codes]
    return run(rows, made, tags)


def run(
    rows: Iterable[ContactRow], made: Sequence[Line], tags: Mapping[str, frozenset[str]] = NO_TAGS
) -> Iterator[Result]:
    """``check_in_order`` with tests that were made before and have taken no contact yet."""
    dispatch = Dispatch(made, tags)
    merged: dict[tuple[str, tuple[str, ...]], tuple[int, Hit]] = {}
    for (platform, day), mine in groupby(rows, key=_platform_and_day):
        if platform is not None:
            yield from _results(dispatch.table(platform, day).answers(mine), merged)
    for line in made:
        yield from _results(((line, answer) for answer in line.test.finish()), merged)
    for _order, hit in merged.values():
        yield hit


def _results(
    answers: Iterable[tuple[Line, Answer | Aside]], merged: dict[tuple[str, tuple[str, ...]], tuple[int, Hit]]
) -> Iterator[Result]:
    for line, answer in answers:
        result = _result(line, answer, merged)
        if result is not None:
            yield result


def concerned(
    rows: Sequence[ContactRow],
    packs: Sequence[Pack],
    *,
    case: CaseFacts,
    today: str,
    tags: Mapping[str, frozenset[str]] = NO_TAGS,
    codes: frozenset[str] | None = None,
) -> list[tuple[Reach, list[Line]]]:
    """The rules of which a hit may count one of these contacts, as new tests for ``run``, by the rows they need.

    ``tags`` has the tags of these contacts; what is added to it before ``run`` the tests see too.
    """
    mine: dict[str, list[Line]] = {}
    platforms = {row.platform for row in rows if row.platform is not None}
    for line in lines(packs, Facts(case), today, tags):
        if codes is None or line.rule.code in codes:
            mine.setdefault(line.rule.code, []).append(line)
    found: dict[Reach, list[Line]] = {}
    for made in mine.values():
        if any(line.test.counts(row) for line in made for row in rows):
            able = [line for line in made if any(map(line.may_answer, platforms))]
            if able:
                found.setdefault(widest(line.test.reach for line in able), []).extend(able)
    return list(found.items())


def reaches(packs: Sequence[Pack], case: CaseFacts, today: str) -> dict[str, Reach]:
    """By rule code: how far around a contact its tests look at others."""
    found: dict[str, list[Line]] = {}
    for line in lines(packs, Facts(case), today):
        found.setdefault(line.rule.code, []).append(line)
    return {code: widest(line.test.reach for line in made) for code, made in found.items()}


def widest(known: Iterable[Reach]) -> Reach:
    """What several tests need together."""
    return reduce(_wider, known, None) or Reach()


def _wider(one: Reach | None, other: Reach) -> Reach:
    if one is None:
        return other
    everywhere = one.all_platforms or other.all_platforms
    if one.days is not None and other.days is not None:
        return Reach(max(one.days, other.days), everywhere)
    if one.first and other.first:
        return Reach(None, everywhere, min(one.first, other.first), max(one.last, other.last))
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
