"""The letters of request to the lender on their own: the complete recording, a copy of one's data, third persons left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.app.addressees import chosen, in_use
from evidencelog.app.new_file import write_new
from evidencelog.app.packet_material import gathered, private_notes
from evidencelog.errors import CannotDo, PathTaken
from evidencelog.i18n import _, speaking
from evidencelog.models.packet_making import PacketRequest
from evidencelog.models.progress import Silent

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.app.cases import Case
    from evidencelog.models.progress import Progress


class NoLetters(CannotDo):
    """The packs in use hold no letters of request."""

    def __str__(self) -> str:
        return _("The law packs of this case hold no letters of request.")


def write_letters(case: Case, platform: str, path: Path, progress: Progress | None = None) -> None:
    """Writes the letters to the platform of that name into one Word document, to be filled in and signed.

    They are those of the packet for the lender, with the same names left out, and pass the same guard. Raises NoLetters,
    PathTaken, GuardStopped, CaseGone, CaseUnwritable, DiskFull, Cancelled.
    """
    from evidencelog.packet.assembling import assemble, redactor_of
    from evidencelog.packet.guard import GuardStopped, check
    from evidencelog.packet.papers import forms
    from evidencelog.packet.render.letter import letter

    if path.exists() or path.is_symlink():
        raise PathTaken(path)
    addressee = next((channel.id for _pack, channel in in_use(case) if channel.letters), None)
    if addressee is None:
        raise NoLetters
    to = chosen(case, addressee)
    request = PacketRequest(channel=addressee, platform=platform)
    with case.store.reading() as conn, speaking(to.channel.language):
        material = gathered(case, conn, to.channel, to.titles, request, (), None, progress or Silent())
        packet = assemble(material)
        document = next((one for one in forms(packet) if one.stem == "requests"), None)
        if document is None:
            raise NoLetters
        redactor = redactor_of(material)
        notes = private_notes(material)
        hits = check(packet, [document], to.guard, clean=lambda text: redactor.text(text) == text, private=notes)
        if hits:
            raise GuardStopped(hits)
        content = letter(document, at=packet.as_of.at)
    case.store.check_place()
    write_new(path, content)
