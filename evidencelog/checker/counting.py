"""Counts: more than a number of contacts of a group in a window of time."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.checker.answers import Answer, Aside, joined, lowered
from evidencelog.checker.bases import choose
from evidencelog.checker.buckets import Entry, Group, buckets, group_key, reach_of
from evidencelog.checker.days import in_time
from evidencelog.checker.predicate import Predicate, Reach
from evidencelog.checker.units import counts_as, mode_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidencelog.checker.predicate import Surroundings
    from evidencelog.models.contacts import ContactRow
    from evidencelog.models.law import RuleTest

_SOFT = frozenset({"purpose"})
"""Unknown facts that leave a count likely; with any other it is undetermined."""


class Verdict(NamedTuple):
    """What a set of entries amounts to."""

    grade: str
    counted: list[Entry]
    limit: int
    missing: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    unit: str | None = None


class MaxCount(Predicate):
    """One rule's limit on a number of contacts."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        params = test.params
        self.unit: str = params["unit"]
        self.limit: int = params["limit"]
        self.most = most_allowed(params)
        self.modes = modes_of(params)
        self._wider: dict[str, Any] | None = params["wider"]
        self._leave = params["mode_unknown"] == "leave"
        self._shortest, self._threshold = self._shortest_call(params["min_duration"])
        group_by = params["group_by"]
        self._group_by = [*group_by, "collector"] if params["collectors"] == "apart" else group_by
        self._buckets = buckets(params)
        self._daily = params["window"] == "calendar_day"
        self._merge: int = params["merge_minutes"] * 60
        self._last: dict[tuple[object, ...], int] = {}
        self._armed: set[tuple[str, ...]] = set()
        arming = params["armed_after"]
        self._arming: str | None = arming["unit"] if arming is not None else None
        self.reach = Reach(None if arming is not None else reach_of(params), "platform" not in group_by)

    def wants(self, row: ContactRow) -> bool:
        """Only contacts that may count, or that arm the count."""
        if not super().wants(row):
            return False
        if self._arming is not None:
            return True
        if self.params["combined_with"] is None and row.kind == "call" and self.modes:
            mode = mode_of(row)
            if mode is not None and mode not in self.modes:
                return False
        wider = self._wider is not None and counts_as(row, self._wider["unit"])
        return bool(wider) or counts_as(row, self.unit) is not False

    def feed(self, row: ContactRow) -> Iterator[Answer | Aside]:
        """Counts the contact; gives the answers of windows that have passed."""
        doubts = self.selection.doubts(row)
        if doubts is None:
            return
        key = group_key(row, self._group_by)
        if self._arming is not None and key not in self._armed:
            if counts_as(row, self._arming):
                self._armed.add(key)
            return
        entry = self._entry(row, frozenset(doubts))
        if entry is None or (self._merge and self._continues(key, row)):
            return
        for group in self._buckets.add(key, entry):
            yield from self._answers(group)

    def finish(self) -> Iterator[Answer | Aside]:
        """The answers of the windows still open."""
        for group in self._buckets.finish():
            yield from self._answers(group)

    @property
    def by_platform_and_day(self) -> bool:
        """Whether it counts every contact of a platform by calendar day, with no further condition on when."""
        plain = self._arming is None and not self._merge and self.params["collectors"] != "apart"
        return self._daily and plain and self._group_by == ["platform"]

    def weight_of(self, row: ContactRow) -> tuple[int, bool] | None:
        """How many the contact counts for here, and whether it surely does; None where it does not count."""
        doubts = self.selection.doubts(row) if self.wants(row) else None
        entry = self._entry(row, frozenset(doubts)) if doubts is not None else None
        if entry is None or not entry.strict:
            return None
        fits = self._mode_fits(entry)
        if fits is False or (fits is None and self._leave):
            return None
        return entry.weight, fits is True and not entry.doubts

    def _entry(self, row: ContactRow, doubts: frozenset[str]) -> Entry | None:
        counts = counts_as(row, self.unit)
        mode = mode_of(row) if row.kind == "call" else None
        if counts is None:
            doubts |= {"outcome"}
        if counts is not False and self._shortest and row.kind == "call":
            if row.duration is None:
                doubts |= {"duration"}
            elif row.duration < self._shortest:
                counts = False
        wider = self._wider is not None and counts_as(row, self._wider["unit"]) is True
        if counts is False and not wider:
            return None
        return Entry(row, row.count, doubts, counts is not False, mode)

    def _shortest_call(self, rule: dict[str, Any] | None) -> tuple[int, tuple[str, ...]]:
        if rule is None:
            return 0, ()
        wanted = self.facts.case.settings.get(rule["setting"], "")
        if wanted.isdecimal():
            return int(wanted), (rule["reading"],)
        return int(rule["default"]), ()

    def _continues(self, key: tuple[str, ...], row: ContactRow) -> bool:
        """Whether it belongs to the thread of the contact before it."""
        thread = (key, row.kind, row.channel, row.to)
        before = self._last.get(thread)
        self._last[thread] = row.ts
        return before is not None and row.ts - before <= self._merge

    def _answers(self, group: Group) -> Iterator[Answer | Aside]:
        entries = sorted(group.entries, key=lambda entry: in_time(entry.row))
        if self.unit == "occasion":
            entries = _one_a_day(entries)
        if sum(entry.weight for entry in entries) <= self.most:
            return
        strict = [entry for entry in entries if entry.strict]
        verdict = self._judged(strict)
        first = entries[0].row
        platform = _common(entry.row.platform for entry in entries)
        debt = _common(entry.row.debt for entry in entries)
        if verdict is not None:
            counted = verdict.counted
            yield Answer(
                group=group.key,
                day=group.key[-1] if self._daily else counted[0].row.day,
                second=None,
                platform=_common(entry.row.platform for entry in counted),
                debt=debt,
                person=self._person(counted),
                contacts=_ids(counted),
                grade=lowered(verdict.grade, self.params["at_most"]),
                missing=verdict.missing,
                readings=joined((self.reading,), verdict.readings, self._threshold),
                measured=_total(counted),
                limit=verdict.limit,
                unit=verdict.unit or self.unit,
            )
        if self._wider is not None:
            yield from self._wider_count(entries, first, platform, debt)

    def _person(self, counted: Sequence[Entry]) -> str | None:
        person = _common(entry.row.to for entry in counted)
        return person if person in self.facts.case.persons else None

    def _wider_count(
        self, entries: Sequence[Entry], first: ContactRow, platform: str | None, debt: str | None
    ) -> Iterator[Aside]:
        """The count by the wider unit, where it goes beyond the limit and beyond the narrow one."""
        assert self._wider is not None
        wide = [entry for entry in entries if self._mode_fits(entry) is not False]
        narrow = [entry for entry in wide if entry.strict and "outcome" not in entry.doubts]
        wide = [entry for entry in wide if counts_as(entry.row, self._wider["unit"])]
        if _total(wide) > max(self.most, _total(narrow)):
            yield Aside(
                first.day, platform, debt, _ids(wide), "wider_count", self._wider["reading"], _total(wide), self.limit
            )

    def _mode_fits(self, entry: Entry) -> bool | None:
        if not self.modes or entry.row.kind != "call":
            return True
        return None if entry.mode is None else entry.mode in self.modes

    def _judged(self, entries: list[Entry]) -> Verdict | None:
        """What surely counts decides first, then what counts if it was collection, then all that may count."""
        for allowed, cap in ((frozenset(), None), (_SOFT, "likely"), (None, "undetermined")):
            chosen = entries if allowed is None else [entry for entry in entries if entry.doubts <= allowed]
            verdict = self._limbs(chosen)
            if verdict is not None:
                doubts = tuple(sorted({doubt for entry in verdict.counted for doubt in entry.doubts}))
                return verdict._replace(
                    grade=lowered(verdict.grade, cap), missing=joined(verdict.missing, tuple(sorted(doubts)))
                )
        return None

    def _limbs(self, entries: list[Entry]) -> Verdict | None:
        own = [entry for entry in entries if self._mode_fits(entry) is True]
        unknown = [entry for entry in entries if self._mode_fits(entry) is None]
        alone = self._alone(own)
        if alone is not None and alone.grade == "breach":
            return alone
        if unknown and not self._leave:
            other = self._other_limb(entries)
            combined = self._with_unknown(own, unknown) if other is None else self._combined(entries, own, other)
            if combined is not None:
                return combined
        return alone

    def _alone(self, own: list[Entry]) -> Verdict | None:
        """What the entries that surely belong to this limit amount to."""
        if _total(own) <= self.most:
            return None
        if self.params["collectors"] != "likely":
            return Verdict("breach", own, self.limit)
        worst = max(_by_collector(own).values(), key=_total)
        if _total(worst) > self.most:
            return Verdict("breach", worst, self.limit)
        return Verdict("likely", own, self.limit, readings=(self.params["collectors_reading"],))

    def _with_unknown(self, own: list[Entry], unknown: list[Entry]) -> Verdict | None:
        together = _in_order(own + unknown)
        return Verdict("likely", together, self.limit, ("mode",)) if _total(together) > self.most else None

    def _other_limb(self, entries: Sequence[Entry]) -> RuleTest | None:
        """The limit of the rule that combines with this one, where that rule may bind here and now."""
        combined = self.params["combined_with"]
        if combined is None:
            return None
        rule = self.around.rules.get(combined["rule"])
        if rule is None:
            return None
        first = entries[0].row
        scope = self.facts.scope(first.platform, first.debt)
        if not choose(rule, scope, first.day).grounded:
            return None
        for test in rule.tests:
            starts, ends = test.in_force_from or "", test.in_force_to
            if test.kind == "max_count" and starts <= first.day and (ends is None or first.day <= ends):
                return test
        return None

    def _combined(self, entries: list[Entry], own: list[Entry], other: RuleTest) -> Verdict | None:
        """Both limits at once while some modes are unknown.

        A breach when no way to share out the unknown ones keeps both limits; likely when some way breaks one of them.
        """
        theirs = [entry for entry in entries if entry.mode in modes_of(other.params)]
        unknown = [entry for entry in entries if entry.mode is None]
        their_most = most_allowed(other.params)
        reading = (self.params["combined_with"]["reading"],)
        if _total(theirs) <= their_most:
            room = their_most - _total(theirs)
            shares = _by_collector(own + unknown) if self.params["collectors"] == "likely" else {None: own + unknown}
            if sum(max(0, _total(share) - self.most) for share in shares.values()) > room:
                counted = _in_order(own + theirs + unknown)
                return Verdict("breach", counted, self.most + their_most, (), reading, "answered_call")
        wider = [_in_order(own + unknown)]
        limits = [(self.most, self.limit)]
        if _total(theirs) <= their_most:
            wider.append(_in_order(theirs + unknown))
            limits.append((their_most, other.params["limit"]))
        broken = [(e, shown) for e, (most, shown) in zip(wider, limits, strict=True) if _total(e) > most]
        if not broken:
            return None
        counted, limit = max(broken, key=lambda pair: _total(pair[0]))
        return Verdict("likely", counted, limit, ("mode",), reading, "answered_call")


def most_allowed(params: dict[str, Any]) -> int:
    """The largest number that keeps the limit."""
    limit: int = params["limit"]
    return limit - 1 if params["breach_when"] == "at_least" else limit


def modes_of(params: dict[str, Any]) -> tuple[str, ...]:
    """The modes a limit is about; a conversation is interactive unless the test says otherwise."""
    if params["modes"] or params["unit"] != "conversation":
        return tuple(params["modes"])
    return ("interactive",)


def _total(entries: Sequence[Entry]) -> int:
    return sum(entry.weight for entry in entries)


def _ids(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.row.id for entry in entries))


def _in_order(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: in_time(entry.row))


def _by_collector(entries: Sequence[Entry]) -> dict[str | None, list[Entry]]:
    shares: dict[str | None, list[Entry]] = defaultdict(list)
    for entry in entries:
        shares[entry.row.collector].append(entry)
    return dict(shares)


def _common(values: Iterator[str | None]) -> str | None:
    """The value all share, else None."""
    different = set(values)
    return different.pop() if len(different) == 1 else None


def _one_a_day(entries: list[Entry]) -> list[Entry]:
    """Several contacts of one local day are one occasion; one that is sure goes before one that is not."""
    best: dict[str, Entry] = {}
    for entry in entries:
        kept = best.get(entry.row.day)
        if kept is None or (kept.doubts and not entry.doubts):
            best[entry.row.day] = entry._replace(weight=1)
    return list(best.values())
