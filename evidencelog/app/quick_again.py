"""Notes that are gone on with another time: what *yesterday* in them meant when they were written, as a date."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from evidencelog.app.moments import stamp
from evidencelog.app.quick_entry import day_alone, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.app.cases import Case
    from evidencelog.app.quick_entry import Reading

A_PAUSE = timedelta(minutes=10)
"""Going on within it changes nothing: *just now* is still that."""


def as_meant(case: Case, text: str, *, then: datetime) -> str:
    """Notes written ``then``: a line whose time means another one by now has it as a date in place of those words.

    A line without a time was of the moment at which it was written, and begins with that. Where a date cannot stand in
    place of the words, since they say more than the time, it stands before them.
    """
    now = case.now()
    if now - then < A_PAUSE:
        return text
    lines = text.splitlines()
    for at, line in enumerate(lines):
        day = day_alone(line, then, case.zone)
        if day and day_alone(line, now, case.zone) != day:
            lines[at] = day
    meant, means = read_lines(case, text, now=then), read_lines(case, "\n".join(lines), now=now)
    if len(meant) == len(means):
        for was, is_now in zip(meant, means, strict=True):
            if was.values.get("at") != is_now.values.get("at"):
                _write_out(case, lines, was, then, now)
    return "\n".join(lines)


def _write_out(case: Case, lines: list[str], was: Reading, then: datetime, now: datetime) -> None:
    first = was.line - 1
    rest = was.text.splitlines()[1:]
    heading = next((day for line in lines[first::-1] if (day := day_alone(line, then, case.zone))), "")
    for line in _ways(was, lines[first], case.zone):
        above = [heading] if heading else []
        read = read_lines(case, "\n".join([*above, line, *rest]), now=now)
        if len(read) == 1 and all(read[0].values.get(name) == was.values.get(name) for name in ("at", "precision")):
            lines[first] = line
            return


def _ways(was: Reading, line: str, zone: str) -> Iterator[str]:
    """The line with its time as a date, the best way first."""
    moment = datetime.fromisoformat(str(was.values["at"]))
    precision = was.values.get("precision")
    date = stamp(moment, str(precision) if precision else None, zone=zone)
    begins = line.find(was.text.splitlines()[0])
    for piece in was.pieces:
        if piece.field == "at" and piece.text and begins >= 0:
            start, end = begins + piece.start, begins + piece.end
            if line[start:end].split() == piece.text.split():
                yield f"{line[:start]}{date}{line[end:]}"
                yield f"{line[:start]}{date} {line[end:]}"
    yield f"{line[: max(begins, 0)]}{date} {line[max(begins, 0) :]}"
