"""One lender or platform: what kind it is in plain words, its names and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import VerticalScroll
from textual.widgets import Input

from evidencelog.i18n import N_, _
from evidencelog.models.fields import PLATFORM, PLATFORM_KINDS, PRODUCTS
from evidencelog.models.labels import field_label, value_label
from evidencelog.tui import standing_text
from evidencelog.tui.screens.field_page import FieldPage
from evidencelog.tui.widgets.choice import Choice
from evidencelog.tui.widgets.drawing import cell_len
from evidencelog.tui.widgets.field import Field
from evidencelog.tui.widgets.number_line import NumberLine
from evidencelog.tui.widgets.reading import Reading, plain, quiet

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from evidencelog.app.cases import Case
    from evidencelog.tui.background import Finished

PLACEHOLDERS = {
    "aliases": N_("commas between them"),
    "numbers": N_("commas between them"),
    "overdue_since": N_("a day: 2026-03-02"),
    "settled_on": N_("a day: 2026-03-02"),
    "legal_name": N_("as in the contract or the licence"),
    "funder": N_("where the platform lends another's money"),
    "retention": N_("such as 2 years, where they told you"),
}


class PlatformForm(FieldPage[bool]):
    """Adds a platform, or changes one. Fields are those of the record; what is empty is not known."""

    def __init__(self, platform: dict[str, Any] | None) -> None:
        super().__init__(self._shown(platform or {}), f"platform-{platform['id'] if platform else 'new'}")
        self._platform = platform

    @staticmethod
    def _shown(platform: dict[str, Any]) -> dict[str, str]:
        values = {}
        for field in PLATFORM:
            value = platform.get(field.name)
            if value:
                values[field.name] = ", ".join(value) if isinstance(value, (list, tuple)) else str(value)
        return values

    def body(self) -> ComposeResult:
        """The fields, and what the kinds mean."""
        column = max(cell_len(_label(field.name)) for field in PLATFORM) + 2
        with VerticalScroll(id="form", can_focus=False):
            for field in PLATFORM:
                control: Input | Choice
                if field.name == "kind":
                    control = Choice([(code, value_label("platform_kind", code)) for code in PLATFORM_KINDS])
                elif field.name == "product":
                    control = Choice([(code, value_label("product", code)) for code in PRODUCTS])
                else:
                    words = _(PLACEHOLDERS[field.name]) if field.name in PLACEHOLDERS else ""
                    control = Input(compact=True, select_on_focus=False, placeholder=words)
                    if field.name == "numbers":
                        control = NumberLine(words)
                yield Field(field.name, _label(field.name), control, column)
            yield Reading(id="about")

    def moments(self) -> tuple[str, ...]:
        """Days."""
        return tuple(field.name for field in PLATFORM if field.type == "date")

    def on_mount(self) -> None:
        """Fills the fields."""
        super().on_mount()
        self.head(_("Platform"), self.values.get("name", _("a new one")) if self._platform else _("a new one"))
        self.query_one("#about", Reading).show([
            plain(_("Which texts bind a lender depends on its kind and on the product. Unknown is allowed: findings then say which fact is missing.")),
            quiet(_("The name on the contract, the app's about page or the payment record says who lends.")),
        ])  # fmt: skip

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Says under a kind or product what to look for."""
        event.stop()
        one = event.choice.parent
        if isinstance(one, Field):
            one.say(standing_text.hint(one.field, one.value))

    def save(self) -> None:
        """Adds the platform, or what changed of it."""
        typed, before = self.typed(), self._shown(self._platform or {})
        if self._platform is None:
            self.work("save", lambda case, _progress: _add(case, typed))
            return
        changed = {name: typed.get(name) for name in {*typed, *before} if typed.get(name) != before.get(name)}
        if not changed:
            self.saved(False)
            return
        name = str(self._platform["id"])
        self.work("save", lambda case, _progress: _change(case, name, changed))

    def on_finished(self, message: Finished) -> None:
        """It is on disk."""
        if message.job == "save":
            self.face.case_changed()
            self.saved(True)


def _label(name: str) -> str:
    return _("Kind of lender") if name == "kind" else field_label(name)


def _add(case: Case, values: dict[str, str]) -> None:
    from evidencelog.app import recording

    recording.record(case, "platform", values)


def _change(case: Case, name: str, changed: dict[str, str | None]) -> None:
    from evidencelog.app import recording

    recording.set_record(case, "platform", name, changed)
