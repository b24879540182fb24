"""The first screen: the timeline, what today amounts to, and the contact under the cursor beside it on wide terminals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Static

from evidencelog.app import browsing
from evidencelog.i18n import _, ngettext
from evidencelog.models.browsing import ContactFilter
from evidencelog.tui import home_text, keys_ahead
from evidencelog.tui.actions import bindings, key_of
from evidencelog.tui.home_text import CHECKED_AT_ONCE
from evidencelog.tui.screens.contact_list import ContactList
from evidencelog.tui.screens.ways import Ways
from evidencelog.tui.widgets.drawing import shown
from evidencelog.tui.widgets.reading import Reading
from evidencelog.tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from evidencelog.app.cases import Case
    from evidencelog.app.overview import DayLimit, Weight
    from evidencelog.models.browsing import CaseInfo, DayCount
    from evidencelog.tui.background import Broke, Finished
    from evidencelog.tui.entry import Saved
    from evidencelog.tui.start import FirstLook
    from evidencelog.tui.widgets.row_list import RowList


class HomeScreen(Ways, ContactList):
    """Everything starts here."""

    SCOPE = "home"
    BINDINGS = bindings("home")

    def __init__(self, first: FirstLook) -> None:
        super().__init__(first.info.contacts)
        self._info = first.info
        self._first = first
        self._today: list[str] = []
        self._weight: Weight | None = None
        self._unweighed = False

    def body(self) -> ComposeResult:
        """Today, the timeline, the contact beside it; or the welcome."""
        yield Static(id="today", markup=False)
        yield Static(id="weight", markup=False)
        with Horizontal(id="body"):
            yield Timeline(self._day_counts, id="timeline")
            yield Reading(id="beside")
        yield Reading(id="welcome")

    def on_mount(self) -> None:
        """Shows what was read before the app began."""
        self.timeline.take_counts(self._first.counts, self._first.days)
        self.show_page(self._filter, self._info.contacts, self._first.rows)
        self._say_all()
        self.call_after_refresh(self._after_first_frame)

    def _day_counts(self, days: Sequence[str]) -> list[DayCount]:
        return self.attempt(lambda: browsing.day_counts(self.case, days), [])

    def _after_first_frame(self) -> None:
        """What the first frame did not wait for."""
        self._offer_draft()
        self._want_marks()
        self._want_weight()
        self.work_newest("banners", home_text.banners)

    # words

    def _say_all(self) -> None:
        """Fills every line of words."""
        empty = not self._info.contacts
        self.set_class(empty, "-empty")
        if empty:
            self.query_one("#welcome", Reading).show(home_text.welcome(self._info))
        self.timeline.say_when_empty(
            _("Nothing holds these words; {key} shows everything again.", key=key_of("home.reset"))
        )
        self._say_how_many()
        if self._info.contacts <= CHECKED_AT_ONCE:
            self._today = self.attempt(lambda: home_text.today(self.case, self._info), [])
        else:  # the days of a large case are counted beside the first frame, not before it
            info = self._info
            self.work_newest("today", lambda case, _progress: home_text.today(case, info))
        self._say_glance()
        lists = (self.query_one("#welcome", Reading), self.timeline)
        if self.focused is None or self.focused in lists:  # else one types a filter
            lists[0 if empty else 1].focus()

    def _say_how_many(self) -> None:
        """The first line; all that a filter changes of the words."""
        figures = ngettext("{n} entry", "{n} entries", self._info.contacts)
        if self._filter != ContactFilter():
            figures = ngettext("{n} found", "{n} found", self._total) + "   " + figures
        self.head("evidencelog", shown(self._info.name), figures)

    def _say_glance(self) -> None:
        """The two lines on what there is, as much of them as there is room for."""
        room = self.size.width - 2
        self.query_one("#today", Static).update(home_text.fitting(self._today, room), layout=False)
        pieces = home_text.weight(self._weight) if self._weight is not None else [self._until_weighed()]
        self.query_one("#weight", Static).update(home_text.fitting(pieces, room), layout=False)

    def _until_weighed(self) -> str:
        checking = self._info.contacts <= CHECKED_AT_ONCE and not self._unweighed
        return _("Checking.") if checking else _("{key} checks everything on record", key=key_of("home.findings"))

    def _offer_draft(self) -> None:
        words = self._draft_words()
        if words:
            self.say_also(words)  # beside what is to be known about the case or the settings

    def _draft_words(self) -> str:
        return self.attempt(lambda: home_text.draft_words(self.case), "")

    def case_read(self, info: CaseInfo) -> None:
        """The figures after a change."""
        self._info = info
        self._say_all()
        self._want_weight()

    def rows_shown(self) -> None:
        """Other contacts stand in the list."""
        self._say_how_many()
        self._soon("marks", 0.1, self._want_marks)

    def added(self, contact: str | None, contacts: Sequence[str] = (), words: Sequence[str] = ()) -> None:
        """Puts the cursor on what was just written down; ``contacts`` where it was more than one.

        ``words`` are sentences on what was written beside it, or could not be.
        """
        if contact is None:
            self.say(self._draft_words())  # also takes away the offer of one that was thrown away
            return
        self.read_again(contact)
        if len(contacts) > 1:
            saved = _("Saved as {first} to {last}.", first=contacts[0], last=contacts[-1])
        else:
            saved = _("Saved as {id}.", id=contact)
        self.say("  ".join([saved, *words]))

    async def speak_again(self) -> None:
        """Everything on this screen is drawn from what is known."""
        self.timeline.forget()
        self.timeline.redraw()
        self._say_all()
        self.refresh(layout=True)
        for child in self.query("KeyBar"):
            child.refresh()
        self._want_marks()
        self._show_beside()

    # the contact beside the list, marks and figures

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Another contact is under the cursor."""
        event.stop()
        self._soon("beside", 0.12, self._show_beside)
        self._soon("marks", 0.1, self._want_marks)

    def on_row_list_scrolled(self) -> None:
        """Other contacts are in view."""
        self._soon("marks", 0.1, self._want_marks)

    def on_screen_resume(self) -> None:
        """Back from another screen."""
        self._show_beside()

    def _want_weight(self) -> None:
        if 0 < self._info.contacts <= CHECKED_AT_ONCE:
            self.work("weight", home_text.weigh)

    def _want_marks(self) -> None:
        ids = self.timeline.unmarked()
        if ids:
            self.work_newest("marks", lambda case, _progress: _marks(case, ids))
        days = self.timeline.unlimited()
        if days:
            self.work_newest("limits", lambda case, _progress: (days, _limits(case, days)))

    def _show_beside(self) -> None:
        beside = self.query_one("#beside", Reading)
        row = self.timeline.current()
        if beside.display and row is not None and self._info.contacts:
            contact = row.id
            self.work_newest("beside", lambda case, _progress: (contact, home_text.beside(case, contact)))

    def on_resize(self) -> None:
        """There may be room beside the list now, and in the lines above it."""
        if self.is_mounted:
            self._say_glance()
        self._soon("beside", 0.05, self._show_beside)
        self._soon("marks", 0.1, self._want_marks)

    def on_finished(self, message: Finished) -> None:
        """Marks and figures come back."""
        if message.job == "marks":
            self.timeline.take_marks(message.result)
        elif message.job == "banners":
            if message.result:
                self.say(message.result)
        elif message.job == "limits":
            self.timeline.take_limits(*message.result)
        elif message.job == "weight":
            self._weight, self._unweighed = message.result, False
            self._say_glance()
        elif message.job == "beside":
            contact, paragraphs = message.result
            row = self.timeline.current()
            if row is not None and row.id == contact:
                self.query_one("#beside", Reading).show(paragraphs)
        elif message.job == "demo":
            if self.app.screen is self:
                self.app.call_later(self.face.leave, message.result)
            else:
                self.say(_("The demo case is made and lies in {path}.", path=message.result))
        elif message.job == "today":
            self._today = message.result
            self._say_glance()

    def on_broke(self, message: Broke) -> None:
        """Without a check there are no figures to wait for."""
        if message.job == "weight":
            self._unweighed = True
            self._say_glance()

    # the filter

    async def action_reset(self) -> None:
        """Everything again."""
        self.say("")
        await self.drop_filter()

    def action_withdrawn(self) -> None:
        """Shows or hides withdrawn entries."""
        shown_now = not self._filter.withdrawn
        self.say(_("Withdrawn entries are shown.") if shown_now else _("Withdrawn entries are hidden."))
        self.look_for(self._filter._replace(withdrawn=shown_now))

    # ways to other screens

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The demo is offered in an empty case, what needs contacts in a filled one."""
        empty = not self._info.contacts
        if action in {"add", "quick", "call", "visit"}:
            return not keys_ahead.in_a_line(self)
        if action == "filter" and empty:
            return False
        if action == "demo":
            return empty
        if action in {"findings", "export", "withdrawn"}:
            return not empty
        return super().check_action(action, parameters)

    async def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Opens the contact under the cursor."""
        event.stop()
        screen = self.contact_at(event.index)
        if screen is not None:
            await self.app.push_screen(screen)

    async def action_add(self) -> None:
        """Opens the form, with the draft where there is one."""
        from evidencelog.tui.screens.form import EntryScreen

        self.say("")
        self.face.hold_keys()
        await self.app.push_screen(EntryScreen(), self._entered)

    def _entered(self, saved: Saved | None) -> None:
        if saved is None:
            self.added(None)
        else:
            self.added(saved.id, words=saved.words)

    async def action_discard_draft(self) -> None:
        """Asks, then throws the draft away."""
        from evidencelog.tui.screens.dialogs import Option, Pick

        nothing: str | None = None
        told = self.attempt(lambda: home_text.told_in_draft(self.case), nothing)
        if not told:
            if told is not None:
                self.say(_("There is no draft."))
            return
        options = [Option("keep", _("Keep it")), Option("drop", _("Throw it away"))]
        question = Pick(_("Throw away the entry you had begun? {words}", words=told), options)
        await self.app.push_screen(question, lambda chosen: self._discard() if chosen == "drop" else None)

    def _discard(self) -> None:
        words = self.attempt(lambda: home_text.discard_draft(self.case), "")
        if words:
            self.say(words)

    async def action_picture(self) -> None:
        """Opens the picture, on the contact under the cursor."""
        from evidencelog.tui.screens.picture import PictureScreen

        row = self.timeline.current()
        hour = row.second // 3600 if row is not None and row.precision != "day" else None
        await self.app.push_screen(PictureScreen(day=row.day if row is not None else None, hour=hour))

    def action_demo(self) -> None:
        """Makes the demo case and opens it."""
        self.say(_("One moment: the demo case is being made."))
        self.work("demo", home_text.make_demo)


def _marks(case: Case, ids: list[str]) -> dict[str, list[tuple[str, str]]]:
    from evidencelog.app import checking

    known = checking.marks_for(case, ids)
    return {contact: list(known.get(contact, [])) for contact in ids}


def _limits(case: Case, days: Sequence[str]) -> dict[tuple[str, str], DayLimit]:
    from evidencelog.app import overview

    return overview.day_limits(case, days)
