"""What pictures of a case are drawn from: contacts by day and hour, days against their limits, numbers over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidencelog.app.law_packs import packs_of
from evidencelog.app.new_file import write_new
from evidencelog.app.overview import day_limits
from evidencelog.app.packet_material import bands_of
from evidencelog.errors import BadInput, CannotDo, PathTaken
from evidencelog.i18n import _
from evidencelog.store import hours as sums

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from evidencelog.app.cases import Case
    from evidencelog.app.overview import DayLimit
    from evidencelog.models.packet import Band
    from evidencelog.store.hours import HourSum

SORTS = ("visit", "post", "answered", "letter", "message", "unanswered", "call", "other")
"""Sorts of contacts as a picture tells them apart, the one that is shown of several first; ``call``: outcome unknown."""

_UNANSWERED = frozenset({"missed", "rejected", "voicemail"})
_PPI = 160


class Hour(NamedTuple):
    """The contacts of one cell."""

    sorts: dict[str, int]
    """Contacts by sort, in the order of ``SORTS``."""
    third: int
    """How many of them were with somebody other than the debtor."""

    @property
    def contacts(self) -> int:
        """All of them."""
        return sum(self.sorts.values())


class Hours(NamedTuple):
    """Some whole days."""

    cells: dict[tuple[str, int | None], Hour]
    """By local day and hour 0 to 23; None for contacts of which only the day is known."""
    limits: dict[str, tuple[str, DayLimit]]
    """By day: the platform (id) nearest to its limit, and its count."""


class NumberUse(NamedTuple):
    """How one number was used."""

    number: str | None
    """Normalised; None stands for hidden callers."""
    contacts: int
    answered: int
    first: str
    last: str
    days: dict[str, int]
    """Contacts by local day."""


class NoPicture(BadInput):
    """The file is to be of a kind pictures are not written in, or there is nothing to draw."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        if not self.name:
            return _("There is no contact with a platform yet, so there is nothing to draw.")
        return _("{name}: a picture is written as .svg or .png", name=repr(self.name))


class PictureFailed(CannotDo):
    """The typesetter could not turn the drawing into pixels."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return _("The picture could not be drawn: {reason}; as .svg it can.", reason=repr(self.reason))


def span(case: Case, platform: str | None = None) -> tuple[str, str] | None:
    """The first and last local day with a contact of a platform (id; None: of any); None without one."""
    with case.store.reading() as conn:
        return sums.days_between(conn, platform)


def bands(case: Case) -> tuple[Band, ...]:
    """The hours the case's packs allow on no day; a band that crosses midnight ends before it starts."""
    return tuple(dict.fromkeys(bands_of(packs_of(case))))


def hours(case: Case, days: Sequence[str], platform: str | None = None) -> Hours:
    """What is drawn of consecutive local days: contacts by the other side that stand and have a platform."""
    with case.store.reading() as conn:
        found = sums.hour_sums(conn, since=days[0], until=days[-1], platform=platform)
    return Hours(_cells(found), _nearest(day_limits(case, days), platform))


def uses(case: Case, platform: str) -> list[NumberUse]:
    """The numbers one platform (id) used, in the order of their first day."""
    with case.store.reading() as conn:
        rows = sums.number_days(conn, platform)
    by_number: dict[str | None, list[sums.NumberDay]] = {}
    for row in rows:
        by_number.setdefault(row.number, []).append(row)
    found = [
        NumberUse(
            number,
            sum(row.contacts for row in those),
            sum(row.answered for row in those),
            those[0].day,
            those[-1].day,
            {row.day: row.contacts for row in those},
        )
        for number, those in by_number.items()
    ]
    return sorted(found, key=lambda use: (use.first, use.number or ""))


def write_picture(case: Case, path: Path, *, platform: str | None = None, title: str = "") -> int:
    """Draws every day from the first contact to the last, a month to a panel, and says how many contacts are in it.

    The ending decides: ``.svg`` or ``.png``. NoPicture, PathTaken, PictureFailed, what the disk says.
    """
    from evidencelog.packet.picture import Against, drawing, panels

    if path.suffix.lower() not in {".svg", ".png"}:
        raise NoPicture(path.name)
    if path.exists() or path.is_symlink():
        raise PathTaken(path)
    case.store.check_place()
    ends = span(case, platform)
    if ends is None:
        raise NoPicture("")
    shaded = bands(case)
    drawn, contacts = [], 0
    for days in panels(*ends):
        seen = hours(case, days, platform)
        cells = {(day, hour): cell.contacts for (day, hour), cell in seen.cells.items() if hour is not None}
        limits = {
            day: Against(limit.measured, limit.limit, limit.sure > limit.limit)
            for day, (_platform, limit) in seen.limits.items()
        }
        contacts += sum(cells.values())
        drawn.append(drawing(days, cells, shaded, limits))
    document = _stacked(drawn, [title, *(_band_words(band) for band in shaded)])
    content = document.encode()
    if path.suffix.lower() == ".png":
        content = _pixels(document)
    write_new(path, content)
    return contacts


def _band_words(band: Band) -> str:
    return _("shaded: {hours}", hours=band.label)


def _cells(found: Iterable[HourSum]) -> dict[tuple[str, int | None], Hour]:
    raw: dict[tuple[str, int | None], dict[str, int]] = {}
    third: dict[tuple[str, int | None], int] = {}
    for one in found:
        key = (one.day, one.hour)
        sort = _sort(one)
        raw.setdefault(key, {})[sort] = raw.get(key, {}).get(sort, 0) + one.contacts
        third[key] = third.get(key, 0) + (one.contacts if one.third else 0)
    return {key: Hour({sort: sorts[sort] for sort in SORTS if sort in sorts}, third[key]) for key, sorts in raw.items()}


def _sort(one: HourSum) -> str:
    if one.kind != "call":
        return one.kind if one.kind in SORTS else "other"
    if one.outcome == "answered":
        return "answered"
    return "unanswered" if one.outcome in _UNANSWERED else "call"


def _nearest(limits: dict[tuple[str, str], DayLimit], platform: str | None) -> dict[str, tuple[str, DayLimit]]:
    """Of each day the platform that is furthest above its limit, or nearest to it."""
    found: dict[str, tuple[str, DayLimit]] = {}
    for (day, owner), limit in limits.items():
        if platform in (None, owner) and (day not in found or _above(limit) > _above(found[day][1])):
            found[day] = (owner, limit)
    return found


def _above(limit: DayLimit) -> tuple[int, int]:
    return limit.sure - limit.limit, limit.measured - limit.limit


def _stacked(drawn: Sequence[str], lines: Sequence[str]) -> str:
    """Several drawings below each other as one SVG document, with words above."""
    import re
    from xml.sax.saxutils import escape

    sizes = [tuple(map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', one)[0])) for one in drawn]
    width = max(size[0] for size in sizes)
    said = [line for line in lines if line]
    top = 8 + 12 * len(said)
    height = top + sum(size[1] for size in sizes)
    font = re.findall(r'font-family="([^"]+)"', drawn[0])[0]
    frame = f'viewBox="0 0 {width:g} {height:g}" width="{width * 2:g}" height="{height * 2:g}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {frame} font-family="{font}" font-size="8">']
    parts.append('<rect width="100%" height="100%" fill="#ffffff"/>')
    for line, text in enumerate(said):
        parts.append(f'<text x="6" y="{12 + 12 * line}" fill="#22303c">{escape(text)}</text>')
    y = float(top)
    for one, size in zip(drawn, sizes, strict=True):
        place = f'<svg x="0" y="{y:g}" width="{size[0]:g}" height="{size[1]:g}" '
        parts.append(one.replace("<svg ", place, 1))
        y += size[1]
    return "".join([*parts, "</svg>"])


def _pixels(document: str) -> bytes:
    """The drawing as PNG, set by the typesetter that sets the papers, with its fonts."""
    import tempfile
    from pathlib import Path

    import typst

    from evidencelog.packet.render.typeface import typefaces

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "picture.svg").write_text(document, encoding="utf-8")
        page = Path(folder) / "picture.typ"
        page.write_text('#set page(width: auto, height: auto, margin: 0pt)\n#image("picture.svg")\n', encoding="utf-8")
        fonts = [str(path) for path in typefaces().folders]
        try:
            drawn = typst.compile(str(page), root=folder, font_paths=fonts, format="png", ppi=_PPI)
        except (RuntimeError, typst.TypstError) as error:
            raise PictureFailed(str(error)) from error
    return bytes(drawn)
