"""Shortening what belongs to third persons: their names and numbers, wherever they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from evidencelog.i18n import _
from evidencelog.models.packet import ThirdPerson
from evidencelog.packet import phrases
from evidencelog.packet.disguises import NAME_GAP, NUMBER_GAP, bare, digits, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SHORTEST_NAME = 2
"""Names of one character stand in too many words to be looked for in running text."""
_SHORTEST_NUMBER = 7
_SHORTEST_CODE = 3
_COUNTRY = r"(?:(?:\+|00)?86[\s\-]*)?"
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_KIN = frozenset(
    [
        "爸爸",
        "妈妈",
        "父亲",
        "母亲",
        "老爸",
        "老妈",
        "爸",
        "妈",
        "爷爷",
        "奶奶",
        "外公",
        "外婆",
        "姥姥",
        "姥爷",
        "哥哥",
        "弟弟",
        "姐姐",
        "妹妹",
        "大哥",
        "大姐",
        "老公",
        "老婆",
        "丈夫",
        "妻子",
        "爱人",
        "儿子",
        "女儿",
        "孩子",
        "叔叔",
        "伯伯",
        "舅舅",
        "阿姨",
        "姑姑",
        "婶婶",
        "公公",
        "婆婆",
        "岳父",
        "岳母",
        "表哥",
        "表姐",
        "表弟",
        "表妹",
        "堂哥",
        "堂弟",
        "朋友",
        "同事",
        "领导",
        "老板",
        "单位",
        "公司",
        "同学",
        "老师",
        "邻居",
        "房东",
        "客户",
        "家人",
        "亲戚",
        "mum",
        "mom",
        "dad",
        "mother",
        "father",
        "wife",
        "husband",
        "brother",
        "sister",
        "friend",
        "boss",
        "colleague",
    ]
)
"""What people call those around them instead of a name."""
_LOCAL = (8, 7)
"""Digits of a fixed line's number that are dialled without the code of the place, which begins with 0."""


class Redactor:
    """Replaces names of third persons by their labels, shortens their numbers, and counts what it did.

    The result never holds a full name of two or more characters or a full number of a third person, however they are
    spaced or written (see ``disguises``). Names of one character, and what people call their relatives (妈妈), are
    replaced only where they stand alone in a field: in running text they are everybody's words.
    """

    def __init__(self, persons: Sequence[Mapping[str, Any]], *, further: Iterable[str] = ()) -> None:
        """``persons``: ``id``, ``names``, ``numbers``, ``relation`` of each; ``further``: words to shorten besides."""
        ordered = sorted(persons, key=lambda person: (len(person["id"]), person["id"]))
        self.persons = tuple(
            ThirdPerson(person["id"], _("third person {letter}", letter=phrases.letter(at)), person.get("relation"))
            for at, person in enumerate(ordered)
        )
        self._labels = {person.id: person.label for person in self.persons}
        self._exact = {name: self._labels[person["id"]] for person in ordered for name in person.get("names") or ()}
        self._first = {person["id"]: next(iter(person.get("names") or ()), person["id"]) for person in ordered}
        numbers = {number for person in ordered for number in person.get("numbers") or ()}
        words = [word for word in further if word.strip()]
        self._numbers = {digits(number): number for number in [*numbers, *filter(_is_number, words)]}
        for number in [one for one in self._numbers if one.startswith("0")]:
            for length in _LOCAL:
                if len(number) - length >= _SHORTEST_CODE:
                    self._numbers.setdefault(number[-length:], self._numbers[number])
        self._words = {word: _("[shortened]") for word in words if not _is_number(word)}
        self._needles: tuple[str, ...] = ()
        self._pattern = self._compiled()
        self.names: set[str] = set()
        self.seen_numbers: set[str] = set()
        self.seen_words: set[str] = set()

    def label(self, person: str) -> str:
        """What stands for a person's id."""
        self.names.add(self._first.get(person, person))
        return self._labels.get(person) or _("a third person")

    def text(self, text: str) -> str:
        """The text with every name, number and further word shortened."""
        if self._pattern is None or not self._suspect(text):
            return text
        form, pieces, at = plain(text), [], 0
        found = self._pattern.search(form)
        while found:
            start, end = found.span()
            if found["number"] and (text[start - 1 : start].isdigit() or text[end : end + 1].isdigit()):
                found = self._pattern.search(form, start + 1)  # the digits of a longer number
                continue
            pieces += [text[at:start], self._replacement(found)]
            at = end
            found = self._pattern.search(form, end)
        return "".join([*pieces, text[at:]])

    def value(self, value: Any) -> Any:
        """A field's value, lists and objects included; a value that is just a name becomes its label."""
        if isinstance(value, str):
            if value in self._exact:
                self.names.add(value)
                return self._exact[value]
            return self.text(value)
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        return value

    def clean(self, value: Any) -> bool:
        """True when a value holds nothing that would be shortened; asking leaves the counts alone."""
        counts = set(self.names), set(self.seen_numbers), set(self.seen_words)
        try:
            return bool(self.value(value) == value)
        finally:
            self.names, self.seen_numbers, self.seen_words = counts

    def counts(self) -> dict[str, int]:
        """How many different names, numbers and further words were shortened so far."""
        return {"names": len(self.names), "numbers": len(self.seen_numbers), "words": len(self.seen_words)}

    def _suspect(self, text: str) -> bool:
        """Whether the letters and digits of a text hold anything that may have to go: asked of every text, so quick."""
        letters = bare(text)
        return any(needle in letters for needle in self._needles)

    def _compiled(self) -> re.Pattern[str] | None:
        numbers = sorted((number for number in self._numbers if len(number) >= _SHORTEST_NUMBER), key=len, reverse=True)
        names = [name for name in self._exact if len(name) >= _SHORTEST_NAME and name not in _KIN]
        words = sorted(filter(None, map(bare, [*names, *self._words])), key=len, reverse=True)
        self._needles = (*numbers, *words)
        parts = [NUMBER_GAP.join(number) for number in numbers]
        parts = [rf"(?P<number>{_COUNTRY}(?:{'|'.join(parts)}))"] if parts else ["(?P<number>(?!))"]
        parts += [NAME_GAP.join(map(re.escape, word)) for word in words]
        return re.compile("|".join(parts)) if self._needles else None

    def _replacement(self, match: re.Match[str]) -> str:
        if match["number"]:
            called = digits(_ESCAPES.sub("", match[0]))
            for known in (called, called.removeprefix("00").removeprefix("86")):
                number = self._numbers.get(known)
                if number is not None:
                    self.seen_numbers.add(number)
                    return shortened(known)
        folded = bare(match[0])
        for name, label in self._exact.items():
            if bare(name) == folded:
                self.names.add(name)
                return label
        self.seen_words.add(folded)
        return _("[shortened]")


def shortened(number: str) -> str:
    """A number with its middle hidden: ``138****0002``; short ones keep two digits."""
    kept = digits(number)
    if len(kept) < _SHORTEST_NUMBER:
        return "*" * max(len(kept) - 2, 0) + kept[-2:]
    head = 3 if len(kept) >= 10 else 1
    return f"{kept[:head]}{'*' * 4}{kept[-4:] if len(kept) >= 10 else kept[-2:]}"


def _is_number(text: str) -> bool:
    return len(digits(text)) >= _SHORTEST_NUMBER and not re.search(r"[^\W\d]", text)
