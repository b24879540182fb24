"""What every text that a regular expression matches must hold: short strings that can be looked for first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

Strings = frozenset[str]

MOST = 4000
"""Most strings that are followed up; what stands for more is given up."""

NOTHING: Strings = frozenset(("",))


def needed(pattern: str) -> Strings:
    """Strings of which each match holds at least one; empty when no such strings are known.

    Of several choices the one that everyday text is least likely to hold.
    """
    from re import _parser as parser  # type: ignore[attr-defined]

    return min(
        _choices(parser.parse(pattern)), key=lambda strings: (rarity(strings), sorted(strings)), default=Strings()
    )


def rarity(strings: Iterable[str]) -> int:
    """How much of everyday text some strings are likely to catch: single characters catch most."""
    return sum({1: 4000, 2: 4}.get(len(string), 1) for string in strings)


def _choices(tree: Iterable[tuple[Any, Any]]) -> list[Strings]:
    """Sets of strings; each match holds one of every set."""
    found: list[Strings] = []
    run = NOTHING
    for code, argument in tree:
        strings = _strings(code, argument)
        if strings is not None and len(run) * len(strings) <= MOST:
            run = frozenset(first + second for first in run for second in strings)
            continue
        if strings is None:
            first, last = _edge(code, argument, 0), _edge(code, argument, -1)
            if len(run) * len(first) <= MOST:
                run = frozenset(before + one for before in run for one in first) or run
            _end(run, found)
            found += _inner(code, argument)
            run = last or NOTHING
        else:
            _end(run, found)
            run = strings
    _end(run, found)
    return found


def _end(run: Strings, found: list[Strings]) -> None:
    if "" not in run:
        found.append(frozenset(one for one in run if not any(one[at:end] in run for at, end in _within(one))))


def _within(string: str) -> Iterable[tuple[int, int]]:
    """Spans of every shorter string in a string."""
    length = len(string)
    return ((at, end) for at in range(length) for end in range(at + 1, length + 1) if end - at < length)


def _edge(code: Any, argument: Any, place: int) -> Strings:
    """The characters a part that is never empty can begin (0) or end (-1) with; empty when that is not known."""
    name = str(code)
    if name == "LITERAL":
        return frozenset((chr(argument),))
    if name == "IN":
        return _members(argument) or Strings()
    if name == "SUBPATTERN":
        parts = [part for part in argument[3] if str(part[0]) not in ("ASSERT", "ASSERT_NOT", "AT")]
        return _edge(parts[place][0], parts[place][1], place) if parts else Strings()
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0] > 0:
        return _edge("SUBPATTERN", (None, 0, 0, argument[2]), place)
    if name == "BRANCH":
        arms = [_edge("SUBPATTERN", (None, 0, 0, arm), place) for arm in argument[1]]
        return frozenset().union(*arms) if all(arms) else Strings()
    return Strings()


def _inner(code: Any, argument: Any) -> list[Strings]:
    """The sets of a part that stands for too many strings to be followed."""
    name = str(code)
    if name == "SUBPATTERN":
        return _choices(argument[3])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0] > 0:
        return _choices(argument[2])
    if name == "BRANCH":
        arms = [min(_choices(arm), key=rarity, default=None) for arm in argument[1]]
        if all(arm is not None for arm in arms):
            union = frozenset().union(*(arm for arm in arms if arm is not None))
            return [union] if len(union) <= MOST else []
    return []


def _strings(code: Any, argument: Any) -> Strings | None:
    """Every string a part stands for; None when there are too many or no end to them."""
    name = str(code)
    if name == "LITERAL":
        return frozenset((chr(argument),))
    if name in ("ASSERT", "ASSERT_NOT", "AT"):
        return NOTHING
    if name == "IN":
        return _members(argument)
    if name == "SUBPATTERN":
        return _sequence(argument[3])
    if name == "BRANCH":
        arms = [_sequence(arm) for arm in argument[1]]
        if any(arm is None for arm in arms):
            return None
        union = frozenset().union(*(arm for arm in arms if arm is not None))
        return union if len(union) <= MOST else None
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _repeated(*argument)
    return None


def _sequence(tree: Iterable[tuple[Any, Any]]) -> Strings | None:
    run = NOTHING
    for code, argument in tree:
        strings = _strings(code, argument)
        if strings is None or len(run) * len(strings) > MOST:
            return None
        run = frozenset(first + second for first in run for second in strings)
    return run


def _repeated(low: int, high: int, body: Any) -> Strings | None:
    strings = _sequence(body)
    if strings is None or int(high) > 3:
        return None
    every: set[str] = set()
    power = NOTHING
    for times in range(int(high) + 1):
        if times >= low:
            every |= power
        if len(every) > MOST or len(power) * len(strings) > MOST * 4:
            return None
        power = frozenset(first + second for first in power for second in strings)
    return frozenset(every)


def _members(items: Iterable[tuple[Any, Any]]) -> Strings | None:
    members: set[str] = set()
    for code, argument in items:
        if str(code) == "LITERAL":
            members.add(chr(argument))
        elif str(code) == "RANGE" and argument[1] - argument[0] < 64:
            members |= {chr(point) for point in range(argument[0], argument[1] + 1)}
        else:
            return None
    return frozenset(members)
