"""A labelled field of a form: the label at its left, and under it one line for the echo or what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.widget import Widget
from textual.widgets import Input

from evidencelog.app.display import found_by_initials
from evidencelog.i18n import _
from evidencelog.tui.widgets.choice import Choice
from evidencelog.tui.widgets.drawing import Paragraph as Running
from evidencelog.tui.widgets.drawing import Part, cell_len, clip, strip_of, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.strip import Strip


class Completing(Input):
    """A line that offers names as one types; Down and Up take them one after the other."""

    def __init__(self, names: Callable[[], Sequence[str]], placeholder: str = "") -> None:
        words = placeholder or _("Down lists the names")
        super().__init__(compact=True, select_on_focus=False, placeholder=words)
        self._names = names
        self._typed: str | None = None

    def matches(self) -> list[str]:
        """Names that hold what was typed, or whose characters' readings begin with it; those that begin so first."""
        typed = (self._typed if self._typed is not None else self.value).strip()
        found = [(place, name) for name in self._names() if (place := _place(name, typed)) is not None]
        return [name for _place, name in sorted(found)]

    async def _on_key(self, event: object) -> None:
        key = getattr(event, "key", "")
        if key in {"down", "up"}:
            if self._typed is None:
                self._typed = self.value
            names = self.matches()
            if names:
                at = names.index(self.value) if self.value in names else (-1 if key == "down" else 0)
                self.value = names[(at + (1 if key == "down" else -1)) % len(names)]
                self.cursor_position = len(self.value)
            event.prevent_default()  # type: ignore[attr-defined]
            event.stop()  # type: ignore[attr-defined]
            return
        self._typed = None
        await super()._on_key(event)  # type: ignore[arg-type]


def _place(name: str, typed: str) -> tuple[bool, bool, str] | None:
    """Where a name stands among those that match; None where it does not."""
    words = typed.casefold()
    if words in name.casefold():
        return (not name.casefold().startswith(words), False, name)
    at = found_by_initials(name, words) if words.isascii() else None
    return None if at is None else (at > 0, True, name)


class Field(Widget):
    """One field; ``control`` is an ``Input`` or a ``Choice``."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"field--label", "field--here", "field--hint", "field--wrong"}

    def __init__(self, name: str, label: str, control: Input | Choice, label_width: int) -> None:
        super().__init__(id=f"field-{name.replace('.', '-')}")
        self.field = name
        self.label = label
        self.control = control
        self._label_width = label_width
        self._hint = ""
        self._wrong = False
        control.styles.margin = (0, 0, 0, label_width)

    def compose(self) -> ComposeResult:
        """The control; label and hint are drawn."""
        yield self.control

    @property
    def value(self) -> str | None:
        """What was typed or taken; None when nothing was."""
        if isinstance(self.control, Choice):
            return self.control.value
        return self.control.value.strip() or None

    @value.setter
    def value(self, value: str | None) -> None:
        if isinstance(self.control, Choice):
            self.control.value = value
        else:
            self.control.value = value or ""

    @property
    def written(self) -> str | None:
        """What stands there, with the spaces at its ends."""
        return self.control.value

    @property
    def wrong(self) -> bool:
        """Whether the line under it says what is wrong."""
        return self._wrong

    @property
    def hint(self) -> str:
        """The line under it."""
        return self._hint

    def say(self, hint: str, *, wrong: bool = False) -> None:
        """Shows words under the field; without any, the choices that the line has no room for, else no line."""
        hint = hint or self._choices()
        if (hint, wrong) != (self._hint, self._wrong):
            self._hint, self._wrong = hint, wrong
            self._measure()
            self.refresh()

    def _choices(self) -> str:
        return self._all_choices() if self.control.has_focus else ""

    def _all_choices(self) -> str:
        return self.control.beyond(self.control.size.width) if isinstance(self.control, Choice) else ""

    def on_descendant_focus(self) -> None:
        """The label of the field in use stands out, and all its choices can be seen."""
        if not self._hint:
            self.say("")
        self.refresh()

    def on_descendant_blur(self) -> None:
        """The label steps back."""
        if self._hint and self._hint == self._all_choices():
            self.say("")
        self.refresh()

    def on_resize(self) -> None:
        """The words may need another number of lines."""
        self._measure()

    def _hint_lines(self) -> list[list[Part]]:
        if not self._hint:
            return []
        indent = self._label_width if self.size.width - self._label_width > 16 else 2
        weight, width = "wrong" if self._wrong else "hint", max(self.size.width, 8)
        room = width - cell_len(self._hint)
        if self._hint.startswith("= ") and 2 <= room < indent:  # a time as it was read stays on one line
            indent = room
        return [one for line in self._hint.split("\n") for one in wrap(Running((Part(line, weight),), indent), width)]

    def _measure(self) -> None:
        height = 1 + len(self._hint_lines())
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def render_line(self, y: int) -> Strip:
        """The label, then the hint; the control lies over the rest of the first line."""
        base = self.rich_style
        weights = {}
        for name in ("label", "here", "hint", "wrong"):
            full = self.get_component_rich_style(f"field--{name}")
            weights[name] = Style(color=full.color, bold=full.bold)
        hint = self._hint_lines()
        if y == 0:
            parts = [Part(clip(self.label, self._label_width - 1), "here" if self.control.has_focus else "label")]
        else:
            parts = hint[y - 1] if y - 1 < len(hint) else []
        return strip_of(parts, self.size.width, base, weights)
