"""Small screens that ask for one thing; each is typed by what it gives back, None when the person goes back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.containers import Vertical
from textual.widgets import Input

from evidencelog.app.display import found_by_initials
from evidencelog.i18n import _
from evidencelog.tui.actions import bindings, key_of
from evidencelog.tui.screens.page import Dialog
from evidencelog.tui.widgets.drawing import Paragraph, Part, cell_len, clip, fit, shown, wrap
from evidencelog.tui.widgets.filter_line import FilterLine
from evidencelog.tui.widgets.key_bar import KeyBar
from evidencelog.tui.widgets.lines import Lines
from evidencelog.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.events import DescendantFocus

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp
    from evidencelog.tui.screens.page import Page


MANY = 9
"""From one line more on, a list to choose from can be filtered."""


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

    def on_resize(self) -> None:
        """In a low window the words above the line give way, so that the line itself is seen."""
        for words in self.query(".quiet"):
            words.styles.max_height = max(self.app.size.height - 11, 1)

    def put_off(self, face: EvidencelogApp) -> str:
        """Keeps what was typed for when the same is asked again; what was wrong with it."""
        if self._value and not self._secret:
            face.unsent[self._question] = self._value
        return self._wrong

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
    always: bool = False
    """Offered whatever is looked for."""


class _Options(RowList[Option]):
    longest = 0
    """Cells of the longest words."""

    def parts(self, row: Option, width: int) -> list[Part]:
        room = self.room(row, width)
        return [Part(" "), Part(fit(row.words, room)), Part(" "), Part(clip(row.detail, width - room - 3), "quiet")]

    def room(self, row: Option, width: int) -> int:
        """Cells for the words of a line; what follows is for its detail."""
        return min(self.longest + 1, width // 2) if row.detail else width - 1

    def whole(self, row: Option, width: int) -> bool:
        """Whether nothing of a line is cut off."""
        room = self.room(row, width)
        return cell_len(shown(row.words)) <= room and (
            not row.detail or cell_len(shown(row.detail)) <= width - room - 3
        )


class Pick(Dialog[str]):
    """Lets choose one of some lines; long lists of them can be filtered."""

    SCOPE = "pick"
    BINDINGS = bindings("pick")

    def __init__(self, question: str, options: Sequence[Option]) -> None:
        super().__init__()
        self._question = question
        self._options = options
        self._words = ""

    def compose(self) -> ComposeResult:
        """The question, the lines, what is cut off of one, the keys."""
        with Vertical(classes="dialog tall"):
            yield Lines(shown(self._question), classes="question")
            yield _Options(id="options")
            yield Lines(id="whole", classes="quiet")
            yield KeyBar(self.SCOPE)

    def on_mount(self) -> None:
        """The first line is under the cursor."""
        options = self.query_one(_Options)
        options.longest = max((cell_len(shown(one.words)) for one in self._options), default=0)
        options.say_when_empty(_("Nothing holds these words; {key} shows everything again.", key=key_of("pick.cancel")))
        options.show_rows(self._fitting())
        options.focus()
        self.on_resize()

    def _fitting(self) -> list[Option]:
        """The options that hold the words looked for, and those that are offered whatever is looked for."""
        return [one for one in self._options if one.always or _holds(one, self._words)]

    def on_resize(self) -> None:
        """The list is as high as there is room for; the question gives way before it does."""
        width, height = self.app.size
        inner = min(width * 8 // 10, 90) - 6
        for options in self.query(_Options):
            question, whole = self.query_one(".question", Lines), self.query_one("#whole", Lines)
            asked = min(question.get_content_height(self.size, self.size, inner), max(height - 10, 1))
            question.styles.max_height = asked
            cut = [one for one in self._options if not options.whole(one, inner)]
            told = max((len(wrap(_whole(one), inner)) for one in cut), default=0)
            free = height - 7 - asked - (2 if self.query(FilterLine) else 0)
            told = min(told, 4) if free - told >= 4 else 0
            whole.styles.height = told
            whole.display = told > 0
            options.styles.height = min(len(self._options), 16, max(free - told - (told > 0), 3))
            self._say_whole()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """What is cut off of the line under the cursor stands whole below the list."""
        event.stop()
        self._say_whole()

    def _say_whole(self) -> None:
        options = self.query_one(_Options)
        row, width = options.current(), options.size.width or 80
        cut = row is not None and not options.whole(row, width)
        words = "".join(part.text for part in _whole(row).parts) if row is not None and cut else ""
        self.query_one("#whole", Lines).update(words)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """While one types a filter, its keys are the ones that work."""
        typing = any(isinstance(node, FilterLine) for node in event.widget.ancestors)
        self.query_one(KeyBar).follow(FilterLine.SCOPE if typing else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a list that is longer than what can be seen needs a filter."""
        if action == "filter":
            return len(self._options) > MANY
        return super().check_action(action, parameters)

    async def action_filter(self) -> None:
        """Opens the line in which the list is filtered."""
        found = self.query(FilterLine)
        if found:
            found.first().query_one(Input).focus()
        else:
            await self.query_one(".dialog").mount(FilterLine(self._words), before="#options")
            self.on_resize()

    def on_filter_line_wanted(self, event: FilterLine.Wanted) -> None:
        """Other words are looked for."""
        event.stop()
        self._words = event.words
        self.query_one(_Options).show_rows(self._fitting())

    def on_filter_line_left(self, event: FilterLine.Left) -> None:
        """To the list."""
        event.stop()
        self.query_one(_Options).focus()
        self.call_after_refresh(self.on_resize)

    def built_again(self) -> None:
        """In the other language, with the filter that was typed."""
        self.on_mount()
        if self._words:
            self.run_worker(self.action_filter())

    def action_take(self) -> None:
        """Gives the key of the line under the cursor back."""
        self.query_one(_Options).action_open()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Gives the line's key back."""
        event.stop()
        row = self.query_one(_Options).row_at(event.index)
        if row is not None:
            self.dismiss(row.key)

    async def action_cancel(self) -> None:
        """Shows every line again where some were left out; else gives nothing back."""
        if self._words:
            await self.query(FilterLine).remove()
            self._words = ""
            self.query_one(_Options).show_rows(self._fitting())
            self.on_resize()
        else:
            self.dismiss(None)


def _whole(option: Option) -> Paragraph:
    return Paragraph((Part("  ".join(shown(part) for part in (option.words, option.detail) if part)),))


def _holds(option: Option, words: str) -> bool:
    """Whether every word stands in a line, or begins the reading of its characters: ``hb`` for 花呗."""
    text = f"{option.words} {option.detail}".casefold()
    return all(
        word in text or (word.isascii() and found_by_initials(option.words, word) is not None)
        for word in words.casefold().split()
    )


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
    page.open_after_work(Ask(question, words, value=because, needed=needed, wrong=wrong), given)


def ask_path(
    page: Page[Any], question: str, words: str, path: str, write: Callable[[str | None], None], wrong: str
) -> None:
    """Asks for the path of a file to write; ``wrong`` is why an earlier one did not do."""
    page.open_after_work(Ask(question, words, value=path, needed=_("Name a file."), wrong=wrong), write)
