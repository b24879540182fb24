"""Every example of every shipped pack, run through a real case and the real checker."""

from __future__ import annotations

import json
import re

import pytest

from tests.packs.running import PACKS, differences, loaded, ran

EXAMPLES = [
    pytest.param(pack, code, position, id=f"{code}-{position}-{example.shows}")
    for pack in PACKS
    for code, examples in loaded(pack).cases.items()
    for position, example in enumerate(examples)
]
FEWEST = 250


@pytest.mark.parametrize(("pack", "code", "position"), EXAMPLES)
def test_example_holds(pack, code, position):
    read = loaded(pack)
    example = read.cases[code][position]
    rule = next(rule for rule in read.pack.rules if rule.code == code)
    wrong = differences(example, rule, ran(pack, code, position))
    assert not wrong, "\n".join([f"{example.title.zh} ({example.title.en})", *wrong])


def test_there_are_enough_examples():
    assert len(EXAMPLES) >= FEWEST


def _shape(example):
    """What an example puts in and what comes of it, with every date, time and number taken out."""
    records = [
        {**example.each_contact, **record} if record["record"] == "contact" else record for record in example.records
    ]
    outcome = [
        [finding.model_dump(mode="json") for finding in example.findings],
        [note.model_dump() for note in example.noted],
    ]
    given = re.sub(r"[0-9]+", "", json.dumps(records, default=str, sort_keys=True, ensure_ascii=False))
    return given, re.sub(r"\d{4}-\d\d-\d\d", "", json.dumps(outcome, sort_keys=True))


@pytest.mark.parametrize("pack", PACKS)
def test_no_two_examples_differ_only_in_a_date_or_number_unless_they_are_two_sides_of_a_boundary(pack):
    for code, examples in loaded(pack).cases.items():
        seen: dict[tuple[str, str], str] = {}
        for example in examples:
            shape = _shape(example)
            assert shape not in seen, f"{code}: {example.title.zh} / {seen[shape]}"
            seen[shape] = example.title.zh
