"""A law pack past its review is told on the first screen, whole, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from evidencelog.i18n import set_language
from tests.tui.conftest import screen_text, settled

if TYPE_CHECKING:
    from evidencelog.app.cases import Case


@pytest.mark.parametrize(("lang", "last"), [("zh", "核对条文。"), ("en", "yourself.")])
def test_a_pack_past_its_review_is_told_in_whole(case: Case, drive, lang: str, last: str) -> None:
    set_language(lang)

    async def look(app, pilot) -> None:
        await settled(pilot, rounds=2)
        shown = "\n".join(screen_text(app))
        assert "cn 2026" in shown
        assert last in shown

    with time_machine.travel("2035-01-05T20:00:00+08:00", tick=False):
        drive(case, look)


def test_a_pack_before_its_review_is_not_spoken_of(case: Case, drive) -> None:
    async def look(app, pilot) -> None:
        await settled(pilot, rounds=2)
        assert "cn 2026" not in "\n".join(screen_text(app))

    with time_machine.travel("2026-10-05T20:00:00+08:00", tick=False):
        drive(case, look)
