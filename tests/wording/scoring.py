"""How well labelled messages are read: ``python -m tests.wording.scoring FILE…`` (``--misses`` lists what went wrong).

A file holds one JSON object per line with ``text``, ``labels`` (a list, empty for a harmless text) and the setting:
``speaker_view``, ``channel``, ``contacted``. A label counts once for each text, whatever the number of its marks.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.checker.wording.reader import Reader
from evidencelog.laws import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER = Path(__file__).resolve().parent
DEVELOPMENT = tuple(sorted(FOLDER.glob("dev*.jsonl")))
"""Messages that the pack may be improved with."""
TEST = tuple(sorted(FOLDER.glob("test*.jsonl")))
"""Messages written by people who had not seen the pack, and never looked at when it is improved."""


class Counts(NamedTuple):
    """How often a label was found and right, found and wrong, missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 when nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found; 1 when nothing is there."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / both if both else 1.0


class Score(NamedTuple):
    """The figures of some messages."""

    labels: dict[str, Counts]
    negatives: int
    """Messages without a label …"""
    flagged: int
    """… and how many of them were given one."""

    @property
    def micro(self) -> Counts:
        """All labels together."""
        return Counts(*(sum(column) for column in zip(*self.labels.values(), strict=True)))

    @property
    def macro_f1(self) -> float:
        """The mean of the labels' F1."""
        return sum(counts.f1 for counts in self.labels.values()) / len(self.labels)

    @property
    def false_positive_share(self) -> float:
        """The share of the messages without a label that were given one."""
        return self.flagged / self.negatives if self.negatives else 0.0


def messages(*paths: Path) -> Iterator[dict[str, Any]]:
    """The messages of some files."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def reader() -> Reader:
    """A reader of the pack's wording."""
    return Reader(wording.load(("cn",))[0])


def labels_read(reading: Reader, message: dict[str, Any]) -> set[str]:
    """The labels that a message is given."""
    found = reading.read(
        message["text"],
        view=message.get("speaker_view") or "",
        channel=message.get("channel") or "",
        contacted=message.get("contacted") or "",
    )
    return {mark.label for mark in found.marks}


def score(items: Iterable[dict[str, Any]], reading: Reader) -> Score:
    """The figures of ``items``."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    negatives = flagged = 0
    for item in items:
        wanted, found = set(item["labels"]), labels_read(reading, item)
        right.update(wanted & found)
        wrong.update(found - wanted)
        missed.update(wanted - found)
        if not wanted:
            negatives += 1
            flagged += bool(found)
    names = sorted({*reading.wording.codes, *right, *wrong, *missed})
    return Score({name: Counts(right[name], wrong[name], missed[name]) for name in names}, negatives, flagged)


def table(result: Score) -> str:
    """The figures as lines of text."""
    lines = [f"{'label':<44}{'P':>6}{'R':>6}{'F1':>6}{'n':>6}"]
    lines += [
        f"{name:<44}{one.precision:6.2f}{one.recall:6.2f}{one.f1:6.2f}{one.right + one.missed:6d}"
        for name, one in result.labels.items()
    ]
    micro = result.micro
    lines.append(f"{'micro':<44}{micro.precision:6.3f}{micro.recall:6.3f}{micro.f1:6.3f}")
    lines.append(f"{'macro F1':<56}{result.macro_f1:6.3f}")
    lines.append(f"negatives flagged: {result.flagged} of {result.negatives} ({result.false_positive_share:.1%})")
    return "\n".join(lines)


def misses(items: Iterable[dict[str, Any]], reading: Reader) -> Iterator[str]:
    """A line for every message that was not read as labelled."""
    for item in items:
        wanted, found = set(item["labels"]), labels_read(reading, item)
        if wanted != found:
            more = " ".join(f"+{name}" for name in sorted(found - wanted))
            less = " ".join(f"-{name}" for name in sorted(wanted - found))
            setting = "/".join(str(item.get(key) or "")[:5] for key in ("channel", "speaker_view", "contacted"))
            yield f"{item.get('id')} {setting} {more} {less} | {item['text']}"


def main(arguments: list[str]) -> None:
    """Prints the figures of each file named."""
    reading = reader()
    for name in arguments:
        if name.startswith("--"):
            continue
        items = list(messages(Path(name)))
        print(name)
        print(table(score(items, reading)))
        if "--misses" in arguments:
            print("\n".join(misses(items, reading)))


if __name__ == "__main__":
    main(sys.argv[1:])
