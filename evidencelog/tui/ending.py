"""Told to end from outside: the terminal's window was closed, or the system shuts down."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from evidencelog.errors import EvidencelogError

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

_SIGNALS = ("SIGHUP", "SIGTERM")


def when_told_to_end(app: App[Any], keep: Callable[[], object]) -> None:
    """Has the running app keep what is typed and leave without a question, with the exit status of one that was ended.

    Nothing on systems that tell no one.
    """
    loop = asyncio.get_running_loop()
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None:
            with suppress(NotImplementedError, RuntimeError, ValueError):  # no such thing here, or not the main thread
                loop.add_signal_handler(number, partial(_end, app, keep, 128 + number))


def _end(app: App[Any], keep: Callable[[], object], status: int) -> None:
    with suppress(EvidencelogError, OSError):
        keep()
    app.exit(return_code=status)
