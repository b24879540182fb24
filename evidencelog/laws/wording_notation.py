"""The notation of forms: ``you >1 kin & contacts /20 clause +debt:text -denies:before4 quote to=debtor``.

Names of classes are joined by ``>`` (in this order, ``>3``: at most three characters between) or by ``&`` (in either
order), ``a|b`` is either class. After them stand, in any order: ``/20`` (from the first to the last at most twenty
characters), the scope (``clause``, ``sentence``, ``text``), conditions (``+name:where``, ``-name:where``), and for whom
the form is meant (``quote`` or ``description``, ``to=…``, ``by=…``).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from evidencelog.i18n import _
from evidencelog.models.wording import CHANNELS, CONTACTED, SCOPES, VIEWS

GAP = 8
"""Most characters between two ordered parts when the form says nothing."""

WIDTH = 18
"""Most characters from the first to the last unordered part when the form says nothing."""

_NAMES = re.compile(r"[a-z][a-z0-9_]*(?:\|[a-z][a-z0-9_]*)*")
_ORDER = re.compile(r">(\d{0,3})")
_WIDTH = re.compile(r"/(\d{1,3})")
_CONDITION = re.compile(
    rf"([+-])({_NAMES.pattern})(?::(clause|sentence|text|inside|around|(?:before|ahead|after|next|near)(\d{{1,2}})))?"
)
_TO = re.compile(r"(to|by)=([a-z]+(?:,[a-z]+)*)")


class Wanted(NamedTuple):
    """A condition with names instead of numbers."""

    wanted: bool
    names: tuple[str, ...]
    where: str
    reach: int


class Notation(NamedTuple):
    """A form with names instead of numbers."""

    ordered: bool
    parts: tuple[tuple[str, ...], ...]
    gaps: tuple[int, ...]
    scope: str
    conditions: tuple[Wanted, ...]
    views: tuple[str, ...]
    channels: tuple[str, ...]
    contacted: tuple[str, ...]

    def names(self) -> set[str]:
        """Every class the form speaks of."""
        return {name for part in self.parts for name in part} | {n for c in self.conditions for n in c.names}


class NotationError(ValueError):
    """A form that is not written in the notation; its text says what is allowed."""


def parse(text: str) -> Notation:
    """The form written in ``text``; NotationError when it is none."""
    words = text.split()
    parts: list[tuple[str, ...]] = []
    joins: list[str] = []
    at = 0
    while at < len(words):
        if len(parts) > len(joins):
            if words[at] != "&" and not _ORDER.fullmatch(words[at]):
                break
            joins.append(words[at])
        elif _NAMES.fullmatch(words[at]):
            parts.append(tuple(words[at].split("|")))
        else:
            raise NotationError(_("a class at {word}", word=repr(words[at])))
        at += 1
    if not parts or len(parts) == len(joins):
        raise NotationError(_("a class after each > or &"))
    if "&" in joins and len(set(joins)) > 1:
        raise NotationError(_("either > or & in one form"))
    return _with_words(parts, joins, words[at:])


def _with_words(parts: list[tuple[str, ...]], joins: list[str], words: list[str]) -> Notation:
    scope, width = "sentence", 0
    conditions: list[Wanted] = []
    views: tuple[str, ...] = ()
    only: dict[str, tuple[str, ...]] = {"to": (), "by": ()}
    for word in words:
        condition, target, size = _CONDITION.fullmatch(word), _TO.fullmatch(word), _WIDTH.fullmatch(word)
        if word in SCOPES:
            scope = word
        elif word in VIEWS:
            views = (word,)
        elif size is not None:
            width = int(size[1])
        elif condition is not None:
            conditions.append(_condition(condition))
        elif target is not None:
            values = tuple(target[2].split(","))
            allowed = CONTACTED if target[1] == "to" else CHANNELS
            if not set(values) <= set(allowed):
                raise NotationError(f"{target[1]}={','.join(allowed)}")
            only[target[1]] = values
        else:
            raise NotationError(_("a scope, a width, a condition or for whom it is meant, at {word}", word=repr(word)))
    ordered = "&" not in joins
    if ordered:
        gaps = tuple(int(join[1:] or GAP) for join in joins)
    else:
        gaps = (width or WIDTH,)
    return Notation(ordered, tuple(parts), gaps, scope, tuple(conditions), views, only["by"], only["to"])


def _condition(found: re.Match[str]) -> Wanted:
    where = found[3] or "sentence"
    return Wanted(found[1] == "+", tuple(found[2].split("|")), where.rstrip("0123456789"), int(found[4] or 0))
