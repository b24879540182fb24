"""Which language the app speaks at a start: the one asked for, else the one chosen in it before, else the system's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from evidencelog.app import settings
from evidencelog.i18n import set_language
from evidencelog.tui.start import first_look, spoken
from tests.tui.conftest import settled

if TYPE_CHECKING:
    from evidencelog.app.cases import Case


@pytest.fixture(autouse=True)
def _english_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EVIDENCELOG_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


async def _press_f2(case: Case) -> None:
    from evidencelog.tui.app import EvidencelogApp

    app: Any = EvidencelogApp(case, first_look(case), settled=settings.Settings())
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("f2")
        await settled(pilot)


def test_what_was_chosen_in_the_app_is_spoken_at_the_next_start(
    empty_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    assert spoken("") == "en"
    set_language("en")
    asyncio.run(_press_f2(empty_case))
    assert spoken("") == "zh"
    assert spoken("en") == "en"  # asked for at this start
    monkeypatch.setenv("EVIDENCELOG_LANG", "en")
    assert spoken("") == "en"


def test_what_cannot_be_spoken_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.remember(language="fr")
    assert spoken("") == "en"
