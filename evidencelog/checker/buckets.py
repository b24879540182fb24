"""Groups of contacts inside windows of time, fed in the order of time and given out when a window has passed."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.checker.days import DAY, possible_seconds, shifted, weekday

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.models.contacts import ContactRow

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Entry(NamedTuple):
    """A contact as one window counts it."""

    row: ContactRow
    weight: int
    """How many it stands for in this window."""
    doubts: frozenset[str]
    """Unknown facts that leave it open whether these count here."""
    strict: bool
    """True when it counts by the test's own unit, False when only by its wider one."""
    mode: str | None


class Group(NamedTuple):
    """Everything that counts in one window."""

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
    return tuple((getattr(row, attribute) if attribute else None) or "" for attribute in attributes)


class CalendarBuckets:
    """Windows of the calendar: local days, weeks from a weekday on, months."""

    def __init__(self, window: str, first_weekday: str, approximate: int) -> None:
        self._window = window
        self._first_weekday = _WEEKDAYS.index(first_weekday)
        self._approximate = approximate
        self._open: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
        self._today = ""

    def add(self, key: tuple[str, ...], entry: Entry) -> Iterator[Group]:
        """Puts an entry into its window, first giving out the windows that nothing can fall into any more."""
        row = entry.row
        if row.day != self._today:
            self._today = row.day
            oldest = self._name(shifted(row.day, -1))
            done = [name for name in self._open if name[-1] < oldest]
            for name in done:
                yield Group(name, self._open.pop(name))
        own = self._name(row.day)
        if row.precision in (None, "second", "minute", "day") and row.count == 1:
            self._open[(*key, own)].append(entry)
            return
        for window, weight, sure in self._shares(row, own):
            doubts = entry.doubts if sure else entry.doubts | {"at"}
            if weight:
                self._open[(*key, window)].append(entry._replace(weight=weight, doubts=doubts))

    def finish(self) -> Iterator[Group]:
        """The windows still open, in the order in which they began."""
        while self._open:
            name = next(iter(self._open))
            yield Group(name, self._open.pop(name))

    def _name(self, day: str) -> str:
        if self._window == "calendar_month":
            return day[:7]
        if self._window == "calendar_week":
            return shifted(day, -((weekday(day) - self._first_weekday) % 7))
        return day

    def _shares(self, row: ContactRow, own: str) -> Iterator[tuple[str, int, bool]]:
        """(window, weight, sure) of an entry that may lie in several: the first of several alike was at its time."""
        first, last = possible_seconds(row, self._approximate)
        if row.precision == "day":
            last = max(last, DAY - 1)
        names = dict.fromkeys(self._name(shifted(row.day, day)) for day in range(first // DAY, last // DAY + 1))
        if len(names) == 1:
            yield own, row.count, True
            return
        exact = row.precision != "approximate"
        for name in names:
            if name == own and exact:
                yield name, 1, True
                yield name, row.count - 1, False
            else:
                yield name, row.count - 1 if exact else row.count, False


class RollingBuckets:
    """Every longest window of so many consecutive days (or hours) that is not part of another one."""

    def __init__(self, window: str, length: int) -> None:
        self._by_days = window == "rolling_days"
        self._length = length
        self._open: dict[tuple[str, ...], deque[Entry]] = defaultdict(deque)

    def add(self, key: tuple[str, ...], entry: Entry) -> Iterator[Group]:
        """Moves the group's window on to the entry, giving out the window it has to leave for that."""
        entries = self._open[key]
        if entries and not self._together(entries[0].row, entry.row):
            yield self._group(key, entries)
            while entries and not self._together(entries[0].row, entry.row):
                entries.popleft()
        entries.append(entry)

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
        first = entries[0].row
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
