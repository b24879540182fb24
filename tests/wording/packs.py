"""A small wording written for a test, and what the pack's own wording makes of a text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from evidencelog.checker.wording.reader import Reader
from evidencelog.laws.wording_compiling import compile_wording
from tests.wording.scoring import reader

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.checker.wording.reader import Reading

HEAD = """
[codes.told]
done = "XX-D01"
threat = "XX-T01"
[codes.posed]
any = "XX-P01"
"""


def small(folder: Path, text: str, head: str = HEAD) -> Reader:
    """A reader of the wording in ``text``; ``head`` gives two labels, ``told`` and ``posed``."""
    place = folder / "wording"
    place.mkdir(exist_ok=True)
    (place / "all.toml").write_text(head + text, encoding="utf-8")
    return Reader(compile_wording(place, "xx", ""))


def frame(label: str, *forms: str, name: str = "one", more: str = "") -> str:
    """A frame as it stands in a file."""
    act = 'act = "threat"\n' if label == "told" else ""
    listed = ", ".join(f'"{form}"' for form in forms)
    return f'[[frames]]\nid = "{name}"\nlabel = "{label}"\n{act}{more}reason = {{zh = "因", en = "why"}}\nforms = [{listed}]\n'


def marked(reading: Reading, text: str) -> list[str]:
    """The words that were marked."""
    return [text[mark.start : mark.end] for mark in reading.marks]


@cache
def ours() -> Reader:
    """The reader of the pack that comes with the program."""
    return reader()


def labels(text: str, view: str = "quote", channel: str = "call", contacted: str = "debtor") -> set[str]:
    """The labels the pack that comes with the program gives a text."""
    return {mark.label for mark in ours().read(text, view=view, channel=channel, contacted=contacted).marks}
