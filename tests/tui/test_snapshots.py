"""Every screen looks as it did when its picture was last looked at, in both languages and at two sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.picturing import KEPT, LANGUAGES, SHOWN, SIZES, name_of, pictures

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_screen_is_as_it_was(tmp_path: Path, size: tuple[int, int], lang: str) -> None:
    taken = pictures(tmp_path, lang, size)
    changed = [name for name, svg in taken.items() if _kept(name) != svg]
    for name in changed:
        (tmp_path / name).write_text(taken[name], encoding="utf-8")
    assert not changed, f"see {tmp_path}; python -m tests.tui.picturing keeps what is meant to be so"


def test_every_kept_picture_has_its_screen() -> None:
    wanted = {name_of(where, lang, size) for where in ("welcome", *SHOWN) for lang in LANGUAGES for size in SIZES}
    assert {path.name for path in KEPT.glob("*.svg")} == wanted


def _kept(name: str) -> str:
    path = KEPT / name
    return path.read_text(encoding="utf-8") if path.exists() else ""
