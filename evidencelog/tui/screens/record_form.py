"""A form for one standing fact of a case: agreed hours, a refusal, a request, a plan, a complaint and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import VerticalScroll
from textual.widgets import Input

from evidencelog.app import browsing
from evidencelog.app.moments import read_when
from evidencelog.i18n import N_, _
from evidencelog.models.fields import RECORDS
from evidencelog.models.labels import field_label, value_label, vocabulary
from evidencelog.tui import entry
from evidencelog.tui.screens.field_page import FieldPage
from evidencelog.tui.widgets.choice import Choice
from evidencelog.tui.widgets.drawing import cell_len
from evidencelog.tui.widgets.field import Completing, Field
from evidencelog.tui.widgets.number_line import NumberLine
from evidencelog.tui.widgets.reading import Reading
from evidencelog.tui.words import local_now, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult

    from evidencelog.app.cases import Case
    from evidencelog.models.fields import Field as RecordField
    from evidencelog.tui.background import Finished
    from evidencelog.tui.widgets.drawing import Paragraph

PLACEHOLDERS = {
    "hours": N_("such as 18:30-20:30"),
    "at": N_("empty: now"),
    "made_at": N_("empty: now"),
    "sent_at": N_("a day, such as today"),
    "from": N_("a day; empty: today"),
    "to": N_("a day; empty: open"),
    "reference": N_("the number they gave you, if any"),
    "answer": N_("what they answered, in a few words"),
    "accepted_on": N_("the day they said they take it up"),
    "decided_on": N_("the day the answer came"),
    "reviewed_on": N_("the day the answer of the review came"),
    "collector": N_("name of the firm"),
}
TODAY = {"from": "date", "sent_at": "date", "signed_on": "date", "at": "time", "made_at": "time"}
"""Fields that mean now where they are left empty and have to be there."""


class RecordForm(FieldPage[str]):
    """Adds a standing fact, or changes one; gives back its id, None when the person went back."""

    DEFAULT_CSS = """
    RecordForm #about { height: auto; max-height: 60vh; }
    """

    def __init__(
        self,
        record: str,
        title: str,
        *,
        fixed: Mapping[str, str] | None = None,
        given: Mapping[str, Any] | None = None,
        about: Sequence[Paragraph] = (),
    ) -> None:
        """``fixed`` fields are not asked; ``given`` is the record as ``browsing.records`` gives it, where there is one."""
        self._known = dict(given or {})
        super().__init__({}, _draft_of(record, self._known.get("id"), fixed or {}))
        self._record = record
        self._title = sentence(title)
        self._fixed = dict(fixed or {})
        self._about = about

    def _as_typed(self) -> dict[str, str]:
        known = {name: value for name, value in self._known.items() if name not in {"id", "version"}}
        return entry.typed(known, self.case.zone)

    def stands(self) -> dict[str, str]:
        """The record as it is known."""
        return self._as_typed()

    def moments(self) -> tuple[str, ...]:
        """Times and days."""
        return tuple(field.name for field in self._fields() if field.type in {"time", "date"})

    def _fields(self) -> list[RecordField]:
        return [field for field in RECORDS[self._record] if field.name not in self._fixed]

    def body(self) -> ComposeResult:
        """The fields, and what they are for."""
        column = max(cell_len(self._label(field)) for field in self._fields()) + 2
        with VerticalScroll(id="form", can_focus=False):
            for field in self._fields():
                yield Field(field.name, self._label(field), self._control(field), column)
            yield Reading(id="about")

    def _label(self, field: RecordField) -> str:
        if self._record == "profile" and field.name == "name":
            return _("Your name")
        if self._record == "consent" and field.name == "mode":
            return _("Which hours")
        if self._record == "consent" and field.name == "to":
            return _("Until")
        return field_label(field.name)

    def _control(self, field: RecordField) -> Input | Choice:
        words = _(PLACEHOLDERS[field.name]) if field.name in PLACEHOLDERS else ""
        if field.type == "choice":
            codes = vocabulary(self._record, field.name)
            return Choice([(code, value_label(codes, code)) for code in field.choices])
        if field.type == "flag":
            return Choice([(code, value_label("flag", code)) for code in ("yes", "no")])
        if field.type == "platform":
            return Completing(lambda: self._names(browsing.platform_names))
        if field.type == "person":
            return Completing(lambda: self._names(browsing.person_names))
        if field.type == "number" or field.name == "id_number":
            return NumberLine(words)
        return Input(compact=True, select_on_focus=False, placeholder=words)

    def _names(self, read: Callable[[Case], list[str]]) -> list[str]:
        return self.attempt(lambda: read(self.case), [])

    def on_mount(self) -> None:
        """Fills the fields."""
        super().on_mount()
        self.head(self._title, "   ".join(value for name, value in self._fixed.items() if name == "platform"))
        self.query_one("#about", Reading).show(self._about)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Says under a time or a day how it was read."""
        event.stop()
        one = event.input.parent
        if not isinstance(one, Field):
            return
        kind = next((field.type for field in self._fields() if field.name == one.field), "")
        if kind == "time":
            one.say(entry.echo(one.value, self.case) if one.value else "")
        elif kind == "date":
            day = self._day(one.value)
            one.say("" if not one.value else f"= {day}" if day else _("not read as a day yet"))
        else:
            one.say("")

    def _day(self, text: str | None) -> str | None:
        if not text:
            return None
        reading = read_when(text, local_now(self.case))["reading"]
        return reading[:10] if reading else None

    def _values(self) -> dict[str, str]:
        """What the form holds as a record takes it: days read, now where an empty field means now."""
        values = self.typed()
        for field in self._fields():
            if field.type == "date" and field.name in values:
                values[field.name] = self._day(values[field.name]) or values[field.name]
            elif field.required and field.name in TODAY and field.name not in values:
                now = local_now(self.case)
                values[field.name] = now.date().isoformat() if field.type == "date" else now.isoformat()
        return values

    def save(self) -> None:
        """Adds the record, or what changed of it."""
        values, record = self._values(), self._record
        if not self._known:
            new = {**self._fixed, **values}
            self.work("save", lambda case, _progress: _add(case, record, new))
            return
        before = self._as_typed()
        asked = {field.name for field in self._fields()}
        changed = {name: values.get(name) for name in asked if values.get(name) != before.get(name)}
        key = str(self._known["id"])
        if not changed:
            self.saved(key)
            return
        self.work("save", lambda case, _progress: _change(case, key, changed))

    def on_finished(self, message: Finished) -> None:
        """It is on disk."""
        if message.job == "save":
            self.face.case_changed()
            self.saved(message.result)


def _draft_of(record: str, id: object, fixed: Mapping[str, str]) -> str:
    """Name of the draft: by the record, or by what a new one is about."""
    from hashlib import sha256

    about = repr(sorted(fixed.items())).encode()
    return f"{record}-{id or sha256(about).hexdigest()[:16]}"


def _add(case: Case, record: str, values: Mapping[str, str]) -> str:
    from evidencelog.app import recording

    return recording.record(case, record, values).id


def _change(case: Case, key: str, changed: Mapping[str, str | None]) -> str:
    from evidencelog.app import recording

    recording.correct(case, key, changed, _("noted in the app"))
    return key
