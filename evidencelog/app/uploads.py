"""What lies beside a packet for a web form: the papers under names a clerk reads, none larger than the addressee takes."""

from __future__ import annotations

import re
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.app.addressees import say
from evidencelog.i18n import _
from evidencelog.models.packet_making import PlannedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from evidencelog.models.packet import Packet
    from evidencelog.packet.blocks import Document
    from evidencelog.packet.splitting import Piece

MEGABYTE = 1_000_000
"""Limits count decimal megabytes: what is below them is below the binary ones too."""


class Uploads(NamedTuple):
    """What was put there."""

    files: tuple[PlannedFile, ...]
    warnings: tuple[str, ...]


def planned(packet: Packet, papers: Sequence[Document], forms: Sequence[Document]) -> Iterator[PlannedFile]:
    """The files ``fill`` would write, without their sizes and before any is split; in the language in use."""
    for paper, name in _papers(packet, papers):
        for each in _groups(packet) if _holds_exhibits(paper) else [name]:
            yield PlannedFile(f"{each}.pdf", _("to upload"), None)
    yield PlannedFile(_("short text") + ".txt", _("to paste into a web form"), None)
    for form in forms:
        yield PlannedFile(f"{form.title}.pdf", _("for yourself, or to fill in"), None)


def fill(
    folder: Path,
    packet: Packet,
    papers: Sequence[Document],
    data: Path,
    groups: Mapping[str, int],
    print_forms: Callable[[Path], object],
    step: Callable[[], None],
) -> Uploads:
    """Fills an empty folder: papers, the short text, the forms; what is too large goes into parts, with a list of them.

    Exhibits are a file for each of the ``groups`` of the list of evidence (number to its first page in the paper, from
    0). ``data`` holds the papers as PDF. A file that cannot be
    split far enough is named in a warning. In the language in use. Raises what ``print_forms`` raises, and OSError.
    """
    from evidencelog.packet.guides import short_text
    from evidencelog.packet.splitting import cut_at

    for paper, name in _papers(packet, papers):
        source = data / f"{paper.stem}.pdf"
        if _holds_exhibits(paper):
            for number, content in zip(groups, cut_at(source.read_bytes(), list(groups.values())), strict=True):
                (folder / f"{_('Exhibit {number}', number=number)}.pdf").write_bytes(content)
                step()
        else:
            shutil.copyfile(source, folder / f"{name}.pdf")
    ends = "" if packet.channel.unaltered else "\r\n"  # a line end more would alter an original text
    text = folder / (_("short text") + ".txt")
    text.write_text(short_text(papers[0]), encoding="utf-8", newline=ends)
    print_forms(folder)
    warnings: list[str] = []
    if packet.channel.largest_mb:
        warnings += _split(folder, packet, step)
    files = tuple(PlannedFile(path.name, "", path.stat().st_size) for path in sorted(folder.iterdir()))
    return Uploads(files, tuple(warnings))


def _papers(packet: Packet, papers: Iterable[Document]) -> Iterator[tuple[Document, str]]:
    """The papers to upload with the names they bear there; the first is what the addressee asked for."""
    counted: dict[str, int] = {}
    for position, paper in enumerate(papers):
        name = paper.title
        if paper.stem.endswith("evidence-list"):
            name = _("list of the evidence")
        elif paper.stem[3:].startswith("chronology"):
            name = f"{_('Exhibit {number}', number=1)} {paper.title}"
        elif position == 0 and not say(packet.channel.complainant):
            name = _("complaint letter")
        counted[name] = counted.get(name, 0) + 1
        yield paper, name if counted[name] == 1 else f"{name}-{counted[name]}"


def _holds_exhibits(paper: Document) -> bool:
    return paper.stem[3:].startswith("exhibits")


def _groups(packet: Packet) -> list[str]:
    """What the printed groups of the list of evidence are called: Exhibit 3, Exhibit 4 …"""
    shown = (one.number.partition("-")[0] for one in packet.exhibits if one.group not in {"log", "import"})
    return [_("Exhibit {number}", number=number) for number in dict.fromkeys(shown)]


def _split(folder: Path, packet: Packet, step: Callable[[], None]) -> Iterator[str]:
    """Puts every PDF that is too large into parts; gives a warning for each file that stays too large."""
    from evidencelog.packet.splitting import pieces

    megabytes = packet.channel.largest_mb
    limit = megabytes * MEGABYTE
    lines: list[str] = []
    for path in sorted(folder.iterdir()):
        if path.stat().st_size <= limit:
            continue
        if path.suffix != ".pdf":
            yield _too_large(path.name, megabytes)
            continue
        made = pieces(path.read_bytes(), limit, step)
        if len(made) == 1:
            yield _too_large(path.name, megabytes)
            continue
        lines += ["", _("{name}: {n} parts", name=path.name, n=len(made))]
        for number, piece in enumerate(made, 1):
            name = _("{name} (part {n} of {all})", name=path.stem, n=number, all=len(made)) + ".pdf"
            (folder / name).write_bytes(piece.content)
            lines += _part(name, piece, packet)
            if len(piece.content) > limit:
                yield _too_large(name, megabytes)
        path.unlink()
    if lines:
        head = [_("What is in which part"), _("The addressee is said to take at most {n} MB per file.", n=megabytes)]
        text = "\r\n".join([*head, *lines, ""])
        (folder / (_("list of parts") + ".txt")).write_bytes(b"\xef\xbb\xbf" + text.encode())


def _part(name: str, piece: Piece, packet: Packet) -> Iterator[str]:
    from evidencelog.packet.splitting import words_of

    words = words_of(piece.content)
    yield name
    yield "    " + _(
        "pages {first} to {last}, {size} bytes", first=piece.first, last=piece.last, size=len(piece.content)
    )
    yield f"    SHA-256 {sha256(piece.content).hexdigest()}"
    for one in packet.exhibits:
        stamp = _("Exhibit {number}", number=one.number)
        if re.search(re.escape("".join(stamp.split())) + r"(?!\d)", words):
            yield f"    - {stamp}  {one.title}"


def _too_large(name: str, megabytes: int) -> str:
    return _(
        "{name} is larger than the {n} MB this addressee is said to take per file and cannot be split further; hand it in "
        "on a disc or by mail.",
        name=name,
        n=megabytes,
    )
