"""The list of everything: actions, contacts, rules and provisions, found by a few letters."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.containers import Vertical
from textual.widgets import Input

from evidencelog.i18n import _
from evidencelog.models.browsing import ContactFilter, ListRow
from evidencelog.tui import background, masking
from evidencelog.tui.actions import Action, bindings, keys_shown, of_scope
from evidencelog.tui.keys_ahead import after_typing
from evidencelog.tui.screens.page import Dialog
from evidencelog.tui.widgets.drawing import Part, clip, fit, shown
from evidencelog.tui.widgets.key_bar import KeyBar
from evidencelog.tui.widgets.lines import Lines
from evidencelog.tui.widgets.row_list import RowList
from evidencelog.tui.words import clock_words, day_words, kind_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.screen import Screen

    from evidencelog.app.cases import Case

MOST_CONTACTS = MOST_PROVISIONS = 20
INNER = {"list", "grid", "text", "choice", "filter", "palette"}
"""Scopes whose actions move about inside a part and are no commands."""


class Command(NamedTuple):
    """One line of the list."""

    words: str
    detail: str
    key: str
    run: Any
    """An ``Action``, a ``ListRow``, the code of a rule or a ``Provision``."""
    also: str = ""
    """Words it is found by and that are not shown."""


class Provision(NamedTuple):
    """An article that can be opened."""

    id: str


class CommandList(RowList[Command]):
    """The lines that match."""

    def parts(self, row: Command, width: int) -> list[Part]:
        """Words, what it is, key."""
        room = 14 if isinstance(row.run, Action) else max(min(width // 3, 36), 26)
        key = clip(row.key, 12)
        rest = max(width - room - 15, 4)
        return [
            Part(" "),
            Part(fit(row.words, room)),
            Part(" "),
            Part(fit(row.detail, rest), "quiet"),
            Part(" "),
            Part(key, "accent"),
        ]


class Palette(Dialog[None]):
    """Does or opens the line that is chosen."""

    SCOPE = "palette"
    BINDINGS = bindings("palette")

    def __init__(self, scopes: Sequence[str], below: Screen[Any]) -> None:
        super().__init__()
        self._scopes = [scope for scope in scopes if scope not in INNER]
        self._below = below
        self._found: list[Command] = []
        self._rules: list[Command] = []
        self._provisions: list[Command] = []
        self._words = ""
        self._trouble = ""
        """Why something is not offered."""

    def compose(self) -> ComposeResult:
        """The line, the list, the keys."""
        with Vertical(classes="dialog tall"):
            yield Input(
                self._words, compact=True, placeholder=_("a command, a name, words of a contact, a rule, a provision")
            )
            yield CommandList(id="commands")
            yield Lines(self._trouble, id="wrong", classes="wrong" if self._trouble else "wrong hidden")
            yield KeyBar(self.SCOPE)

    def on_mount(self) -> None:
        """Shows the commands; rules and provisions come after."""
        self.query_one(CommandList).can_focus = False
        self.query_one(CommandList).say_when_empty(_("Nothing is called so. Try other words, or fewer."))
        self.query_one(Input).focus()
        self.on_resize()
        self._show()
        background.start(self, self.face.case, "law", lambda case, _progress: _law(case))

    def on_resize(self) -> None:
        """The list is as high as there is room for."""
        for commands in self.query(CommandList):
            commands.styles.height = min(24, self.room_for_lines() + 2)

    def _actions(self) -> list[Command]:
        commands = []
        for scope in self._scopes:
            shared = Counter(action.help for action in of_scope(scope))
            for action in of_scope(scope):
                if shared[action.help] > 1:  # a row of keys on what stands beside them, no command by itself
                    continue
                node = self.app if scope == "app" else self._below
                if node.check_action(action.call, ()) is True and action.call not in {
                    "palette",
                    "focus_next",
                    "focus_previous",
                }:
                    commands.append(Command(_(action.label), _(action.help), keys_shown(action), action))
        return commands

    def _show(self) -> None:
        words = self._words.casefold().split()

        def match(command: Command) -> bool:
            text = f"{command.words} {command.detail} {command.also}".casefold()
            return all(word in text for word in words)

        lines = [command for command in self._actions() if match(command)]
        if words:
            lines += self._found
            lines += [rule for rule in self._rules if match(rule)]
            lines += [one for one in self._provisions if match(one)][:MOST_PROVISIONS]
        self.query_one(CommandList).show_rows(lines)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Looks for what was typed."""
        self._words = event.value
        self._found = []
        self._show()
        words = event.value.strip()
        if words:
            background.start(self, self.face.case, "contacts", lambda case, _progress: _contacts(case, words))

    def on_finished(self, message: background.Finished) -> None:
        """Rules and provisions, or contacts came."""
        if message.job == "law":
            self._rules, self._provisions = message.result
            self._show()
        elif message.job == "contacts":
            words, found = message.result
            if words == self._words.strip():
                self._found = found
                self._show()

    def on_broke(self, message: background.Broke) -> None:
        """What could not be read is not offered, and it is said why."""
        message.stop()
        self._trouble = str(message.error)
        line = self.query_one("#wrong", Lines)
        line.update(self._trouble)
        line.remove_class("hidden")

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """A double click."""
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Does or opens the line under the cursor."""
        after_typing(self, self._accept)

    def _accept(self) -> None:
        command = self.query_one(CommandList).current()
        if command is None:
            return
        app, below = self.app, self._below
        self.dismiss(None)
        if isinstance(command.run, Action):
            node = app if command.run.scope == "app" else below
            app.call_later(app.run_action, command.run.call, node)
        elif isinstance(command.run, ListRow):
            from evidencelog.tui.screens.contact import ContactScreen

            app.call_later(app.push_screen, ContactScreen([command.run.id], 0))
        elif isinstance(command.run, Provision):
            from evidencelog.tui.screens.statutes import StatutesScreen

            app.call_later(app.push_screen, StatutesScreen(command.run.id))
        else:
            from evidencelog.tui.screens.rule import RuleScreen

            app.call_later(app.push_screen, RuleScreen(command.run))

    def action_down(self) -> None:
        """The next line."""
        self.query_one(CommandList).action_down()

    def action_up(self) -> None:
        """The line above."""
        self.query_one(CommandList).action_up()

    def action_page_down(self) -> None:
        """A page down."""
        self.query_one(CommandList).action_page_down()

    def action_page_up(self) -> None:
        """A page up."""
        self.query_one(CommandList).action_page_up()

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)


def _law(case: Case) -> tuple[list[Command], list[Command]]:
    """The rules, and the provisions with the titles of the rules that rest on them."""
    from evidencelog.app import rulebook
    from evidencelog.tui import statutes_text

    titles = {rule["code"]: rule["title"] for rule in rulebook.rules(case)}
    books = {one["id"]: statutes_text.title(one) for one in rulebook.instruments(case)}
    provisions = [
        Command(
            statutes_text.short(one),
            "  ".join(part for part in (books[one["instrument"]], one["heading"]) if part),
            _("provision"),
            Provision(one["id"]),
            " ".join(
                [one["id"], *(passage["text"] for passage in one["passages"]), *(titles.get(code, "") for code in one["rules"])]
            ),
        )
        for one in rulebook.articles(case)
    ]  # fmt: skip
    return [Command(code, title, _("rule"), code) for code, title in titles.items()], provisions


def _contacts(case: Case, words: str) -> tuple[str, list[Command]]:
    from evidencelog.app import browsing

    rows = browsing.page(case, ContactFilter(text=words), offset=0, limit=MOST_CONTACTS)
    return words, [
        Command(
            f"{day_words(row.day)} {clock_words(row.second)}  {kind_words(row.kind, row.channel)}",
            "  ".join(
                shown(part) for part in (row.platform_name, row.caller, masking.words(row.content or "")) if part
            ),
            row.id,
            row,
        )
        for row in rows
    ]
