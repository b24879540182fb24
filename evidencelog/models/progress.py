"""How slow work tells how far it is, and how it is stopped."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Handed into anything that may take over half a second."""

    def step(self, done: int, total: int | None) -> None:
        """``done`` of ``total`` units are finished (None: unknown). Raises ``errors.Cancelled`` to stop the work."""


class Silent:
    """Progress that nobody watches."""

    def step(self, done: int, total: int | None) -> None:
        """Does nothing."""
