"""Advice as the app can follow it: what names a command or an option in a law pack or a warning names a key or a field here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidencelog.i18n import N_, _
from evidencelog.tui.actions import key_of

if TYPE_CHECKING:
    from collections.abc import Callable

FIELDS = {"request": N_("You ask for"), "letter": N_("Own words"), "signed": N_("Signed scan")}
"""Options of the command line that are fields of the packet screen, with the labels they have there."""


def _field(label: str) -> Callable[[], str]:
    return lambda: _("[{label}]", label=_(label))


def _covered_copy(found: re.Match[str]) -> str:
    """Attaching a covered copy: in the entry or the complaint, with the key that says of what it is one."""
    owner, original = found.groups()
    if owner.startswith("C"):
        return _(
            "{attach} in {entry}, then {mark}: covered copy of {id}",
            attach=key_of("contact.attach"),
            entry=owner,
            mark=key_of("contact.mark"),
            id=original,
        )
    return _(
        "{attach} at {complaint} ({list} on the first screen), then {mark}: covered copy of {id}",
        attach=key_of("follow.attach"),
        complaint=owner,
        list=key_of("home.follow_up"),
        mark=key_of("follow.mark"),
        id=original,
    )


_COVERED = re.compile(r"evidencelog attach ([CK]\d+) \S+ --redacted-of (A\d+)", re.ASCII)
_WAYS: tuple[tuple[str, Callable[[], str]], ...] = (
    (r"evidencelog profile set --[a-z-]+", lambda: _("{key} (about you)", key=key_of("export.you"))),
    (
        r"evidencelog platform set \S+ --[a-z-]+",
        lambda: _("the form of the platform ({list}, then {edit})", list=key_of("home.platforms"), edit=key_of("platforms.edit")),
    ),
    (
        r"evidencelog (?:request|notice) add",
        lambda: _("the facts of the platform ({list}, then {facts})", list=key_of("home.platforms"), facts=key_of("platforms.facts")),
    ),
    (
        r"evidencelog complaint add(?: --[a-z-]+ \S+)*",
        lambda: _("{sent} in the finished packet, or {list} on the first screen", sent=key_of("export.sent"), list=key_of("home.follow_up")),
    ),
    (r"evidencelog attach", lambda: _("{key} in the entry", key=key_of("contact.attach"))),
    (r"evidencelog law (\S+) ([\w-]+)", lambda: _("the statutes ({key} on the first screen)", key=key_of("home.statutes"))),
    *((rf"--{option}\b", _field(label)) for option, label in FIELDS.items()),
)  # fmt: skip
_SPACE = re.compile(r"(?<=[\u3000-\u9fff\uff01-\uff5e]) (?=[\u3000-\u9fff\uff01-\uff5e])")
"""A space beside a command in Chinese words, where the way of the app has Chinese at its end."""
_PATTERNS = tuple((re.compile(pattern, re.ASCII), words) for pattern, words in _WAYS)


def in_app(words: str) -> str:
    """A text of a pack or a warning with the ways of the command line put as those of the app."""
    if "--" in words or "evidencelog" in words:
        words = _COVERED.sub(_covered_copy, words)
        for pattern, way in _PATTERNS:
            words = pattern.sub(way().replace("\\", "\\\\"), words)
        words = _SPACE.sub("", words)
    return words
