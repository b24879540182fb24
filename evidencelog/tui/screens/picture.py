"""The picture: when they came, hour by hour and day by day, and how each day stands against its limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from evidencelog.app import browsing, picturing
from evidencelog.i18n import _, ngettext
from evidencelog.models.browsing import ContactFilter
from evidencelog.tui import picture_text
from evidencelog.tui.actions import bindings, key_of
from evidencelog.tui.free_path import free_path
from evidencelog.tui.screens.dialogs import Option, Pick, ask_path
from evidencelog.tui.screens.page import Page
from evidencelog.tui.typed_path import typed_path
from evidencelog.tui.widgets.day_grid import DayGrid
from evidencelog.tui.widgets.drawing import shown
from evidencelog.tui.widgets.lines import Lines
from evidencelog.tui.words import local_now

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from evidencelog.app.cases import Case
    from evidencelog.models.browsing import ListRow
    from evidencelog.models.packet import Band
    from evidencelog.tui.background import Broke, Finished

MOST = 2000
"""Contacts of one day that can be gone through one by one from here."""


class PictureScreen(Page[None]):
    """Days across, hours down."""

    SCOPE = "picture"
    BINDINGS = bindings("picture")
    DEFAULT_CSS = """
    PictureScreen #cell-words, PictureScreen #day-words { height: 1; padding: 0 1; }
    PictureScreen #cell-words { background: $surface; text-style: bold; }
    PictureScreen #day-words { background: $surface; }
    PictureScreen.-empty #day-words { height: auto; }
    PictureScreen #legend { height: auto; max-height: 3; padding: 0 1; color: $foreground 60%; }
    """

    def __init__(self, platform: str | None = None, day: str | None = None, hour: int | None = None) -> None:
        """``platform`` is an id, None for all; the cursor is on ``day``, by default on the last one, and ``hour``."""
        super().__init__()
        self._platform = platform
        self._start = day
        self._hour = hour
        self._names: dict[str, str] = {}
        self._shades: tuple[Band, ...] = ()
        self._written_to = ""
        """The path typed last."""

    def body(self) -> ComposeResult:
        """The grid and what is under its cursor."""
        self._shades = self.attempt_bands()
        yield DayGrid(self._shades, self._hour, id="grid")
        yield Static(id="cell-words", markup=False)
        yield Lines(id="day-words")
        yield Lines(id="legend")

    def attempt_bands(self) -> tuple[Band, ...]:
        """The shaded hours; none where the packs cannot be read, which the limits then say."""
        from evidencelog.errors import EvidencelogError

        try:
            return picturing.bands(self.case)
        except EvidencelogError:
            return ()

    @property
    def grid(self) -> DayGrid:
        """The picture itself."""
        return self.query_one(DayGrid)

    def on_mount(self) -> None:
        """Finds out which days there are."""
        self._read(self._start)
        self.grid.focus()

    def case_changed(self) -> None:
        """Reads everything again and stays on the day."""
        self._read(self.grid.day or self._start)

    def take_along(self) -> None:
        """The day under the cursor."""
        self._start = self.grid.day or self._start

    def built_again(self) -> None:
        """In the other language, on the same day."""
        self.on_mount()

    def _read(self, day: str | None) -> None:
        rows: list[dict[str, Any]] = self.attempt(lambda: browsing.records(self.case, "platform"), [])
        self._names = {row["id"]: shown(row["name"]) for row in rows}
        ends = self.attempt(lambda: picturing.span(self.case, self._platform), None)
        if self._platform is None:
            whose = _("all platforms")
        else:
            whose = self._names.get(self._platform, self._platform)
        if ends is None:
            self.head(_("Picture"), whose)
            self.grid.display = False
            self.add_class("-empty")
            self.query_one("#cell-words", Static).update(_("There is nothing to draw yet."))
            self.query_one("#day-words", Lines).update(
                _(
                    "Contacts appear here once they have a platform: {add} on the first screen writes one down, {place} places numbers.",
                    add=key_of("home.add"),
                    place=key_of("home.platforms"),
                )
            )
            return
        self.grid.display = True
        self.remove_class("-empty")
        self.head(_("Picture"), whose, _("from {first} to {last}", first=ends[0], last=ends[1]))
        self.grid.show_days(*ends, day=day)

    # what is under the cursor

    def on_day_grid_wanted(self, event: DayGrid.Wanted) -> None:
        """Days came into view."""
        days, platform = event.days, self._platform
        self.work_newest("hours", lambda case, _progress: (platform, days, picturing.hours(case, days, platform)))

    def on_day_grid_moved(self) -> None:
        """The cursor is elsewhere, or more is known."""
        if not self.grid.day:
            return
        self.query_one("#cell-words", Static).update(picture_text.cell_words(self.grid))
        self.query_one("#day-words", Lines).update(picture_text.day_line(self.grid, self._names))
        self.query_one("#legend", Lines).update(picture_text.legend(self.grid, self._shades, self.size.width - 2))

    def on_finished(self, message: Finished) -> None:
        """Days, contacts or a written file."""
        if message.job == "hours":
            platform, days, found = message.result
            if platform == self._platform:
                self.grid.take(days, found)
        elif message.job == "open":
            self._open(message.result)
        elif message.job == "write":
            path, contacts = message.result
            words = ngettext("{n} contact drawn: {path}", "{n} contacts drawn: {path}", contacts, path=shown(str(path)))
            self.say(words)

    # what can be done

    def on_day_grid_opened(self) -> None:
        """Enter: the contacts of the cell."""
        day, hours, platform = self.grid.day, self.grid.hours, self._platform
        if not self.grid.cell().sorts:
            self.say(_("Nothing in this cell."))
            return
        self.work("open", lambda case, _progress: _contacts(case, day, hours, platform))

    def _open(self, rows: list[ListRow]) -> None:
        from evidencelog.tui.screens.contact import ContactScreen

        if rows:
            self.open_after_work(ContactScreen([row.id for row in rows], 0))

    async def action_platform(self) -> None:
        """Lets choose a platform, or all."""
        options = [Option("", _("all platforms"))]
        options += [Option(key, name) for key, name in self._names.items()]
        await self.app.push_screen(Pick(_("Whose contacts?"), options), self._take_platform)

    def _take_platform(self, platform: str | None) -> None:
        if platform is not None:
            self._platform = platform or None
            self._read(self.grid.day)

    async def action_numbers(self) -> None:
        """The numbers of the platform."""
        await open_numbers(self, self._platform, self._names)

    def action_write(self) -> None:
        """Asks for a path and draws everything into a file."""
        day = local_now(self.case).date().isoformat()
        name = self._names.get(self._platform or "")
        self._ask_path(str(free_path(self.case.path / "exports", _("picture"), day, name or "", suffix=".png")))

    def _ask_path(self, path: str, wrong: str = "") -> None:
        words = _("every day, a month to a panel; .png or .svg")
        ask_path(self, _("Draw it into a file"), words, path, self._write, wrong)

    def on_broke(self, message: Broke) -> None:
        """A picture that could not be written is asked for again, with what is wrong."""
        if message.job == "write":
            message.prevent_default()
            self.say("")
            self._ask_path(self._written_to, str(message.error))

    def _write(self, path: str | None) -> None:
        if path:
            self._written_to = path
            target, platform = typed_path(path), self._platform
            title = self._names.get(platform or "") or _("all platforms")
            self.say(_("Drawing."))
            self.work(
                "write",
                lambda case, _progress: (
                    target,
                    picturing.write_picture(case, target, platform=platform, title=title),
                ),
            )

    def action_zoom(self) -> None:
        """More days, or what the contacts were."""
        self.grid.switch()

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)


async def open_numbers(screen: Page[Any], platform: str | None, names: dict[str, str]) -> None:
    """Opens the numbers of a platform; asks which one where that is open."""
    from evidencelog.tui.screens.rotation import RotationScreen

    def go(chosen: str | None) -> None:
        if chosen:
            screen.app.push_screen(RotationScreen(chosen))

    if platform is None and len(names) > 1:
        options = [Option(key, name) for key, name in names.items()]
        await screen.app.push_screen(Pick(_("Whose numbers?"), options), go)
    else:
        go(platform or next(iter(names), None))


def _contacts(case: Case, day: str, hours: range, platform: str | None) -> list[ListRow]:
    """The contacts of some hours of a day that the picture counts, the first at the top."""
    rows = browsing.page(case, ContactFilter(since=day, until=day, platform=platform), offset=0, limit=MOST)
    wanted = [
        row
        for row in rows
        if row.platform and row.direction != "out" and row.precision != "day" and row.second // 3600 in hours
    ]
    return wanted[::-1]
