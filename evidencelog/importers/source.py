"""A file somebody hands in: opened, hashed, and taken out of a zip where it is packed in one."""

from __future__ import annotations

import hashlib
import stat
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, NamedTuple

from evidencelog.errors import BadInput, CannotDo
from evidencelog.i18n import _
from evidencelog.importers.interface import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHUNK = 1 << 18
HEAD = 4096
LARGEST = 8 << 30
"""Most bytes that are taken out of a zip."""
LARGEST_RATIO = 200
"""How much smaller than its content a packed file may be; phone backups reach about 30."""
_RATIO_COUNTS_FROM = 16 << 20


class NoSuchFile(BadInput):
    """A path without a file that can be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class CannotRead(CannotDo):
    """The machine does not let the file be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return _("{path} cannot be read: {reason}", path=str(self.path), reason=self.reason)


class SourceFile(NamedTuple):
    """A file as it was found, with what proves later that it is the same."""

    path: Path
    name: str
    sha256: str
    """Of the file as handed in, also of a zip."""
    size: int
    modified_ns: int
    member: str | None
    """Name inside the zip whose content is read."""

    @property
    def label(self) -> str:
        """What errors call it."""
        return f"{self.name}/{self.member}" if self.member else self.name

    def head(self) -> bytes:
        """The first bytes of the content."""
        with self._opened() as stream:
            return self._read(stream, HEAD)

    def chunks(self, seen: Callable[[int], None] | None = None) -> Iterator[bytes]:
        """The content in pieces; ``seen`` is told how many bytes of the file on disk are used up.

        Raises UnreadableFile for a zip that is broken or unpacks to too much, and when the file changed since it was
        hashed.
        """
        taken = 0
        with self._opened() as stream:
            while piece := self._read(stream, CHUNK):
                taken += len(piece)
                if self.member is not None:
                    self._allow(taken)
                if seen:
                    seen(min(taken, self.size))
                yield piece
        now = self.path.stat()
        if (now.st_size, now.st_mtime_ns) != (self.size, self.modified_ns):
            raise UnreadableFile(self.name, "", _("the file was changed while it was read"))

    def _read(self, stream: IO[bytes], size: int) -> bytes:
        try:
            return stream.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise UnreadableFile(self.name, "", _("the zip is damaged ({detail})", detail=str(error))) from error
        except OSError as error:
            raise CannotRead(self.path, error.strerror or str(error)) from error

    def _allow(self, taken: int) -> None:
        if taken > LARGEST or (taken > _RATIO_COUNTS_FROM and taken > LARGEST_RATIO * self.size):
            raise UnreadableFile(self.name, "", _("the zip unpacks to far more than a phone backup does"))

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        if self.member is None:
            with self.path.open("rb") as stream:
                yield stream
            return
        with zipfile.ZipFile(self.path) as archive, _member(archive, self.member, self.name) as stream:
            yield stream


def look_at(path: Path) -> SourceFile:
    """The file at a path, hashed; for a zip its one XML file. Raises NoSuchFile, CannotRead, UnreadableFile."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise NoSuchFile(path, _("is a folder; name the files in it"))
        if not stat.S_ISREG(found.st_mode):
            raise NoSuchFile(path, _("is no file"))
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            stream.seek(0)
            packed = stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    except FileNotFoundError as error:
        raise NoSuchFile(path, _("there is no such file")) from error
    except OSError as error:
        raise CannotRead(path, error.strerror or str(error)) from error
    file = SourceFile(path, path.name, sha256, found.st_size, found.st_mtime_ns, None)
    return file._replace(member=_one_xml(file)) if packed else file


def _one_xml(file: SourceFile) -> str:
    try:
        with zipfile.ZipFile(file.path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise UnreadableFile(file.name, "", _("the zip is damaged ({detail})", detail=str(error))) from error
    inside = [name for name in names if name.lower().endswith(".xml") and not PurePosixPath(name).name.startswith(".")]
    inside = [name for name in inside if not name.startswith("__MACOSX/")]
    if len(inside) != 1:
        reason = _("the zip holds {count} XML files, not one; unpack it and import the files", count=len(inside))
        raise UnreadableFile(file.name, "", reason)
    return inside[0]


@contextmanager
def _member(archive: zipfile.ZipFile, member: str, name: str) -> Iterator[IO[bytes]]:
    try:
        stream = archive.open(member)
    except RuntimeError as error:  # zipfile's way to say that a password is needed
        raise UnreadableFile(name, "", _("the zip is encrypted; unpack it first")) from error
    except (NotImplementedError, zipfile.BadZipFile, KeyError) as error:
        raise UnreadableFile(name, "", _("the zip is damaged ({detail})", detail=str(error))) from error
    with stream:
        yield stream
