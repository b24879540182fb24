"""Hiding words and numbers on the screen until they are asked for; nothing recorded changes."""

from __future__ import annotations

from evidencelog.i18n import _

_on = False


def is_on() -> bool:
    """Whether words and numbers are hidden now."""
    return _on


def switch(on: bool) -> None:
    """Hides words and numbers, or shows them."""
    global _on
    _on = on


def number(text: str) -> str:
    """A telephone number: hidden, only its last two digits stand."""
    if not _on:
        return text
    digits = sum(character.isdigit() for character in text)
    seen, shown = 0, []
    for character in text:
        seen += character.isdigit()
        shown.append("*" if character.isdigit() and seen <= digits - 2 else character)
    return "".join(shown)


def words(text: str) -> str:
    """What somebody said or wrote: hidden as a whole."""
    return _("(words hidden)") if _on and text else text
