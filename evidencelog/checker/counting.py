"""Counts: more than a number of contacts of a group in a window of time."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.checker.answers import Answer, Aside, joined, lowered
from evidencelog.checker.bases import Grounds
from evidencelog.checker.buckets import Share, buckets, by_group, group_key, is_exact, reach_of
from evidencelog.checker.days import in_time
from evidencelog.checker.predicate import Predicate, Reach
from evidencelog.checker.units import counts_as, mode_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidencelog.checker.buckets import Entry, Group
    from evidencelog.checker.predicate import Entries, Surroundings
    from evidencelog.models.contacts import ContactRow
    from evidencelog.models.law import RuleTest


class Verdict(NamedTuple):
    """What a set of entries amounts to."""

    grade: str
    counted: list[Entry]
    limit: int
    missing: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    unit: str | None = None


class Sorted(NamedTuple):
    """What a test that looks closer knows of a sort of contacts."""

    share: Share | None
    doubts: frozenset[str] | None
    """The doubts, where the length of each call decides; else None."""
    arms: bool


class MaxCount(Predicate):
    """One rule's limit on a number of contacts."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        params = test.params
        self.unit: str = params["unit"]
        self.limit: int = params["limit"]
        self.most = most_allowed(params)
        self.modes = modes_of(params)
        combined = params["combined_with"]
        rule = around.rules.get(combined["rule"]) if combined is not None else None
        self._beside = Grounds(rule, around.facts) if rule is not None else None
        """The rule that combines with this one."""
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
        self._plain = arming is None and not self._merge and not self._shortest
        """Whether every contact counts that is fed."""
        self.reach = Reach(None if arming is not None else reach_of(params), "platform" not in group_by)

    def begin(self) -> None:
        """Forgets all contacts fed before."""
        self._buckets.begin()
        self._last.clear()
        self._armed.clear()

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

    def settled(self, like: ContactRow) -> Any:
        """What a contact of that sort is in a window and whether it arms the count; the doubts where length decides."""
        doubts = super().settled(like)
        if doubts is None:
            return None
        share = self._share(like, frozenset(doubts))
        arms = self._arming is not None and bool(counts_as(like, self._arming))
        by_length = bool(self._shortest) and like.kind == "call"
        if share is None and not by_length and not arms:
            return None
        return share if self._plain else Sorted(share, frozenset(doubts) if by_length else None, arms)

    def feed(self, entries: Entries) -> Iterator[Answer | Aside]:
        """Counts the contacts; gives the answers of windows that have passed."""
        counted = entries if self._plain else list(self._counted(entries))
        for key, mine in by_group(counted, self._group_by):
            for group in self._buckets.add(key, mine):
                yield from self._answers(group)

    def _counted(self, entries: Entries) -> Iterator[Entry]:
        """The contacts that count once a group is armed, threads and short calls are looked at."""
        for row, sort in entries:
            key = group_key(row, self._group_by)
            if self._arming is not None and key not in self._armed:
                if sort.arms:
                    self._armed.add(key)
                continue
            share = sort.share if sort.doubts is None else self._share(row, sort.doubts)
            if share is not None and not (self._merge and self._continues(key, row)):
                yield row, share

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
        share = self._share(row, frozenset(doubts)) if doubts is not None else None
        if share is None or not share.strict or share.fits is False or (share.fits is None and self._leave):
            return None
        return share.weight, share.fits is True and not share.doubts

    def _share(self, row: ContactRow, doubts: frozenset[str]) -> Share | None:
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
        fits = True if not self.modes or row.kind != "call" else None if mode is None else mode in self.modes
        strict = counts is not False
        plays = self._beside is not None or fits is True or (fits is None and not self._leave)
        return Share(row.count, doubts, strict, mode, fits, is_exact(row), wider, strict and plays).levelled()

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
        entries = group.entries
        if not self._daily:
            entries = sorted(entries, key=_when)
        if self.unit == "occasion":
            entries = _one_a_day(entries)
        if _total(entries) <= self.most:
            return
        verdict = self._judged([entry for entry in entries if entry[1].decides])
        if verdict is not None:
            counted = verdict.counted
            yield Answer(
                group=group.key,
                day=group.key[-1] if self._daily else counted[0][0].day,
                second=None,
                platform=self._platform(counted),
                debt=_common({row.debt for row, _share in entries}),
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
            yield from self._wider_count(entries)

    def _platform(self, entries: Sequence[Entry]) -> str | None:
        return (
            None
            if self.reach.all_platforms and len({row.platform for row, _share in entries}) > 1
            else entries[0][0].platform
        )

    def _person(self, counted: Sequence[Entry]) -> str | None:
        if self.params["contacts"]["to"] == "debtor":
            return None
        person = _common({row.to for row, _share in counted})
        return person if person in self.facts.case.persons else None

    def _wider_count(self, entries: Sequence[Entry]) -> Iterator[Aside]:
        """The count by the wider unit, where it goes beyond the limit and beyond the narrow one."""
        assert self._wider is not None
        may = [entry for entry in entries if entry[1].fits is not False]
        if _total(may) <= self.most:
            return
        narrow = [entry for entry in may if entry[1].strict and "outcome" not in entry[1].doubts]
        wide = [entry for entry in may if entry[1].wide]
        measured = _total(wide)
        if measured > max(self.most, _total(narrow)):
            platform = self._platform(entries)
            debt = _common({row.debt for row, _share in entries})
            reading, first = self._wider["reading"], entries[0][0]
            yield Aside(first.day, platform, debt, _ids(wide), "wider_count", reading, measured, self.limit)

    def _judged(self, entries: list[Entry]) -> Verdict | None:
        """What surely counts decides first, then what counts if it was collection, then all that may count."""
        if self._beside is None and _total(entries) <= self.most:
            return None
        tried = -1
        for level, cap in ((0, None), (1, "likely"), (2, "undetermined")):
            chosen = [entry for entry in entries if entry[1].level <= level]
            verdict = self._limbs(chosen) if len(chosen) > tried else None
            if verdict is not None:
                doubts = _doubts(verdict.counted) if level else ()
                return verdict._replace(grade=lowered(verdict.grade, cap), missing=joined(verdict.missing, doubts))
            tried = len(chosen)
        return None

    def _limbs(self, entries: list[Entry]) -> Verdict | None:
        own = [entry for entry in entries if entry[1].fits is True]
        alone = self._alone(own)
        if alone is not None and alone.grade == "breach":
            return alone
        unknown = [entry for entry in entries if entry[1].fits is None]
        if unknown and not self._leave:
            other = self._other_limb(entries)
            combined = self._with_unknown(entries) if other is None else self._combined(entries, other)
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

    def _with_unknown(self, entries: list[Entry]) -> Verdict | None:
        together = [entry for entry in entries if entry[1].fits is not False]
        return Verdict("likely", together, self.limit, ("mode",)) if _total(together) > self.most else None

    def _other_limb(self, entries: Sequence[Entry]) -> RuleTest | None:
        """The limit of the rule that combines with this one, where that rule may bind here and now."""
        if self._beside is None:
            return None
        first = entries[0][0]
        if not self._beside.chosen(first.platform, first.debt, first.day).grounded:
            return None
        for test in self._beside.rule.tests:
            starts, ends = test.in_force_from or "", test.in_force_to
            if test.kind == "max_count" and starts <= first.day and (ends is None or first.day <= ends):
                return test
        return None

    def _combined(self, entries: list[Entry], other: RuleTest) -> Verdict | None:
        """Both limits at once while some modes are unknown.

        A breach when no way to share out the unknown ones keeps both limits; likely when some way breaks one of them.
        """
        modes = modes_of(other.params)
        theirs = _total([entry for entry in entries if entry[1].mode in modes])
        mine_at_most = [entry for entry in entries if entry[1].fits is not False]
        their_most = most_allowed(other.params)
        reading = (self.params["combined_with"]["reading"],)
        if theirs <= their_most:
            apart = self.params["collectors"] == "likely"
            shares = _by_collector(mine_at_most).values() if apart else [mine_at_most]
            if sum([max(0, _total(share) - self.most) for share in shares]) > their_most - theirs:
                counted = [entry for entry in entries if entry[1].fits is not False or entry[1].mode in modes]
                return Verdict("breach", counted, self.most + their_most, (), reading, "answered_call")
        broken = [(_total(mine_at_most), mine_at_most, self.limit)] if _total(mine_at_most) > self.most else []
        if theirs <= their_most:
            theirs_at_most = [entry for entry in entries if entry[1].mode is None or entry[1].mode in modes]
            if _total(theirs_at_most) > their_most:
                broken.append((_total(theirs_at_most), theirs_at_most, other.params["limit"]))
        if not broken:
            return None
        _measured, counted, limit = max(broken, key=itemgetter(0))
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


def _doubts(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(sorted({doubt for _row, share in entries for doubt in share.doubts}))


def _total(entries: Sequence[Entry]) -> int:
    return sum([share.weight for _row, share in entries])


def _ids(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([row.id for row, _share in entries]))


def _when(entry: Entry) -> tuple[int, int, str]:
    return in_time(entry[0])


def _by_collector(entries: Sequence[Entry]) -> dict[str | None, list[Entry]]:
    shares: dict[str | None, list[Entry]] = defaultdict(list)
    for entry in entries:
        shares[entry[0].collector].append(entry)
    return dict(shares)


def _common(different: set[str | None]) -> str | None:
    """The value all share, else None."""
    return different.pop() if len(different) == 1 else None


def _one_a_day(entries: list[Entry]) -> list[Entry]:
    """Several contacts of one local day are one occasion; one that is sure goes before one that is not."""
    best: dict[str, Entry] = {}
    for row, share in entries:
        kept = best.get(row.day)
        if kept is None or (kept[1].doubts and not share.doubts):
            best[row.day] = (row, share.of(1))
    return list(best.values())
