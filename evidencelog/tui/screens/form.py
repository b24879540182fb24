"""The entry form: writes a contact down, or a corrected version of one. What is typed is kept within a second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static, TextArea

from evidencelog.app import browsing
from evidencelog.errors import Cancelled
from evidencelog.i18n import _
from evidencelog.models.fields import DEBTOR
from evidencelog.models.labels import field_label
from evidencelog.tui import begun, entry, file_text, half_typed
from evidencelog.tui.actions import bindings, key_of
from evidencelog.tui.background import Stoppable
from evidencelog.tui.keeping import Keeper
from evidencelog.tui.keys_ahead import after_typing
from evidencelog.tui.screens import form_paste
from evidencelog.tui.screens.form_fields import BECAUSE, FIELDS, GROUPS, FormField, asked, label, label_width, options
from evidencelog.tui.screens.form_seen import Seen
from evidencelog.tui.screens.page import Page
from evidencelog.tui.widgets.choice import Choice
from evidencelog.tui.widgets.field import Completing, Field
from evidencelog.tui.widgets.reading import Reading

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import DescendantBlur
    from textual.timer import Timer

    from evidencelog.models.browsing import ContactDetail
    from evidencelog.tui.background import Broke, Finished, Step

DRAFT = "entry"
"""Name under which the half-written entry is kept."""

FIRST = {"kind": "call", "direction": "in", "source": "memory"}
"""What an empty form holds; all of it stands on the screen to be changed."""

LOOKED_AT = frozenset(
    ("kind", "at", "platform", "number", "to", "outcome", "count", "content", "claimed_role", "duration", "visitors")
)
"""Fields on which depends what the checker sees, or that cannot be read whatever is typed."""


class EntryScreen(Page[entry.Saved]):
    """Gives back what was written, None when the person went back."""

    SCOPE = "form"
    BINDINGS = bindings("form")
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]

    def __init__(self, correcting: ContactDetail | None = None, *, given: dict[str, Any] | None = None) -> None:
        """``correcting`` is the contact to write a corrected version of; ``given`` what an empty form begins with."""
        super().__init__()
        self._correcting = correcting
        self._began_with = given
        self._untouched: dict[str, Any] = dict(FIRST)
        self._given: dict[str, Any] = {}
        self.keeper = Keeper(self, f"{DRAFT}-{correcting.id}" if correcting else _draft_of(given) if given else DRAFT)
        self._dirty = False
        self._emptied: dict[str, Any] | None = None
        """What stood in the form before it was emptied."""
        self._soon: Timer | None = None
        self._checked: dict[str, Any] = {}
        self._saving = ""
        self._sealing: Stoppable | None = None
        self._seen = Seen(self)
        self._platforms: dict[str, str | None] = {}
        self._known_numbers: list[str] | None = None

    # building

    def body(self) -> ComposeResult:
        """Two columns of fields, the words said, what the checker sees."""
        with VerticalScroll(id="form", can_focus=False):
            with Horizontal(id="columns"):
                for column in (0, 1):
                    with Vertical(classes="column"):
                        for spec in FIELDS:
                            if spec.column == column and not (self._correcting and spec.name in {"attach", "refused"}):
                                yield self._field(spec)
                        if column == 0 and self._correcting:
                            yield self._field(BECAUSE)
            yield Static(field_label("content"), id="words", classes="line quiet", markup=False)
            yield TextArea(id="content", compact=True, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
            yield Reading(id="checks")

    def _field(self, spec: FormField) -> Field:
        choices = options(spec)
        control: Input | Choice
        if choices is not None:
            control = Choice(choices, needed=spec.name == "kind")
        elif spec.name == "platform":
            control = Completing(lambda: self.attempt(lambda: browsing.platform_names(self.case), []))
        elif spec.name == "to":
            control = Completing(
                lambda: self.attempt(lambda: browsing.person_names(self.case), []), entry.placeholder("to")
            )
        elif spec.name == "number":
            control = Completing(self._numbers, entry.placeholder("number"))
        else:
            control = Input(compact=True, select_on_focus=False, placeholder=entry.placeholder(spec.name))
        one = Field(spec.name, label(spec), control, label_width(spec.column))
        one.set_class(spec.name in GROUPS, "group")
        return one

    def _numbers(self) -> list[str]:
        if self._known_numbers is None:
            none: list[str] = []
            self._known_numbers = self.attempt(lambda: entry.recent_numbers(self.case), none)
        return self._known_numbers

    def on_mount(self) -> None:
        """Shows the draft, or the contact to correct."""
        self._platforms = self.attempt(lambda: entry.platform_kinds(self.case), {})
        self._untouched = self._stands()
        self._given = dict(self._untouched)
        kept = self.keeper.kept()
        if kept:
            self._lay_down(kept)
        self._fill(self._given)
        self._name_it()
        self.set_interval(0.4, self.keep_draft)
        self.call_after_refresh(self._ready)

    def _stands(self) -> dict[str, Any]:
        """What the form holds before anything is typed."""
        given = entry.typed(self._correcting.values, self.case.zone) if self._correcting else self._began_with or {}
        shown = {spec.name for spec in FIELDS} | {"content"}
        values = {name: text for name, value in given.items() if name in shown and (text := value.strip())}
        return values if self._correcting else FIRST | values

    def _lay_down(self, kept: dict[str, Any]) -> None:
        """Takes a draft: over the record as it stands now, with its times as they were meant; says what that changed."""
        labels = {spec.name: label(spec) for spec in (*FIELDS, BECAUSE)} | {"content": field_label("content")}
        self._given, words = begun.begun(
            self._untouched, kept, then=self.keeper.since, case=self.case, moments=("at",), label=labels.__getitem__,
            whole=self._new,
        )  # fmt: skip
        day = begun.other_day(self.keeper.since, self.case)
        if day and not self._given.get("at"):
            words.append(_("No time is given, which means now; you began on {day}.", day=day))
        kept_words = _("This is the entry you had begun; it was kept. {key} empties it.", key=key_of("form.clear"))
        self.say("  ".join([kept_words, *words]))
        self._dirty = bool(words)

    @property
    def corrects(self) -> bool:
        """Whether an entry is corrected, and none is added."""
        return self._correcting is not None

    @property
    def _new(self) -> bool:
        """Whether the form began empty."""
        return self._correcting is None and not self._began_with

    def take_up(self, kept: dict[str, Any]) -> None:
        """A draft that can be read only now goes under what was typed meanwhile."""
        meanwhile = half_typed.differences(self._untouched, self.typed())
        self._lay_down(kept)
        words = [text for text in (self._given.get("content"), self.typed().get("content")) if text]
        values = half_typed.lay_over(self._given, meanwhile or {}).values
        self._fill(values | ({"content": "\n".join(dict.fromkeys(words))} if words else {}))
        self._dirty = True

    def _ready(self) -> None:
        """The first field takes the keys, also those that were pressed while the form was built."""
        self.field("because" if self._correcting else "at").control.focus()
        self.face.release_keys()

    def _name_it(self) -> None:
        if self._correcting:
            self.head(_("Correct {id}", id=self._correcting.id), _("the version that stands now is kept"))
        else:
            self.head(_("New entry"), _("empty means: not known"))

    def field(self, name: str) -> Field:
        """One field of the form."""
        return self.query_one(f"#field-{name.replace('.', '-')}", Field)

    def fields(self) -> list[Field]:
        """All of them."""
        return list(self.query(Field))

    def _fill(self, values: dict[str, Any]) -> None:
        self._seen.forget()
        for one in self.fields():
            one.value = values.get(one.field)
            one.say(self._echo(one))
        self.query_one("#content", TextArea).load_text(values.get("content") or "")
        self._arrange()

    def _arrange(self) -> None:
        """Shows the fields that are asked for this kind of contact and this person."""
        values = self.typed()
        third = (values.get("to") or DEBTOR) not in {DEBTOR, entry.me()}
        platform = values.get("platform")
        known_kind = self._platforms.get(platform) if platform else None
        specs = {spec.name: spec for spec in (*FIELDS, BECAUSE)}
        for one in self.fields():
            show = asked(specs[one.field], values.get("kind"), third=third)
            if one.field == "platform_kind":
                show = bool(platform) and known_kind is None
            one.display = show

    def take_along(self) -> None:
        """Everything typed goes over into the other language, to the last space."""
        self._given = {one.field: written for one in self.fields() if (written := one.written)}
        if words := self.query_one("#content", TextArea).text:
            self._given["content"] = words

    def built_again(self) -> None:
        """In the other language, with everything typed."""
        self._fill(self._given)
        self._name_it()

    # what was typed

    def typed(self) -> dict[str, Any]:
        """Every field as it stands, empty ones left out; while the other language is put on, as they stood before."""
        if self.rebuilding:
            return dict(self._given)
        values = {one.field: one.value for one in self.fields() if one.value is not None}
        words = self.query_one("#content", TextArea).text.rstrip()
        return values | ({"content": words} if words else {})

    def _to_save(self) -> dict[str, Any]:
        """The fields that are asked, as a record takes them."""
        hidden = {one.field for one in self.fields() if not one.display}
        return entry.record_values({name: value for name, value in self.typed().items() if name not in hidden})

    def keep_draft(self, *, now: bool = False) -> None:
        """Saves what was typed since the last time; ``now`` even where that failed a moment ago."""
        if self._dirty and not (self._saving or self.rebuilding) and (now or not self.keeper.patient):
            self._dirty = not self.keeper.keep(self._draft())

    def _draft(self) -> dict[str, Any] | None:
        """What is kept: the whole of a new entry, what was changed of any other; None where that is nothing."""
        values = self.typed()
        if not self._new:
            return half_typed.differences(self._untouched, values)
        return None if values.items() <= FIRST.items() else values

    def _changed(self, name: str) -> None:
        self._dirty = True
        self._seen.forget(name)
        if name in {"kind", "to", "platform"}:
            self._arrange()
        if name in LOOKED_AT:
            if self._soon is not None:
                self._soon.stop()
            self._soon = self.set_timer(0.3, self._look)

    def on_input_changed(self, event: Input.Changed) -> None:
        """A line was typed in."""
        event.stop()
        one = event.input.parent
        if isinstance(one, Field):
            one.say(self._echo(one))
            self._changed(one.field)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """A choice was taken."""
        event.stop()
        one = event.choice.parent
        if isinstance(one, Field):
            one.say("")
            self._changed(one.field)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Words were typed or pasted."""
        event.stop()
        self._changed("content")

    def _echo(self, one: Field) -> str:
        if one.field == "at":
            return entry.echo(one.value, self.case)
        if one.field == "attach":
            return entry.files_words(one.value, self.case)
        if isinstance(one.control, Completing) and one.control.has_focus:
            return "  ".join(name for name in one.control.matches()[:6] if name != one.value)
        return ""

    # what the checker sees

    def _look(self) -> None:
        values = self._to_save()
        if values != self._checked:
            self._checked = values
            self.work_newest("look", lambda case, _progress: entry.look(case, values))

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """A field is left."""
        if isinstance(event.widget.parent, Field):
            self._seen.judge(event.widget.parent)

    # saving

    def action_save(self) -> None:
        """Saves and goes back."""
        self.face.hold_keys()
        after_typing(self, lambda: self._save("back"))

    def action_save_next(self) -> None:
        """Saves and starts the next entry."""
        self.face.hold_keys()
        after_typing(self, lambda: self._save("next"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A correction has no next entry, and that of a line of notes is the next line."""
        if action == "save_next" and not self._new:
            return False
        return super().check_action(action, parameters)

    def _save(self, then: str) -> None:
        if self._saving:
            return
        for one in self.fields():
            one.say(self._echo(one))
        self.say("")
        typed, values = self.typed(), self._to_save()
        correcting = self._correcting
        if correcting is not None:
            because = typed.get("because")
            if not because:
                self._seen.point_out("because", _("Say why, in a few words."))
                self.face.release_keys()
                return
            shown = {one.field for one in self.fields() if one.display}
            changes = entry.changes(correcting.values, values, entry.asked_fields(shown), self.case.zone)
            if not changes:
                self.say(_("Nothing was changed."))
                self.face.release_keys()
                return
            self.keep_draft(now=True)
            self._saving = then
            self.work("save", lambda case, _progress: entry.correct(case, correcting.id, changes, because))
        else:
            files = entry.paths(typed.get("attach"))
            refused = typed.get("refused") == "yes"
            self.keep_draft(now=True)
            self._saving = then
            self._sealing = Stoppable(
                lambda case, progress: entry.save(case, values, files, refused=refused, progress=progress)
            )
            self.face.hold_keys(["form.leave"] if files else [])
            self.work("save", self._sealing)

    def on_step(self, message: Step) -> None:
        """Large files take a while."""
        sealing = self._sealing
        if message.job == "save" and sealing is not None and not sealing.stopped and self.patience_is_over:
            self.say(file_text.sealing(message.done, message.total, key_of("form.leave")))

    def on_finished(self, message: Finished) -> None:
        """The entry is on disk, or the checker looked at it."""
        if message.job == "look":
            self._seen.show(message.result)
        elif message.job == "save":
            then, self._saving, self._sealing = self._saving, "", None
            saved: entry.Saved = message.result
            self._dirty = False
            self.keeper.keep(None)
            self.face.case_changed()
            if then == "next":
                self._again(saved)
            else:
                self.dismiss(saved)
            self.face.look_for_cards([saved.id], self._correcting.values if self._correcting is not None else None)
            self.face.release_keys()

    def _again(self, saved: entry.Saved) -> None:
        """An empty form; the platform and the way of contact stay, they are often the same."""
        self._emptied = None
        same = FIRST | {
            name: value for name, value in self.typed().items() if name in {"kind", "platform", "direction"}
        }
        self._platforms = self.attempt(lambda: entry.platform_kinds(self.case), {})
        self._fill(same)
        self._dirty = False
        self.say("  ".join([_("Saved as {id}. Next entry.", id=saved.id), *saved.words]))
        self.field("at").control.focus()

    def on_broke(self, message: Broke) -> None:
        """What is wrong stands under its field, the rest in one line."""
        if message.job == "save":
            message.prevent_default()
            self._saving, self._sealing = "", None
            if isinstance(message.error, Cancelled):
                self.say(_("Stopped; nothing is saved, and all you typed stands here."))
            else:
                self._seen.show_wrong(message.error)
            self.face.release_keys()

    # files and other keys

    def take_paste(self, text: str) -> bool:
        """Files dropped on the terminal, and a message pasted as a whole, find their own place."""
        return form_paste.take_paste(self, text)

    def action_file_time(self) -> None:
        """The time of the first file becomes that of the contact."""
        form_paste.take_file_time(self)

    def action_clear(self) -> None:
        """Empties the form; an empty one gets back what was taken away."""
        values = self.typed()
        if values != self._untouched:
            self._emptied = values
            self._fill(self._untouched)
            self.say(_("Taken away; {key} brings it back until the next entry is saved.", key=key_of("form.clear")))
        elif self._emptied is not None:
            self._fill(self._emptied)
            self._emptied = None
            self.say("")
        self._dirty = True
        self.keep_draft(now=True)
        self.field("at").control.focus()

    def action_leave(self) -> None:
        """Goes back; the draft stays. Files that are being sealed are stopped instead."""
        if self._sealing is not None:
            self._sealing.stopped = True
            self.say(_("Stopping."))
            return
        self._dirty = True
        self.keep_draft(now=True)
        self.keeper.leave(lambda: self.dismiss(None))


def _draft_of(given: dict[str, Any]) -> str:
    """Name of the draft of a form that began with these values; the same on another day, when *yesterday* is another."""
    from hashlib import sha256

    from evidencelog.tui.screens.quick import LINES

    values = sorted((name, str(value)) for name, value in given.items() if name != "at")
    return LINES + sha256(repr(values).encode()).hexdigest()[:16]
