"""Tells quickly that a text holds nothing worth reading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidencelog.checker.wording.normal import Normaliser
    from evidencelog.models.wording import Wording


class Prefilter:
    """One search for the words without which no frame can match; compiled when first asked."""

    def __init__(self, wording: Wording, normaliser: Normaliser) -> None:
        self._wording = wording
        self._normaliser = normaliser
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        """The search itself, for normal texts."""
        if self._compiled is None:
            self._compiled = re.compile("|".join((trie_pattern(self._wording.anchors), *self._wording.anchor_patterns)))
        return self._compiled

    def hits(self, text: str) -> bool:
        """Whether a text may match a frame."""
        return self.compiled.search(self._normaliser.plain(text)) is not None


def trie_pattern(words: Iterable[str]) -> str:
    """A regular expression for any of the words that shares their beginnings, so that no place is tried twice."""
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branch(root) or "(?!)"


def _branch(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    if "" in node:
        return ""  # a shorter word already ends here
    arms = [re.escape(character) + _branch(below) for character, below in sorted(node.items())]
    singles = [arm for arm in arms if len(arm) == 1]
    others = [arm for arm in arms if len(arm) > 1]
    if len(singles) > 1:
        others.append("[" + "".join(singles) + "]")
    else:
        others += singles
    return others[0] if len(others) == 1 else "(?:" + "|".join(others) + ")"
