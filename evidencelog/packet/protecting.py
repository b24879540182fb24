"""A packet only those can open who know the passphrase: age, or a zip with AES-256 for who has nothing but 7-Zip."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from evidencelog.errors import BadInput, CannotDo, IntegrityFailure
from evidencelog.i18n import _
from evidencelog.packet.bag import digest_of, write_zip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AGE, ZIP = WAYS = ("age", "zip")
SHORTEST = 8
"""Characters of the shortest passphrase that is taken."""
LARGEST_AGE = 2_000_000_000
"""Bytes of the largest packet that is encrypted as age: it needs three times as much memory."""
_BLOCK = 1 << 20
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


class BadPassphrase(BadInput):
    """A passphrase that would not protect, or that others could not type."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return _("the passphrase cannot be used: {reason}", reason=self.reason)


class TooLarge(CannotDo):
    """A packet that does not fit into memory, where age files are made."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size

    def __str__(self) -> str:
        return _(
            "The packet has {n} MB, more than can be encrypted as age; use --encrypt zip, or a shorter period.",
            n=self.size // 1_000_000,
        )


class ProtectionFailed(IntegrityFailure):
    """The encrypted file did not open again to what went in; nothing was kept."""

    def __str__(self) -> str:
        return _("The encrypted packet did not open again with its passphrase, so it was not kept; try again.")


def checked_passphrase(passphrase: str, way: str) -> str:
    """The passphrase as it is used; BadPassphrase."""
    if len(passphrase) < SHORTEST:
        raise BadPassphrase(_("it is shorter than {n} characters", n=SHORTEST))
    if not passphrase.isprintable():
        raise BadPassphrase(_("it holds a character that cannot be typed"))
    if way == ZIP and not passphrase.isascii():
        raise BadPassphrase(_("in a zip file only Latin letters, digits and signs mean the same to every program"))
    return passphrase


def protect(
    bag: Path, workplace: Path, target: Path, top: str, way: str, passphrase: str, step: Callable[[], None]
) -> None:
    """Writes the bag as one encrypted file, and opens that again to see that it holds.

    ``top`` is the folder at the top of the zip inside; ``workplace`` holds the readable zip while it is made, and is the
    caller's to remove. Raises TooLarge, ProtectionFailed, Cancelled, OSError.
    """
    if way == AGE:
        _age(bag, workplace / "plain.zip", target, top, passphrase, step)
    else:
        _aes_zip(bag, target, top, passphrase, step)


def _age(bag: Path, plain: Path, target: Path, top: str, passphrase: str, step: Callable[[], None]) -> None:
    import pyrage

    write_zip(bag, plain, top, step)
    digest = digest_of(plain)
    if plain.stat().st_size > LARGEST_AGE:
        raise TooLarge(plain.stat().st_size)
    target.write_bytes(pyrage.passphrase.encrypt(plain.read_bytes(), passphrase))
    plain.unlink()
    step()
    try:
        opened = pyrage.passphrase.decrypt(target.read_bytes(), passphrase)
    except pyrage.DecryptError as error:
        raise ProtectionFailed from error
    if sha256(opened).hexdigest() != digest:
        raise ProtectionFailed
    step()


def _aes_zip(bag: Path, target: Path, top: str, passphrase: str, step: Callable[[], None]) -> None:
    import pyzipper

    files = {path.relative_to(bag).as_posix(): path for path in bag.rglob("*") if path.is_file()}
    with pyzipper.AESZipFile(target, "w", compression=pyzipper.ZIP_STORED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(passphrase.encode("ascii"))
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        for name in sorted(files):
            entry = archive.zipinfo_cls(f"{top}/{name}", _FIXED_TIME)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            entry.file_size = files[name].stat().st_size
            with files[name].open("rb") as source, archive.open(entry, "w") as member:
                while block := source.read(_BLOCK):
                    member.write(block)
                    step()
    with pyzipper.AESZipFile(target) as archive:
        archive.setpassword(passphrase.encode("ascii"))
        for name, path in files.items():
            seal = sha256()
            with archive.open(f"{top}/{name}") as member:
                while block := member.read(_BLOCK):
                    seal.update(block)
            if seal.hexdigest() != digest_of(path):
                raise ProtectionFailed
            step()
