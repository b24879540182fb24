"""Sealed files in words: their list under an entry, and what is said of a copy of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _, ngettext
from evidencelog.tui.widgets.drawing import Paragraph, Part, shown
from evidencelog.tui.widgets.reading import heading, plain, quiet
from evidencelog.tui.words import sentence, size_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evidencelog.models.browsing import Attachment

OWN = "own"
"""Key of the line that says of a file that it is no copy."""
_HEARD = ("audio/", "video/")
"""Beginnings of the types of what can be heard or watched."""


def copy_words(kind: str | None, of: str | None) -> str:
    """What a file is to another one: ``covered copy of A0001``."""
    if kind == "redacted":
        return _("covered copy of {id}", id=of)
    return _("playable copy of {id}", id=of) if kind == "playable" else _("a file of its own")


def sealing(done: int, total: int | None, key: str) -> str:
    """How far the sealing of files is, in bytes, and the key that stops it."""
    so_far = size_words(done) if total is None else f"{100 * done // max(total, 1)} %"
    return _("Sealing: {done}   {key} stops it", done=so_far, key=key)


def meaning(kind: str | None) -> str:
    """What that means for a packet."""
    if kind == "redacted":
        return _("packets hold it in place of the other")
    return _("packets hold both") if kind == "playable" else _("packets hold it as it is")


def files(attachments: Sequence[Attachment], *, mark: str, open: str = "") -> list[Paragraph]:
    """How many there are, then each with its size, the beginning of its SHA-256 and what it is a copy of.

    ``mark`` and ``open`` are the keys told of: the first where there are several, the other one where it is given.
    """
    if not attachments:
        return [quiet(_("No files"))]
    text = [heading(ngettext("{n} file", "{n} files", len(attachments)))]
    for file in attachments:
        facts = [size_words(file.size), f"SHA-256\u00a0{file.sha256[:16]}"]  # no line ends between the two
        if file.erased:
            facts.append(_("erased for good"))
        line = (Part(f"{file.id}  {shown(file.name)}"), Part("  " + "  ".join(facts), "quiet"))
        text.append(Paragraph(line, hang=7))
        if file.copy:
            text.append(plain(copy_words(file.copy, file.copy_of), indent=7))
    if may_be_copies(attachments):
        told = _("{open} opens one, {mark} says which is a copy of another one.", open=open, mark=mark)
        text.append(quiet(told if open else _("{key} says which file is a copy of another one.", key=mark)))
    elif open:
        text.append(quiet(_("{key} opens it.", key=open)))
    return text


def sealed(attachments: Iterable[Attachment], how_to_mark: str) -> str:
    """What is said when files were sealed; ``how_to_mark`` where one of them may be a copy of another one."""
    names = ", ".join(f"{shown(file.name)} ({size_words(file.size)})" for file in attachments)
    told = _("Sealed: {names}", names=names)
    return "  ".join(filter(None, [told, how_to_mark]))


def may_be_copies(attachments: Sequence[Attachment]) -> list[Attachment]:
    """The files that can be said to be a copy of another one, the newest first: those nothing else is a copy of."""
    there = [file for file in attachments if not file.erased]
    taken = {file.copy_of for file in there}
    return [file for file in reversed(there) if file.id not in taken and (file.copy or originals(file, there))]


def originals(file: Attachment, attachments: Iterable[Attachment]) -> list[Attachment]:
    """The files another one can be a copy of, those of its own sort first."""
    found = [one for one in attachments if one.copy is None and not one.erased and one.id != file.id]
    sort = file.media_type.partition("/")[0]
    return sorted(found, key=lambda one: one.media_type.partition("/")[0] != sort)


def choices(file: Attachment, attachments: Iterable[Attachment]) -> list[tuple[str, str, str]]:
    """What can be said of a file: a key, ``kind:id`` or ``OWN``, words, and the name of the other file.

    Only what can be heard or watched is offered as a playable copy.
    """
    kinds = ["redacted", "playable"] if file.media_type.startswith(_HEARD) else ["redacted"]
    lines = [
        (f"{kind}:{one.id}", sentence(copy_words(kind, one.id)), shown(one.name))
        for one in originals(file, attachments)
        for kind in kinds
    ]
    return [*lines, (OWN, sentence(copy_words(None, None)), "")] if file.copy else lines
