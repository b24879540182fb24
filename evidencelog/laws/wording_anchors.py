"""Which words tell that a text is worth reading: of every form the part that is the least everyday."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.laws.wording_needs import rarity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidencelog.laws.wording_notation import Notation

_Place = tuple[str, str]
Leaves = frozenset[str]
"""Listed or pattern classes of which a text that matches must hold at least one."""


def anchors_of(
    forms: Sequence[tuple[_Place, str, Notation]],
    made: Mapping[str, Sequence[Notation]],
    words: Mapping[str, tuple[str, ...]],
    patterns: Mapping[str, tuple[str, tuple[str, ...]]],
    common: frozenset[str],
) -> tuple[tuple[str, ...], tuple[str, ...], list[tuple[_Place, str]]]:
    """Words and patterns without which no form can match, and the forms that have common classes only."""
    leaves: dict[str, list[Leaves]] = {}

    def choices(name: str) -> list[Leaves]:
        """Ways to tell that the class may be there; none when its words are common."""
        if name not in leaves:
            if not made[name]:
                leaves[name] = [] if name in common else [frozenset((name,))]
            else:
                arms = [best(form_choices(form)) for form in made[name]]
                leaves[name] = [] if name in common or None in arms else [frozenset().union(*filter(None, arms))]
        return leaves[name]

    def form_choices(form: Notation) -> list[Leaves]:
        needed = list(form.parts)
        needed += [condition.names for condition in form.conditions if condition.wanted]
        found: list[Leaves] = []
        for part in needed:
            arms = [best(choices(name)) for name in part]
            if all(arm is not None for arm in arms):
                found.append(frozenset().union(*filter(None, arms)))
        return found

    def weight(chosen: Leaves) -> int:
        return sum(_spread(name, words, patterns) for name in chosen)

    def best(found: list[Leaves]) -> Leaves | None:
        return min(found, key=lambda chosen: (weight(chosen), sorted(chosen)), default=None)

    chosen: set[str] = set()
    hollow: list[tuple[_Place, str]] = []
    for place, text, form in forms:
        found = form_choices(form)
        if not found:
            hollow.append((place, text))
            continue
        chosen |= best([option for option in found if option <= chosen]) or best(found) or frozenset()
    anchors = {word for name in chosen for word in words[name]}
    unknown = []
    for name in sorted(chosen & patterns.keys()):
        pattern, needs = patterns[name]
        anchors.update(needs)
        if not needs:
            unknown.append(pattern)
    return _shortest(anchors), tuple(unknown), hollow


def _spread(
    name: str, words: Mapping[str, tuple[str, ...]], patterns: Mapping[str, tuple[str, tuple[str, ...]]]
) -> int:
    """How much of everyday text a class is likely to catch: short words catch most."""
    if name in patterns:
        return rarity(patterns[name][1]) if patterns[name][1] else UNKNOWN
    return rarity(words[name])


UNKNOWN = 90000
"""What a pattern counts of which nothing is known."""


def _shortest(anchors: set[str]) -> tuple[str, ...]:
    """Without words that hold another anchor: the shorter one finds them."""
    return tuple(
        sorted(
            word
            for word in anchors
            if not any(
                word[at:end] in anchors
                for at in range(len(word))
                for end in range(at + 1, len(word) + 1)
                if end - at < len(word)
            )
        )
    )
