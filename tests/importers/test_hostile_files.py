"""Files that are not what they claim are refused whole, in one line, before anything is taken."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from evidencelog.errors import BadInput
from evidencelog.importers import backup_xml, source
from evidencelog.importers.interface import UnreadableFile
from evidencelog.importers.registry import UnknownFormat, WrongFormat, format_of
from evidencelog.importers.source import NoSuchFile, look_at
from tests.importers.conftest import FILES, Read

CALLS = FILES / "calls-20261121200000.xml"

LAUGHS = (
    "<?xml version='1.0'?><!DOCTYPE calls [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    + "]><calls count='1'><call number='&a11;' date='1793715307000' type='1'/></calls>"
)
"""Ten to the eleventh laughs."""


@pytest.mark.parametrize(
    "content",
    [
        LAUGHS,
        "<!DOCTYPE calls><calls/>",
        '<!DOCTYPE calls SYSTEM "file:///etc/passwd"><calls/>',
        "<calls><call number='&x;' date='1793715307000' type='1'/></calls>",
        "<calls><call number='1'></calls>",
        "<calls><call number='1' number='2'/></calls>",
        "<calls>" + "<a>" * 50 + "</a>" * 50 + "</calls>",
        "<calls></calls><calls></calls>",
        "<?xml version='1.0' encoding='GB2312'?><calls/>",
        b"<calls><call number='\xff\xfe' date='1' type='1'/></calls>",
    ],
    ids=lambda content: str(content)[:40],
)
def test_refused_whole(read, content):
    with pytest.raises(UnreadableFile) as caught:
        read(content)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("backup.xml")
    assert isinstance(caught.value, BadInput)


def test_a_truncated_file_is_refused_wherever_it_ends(read):
    whole = CALLS.read_bytes()
    first_row = whole.index(b"<call ")
    for end in range(first_row, len(whole) - 1, 97):
        with pytest.raises(UnreadableFile):
            read(whole[:end])


def test_no_tag_grows_without_end(read, monkeypatch):
    monkeypatch.setattr(backup_xml, "LARGEST_TAG", 1 << 20)
    with pytest.raises(UnreadableFile, match="1 MiB"):
        read(b"<calls><call number='" + b"1" * (4 << 20) + b"'/></calls>")


def test_no_element_holds_millions_of_others(read, monkeypatch):
    monkeypatch.setattr(backup_xml, "MOST_CHILDREN", 100)
    with pytest.raises(UnreadableFile):
        read("<smses><mms>" + "<part/>" * 101 + "</mms></smses>")


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_zip_with_one_xml_is_read(tmp_path):
    path = packed(tmp_path / "backup.zip", {"SMSBackup/calls.xml": CALLS.read_bytes(), "__MACOSX/._calls.xml": b"x"})
    got = Read(path)
    assert len(got.rows) == 8
    assert look_at(path).sha256 != look_at(CALLS).sha256  # the proof is of the file that was handed in


@pytest.mark.parametrize("names", [[], ["a.xml", "b.xml"], ["readme.txt"]])
def test_a_zip_with_none_or_several_is_refused(tmp_path, names):
    path = packed(tmp_path / "backup.zip", {name: CALLS.read_bytes() for name in names})
    with pytest.raises(UnreadableFile, match=str(len([name for name in names if name.endswith("xml")]))):
        look_at(path)


def test_a_zip_bomb_is_refused(tmp_path):
    path = packed(tmp_path / "bomb.zip", {"calls.xml": b"<calls>" + b" " * (64 << 20) + b"</calls>"})
    assert path.stat().st_size < 100_000
    with pytest.raises(UnreadableFile):
        Read(path)


def test_a_damaged_zip_is_refused(tmp_path):
    path = packed(tmp_path / "backup.zip", {"calls.xml": CALLS.read_bytes() + os.urandom(5000).hex().encode()})
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(UnreadableFile):
        Read(path)
    path.write_bytes(bytes(data[:300]))
    with pytest.raises(UnreadableFile):
        Read(path)


def test_what_is_no_file(tmp_path):
    for path in (tmp_path, tmp_path / "gone.xml", Path(os.devnull)):
        with pytest.raises(NoSuchFile) as caught:
            look_at(path)
        assert str(path) in str(caught.value)


def test_a_file_that_changes_under_the_reader_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "calls.xml"
    path.write_bytes(CALLS.read_bytes())
    file = look_at(path)
    monkeypatch.setattr(source, "CHUNK", 512)
    chunks = file.chunks()
    next(chunks)
    with path.open("ab") as more:
        more.write(b"<!-- more -->")
    with pytest.raises(UnreadableFile):
        list(chunks)


@pytest.mark.parametrize("content", [b"", b"hello", b"<html></html>", b"{}", b"%PDF-1.7", b"\x00" * 100, b"<call/>"])
def test_unknown_content_names_what_is_known(tmp_path, content):
    path = tmp_path / "calls.xml"
    path.write_bytes(content)
    with pytest.raises(UnknownFormat, match="sms-backup-calls"):
        format_of(look_at(path))


def test_content_decides_not_the_name(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_bytes(b"\xef\xbb\xbf" + CALLS.read_bytes())
    assert format_of(look_at(path)) == "sms-backup-calls"
    with pytest.raises(WrongFormat):
        format_of(look_at(path), "sms-backup-messages")
    with pytest.raises(WrongFormat, match="'csv'"):
        format_of(look_at(path), "csv")
