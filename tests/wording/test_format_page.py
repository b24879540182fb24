"""The page on the format of packs shows how texts are read: its example is a wording, and reads what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evidencelog.laws import wording_schema
from evidencelog.models.wording import CARDS, CHANNELS, CONTACTED, SCOPES, VIEWS
from tests.wording.packs import ours, small

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "packs" / "format.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"```toml wording\n(.*?)```", PAGE, re.DOTALL)
(READINGS,) = re.findall(r"```reading\n(.*?)```", PAGE, re.DOTALL)
LINES = [tuple(part.strip() for part in line.split(">")) for line in READINGS.strip().splitlines()]


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    return small(tmp_path_factory.mktemp("page"), EXAMPLE, head="")


@pytest.mark.parametrize(("text", "wanted"), LINES)
def test_the_example_reads_what_the_page_says(reader, text, wanted):
    contacted, _sign, said = text.rpartition(": ")
    reading = reader.read(said, view="quote", channel="call", contacted=contacted or "debtor")
    assert "; ".join(f"{mark.label}: {said[mark.start : mark.end]}" for mark in reading.marks) == wanted


def test_the_page_names_every_key_of_the_files():
    tables = (
        wording_schema.WordingFile, wording_schema.ClassFile, wording_schema.FrameFile, wording_schema.BlockFile,
        wording_schema.TurnFile, wording_schema.CodeFile, wording_schema.SpellingFile,
    )  # fmt: skip
    for table in tables:
        for name in table.model_fields:
            assert re.search(rf"\b{name}\b", PAGE), f"{table.__name__}.{name}"


def test_the_page_names_every_allowed_value():
    places = ("clause", "sentence", "text", "inside", "around", "before", "after", "ahead", "next", "near")
    for value in (*SCOPES, *VIEWS, *CHANNELS, *CONTACTED, *CARDS, *places):
        assert re.search(rf"\b{value}\d?\b", PAGE), value


def test_the_pack_that_comes_with_the_program_uses_every_place_a_condition_can_name():
    """A way to write conditions that no frame needs would be one too many."""
    made = [form for _number, forms in ours().wording.made for form in forms]
    forms = [form for frame in ours().wording.frames for form in frame.forms] + made
    used = {condition.where for form in forms for condition in form.conditions}
    assert used >= {"clause", "sentence", "text", "inside", "around", "before", "after", "near"}
