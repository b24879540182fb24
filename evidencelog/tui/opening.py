"""Opening a sealed file with the system's own program, without ever handing the sealed copy itself to it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Thread

from evidencelog.i18n import _


def open_file(sealed: Path, name: str) -> str:
    """Opens a temporary copy under the file's own name; returns what is wrong, or an empty text."""
    safe = Path(name.replace("\\", "/")).name.lstrip("-.") or "file"
    try:
        copy = Path(tempfile.mkdtemp(prefix="evidencelog-")) / safe
        shutil.copyfile(sealed, copy)
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
    Thread(target=opener.wait, daemon=True).start()  # so that nothing is left of it when it ends
    return ""
