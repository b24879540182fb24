"""The vocabulary of quick entry, read once from ``quick_words.toml``, and lists of words to look up in a text."""

from __future__ import annotations

import re
import tomllib
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.text.search import folded
from evidencelog.timing.numerals import small

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

NUMERAL = r"(?:\d{1,5}|[〇零一二两三四五六七八九十百]{1,5})"
"""A count in digits or in Chinese, in folded text."""


def count_of(text: str) -> int | None:
    """The number that a numeral writes; None for 二三十, which is two numbers."""
    return int(text) if text.isdecimal() and text.isascii() else small(text)


class Word(NamedTuple):
    """A word of a list found in a text."""

    start: int
    end: int
    entry: Any
    """What the list holds beside the word."""


class Words:
    """A list of words of which the longest that fits at a place counts; ``#`` in a word is a numeral.

    All positions are of folded text. Latin words count only whole. Looked up by first and last character: a pattern of
    hundreds of words would take longer to compile than a line takes to read.
    """

    def __init__(self, entries: Mapping[str, Any] | Iterable[str]) -> None:
        given = entries if isinstance(entries, dict) else dict.fromkeys(entries)
        self.entries: dict[str, Any] = {folded(word).strip(): entry for word, entry in given.items() if word.strip()}
        self._first: dict[str, list[str]] = {}
        self._last: dict[str, list[str]] = {}
        for word in sorted(self.entries, key=len, reverse=True):
            if "#" not in word:
                self._first.setdefault(word[0], []).append(word)
                self._last.setdefault(word[-1], []).append(word)

    @cached_property
    def _counting(self) -> re.Pattern[str] | None:
        """The words with a numeral in them."""
        words = sorted((word for word in self.entries if "#" in word), key=lambda word: (-len(word), word))
        return re.compile("|".join(NUMERAL.join(map(re.escape, word.split("#"))) for word in words)) if words else None

    def match(self, text: str, at: int) -> Word | None:
        """The longest word that begins at this place."""
        plain = next(
            (
                word
                for word in self._first.get(text[at : at + 1], ())
                if text.startswith(word, at) and _is_whole(text, at, at + len(word))
            ),
            "",
        )
        counting = self._counting.match(text, at) if self._counting else None
        if counting and len(counting[0]) > len(plain) and _is_whole(text, *counting.span()):
            return Word(*counting.span(), self.entries[re.sub(NUMERAL, "#", counting[0])])
        return Word(at, at + len(plain), self.entries[plain]) if plain else None

    def ending_at(self, text: str, end: int) -> Word | None:
        """The longest word, of those without a numeral, that ends at this place."""
        for word in self._last.get(text[end - 1 : end], ()) if end else ():
            start = end - len(word)
            if start >= 0 and text.startswith(word, start) and _is_whole(text, start, end):
                return Word(start, end, self.entries[word])
        return None

    def all(self, text: str) -> Iterator[Word]:
        """Every word in the text from left to right, none inside another."""
        at = 0
        while at < len(text):
            word = self.match(text, at)
            if word:
                yield word
            at = word.end if word else at + 1

    def __contains__(self, text: str) -> bool:
        return text in self.entries


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a Latin word neither begins nor ends inside a longer one."""
    cut = start and _is_latin(text[start]) and _is_latin(text[start - 1])
    return not (cut or (end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end])))


def _is_latin(character: str) -> bool:
    return "a" <= character <= "z"


class Person(NamedTuple):
    """A word for somebody beside the person who keeps the log."""

    name: str
    """The name to record; empty: the word as it is written."""
    relation: str


class Fact(NamedTuple):
    """A fact that a word settles."""

    field: str
    value: object
    only: tuple[str, ...]
    """Kinds of contact the word is read for; empty: all."""
    weak: bool
    """Whether it counts only where nothing says that there was a conversation."""
    of_all: tuple[str, ...]
    """Words without which it is not said of several contacts in one entry; empty: it always is."""


class Vocabulary:
    """All lists of the file, each made when it is first used."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._lists: dict[tuple[str, str], Words] = {}

    @cached_property
    def kinds(self) -> Words:
        """Word to (kind, channel or None)."""
        return Words({word: (one["kind"], one.get("channel")) for one in self._data["kind"] for word in one["words"]})

    @cached_property
    def facts(self) -> dict[str, Words]:
        """For each field the words that settle it, with their Fact."""
        found: dict[str, dict[str, Fact]] = {}
        for one in self._data["fact"]:
            fact = Fact(
                one["field"],
                one.get("value"),
                tuple(one.get("only", ())),
                one.get("weak", False),
                tuple(one.get("of_all", ())),
            )
            found.setdefault(fact.field, {}).update(dict.fromkeys(one["words"], fact))
        return {field: Words(words) for field, words in found.items()}

    @cached_property
    def roles(self) -> Words:
        """Word to the code of the role."""
        return Words({word: one["role"] for one in self._data["role"] for word in one["words"]})

    @cached_property
    def persons(self) -> dict[str, Person]:
        """Word to Person."""
        return {
            word: Person(one.get("name", ""), one["relation"]) for one in self._data["person"] for word in one["words"]
        }

    @cached_property
    def reach_round(self) -> dict[str, Words]:
        """The word before a person and those behind: 给 … 打电话."""
        return {before: Words(after) for before, after in self._data["third"]["reach_round"]}

    def words(self, section: str, name: str) -> Words:
        """A plain list of the file, such as ``words("speech", "quoting")``."""
        key = (section, name)
        if key not in self._lists:
            self._lists[key] = Words(self._data[section][name])
        return self._lists[key]

    def text(self, section: str, name: str) -> str:
        """A single text of the file."""
        return str(self._data[section][name])


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that stands beside this module."""
    with Path(__file__).with_name("quick_words.toml").open("rb") as file:
        return Vocabulary(tomllib.load(file))
