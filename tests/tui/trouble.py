"""Real trouble for a case that is open: a disk without room, another program that writes, one that can only be read, a folder moved."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute(sys.argv[2])
print("held", flush=True)
sys.stdin.readline()
"""


class Disk:
    """A disk of a few megabytes of its own where mounting is allowed, else one on which no file may grow."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)]
        self.mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0

    def fill(self) -> None:
        """Takes the room that is left."""
        if self.mounted:
            with (self.place / "ballast").open("wb", buffering=0) as file:
                for size in (65536, 4096, 512, 1):
                    self._pour(file.write, b"\0" * size)
        else:
            import resource

            self._limits = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, self._limits[1]))

    @staticmethod
    def _pour(write: object, block: bytes) -> None:
        try:
            while write(block):  # type: ignore[operator]
                pass
        except OSError:
            return

    def free(self) -> None:
        """Gives it back."""
        if self.mounted:
            (self.place / "ballast").unlink()
        else:
            import resource

            resource.setrlimit(resource.RLIMIT_FSIZE, self._limits)

    def freeze(self) -> bool:
        """Makes everything on it readable only; False where the administrator of a machine may not do that."""
        if self.mounted:
            return not subprocess.run(["mount", "-o", "remount,ro", str(self.place)], check=False).returncode
        if os.geteuid() == 0:
            return False
        for path in (self.place, *self.place.rglob("*")):
            path.chmod(0o500 if path.is_dir() else 0o400)
        return True

    def thaw(self) -> None:
        """Lets it be written again."""
        if self.mounted:
            subprocess.run(["mount", "-o", "remount,rw", str(self.place)], check=True)
        elif os.geteuid() != 0:
            for path in (self.place, *self.place.rglob("*")):
                path.chmod(0o700 if path.is_dir() else 0o600)

    def close(self) -> None:
        """Takes the disk away."""
        if self.mounted:
            subprocess.run(["umount", "-l", str(self.place)], check=True)


@contextmanager
def held(file: Path, how: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    """Another program writes to a database as long as this lasts."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file), how], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin is not None
    assert other.stdout is not None
    try:
        assert other.stdout.readline() == "held\n"
        yield
    finally:
        other.communicate("\n")


@contextmanager
def moved(folder: Path) -> Iterator[Path]:
    """A folder has another name as long as this lasts."""
    other = folder.with_name(folder.name + "-elsewhere")
    folder.rename(other)
    try:
        yield other
    finally:
        other.rename(folder)
