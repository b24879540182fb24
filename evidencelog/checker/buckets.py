"""Groups of contacts inside windows of time, fed in the order of time and given out when a window has passed."""

from __future__ import annotations

from collections import defaultdict, deque
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from evidencelog.checker.days import DAY, possible_seconds, shifted, weekday
from evidencelog.models.contacts import ContactRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SOFT = frozenset({"purpose"})
"""Unknown facts that leave a count likely; with any other it is undetermined."""


class Share(NamedTuple):
    """What contacts of one sort are in one window: the same object for all of them."""

    weight: int
    """How many a contact stands for in this window."""
    doubts: frozenset[str]
    """Unknown facts that leave it open whether these count here."""
    strict: bool = True
    """True when it counts by the test's own unit, False when only by its wider one."""
    mode: str | None = None
    fits: bool | None = True
    """Whether the mode is one the test counts; None while it is unknown."""
    exact: bool = True
    """Whether a contact surely lies in one window as a whole."""
    wide: bool = False
    """True when it counts by the test's wider unit."""
    decides: bool = True
    """Whether contacts like this can decide a count; False for those that are left to another rule."""
    level: int = 0
    """0 without doubts, 1 when they leave a count likely, 2 with any other."""

    def of(self, weight: int, *doubts: str) -> Share:
        """The same with another weight and more doubts."""
        return self._replace(weight=weight, doubts=self.doubts.union(doubts)).levelled()

    def levelled(self) -> Share:
        """The same with the level its doubts make."""
        return self._replace(level=0 if not self.doubts else 1 if self.doubts <= _SOFT else 2)


Known = TypeVar("Known")

Entry = tuple[ContactRow, Share]
"""A contact as one window counts it."""


def _day_of(entry: Entry) -> str:
    return entry[0].day


def _by_day(entries: Sequence[Entry]) -> Iterable[tuple[str, Iterable[Entry]]]:
    if entries and entries[0][0].day == entries[-1][0].day:
        return ((entries[0][0].day, entries),)
    return groupby(entries, key=_day_of)


class Group(NamedTuple):
    """Everything that counts in one window, in the order of time."""

    key: tuple[str, ...]
    """Values of ``group_by`` and the name of the window."""
    entries: list[Entry]


_ATTRIBUTES = {
    "platform": "platform", "debt": "debt", "person": "to", "line": "line", "collector": "collector", "debtor": "",
}  # fmt: skip
"""By name of a group: the field of a contact; empty where all belong together."""


def group_key(row: ContactRow, group_by: list[str]) -> tuple[str, ...]:
    """The values by which contacts are grouped; an unknown line, debt or collector is a value of its own."""
    if group_by == ["platform"]:
        return (row.platform or "",)
    attributes = [_ATTRIBUTES[name] for name in group_by]
    return tuple([(getattr(row, attribute) if attribute else None) or "" for attribute in attributes])


def is_exact(row: ContactRow) -> bool:
    """Whether a contact of this sort is a single one of a day that is known."""
    return row.count == 1 and row.precision != "approximate"


def by_group(
    entries: Sequence[tuple[ContactRow, Known]], group_by: list[str]
) -> Iterable[tuple[tuple[str, ...], Sequence[tuple[ContactRow, Known]]]]:
    """The contacts of one platform by their groups."""
    if group_by == ["platform"]:
        return ((group_key(entries[0][0], group_by), entries),) if entries else ()
    groups: dict[tuple[str, ...], list[tuple[ContactRow, Known]]] = defaultdict(list)
    for entry in entries:
        groups[group_key(entry[0], group_by)].append(entry)
    return groups.items()


class CalendarBuckets:
    """Windows of the calendar: local days, weeks from a weekday on, months."""

    def __init__(self, window: str, first_weekday: str, approximate: int) -> None:
        self._window = window
        self._first_weekday = _WEEKDAYS.index(first_weekday)
        self._approximate = approximate
        self._open: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
        self._today = self._own = ""

    def begin(self) -> None:
        """Forgets all windows."""
        self._open.clear()
        self._today = self._own = ""

    def add(self, key: tuple[str, ...], entries: Sequence[Entry]) -> Iterator[Group]:
        """Puts contacts of a group into their windows; gives out the windows that nothing can fall into any more."""
        for day, mine in _by_day(entries):
            if day != self._today:
                yield from self._turn(day)
            own, first = self._open[(*key, self._own)], 0
            together = list(mine)
            for place in [place for place, (_row, share) in enumerate(together) if not share.exact]:
                own += together[first:place]
                first = place + 1
                row, share = together[place]
                for window, part in self._shares(row, share):
                    self._open[(*key, window)].append((row, part))
            own += together[first:]

    def finish(self) -> Iterator[Group]:
        """The windows still open, in the order in which they began."""
        while self._open:
            name = next(iter(self._open))
            entries = self._open.pop(name)
            if entries:
                yield Group(name, entries)

    def _turn(self, day: str) -> list[Group]:
        self._today, self._own = day, self._name(day)
        oldest = self._name(shifted(day, -1))
        over = [name for name in self._open if name[-1] < oldest]
        return [Group(name, entries) for name in over if (entries := self._open.pop(name))]

    def _name(self, day: str) -> str:
        if self._window == "calendar_month":
            return day[:7]
        if self._window == "calendar_week":
            return shifted(day, -((weekday(day) - self._first_weekday) % 7))
        return day

    def _shares(self, row: ContactRow, share: Share) -> Iterator[tuple[str, Share]]:
        """The windows in which it may lie, with its part in each: the first of several alike was at its time."""
        first, last = possible_seconds(row, self._approximate)
        if row.precision == "day":
            last = max(last, DAY - 1)
        names = dict.fromkeys(self._name(shifted(row.day, day)) for day in range(first // DAY, last // DAY + 1))
        if len(names) == 1:
            yield self._own, share
            return
        exact = row.precision != "approximate"
        unsure = share.of(row.count - 1 if exact else row.count, "at")
        for name in names:
            if name == self._own and exact:
                yield name, share.of(1)
            if unsure.weight:
                yield name, unsure


class RollingBuckets:
    """Every longest window of so many consecutive days (or hours) that is not part of another one."""

    def __init__(self, window: str, length: int) -> None:
        self._by_days = window == "rolling_days"
        self._length = length
        self._open: dict[tuple[str, ...], deque[Entry]] = defaultdict(deque)

    def begin(self) -> None:
        """Forgets all windows."""
        self._open.clear()

    def add(self, key: tuple[str, ...], entries: Sequence[Entry]) -> Iterator[Group]:
        """Moves the group's window on to each contact; gives out the windows it has to leave for that."""
        inside = self._open[key]
        for entry in entries:
            if inside and not self._together(inside[0][0], entry[0]):
                yield self._group(key, inside)
                while inside and not self._together(inside[0][0], entry[0]):
                    inside.popleft()
            inside.append(entry)

    def finish(self) -> Iterator[Group]:
        """The last window of each group."""
        for key, entries in self._open.items():
            if entries:
                yield self._group(key, entries)
        self._open.clear()

    def _together(self, first: ContactRow, last: ContactRow) -> bool:
        if self._by_days:
            return last.day < shifted(first.day, self._length)
        return last.ts - first.ts < self._length * 3600

    def _group(self, key: tuple[str, ...], entries: deque[Entry]) -> Group:
        first = entries[0][0]
        return Group((*key, first.day if self._by_days else first.id), list(entries))


def buckets(params: dict[str, Any]) -> CalendarBuckets | RollingBuckets:
    """The windows a test counts in."""
    if params["window"].startswith("rolling"):
        return RollingBuckets(params["window"], params["length"])
    return CalendarBuckets(params["window"], params["first_weekday"], params.get("approximate_seconds", 0))


def reach_of(params: dict[str, Any]) -> int:
    """How many days around a contact its windows can lie."""
    if params["window"] == "rolling_days":
        return int(params["length"])
    if params["window"] == "rolling_hours":
        return int(params["length"]) // 24 + 1
    return {"calendar_day": 1, "calendar_week": 8, "calendar_month": 32}[params["window"]]
