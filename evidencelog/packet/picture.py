"""The picture of a log: days across, hours down, one cell per day and hour, as SVG for paper and screen alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from evidencelog.i18n import _
from evidencelog.packet import counting, phrases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidencelog.models.packet import Band, Entry

PANEL_DAYS = 31
_CELL_W, _CELL_H = 15, 10
_LEFT, _TOP = 34, 26
_SHADES = ("#dbe6f1", "#b3cbe2", "#7fa6cc", "#4a7caf", "#1f4e85")
_INK = "#22303c"
_BAND = "#ececf4"
_LINE = "#c9d1d9"
_FONT = "Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, PingFang SC, sans-serif"


class Against(NamedTuple):
    """A day and its limit."""

    measured: int
    """What may count against the limit."""
    limit: int
    passed: bool
    """Whether what surely counts is above it."""


def panels(first: str, last: str) -> list[list[str]]:
    """The days from ``first`` to ``last`` (both included) in rows of at most 31, each row within one month where it fits."""
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    rows: list[list[str]] = []
    while day <= end:
        if not rows or rows[-1][-1][:7] != day.isoformat()[:7]:
            rows.append([])
        rows[-1].append(day.isoformat())
        day += timedelta(days=1)
    return rows


def picture(days: Sequence[str], entries: Sequence[Entry], bands: Sequence[Band]) -> str:
    """The drawing of some days as an SVG document; numbers in the cells are contacts by the other side."""
    cells, _timeless = counting.hours(entries)
    return drawing(days, cells, bands)


def drawing(
    days: Sequence[str],
    cells: Mapping[tuple[str, int], int],
    bands: Sequence[Band],
    limits: Mapping[str, Against] | None = None,
) -> str:
    """The same from contacts that are counted already, by local day and hour.

    ``limits``: what stands under the totals of a day.
    """
    width = _LEFT + PANEL_DAYS * _CELL_W + 2
    height = _TOP + 24 * _CELL_H + (16 if limits is None else 27)
    frame = f'viewBox="0 0 {width} {height}" role="img" font-family="{_FONT}" font-size="6.5" fill="{_INK}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {frame}>']
    across = len(days) * _CELL_W
    parts += [_rect(_LEFT, _TOP + y, across, h, _BAND) for y, h in _bands(bands)]
    parts += _axes(days, across)
    totals = dict.fromkeys(days, 0)
    for (day, hour), contacts in sorted(cells.items()):
        if day in totals:
            totals[day] += contacts
            x, y = float(_LEFT + days.index(day) * _CELL_W), float(_TOP + hour * _CELL_H)
            shade = _SHADES[min(contacts, len(_SHADES)) - 1]
            parts.append(_rect(x + 0.5, y + 0.5, _CELL_W - 1, _CELL_H - 1, shade))
            ink = "#ffffff" if contacts > 3 else _INK
            parts.append(_text(x + _CELL_W / 2, y + _CELL_H - 2.8, str(contacts), "middle", ink))
    for column, day in enumerate(days):
        if totals[day]:
            middle = _LEFT + column * _CELL_W + _CELL_W / 2
            parts.append(_text(middle, _TOP + 24 * _CELL_H + 10, str(totals[day]), "middle"))
    parts.append(_text(_LEFT - 4, _TOP + 24 * _CELL_H + 10, _("total"), "end"))
    if limits is not None:
        parts += _against(days, limits)
    parts.append("</svg>")
    return "".join(parts)


def _against(days: Sequence[str], limits: Mapping[str, Against]) -> list[str]:
    """The line under the totals; a day surely above its limit stands on a dark ground."""
    y = _TOP + 24 * _CELL_H + 21
    parts = [_text(_LEFT - 4, y, _("limit"), "end")]
    for column, day in enumerate(days):
        if day in limits:
            measured, limit, passed = limits[day]
            if passed:
                parts.append(_rect(_LEFT + column * _CELL_W + 0.5, y - 7, _CELL_W - 1, 9, _SHADES[-1]))
            middle = _LEFT + column * _CELL_W + _CELL_W / 2
            parts.append(_text(middle, y, f"{measured}/{limit}", "middle", "#ffffff" if passed else ""))
    return parts


def _bands(bands: Sequence[Band]) -> list[tuple[float, float]]:
    """Top and height of the shaded hours; a band that crosses midnight is two."""
    spans: list[tuple[int, int]] = []
    for band in bands:
        whole = 86400
        spans += [(band.start, band.end)] if band.start < band.end else [(band.start, whole), (0, band.end)]
    return [(start / 3600 * _CELL_H, (end - start) / 3600 * _CELL_H) for start, end in spans if end > start]


def _axes(days: Sequence[str], across: int) -> list[str]:
    parts = [
        f'<path d="M{_LEFT} {_TOP + hour * _CELL_H}h{across}" stroke="{_LINE}" stroke-width="0.4"/>'
        for hour in range(25)
    ]
    parts += [
        f'<path d="M{_LEFT + column * _CELL_W} {_TOP}v{24 * _CELL_H}" stroke="{_LINE}" stroke-width="0.4"/>'
        for column in range(len(days) + 1)
    ]
    parts += [_text(_LEFT - 4, _TOP + hour * _CELL_H + _CELL_H - 2.8, f"{hour:02}", "end") for hour in range(24)]
    parts.append(_text(_LEFT, 8, days[0][:7], "start"))
    for column, day in enumerate(days):
        x = _LEFT + column * _CELL_W + _CELL_W / 2
        parts.append(_text(x, 16, day[8:].lstrip("0"), "middle"))
        parts.append(_text(x, 23, phrases.weekday_mark(day), "middle", "#5c6670"))
    return parts


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}"/>'


def _text(x: float, y: float, text: str, anchor: str, fill: str = "") -> str:
    colour = f' fill="{fill}"' if fill else ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}"{colour}>{escape(text)}</text>'
