"""The two languages of the program: source strings are English, Chinese comes from gettext catalogues.

One catalogue per area (``core``, ``cli``, ``tui``, ``packet``) so that an area can be read and kept up alone.
"""

from __future__ import annotations

import gettext as _gettext
import os
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("zh", "en")
AREAS = ("core", "cli", "tui", "packet")

_LOCALE = Path(__file__).parent / "locale"
_current = "zh"
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    """All areas of one language as one chain; English is the source text itself."""
    chain = _gettext.NullTranslations()
    if language == "zh":
        for area in AREAS:
            with (_LOCALE / "zh_CN" / "LC_MESSAGES" / f"{area}.mo").open("rb") as file:
                part = _gettext.GNUTranslations(file)
            part.add_fallback(chain)
            chain = part
    return chain


def set_language(language: str) -> None:
    """Makes ``zh`` or ``en`` the language of every later call of ``_``; ValueError for another."""
    global _current
    if language not in LANGUAGES:
        raise ValueError(language)
    _current = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Makes ``zh`` or ``en`` the language within the block, for this thread or task only; ValueError for another.

    For papers that are written in the language of who reads them, whatever the screen speaks.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def language() -> str:
    """The language in use: ``zh`` or ``en``."""
    return _spoken.get() or _current


def guess_language() -> str:
    """``EVIDENCELOG_LANG``, else the locale of the process, else ``zh``."""
    wanted = os.environ.get("EVIDENCELOG_LANG", "")
    if wanted in LANGUAGES:
        return wanted
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"


def _(message: str, /, **values: object) -> str:
    """The message in the language in use, with its named ``{values}`` filled in."""
    text = _catalogue(language()).gettext(message)
    return text.format(**values) if values else text


def ngettext(singular: str, plural: str, n: int, /, **values: object) -> str:
    """The form of the message that fits the number ``n`` (also available as ``{n}``)."""
    return _catalogue(language()).ngettext(singular, plural, n).format(n=n, **values)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Marks a message of a table for the catalogue; ``_`` is called where it is shown."""
    return message
