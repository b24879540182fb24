"""Cards for people: verify first and do not ignore, a help line. Words of the law packs, never commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidencelog.app.cases import Case

_FEW = 6
"""Entries named one by one."""


def card_lines(case: Case | None, cards: Iterable[str], entry: str = "") -> Iterator[str]:
    """Each card with its advice; ``entry`` is the id of the entry into which the answer to a check goes."""
    from evidencelog.app.guidance import guidance, say

    for card in cards:
        words = guidance(case, card)
        if words.title is None:
            continue
        yield say(words.title)
        yield from (f"  {say(line)}" for line in words.advice)
        if entry and words.roles:
            yield "  " + _(
                "Once you have checked it, note what came out: {command}",
                command=f"evidencelog correct {entry} --set role_checked=genuine|false --because …",
            )


def called_for(case: Case, contact_ids: Sequence[str]) -> Iterator[str]:
    """The cards that entries just recorded call for, in full; each card once."""
    from evidencelog.app.guidance import cards_in

    for card, entries in cards_in(case, contact_ids).items():
        yield from card_lines(case, [card], entries[0])


def pointers(case: Case, cards: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """One line for each card: how many entries call for it, and where it stands in full."""
    from evidencelog.app.guidance import guidance, say

    for card, entries in cards.items():
        words = guidance(case, card)
        if words.title is None:
            continue
        names = " ".join(entries[:_FEW]) + (" …" if len(entries) > _FEW else "")
        count = ngettext("{n} entry: {names}", "{n} entries: {names}", len(entries), names=names)
        yield _(
            "{title}. {entries}; see {command}",
            title=say(words.title),
            entries=count,
            command=f"evidencelog show {entries[0]}",
        )
