"""What every kind of test is: it is fed contacts in the order of time and answers group by group."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.checker.answers import Answer, Aside, lowered
from evidencelog.checker.days import shifted
from evidencelog.checker.selection import Selection, graded
from evidencelog.models.contacts import ContactRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evidencelog.checker.facts import Facts
    from evidencelog.models.contacts import Sieve
    from evidencelog.models.law import Pack, Rule, RuleTest

Answers = Iterable[Answer | Aside]
Stretch = tuple[str, str]
"""First and last of some local dates, both included."""
Entries = Sequence[tuple[ContactRow, Any]]
"""Contacts, each with what ``settled`` gave for its sort."""


class Reach(NamedTuple):
    """Which other contacts an answer about one contact depends on."""

    days: int | None = 0
    """Local days before and after it, 0 for nothing but itself; None: all of the platform's."""
    all_platforms: bool = False
    dated: tuple[Stretch, ...] = ()
    """With ``days`` None: only contacts of these local dates play a part, in order and apart; empty: all."""
    ahead: int | None = None
    """Local days after it; None: as many as before."""

    @property
    def after(self) -> int | None:
        """Local days after it; None: all of the platform's."""
        return self.days if self.ahead is None else self.ahead

    @property
    def alone(self) -> bool:
        """Whether the contact itself is all that an answer depends on."""
        return self.days == 0 and not self.after and not self.all_platforms

    def around(self, since: str | None, until: str | None) -> tuple[str | None, str | None]:
        """First and last local date of the contacts that are needed for a period; None: from the first, to the last."""
        if self.days is None or self.after is None:
            return (self.dated[0][0], self.dated[-1][1]) if self.dated else (None, None)
        return since and shifted(since, -self.days), until and shifted(until, self.after)

    def looks_at(self, day: str) -> bool:
        """Whether a contact of that date plays any part."""
        return not self.dated or any(first <= day <= last for first, last in self.dated)

    def spans(self, days: Iterable[str]) -> Iterator[tuple[str | None, str | None]]:
        """The stretches of local dates of the contacts needed for some dates, joined where they meet."""
        if self.days is None or self.after is None:
            if any(map(self.looks_at, days)):
                yield from self.dated or ((None, None),)
            return
        yield from met([(shifted(day, -self.days), shifted(day, self.after)) for day in days])


def met(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same dates as stretches in order, joined where they meet."""
    joined: list[Stretch] = []
    for first, last in sorted(stretches):
        if joined and first <= shifted(joined[-1][1], 1):
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


class Surroundings(NamedTuple):
    """What a test may look at besides contacts."""

    facts: Facts
    pack: Pack
    rules: Mapping[str, Rule]
    """All rules of the pack by code."""
    today: str
    """Local date on which is checked."""
    tags: Mapping[str, frozenset[str]]
    """Names of tags by contact id; contacts without tags are left out."""


class Predicate(ABC):
    """One version of one test of a rule. Contacts without a platform are never fed."""

    reach = Reach()

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        self.params: dict[str, Any] = test.params
        self.first = test.in_force_from or ""
        self.last = test.in_force_to
        self.around = around
        self.facts = around.facts
        self.selection = Selection(test.params["contacts"], around.facts, around.tags)
        self.zone = around.pack.zone if test.params["zone"] == "pack" else None
        self.reading: str = test.params["reading"]
        self._own_reading = (self.reading,)

    def begin(self) -> None:  # noqa: B027 - many tests keep nothing
        """Forgets all contacts fed before, for a new run. What is settled for sorts of contacts stays."""

    def in_force(self, day: str) -> bool:
        """True when this version of the test is the one for the local date."""
        return self.first <= day and (self.last is None or day <= self.last)

    def concerns(self, platform: str) -> bool:  # noqa: ARG002 - most tests do not ask
        """False when no contact with that platform can play any part."""
        return True

    def wants(self, row: ContactRow) -> bool:
        """Whether contacts of this sort are fed at all; looks only at what ``dispatch.sort_of`` tells apart."""
        return self.selection.may_fit(row)

    def sieve(self) -> Sieve:
        """What lets through all contacts that are fed; looks at no more than needs be told from a long time."""
        return (self.selection.sieve(),)

    def counts(self, row: ContactRow) -> bool:
        """Whether this contact can be among those an answer counts."""
        return self.settled(row) is not None

    def settled(self, like: ContactRow) -> Any:
        """What is the same for all contacts of the sort of ``like``, to be fed with each; None when none is fed.

        The doubts about them, unless a kind of test says otherwise.
        """
        return self.selection.doubts_of_sort(like) if self.wants(like) else None

    def idle(self, settled: Any) -> tuple[int, int]:  # noqa: ARG002 - most tests are asked at any hour
        """Seconds of the day (from the first on until before the second) at which contacts so settled play no part."""
        return 0, 0

    def take(self, entries: Entries) -> Answers:
        """``feed``, without the contacts that the selection leaves out for their number or tags."""
        return self.feed(self.selection.kept(entries))

    @abstractmethod
    def feed(self, entries: Entries) -> Answers:
        """Takes the next contacts in the order of time; gives what they complete.

        They are of one platform and, in the case's zone, of one local day. Each call is used up before the next.
        """

    def finish(self) -> Answers:
        """After the last contact: what is still open."""
        return ()

    def about(
        self,
        row: ContactRow,
        grade: str,
        doubts: tuple[str, ...] = (),
        missing: tuple[str, ...] = (),
        readings: tuple[str, ...] = (),
    ) -> Answer:
        """An answer about a single contact."""
        one = (row.id,)
        person = row.to if row.to in self.facts.case.persons else None
        graded_so = lowered(graded(grade, doubts), self.params["at_most"])
        told = (self.reading, *readings) if readings else self._own_reading
        facts = missing + doubts
        return Answer(one, row.day, row.second, row.platform, row.debt, person, one, graded_so, facts, told)

    def judged(self, row: ContactRow, grade: str, doubts: tuple[str, ...] = ()) -> Answer | None:
        """An answer about conduct that needs a fact no field holds (``ask``): a tag answers it, either way."""
        ask: str | None = self.params["ask"]
        tags = self.around.tags.get(row.id, frozenset())
        if not tags.isdisjoint(self.params["cleared_by"]):
            return None
        if ask is None or not tags.isdisjoint(self.params["confirmed_by"]):
            return self.about(row, grade, doubts)
        return self.about(row, "undetermined", doubts, (ask,))
