"""With keys of one's own for everything, no screen and no sentence names a key that does nothing any more."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.pofile import read_po

from evidencelog import i18n
from evidencelog.app import drafts
from evidencelog.app.settings import Settings
from evidencelog.i18n import set_language
from evidencelog.tui.actions import ACTIONS, give_keys
from evidencelog.tui.start import first_look
from tests.tui.conftest import screen_text, settled
from tests.tui.test_layout import WAYS, go

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

CATALOGUE = Path(i18n.__file__).parent / "locale" / "zh_CN" / "LC_MESSAGES" / "tui.po"
OWN = {action.id: ",".join(f"alt+{key}" for key in action.keys.split(",")) for action in ACTIONS}
"""Alt before every key."""
NAMED = r"(?:Ctrl\+|Shift\+)+\w+|Esc|Enter|PgDn|PgUp|Tab|F\d{1,2}"
KEY = re.compile(rf"(?<![\w+{{-])(?:{NAMED})(?![\w}}])")
LETTER = re.compile(r"(?<![A-Za-z0-9+{}'’_./│-])[a-z](?![A-Za-z0-9+{}'’_./│-])", re.ASCII)
ALWAYS = ("Enter looks at it", "按 Enter 先看")
"""Enter ends a line in which one types, whatever keys are given."""


@pytest.fixture(autouse=True)
def _keys_as_before() -> Iterator[None]:
    yield
    give_keys({})


def keys_in(text: str, lang: str) -> list[str]:
    """Keys of the table that stand in a text; in English ``a`` is a word."""
    for words in ALWAYS:
        text = text.replace(words, "")
    return KEY.findall(text) + [one for one in LETTER.findall(text) if lang == "zh" or one != "a"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_screen_names_a_key_that_was_given_elsewhere(case: Case, lang: str) -> None:
    set_language(lang)
    drafts.keep(case, "entry", {"at": "2026-10-03 10:00"})
    found = []

    async def walk() -> None:
        from evidencelog.tui.app import EvidencelogApp

        give_keys(OWN)
        app = EvidencelogApp(case, first_look(case), settled=Settings(OWN))
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            for where, keys in WAYS.items():
                await go(pilot, tuple(f"alt+{key}" for key in keys))
                assert len(app.screen_stack) > 1 or where in {"home", "filter"}, where
                found.extend((where, key, line) for line in screen_text(app) for key in keys_in(line, lang))
                await back(app, pilot)

    asyncio.run(walk())
    assert found == [], found


async def back(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
    """To the first screen, without a filter."""
    for _press in range(7):
        await pilot.press("alt+escape")
        await pilot.pause()
    assert len(app.screen_stack) == 1


def test_no_sentence_of_the_app_has_a_key_written_into_it() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    wrong = []
    for message in catalogue:
        for lang, texts in (("en", message.id), ("zh", message.string)):
            for text in (texts,) if isinstance(texts, str) else texts:
                wrong += [(text, key) for key in keys_in(text, lang)]
    assert wrong == [], wrong
