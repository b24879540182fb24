"""A file that leaves the case is whole or not there."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING

import pytest

from evidencelog.app.new_file import write_new
from evidencelog.errors import PathTaken
from evidencelog.store.faults import CaseUnwritable, DiskFull

if TYPE_CHECKING:
    from pathlib import Path


def test_nothing_is_left_of_a_file_there_was_no_room_for_and_the_name_can_be_used_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.ics"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(DiskFull):
            write_new(path, b"x" * 1001)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(path.parent.iterdir()) == []
    write_new(path, b"x" * 1001)
    assert path.read_bytes() == b"x" * 1001


def test_what_lies_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(b"mine")
    with pytest.raises(PathTaken):
        write_new(path, b"other")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(PathTaken):
        write_new(tmp_path / "link", b"other")
    assert path.read_bytes() == b"mine"
    with pytest.raises(CaseUnwritable):
        write_new(path / "b.ics", b"other")
