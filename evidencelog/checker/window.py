"""Hours and days: contacts outside allowed hours, outside agreed hours, on blocked days. One answer per contact."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from evidencelog.checker.answers import Aside
from evidencelog.checker.days import DAY, lies_in, possible_seconds, seconds_in, shifted, weekday
from evidencelog.checker.predicate import Predicate
from evidencelog.checker.selection import channel_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.checker.answers import Answer
    from evidencelog.checker.predicate import Entries, Surroundings
    from evidencelog.models.contacts import Consent, ContactRow
    from evidencelog.models.law import RuleTest

ALLOWED, AGREED, BARRED, UNKNOWN_DAY = "allowed", "agreed", "barred", "calendar"
"""What a moment is: allowed by the text, allowed by agreement, barred, or hanging on a holiday nobody looked up."""

_DAYS_KEPT = 1000

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


Spans = tuple[tuple[int, int], ...]
"""Seconds of a day: from the first on until before the second."""


class HourTest(Predicate):
    """Judges each contact by the moments at which it may have happened."""

    by_platform = False
    """Whether ``state`` hangs on the platform too."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        name = test.params.get("calendar")
        self._classes = around.pack.calendars.get(name, {}) if name else {}
        self._years = frozenset(around.pack.years.get(name, ()) if name else ())
        self._exception: str | None = test.params.get("agreed_hours")
        self._approximate: int = test.params["approximate_seconds"]
        near = test.params.get("borderline")
        self._near: dict[str, Any] = near if near is not None else {}
        self._allowed: dict[tuple[str, str | None], dict[object, Spans]] = {}
        """By kind and channel, then by day: the seconds that the text alone allows."""

    def begin(self) -> None:
        """Keeps the hours of so many days at most that no log fills the memory."""
        for known in self._allowed.values():
            if len(known) > _DAYS_KEPT:
                known.clear()

    def settled(self, like: ContactRow) -> Any:
        """Seconds of a day at which no more need be asked, the doubts, whether the moment is known, and what days allow.

        The last by kind and channel: the seconds of each day that the text alone allows.
        """
        doubts = super().settled(like)
        if doubts is None:
            return None
        exact = like.precision in (None, "second") and like.count == 1
        first, end = self.always(like) if exact else (0, 0)
        return first, end, doubts, exact, self._allowed.setdefault((like.kind, channel_of(like)), {})

    def always(self, like: ContactRow) -> tuple[int, int]:  # noqa: ARG002 - most tests hang on the day
        """Seconds (from the first on until before the second) at which any day allows contacts of that sort."""
        return 0, 0

    def idle(self, settled: Any) -> tuple[int, int]:
        """The hours at which any day allows them."""
        first, end = settled[:2]
        return (first, end) if self.zone is None else (0, 0)

    def feed(self, entries: Entries) -> Iterator[Answer | Aside]:
        """An answer when a contact was, or may have been, at a moment that is barred."""
        by_platform = self.by_platform
        asked = [entry for entry in entries if not entry[1][0] <= entry[0].second < entry[1][1]]
        for row, (_first, _end, doubts, exact, known) in asked:
            day = row.day
            key = (row.platform, day) if by_platform else day
            allowed = known.get(key)
            if allowed is None:
                allowed = known[key] = tuple(self._spans(row))
            first = last = row.second
            if not exact:
                first, last = possible_seconds(row, self._approximate)
            for start, end in allowed:
                if start <= first and last < end:
                    break
            else:
                found = {self._state(row, day, first)} if exact else self._states(row)
                yield from self._judge(row, doubts, found)

    def _judge(self, row: ContactRow, doubts: tuple[str, ...], found: set[str]) -> Iterator[Answer | Aside]:
        """By all that the contact's possible moments are."""
        if found == {AGREED} and self._exception is not None:
            yield Aside(row.day, row.platform, row.debt, (row.id,), "exception", self._exception)
        elif found == {BARRED}:
            near = self._near and self._is_near(row)
            yield self.about(row, "breach", doubts, readings=(self._near["reading"],) if near else ())
        elif not found <= {ALLOWED, AGREED}:
            missing = ["at"] if found != {UNKNOWN_DAY} else []
            if UNKNOWN_DAY in found:
                missing.append("calendar")
            yield self.about(row, "undetermined", doubts, tuple(missing))

    def _spans(self, row: ContactRow) -> Iterator[tuple[int, int]]:
        """The seconds of the contact's day that the text alone allows contacts of its kind and channel."""
        edges = sorted({0, DAY} | {e + step for e in self.edges(row) for step in (0, 1) if 0 < e + step < DAY})
        began = None
        for edge in edges:
            allowed = edge < DAY and self.state(row, row.day, edge) == ALLOWED
            if allowed and began is None:
                began = edge
            elif not allowed and began is not None:
                yield began, edge
                began = None

    def _state(self, row: ContactRow, day: str, second: int) -> str:
        """``state``, unless an agreement covers a moment that the text alone would not allow."""
        state = self.state(row, day, second)
        if state == ALLOWED or self._exception is None:
            return state
        return AGREED if agreed(self.facts.consents.get(row.platform or "", ()), day, second) else state

    @abstractmethod
    def state(self, row: ContactRow, day: str, second: int) -> str:
        """What the text alone makes of the moment for this contact."""

    def edges(self, row: ContactRow) -> set[int]:
        """Seconds of the day at which ``state`` may change."""
        agreements = self.facts.consents.get(row.platform or "", ())
        return {edge for agreement in agreements for edge in (agreement.start, agreement.end)}

    def _states(self, row: ContactRow) -> set[str]:
        first, last = possible_seconds(row, self._approximate)
        moments = {first, last}
        edges = {0} | self.edges(row)
        for offset in range(first // DAY, last // DAY + 1):
            moments |= {offset * DAY + edge + step for edge in edges for step in (-1, 0, 1)}
        return {self._at(row, moment) for moment in moments if first <= moment <= last}

    def _at(self, row: ContactRow, moment: int) -> str:
        return self._state(row, shifted(row.day, moment // DAY), moment % DAY)

    def _is_near(self, row: ContactRow) -> bool:
        distance = self._near["seconds"]
        first, last = possible_seconds(row, self._approximate)
        return ALLOWED in (self._at(row, first - distance), self._at(row, last + distance))

    def day_classes(self, day: str) -> tuple[frozenset[str], bool]:
        """The classes the calendar and the week give a date, and whether the calendar covers its year."""
        own = {"any", _WEEKDAYS[weekday(day)]}
        if day in self._classes:
            own.add(self._classes[day])
        return frozenset(own), int(day[:4]) in self._years


class QuietHours(HourTest):
    """Outside the hours that the text allows."""

    def state(self, row: ContactRow, day: str, second: int) -> str:
        """By the first window that fits the contact and the day; no window: not looked at."""
        states = set()
        for window in self._windows(row, day):
            inside = window is None or any(lies_in(hours, second) for hours in window["allowed"])
            states.add(ALLOWED if inside else BARRED)
        return states.pop() if len(states) == 1 else UNKNOWN_DAY

    def always(self, like: ContactRow) -> tuple[int, int]:
        """What the window for any day allows, where that is the first that fits."""
        for window in self.params["windows"]:
            if self._fits(window, like):
                spans = [span for hours in window["allowed"] for span in seconds_in(hours)]
                return max(spans, key=lambda span: span[1] - span[0]) if "any" in window["days"] and spans else (0, 0)
        return 0, DAY

    def edges(self, row: ContactRow) -> set[int]:
        """Also the ends of the allowed hours."""
        own = {hours[end] for w in self.params["windows"] for hours in w["allowed"] for end in ("start", "end")}
        return own | super().edges(row)

    def _windows(self, row: ContactRow, day: str) -> Iterator[dict[str, Any] | None]:
        """The window for a contact on a day; several while it is unknown whether the day is a holiday."""
        classes, covered = self.day_classes(day)
        for window in self.params["windows"]:
            if not self._fits(window, row):
                continue
            days = set(window["days"])
            if days & classes:
                yield window
                return
            if not covered and days & {"holiday", "workday"}:
                yield window
        yield None

    def _fits(self, window: dict[str, Any], row: ContactRow) -> bool:
        """Whether a window is for contacts of that sort."""
        return (not window["kinds"] or row.kind in window["kinds"]) and (
            not window["channels"] or channel_of(row) in window["channels"]
        )


class AgreedHours(HourTest):
    """Outside the hours to which the parties limited contact."""

    by_platform = True

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        self._limited = {consent.platform for consent in around.facts.case.consents if consent.mode == "only"}

    def concerns(self, platform: str) -> bool:
        """Only platforms with an agreement that limits contact."""
        return platform in self._limited

    def state(self, row: ContactRow, day: str, second: int) -> str:
        """Barred when contact is limited on that day and no agreement covers the moment."""
        consents = self.facts.consents.get(row.platform or "", ())
        if not any(consent.mode == "only" and _runs(consent, day) for consent in consents):
            return ALLOWED
        return ALLOWED if agreed(consents, day, second) else BARRED

    def edges(self, row: ContactRow) -> set[int]:
        """Also midnight, at which an agreement begins and ends."""
        return super().edges(row) | {0}


class BlockedDays(HourTest):
    """On a day on which no contact is allowed."""

    def state(self, row: ContactRow, day: str, second: int) -> str:  # noqa: ARG002 - the hour does not matter here
        """By the classes of the day."""
        classes, covered = self.day_classes(day)
        blocked = set(self.params["days"])
        if "workday" in classes:
            return ALLOWED
        if blocked & classes:
            return BARRED if covered or not self.params["calendar"] or "holiday" in classes else UNKNOWN_DAY
        return UNKNOWN_DAY if "holiday" in blocked and not covered else ALLOWED


def agreed(consents: list[Consent] | tuple[Consent, ...], day: str, second: int) -> bool:
    """Whether agreed hours cover a local moment. Hours over midnight belong to the day on which they begin."""
    for consent in consents:
        if consent.start < consent.end:
            if consent.start <= second < consent.end and _runs(consent, day):
                return True
        elif (second >= consent.start and _runs(consent, day)) or (
            second < consent.end and _runs(consent, shifted(day, -1))
        ):
            return True
    return False


def _runs(consent: Consent, day: str) -> bool:
    return consent.from_day <= day and (consent.to_day is None or day <= consent.to_day)
