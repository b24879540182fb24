"""With words and numbers hidden, no screen shows them before they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from evidencelog.app import browsing, checking, recording, reviewing
from evidencelog.i18n import set_language
from evidencelog.tui import masking
from evidencelog.tui.screens.platform_form import PlatformForm
from tests.tui.conftest import screen_text, settled
from tests.tui.test_layout import WAYS, back, go

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]

NUMBERS = (
    "13800138000",
    "13900139000",
    "13700137000",
    "02155556666",
    "13600136000",
    "18911112222",
    "11010119900307001X",
)
WORDS = ("你等着瞧", "打到单位", "老样子", "记错了一句", "已转办人", "真的说过")
MORE_WAYS = {
    "whose": ("p", "tab", "a"), "new name": ("p", "tab", "a", "end", "enter"), "remembered": ("p", "r"), "forget": ("p", "r", "enter"),
    "corrected": ("down", "enter"), "judged": ("f",), "words found": ("ctrl+p", *"22:30"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _shown_again() -> Iterator[None]:
    yield
    masking.switch(False)


def full_of_words(case: Case) -> None:
    """Known words and numbers wherever one of them may stand."""
    recording.set_record(case, "platform", "某消金", {"numbers": "13900139000"})
    recording.assign_number(case, "13600136000", platform="花呗")
    called = {"kind": "call", "at": "2026-10-05T22:30:00+08:00", "platform": "某消金", "number": "13700137000"}
    recording.record(case, "contact", called | {"content": "你等着瞧，我打到单位", "private_note": "老样子"})
    recording.record(case, "contact", {"kind": "call", "at": "2026-10-06T10:00:00+08:00", "number": "02155556666"})
    recording.correct(case, "C0008", {"content": "你等着瞧，我打到单位去"}, "记错了一句：你等着瞧")
    recording.record(
        case,
        "complaint",
        {"platform": "某消金", "channel": "nfra", "sent_at": "2026-10-07", "answer": "已转办人 13700137000"},
    )
    recording.set_record(case, "profile", "", {"phone": "18911112222", "id_number": "11010119900307001X"})
    for finding in checking.check(case).findings:
        reviewing.review(case, finding.id, "confirm", "真的说过")


async def shown(app: EvidencelogApp, pilot: Pilot[Any]) -> list[tuple[str, str]]:
    """Which words and numbers stand on which screen, as somebody walks over all of them."""
    found = []
    for where, keys in (WAYS | MORE_WAYS).items():
        await go(pilot, keys)
        text = "".join(line.replace(" ", "") for line in screen_text(app))
        found += [(where, one) for one in NUMBERS + WORDS if one in text]
        await back(app, pilot)
    return found


@pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=["80x24", "200x50"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_screen_shows_words_or_numbers_that_are_hidden(
    case: Case, drive: Drive, lang: str, size: tuple[int, int]
) -> None:
    full_of_words(case)
    set_language(lang)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("f8")
        await settled(pilot)
        found = await shown(app, pilot)
        assert found == [], found

    drive(case, script, size=size)


def test_all_of_them_stand_there_until_they_are_hidden(case: Case, drive: Drive) -> None:
    full_of_words(case)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        assert {one for _where, one in await shown(app, pilot)} == {*NUMBERS, *WORDS}

    drive(case, script, size=(200, 50))


def test_a_hidden_number_stands_in_its_line_for_who_goes_into_it(case: Case, drive: Drive) -> None:
    recording.set_record(case, "platform", "某消金", {"numbers": "13900139000, 95188"})

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("f8")
        await go(pilot, ("p", "enter"))
        assert isinstance(app.screen, PlatformForm)
        line = app.screen.query_one("#field-numbers Input", Input)
        assert "*********00, ***88" in "\n".join(screen_text(app))
        line.focus()
        await settled(pilot)
        assert "13900139000, 95188" in "\n".join(screen_text(app))
        await pilot.press("ctrl+s")
        await settled(pilot)

    drive(case, script)
    assert [row["numbers"] for row in browsing.records(case, "platform") if row.get("numbers")] == [
        ["13900139000", "95188"]
    ]
