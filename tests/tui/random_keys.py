"""Keys in any order, from a seed: the app never breaks, no key is lost, no typed text disappears, screen and ledger agree.

``python -m tests.tui.random_keys --minutes 10 --size 80x24 --seed 1`` presses keys for ten minutes; ``--keys 250``
presses so many. A failure says how to repeat it. Invariants: ``random_invariants``.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
from contextlib import chdir
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import events
from textual.widgets import Input, TextArea

from evidencelog.app import browsing, settings
from evidencelog.app.cases import open_case
from evidencelog.app.recording import correct, record
from evidencelog.app.verifying import verify_case
from evidencelog.models.browsing import ContactFilter
from evidencelog.tui import masking
from evidencelog.tui.actions import ACTIONS, of_scope
from evidencelog.tui.app import EvidencelogApp
from evidencelog.tui.screens import home as home_module
from evidencelog.tui.screens.contact import ContactScreen
from evidencelog.tui.screens.dialogs import Ask, Pick
from evidencelog.tui.screens.form import EntryScreen
from evidencelog.tui.screens.home import HomeScreen
from evidencelog.tui.screens.live import LiveScreen
from evidencelog.tui.screens.palette import CommandList, Palette
from evidencelog.tui.screens.quick import QuickScreen
from evidencelog.tui.start import first_look
from evidencelog.tui.widgets.field import Field
from evidencelog.tui.widgets.row_list import RowList
from tests.tui import random_invariants as hold
from tests.tui import random_lists
from tests.tui.conftest import fill, quiet_settings
from tests.tui.random_invariants import need
from tests.tui.random_steps import (
    COMMANDS,
    EMPTYING,
    ERASING,
    FITTING,
    KEYS,
    LETTERS,
    LINES,
    MOVES,
    NEVER,
    OTHERS,
    PATIENCE,
    QUIET_KEYS,
    QUITS,
    SIZES,
    Step,
)

if TYPE_CHECKING:
    from collections.abc import Callable


class WatchedApp(EvidencelogApp):
    """The app, with every action counted that its keys, its last line, its palette or the mouse began."""

    CSS_PATH = str(Path(home_module.__file__).parents[1] / "app.tcss")

    def __init__(self, *arguments: Any, begun: dict[str, int], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.begun = begun

    async def _dispatch_action(self, namespace: Any, action_name: str, params: Any) -> bool:
        scope = getattr(namespace, "SCOPE", "")
        self.begun[f"{scope}.{action_name}"] = self.begun.get(f"{scope}.{action_name}", 0) + 1
        return await super()._dispatch_action(namespace, action_name, params)


class Walk:
    """One run of the app on one case, key after key."""

    def __init__(self, path: Path, seed: int, size: tuple[int, int]) -> None:
        self.path, self.seed, self.size = path, seed, size
        self.chance = random.Random(seed)
        self.steps: list[Step] = []
        self.presses = 0
        self.seen: dict[str, int] = {}
        """Screens gone through and what became of typed text, counted."""
        self.begun: dict[str, int] = {}
        """Actions begun, counted, by their ids."""
        self.written = {"typed": 0, "pasted": 0, "clicked": 0, "sizes": 0}

    def told(self) -> str:
        """How to repeat it, with the last steps."""
        width, height = self.size
        last = "\n".join(f"    {step}" for step in self.steps[-30:])
        return f"seed {self.seed}, size {width}x{height}, {self.presses} keys; the last 30 steps:\n{last}"

    async def run(self, minutes: float, keys: int) -> None:
        """Presses ``keys`` keys, or as many as go into the minutes, then goes home and looks at everything."""
        until, self.news = monotonic() + minutes * 60, monotonic() + 60
        before = None
        with open_case(self.path, read_only=True) as self.reader:
            while before is None:
                before = await self.life(lambda: monotonic() >= until if minutes else self.presses >= keys)
        with open_case(self.path) as case:
            need(not verify_case(case), "the case verifies", verify_case(case))
        shown = await self.life(lambda: True)
        assert shown is not None
        both = min(len(before), len(shown))  # one line less where news stand below the list
        need(shown[:both] == before[:both] and both > 0, "the next start shows the same", before, shown)

    async def life(self, over: Callable[[], bool]) -> list[str] | None:
        """From a start of the app until it is quit (None) or until it is over: then the lines of the whole list."""
        with open_case(self.path) as case:
            app = WatchedApp(case, first_look(case), begun=self.begun)
            async with app.run_test(size=self.size) as pilot:
                self.app, self.pilot = app, pilot
                await self.settle()
                while not over():
                    if self.chance.random() < QUITS and await self.quits():
                        return None
                    if isinstance(app.screen, HomeScreen) and self.chance.random() < OTHERS:
                        await self.another_program_writes()
                    await self.step()
                    if monotonic() > self.news:
                        self.news += 60
                        print(f"{self.size}: {self.presses} keys {self.seen}", file=sys.stderr, flush=True)
                await self.go_home()
                return self.timeline_text()

    async def quits(self) -> bool:
        """Leaves in the middle, now and then right behind a save; nothing typed may be lost, nothing saved be kept too.

        Whether the app ended: it may ask first.
        """
        stack = list(self.app.screen_stack)
        typed = [one for screen in stack if (one := hold.typed_in(screen)) is not None]
        seq = hold.head(self.reader)
        saves = isinstance(stack[-1], EntryScreen | QuickScreen | LiveScreen) and self.chance.random() < 0.5
        saves = saves and not any(isinstance(screen, QuickScreen) for screen in stack[:-1])  # of which it is one line
        for key in ("ctrl+s", "ctrl+q") if saves else ("ctrl+q",):
            self.steps.append(Step("key", key))
            self.presses += 1
            self.app._driver.send_message(events.Key(key, None))  # type: ignore[union-attr]
        until = monotonic() + PATIENCE
        while not self.app._exit and self.app.screen in stack:
            need(monotonic() < until, "the app ends, or asks why it should not")
            await asyncio.sleep(0.02)
        if not self.app._exit:
            await self.settle()
            return False
        need(self.app._exception is None, "the app ends without a mistake", self.app._exception)
        if saves:  # a save under way ends in its thread
            await asyncio.sleep(1)
        for one in typed:
            became = hold.check_quit(self.path, self.reader, one, seq)
            name = f"{type(one.screen).__name__} {became}, then quit"
            self.seen[name] = self.seen.get(name, 0) + 1
        return True

    async def another_program_writes(self) -> None:
        """The newest entry is corrected, or one is added, over another connection; the app is told to look again."""
        self.steps.append(Step("outside", "a change by another program, then F5"))
        with open_case(self.path) as other:
            newest = browsing.page(other, ContactFilter(), offset=0, limit=1)
            if newest and self.chance.random() < 0.5:
                correct(other, newest[0].id, {"caller": self.letters(3, 6)}, because="another program")
            else:
                at = f"2026-10-0{self.chance.randint(1, 4)}T{self.chance.randrange(24):02}:30:00+08:00"
                record(other, "contact", {"kind": "call", "direction": "in", "number": "13800138000", "at": at})
        await self.pilot.press("f5")
        await self.settle()

    # what is pressed

    def focus(self) -> Input | TextArea | None:
        """The field in which one types."""
        focused = self.app.focused
        return focused if isinstance(focused, Input | TextArea) else None

    def draw(self) -> Step:
        """The next step, from the seed."""
        chance, typing = self.chance, self.focus()
        if tuple(self.app.size) != self.size and chance.random() < 0.15:
            return Step("size", "back", at=self.size)
        if chance.random() < 0.005:
            return Step("size", "other", at=chance.choice(SIZES))
        if chance.random() < 0.07:
            width, height = self.app.size
            place = (chance.randrange(width), height - 1 if chance.random() < 0.2 else chance.randrange(height))
            return Step(
                chance.choice(["click", "click", "click", "double", "wheel"]), chance.choice(["up", "down"]), at=place
            )
        home = isinstance(self.app.screen, HomeScreen)
        if typing is None:
            if home and chance.random() < 0.12:
                return Step("rush", chance.choice(["n", "q", "f4", "f6", "f7"]), self.letters(1, 6))
            roll = chance.random()
            if roll < 0.55:
                return Step("key", self.of_here(self.app.scopes_here()[:-1]))
            if roll < 0.75:
                return Step("key", chance.choice(MOVES))
            return Step("key", chance.choice(KEYS if roll < 0.95 else ["escape"]))
        roll = chance.random()
        if roll < 0.36:
            return Step("type", self.letters(1, 1 if chance.random() < 0.5 else 9))
        if roll < 0.50 and isinstance(one := typing.parent, Field) and one.field in FITTING and not typing.value:  # type: ignore[union-attr]
            return Step("type", chance.choice(FITTING[one.field]))
        if roll < 0.56:
            pasted = "\n".join(chance.choices(LINES, k=chance.randint(1, 3)))
            return Step("paste", pasted if pasted.strip() else LINES[0])
        if roll < 0.74:
            return Step("key", chance.choice(MOVES))
        if roll < 0.80:
            return Step("key", chance.choice(ERASING))
        if roll < 0.83 and isinstance(self.app.screen, EntryScreen):
            return Step("rush", "ctrl+n", self.letters(1, 6))
        if roll < 0.91:
            return Step("key", self.of_here(self.app.scopes_here()[:1], typing=True))
        return Step("key", chance.choice(COMMANDS))

    def of_here(self, scopes: list[str], *, typing: bool = False) -> str:
        """A key of the screen in front; every second time one whose action was begun least so far."""
        here = [(one.id, key) for scope in scopes for one in of_scope(scope) for key in one.keys.split(",")]
        here = [(one, key) for one, key in here if key in KEYS and not (typing and len(key) == 1)]
        if here and self.chance.random() < 0.5:
            least = min(self.begun.get(one, 0) for one, _key in here)
            here = [(one, key) for one, key in here if self.begun.get(one, 0) == least]
        return self.chance.choice([key for _one, key in here] or ["escape"])

    def letters(self, least: int, most: int) -> str:
        """Some characters; no path among them leads out of the case."""
        return "".join(self.chance.choices(LETTERS, k=self.chance.randint(least, most)))

    def allowed(self, step: Step) -> bool:
        """Whether a step keeps to the case: no other program, no other case, no file outside."""
        app, screen, key = self.app, self.app.screen, step.what
        scope = getattr(screen, "SCOPE", "")
        if key == "d" and scope == "home" and not app.screen._info.contacts:  # type: ignore[attr-defined]
            return False
        if scope == "contact" and key in {"o", "enter"}:
            return False
        if isinstance(screen, Palette) and key == "enter":
            command = screen.query_one(CommandList).current()
            return command is None or getattr(command.run, "id", "") not in NEVER
        if isinstance(screen, Ask) and key == "enter":
            return self.inside(screen.query_one(Input).value)
        if scope in {"export", "import"} and key in {"ctrl+s", "enter"}:
            return all(self.inside(line.value) for line in screen.query(Input))
        return True

    def inside(self, text: str) -> bool:
        """Whether a text, taken as a path, stays inside the case; most texts are none."""
        return not text.strip().startswith(("/", "~")) or text.strip().startswith(str(self.path / "exports"))

    # one step

    async def step(self) -> None:
        """One step, and everything that must hold after it."""
        step = self.draw()
        if not self.allowed(step):
            step = Step("key", "escape")
        if step.kind in {"click", "double"} and not self.may_click(step):
            return
        self.steps.append(step)
        stack = list(self.app.screen_stack)
        before = {id(screen): typed for screen in stack if (typed := hold.typed_in(screen)) is not None}
        top, control = self.app.screen, self.focus()
        one = control.parent if control is not None else self.app.focused and self.app.focused.parent
        in_use = {one.field if isinstance(one, Field) else "content", *self.under(step)}
        seq = hold.head(self.reader)
        picks = [(screen, screen.query_one(RowList)) for screen in stack if isinstance(screen, Pick)]
        expected = None
        if control is not None and step.kind in {"type", "paste"}:
            expected = hold.expected_after(control, step.what)
            if step.kind == "paste" and (words := hold.words_of_a_message(top, control, step.what)) is not None:
                control, expected = words, "\n".join(filter(None, (words.text, step.what)))
                in_use = {"content"}
        await self.send(step)
        self.sound()
        if expected is not None and control is not None and control.is_attached:
            need(hold.value_of(control) == expected, "typed text stands in its field", expected, hold.value_of(control))
        if step.kind == "rush":
            await self.settle()
            if self.focus() is not None:
                need(any(step.then in text for text in hold.texts_of(self.app)), "no key is lost", step)
        mouse = step.kind in {"click", "double"}
        if mouse or (step.kind == "key" and (step.what in EMPTYING or self.app.screen_stack != stack)):
            await self.settle()
        here = list(self.app.screen_stack)
        chosen = next((self.chosen_in(*pair) for pair in picks if pair[0] not in here), "")
        for screen in stack:
            if screen not in here and id(screen) in before:
                became = hold.check_left(self.path, self.reader, before[id(screen)], seq, chosen)
                name = f"{type(screen).__name__} {became}"
                self.seen[name] = self.seen.get(name, 0) + 1
        after = hold.typed_in(top) if top in here else None
        if (
            id(top) in before
            and after is not None
            and not (step.what in EMPTYING or step.kind == "rush" or self.below(step))
        ):
            self.check_others(step, before[id(top)], after, in_use)
        if self.app.screen is not top:
            name = type(self.app.screen).__name__
            self.seen[name] = self.seen.get(name, 0) + 1
        if isinstance(self.app.screen, HomeScreen) and (self.app.screen is not top or len(self.steps) % 5 == 0):
            await self.settle()
            if isinstance(self.app.screen, HomeScreen):
                hold.check_home(self.path, self.app)
        elif random_lists.shows_a_list(self.app.screen) and (self.app.screen is not top or len(self.steps) % 5 == 0):
            await self.settle()
            random_lists.check(self.path, self.app.screen)

    def under(self, step: Step) -> set[str]:
        """The field under the mouse."""
        if step.kind not in {"click", "double", "wheel"}:
            return set()
        widget: Any = self.app.screen.get_widget_at(*step.at)[0]
        fields = [one.field for one in (widget, *widget.ancestors) if isinstance(one, Field)]
        return set(fields or ["content"])

    def below(self, step: Step) -> bool:
        """Whether a click is one on the last line, where it does what a key does."""
        return step.kind in {"click", "double"} and step.at[1] == self.app.size.height - 1

    def may_click(self, step: Step) -> bool:
        """Whether a click keeps to the case: none on what ends the run, opens another program or takes a path."""
        screen = self.app.screen
        if isinstance(screen, Palette):
            return False
        if isinstance(screen, ContactScreen):
            return not self.below(step)
        if isinstance(screen, Ask) or getattr(screen, "SCOPE", "") in {"export", "import"}:
            return all(self.inside(line.value) for line in screen.query(Input))
        return True

    def check_others(self, step: Step, before: hold.Typed, after: hold.Typed, in_use: set[str]) -> None:
        """Fields that are not in use stay as they are; so does the one in use, but for keys that write."""
        writes = step.kind != "key" or step.what not in QUIET_KEYS - {"left", "right", "up", "down", "enter"}
        writes = writes or step.what in {"left", "right", "up", "down", "enter"}
        hold.check_fields(before, after, in_use, may_change=writes)

    @staticmethod
    def chosen_in(screen: Pick, options: RowList[Any]) -> str:
        """The line of a question on which the cursor stood when it closed."""
        return str(screen._options[options.cursor].key)

    async def send(self, step: Step) -> None:
        """Hands a step over as a terminal does: letters of a burst one behind the other, without waiting."""
        driver = self.app._driver
        assert driver is not None
        if step.kind in {"click", "double", "wheel", "size"}:
            await self.point(step)
            return
        self.written["pasted" if step.kind == "paste" else "typed"] += step.kind in {"type", "paste", "rush"}
        if step.kind == "paste":
            self.presses += 1
            driver.send_message(events.Paste(step.what))
            await self.pilot.pause()
            await self.pilot.pause()
            return
        if step.kind in {"key", "rush"}:
            self.presses += 1
            if step.kind == "key":
                await self.pilot.press(step.what)
                await self.held()
                return
            character = step.what if len(step.what) == 1 else None
            driver.send_message(events.Key(step.what, character))
        for letter in step.what if step.kind == "type" else step.then:
            self.presses += 1
            driver.send_message(events.Key(letter, letter))
        await self.pilot.pause()
        await self.held()
        await self.pilot.pause()

    async def point(self, step: Step) -> None:
        """The mouse, or the edge of the window."""
        if step.kind == "size":
            self.written["sizes"] += 1
            await self.pilot.resize_terminal(*step.at)
            await self.settle()
        elif step.kind == "wheel":
            kind = events.MouseScrollUp if step.what == "up" else events.MouseScrollDown
            x, y = step.at
            self.app._driver.send_message(kind(None, x, y, 0, 0, 0, False, False, False, x, y))  # type: ignore[union-attr]
            await self.pilot.pause()
        else:
            self.written["clicked"] += 1
            await self.pilot.click(offset=step.at, times=2 if step.kind == "double" else 1)
            await self.held()

    async def held(self) -> None:
        """Waits until keys that were kept back are handed on."""
        until = monotonic() + PATIENCE
        while self.app._held is not None:
            need(monotonic() < until, "keys kept back are handed on")
            await self.pilot.pause(0.01)
            self.sound()

    async def settle(self) -> None:
        """Waits until nothing is under way."""
        for _round in range(2):
            await self.pilot.pause(0.17)
            until = monotonic() + PATIENCE
            while not all(worker.is_finished for worker in self.app.workers):
                need(monotonic() < until, "work in the background ends")
                await self.pilot.pause(0.01)
            await self.held()
            await self.pilot.pause()
        self.sound()

    def sound(self) -> None:
        """The app runs and nothing went wrong in it."""
        broken = self.app._exception
        need(broken is None, "the app holds no exception", broken)
        need(self.app.is_running and self.app._exit is False, "the app runs")

    # the end

    async def go_home(self) -> None:
        """Leaves every screen, keeping what was typed, and shows the whole list from its top."""
        await self.pilot.resize_terminal(*self.size)
        for _press in range(40):
            await self.settle()
            if isinstance(self.app.screen, HomeScreen):
                break
            keeping = isinstance(self.app.screen, Pick) and "later" in {one.key for one in self.app.screen._options}
            for key in ("down", "enter") if keeping else ("escape",):
                await self.pilot.press(key)
        need(isinstance(self.app.screen, HomeScreen), "every screen can be left", self.app.screen)
        assert isinstance(self.app.screen, HomeScreen)
        if self.app.screen._filter.withdrawn:
            self.app.screen.action_withdrawn()
        await self.pilot.press("escape", *(["f8"] if masking.is_on() else []))
        await self.settle()
        await self.pilot.press("home")
        await self.settle()
        hold.check_home(self.path, self.app)

    def tell_actions(self) -> None:
        """Prints how often each action was begun, and which never."""
        ids = [action.id for action in ACTIONS if action.id not in NEVER]
        print(f"{sum(one in self.begun for one in ids)} of {len(ids)} actions:")
        print("  " + ", ".join(f"{one} {self.begun[one]}" for one in ids if one in self.begun))
        print("never: " + ", ".join(one for one in ids if one not in self.begun))

    def timeline_text(self) -> list[str]:
        """The lines of the list as the terminal shows them, without the bar at their right."""
        place = self.app.screen.query_one("#timeline").region
        lines = self.app.screen._compositor.render_strips()[place.y : place.bottom]
        return [words for line in lines if (words := line.crop(place.x, place.right - 2).text.rstrip())]


def walk(folder: Path, *, seed: int, size: tuple[int, int], minutes: float = 0, keys: int = 250) -> Walk:
    """Makes a case in the folder and presses keys on it; Fault, with how to repeat it, where an invariant breaks."""
    path = folder / "case"
    with open_case(path, create=True) as case:
        fill(case)
    before = os.environ.get(settings.ENVIRONMENT)
    os.environ[settings.ENVIRONMENT] = str(folder / "config" / "config.toml")
    one = Walk(path, seed, size)
    try:
        with chdir(path), quiet_settings():
            asyncio.run(one.run(minutes, keys))
    except BaseException as error:
        error.add_note(one.told())
        raise
    finally:
        os.environ.pop(settings.ENVIRONMENT)
        if before is not None:
            os.environ[settings.ENVIRONMENT] = before
    return one


def main() -> None:
    """Reads the options and presses keys."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--keys", type=int, default=250)
    parser.add_argument("--size", default="80x24")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    width, height = (int(part) for part in given.size.split("x"))
    with tempfile.TemporaryDirectory(prefix="random-keys-") as folder:
        began = monotonic()
        done = walk(Path(folder), seed=given.seed, size=(width, height), minutes=given.minutes, keys=given.keys)
        print(f"seed {given.seed}, {given.size}: {done.presses} keys in {monotonic() - began:.0f} s, all held")
        print(", ".join(f"{times} {what}" for what, times in done.written.items()))
        for name, times in sorted(done.seen.items()):
            print(f"  {times:6} {name}")
        done.tell_actions()


if __name__ == "__main__":
    main()
