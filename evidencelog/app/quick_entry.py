"""Quick entry: a line of plain Chinese or simple English becomes the fields of a contact, each with the words it is from.

Nothing is guessed in silence: what no word says carries a note, what looks like a fact and was not understood is listed,
and a line whose time is not understood cannot be saved.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.app.quick_amounts import read_count, read_duration
from evidencelog.app.quick_facts import read_facts, read_kind, read_third
from evidencelog.app.quick_names import (
    Known,
    read_caller,
    read_employee_id,
    read_number,
    read_roles,
)  # fmt: skip
from evidencelog.app.quick_platform import read_platform
from evidencelog.app.quick_sheet import Piece, Sheet
from evidencelog.app.quick_times import begins_with_time, read_time, read_until
from evidencelog.app.quick_words import vocabulary
from evidencelog.app.values import clean_record
from evidencelog.errors import InvalidInput, Problem
from evidencelog.i18n import _
from evidencelog.models.fields import CONTACT
from evidencelog.numbers.normal import normalise
from evidencelog.text.search import folded
from evidencelog.timing.clock import now_utc, ts_of
from evidencelog.timing.moments import DAY, read_moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from evidencelog.app.cases import Case
    from evidencelog.app.recording import Recorded

__all__ = ["Piece", "Reading", "problems_of", "read_line", "read_lines", "save"]

LONGEST_LINE = 5000
"""Characters of one contact that are read; longer texts are content and belong in ``add``."""
_DEADLINE = re.compile(r"\s*(?:之前|以前|前|之内|以内|内)")
_ORDER = {field.name: place for place, field in enumerate(CONTACT)}


class Reading(NamedTuple):
    """How one contact was read."""

    values: dict[str, object]
    """Fields of a contact as ``recording.record`` takes them."""
    pieces: tuple[Piece, ...]
    """The same, field by field in their usual order, each with the words it was read from and a note."""
    unread: tuple[Problem, ...]
    """Words (``where``) that look like a fact and were not understood as one, and why (``what``)."""
    problems: tuple[Problem, ...]
    """What keeps it from being saved; empty when it can be."""
    text: str
    """The line, with the lines that continue it."""
    line: int
    """Number of its first line, from 1."""


def read_line(case: Case | None, text: str, *, now: datetime | None = None) -> Reading:
    """Reads one contact; further lines continue it. ``case`` gives the names, the zone and, without ``now``, the clock."""
    return _read(text, _known(case), _now(case, now), _zone(case), heading="", line=1)


def read_lines(case: Case | None, text: str, *, now: datetime | None = None) -> list[Reading]:
    """Reads pasted notes: one contact a line.

    A line that is nothing but a day is the heading of the lines below it, up to the next. A line that begins with
    neither a time nor, below a heading, a number or a name continues the one above it; an empty line ends an entry.
    """
    known, moment, zone = _known(case), _now(case, now), _zone(case)
    entries: list[tuple[int, str, list[str]]] = []
    heading, open_entry = "", False
    for number, raw in enumerate(text.splitlines(), start=1):
        line = _without_bullet(raw)
        if not line.strip():
            open_entry = False
            continue
        if day := day_alone(line, moment, zone):
            heading, open_entry = day, False
        elif open_entry and not _begins_entry(raw, line, known, moment, zone, heading):
            entries[-1][2].append(line.strip())
        else:
            entries.append((number, heading, [line.strip()]))
            open_entry = True
    several = len(entries) > 1
    return [
        _read("\n".join(lines), known, moment, zone, heading=heading, line=number, several=several)
        for number, heading, lines in entries
    ]


def problems_of(readings: Sequence[Reading]) -> list[Problem]:
    """What keeps these from being saved; where there are several lines, each with its number."""
    several = len(readings) > 1
    return [
        Problem(_("line {line}: {field}", line=reading.line, field=where) if several else where, what)
        for reading in readings
        for where, what in reading.problems
    ]


def save(case: Case, readings: Sequence[Reading]) -> list[Recorded]:
    """Records what was read, all of it or nothing; InvalidInput with every problem, each with its line."""
    from evidencelog.app.directory import References
    from evidencelog.app.recording import TYPED_DEFAULTS, write_record

    if problems := problems_of(readings):
        raise InvalidInput(problems)
    now = case.now()
    cleaned = [
        clean_record("contact", TYPED_DEFAULTS | reading.values, now=now, zone=case.zone) for reading in readings
    ]
    with case.store.writing() as writing:
        return [write_record(References(writing), "contact", values) for values in cleaned]


def _read(
    text: str, known: Known, now: datetime, zone: str, *, heading: str, line: int, several: bool = False
) -> Reading:
    if len(text) > LONGEST_LINE:
        problem = Problem("content", _("longer than {longest} characters; use add --content", longest=LONGEST_LINE))
        return Reading({}, (), (), (problem,), text, line)
    sheet = Sheet(text)
    read_roles(sheet)
    sheet.hear()
    read_employee_id(sheet)
    read_number(sheet, known)
    read_duration(sheet)
    problems = read_time(sheet, now=now, zone=zone, heading=heading)
    read_count(sheet)
    read_until(sheet, now=now, zone=zone)
    read_platform(sheet, known)
    read_caller(sheet)
    before_kind = sheet.blank(said=True)
    read_kind(sheet)
    read_third(sheet, known, before_kind)
    read_facts(sheet)
    content, view = sheet.rest()
    if content:
        sheet.assume("content", content, "")
        sheet.assume("view", view, "")
    values = dict(sorted(sheet.values.items(), key=lambda item: _ORDER[item[0]]))
    if several and not heading and not problems and _assumed_now(sheet):
        problems = [Problem("at", _("no words for a time; write one before it, such as 昨晚10点半"))]
    if not problems:
        problems = _wrong(values, now, zone)
    pieces = sorted(_each_once(sheet.pieces), key=lambda piece: _ORDER[piece.field])
    return Reading(values, tuple(pieces), tuple(sheet.unread), tuple(problems), text, line)


def _each_once(pieces: list[Piece]) -> list[Piece]:
    """The first piece of each field; later ones only repeat it."""
    first: dict[str, Piece] = {}
    for piece in pieces:
        first.setdefault(piece.field, piece)
    return list(first.values())


def _assumed_now(sheet: Sheet) -> bool:
    return any(piece.field == "at" and not piece.text for piece in sheet.pieces)


def _wrong(values: dict[str, object], now: datetime, zone: str) -> list[Problem]:
    try:
        clean_record("contact", values, now=now, zone=zone)
    except InvalidInput as invalid:
        return invalid.problems
    return []


def _known(case: Case | None) -> Known:
    if case is None:
        return Known({}, {}, {}, frozenset())
    from evidencelog.app.browsing import records

    platforms: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for one in records(case, "platform"):
        for name in (one["name"], *(one.get("aliases") or ()), one.get("legal_name")):
            if name:
                platforms.setdefault(folded(name), one["name"])
        numbers |= {normalise(number): one["name"] for number in one.get("numbers") or ()}
    persons = records(case, "person")
    theirs = frozenset(normalise(number) for one in persons for number in one.get("numbers") or ())
    return Known(platforms, numbers, {one["name"]: one.get("relation") for one in persons}, theirs)


def _now(case: Case | None, now: datetime | None) -> datetime:
    return now or (case.now() if case else now_utc())


def _zone(case: Case | None) -> str:
    if case is not None:
        return case.zone
    from evidencelog.app.cases import DEFAULT_SETTINGS

    return DEFAULT_SETTINGS["zone"]


def _without_bullet(line: str) -> str:
    """The line without the sign or number of a list before it; 11. before a date is no such number."""
    bare = line.lstrip()
    bullet = vocabulary().words("time", "bullets").match(bare, 0)
    end = bullet.end if bullet else int("\u2460" <= bare[:1] <= "\u2473")  # the circled numbers
    return bare[end:].lstrip() if end and not re.match(r"\d(?!\d?[点:])", bare[end:]) else line


def day_alone(line: str, now: datetime, zone: str) -> str:
    """The day of a line that is nothing but a day (perhaps with its weekday and a colon); else an empty text."""
    bare = line.strip().strip(":：-—=#【】[]() ")
    reading = read_moment(bare, now=now, zone=zone) or read_moment(f"{bare} 0:00", now=now, zone=zone)
    if reading is None or not reading.names_day or len(bare) > 24:
        return ""
    if reading.granularity == DAY:
        return reading.day if reading.span == (0, len(bare)) else ""
    return reading.day if reading.span == (0, len(bare) + 5) else ""


def _begins_entry(raw: str, line: str, known: Known, now: datetime, zone: str, heading: str) -> bool:
    """Whether a line below an entry is one of its own."""
    if raw.strip() != line.strip():
        return True  # a list
    sheet = Sheet(line)
    sheet.hear()
    read_number(sheet, known)
    if "number" in sheet.values:
        return True
    reading = read_moment(sheet.blank(), now=now, zone=zone)
    if reading is None and begins_with_time(sheet):
        return True  # a time that is not understood: told, not swallowed
    announced = reading is not None and (reading.ts > ts_of(now) or _DEADLINE.match(line, reading.span[1]))
    if reading is not None and not announced and not line[: reading.span[0]].strip():
        return True
    if announced or not (heading or reading):
        return False
    read_platform(sheet, known)
    read_count(sheet)
    return _stands_first(sheet, "platform") or _stands_first(sheet, "count")


def _stands_first(sheet: Sheet, field: str) -> bool:
    """Whether a field was read from the first words of the line."""
    return any(
        piece.field == field and piece.text and not sheet.source[: piece.start].strip() for piece in sheet.pieces
    )
