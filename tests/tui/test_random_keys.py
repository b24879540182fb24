"""Keys in any order, from a seed: a short run at each size; ``random_keys`` runs for as long as one likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.random_keys import walk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("size", "seed"), [((80, 24), 1), ((120, 40), 2)], ids=["80x24", "120x40"])
def test_any_keys_in_any_order(tmp_path: Path, size: tuple[int, int], seed: int) -> None:
    assert walk(tmp_path, seed=seed, size=size, keys=200).presses >= 200
