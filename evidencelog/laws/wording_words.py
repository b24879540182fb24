"""Word lists of a pack: alternatives in braces spelled out, disguised spellings made from sounds, bounded patterns."""

from __future__ import annotations

import itertools
import re
from typing import Any

MOST = 400
"""Most words one item of a list may stand for."""


def spelled_out(item: str) -> list[str]:
    """``打{给,}`` → ``打给``, ``打``; ``_`` becomes a space. ValueError for braces that do not close or too many words."""
    pieces = re.split(r"\{([^{}]*)\}", item)
    if any("{" in piece or "}" in piece for piece in pieces[::2]):
        raise ValueError(item)
    choices = [[piece] if at % 2 == 0 else piece.split(",") for at, piece in enumerate(pieces)]
    number = 1
    for choice in choices:
        number *= len(choice)
    if number > MOST:
        raise ValueError(item)
    return ["".join(combination).replace("_", " ") for combination in itertools.product(*choices)]


def disguises(word: str, sounds: list[str]) -> list[str]:
    """The word with some characters as their sound or its first letter; all of them only as full sounds."""
    choices = [[character, sound, sound[0]] for character, sound in zip(word, sounds, strict=True)]
    found = []
    for combination in itertools.product(*choices):
        spelling = "".join(combination)
        if spelling == word:
            continue
        kept = sum(part == character for part, character in zip(combination, word, strict=True))
        full = all(part == sound for part, sound in zip(combination, sounds, strict=True))
        if kept or full:
            found.append(spelling)
    return found


def unbounded(pattern: str) -> str | None:
    """What in a regular expression may not stand there: open repetitions, nested or long ones, references. None: nothing."""
    from re import _constants as c  # type: ignore[attr-defined]
    from re import _parser as p  # type: ignore[attr-defined]

    try:
        tree = p.parse(pattern)
    except re.error as error:
        return str(error)
    return _fault(tree, inside=False, constants=c)


LONGEST = 40
"""Most repetitions a pattern may ask for."""


def _fault(tree: Any, *, inside: bool, constants: Any) -> str | None:
    for code, argument in tree:
        if code in (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT):
            _low, high, body = argument
            if high == constants.MAXREPEAT or int(high) > LONGEST:
                return f"{{,{LONGEST}}}"
            if inside and int(high) > 1:
                return "{n,m} in {n,m}"
            found = _fault(body, inside=inside or int(high) > 1, constants=constants)
        elif code in (constants.GROUPREF, constants.GROUPREF_EXISTS):
            return "\\1"
        elif code is constants.SUBPATTERN:
            found = _fault(argument[3], inside=inside, constants=constants)
        elif code is constants.BRANCH:
            found = next(filter(None, (_fault(arm, inside=inside, constants=constants) for arm in argument[1])), None)
        elif code in (constants.ASSERT, constants.ASSERT_NOT):
            found = _fault(argument[1], inside=inside, constants=constants)
        else:
            found = None
        if found is not None:
            return found
    return None
