"""A packet in one file, cut into parts that a mailbox or an upload form takes, with a list that tells how to join them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from evidencelog.errors import BadInput, PathTaken
from evidencelog.i18n import LANGUAGES, _, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from evidencelog.models.packet_making import PacketRequest

MEGABYTE = 1_000_000
LIST = "-parts.txt"
"""What stands behind the packet's path for the list of its parts."""
_BLOCK = 1 << 20
_MOST = 999


class OneFileNeeded(BadInput):
    """Parts were asked for of a packet that is a folder."""

    def __str__(self) -> str:
        return _("--split cuts one file into parts: give --zip or --encrypt as well")


class TooManyParts(BadInput):
    """The parts asked for are too small."""

    def __init__(self, size: int, megabytes: int) -> None:
        super().__init__(size, megabytes)
        self.size, self.megabytes = size, megabytes

    def __str__(self) -> str:
        return _(
            "--split {n}: the packet has {size} MB, that would be more than {most} parts; give a larger number",
            n=self.megabytes,
            size=self.size // MEGABYTE,
            most=_MOST,
        )


def check_request(request: PacketRequest, out: Path) -> None:
    """OneFileNeeded; PathTaken where a part or their list would go."""
    if not request.split_mb:
        return
    if not (request.zip or request.encrypt):
        raise OneFileNeeded
    taken = [path for path in (_part(out, 1), out.with_name(out.name + LIST)) if path.exists() or path.is_symlink()]
    if taken:
        raise PathTaken(taken[0])


def cut(whole: Path, out: Path, workplace: Path, megabytes: int, step: Callable[[], None]) -> list[tuple[Path, Path]]:
    """Cuts a file into parts of at most so many megabytes; each is given with the path it is to have.

    The parts lie in the new folder ``workplace``, their list comes last. A file that is not larger stays whole. Raises
    TooManyParts, OSError.
    """
    limit, size = megabytes * MEGABYTE, whole.stat().st_size
    if not megabytes or size <= limit:
        return [(whole, out)]
    if size > limit * _MOST:
        raise TooManyParts(size, megabytes)
    workplace.mkdir()
    moves: list[tuple[Path, Path]] = []
    digests = []
    every = sha256()
    with whole.open("rb") as source:
        while source.tell() < size:
            target = _part(out, len(moves) + 1)
            made, seal = workplace / target.name, sha256()
            with made.open("xb") as part:
                left = limit
                while left and (block := source.read(min(_BLOCK, left))):
                    part.write(block)
                    seal.update(block)
                    every.update(block)
                    left -= len(block)
                    step()
            moves.append((made, target))
            digests.append(seal.hexdigest())
    paths = [target for _made, target in moves]
    listed = workplace / (out.name + LIST)
    sizes = [made.stat().st_size for made, _target in moves]
    listed.write_bytes(b"\xef\xbb\xbf" + _list(out, paths, sizes, digests, every.hexdigest()).encode())
    return [*moves, (listed, out.with_name(listed.name))]


def _part(out: Path, number: int) -> Path:
    return out.with_name(f"{out.name}.{number:03}")


def _list(out: Path, parts: Sequence[Path], sizes: Sequence[int], digests: Sequence[str], whole: str) -> str:
    """The list of parts in both languages."""
    lines = []
    for code in LANGUAGES:
        with speaking(code):
            lines += [_("{name} in {n} parts", name=out.name, n=len(parts)), ""]
            for part, size, digest in zip(parts, sizes, digests, strict=True):
                lines += [_("{name}: {n} bytes, SHA-256 {digest}", name=part.name, n=size, digest=digest)]
            lines += ["", _("To join them on Windows: {command}", command=_copy(out, parts))]
            lines += [_("On Linux and macOS: {command}", command=f"cat '{out.name}'.[0-9]* > '{out.name}'")]
            lines += [_("Joined: {n} bytes, SHA-256 {digest}", n=sum(sizes), digest=whole), "", ""]
    return "\r\n".join(lines)


def _copy(out: Path, parts: Sequence[Path]) -> str:
    names = "+".join(f'"{part.name}"' for part in parts)
    return f'copy /b {names} "{out.name}"'
