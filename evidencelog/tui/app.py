"""The terminal app: what all screens share. Screens are imported when they are opened."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App

from evidencelog.errors import EvidencelogError
from evidencelog.i18n import _, language, set_language
from evidencelog.tui.actions import SCOPES, bindings
from evidencelog.tui.screens.home import HomeScreen
from evidencelog.tui.screens.page import Dialog, Page
from evidencelog.tui.themes import DEFAULT, THEMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.app.cases import Case
    from evidencelog.tui.start import FirstLook


class EvidencelogApp(App[Path], inherit_bindings=False):
    """Shows one case; gives back the path of another one to open instead, or None."""

    SCOPE = "app"
    BINDINGS = bindings("app")
    CSS_PATH = "app.tcss"
    TITLE = "evidencelog"
    ENABLE_COMMAND_PALETTE = False
    COMMAND_PALETTE_BINDING = "ctrl+p"
    COMMANDS: ClassVar[set[Any]] = set()

    def __init__(self, case: Case, first: FirstLook) -> None:
        super().__init__()
        self.case = case
        self._first = first
        self._held: list[events.Event] | None = None
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DEFAULT

    def get_default_screen(self) -> HomeScreen:
        """The timeline."""
        return HomeScreen(self._first)

    # what screens ask of it

    def case_changed(self) -> None:
        """Tells every screen that the case has new contents."""
        for screen in self.screen_stack:
            if isinstance(screen, Page | Dialog):
                screen.case_changed()

    def hold_keys(self) -> None:
        """Keeps keys and pasted text back while a form is being saved, so that they reach what comes after it."""
        if self._held is None:
            self._held = []

    def release_keys(self) -> None:
        """Hands the keys kept back on, in their order and before any later one."""
        self.call_later(self._hand_on)

    async def _hand_on(self) -> None:
        held, self._held = self._held or [], None
        for event in held:
            await self.on_event(event)

    async def on_event(self, event: events.Event) -> None:
        """Takes an event, or keeps it back."""
        typed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        if self._held is not None and typed and getattr(event, "key", "") != "ctrl+q":
            self._held.append(event)
        else:
            await super().on_event(event)

    def scopes_here(self) -> list[str]:
        """The scopes whose keys work now, the screen's own first."""
        found = [self.screen.SCOPE] if isinstance(self.screen, Page | Dialog) else []
        found += [scope for node in self._path_up() if (scope := getattr(node, "SCOPE", None)) and scope not in found]
        order = list(SCOPES)
        return found[:1] + sorted(set(found[1:]) | {"app"}, key=lambda scope: (scope == "app", order.index(scope)))

    def _path_up(self) -> Iterator[Any]:
        node: Any = self.focused
        while node is not None:
            yield node
            node = node.parent

    # actions

    async def action_help(self) -> None:
        """Opens the help for where one is."""
        from evidencelog.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            await self.push_screen(HelpScreen(self.scopes_here()))

    async def action_palette(self) -> None:
        """Opens the list of everything."""
        from evidencelog.tui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            await self.push_screen(Palette(self.scopes_here(), self.screen))

    async def action_language(self) -> None:
        """Switches between Chinese and English."""
        set_language("en" if language() == "zh" else "zh")
        for screen in self.screen_stack:
            if isinstance(screen, Page | Dialog):
                await screen.speak_again()

    def action_theme(self) -> None:
        """Takes the next set of colours."""
        names = [theme.name for theme in THEMES] + ["ansi-dark", "ansi-light"]
        self.theme = names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else names[0]
        if isinstance(self.screen, Page):
            self.screen.say(_("Colours: {name}", name=self.theme))

    def action_reload(self) -> None:
        """Reads the case again."""
        self.case_changed()

    def action_copy(self) -> None:
        """Copies what was marked with the mouse."""
        marked = self.screen.get_selected_text()
        if marked:
            self.copy_to_clipboard(marked)
        elif isinstance(self.screen, Page):
            self.screen.say(_("Ctrl+Q leaves the program."))

    async def action_quit(self) -> None:
        """Leaves; screens that hold typed text keep it first."""
        self._keep_drafts()
        self.exit()

    def _keep_drafts(self) -> None:
        for screen in self.screen_stack:
            keep = getattr(screen, "keep_draft", None)
            if keep is not None:
                keep()

    def _fatal_error(self) -> None:
        """Leaves after a mistake of the program; its report names places in the code and no word of the case."""
        from traceback import format_exception

        from rich.text import Text
        from textual.worker import WorkerFailed

        with suppress(EvidencelogError):
            self._keep_drafts()
        error: BaseException | None = self._exception
        if isinstance(error, WorkerFailed):
            error = error.error
        report = "".join(format_exception(error)) if error is not None else ""
        words = _("The program made a mistake and stopped. What was saved is safe; what was typed is kept as a draft.")
        if not self._exit_renderables:
            self._exit_renderables.append(Text(f"{words}\n\n{report}"))
        self._close_messages_no_wait()
