"""What a case amounts to at a glance: this day and week, findings by weight, periods that run, the day's limits.

The first screen waits for ``today`` only; what checks is imported when it is asked for.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.models.findings import COUNTED_GRADES
from evidencelog.store import listing
from evidencelog.timing.clock import local_parts, ts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evidencelog.app.cases import Case
    from evidencelog.app.deadlines import Deadline
    from evidencelog.models.findings import Finding
    from evidencelog.models.progress import Progress


class Today(NamedTuple):
    """What is on record of this local day and its week."""

    day: str
    contacts: int
    """Those of unknown numbers counted too; an entry for several counts for several."""
    answered: int
    """Answered incoming calls to the debtor, of lenders that are known."""
    week: int
    """Contacts from Monday to this day, both included."""


class Weight(NamedTuple):
    """What a whole check amounts to, dismissed findings left out."""

    grades: dict[str, int]
    """How many findings of each grade stand, by grade."""
    contacts: int
    """Contacts that counted findings (``COUNTED_GRADES``) are about."""
    waiting: int
    """Findings a person still has to judge."""
    questions: int
    """Findings that cannot be told because a fact is missing."""
    running: tuple[Deadline, ...]
    """Periods that still run, the next to end first."""


class DayLimit(NamedTuple):
    """A day's count with one platform against the limit that is nearest to being passed."""

    measured: int
    """What may count against it; contacts whose facts leave that open are in it."""
    sure: int
    """What surely counts."""
    limit: int
    """The largest number that keeps the rule."""
    unit: str


def today(case: Case) -> Today:
    """The day and week so far, in the case's zone."""
    day = local_parts(ts_of(case.now()), case.zone)[0]
    at = date.fromisoformat(day)
    monday = (at - timedelta(days=at.weekday())).isoformat()
    with case.store.reading() as conn:
        answered = sum(count.answered for count in listing.day_counts(conn, [day]))
        return Today(
            day,
            listing.contacts_between(conn, day, day),
            answered,
            listing.contacts_between(conn, monday, day),
        )


def weigh(case: Case, progress: Progress | None = None) -> Weight:
    """A whole check and the periods that run."""
    from evidencelog.app.checking import check
    from evidencelog.app.deadlines import deadlines

    findings = [finding for finding in check(case, progress=progress).findings if not dismissed(finding)]
    running = tuple(one for one in deadlines(case) if one.state == "running")
    return weight_of(findings, running)


def weight_of(findings: Iterable[Finding], running: tuple[Deadline, ...] = ()) -> Weight:
    """The same for findings that are known already."""
    standing = [finding for finding in findings if not dismissed(finding)]
    grades: dict[str, int] = {}
    for finding in standing:
        grades[finding.grade] = grades.get(finding.grade, 0) + 1
    return Weight(
        grades,
        len({contact for finding in standing if finding.grade in COUNTED_GRADES for contact in finding.contacts}),
        sum(finding.grade == "likely" and not settled(finding) for finding in standing),
        grades.get("undetermined", 0),
        running,
    )


def settled(finding: Finding) -> bool:
    """Whether a person judged it and nothing changed since."""
    return finding.review is not None and not finding.review.get("stale")


def dismissed(finding: Finding) -> bool:
    """Whether a person said that it is none, and nothing changed since."""
    return settled(finding) and finding.review is not None and finding.review.get("decision") == "dismiss"


def day_limits(case: Case, days: Sequence[str]) -> dict[tuple[str, str], DayLimit]:
    """By local day and platform id: the count nearest to its limit, of the daily limits in force for that lender.

    Only what the packs' rules count by day and platform; a lender none of them binds is left out. Not a finding:
    exceptions and agreements are not looked at here.
    """
    from evidencelog.app.law_packs import packs_of
    from evidencelog.checker.tallies import tallies
    from evidencelog.store import reading

    found: dict[tuple[str, str], DayLimit] = {}
    packs = packs_of(case)
    now = local_parts(ts_of(case.now()), case.zone)[0]
    with case.store.reading() as conn:
        facts = reading.case_facts(conn)
        platforms = sorted(facts.platforms)
        for day in days:
            # platform by platform: in the order of all platforms a day would be looked for in the whole table
            rows = chain.from_iterable(
                reading.contact_rows(conn, platform=platform, since=day, until=day) for platform in platforms
            )
            for one in tallies(rows, packs, facts, now):
                known = found.get((day, one.platform))
                mine = DayLimit(one.measured, one.sure, one.limit, one.unit)
                if known is None or _nearness(mine) > _nearness(known):
                    found[day, one.platform] = mine
    return found


def _nearness(one: DayLimit) -> tuple[int, int, int]:
    return one.sure - one.limit, one.measured - one.limit, -one.limit
