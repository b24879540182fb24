"""The letters of request on their own: the same texts as beside the packet for the lender, and nothing of third persons."""

from __future__ import annotations

import re
import tomllib
import zipfile
from pathlib import Path

import pytest

import evidencelog
from evidencelog.app.cases import open_case
from evidencelog.app.request_letters import write_letters
from evidencelog.errors import PathTaken
from tests.tui.conftest import fill


def words(path: Path) -> str:
    """The text of a Word document without its marks."""
    return re.sub(r"<[^>]+>", "", zipfile.ZipFile(path).read("word/document.xml").decode())


def test_the_letters_ask_for_recording_data_and_rest(tmp_path: Path) -> None:
    with open_case(tmp_path / "case", create=True) as case:
        fill(case)
        path = tmp_path / "out" / "letters.docx"
        write_letters(case, "某消金", path)
        text = words(path)
        for wanted in ("录音", "个人信息", "第三人"):
            assert wanted in text
        assert "某消金" in text
        assert "妈妈" not in text
        with pytest.raises(PathTaken):
            write_letters(case, "某消金", path)


def test_every_letter_of_the_pack_that_fits_is_in_it(tmp_path: Path) -> None:
    lender = Path(evidencelog.__file__).parent / "laws" / "packs" / "cn" / "channels" / "lender.toml"
    letters = tomllib.loads(lender.read_text(encoding="utf-8"))["letters"]
    with open_case(tmp_path / "case", create=True) as case:
        fill(case)
        write_letters(case, "某消金", tmp_path / "letters.docx")
        text = words(tmp_path / "letters.docx")
    titles = [one["title"]["zh"] for one in letters if one.get("lists") != "named"]  # no firm is named in this case
    assert len(titles) >= 3
    assert [title for title in titles if title not in text] == []
