"""What every full screen has: a first line, its body, one line for news, and the keys that matter."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypeVar, cast

from textual.screen import ModalScreen, Screen

from evidencelog.errors import EvidencelogError, FileRefused
from evidencelog.i18n import _
from evidencelog.tui import background, keys_ahead, leaving, where_typed
from evidencelog.tui.actions import bindings_over_dialogs
from evidencelog.tui.painting import FrugalCompositor
from evidencelog.tui.widgets.key_bar import KeyBar
from evidencelog.tui.widgets.lines import Lines
from evidencelog.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from textual.app import ComposeResult
    from textual.await_complete import AwaitComplete
    from textual.events import DescendantFocus
    from textual.worker import Worker

    from evidencelog.app.cases import Case
    from evidencelog.models.progress import Progress
    from evidencelog.tui.app import EvidencelogApp
    from evidencelog.tui.background import Finished, Work
    from evidencelog.tui.keeping import Keeper

Result = TypeVar("Result")
Given = TypeVar("Given")

PATIENCE = 0.5
"""Seconds after which a change that is being written is spoken of."""

BREAKPOINTS = [(0, "-narrow"), (100, "-middle"), (120, "-wide"), (180, "-huge")]


class _Change(NamedTuple):
    """A change that is being made."""

    words: str | Callable[[Any], str]
    then: Callable[[], object] | None
    again: Callable[[str], object] | None


class Page(Screen[Result], inherit_bindings=False):
    """Base of the full screens."""

    SCOPE: ClassVar[str] = "app"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    _change: _Change | None = None
    _began_work = 0.0
    rebuilding = False
    """While the screen is built anew its fields hold nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = FrugalCompositor()

    def compose(self) -> ComposeResult:
        """First line, body, news, keys."""
        yield TopLine()
        yield from self.body()
        yield Lines(id="news", classes="line hidden")
        yield KeyBar(self.SCOPE)

    def body(self) -> ComposeResult:
        """What stands between."""
        yield from ()

    @property
    def face(self) -> EvidencelogApp:
        """The app, with its own type."""
        return cast("EvidencelogApp", self.app)

    @property
    def case(self) -> Case:
        """The case that is open."""
        return self.face.case

    def action_next(self) -> None:
        """Enter goes to the next field, at once: the keys that follow are meant for that one."""
        self.focus_next()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter goes on only from a line in which one types."""
        if action == "next":
            return keys_ahead.in_a_line(self)
        return super().check_action(action, parameters)

    def work(self, job: str, work: Work) -> Worker[None]:
        """Starts slow work; see ``background.start``. A change of the case that takes its time is spoken of."""
        self._began_work = monotonic()
        keeper: Keeper | None = getattr(self, "keeper", None)
        if job == "save" and keeper is not None:
            work = _recorded(work, keeper)
        worker = background.start(self, self.case, job, work)
        if job in {"save", "change"}:
            self.set_timer(PATIENCE, lambda: None if worker.is_finished else self.say(_("Being written.")))
        return worker

    @property
    def patience_is_over(self) -> bool:
        """Whether the work under way takes so long that one speaks of it."""
        return monotonic() - self._began_work >= PATIENCE

    def work_newest(self, job: str, work: Work) -> None:
        """Starts slow work of which only the newest matters; see ``background.Newest``."""
        known = self.__dict__.setdefault("_newest_of", {})
        if job not in known:
            known[job] = background.Newest(self, self.case, job)
        known[job].ask(work)

    def open_after_work(self, screen: Screen[Given], then: Callable[[Given | None], object] | None = None) -> None:
        """Opens a screen that work asks for, where this one is still in front and nobody types in it; else says so.

        Nothing is laid over the hidden screen, or under the fingers of somebody who is elsewhere by now. What was typed
        into a question stands there when the same is asked again.
        """
        typing = keys_ahead.in_a_line(self) and not self.face.idle_since(self._began_work)
        if self.app.screen is self and (isinstance(screen, Dialog) or not typing):
            self.app.push_screen(screen, cast("Callable[[Given | None], None] | None", then))
            return
        wrong = screen.put_off(self.face) if isinstance(screen, Dialog) else ""
        self.say(wrong or _("It is ready, and you were elsewhere: ask for it once more."), wrong=bool(wrong))

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Shows news, a line or up to four, until the next ones; empty words take them away."""
        news = self.query_one("#news", Lines)
        news.update(words.replace("\n", " "))
        news.set_class(not words, "hidden")
        news.set_class(wrong, "wrong")

    def say_also(self, words: str, *, wrong: bool = False) -> None:
        """Shows more news beside those that stand there."""
        news = self.query_one("#news", Lines)
        self.say(f"{news.said}  {words}".strip(), wrong=wrong or news.has_class("wrong"))

    def on_broke(self, message: background.Broke) -> None:
        """An error of a job becomes one calm line; words given for a change that was not made are asked for again."""
        self.say(str(message.error), wrong=True)
        change = self._change
        if message.job == "change" and change is not None:
            self._change = None
            self.face.release_keys()
            if change.again is not None:
                change.again(str(message.error))

    def attempt(self, what: Callable[[], Given], otherwise: Given) -> Given:
        """What a quick look at the case gives; ``otherwise``, with one calm line, where the case cannot be read."""
        try:
            return what()
        except (EvidencelogError, OSError) as error:
            self.say(str(FileRefused(error) if isinstance(error, OSError) else error), wrong=True)
            return otherwise

    def do(
        self,
        change: Callable[[Case], Any],
        words: str | Callable[[Any], str],
        *,
        then: Callable[[], object] | None = None,
        again: Callable[[str], object] | None = None,
    ) -> None:
        """Makes a change of the case; keys wait until it is made or refused.

        ``words`` are said of it (a function makes them of what ``change`` gave), ``then`` is called after them.
        ``again`` is called with what is wrong where it could not be made: it asks once more for words that were typed.
        """
        if self._change is not None:
            return
        self._change = _Change(words, then, again)
        self.face.hold_keys()
        self.work("change", lambda case, _progress: change(case))

    def on_finished(self, message: Finished) -> None:
        """A change was made."""
        change = self._change
        if message.job == "change" and change is not None:
            self._change = None
            self.face.case_changed()
            self.say(change.words if isinstance(change.words, str) else change.words(message.result))
            if change.then is not None:
                change.then()
            self.face.release_keys()

    def head(self, title: str, words: str = "", figures: str = "") -> None:
        """Changes the first line."""
        self.query_one(TopLine).say(title, words, figures)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """While one types a filter, its keys are the ones that work."""
        inner = any(getattr(node, "SCOPE", "") == "filter" for node in event.widget.ancestors)
        self.query_one(KeyBar).follow("filter" if inner else None)

    def on_screen_resume(self) -> None:
        """Other keys may work than when the screen was left, and news may wait for a screen."""
        self.query_one(KeyBar).refresh()
        self.face.cards.resume()

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leaves the screen with a result, also from under another one; a second time does nothing."""
        below = leaving.from_below(self, result)
        return below if below is not None else super().dismiss(result)

    def case_changed(self) -> None:
        """The case has new contents; a screen that shows some reads them again."""

    def take_up(self, kept: dict[str, Any]) -> None:
        """What was kept at another time can be read only now: a screen lays it under what was typed since."""

    async def speak_again(self) -> None:
        """The language changed: builds the screen anew, unless it is left meanwhile; the keys go where they went."""
        place = where_typed.where(self)
        self.take_along()
        self.rebuilding = True
        await self.recompose()
        if self in self.app.screen_stack:
            self.built_again()
            self.rebuilding = False
            self.call_after_refresh(where_typed.go_back, self, place)

    def take_along(self) -> None:
        """The screen is about to be built anew; one that holds typed text takes it along."""

    def built_again(self) -> None:
        """The screen was built anew: fills it, with what was taken along."""


def _recorded(work: Work, keeper: Keeper) -> Work:
    """The same work; what it recorded is no draft any more when it is done."""

    def both(case: Case, progress: Progress) -> Any:
        result = work(case, progress)
        keeper.drop_saved(case)
        return result

    return both


class Dialog(ModalScreen[Result], inherit_bindings=False):
    """Base of small screens over a full one; they are typed by what they give back."""

    SCOPE: ClassVar[str] = "ask"
    BINDINGS = bindings_over_dialogs()

    def __init__(self) -> None:
        super().__init__()
        self._compositor = FrugalCompositor()

    @property
    def face(self) -> EvidencelogApp:
        """The app, with its own type."""
        return cast("EvidencelogApp", self.app)

    def room_for_lines(self) -> int:
        """Lines a list of the dialog can have, with its question and keys around it."""
        return max(self.app.size.height - 10, 3)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leaves the screen with a result, also from under another one; a second time does nothing."""
        below = leaving.from_below(self, result)
        return below if below is not None else super().dismiss(result)

    def put_off(self, face: EvidencelogApp) -> str:  # noqa: ARG002 - for those in which something stands
        """It is not opened, for another screen is in front: keeps what stands in it; what went wrong, or nothing."""
        return ""

    def case_changed(self) -> None:
        """Nothing to read again."""

    async def speak_again(self) -> None:
        """Builds the dialog anew, unless it is left meanwhile; the keys go where they went."""
        place = where_typed.where(self)
        await self.recompose()
        if self in self.app.screen_stack:
            self.built_again()
            self.call_after_refresh(where_typed.go_back, self, place)

    def built_again(self) -> None:
        """The dialog was built anew: fills it."""
