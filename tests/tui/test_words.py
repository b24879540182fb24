"""No word on any screen stands in the code: every one comes through the catalogues, and they agree with each other."""

from __future__ import annotations

import asyncio
import gettext
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import set_cell_size

import evidencelog.i18n
from evidencelog.app.import_files import FORMATS
from evidencelog.app.recording import record
from evidencelog.tui.start import first_look
from evidencelog.tui.words import duration_words
from tests.tui.conftest import screen_text, settled
from tests.tui.test_layout import WAYS, back, go

if TYPE_CHECKING:
    from evidencelog.app.cases import Case

LETTERS = re.compile(r"[A-Za-z]{2,}")
NAMES = {
    "evidencelog", "CN", "GB", "SHA", "PDF", "ID", "OK", "UTC", "Asia", "Shanghai", "case", "py", "kB", "MB",
}  # fmt: skip
"""Names of things, the same in every language."""
KEYS = {
    "Enter", "Esc", "Ctrl", "Shift", "Tab", "Home", "End", "PgUp", "PgDn", "Del",
}  # fmt: skip
"""What stands on the keys themselves."""


FORMAT_NAMES = {word for name in FORMATS for word in LETTERS.findall(name)}


class Strange(gettext.NullTranslations):
    """A language in which every letter of a message is another one, so that what was not translated can be seen."""

    def gettext(self, message: str) -> str:
        return re.sub(r"\{[^}]*\}|[A-Za-z]", lambda found: found[0] if found[0][0] == "{" else "ж", message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)


@pytest.fixture
def strange(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidencelog.i18n, "_catalogue", lambda _language: Strange())


def test_no_word_is_hard_coded(empty_case: Case, strange: None) -> None:
    record(
        empty_case,
        "contact",
        {
            "kind": "call",
            "at": "2026-10-02T22:41:00+08:00",
            "platform": "某消金",
            "outcome": "answered",
            "content": "还款",
        },
    )
    record(empty_case, "contact", {"kind": "call", "at": "2026-10-02T12:41:00+08:00", "number": "13800138000"})

    async def walk() -> None:
        from evidencelog.tui.app import EvidencelogApp

        app = EvidencelogApp(empty_case, first_look(empty_case))
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            for where, keys in WAYS.items():
                await go(pilot, keys)
                preview = app.screen.query("#preview")  # what stands in it and beside it are a pack's words
                edge = preview.first().region.x if preview else 120
                for line in screen_text(app):
                    line = set_cell_size(line, edge)
                    found = set(LETTERS.findall(line)) - NAMES - KEYS - FORMAT_NAMES
                    assert [word for word in found if word not in f"{empty_case.path}/exports"] == [], (where, line)
                await back(app, pilot)

    asyncio.run(walk())


def test_one_message_has_one_translation() -> None:
    """The catalogues are asked one after the other: a message in two of them must say the same in both."""
    sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
    try:
        import catalogues
    finally:
        sys.path.pop(0)
    said: dict[object, dict[str, str]] = {}
    for area in catalogues.AREAS:
        for message in catalogues.stored(area):
            if message.id and message.string and any(message.string):
                said.setdefault(message.id, {})[area] = str(message.string)
    assert {message: words for message, words in said.items() if "tui" in words and len(set(words.values())) > 1} == {}


def test_a_length_of_whole_minutes_has_no_seconds() -> None:
    assert [duration_words(seconds) for seconds in (16, 60, 95, 120, 3700)] == [
        "16秒", "1分钟", "1分35秒", "2分钟", "1小时1分",
    ]  # fmt: skip
