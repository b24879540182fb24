"""Keys in any order, from a seed: the app never breaks, no typed letter is lost, and the list agrees with the ledger.

``EVIDENCELOG_RANDOM_KEYS=20000`` presses so many at each size; a few hundred are pressed in every run.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input, TextArea

from evidencelog.app import browsing, settings
from evidencelog.models.browsing import ContactFilter
from evidencelog.tui import masking
from evidencelog.tui.actions import ACTIONS
from evidencelog.tui.screens.home import HomeScreen
from evidencelog.tui.widgets.timeline import Timeline
from tests.tui.conftest import settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]

PRESSES = int(os.environ.get("EVIDENCELOG_RANDOM_KEYS", "120"))
LEAVING = {"app.quit", "home.demo", "contact.open", "app.passphrase"}
"""What ends the run, makes another case, starts another program, or locks the screen to letters nobody knows."""
KEYS = sorted(
    {key for action in ACTIONS if action.id not in LEAVING for key in action.keys.split(",")}
    - {key for action in ACTIONS if action.id in LEAVING for key in action.keys.split(",")}
)
LETTERS = "某消金张 95188昨晚10点半没接x"


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(settings.ENVIRONMENT, str(tmp_path / "config" / "config.toml"))
    yield
    masking.switch(False)


@pytest.mark.parametrize(("size", "seed"), [((80, 24), 1), ((120, 40), 2)], ids=["80x24", "120x40"])
def test_any_keys_in_any_order(case: Case, drive: Drive, size: tuple[int, int], seed: int) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        chance = random.Random(seed)
        pressed: list[str] = []
        for number in range(PRESSES):
            focused = app.focused
            if isinstance(focused, Input | TextArea) and chance.random() < 0.5:
                letter = chance.choice(LETTERS)
                before = focused.value if isinstance(focused, Input) else focused.text
                pressed.append(letter)
                await pilot.press(letter if letter != " " else "space")
                if app.focused is focused and focused.is_attached:
                    after = focused.value if isinstance(focused, Input) else focused.text
                    assert len(after) >= len(before), pressed[-20:]
            else:
                pressed.append(chance.choice(KEYS))
                await pilot.press(pressed[-1])
            if number % 20 == 19:
                await settled(pilot)
                assert app.is_running, pressed[-40:]
        for _press in range(20):
            if isinstance(app.screen, HomeScreen):
                break
            await pilot.press("f12" if getattr(app.screen, "SCOPE", "") == "hidden" else "escape")
            await settled(pilot)
            if getattr(app.screen, "SCOPE", "") == "pick":
                await pilot.press("enter")
                await settled(pilot)
        assert isinstance(app.screen, HomeScreen), pressed[-40:]
        await pilot.press("escape")
        await settled(pilot, rounds=2)
        shown = app.screen.query_one(Timeline)
        withdrawn = app.screen._filter.withdrawn
        on_record = browsing.count(case, ContactFilter(withdrawn=withdrawn))
        assert len(shown.rows) == on_record
        newest = browsing.page(case, ContactFilter(withdrawn=withdrawn), offset=0, limit=1)
        assert [shown.rows[0].id] == [row.id for row in newest]

    drive(case, script, size=size)
