"""Small screens that ask for one thing; each is typed by what it gives back, None when the person goes back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.containers import Vertical
from textual.widgets import Input

from evidencelog.i18n import _
from evidencelog.tui.actions import bindings
from evidencelog.tui.screens.page import Dialog
from evidencelog.tui.widgets.drawing import Part, cell_len, clip, fit, shown
from evidencelog.tui.widgets.key_bar import KeyBar
from evidencelog.tui.widgets.lines import Lines
from evidencelog.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from evidencelog.app.cases import Case
    from evidencelog.tui.screens.page import Page


class Ask(Dialog[str]):
    """Asks for one line of text."""

    SCOPE = "ask"
    BINDINGS = bindings("ask")

    def __init__(
        self,
        question: str,
        words: str = "",
        *,
        value: str = "",
        needed: str = "",
        wrong: str = "",
        secret: bool = False,
    ) -> None:
        """``words`` stand under the question; ``needed`` is said when the line is left empty; a ``secret`` is not shown.

        ``wrong`` says why the answer given before, which is the ``value`` then, could not be used.
        """
        super().__init__()
        self._wrong = wrong
        self._question = question
        self._words = words
        self._value = value
        self._needed = needed
        self._secret = secret

    def compose(self) -> ComposeResult:
        """The question, the line, its keys."""
        with Vertical(classes="dialog"):
            yield Lines(shown(self._question), classes="question")
            if self._words:
                yield Lines(self._words, classes="quiet")
            yield Input(self._value, compact=True, select_on_focus=False, password=self._secret)
            yield Lines(self._wrong, id="wrong", classes="wrong")
            yield KeyBar(self.SCOPE)

    def on_mount(self) -> None:
        """What was typed here before and not given goes on."""
        line = self.query_one(Input)
        if not self._value and not self._secret:
            line.value = self.face.unsent.pop(self._question, "")
        line.cursor_position = len(line.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was typed outlives a change of the language."""
        if event.value != self._value:
            self._value, self._wrong = event.value, ""
            self.query_one("#wrong", Lines).update("")

    def on_input_submitted(self) -> None:
        """Enter in the line."""
        self.action_accept()

    def action_accept(self) -> None:
        """Gives the line back."""
        value = self.query_one(Input).value.strip()
        if self._needed and not value:
            self.query_one("#wrong", Lines).update(self._needed)
        else:
            self.dismiss(value)

    def action_cancel(self) -> None:
        """Gives nothing back; what was typed stands there when the same is asked again."""
        if self._value.strip() and not self._secret:
            self.face.unsent[self._question] = self._value
        self.dismiss(None)


class Option(NamedTuple):
    """A line to choose."""

    key: str
    words: str
    detail: str = ""


class _Options(RowList[Option]):
    longest = 0
    """Cells of the longest words."""

    def parts(self, row: Option, width: int) -> list[Part]:
        room = min(self.longest + 1, width // 2) if row.detail else width - 1
        return [Part(" "), Part(fit(row.words, room)), Part(" "), Part(clip(row.detail, width - room - 3), "quiet")]


class Pick(Dialog[str]):
    """Lets choose one of some lines."""

    SCOPE = "pick"
    BINDINGS = bindings("pick")

    def __init__(self, question: str, options: Sequence[Option]) -> None:
        super().__init__()
        self._question = question
        self._options = options

    def compose(self) -> ComposeResult:
        """The question, the lines, the keys."""
        with Vertical(classes="dialog tall"):
            yield Lines(shown(self._question), classes="question")
            yield _Options(id="options")
            yield KeyBar(self.SCOPE)

    def on_mount(self) -> None:
        """The first line is under the cursor."""
        options = self.query_one(_Options)
        options.longest = max((cell_len(shown(one.words)) for one in self._options), default=0)
        options.show_rows(self._options)
        options.focus()
        self.on_resize()

    def on_resize(self) -> None:
        """The list is as high as there is room for."""
        for options in self.query(_Options):
            options.styles.height = min(len(self._options), 16, self.room_for_lines())

    def action_take(self) -> None:
        """Gives the key of the line under the cursor back."""
        self.query_one(_Options).action_open()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Gives the line's key back."""
        event.stop()
        self.dismiss(self._options[event.index].key)

    def action_cancel(self) -> None:
        """Gives nothing back."""
        self.dismiss(None)


def ask_why(
    page: Page[Any], question: str, words: str, change: Callable[[Case, str], object], done: str, *, because: str = "",
    wrong: str = "",
) -> None:  # fmt: skip
    """Asks for a reason and makes a change with it; one that is refused is asked for again, with what is wrong.

    ``done`` is said once it is made; without a reason nothing happens.
    """

    def given(reason: str | None) -> None:
        if reason:
            page.do(lambda case: change(case, reason), done, again=partial(again, reason))

    def again(reason: str, trouble: str) -> None:
        ask_why(page, question, words, change, done, because=reason, wrong=trouble)

    needed = _("Say why, in a few words.")
    page.app.push_screen(Ask(question, words, value=because, needed=needed, wrong=wrong), given)


def ask_path(
    page: Page[Any], question: str, words: str, path: str, write: Callable[[str | None], None], wrong: str
) -> None:
    """Asks for the path of a file to write; ``wrong`` is why an earlier one did not do."""
    page.app.push_screen(Ask(question, words, value=path, needed=_("Name a file."), wrong=wrong), write)
