"""Quick entry: plain words, one line or many at once, with how they are read below them; saved all together or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Static, TextArea

from evidencelog.app import drafts
from evidencelog.errors import InvalidInput
from evidencelog.i18n import _, ngettext
from evidencelog.tui import begun, quick_text
from evidencelog.tui.actions import bindings
from evidencelog.tui.keeping import Keeper
from evidencelog.tui.keys_ahead import after_typing
from evidencelog.tui.screens.page import PATIENCE, Page
from evidencelog.tui.widgets.reading import Reading

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from evidencelog.app.quick_entry import Reading as Read
    from evidencelog.tui.background import Broke, Finished
    from evidencelog.tui.entry import Saved

DRAFT = "quick"
"""Name under which the words are kept."""
LINES = "entry-given-"
"""How the names begin under which the form keeps entries that began as a line here."""


class QuickScreen(Page[list[str]]):
    """Gives back the ids of the entries that were saved; None when the person went back."""

    SCOPE = "quick"
    BINDINGS = bindings("quick")
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self.keeper = Keeper(self, DRAFT)
        self._text = ""
        self._read: list[Read] = []
        self._read_of = ""
        self._dirty = False
        self._saving = False
        self._soon: Timer | None = None

    def body(self) -> ComposeResult:
        """The words, and how they are read."""
        yield Static(_("What happened? In your own words, a line for each contact"), classes="line quiet", markup=False)
        yield TextArea(self._text, id="notes", compact=True, soft_wrap=True, tab_behavior="focus")
        yield Reading(id="readings")

    def on_mount(self) -> None:
        """Shows the words that were kept."""
        words = str(self.keeper.kept().get("text") or "")
        if words:
            self._take_words(words)
        self.set_interval(0.4, self.keep_draft)
        self._show_all()
        self.call_after_refresh(self._ready)

    def _take_words(self, kept: str) -> None:
        """Goes on with words that were kept; days in them are written out as they were meant."""
        then = self.keeper.since
        words = kept if then is None else quick_text.as_meant(self.case, kept, then)
        day = begun.other_day(then, self.case)
        self._dirty = words != kept
        self.notes.load_text(words)
        if self._dirty:
            self.say(_("These words were kept; times in them are written out as they were meant when you typed them."))
        elif day:
            self.say(_("These words were kept; they are of {day}.", day=day))
        else:
            self.say(_("These words were kept."))

    def take_up(self, kept: dict[str, Any]) -> None:
        """Words that can be read only now go before those typed meanwhile."""
        meanwhile = self.notes.text
        self._take_words(str(kept.get("text") or ""))
        self.notes.load_text("\n".join(words for words in (self.notes.text.rstrip("\n"), meanwhile) if words))
        self.notes.move_cursor(self.notes.document.end)
        self._dirty = True

    def _show_all(self) -> None:
        self.head(_("Quick entry"), _("plain words in, entries out"))
        self.query_one(Reading).show(quick_text.paragraphs(self._read))
        self._look()

    def _ready(self) -> None:
        self.notes.focus()
        self.notes.move_cursor(self.notes.document.end)
        self.face.release_keys()

    @property
    def notes(self) -> TextArea:
        """The words."""
        return self.query_one("#notes", TextArea)

    def take_along(self) -> None:
        """The words go over into the other language."""
        self.keep_draft()
        self._text, self._read_of = self.notes.text, ""

    def built_again(self) -> None:
        """In the other language, with the words."""
        self._show_all()

    def keep_draft(self, *, now: bool = False) -> None:
        """Keeps the words typed since the last time; ``now`` even where that failed a moment ago."""
        if not self._dirty or self._saving or self.rebuilding:
            return
        if now or not self.keeper.patient:
            words = self.notes.text
            self._dirty = not self.keeper.keep({"text": words} if words.strip() else None)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Other words are read a moment later."""
        event.stop()
        self._dirty = True
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(0.12, self._look)

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """Another line: how it is read comes into view."""
        event.stop()
        self._follow()

    def _follow(self) -> None:
        if not self.query("#notes"):  # left, or built again in the other language, since it was asked for
            return
        number = quick_text.number_at(self._read, self.notes.cursor_location[0] + 1)
        if len(self._read) > 1 and number >= 0:
            self.query_one(Reading).show_paragraph(quick_text.starts(self._read)[number])

    def _look(self) -> None:
        if not self.query("#notes"):
            return
        words = self.notes.text
        self.work_newest("read", lambda case, _progress: (words, quick_text.read(case, words)))
        self.set_timer(PATIENCE, lambda: self._say_reading(words))

    def _say_reading(self, words: str) -> None:
        """Very many lines take their time."""
        if self._read_of != words and self.query("#notes") and words == self.notes.text:
            self.head(_("Quick entry"), _("plain words in, entries out"), _("Being read."))

    def on_finished(self, message: Finished) -> None:
        """The words were read, or saved."""
        if message.job == "read":
            self._read_of, self._read = message.result
            self._show()
        elif message.job == "save":
            self._saving = True
            self.keeper.keep(None)
            self.attempt(lambda: drafts.drop_all(self.case, LINES), None)
            self.face.case_changed()
            self.dismiss(message.result)
            self.face.look_for_cards(message.result)
            self.face.release_keys()

    def _show(self) -> None:
        self.query_one(Reading).show(quick_text.paragraphs(self._read), keep_place=True)
        self.call_after_refresh(self._follow)
        wrong = sum(bool(one.problems) for one in self._read)
        words = ngettext("{n} entry", "{n} entries", len(self._read)) if self._read else ""
        doubts = sum(len(one.unread) for one in self._read)
        if doubts:
            words += "   " + ngettext("{n} part not understood", "{n} parts not understood", doubts)
        if wrong:
            words += "   " + ngettext("{n} cannot be saved yet", "{n} cannot be saved yet", wrong)
        self.head(_("Quick entry"), _("plain words in, entries out"), words)

    # saving

    def action_save(self) -> None:
        """Saves everything that was read."""
        if not self._saving:
            self.face.hold_keys()
            after_typing(self, self._save)

    def _save(self) -> None:
        if self._saving:
            return
        words = self.notes.text
        if not words.strip():
            self.say(_("There are no words to read yet."))
            self.face.release_keys()
            return
        self.keep_draft(now=True)
        self._saving = True
        self.work("save", lambda case, _progress: quick_text.save(case, words))

    def on_broke(self, message: Broke) -> None:
        """What is wrong in one line; the words stay."""
        if message.job != "save":
            return
        message.prevent_default()
        self._saving = False
        self._dirty = True
        error = message.error
        if isinstance(error, InvalidInput):
            wrong = "  ".join(quick_text.problem_words(one.where, one.what) for one in error.problems[:2])
            self.say(_("Nothing is saved yet. {problems}", problems=wrong), wrong=True)
        else:
            self.say(str(error), wrong=True)
        self.face.release_keys()

    async def action_edit(self) -> None:
        """Opens the reading of the line under the cursor in the form; saved there, its line goes."""
        from evidencelog.tui.screens.form import EntryScreen

        words, readings = self.notes.text, self._read
        number = quick_text.number_at(readings, self.notes.cursor_location[0] + 1)
        if number < 0 or words != self._read_of:
            self.say(_("There are no words to read yet."))
            return
        values = quick_text.form_values(readings[number], self.case.zone)

        def saved(entered: Saved | None) -> None:
            if entered is not None and self.notes.text == words:
                self.notes.load_text(quick_text.without(words, readings, number))
                self.say("  ".join([_("Saved as {id}.", id=entered.id), *entered.words]))

        self.face.hold_keys()
        await self.app.push_screen(EntryScreen(given=values), saved)

    def action_leave(self) -> None:
        """Goes back; the words stay kept."""
        self._dirty = True
        self.keep_draft(now=True)
        self.keeper.leave(lambda: self.dismiss(None))
