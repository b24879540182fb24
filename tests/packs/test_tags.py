"""The guide's page on tags names every tag the shipped packs read, in both languages, with the rules that read it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.packs.running import PACKS, loaded

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"


def read_by() -> dict[str, set[str]]:
    """Tag to the codes of the rules that read it."""
    tags: dict[str, set[str]] = {}
    for pack in PACKS:
        for rule in loaded(pack).pack.rules:
            for test in rule.tests:
                parts = (
                    test.params["contacts"]["tags"],
                    *(test.params.get(key, ()) for key in ("tags", "confirmed_by", "cleared_by")),
                )
                for tag in (name for part in parts for name in part):
                    tags.setdefault(tag, set()).add(rule.code)
    return tags


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_guide_names_every_tag_and_no_other(language):
    page = (GUIDE / language / "tags.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    named = {tag for row in rows for cell in row[1:3] for tag in re.findall(r"`(\w+)`", cell)}
    assert named == set(read_by())
    for row in rows:
        codes = set(re.findall(r"CN-[A-Z]\d\d", row[-2])) - {"CN-X01"}
        for tag in re.findall(r"`(\w+)`", row[1]):
            known = read_by()[tag] - {"CN-X01"}
            assert codes & known, tag


def test_a_question_that_tags_answer_names_them():
    for pack in PACKS:
        for rule in loaded(pack).pack.rules:
            for test in rule.tests:
                fact = test.params.get("ask")
                if fact is not None:
                    asked = next(text.words for text in rule.questions if text.id == fact)
                    for tag in (*test.params["confirmed_by"], *test.params["cleared_by"]):
                        assert tag in asked.zh, (rule.code, tag)
                        assert tag in asked.en, (rule.code, tag)
