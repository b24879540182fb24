"""Opening a sealed file with the system's own program, without ever handing the sealed copy itself to it."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from evidencelog.i18n import _

if TYPE_CHECKING:
    from evidencelog.models.progress import Progress

_CHUNK = 1 << 20
_GIVES_UP = 2.0
"""Seconds within which the system's opener says that it knows no program for a file."""


@cache
def folder() -> Path:
    """The folder of this run for copies that were opened, for its owner alone; it goes when the program ends."""
    made = Path(tempfile.mkdtemp(prefix="evidencelog-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def copy_of(sealed: Path, id: str, name: str, progress: Progress) -> Path:
    """A copy of a sealed file under the file's own name, in place of an earlier one; ``progress`` is told bytes.

    Raises OSError, Cancelled; no part of a copy stays then.
    """
    place = folder() / id
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(exist_ok=True)
    copy = place / (Path(name.replace("\\", "/")).name.lstrip("-.") or "file")
    try:
        with sealed.open("rb") as source, copy.open("wb") as target:
            total, done = os.fstat(source.fileno()).st_size, 0
            while chunk := source.read(_CHUNK):
                target.write(chunk)
                done += len(chunk)
                progress.step(done, total)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return copy


def show(copy: Path) -> str:
    """Opens a copy; returns what is wrong, or an empty text. Waits a moment for a program that gives up at once."""
    try:
        return _start(copy)
    except OSError as error:
        return _("The file cannot be opened: {reason}", reason=error.strerror or str(error))


def _start(copy: Path) -> str:
    if sys.platform == "win32":
        os.startfile(copy)  # noqa: S606 - the person asked for it
        return ""
    program = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if program is None:
        return _("No program to open files with was found; a copy lies at {path}", path=copy)
    opener = subprocess.Popen(
        [program, str(copy)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        failed = opener.wait(_GIVES_UP)
    except subprocess.TimeoutExpired:  # it shows the file itself
        Thread(target=opener.wait, daemon=True).start()  # so that nothing is left of it when it ends
        return ""
    return _("This computer has no program set for such files; a copy lies at {path}", path=copy) if failed else ""
