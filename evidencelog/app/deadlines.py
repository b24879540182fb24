"""Periods that run for a case: of complaints sent, of what the police can still take up, of recordings kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidencelog.app import browsing
from evidencelog.app.addressees import in_use, runs_for, say
from evidencelog.app.checking import check
from evidencelog.app.law_packs import packs_of
from evidencelog.errors import BadInput
from evidencelog.i18n import _
from evidencelog.models.browsing import ContactFilter
from evidencelog.models.findings import COUNTED_GRADES
from evidencelog.store import ledger, reading
from evidencelog.store.faults import spoken
from evidencelog.timing.clock import local_parts, ts_of
from evidencelog.timing.deadlines import NoCalendar, WorkingDays, add_days, add_months, add_working_days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evidencelog.app.cases import Case
    from evidencelog.models.addressees import Channel, Clock
    from evidencelog.models.contacts import CaseFacts, Complaint

_PROCEDURE = ("received", "accepted", "decided")


class Deadline(NamedTuple):
    """A period and the day on which it ends."""

    id: str
    """Stable: what it is about, addressee and period, e.g. ``K0001-lender-decision``."""
    on: str | None
    """The last day, ``YYYY-MM-DD``; None where it cannot be told yet: ``note`` says why."""
    remind_on: str | None
    """When to be reminded, where the pack says so long before."""
    state: str
    """``running``, ``over`` or ``unknown``."""
    platform: str
    channel: str
    """Id of the addressee."""
    title: str
    """What the addressee is called."""
    reference: str | None
    since: str | None
    """The day from which it is counted."""
    text: str
    binds: str
    citation: str
    text_status: str
    then: str
    """What can be done when it has run out; may be empty."""
    note: str


class FileTaken(BadInput):
    """Something lies where the calendar file would go."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return _("{path} exists already and is not overwritten; give another name", path=repr(str(self.path)))


def deadlines(case: Case, *, today: str | None = None) -> list[Deadline]:
    """Every period of the case, the next to end first, those without a day last; ``today`` is a local date.

    The day of sending counts as the day of receipt: by post the period ends that much later. Periods that do not bind
    the kind of lender are left out; where its kind is unknown they have no day.
    """
    day = today or local_parts(ts_of(case.now()), case.zone)[0]
    with case.store.reading() as conn:
        facts = reading.case_facts(conn)
    found: list[Deadline] = []
    for pack, channel in in_use(case):
        look = _Look(case, facts, channel, _calendar(case, pack), day)
        for clock in channel.clocks:
            if clock.starts in _PROCEDURE:
                found += look.of_complaints(clock)
            elif clock.starts == "act":
                found += look.of_acts(clock)
            else:
                found += look.of_recordings(clock)
    return sorted(found, key=lambda one: (one.on is None, one.on or "", one.id))


def write_calendar(case: Case, found: list[Deadline], path: Path) -> int:
    """Writes the periods still running to an iCalendar file and says how many; FileTaken, what the disk says."""
    from evidencelog.app.calendar_file import calendar
    from evidencelog.app.packet_material import as_of

    if path.exists() or path.is_symlink():
        raise FileTaken(path)
    running = [one for one in found if one.state == "running"]
    with case.store.reading() as conn:
        first = next(iter(ledger.sealed_events(conn, up_to=1)), None)
        content = calendar(running, case=first.hash.hex(), at=as_of(conn).at) if first else calendar((), case="", at="")
    with spoken(path), path.open("xb") as file:
        file.write(content)
    return len(running)


def _calendar(case: Case, pack: str) -> WorkingDays:
    """The first calendar of a pack; without one no year is covered."""
    for known in packs_of(case):
        if known.id == pack:
            for name in sorted(known.calendars):
                return WorkingDays(known.calendars[name], known.years.get(name, ()))
    return WorkingDays({}, ())


class _Look:
    """One addressee's periods in one case."""

    def __init__(self, case: Case, facts: CaseFacts, channel: Channel, calendar: WorkingDays, today: str) -> None:
        self._case = case
        self._facts = facts
        self._channel = channel
        self._calendar = calendar
        self._today = today

    def of_complaints(self, clock: Clock) -> Iterator[Deadline]:
        """One for each complaint sent to the addressee."""
        for sent in self._facts.complaints:
            if sent.channel != self._channel.id:
                continue
            runs = runs_for(clock, self._facts.platforms[sent.platform].kind)
            if runs is None:
                note = _("The kind of lender is not recorded, and it decides whether this period runs.")
                yield self._made(clock, sent.id, sent.platform, None, note, sent)
            elif runs and clock.starts == "received":
                note = _("Counted from the day of sending; by post it ends as much later as the letter took.")
                yield self._made(clock, sent.id, sent.platform, sent.sent_at[:10], note, sent)
            elif runs and clock.starts == "accepted":
                note = _("It begins on the day the matter is accepted; note that day when you are told.")
                yield self._made(clock, sent.id, sent.platform, None, note, sent)
            elif runs:
                note = _("It begins on the day the decision comes; note that day when you have it.")
                yield self._made(clock, sent.id, sent.platform, None, note, sent)

    def of_acts(self, clock: Clock) -> Iterator[Deadline]:
        """One for each platform: of what was found and not yet reported, the first whose period still runs, else the last."""
        report = check(self._case, today=self._today)
        for platform, facts in self._facts.platforms.items():
            if not runs_for(clock, facts.kind):
                continue
            days = sorted(
                {
                    one.on
                    for one in report.findings
                    if one.platform == facts.name and one.grade in COUNTED_GRADES and one.rule in self._channel.rules
                }
            )
            reported = max(
                (
                    one.sent_at[:10]
                    for one in self._facts.complaints
                    if one.platform == platform and one.channel == self._channel.id
                ),
                default="",
            )
            open_days = [day for day in days if day > reported]
            if open_days:
                alive = [day for day in open_days if add_months(day, clock.count) >= self._today]
                note = _("For what happened on {day}; what came later ends later.", day=(alive or open_days[-1:])[0])
                yield self._made(clock, platform, platform, (alive or open_days[-1:])[0], note)

    def of_recordings(self, clock: Clock) -> Iterator[Deadline]:
        """One for each platform: the oldest answered call for which no recording was asked and whose period runs."""
        for platform, facts in self._facts.platforms.items():
            if not clock.kinds or facts.kind not in clock.kinds:
                continue
            asked = max(
                (
                    local_parts(one.ts, self._case.zone)[0]
                    for one in self._facts.requests
                    if one.platform == platform and one.kind == "recording"
                ),
                default=None,
            )
            since = add_months(self._today, -clock.count)
            if asked is not None:
                since = max(since, add_days(asked, 1))
            day = self._oldest_call(platform, since)
            if day is not None:
                note = _("For the answered call of {day}; ask in writing before the reminder.", day=day)
                yield self._made(clock, platform, platform, day, note)

    def _oldest_call(self, platform: str, since: str) -> str | None:
        wanted = ContactFilter(since=since, platform=platform, kind="call")
        left = browsing.count(self._case, wanted)
        while left > 0:
            size = min(left, 200)
            left -= size
            for row in reversed(browsing.page(self._case, wanted, offset=left, limit=size)):
                if row.outcome == "answered" and row.direction != "out":
                    return row.day
        return None

    def _made(
        self, clock: Clock, about: str, platform: str, since: str | None, note: str, sent: Complaint | None = None
    ) -> Deadline:
        on = None
        if since is not None:
            try:
                on = self._end(clock, since)
            except NoCalendar as error:
                note = f"{error} " + _("{n} working days from {day}: count them by hand.", n=clock.count, day=since)
        state = "unknown" if on is None else "running" if on >= self._today else "over"
        return Deadline(
            id=f"{about}-{self._channel.id}-{clock.id}",
            on=on,
            remind_on=add_days(on, -clock.ahead) if on and clock.ahead else None,
            state=state,
            platform=self._facts.platforms[platform].name,
            channel=self._channel.id,
            title=say(self._channel.title),
            reference=sent.reference if sent else None,
            since=since,
            text=say(clock.words),
            binds=say(clock.binds),
            citation=say(clock.citation),
            text_status=clock.text_status,
            then=say(clock.then),
            note=note,
        )

    def _end(self, clock: Clock, since: str) -> str:
        if clock.unit == "month":
            return add_months(since, clock.count)
        if clock.unit == "working_day":
            return add_working_days(since, clock.count, self._calendar)
        return add_days(since, clock.count)
