"""Small files as phones write them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from evidencelog.errors import Problem
from evidencelog.importers.registry import IMPORTERS, format_of
from evidencelog.importers.source import look_at

FILES = Path(__file__).parent / "files"


@pytest.fixture(autouse=True)
def _in_english(english):
    """Sentences are compared in their source language."""


class Read:
    """Everything a reading of one file gave."""

    def __init__(self, path: Path, zone: str = "Asia/Shanghai") -> None:
        file = look_at(path)
        self.format = format_of(file)
        with tempfile.TemporaryDirectory() as folder:
            reading = IMPORTERS[self.format].reading(file, zone=zone, folder=Path(folder))
            self.rows, self.problems, self.files = [], [], {}
            for row in reading.rows():
                if isinstance(row, Problem):
                    self.problems.append(row)
                    continue
                self.rows.append(row)
                self.files[row.position] = [(part.name, part.media_type, part.path.read_bytes()) for part in row.parts]
            self.left = list(Path(folder).iterdir())
            self.notes = reading.notes


@pytest.fixture
def read(tmp_path):
    """Reads a backup given as text, bytes or path."""

    def reader(content: str | bytes | Path, zone: str = "Asia/Shanghai") -> Read:
        if isinstance(content, Path):
            return Read(content, zone)
        path = tmp_path / "backup.xml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return Read(path, zone)

    return reader


@pytest.fixture
def calls(read):
    """Reads ``call`` elements given as text, in a proper file."""

    def reader(*elements: str) -> Read:
        return read(
            f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<calls count=\"{len(elements)}\">\n"
            + "\n".join(elements)
            + "\n</calls>"
        )

    return reader


@pytest.fixture
def messages(read):
    """Reads ``sms`` and ``mms`` elements given as text, in a proper file."""

    def reader(*elements: str) -> Read:
        return read(f'<smses count="{len(elements)}">' + "\n".join(elements) + "</smses>")

    return reader
