"""The picture in words: what is in a cell, what a day amounts to, what the marks mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import N_, _
from evidencelog.models.labels import value_label
from evidencelog.tui.widgets.day_cells import MARKS
from evidencelog.tui.widgets.drawing import cell_len, clip
from evidencelog.tui.words import day_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidencelog.app.picturing import Hour
    from evidencelog.models.packet import Band
    from evidencelog.tui.widgets.day_grid import DayGrid

MOST_OF_A_NAME = 30
"""Cells of a platform's name before the figures, which must not be cut off."""

_NAMES = {"unanswered": N_("not answered"), "call": N_("call"), "other": N_("other")}


def sort_words(sort: str) -> str:
    """What a sort of contacts is called."""
    if sort == "answered":
        return value_label("outcome", "answered")
    if sort in {"visit", "post", "letter", "message"}:
        return value_label("kind", sort)
    return _(_NAMES[sort])


def contents(cell: Hour) -> str:
    """``接通 2  短信 1``, and how many of them were with others."""
    words = [f"{sort_words(sort)} {n}" for sort, n in cell.sorts.items()]
    if cell.third:
        words.append(_("with others {n}", n=cell.third))
    return "  ".join(words)


def cell_words(grid: DayGrid) -> str:
    """The line about the cell under the cursor."""
    hours, cell = grid.hours, grid.cell()
    when = f"{day_words(grid.day, year=True)} {hours.start:02}:00-{hours.stop:02}:00"
    night = "  " + _("(night)") if any(map(grid.is_night, hours)) else ""
    what = contents(cell) or _("no contact")
    return f"{when}{night}   {what}"


def day_line(grid: DayGrid, names: Mapping[str, str]) -> str:
    """The line about the day under the cursor: how many, and the count nearest to its limit."""
    whole = grid.whole_day()
    words = [_("that day {n}", n=whole.contacts)]
    untimed = whole.contacts - sum(grid._sum(grid.day, (hour,)).contacts for hour in range(24))
    if untimed:
        words.append(_("hour unknown {n}", n=untimed))
    limit = grid.limit()
    if limit is not None:
        owner, one = limit
        name = clip(names.get(owner, owner), MOST_OF_A_NAME)
        text = _("{name}: {measured} against the limit of {limit}", name=name, measured=one.measured, limit=one.limit)
        if one.sure > one.limit:
            text += "  " + _("above it")
        elif one.measured > one.limit:
            text += "  " + _("perhaps above it; facts are missing")
        words.append(text)
    return "   ".join(words)


def legend(grid: DayGrid, bands: Sequence[Band], width: int) -> str:
    """What the marks, the shading and the line mean, in lines of ``width`` cells; none is broken within a meaning."""
    if grid.narrow:
        words = [_("figures: contacts, + ten or more"), _("! one, with others"), _("- weekend")]
    else:
        words = [f"{_(MARKS[sort])} {sort_words(sort)}" for sort in grid.sorts()] + [_("! with others")]
    words += [_("shaded {hours}", hours=band.label.replace("\u2013", "-")) for band in bands]
    lines: list[str] = [""]
    for one in (*words, _("bars: counted, line: limit")):
        longer = f"{lines[-1]}  {one}" if lines[-1] else one
        if cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(one)
    return "\n".join(lines)
