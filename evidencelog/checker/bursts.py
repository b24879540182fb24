"""Bursts: so many contacts of a group within so many minutes."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from evidencelog.checker.answers import Answer, joined, lowered
from evidencelog.checker.buckets import group_key
from evidencelog.checker.days import DAY, in_time, lies_in, shifted
from evidencelog.checker.predicate import Predicate, Reach
from evidencelog.checker.selection import graded
from evidencelog.checker.units import counts_as

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidencelog.checker.predicate import Answers, Surroundings, Take
    from evidencelog.models.contacts import ContactRow
    from evidencelog.models.law import RuleTest


class Dense:
    """A burst that is being followed."""

    def __init__(self, entries: Sequence[ContactRow], limit: int) -> None:
        self.entries = list(entries)
        """In the order of time."""
        self.limit = limit


class Window:
    """The last contacts of a group within one length of time."""

    def __init__(self, count: int, seconds: int) -> None:
        self.count = count
        """How many make a burst."""
        self.seconds = seconds
        self.rows: deque[ContactRow] = deque()
        self.weight = 0
        """How many the rows stand for."""
        self.grown: Dense | None = None
        """The burst that holds all of the rows already."""

    def clear(self) -> None:
        """Begins anew."""
        self.rows.clear()
        self.weight = 0
        self.grown = None


class Flow:
    """One group of contacts on its way through time."""

    def __init__(self, bursts: Sequence[tuple[int, int]]) -> None:
        self.part = ""
        """The local date on which its present day, cut where bursts end, began."""
        self.windows = [Window(count, seconds) for count, seconds in bursts]
        self.run: Dense | None = None


class Pattern(Predicate):
    """Bursts of many contacts in few minutes, joined while they overlap; each ends at a fixed time of the day."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        settings = around.facts.case.settings
        self._bursts = [
            (_number(settings.get(burst["setting"] or ""), burst["count"]), burst["minutes"] * 60)
            for burst in test.params["bursts"]
        ]
        self._unit: str = test.params["unit"]
        self._group_by: list[str] = test.params["group_by"]
        self._cut: int = test.params["cut_at"]
        self._hours: dict[str, Any] | None = test.params["hours"]
        self._flows: dict[tuple[str, ...], Flow] = {}
        self.reach = Reach(1, "platform" not in test.params["group_by"])

    def wants(self, row: ContactRow) -> bool:
        """Only what counts."""
        return super().wants(row) and counts_as(row, self._unit) is True

    def taking(self, like: ContactRow, doubts: tuple[str, ...]) -> Take:  # noqa: ARG002 - asked again of a burst
        """Adds a contact; gives a burst once a contact is too late to belong to it."""
        flows, group_by, hours, cut = self._flows, self._group_by, self._hours, self._cut
        plain = like.count == 1 and like.precision not in ("approximate", "day")

        def take(row: ContactRow) -> Answers:
            if hours is not None and not lies_in(hours, row.second):
                return ()
            key = group_key(row, group_by)
            flow = flows.get(key)
            if flow is None:
                flow = flows[key] = Flow(self._bursts)
            over: list[Answer] = []
            part = row.day if row.second >= cut else shifted(row.day, -1)
            if part != flow.part:
                self._turn(key, flow, part, over)
            for window in flow.windows:
                if not plain and not self._fits(row, window.seconds):
                    continue
                rows = window.rows
                rows.append(row)
                window.weight += row.count
                earliest = row.ts - window.seconds
                while rows[0].ts <= earliest:
                    window.weight -= rows.popleft().count
                if window.weight >= window.count:
                    self._grow(key, flow, window, over)
                else:
                    window.grown = None
            return over

        return take

    def finish(self) -> Answers:
        """The bursts still followed."""
        for key, flow in self._flows.items():
            if flow.run is not None:
                yield self._answer(key, flow.run)
        self._flows.clear()

    def _turn(self, key: tuple[str, ...], flow: Flow, part: str, over: list[Answer]) -> None:
        """Ends all that belongs to an earlier day."""
        flow.part = part
        for window in flow.windows:
            window.clear()
        if flow.run is not None:
            over.append(self._answer(key, flow.run))
            flow.run = None

    def _fits(self, row: ContactRow, seconds: int) -> bool:
        """Whether the entry, with all it stands for, surely lies in a window of that length and before the cut."""
        if seconds < DAY and row.precision in ("approximate", "day"):
            return False
        if row.count == 1:
            return True
        if row.until_ts is None:
            return seconds >= DAY
        to_cut = (self._cut - row.second) % DAY or DAY
        return row.until_ts - row.ts < min(seconds, to_cut)

    def _grow(self, key: tuple[str, ...], flow: Flow, window: Window, over: list[Answer]) -> None:
        """Makes all rows of the window, which are enough, part of a burst: of the one it overlaps, or a new one."""
        run, rows = flow.run, window.rows
        if run is None or rows[0].ts > run.entries[-1].ts:
            if run is not None:
                over.append(self._answer(key, run))
            run = flow.run = Dense(rows, window.count)
        elif window.grown is run:  # only the newest row can be missing
            if run.entries[-1] is not rows[-1]:
                run.entries.append(rows[-1])
        else:
            known = {row.id for row in run.entries}
            run.entries = sorted(run.entries + [row for row in rows if row.id not in known], key=in_time)
        run.limit = min(run.limit, window.count)
        window.grown = run

    def _answer(self, key: tuple[str, ...], run: Dense) -> Answer:
        first = run.entries[0]
        doubts = joined(*{self.selection.doubts_of_sort(row) or (): None for row in run.entries})
        return Answer(
            group=(*key, first.id),
            day=first.day,
            second=first.second,
            platform=first.platform if len({row.platform for row in run.entries}) == 1 else None,
            debt=first.debt if len({row.debt for row in run.entries}) == 1 else None,
            person=None,
            contacts=tuple([row.id for row in run.entries]),
            grade=lowered(graded("likely", doubts), self.params["at_most"]),
            missing=doubts,
            readings=(self.reading,),
            measured=sum([row.count for row in run.entries]),
            limit=run.limit,
            unit=self._unit,
        )


def _number(setting: str | None, default: int) -> int:
    return int(setting) if setting is not None and setting.isdecimal() else default
