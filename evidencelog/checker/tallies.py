"""How far a day's contacts are from the daily limits: the same counting as the tests', told also where none is passed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.checker.bases import choose
from evidencelog.checker.counting import MaxCount
from evidencelog.checker.facts import Facts
from evidencelog.checker.predicate import Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidencelog.models.contacts import CaseFacts, ContactRow
    from evidencelog.models.law import Pack, Rule


class Tally(NamedTuple):
    """What one rule counts of one local day with one platform."""

    rule: str
    day: str
    platform: str
    measured: int
    """What may count."""
    sure: int
    """What surely counts."""
    limit: int
    """The largest number that keeps the rule."""
    unit: str


def tallies(rows: Iterable[ContactRow], packs: Sequence[Pack], case: CaseFacts, today: str) -> Iterator[Tally]:
    """The daily counts of every rule that counts by platform and calendar day and may bind that lender on that day.

    Limits that begin only after something else happened, or count a thread of messages as one, are left out.
    """
    facts = Facts(case)
    tests = list(_daily(packs, facts, today))
    for (platform, day), mine in _grouped(rows).items():
        for rule, test in tests:
            if not test.in_force(day) or not choose(rule, facts.scope(platform, None), day).grounded:
                continue
            weights = [weight for row in mine if (weight := test.weight_of(row)) is not None]
            measured, sure = sum(count for count, _sure in weights), sum(count for count, sure in weights if sure)
            if measured:
                yield Tally(rule.code, day, platform, measured, sure, test.most, test.unit)


def _grouped(rows: Iterable[ContactRow]) -> dict[tuple[str, str], list[ContactRow]]:
    groups: dict[tuple[str, str], list[ContactRow]] = defaultdict(list)
    for row in rows:
        if row.platform is not None:
            groups[row.platform, row.day].append(row)
    return groups


def _daily(packs: Sequence[Pack], facts: Facts, today: str) -> Iterator[tuple[Rule, MaxCount]]:
    for pack in packs:
        around = Surroundings(facts, pack, {rule.code: rule for rule in pack.rules}, today, {})
        for rule in pack.rules:
            if rule.status == "removed":
                continue
            for test in rule.tests:
                if test.kind == "max_count":
                    made = MaxCount(test, around)
                    if made.by_platform_and_day:
                        yield rule, made
