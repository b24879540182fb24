"""While a call runs, or someone is at the door: questions with boxes, keys for what is heard, sentences to say, a clock.

Everything is kept every second; what was cut off is offered again.
"""

from __future__ import annotations

from functools import partialmethod
from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static, TextArea

from evidencelog.app import browsing
from evidencelog.app.guidance import guidance, say
from evidencelog.i18n import _, language
from evidencelog.models.fields import field
from evidencelog.models.guidance import Guidance
from evidencelog.models.labels import value_label
from evidencelog.tui import entry, live
from evidencelog.tui.actions import bindings, key_of
from evidencelog.tui.keeping import Keeper
from evidencelog.tui.keys_ahead import after_typing
from evidencelog.tui.screens.page import Page
from evidencelog.tui.widgets.choice import Choice
from evidencelog.tui.widgets.field import Completing, Field
from evidencelog.tui.widgets.lines import Lines
from evidencelog.tui.widgets.marks import Mark, Marks

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult

    from evidencelog.errors import EvidencelogError
    from evidencelog.models.guidance import Sentence
    from evidencelog.tui.background import Broke, Finished

QUIET_SECONDS = 5
"""The clock of the draft moves on this often where nothing is typed."""


class LiveScreen(Page[live.Ended]):
    """Gives back what it became; None when it was left or thrown away."""

    SCOPE = "live"
    BINDINGS = bindings("live")
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]

    def __init__(self, kind: str) -> None:
        """``kind`` is ``call`` or ``visit``."""
        super().__init__()
        self.kind = kind
        self.keeper = Keeper(self, live.draft_name(kind))
        self._live: live.Live | None = None
        self._words: Guidance = Guidance()
        self._restored = False
        self._dirty = False
        self._saving = False
        self._ticks = 0

    @property
    def noted(self) -> live.Live:
        """What was noted so far; begins with the first look at it."""
        if self._live is None:
            self._live = live.of_draft(self.case, self.kind, self.keeper.kept())
            self._restored = self._live is not None
            if self._live is None:
                self._live = live.Live(self.kind, self.now())
        return self._live

    def now(self) -> datetime:
        """This moment."""
        return self.case.now()

    # building

    def body(self) -> ComposeResult:
        """Advice, questions, what is heard, what may be said, the words."""
        yield Lines("", id="advice", classes="hidden")
        with Horizontal(id="columns"):
            with Vertical(classes="column", id="questions"):
                for question in live.QUESTIONS[self.kind]:
                    yield self._field(question)
            yield Marks(_("Heard? Its key marks it"), 5, id="heard")
        yield Marks(_("To say ({key}: I said it)", key=key_of("live.say_it")), 2, id="sentences")
        yield Static(_("Their words, as near as you can"), classes="line quiet", markup=False)
        yield TextArea(id="content", compact=True, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)

    def _field(self, question: live.Question) -> Field:
        record = field("contact", question.field)
        control: Input | Choice
        if record.type == "flag":
            control = Choice([(code, value_label("flag", code)) for code in ("yes", "no")])
        elif record.type == "choice":
            control = Choice([(code, value_label(record.name, code)) for code in record.choices])
        elif question.field == "platform":
            control = Completing(lambda: self.attempt(lambda: browsing.platform_names(self.case), []))
        else:
            control = Input(compact=True, select_on_focus=False, placeholder=entry.placeholder(question.field))
        return Field(question.field, _(question.words), control, 17 if language() == "zh" else 20)

    def on_mount(self) -> None:
        """The clock begins, or goes on."""
        self._words = self.attempt(lambda: guidance(self.case, self.kind), Guidance())
        self._fill()
        self._say_clock()
        if self._restored:
            stopped = self.noted.stopped is not None
            self.say(
                _("This was kept; the clock stands where the program was cut off.")
                if stopped
                else _("This was kept; the clock goes on.")
            )
        self.set_interval(1.0, self._tick)
        self.call_after_refresh(self._ready)

    def _ready(self) -> None:
        self.query(Field).first().control.focus()
        self.face.release_keys()

    def _fill(self) -> None:
        advice = self.query_one("#advice", Lines)
        advice.update("\n".join(say(line) for line in self._words.advice))
        advice.set_class(not self._words.advice, "hidden")
        for one in self.query(Field):
            one.value = self.noted.boxes.get(one.field)
            self._hint(one)
        self.query_one("#content", TextArea).load_text(self.noted.notes)
        self._show_marks()

    def _show_marks(self) -> None:
        heard = [
            Mark(key_of(f"live.heard_{at + 1}"), say(one.words), self._at(self.noted.tags.get(one.tag)))
            for at, one in enumerate(self._words.tags)
        ]
        self.query_one("#heard", Marks).show(heard)
        following = self.noted.next_sentence(self._words)
        said = [
            Mark(">" if one == following else "", say(one.words), self._at(self.noted.said.get(one)))
            for one in self.noted.sentences(self._words)
        ]
        self.query_one("#sentences", Marks).show(said)

    @staticmethod
    def _at(second: int | None) -> str:
        return "" if second is None else live.clock(second)

    def _hint(self, one: Field) -> None:
        if one.field in self.noted.refused:
            one.say(_("would not say"))
        elif isinstance(one.control, Completing) and one.control.has_focus:
            one.say("  ".join(name for name in one.control.matches()[:4] if name != one.value))
        else:
            one.say("")

    def _say_clock(self) -> None:
        title = _("On a call") if self.kind == "call" else _("At the door")
        second = self.noted.second(self.now())
        self.head(
            title,
            f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}",
            _("kept every second") if not self.keeper.trouble else _("not kept"),
        )

    def take_along(self) -> None:
        """Everything noted goes over into the other language, to the last space."""
        self._take()
        self.noted.boxes = {one.field: written for one in self.query(Field) if (written := one.written)}
        self.noted.notes = self.query_one("#content", TextArea).text

    def built_again(self) -> None:
        """In the other language, with everything noted."""
        self._fill()
        self._say_clock()

    def take_up(self, kept: dict[str, Any]) -> None:
        """A call that was kept and can be read only now goes on, or under what was noted meanwhile."""
        earlier = live.of_draft(self.case, self.kind, kept)
        if earlier is None:
            return
        self._take()
        if self.noted.empty:
            self._live = earlier
        else:
            self.noted.lay_under(earlier)
        self._fill()
        self._dirty = True

    # keeping

    def _tick(self) -> None:
        self._ticks += 1
        self._say_clock()
        if self._dirty or (self._ticks % QUIET_SECONDS == 0 and self.noted.stopped is None):
            self.keep_draft()

    def keep_draft(self, *, now: bool = False) -> None:
        """Keeps what was noted so far; ``now`` even where that failed a moment ago."""
        if self._saving or self.rebuilding:
            return
        if now or not self.keeper.patient:
            self._take()
            self._dirty = not self.keeper.keep(self.noted.document(self.now()))
            self._say_clock()

    def _take(self) -> None:
        self.noted.boxes = {one.field: one.value for one in self.query(Field) if one.value is not None}
        self.noted.refused -= set(self.noted.boxes)
        self.noted.notes = self.query_one("#content", TextArea).text.rstrip()

    def on_input_changed(self, event: Input.Changed) -> None:
        """A box was typed in."""
        event.stop()
        self._dirty = True
        one = event.input.parent
        if isinstance(one, Field):
            if one.value is not None:
                self.noted.refused.discard(one.field)
            self._hint(one)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """A choice was taken."""
        event.stop()
        self._dirty = True

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Words were typed."""
        event.stop()
        self._dirty = True

    # what is heard and said

    def _heard(self, index: int) -> None:
        if index < len(self._words.tags):
            self.noted.toggle(self._words.tags[index].tag, self.now())
            self._dirty = True
            self._show_marks()
            self._advise(self._words.tags[index].role)

    def _advise(self, role: str) -> None:
        """One quiet line where what was heard calls for a card; the card itself comes after the call."""
        from evidencelog.tui.cards import CARD_WORDS

        verify = self.attempt(lambda: guidance(self.case, "verify_first"), Guidance())
        if role and role in verify.roles:
            words = CARD_WORDS["verify_first"]
            self.say(_(words, key=key_of("app.verify_first")))

    action_heard_1 = partialmethod(_heard, 0)
    action_heard_2 = partialmethod(_heard, 1)
    action_heard_3 = partialmethod(_heard, 2)
    action_heard_4 = partialmethod(_heard, 3)
    action_heard_5 = partialmethod(_heard, 4)
    action_heard_6 = partialmethod(_heard, 5)
    action_heard_7 = partialmethod(_heard, 6)
    action_heard_8 = partialmethod(_heard, 7)
    action_heard_9 = partialmethod(_heard, 8)
    action_heard_10 = partialmethod(_heard, 9)

    def action_say_it(self) -> None:
        """The next sentence was said."""
        following = self.noted.next_sentence(self._words)
        if following is not None:
            self._said(following)

    def _said(self, sentence: Sentence) -> None:
        self.noted.toggle_said(sentence, self.now())
        self._dirty = True
        self._show_marks()

    def on_marks_pressed(self, event: Marks.Pressed) -> None:
        """The mouse does what the keys do."""
        event.stop()
        if event.marks.id == "heard":
            self._heard(event.index)
        else:
            self._said(self.noted.sentences(self._words)[event.index])

    def action_refused(self) -> None:
        """They would not answer the question of this box."""
        one = self.focused.parent if self.focused is not None else None
        if isinstance(one, Field) and one.field in live.IDENTITY:
            one.value = None
            self.noted.refused ^= {one.field}
            self._dirty = True
            self._hint(one)
        else:
            self.say(_("This notes a refusal of firm, name or staff number: go to that box first."))

    # ending

    def action_hang_up(self) -> None:
        """It becomes an entry."""
        if not self._saving:
            self.face.hold_keys()
            after_typing(self, self._end)

    def _end(self) -> None:
        if self._saving:
            return
        self._take()
        if self.noted.empty:
            self.say(_("Nothing is noted yet; a word or one mark is enough. {key} leaves.", key=key_of("live.leave")))
            self.face.release_keys()
            return
        for one in self.query(Field):
            one.say("")
        self.keep_draft(now=True)
        self._saving = True
        noted, words, now = self.noted, self._words, self.now()
        self.work("save", lambda case, _progress: live.end(case, noted, words, now))

    def on_finished(self, message: Finished) -> None:
        """It is on disk."""
        if message.job == "save":
            ended: live.Ended = message.result
            self.keeper.keep(None)
            self.face.case_changed()
            self.dismiss(ended)
            self.face.look_for_cards([ended.id])
            self.face.release_keys()

    def on_broke(self, message: Broke) -> None:
        """What is wrong stands under its box; everything noted stays, and stays kept."""
        message.prevent_default()
        self._saving = False
        self._show_wrong(message.error)
        self.keep_draft()
        self.face.release_keys()

    def _show_wrong(self, error: EvidencelogError) -> None:
        rest: list[str] = []
        boxes = {one.field: one for one in self.query(Field)}
        for name, words in entry.wrongs(error):
            if name in boxes:
                boxes[name].say(words, wrong=True)
                boxes[name].control.focus()
            else:
                rest.append(words)
        self.say("  ".join(rest) or _("Nothing is saved yet: look at the lines marked."), wrong=True)

    async def action_leave(self) -> None:
        """Asks first: Esc also belongs to the input method."""
        from evidencelog.tui.screens.dialogs import Option, Pick

        if self._saving or self.app.screen is not self:
            return
        self._take()
        if self.noted.empty:
            self._saving = True
            self.keeper.keep(None)
            self.dismiss(None)
            return
        options = [
            Option("save", _("End it and save it as an entry")),
            Option("later", _("Leave it for now; it is kept and offered again")),
            Option("drop", _("Throw it away")),
        ]
        await self.app.push_screen(Pick(_("Leave this?"), options), self._left)

    def _left(self, chosen: str | None) -> None:
        if chosen == "save":
            self.action_hang_up()
        elif chosen == "later":
            self.keep_draft(now=True)
            self.keeper.leave(self._go)
        elif chosen == "drop":
            self.keeper.keep(None)
            self._go()

    def _go(self) -> None:
        self._saving = True
        self.dismiss(None)

    def values(self) -> dict[str, Any]:
        """The entry as it would be saved now."""
        self._take()
        return self.noted.values(self._words, self.now(), self.case.zone)
