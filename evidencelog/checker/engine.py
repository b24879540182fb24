"""Facts and packs in, hits out: one pass over the contacts in the order of time. No clock, no database, no language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.checker.answers import GRADE_ORDER, Answer, joined, lowered
from evidencelog.checker.bases import choose, settle
from evidencelog.checker.days import in_time
from evidencelog.checker.facts import Facts
from evidencelog.checker.kinds import predicate_for
from evidencelog.checker.predicate import Predicate, Reach, Surroundings
from evidencelog.models.fields import DEBTOR
from evidencelog.models.findings import Hit, Noted
from evidencelog.timing.clock import local_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidencelog.checker.answers import Aside
    from evidencelog.models.contacts import CaseFacts, ContactRow
    from evidencelog.models.law import Pack, Rule

Result = Hit | Noted
NO_TAGS: Mapping[str, frozenset[str]] = {}


class Line(NamedTuple):
    """One test of one rule at work."""

    rule: Rule
    test: Predicate
    order: int
    """Position of the test in its rule."""


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
    lines = [line for line in _lines(packs, facts, today, tags) if codes is None or line.rule.code in codes]
    merged: dict[tuple[str, tuple[str, ...]], tuple[int, Hit]] = {}
    wanted: dict[tuple[object, ...], list[Line]] = {}
    for row in rows:
        if row.platform is None:
            continue
        kind = (*kind_of(row), row.id in tags)
        mine = wanted.get(kind)
        if mine is None:
            mine = wanted[kind] = [line for line in lines if line.test.wants(row)]
        for line in mine:
            for answer in line.test.feed(row if line.test.zone is None else _moved(row, line.test.zone)):
                yield from _result(line, answer, facts, merged)
    for line in lines:
        for answer in line.test.finish():
            yield from _result(line, answer, facts, merged)
    for _order, hit in merged.values():
        yield hit


def reaches(packs: Sequence[Pack], case: CaseFacts, today: str) -> dict[str, Reach]:
    """By rule code: how far around a contact its tests look at others."""
    found: dict[str, Reach] = {}
    for line in _lines(packs, Facts(case), today):
        known = found.get(line.rule.code)
        found[line.rule.code] = line.test.reach if known is None else _wider(known, line.test.reach)
    return found


def _wider(one: Reach, other: Reach) -> Reach:
    everywhere = one.all_platforms or other.all_platforms
    if one.days is not None and other.days is not None:
        return Reach(max(one.days, other.days), everywhere)
    if one.first and other.first:
        return Reach(None, everywhere, min(one.first, other.first), max(one.last, other.last))
    return Reach(None, everywhere)


def reads_tags(packs: Sequence[Pack]) -> bool:
    """Whether any test looks at tags; without one, no words need be read."""
    return any(_names_tags(test.params) for pack in packs for rule in pack.rules for test in rule.tests)


def _names_tags(params: Mapping[str, Any]) -> bool:
    return bool(
        params["contacts"]["tags"] or params.get("tags") or params.get("confirmed_by") or params.get("cleared_by")
    )


def kind_of(row: ContactRow) -> tuple[object, ...]:
    """What tests tell contacts apart by before they look closer."""
    return (
        row.kind,
        row.channel,
        row.direction,
        row.purpose,
        row.to == DEBTOR,
        row.collector is None,
        row.claimed_role,
        row.outcome,
        row.style,
        row.mode,
        row.payee is None,
        row.case_number is None,
        row.institution_answer or row.name_answer or row.employee_id_answer or row.mandate_answer,
    )


def _lines(packs: Sequence[Pack], facts: Facts, today: str, tags: Mapping[str, frozenset[str]] = NO_TAGS) -> list[Line]:
    lines = []
    for pack in packs:
        around = Surroundings(facts, pack, {rule.code: rule for rule in pack.rules}, today, tags)
        for rule in pack.rules:
            if rule.status == "removed":
                continue
            for order, test in enumerate(rule.tests):
                lines.append(Line(rule, predicate_for(test.kind)(test, around), order))
    return lines


def _moved(row: ContactRow, zone: str) -> ContactRow:
    day, second = local_parts(row.ts, zone)
    return row._replace(day=day, second=second)


def _result(
    line: Line,
    answer: Answer | Aside,
    facts: Facts,
    merged: dict[tuple[str, tuple[str, ...]], tuple[int, Hit]],
) -> Iterator[Result]:
    """The answer as a hit or a note where the law behind the rule was in force and may bind.

    Rules with several tests side by side give one hit for a group: the gravest; equal ones about the same contacts are
    joined.
    """
    if not line.test.in_force(answer.day):
        return
    rule = line.rule
    scope = facts.scope(answer.platform, answer.debt)
    if not isinstance(answer, Answer):
        if choose(rule, scope, answer.day).grounded:
            yield Noted(
                rule.code,
                answer.day,
                answer.platform,
                answer.contacts,
                answer.why,
                answer.key,
                answer.measured,
                answer.limit,
            )
        return
    chosen = choose(rule, scope, answer.day, answer.readings)
    if not chosen.grounded:
        return
    grade = lowered(settle(answer.grade, chosen), line.test.params["at_most"])
    facts_missing = chosen.missing if not chosen.sure and grade != "note" else ()
    hit = Hit(
        rule=rule.code,
        group=answer.group,
        day=answer.day,
        platform=answer.platform,
        person=answer.person,
        contacts=answer.contacts,
        grade=grade,
        measured=answer.measured,
        limit=answer.limit,
        unit=answer.unit,
        missing=joined(answer.missing, facts_missing),
        bases=chosen.applied,
        readings=answer.readings,
        second=answer.second,
    )
    if len({test.params["reading"] for test in rule.tests}) == 1:
        yield hit
        return
    key = (rule.code, answer.group)
    known = merged.get(key)
    merged[key] = (line.order, hit) if known is None else _graver(known, (line.order, hit))


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
