"""Complaints sent, what came of them, and the time limits that run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from textual.containers import Horizontal

from evidencelog.app import addressees, browsing, deadlines, packets
from evidencelog.i18n import _, language, ngettext
from evidencelog.tui import follow_up_text
from evidencelog.tui.actions import bindings, key_of
from evidencelog.tui.free_path import free_path
from evidencelog.tui.screens.dialogs import Option, Pick, ask_path, ask_why
from evidencelog.tui.screens.files_page import FilesPage
from evidencelog.tui.screens.record_form import RecordForm
from evidencelog.tui.typed_path import typed_path
from evidencelog.tui.widgets.drawing import Part, fit
from evidencelog.tui.widgets.reading import Reading, plain, quiet
from evidencelog.tui.widgets.row_list import RowList
from evidencelog.tui.words import local_now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from evidencelog.app.cases import Case
    from evidencelog.app.deadlines import Deadline
    from evidencelog.models.browsing import Attachment
    from evidencelog.tui.background import Broke, Finished


class Item(NamedTuple):
    """A line of the list: a complaint, or a period that runs without one."""

    complaint: dict[str, Any] | None
    title: str
    """What the addressee is called."""
    clocks: tuple[Deadline, ...]
    papers: tuple[Attachment, ...] = ()
    """What was sealed to the complaint."""


class FollowUpList(RowList[Item]):
    """Complaints, the latest first, then other periods, the next to end first."""

    today = ""

    def group_of(self, row: Item) -> str:
        """Complaints and the rest."""
        return "complaint" if row.complaint is not None else "period"

    def heading(self, row: Item, _width: int) -> list[Part]:
        """What follows."""
        words = _("Complaints sent (day sent)") if row.complaint is not None else _("Other time limits (last day)")
        return [Part(" "), Part(words, "strong")]

    def parts(self, row: Item, width: int) -> list[Part]:
        """When, to whom, about whom, and the next end of a period."""
        mine = next((one for one in row.clocks if one.state == "running"), row.clocks[0] if row.clocks else None)
        state = follow_up_text.left(mine, self.today, short=width < 70) if mine is not None else ""
        if row.complaint is not None and row.complaint.get("decided_on"):
            state = _("reply came")
        when = row.complaint["sent_at"][:10] if row.complaint is not None else (mine.on or "" if mine else "")
        about = row.complaint["platform"] if row.complaint is not None else (mine.platform if mine else "")
        late = any(one.state == "over" for one in row.clocks)
        weight = "accent" if late and not (row.complaint or {}).get("decided_on") else "quiet"
        tail = 14 if width >= 70 else 9 if language() == "zh" else 11
        room = max(width - 13 - tail - 1, 8)
        title = room if width < 50 else max(room * 3 // 5, 6)
        line = [Part("  "), Part(fit(when, 10)), Part(" "), Part(fit(row.title, title)), Part(" ")]
        if title < room:
            line += [Part(fit(about, room - title - 1), "quiet"), Part(" ")]
        return [*line, Part(fit(state, tail), weight)]


class FollowUpScreen(FilesPage):
    """What became of the complaints."""

    SCOPE = "follow"
    BINDINGS = bindings("follow")
    DEFAULT_CSS = """
    FollowUpScreen #items { width: 11fr; border-right: solid $foreground 15%; }
    FollowUpScreen #item { width: 9fr; scrollbar-gutter: stable; }
    """

    _path = ""
    """Where the calendar was to go."""

    def body(self) -> ComposeResult:
        """The list and what is known."""
        with Horizontal(id="body"):
            yield FollowUpList(id="items")
            yield Reading(id="item")

    @property
    def items(self) -> FollowUpList:
        """The list."""
        return self.query_one(FollowUpList)

    def on_mount(self) -> None:
        """Counts the periods."""
        self.head(_("Complaints and time limits"))
        self.items.focus()
        self.query_one("#item", Reading).show([plain(_("Counting."))])
        self.case_changed()

    def case_changed(self) -> None:
        """Counts again."""
        self.work("read", lambda case, _progress: _read(case))

    def built_again(self) -> None:
        """In the other language."""
        self.on_mount()

    def on_finished(self, message: Finished) -> None:
        """The list is there, or the calendar is written."""
        if message.job == "read":
            items, self.items.today, running = message.result
            self.items.show_rows(items, self.items.cursor)
            self.head(
                _("Complaints and time limits"), "", ngettext("{n} time limit runs", "{n} time limits run", running)
            )
            if not items:
                self.query_one("#item", Reading).show(follow_up_text.nothing())
        elif message.job == "channels":
            self._pick_channel(*message.result)
        elif message.job == "calendar":
            path, count = message.result
            words = ngettext("{n} time limit written to {path}", "{n} time limits written to {path}", count, path=path)
            self.say(words)

    def on_broke(self, message: Broke) -> None:
        """Says what went wrong where the complaint would stand."""
        if message.job == "read":
            message.prevent_default()
            self.query_one("#item", Reading).show([plain(str(message.error))])
        elif message.job == "calendar":
            message.prevent_default()
            self._ask_path(self._path, str(message.error))

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Another complaint or period is under the cursor."""
        event.stop()
        item = self.items.current()
        if item is None:
            return
        today = self.items.today
        if item.complaint is not None:
            text = follow_up_text.complaint(item.complaint, item.title, item.clocks, today, item.papers)
        else:
            text = follow_up_text.period(item.clocks[0], today)
        self.query_one("#item", Reading).show(text)

    async def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Enter: write down what came back."""
        event.stop()
        await self.action_answer()

    # what can be done

    async def action_add(self) -> None:
        """Asks about whom and to whom, then for the rest."""
        names: list[str] = self.attempt(lambda: browsing.platform_names(self.case), [])
        if not names:
            self.say(_("There is no platform yet to complain about."))
        elif len(names) == 1:
            self._ask_channel(names[0])
        else:
            question = Pick(_("About whom did you complain?"), [Option(name, name) for name in names])
            await self.app.push_screen(question, self._ask_channel)

    def _ask_channel(self, platform: str | None) -> None:
        if platform is not None:
            self.say(_("One moment: looking at who fits."))
            self.work("channels", lambda case, _progress: (platform, packets.channels(case, platform=platform)))

    def _pick_channel(self, platform: str, channels: list[dict[str, Any]]) -> None:
        options = [Option(one["id"], one["title"], _("fits") if one["fits"] == "yes" else "") for one in channels]
        self.say("")
        question = Pick(_("To whom did the complaint go?"), options)
        self.open_after_work(question, lambda channel: self._ask_rest(platform, channel))

    def _ask_rest(self, platform: str, channel: str | None) -> None:
        if channel is not None:
            fixed = {"platform": platform, "channel": channel}
            self.app.push_screen(RecordForm("complaint", _("A complaint that was sent"), fixed=fixed, about=hints()))

    async def action_answer(self) -> None:
        """The form of the complaint, with what is known."""
        known = self._complaint()
        if known is None:
            return
        fixed = {"platform": known["platform"], "channel": known["channel"]}
        given = {name: value for name, value in known.items() if name not in fixed}
        await self.app.push_screen(
            RecordForm("complaint", _("What came back"), fixed=fixed, given=given, about=hints())
        )

    def action_withdraw(self) -> None:
        """Asks for the reason and takes the complaint back."""
        item = self.items.current()
        if item is not None and item.complaint is not None:
            key = str(item.complaint["id"])
            ask_why(
                self,
                _("Withdraw {id} from the record?", id=key),
                _("Why was it never sent, or wrong? It stays readable."),
                lambda case, because: _withdraw(case, key, because),
                _("Withdrawn; it stays readable in the record."),
            )

    def action_calendar(self) -> None:
        """Asks for a path and writes the calendar."""
        day = local_now(self.case).date().isoformat()
        self._ask_path(str(free_path(self.case.path / "exports", day, suffix=".ics")))

    def _ask_path(self, path: str, wrong: str = "") -> None:
        title = _("Write the time limits as a calendar file")
        self._path = path
        ask_path(self, title, "", path, self._calendar, wrong)

    def _calendar(self, path: str | None) -> None:
        if path:
            target, self._path = typed_path(path), path
            self.work("calendar", lambda case, _progress: (target, _write(case, target)))

    # its papers

    def owner_of_files(self) -> str | None:
        """The complaint under the cursor."""
        known = self._complaint()
        return None if known is None else str(known["id"])

    def files(self) -> Sequence[Attachment]:
        """What was sealed to it."""
        item = self.items.current()
        return item.papers if item is not None else ()

    def _complaint(self) -> dict[str, Any] | None:
        """The complaint under the cursor; where there is none, that is said."""
        item = self.items.current()
        if item is None or item.complaint is None:
            self.say(
                _("This time limit runs without a complaint.")
                if item
                else _("No complaint is on record; {key} writes one down.", key=key_of("follow.add"))
            )
            return None
        return item.complaint


def hints() -> list[Any]:
    """What the form of a complaint is for."""
    return [
        quiet(_("Write down the reference number, the day it was taken up and the day of the answer as they come; time limits are counted from them.")),
    ]  # fmt: skip


def _read(case: Case) -> tuple[list[Item], str, int]:
    today = local_now(case).date().isoformat()
    found = deadlines.deadlines(case, today=today)
    titles = {channel.id: addressees.say(channel.title) for _pack, channel in addressees.in_use(case)}
    items, taken = [], set()
    for sent in sorted(browsing.records(case, "complaint"), key=lambda one: one["sent_at"], reverse=True):
        mine = tuple(one for one in found if one.id.startswith(sent["id"] + "-"))
        taken |= {one.id for one in mine}
        papers = browsing.files_of(case, sent["id"])
        items.append(Item(sent, titles.get(sent["channel"], sent["channel"]), mine, papers))
    items += [Item(None, one.title, (one,)) for one in found if one.id not in taken]
    return items, today, sum(one.state == "running" for one in found)


def _withdraw(case: Case, key: str, because: str) -> None:
    from evidencelog.app import recording

    recording.withdraw(case, key, because)


def _write(case: Case, path: Path) -> int:
    return deadlines.write_calendar(case, deadlines.deadlines(case), path)
