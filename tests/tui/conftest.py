"""A small real case and a way to drive the app over it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from evidencelog.app import settings
from evidencelog.app.cases import open_case
from evidencelog.app.recording import record, set_record
from evidencelog.i18n import language, set_language
from evidencelog.tui import masking
from evidencelog.tui.start import first_look

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Script = Callable[[EvidencelogApp, Pilot[Any]], Awaitable[None]]

HOSTILE = "王\u202e警官\u200b\u0301\u0301\u0301\u0301\u0301 2026"


@pytest.fixture(autouse=True)
def _no_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys, theme and lock of whoever runs the tests are none of theirs."""
    monkeypatch.setenv(settings.ENVIRONMENT, str(tmp_path_factory.mktemp("settings") / "config.toml"))


@pytest.fixture(autouse=True)
def _same_language() -> Iterator[None]:
    before = language()
    set_language("zh")
    yield
    set_language(before)


@pytest.fixture
def empty_case(tmp_path: Path) -> Iterator[Case]:
    """A case nobody has written into."""
    with open_case(tmp_path / "case", create=True) as case:
        yield case


@pytest.fixture
def case(empty_case: Case) -> Case:
    """Two days, two platforms: four night calls of one day, a message, a call to the mother, a number nobody placed."""
    return fill(empty_case)


def fill(empty_case: Case) -> Case:
    """Writes the entries of ``case`` into an empty one."""
    for minute, outcome in ((1, "answered"), (11, "answered"), (21, "answered"), (31, "missed")):
        record(
            empty_case,
            "contact",
            {
                "kind": "call", "at": f"2026-10-02T22:{minute:02}:00+08:00", "platform": "某消金", "outcome": outcome,
                "duration": 95 if outcome == "answered" else None, "caller": "张某", "employee_id": "0231",
                "source": "phone_log",
            },
        )  # fmt: skip
    record(
        empty_case,
        "contact",
        {
            "kind": "message",
            "channel": "sms",
            "at": "2026-10-03T10:00:00+08:00",
            "platform": "花呗",
            "content": "今日应还\n请处理",
        },
    )
    record(
        empty_case,
        "contact",
        {
            "kind": "call", "at": "2026-10-03T11:00:00+08:00", "platform": "某消金", "to": "妈妈", "relation": "parent",
            "outcome": "answered", "said_to_third": "told_debt", "caller": HOSTILE,
        },
    )  # fmt: skip
    record(
        empty_case,
        "contact",
        {"kind": "call", "at": "2026-10-03T12:00:00+08:00", "number": "13800138000", "outcome": "missed"},
    )
    set_record(empty_case, "platform", "某消金", {"kind": "consumer_finance", "product": "online_consumer"})
    return empty_case


@pytest.fixture
def drive() -> Callable[..., None]:
    """Runs a script of keys and looks against the app on a case."""

    def run(case: Case, script: Script, *, size: tuple[int, int] = (80, 24)) -> None:
        async def driven() -> None:
            from evidencelog.tui.app import EvidencelogApp

            app = EvidencelogApp(case, first_look(case))
            async with app.run_test(size=size) as pilot:
                await settled(pilot)
                await script(app, pilot)

        asyncio.run(driven())

    return run


async def settled(pilot: Pilot[Any], *, rounds: int = 1) -> None:
    """Waits until timers of the screens have fired and nothing works in the background, ``rounds`` times over."""
    for _round in range(rounds):
        await pilot.pause(0.17)
        for _look in range(500):
            if all(worker.is_finished for worker in pilot.app.workers):
                break
            await pilot.pause(0.02)
        await pilot.pause()


def screen_text(app: EvidencelogApp) -> list[str]:
    """The lines the terminal shows."""
    width, _height = app.size
    return [strip.text[:width] for strip in app.screen._compositor.render_strips()]


async def typed(pilot: Pilot[Any], text: str) -> None:
    """Types text into the field that has the focus, as a terminal hands it over."""
    from textual import events

    for character in text:
        pilot.app.screen.post_message(events.Key(character, character))
    await pilot.pause()


class quiet_settings:  # noqa: N801 - reads as a statement
    """The language and the mask as they were before."""

    def __enter__(self) -> None:
        masking.switch(False)
        set_language("zh")

    def __exit__(self, *_error: object) -> None:
        masking.switch(False)
        set_language("zh")
