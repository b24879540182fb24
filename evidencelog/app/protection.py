"""Protected sending: what is readable while a packet is made stays inside the case folder and does not outlive it."""

from __future__ import annotations

import secrets
import shutil
import time
from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.store import private_files
from evidencelog.store.faults import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from evidencelog.app.cases import Case
    from evidencelog.models.packet_making import PacketRequest

_FOLDER, _START = "exports", ".making-"
_ABANDONED = 3600
"""Seconds after which a readable copy that a crash left is nobody's any more."""
_ENDINGS = (".age", ".zip")


class Protection:
    """One packet on its way into an encrypted file. BadPassphrase when it is made."""

    def __init__(self, case: Case, request: PacketRequest, target: Path) -> None:
        from evidencelog.packet.protecting import checked_passphrase

        assert request.out is not None
        self._way = request.encrypt
        self._passphrase = checked_passphrase(request.passphrase, request.encrypt)
        self._target = target
        self._top = request.out.name
        while self._top.endswith(_ENDINGS):
            self._top = self._top.rpartition(".")[0] or "packet"
        self._name = request.out.name
        exports = case.path / _FOLDER
        self.workshop = exports / f"{_START}{secrets.token_hex(4)}"
        """A folder nobody but the owner may look into, for everything readable; the caller removes it."""
        with spoken(exports):
            private_files.make_folder(exports)
            _tidy(exports)
            private_files.make_folder(self.workshop)

    def file(self, bag: Path, step: Callable[[], None]) -> Path:
        """The encrypted file, made of a finished bag, opened again and compared. ProtectionFailed, Cancelled, OSError."""
        from evidencelog.packet.protecting import protect

        private_files.make_file(self._target)
        protect(bag, self.workshop, self._target, self._top, self._way, self._passphrase, step)
        return self._target

    def warnings(self) -> Iterator[str]:
        """How the addressee opens it, and what stays readable."""
        if self._way == "age":
            yield _("To open it: age -d -o {plain} {name}", plain=f"{self._top}.zip", name=self._name)
        else:
            yield _(
                "It opens with 7-Zip. The names and sizes of the files in it can be read without the passphrase, and the "
                "name of the folder; use age where that matters."
            )
        yield _("Tell the passphrase by another way than the file. Without it nobody can open the packet, nor can you.")


def _tidy(exports: Path) -> None:
    for left in exports.glob(f"{_START}*"):
        if time.time() - left.stat().st_mtime > _ABANDONED:
            shutil.rmtree(left, ignore_errors=True)
