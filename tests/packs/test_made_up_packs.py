"""The made-up packs of the tests hold their own examples: other hours, windows, groups and zones than the shipped ones."""

from __future__ import annotations

from functools import cache

import pytest

from evidencelog.laws.catalogue import ENVIRONMENT
from evidencelog.laws.loader import Loaded, read_pack
from tests.laws.sampling import SAMPLE
from tests.packs.running import differences, run_case


@cache
def loaded(pack: str) -> Loaded:
    return read_pack(SAMPLE / pack, "")


EXAMPLES = [
    pytest.param(pack, code, position, id=f"{code}-{position}-{example.shows}")
    for pack in ("xx", "zz")
    for code, examples in loaded(pack).cases.items()
    for position, example in enumerate(examples)
]


@pytest.mark.parametrize(("pack", "code", "position"), EXAMPLES)
def test_example_holds(pack, code, position, tmp_path, monkeypatch):
    monkeypatch.setenv(ENVIRONMENT, str(SAMPLE))
    read = loaded(pack)
    rule = next(rule for rule in read.pack.rules if rule.code == code)
    example = read.cases[code][position]
    wrong = differences(example, rule, run_case(tmp_path / "case", pack, read.pack.zone, example))
    assert not wrong, "\n".join([f"{example.title.zh} ({example.title.en})", *wrong])


def test_an_example_that_does_not_hold_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv(ENVIRONMENT, str(SAMPLE))
    read = loaded("xx")
    rule = read.pack.rules[0]
    breach, inside = read.cases[rule.code][:2]
    report = run_case(tmp_path / "case", "xx", read.pack.zone, breach)
    assert differences(inside, rule, report)
    assert differences(breach, rule, report._replace(findings=[]))
    for change in ({"grade": "likely"}, {"contacts": ("C0002",)}, {"missing": ("at",)}, {"bases": ()}):
        assert differences(breach, rule, report._replace(findings=[report.findings[0]._replace(**change)])), change
