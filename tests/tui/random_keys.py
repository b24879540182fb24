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
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import events
from textual.widgets import Input, TextArea

from evidencelog.app import settings
from evidencelog.app.cases import open_case
from evidencelog.app.verifying import verify_case
from evidencelog.i18n import set_language
from evidencelog.tui import masking
from evidencelog.tui.actions import ACTIONS, of_scope
from evidencelog.tui.app import EvidencelogApp
from evidencelog.tui.screens.dialogs import Ask, Pick
from evidencelog.tui.screens.form import EntryScreen
from evidencelog.tui.screens.home import HomeScreen
from evidencelog.tui.screens.palette import CommandList, Palette
from evidencelog.tui.start import first_look
from evidencelog.tui.widgets.field import Field
from evidencelog.tui.widgets.row_list import RowList
from tests.tui import random_invariants as hold
from tests.tui.conftest import fill
from tests.tui.random_invariants import need

if TYPE_CHECKING:
    pass

NEVER = {"app.quit", "home.demo", "contact.open", "app.passphrase"}
"""What ends the run, opens another case, starts another program, or locks the screen."""
FORBIDDEN = {"ctrl+q", "shift+f12"}
KEYS = sorted({key for action in ACTIONS if action.id not in NEVER for key in action.keys.split(",")} - FORBIDDEN)
MOVES = (
    "tab", "shift+tab", "enter", "up", "down", "left", "right", "pageup", "pagedown", "home", "end", "shift+left",
    "shift+right", "shift+home", "shift+end", "ctrl+left", "ctrl+right",
)  # fmt: skip
ERASING = ("backspace", "backspace", "delete", "ctrl+w", "ctrl+u", "ctrl+k")
COMMANDS = (
    "ctrl+s", "ctrl+s", "ctrl+s", "escape", "escape", "ctrl+n", "ctrl+p", "ctrl+r", "ctrl+l", "ctrl+z", "ctrl+y", "ctrl+e", "ctrl+t", "ctrl+c", "ctrl+o", "escape",
    "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12",
)  # fmt: skip
LETTERS = "abcxyzQ0123456789 .,:;-'\"()[]@#%&某消金张没接昨晚天点半今电话催收，。：“”？"
LINES = (
    "昨晚10点半 95188 花呗 没接", "今天下午 14个未接来电 平台某消金", "说要打给我单位", "a quiet line of words", "13800138000",
    "法院 起诉 [50%] \\ 'x'",
)  # fmt: skip
FITTING = {
    "at": ("昨晚10点半", "2026-10-05 21:40", "2026-11-01 08:15", "今天0点1分"),
    "duration": ("95", "1m35s", "61"),
    "count": ("3", "14"),
    "visitors": ("2",),
    "platform": ("某消金", "花呗", "新平台"),
    "to": ("妈妈", "同事小李"),
    "number": ("13800138000", "95188"),
    "amount_claimed": ("1200",),
    "case_number": ("案12",),
}
QUIET_KEYS = {f"f{n}" for n in range(1, 13)} | set(MOVES) | {"escape", "ctrl+p", "ctrl+t", "f12"}
"""Keys that write nothing into a field, were it not for the few that choose; those are looked at apart."""
EMPTYING = {"ctrl+l", "ctrl+n", "ctrl+s", "ctrl+o"}
PATIENCE = 20.0
"""Seconds until keys kept back must have been handed on, on a loud machine."""


class Step(NamedTuple):
    """What is done at once: a key, letters typed in a burst, a paste, or a key with letters right behind it."""

    kind: str
    what: str
    then: str = ""


class Walk:
    """One run of the app on one case, key after key."""

    def __init__(self, path: Path, seed: int, size: tuple[int, int]) -> None:
        self.path, self.seed, self.size = path, seed, size
        self.chance = random.Random(seed)
        self.steps: list[Step] = []
        self.presses = 0
        self.seen: dict[str, int] = {}
        """Screens gone through and what became of typed text, counted."""
        self.chosen = ""

    def told(self) -> str:
        """How to repeat it, with the last steps."""
        width, height = self.size
        last = "\n".join(f"    {step}" for step in self.steps[-30:])
        return f"seed {self.seed}, size {width}x{height}, {self.presses} keys; the last 30 steps:\n{last}"

    async def run(self, minutes: float, keys: int) -> None:
        """Presses ``keys`` keys, or as many as go into the minutes, then goes home and looks at everything."""
        with open_case(self.path) as case, open_case(self.path, read_only=True) as reader:
            app = EvidencelogApp(case, first_look(case))
            async with app.run_test(size=self.size) as pilot:
                self.app, self.pilot, self.reader = app, pilot, reader
                await self.settle()
                until, news = monotonic() + minutes * 60, monotonic() + 60
                while monotonic() < until if minutes else self.presses < keys:
                    await self.step()
                    if monotonic() > news:
                        news += 60
                        print(f"{self.size}: {self.presses} keys {self.seen}", file=sys.stderr, flush=True)
                await self.go_home()
                before = self.timeline_text()
            need(not verify_case(case), "the case verifies", verify_case(case))
        with open_case(self.path) as case:
            app = EvidencelogApp(case, first_look(case))
            async with app.run_test(size=self.size) as pilot:
                self.app, self.pilot = app, pilot
                await self.go_home()
                shown = self.timeline_text()
                both = min(len(before), len(shown))  # one line less where news stand below the list
                need(shown[:both] == before[:both] and both > 0, "the next start shows the same", before, shown)

    # what is pressed

    def focus(self) -> Input | TextArea | None:
        """The field in which one types."""
        focused = self.app.focused
        return focused if isinstance(focused, Input | TextArea) else None

    def draw(self) -> Step:
        """The next step, from the seed."""
        chance, typing = self.chance, self.focus()
        home = isinstance(self.app.screen, HomeScreen)
        if typing is None:
            if home and chance.random() < 0.12:
                return Step("rush", chance.choice(["n", "q", "f4", "f6", "f7"]), self.letters(1, 6))
            roll = chance.random()
            if roll < 0.55:
                scopes = self.app.scopes_here()
                here = [key for scope in scopes[:-1] for one in of_scope(scope) for key in one.keys.split(",")]
                return Step("key", chance.choice([key for key in here if key in KEYS] or ["escape"]))
            if roll < 0.75:
                return Step("key", chance.choice(MOVES))
            return Step("key", chance.choice(KEYS if roll < 0.95 else ["escape"]))
        roll = chance.random()
        if roll < 0.36:
            return Step("type", self.letters(1, 1 if chance.random() < 0.5 else 9))
        if roll < 0.50 and isinstance(one := typing.parent, Field) and one.field in FITTING and not typing.value:  # type: ignore[union-attr]
            return Step("type", chance.choice(FITTING[one.field]))
        if roll < 0.56:
            return Step("paste", "\n".join(chance.choices(LINES, k=chance.randint(1, 3))))
        if roll < 0.74:
            return Step("key", chance.choice(MOVES))
        if roll < 0.80:
            return Step("key", chance.choice(ERASING))
        if roll < 0.83 and isinstance(self.app.screen, EntryScreen):
            return Step("rush", "ctrl+n", self.letters(1, 6))
        return Step("key", chance.choice(COMMANDS))

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
        self.steps.append(step)
        stack = list(self.app.screen_stack)
        before = {id(screen): typed for screen in stack if (typed := hold.typed_in(screen)) is not None}
        top, control = self.app.screen, self.focus()
        one = control.parent if control is not None else self.app.focused and self.app.focused.parent
        in_use = one.field if isinstance(one, Field) else "content"
        seq = hold.head(self.reader)
        self.chosen = self.choice_in(top, step)
        expected = hold.expected_after(control, step.what) if control and step.kind in {"type", "paste"} else None
        await self.send(step)
        self.sound()
        if expected is not None and control is not None and control.is_attached:
            need(hold.value_of(control) == expected, "typed text stands in its field", expected, hold.value_of(control))
        if step.kind == "rush":
            await self.settle()
            if self.focus() is not None:
                need(any(step.then in text for text in hold.texts_of(self.app)), "no key is lost", step)
        if step.kind == "key" and (step.what in EMPTYING or self.app.screen_stack != stack):
            await self.settle()
        here = list(self.app.screen_stack)
        for screen in stack:
            if screen not in here and id(screen) in before:
                became = hold.check_left(self.path, self.reader, before[id(screen)], seq, self.chosen)
                name = f"{type(screen).__name__} {became}"
                self.seen[name] = self.seen.get(name, 0) + 1
        after = hold.typed_in(top) if top in here else None
        if id(top) in before and after is not None and not (step.what in EMPTYING or step.kind == "rush"):
            self.check_others(step, before[id(top)], after, in_use)
        if self.app.screen is not top:
            name = type(self.app.screen).__name__
            self.seen[name] = self.seen.get(name, 0) + 1
        if isinstance(self.app.screen, HomeScreen) and (self.app.screen is not top or len(self.steps) % 5 == 0):
            await self.settle()
            if isinstance(self.app.screen, HomeScreen):
                hold.check_home(self.path, self.app)

    def check_others(self, step: Step, before: hold.Typed, after: hold.Typed, in_use: str) -> None:
        """Fields that are not in use stay as they are; so does the one in use, but for keys that write."""
        writes = step.kind != "key" or step.what not in QUIET_KEYS - {"left", "right", "up", "down", "enter"}
        writes = writes or step.what in {"left", "right", "up", "down", "enter"}
        hold.check_fields(before, after, in_use, may_change=writes)

    def choice_in(self, screen: Any, step: Step) -> str:
        """What a question is answered with by this step."""
        if isinstance(screen, Pick) and step.what == "enter":
            options = screen.query_one(RowList)
            return str(screen._options[options.cursor].key)
        return ""

    async def send(self, step: Step) -> None:
        """Hands a step over as a terminal does: letters of a burst one behind the other, without waiting."""
        driver = self.app._driver
        assert driver is not None
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


class quiet_settings:  # noqa: N801 - reads as a statement
    """The language and the mask as they were before."""

    def __enter__(self) -> None:
        masking.switch(False)
        set_language("zh")

    def __exit__(self, *_error: object) -> None:
        masking.switch(False)
        set_language("zh")


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
        for name, times in sorted(done.seen.items()):
            print(f"  {times:6} {name}")


if __name__ == "__main__":
    main()
