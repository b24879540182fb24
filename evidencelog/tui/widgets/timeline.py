"""The list of contacts, newest first, under a heading for each day with what that day amounts to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.geometry import Region

from evidencelog.i18n import N_, _, language, ngettext
from evidencelog.models.browsing import ListRow
from evidencelog.models.findings import GRADES
from evidencelog.models.labels import value_label
from evidencelog.tui import masking
from evidencelog.tui.widgets.drawing import Part, cell_len, clip, fit
from evidencelog.tui.widgets.row_list import RowList
from evidencelog.tui.words import clock_words, day_words, duration_words, kind_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from evidencelog.app.overview import DayLimit
    from evidencelog.models.browsing import DayCount

Mark = tuple[str, str]
"""A short word and its grade."""

WITNESSES = {
    "recording": N_("sound"),
    "phone_log": N_("log"),
    "message": N_("text"),
    "memory": N_("memory"),
    "live": N_("noted"),
}
"""How a contact is known, by its source, in one word; an attached file goes before it."""


NUMBER = 14
"""Cells of the longest telephone number that is not cut."""


class Columns(NamedTuple):
    """Cells of each column; 0 leaves it out."""

    kind: int
    platform: int
    caller: int
    to: int
    duration: int
    outcome: int
    marks: int
    words: int
    """The beginning of what was said; only where there is much room."""
    witness: int
    gap: int


def columns(width: int, lang: str) -> Columns:
    """The columns that fit into ``width`` cells. Below 96 the length stands in the place of the outcome."""
    wide = width >= 96
    gap = 2 if wide else 1
    kind, to, outcome, witness = (4, 6, 9, 6) if lang == "zh" else (7, 6, 10, 6)
    duration = 9 if wide else 0
    fixed = 1 + 5 + kind + to + duration + outcome + witness + gap * (8 if wide else 7) + 1
    rest = max(width - fixed, 18)
    marks = min(max(rest * 3 // 10, 10), 20)
    caller = max(min((rest - marks) // 2, rest - marks - 10), min(NUMBER, rest - marks - 10))
    platform, words = rest - marks - caller, 0
    if platform > 24:
        platform, caller = 24, rest - marks - 24
    if caller > 36:
        caller, words = 22, caller - 22 - gap
    return Columns(kind, platform, caller, to, duration, outcome, marks, words, witness, gap)


class Timeline(RowList[ListRow]):
    """Contacts from ``app.browsing.page``."""

    def __init__(self, day_counts: Callable[[Sequence[str]], Sequence[DayCount]], *, id: str | None = None) -> None:
        """``day_counts`` gives the counts of some local days; they are asked for when a day comes into view."""
        super().__init__(id=id)
        self._day_counts = day_counts
        self._days: dict[str, list[DayCount]] = {}
        self._marks: dict[str, list[Mark]] = {}
        self._limits: dict[str, dict[str, DayLimit]] = {}

    # what is known beside the rows

    def forget(self) -> None:
        """Drops marks and counts, after the case changed."""
        self._days.clear()
        self._marks.clear()
        self._limits.clear()

    def take_counts(self, counts: Sequence[DayCount], days: Sequence[str]) -> None:
        """Takes the counts of whole days."""
        for day in days:
            self._days[day] = []
        for count in counts:
            self._days.setdefault(count.day, []).append(count)

    def take_marks(self, marks: dict[str, list[Mark]]) -> None:
        """Takes the marks of some contacts and draws them, the gravest first."""
        if marks:
            for contact, found in marks.items():
                self._marks[contact] = sorted(found, key=lambda mark: GRADES.index(mark[1]))
            for index in self.shown_indexes():  # only the rows that bear a mark look different now
                row = self.row_at(index)
                if row is not None and marks.get(row.id):
                    self._redraw_row(index)

    def take_limits(self, days: Sequence[str], limits: dict[tuple[str, str], DayLimit]) -> None:
        """Takes the daily limits of some whole days and draws them."""
        for day in days:
            self._limits[day] = {}
        for (day, platform), limit in limits.items():
            self._limits.setdefault(day, {})[platform] = limit
        for y, (is_heading, _index) in enumerate(self._layout()):
            if is_heading:
                self.refresh(Region(0, y, self.size.width, 1))

    def unlimited(self) -> list[str]:
        """Days in view whose limits are not known yet."""
        rows = [self.row_at(index) for index in self.shown_indexes()]
        return [day for day in dict.fromkeys(row.day for row in rows if row) if day not in self._limits]

    def unmarked(self) -> list[str]:
        """Ids of the contacts in view whose marks are not known yet."""
        rows = [self.row_at(index) for index in self.shown_indexes()]
        return [row.id for row in rows if row is not None and row.id not in self._marks]

    # drawing

    def group_of(self, row: ListRow) -> str:
        """Days."""
        return row.day

    def heading(self, row: ListRow, width: int) -> list[Part]:
        """``11月21日 周六   某消金 4（接通 2/3）   花呗 1``; the figures count what is on record, not only what is shown.

        Behind the stroke stands the day's limit for that lender, before it what counts against it.
        """
        if row.day not in self._days:
            days = {found.day for index in self.shown_indexes() if (found := self.row_at(index)) is not None} | {
                row.day
            }
            wanted = sorted(day for day in days if day not in self._days)
            self.take_counts(self._day_counts(wanted), wanted)
        parts = [Part(" "), Part(day_words(row.day, year=True), "strong"), Part("  ")]
        used = sum(cell_len(part.text) for part in parts)
        counts = sorted(self._days[row.day], key=lambda count: (-count.contacts, count.platform_name or ""))
        limits = self._limits.get(row.day, {})
        for count in counts:
            limit = limits.get(count.platform or "")
            words = "  " + platform_count(count, limit)
            used += cell_len(words)
            if used > width - 1:
                break
            passed = limit is not None and limit.sure > limit.limit
            parts.append(Part(words, "accent" if passed else "" if count.platform else "quiet"))
        return parts

    def parts(self, row: ListRow, width: int) -> list[Part]:
        """One contact."""
        cells = columns(width, language())
        gap = Part(" " * cells.gap)
        marks = self._marks.get(row.id, [])
        outcome, outcome_weight = self._outcome(row, short=not cells.duration)
        line = [
            Part(" "),
            Part(clock_words(row.second) if row.precision != "day" else "     ", "strong" if marks else ""),
            gap,
            Part(fit(kind_words(row.kind, row.channel), cells.kind)),
            gap,
            Part(fit(row.platform_name or _("not placed"), cells.platform), "" if row.platform else "quiet"),
            gap,
            Part(fit(caller_words(row), cells.caller), "quiet"),
            gap,
            Part(fit(row.to_name or value_label("to", "debtor"), cells.to), "" if row.to_name else "quiet"),
            gap,
        ]
        if cells.duration:
            length = duration_words(row.duration) if row.duration is not None else ""
            line += [Part(fit(length, cells.duration, right=True)), gap]
        line += [Part(fit(outcome, cells.outcome), outcome_weight), gap]
        line += self._mark_parts(row, marks, cells.marks)
        if cells.words:
            line += [gap, Part(fit(masking.words(row.content or ""), cells.words), "quiet")]
        return [*line, gap, Part(fit(witness_words(row), cells.witness), "quiet")]

    @staticmethod
    def _outcome(row: ListRow, *, short: bool) -> tuple[str, str]:
        if row.direction == "out":
            return value_label("direction", "out"), "quiet"
        if row.outcome is None:
            return "", ""
        words = value_label("outcome", row.outcome)
        if row.count > 1:
            words = f"{words} x{row.count}"
        elif short and row.outcome == "answered" and row.duration:
            words = duration_words(row.duration)
        return words, "" if row.outcome == "answered" else "quiet"

    @staticmethod
    def _mark_parts(row: ListRow, marks: Sequence[Mark], width: int) -> list[Part]:
        if row.withdrawn:
            return [Part(fit(_("withdrawn"), width), "quiet")]
        parts: list[Part] = []
        words = [word + ("?" if grade in {"likely", "undetermined"} else "") for word, grade in marks]
        fitting, more = fit_marks(words, width)
        for shown, (_word, grade) in zip(words[:fitting], marks, strict=False):
            if parts:
                parts.append(Part(" "))
            parts.append(Part(shown, "accent" if grade == "breach" else "quiet" if grade == "note" else ""))
        parts.append(Part(more, "quiet"))
        return [*parts, Part(" " * (width - sum(cell_len(part.text) for part in parts)))]


def fit_marks(words: Sequence[str], width: int) -> tuple[int, str]:
    """How many of the marks fit into ``width`` cells with a blank between them, and what says how many do not: `` +2``.

    The blank before the figure goes before a mark does; where only the first mark has room, it goes before the figure.
    """
    for fitting in range(len(words), 0, -1):
        room = width - sum(cell_len(word) + 1 for word in words[:fitting]) + 1
        more = f"+{len(words) - fitting}" if fitting < len(words) else ""
        if more and cell_len(more) < room:
            more = " " + more
        if cell_len(more) <= room:
            return fitting, more
    return (1, "") if words and cell_len(words[0]) <= width else (0, "")


def caller_words(row: ListRow) -> str:
    """Who it was, as far as is known: name, staff number, else the number."""
    words = [row.caller or "", _("no. {number}", number=row.employee_id) if row.employee_id else ""]
    return " ".join(word for word in words if word) or masking.number(row.number or "")


def witness_words(row: ListRow) -> str:
    """The best evidence held, in one word."""
    if row.attachments:
        return ngettext("a file", "files", row.attachments)
    return _(WITNESSES[row.source]) if row.source in WITNESSES else ""


def platform_count(count: DayCount, limit: DayLimit | None = None) -> str:
    """``某消金 4（接通 2/3）``: contacts of a day, and answered calls against the limit where there is one."""
    name = clip(count.platform_name, 24) if count.platform_name else _("not placed")
    if limit is not None and limit.unit in _ANSWERED:
        told = f"{limit.measured}/{limit.limit}"
        return _("{name} {contacts} (answered {answered})", name=name, contacts=count.contacts, answered=told)
    if limit is not None:
        told = f"{limit.measured}/{limit.limit}"
        return _("{name} {contacts} (counted {counted})", name=name, contacts=count.contacts, counted=told)
    if count.answered:
        return _("{name} {contacts} (answered {answered})", name=name, contacts=count.contacts, answered=count.answered)
    return f"{name} {count.contacts}"


_ANSWERED = frozenset({"answered_call", "conversation"})
