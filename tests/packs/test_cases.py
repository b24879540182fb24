"""Every example of every shipped pack, run through a real case and the real checker."""

from __future__ import annotations

from functools import cache

import pytest

from evidencelog.laws.catalogue import SHIPPED, fingerprint
from evidencelog.laws.loader import Loaded, read_pack
from tests.packs.running import differences, run_case

PACKS = sorted(folder.name for folder in SHIPPED.iterdir() if (folder / "pack.toml").is_file())


@cache
def loaded(pack: str) -> Loaded:
    return read_pack(SHIPPED / pack, fingerprint(SHIPPED / pack))


EXAMPLES = [
    pytest.param(pack, code, position, id=f"{code}-{position}-{example.shows}")
    for pack in PACKS
    for code, examples in loaded(pack).cases.items()
    for position, example in enumerate(examples)
]


@pytest.mark.parametrize(("pack", "code", "position"), EXAMPLES)
def test_example_holds(pack, code, position, tmp_path):
    read = loaded(pack)
    example = read.cases[code][position]
    rule = next(rule for rule in read.pack.rules if rule.code == code)
    wrong = differences(example, rule, run_case(tmp_path / "case", pack, read.pack.zone, example))
    assert not wrong, "\n".join([f"{example.title.zh} ({example.title.en})", *wrong])
