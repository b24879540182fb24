"""Pauses Python's search for cycles while very much is built that has none."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles inside the block: it would walk over all findings again and again.

    What is no longer referred to is freed as ever. What was built counts as old afterwards, so that the next searches,
    which look at what is new, do not walk over it either. Also a decorator.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()  # into the oldest generation
            gc.enable()
