"""Periods that run for a case: of complaints sent, of what the police can still take up, of recordings kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidencelog.app import browsing
from evidencelog.app.addressees import in_use, runs_for, say
from evidencelog.app.checking import check
from evidencelog.app.law_packs import packs_of
from evidencelog.app.new_file import write_new
from evidencelog.errors import PathTaken
from evidencelog.i18n import _
from evidencelog.models.browsing import ContactFilter
from evidencelog.models.findings import COUNTED_GRADES
from evidencelog.store import ledger, reading
from evidencelog.timing.clock import local_parts, ts_of
from evidencelog.timing.deadlines import NoCalendar, WorkingDays, add_days, add_months, add_working_days, days_between

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evidencelog.app.cases import Case
    from evidencelog.models.addressees import Channel, Clock
    from evidencelog.models.contacts import CaseFacts, Complaint

_PROCEDURE = ("received", "accepted", "decided", "reviewed")


class Deadline(NamedTuple):
    """A period and the day on which it ends."""

    id: str
    """Stable: what it is about, addressee and period, e.g. ``K0001-lender-decision``."""
    on: str | None
    """The last day, ``YYYY-MM-DD``; None where it cannot be told yet: ``note`` says why."""
    remind_on: str | None
    """When to be reminded, where the pack says so long before."""
    state: str
    """``running``, ``over``, ``answered`` (what was to be done by then has been done, in time or late) or ``unknown``."""
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
    about: bool = False
    """Whether the day was counted in weekdays without knowing public holidays, so that it may be off by some days."""


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
            elif clock.starts == "call":
                found += look.of_recordings(clock)
            else:
                found += look.of_bills(clock)
    return sorted(found, key=lambda one: (one.on is None, one.on or "", one.id))


def write_calendar(case: Case, found: list[Deadline], path: Path) -> int:
    """Writes the periods still running to an iCalendar file and says how many; PathTaken, CaseGone, CaseUnwritable, DiskFull."""
    from evidencelog.app.calendar_file import calendar
    from evidencelog.app.packet_material import as_of

    if path.exists() or path.is_symlink():
        raise PathTaken(path)
    case.store.check_place()
    running = [one for one in found if one.state == "running"]
    with case.store.reading() as conn:
        first = next(iter(ledger.sealed_events(conn, up_to=1)), None)
        content = calendar(running, case=first.hash.hex(), at=as_of(conn).at) if first else calendar((), case="", at="")
    write_new(path, content)
    return len(running)


def _calendar(case: Case, pack: str) -> WorkingDays:
    """The first calendar of a pack; without one no year is covered and weekdays are counted."""
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
            elif runs:
                since, note = _beginning(clock, sent)
                yield self._made(clock, sent.id, sent.platform, since, note, sent)

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

    def of_bills(self, clock: Clock) -> Iterator[Deadline]:
        """One for the whole case, since a bill is of the person's own line: the oldest call that it still shows."""
        since = add_months(self._today, -clock.count)
        platforms = [one for one, facts in self._facts.platforms.items() if runs_for(clock, facts.kind)]
        calls = [(day, one) for one in platforms if (day := self._oldest_call(one, since, answered=False)) is not None]
        if calls:
            day, platform = min(calls)
            note = _("For the call of {day}; bills taken out already need no second time.", day=day)
            yield self._made(clock, "case", platform, day, note)

    def _oldest_call(self, platform: str, since: str, *, answered: bool = True) -> str | None:
        """Day of the first call of the other side from ``since`` on; ``answered``: only of one that was."""
        wanted = ContactFilter(since=since, platform=platform, kind="call")
        left = browsing.count(self._case, wanted)
        while left > 0:
            size = min(left, 200)
            left -= size
            for row in reversed(browsing.page(self._case, wanted, offset=left, limit=size)):
                if row.direction != "out" and (row.outcome == "answered" or not answered):
                    return row.day
        return None

    def _made(
        self, clock: Clock, about: str, platform: str, since: str | None, note: str, sent: Complaint | None = None
    ) -> Deadline:
        on, rough = None, False
        if since is not None:
            on, rough = last_day(clock, since, self._calendar)
        if rough:
            note += " " + _(
                "Counted in weekdays; public holidays and days worked instead are not known, so it may be some days off."
            )
        state = "unknown" if on is None else "running" if on >= self._today else "over"
        met = getattr(sent, f"{clock.met}_on") if sent is not None and clock.met else None
        if met is not None and on is not None:
            state = "answered"
            late = days_between(on, met)
            note = (
                _("Came on {day}.", day=met)
                if late <= 0 or rough
                else _("Came on {day}, {n} days later.", day=met, n=late)
            )
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
            about=rough,
        )


def last_day(clock: Clock, since: str, calendar: WorkingDays) -> tuple[str, bool]:
    """The last day of a period that is counted from ``since``, and whether it is only about that day.

    Working days of a year no calendar covers are counted as weekdays: public holidays would end the period later, a
    weekend worked instead earlier.
    """
    if clock.unit == "month":
        return add_months(since, clock.count), False
    if clock.unit == "day":
        return add_days(since, clock.count), False
    try:
        return add_working_days(since, clock.count, calendar), False
    except NoCalendar:
        years = range(int(since[:4]), int(since[:4]) + 2 + clock.count // 200)
        return add_working_days(since, clock.count, WorkingDays({}, years)), True


def _beginning(clock: Clock, sent: Complaint) -> tuple[str | None, str]:
    """The day from which a period of a complaint is counted, None where it is not known yet; with what to say of it."""
    if clock.starts == "received":
        return sent.sent_at[:10], _(
            "Counted from the day of sending; by post it ends as much later as the letter took."
        )
    if clock.starts == "accepted":
        note = _("It begins on the day the matter is accepted; note that day when you are told.")
        return sent.accepted_on, "" if sent.accepted_on else note
    if clock.starts == "decided":
        note = _("It begins on the day the decision comes; note that day when you have it.")
        return sent.decided_on, "" if sent.decided_on else note
    note = _("It begins on the day the answer to your request for review comes; note that day when you have it.")
    return sent.reviewed_on, "" if sent.reviewed_on else note
