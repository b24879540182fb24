"""The terminal app: what all screens share. Screens are imported when they are opened."""

from __future__ import annotations

import gc
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.app import App
from textual.reactive import Reactive

from evidencelog.app import settings
from evidencelog.errors import EvidencelogError
from evidencelog.i18n import _, language, ngettext, set_language
from evidencelog.tui import cards, keys_ahead, leaving, masking
from evidencelog.tui.actions import SCOPES, as_sent, bindings, key_of, sent_for
from evidencelog.tui.ending import when_told_to_end
from evidencelog.tui.screens.home import HomeScreen
from evidencelog.tui.screens.page import BREAKPOINTS, Dialog, Page
from evidencelog.tui.themes import DEFAULT, NAMES, THEMES
from evidencelog.tui.unsent import Unsent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.theme import Theme

    from evidencelog.app.cases import Case
    from evidencelog.app.settings import Settings
    from evidencelog.tui.background import Finished
    from evidencelog.tui.live import Ended
    from evidencelog.tui.screens.dialogs import Pick
    from evidencelog.tui.start import FirstLook

_OWN_THEMES = {theme.name: theme for theme in THEMES}


class EvidencelogApp(App[Path], inherit_bindings=False):
    """Shows one case; gives back the path of another one to open instead, or None."""

    SCOPE = "app"
    BINDINGS = bindings("app")
    CSS_PATH = "app.tcss"
    TITLE = "evidencelog"
    ENABLE_COMMAND_PALETTE = False
    COMMAND_PALETTE_BINDING = "ctrl+p"
    COMMANDS: ClassVar[set[Any]] = set()
    theme: Reactive[str] = Reactive(DEFAULT)

    def __init__(
        self, case: Case, first: FirstLook, *, settled: Settings | None = None, problems: int = 0, notice: str = ""
    ) -> None:
        """``settled``: the person's settings, without which nothing is remembered; ``problems``: faults in their file.

        ``notice`` is what is to be known about the case before anything is done.
        """
        super().__init__()
        self._disable_tooltips = self._disable_notifications = True  # none are used: no widgets for them
        self._notice = notice
        self.case = case
        self._first = first
        self._held: list[events.Event] | None = None
        self._passing: frozenset[str] = frozenset()
        """Keys that are not held back."""
        self._late = False
        """Whether keys held back wait for everything to be shown again."""
        self._settled = settled
        self._problems = problems
        self._touched = monotonic()
        self._began_at: int | None = None
        self._undone: set[int] = set()
        self._farewell: Pick | None = None
        self.cards = cards.Cards(self)
        """The cards that entries call for."""
        self.unsent = Unsent()
        """What was typed into a question that was left, by the question."""
        for theme in THEMES:
            self.register_theme(theme)
        kept = settings.remembered() if settled is not None else {}
        wanted = kept.get("theme") or (settled.theme if settled else None)
        if wanted in NAMES and wanted != DEFAULT:
            self.theme = wanted
        masking.switch(bool(kept.get("masked", settled.masked if settled else False)))
        if settled is not None and settled.keys:
            self.set_keymap({name: as_sent(keys) for name, keys in settled.keys.items()})

    def get_theme(self, theme_name: str) -> Theme | None:
        """A set of colours by its name; ours are known from the start, so that the style sheet is read once."""
        return _OWN_THEMES.get(theme_name) or super().get_theme(theme_name)

    def on_mount(self) -> None:
        """What is looked at from time to time."""
        self.call_after_refresh(self._note_beginning)
        if not self.is_headless:
            when_told_to_end(self, self._keep_drafts)
        if self._settled is not None:
            self.set_interval(5, self._lock_when_idle)
        if self._notice:
            self.call_after_refresh(lambda: cast("Page[Any]", self.screen).say_also(self._notice, wrong=True))
        elif self._problems:
            words = ngettext(
                "{n} line of the settings file is not as it should be: evidencelog config validate says which.",
                "{n} lines of the settings file are not as they should be: evidencelog config validate says which.",
                self._problems,
            )
            self.call_after_refresh(lambda: cast("Page[Any]", self.screen).say_also(words))

    def _note_beginning(self) -> None:
        """Remembers where the ledger ends now: what comes after can be undone. The first frame does not wait for it."""
        from evidencelog.app import undoing

        self._began_at = undoing.head(self.case)
        self.unsent.read(self.case)
        if not gc.isenabled():  # nothing the start made is garbage: later searches leave it out
            gc.freeze()
            gc.enable()

    def get_default_screen(self) -> HomeScreen:
        """The timeline, laid out for the terminal as it is."""
        screen = HomeScreen(self._first)
        screen.add_class([name for least, name in BREAKPOINTS if least <= self.size.width][-1])
        return screen

    # what screens ask of it

    def case_changed(self) -> None:
        """Tells every screen that the case has new contents."""
        for screen in self.screen_stack:
            if isinstance(screen, Page | Dialog):
                screen.case_changed()

    def hold_keys(self, but: Sequence[str] = ()) -> None:
        """Keeps keys and pasted text back while a form is being saved, so that they reach what comes after it.

        Those that hide everything or leave the program work all the same, and those of the actions named (``but``).
        """
        if self._held is None:
            self._held = []
        self._passing = frozenset().union(*map(sent_for, ("app.hide", "app.quit", *but)))

    def release_keys(self) -> None:
        """Hands the keys kept back on, in their order and before any later one."""
        self.call_later(self._hand_on)

    async def _hand_on(self) -> None:
        self._late = self._hidden
        if self._late:  # they were meant for what is hidden
            return
        held, self._held = self._held or [], None
        for event in held:
            await self.on_event(event)

    async def on_event(self, event: events.Event) -> None:
        """Takes an event, or keeps it back."""
        if isinstance(event, events.InputEvent):
            self._touched = monotonic()
        typed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        if self._held is not None and typed and not (self._hidden or getattr(event, "key", "") in self._passing):
            self._held.append(event)
        elif not (typed and isinstance(event, events.Paste) and self._taken(event)):
            await super().on_event(event)

    def _taken(self, pasted: events.Paste) -> bool:
        """Whether the screen in front takes a paste as a whole: files dropped on the terminal.

        A line takes a paste of several lines as one, whole.
        """
        take = getattr(self.screen, "take_paste", None)
        if take is not None and take(pasted.text):
            return True
        lines = pasted.text.splitlines()
        if len(lines) > 1 and keys_ahead.in_a_line(self.screen):
            pasted.text = " ".join(line.strip() for line in lines if line.strip())
        return False

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

    def tell(self, words: str) -> None:
        """Shows one line of news on the screen in front, where it has room for one."""
        if isinstance(self.screen, Page):
            self.screen.say(words)

    def look_for_cards(self, contacts: Sequence[str], before: Mapping[str, Any] | None = None) -> None:
        """Shows the cards that entries just saved call for; ``before`` is what a corrected one held."""
        self.cards.look(contacts, before)

    async def on_finished(self, message: Finished) -> None:
        """What was said was read."""
        if message.job == cards.JOB:
            await self.cards.take(message.result)

    def idle_since(self, moment: float) -> bool:
        """Whether no key was pressed since a moment (``monotonic``), and none waits."""
        return self._touched <= moment and not self._held

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a call is noted its own keys go before; over a question nothing else is begun."""
        if action in {"call", "visit", "quick"}:
            return not isinstance(self.screen, Dialog) and getattr(self.screen, "SCOPE", "") != "live"
        return super().check_action(action, parameters)

    # actions

    async def action_call(self) -> None:
        """A call runs."""
        await self._begin("call")

    async def action_visit(self) -> None:
        """Someone is at the door."""
        await self._begin("visit")

    async def _begin(self, kind: str) -> None:
        from evidencelog.tui.screens.live import LiveScreen

        if isinstance(self.screen, Dialog) or any(isinstance(screen, LiveScreen) for screen in self.screen_stack):
            return
        self.hold_keys()
        await self.push_screen(LiveScreen(kind), self._ended)

    def _ended(self, ended: Ended | None) -> None:
        home = self.screen_stack[0]
        if isinstance(home, HomeScreen):
            home.added(ended.id if ended is not None else None, words=ended.words if ended is not None else ())
            if ended is not None and ended.words and self.screen is not home:
                self.tell("  ".join(ended.words))

    async def action_quick(self) -> None:
        """Plain words become entries."""
        from evidencelog.tui.screens.quick import QuickScreen

        if isinstance(self.screen, Dialog) or any(isinstance(screen, QuickScreen) for screen in self.screen_stack):
            return
        self.hold_keys()
        await self.push_screen(QuickScreen(), self._written)

    def _written(self, contacts: list[str] | None) -> None:
        home = self.screen_stack[0]
        if isinstance(home, HomeScreen):
            home.added(contacts[-1] if contacts else None, contacts or ())

    async def action_verify_first(self) -> None:
        """The card on what looks like court or police."""
        await self.cards.open("verify_first")

    async def action_help_line(self) -> None:
        """The card with the help line."""
        await self.cards.open("help_line")

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
        self._remember(language=language())
        await self._speak_again()

    async def _speak_again(self) -> None:
        """Builds every screen anew; one that is left meanwhile is let go."""
        for screen in list(self.screen_stack):
            if isinstance(screen, Page | Dialog) and screen in self.screen_stack:
                await screen.speak_again()

    def action_theme(self) -> None:
        """Takes the next set of colours."""
        self.theme = NAMES[(NAMES.index(self.theme) + 1) % len(NAMES)] if self.theme in NAMES else DEFAULT
        self._remember(theme=self.theme)
        self.tell(_("Colours: {name}", name=self.theme))

    def _remember(self, **values: Any) -> None:
        """Keeps a choice for the next start, where there is a place for it."""
        if self._settled is not None:
            try:
                settings.remember(**values)
            except EvidencelogError as error:
                self.tell(str(error))

    async def action_mask(self) -> None:
        """Hides words and numbers, or shows them."""
        masking.switch(not masking.is_on())
        self._remember(masked=masking.is_on())
        await self._speak_again()
        self.tell(
            _("Words and numbers are hidden; {key} shows them.", key=key_of("app.mask"))
            if masking.is_on()
            else _("Words and numbers are shown.")
        )

    async def action_hide(self) -> None:
        """Hides everything; the same key shows it again."""
        from evidencelog.tui.screens.hidden import HiddenScreen

        if isinstance(self.screen, HiddenScreen):
            self.screen.action_back()
        else:
            await self.push_screen(HiddenScreen(), lambda _nothing: self.release_keys() if self._late else None)

    @property
    def _hidden(self) -> bool:
        """Whether the hidden screen is in front."""
        return getattr(self.screen, "SCOPE", "") == "hidden"

    async def _lock_when_idle(self) -> None:
        """Hides everything after minutes without a key, where a passphrase is set; not while a call is noted."""
        from evidencelog.app import locking

        idle = monotonic() - self._touched
        minutes = locking.minutes(self._settled.lock_minutes if self._settled else None)
        scope = getattr(self.screen, "SCOPE", "")
        if idle < minutes * 60 or scope in {"live", "hidden"} or not locking.is_set():
            return
        await self.action_hide()

    async def action_passphrase(self) -> None:
        """Asks for a passphrase; an empty one takes it away."""
        from evidencelog.tui.screens.hidden import ask_passphrase

        await ask_passphrase(self)

    async def action_undo(self) -> None:
        """Asks, then takes back the last change of this run."""
        from evidencelog.tui import taking_back

        if self._began_at is not None and isinstance(self.screen, Page):
            await taking_back.ask(self.screen, self._began_at, self._undone)

    def action_reload(self) -> None:
        """Reads the case again."""
        self.case_changed()

    def action_copy(self) -> None:
        """Copies what was marked with the mouse, else the text or row in front."""
        from evidencelog.app.copying import keep_copy

        marked = self.screen.get_selected_text() or getattr(self.focused, "plain_text", "")
        if not marked:
            self.tell(_("{key} leaves the program.", key=key_of("app.quit")))
            return
        self.copy_to_clipboard(marked)
        try:
            place = keep_copy(self.case, marked)
        except EvidencelogError as error:
            self.tell(str(error))
        else:
            words = _("Copied; where the terminal does not pass it on, it stands in {path}", path=place)
            leave = _("{key} leaves the program.", key=key_of("app.quit"))
            self.tell(
                f"{words}  {leave}" if self.screen is self.screen_stack[0] else words
            )  # elsewhere the same key ends a program

    async def action_quit(self) -> None:
        """Leaves the program."""
        await self.leave()

    async def leave(self, to: Path | None = None) -> None:
        """Leaves, for another case where one is given; what is typed is kept first, and where it cannot be it asks."""
        trouble = self._keep_drafts()
        if not trouble:
            await leaving.when_nothing_is_being_made(self, to)
        elif self._farewell is None or not self._farewell.is_attached:
            from evidencelog.tui.keeping import ask_before_losing

            self._farewell = ask_before_losing(self.screen, trouble, lambda: self.exit(to))

    def _keep_drafts(self) -> str:
        """Keeps what is typed on every screen; why that failed, empty where it did not."""
        trouble = ""
        for screen in self.screen_stack:
            keep = getattr(screen, "keep_draft", None)
            if keep is not None:
                keep(now=True)
                screen.keeper.settle()  # type: ignore[attr-defined]
                trouble = trouble or screen.keeper.trouble  # type: ignore[attr-defined]
            if isinstance(screen, Dialog):
                screen.put_off(self)
        return self.unsent.keep(self.case) or trouble

    def _fatal_error(self) -> None:
        """Leaves after a mistake of the program; its report names places in the code and no word of the case."""
        from traceback import format_exception

        from rich.text import Text
        from textual.worker import WorkerFailed

        with suppress(EvidencelogError, OSError):
            self._keep_drafts()
        error: BaseException | None = self._exception
        if isinstance(error, WorkerFailed):
            error = error.error
        report = "".join(format_exception(error)) if error is not None else ""
        words = _("The program made a mistake and stopped. What was saved is safe; what was typed is kept as a draft.")
        if not self._exit_renderables:
            self._exit_renderables.append(Text(f"{words}\n\n{report}"))
        self._close_messages_no_wait()
