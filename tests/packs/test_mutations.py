"""Every threshold of every shipped rule matters: one more or one less, and an example of the rule no longer holds.

Thresholds are the numbers, times of day and dates that a rule's file states in its tests. Each is changed by one (a time of
day by one second, a date by one day); the examples of the rule are then checked in memory. What the loader refuses counts as
noticed.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from evidencelog.checker.days import lies_in
from evidencelog.checker.engine import check
from evidencelog.checker.explaining import explain, explain_note
from evidencelog.laws.catalogue import SHIPPED
from evidencelog.laws.compiling import _test
from evidencelog.laws.test_kinds import AnyTest
from evidencelog.models.findings import Hit
from tests.packs.running import PACKS, differences, loaded, ran

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.models.law import Pack, Rule, RuleTest

CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?")
ANY_TEST: TypeAdapter[Any] = TypeAdapter(AnyTest)
Path = tuple[str | int, ...]


@cache
def tables(pack: str, code: str) -> list[dict[str, Any]]:
    """The tests of a rule as its file states them."""
    with (SHIPPED / pack / "rules" / f"{code}.toml").open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["tests"]
    return found


def places(table: Any, path: Path = ()) -> Iterator[Path]:
    """Where numbers and times of day stand in a table."""
    if isinstance(table, dict):
        for key, value in table.items():
            yield from places(value, (*path, key))
    elif isinstance(table, list):
        for position, value in enumerate(table):
            yield from places(value, (*path, position))
    elif (
        isinstance(table, dt.date)
        or (isinstance(table, int) and not isinstance(table, bool))
        or (isinstance(table, str) and CLOCK.fullmatch(table))
    ):
        yield path


def changed(table: dict[str, Any], path: Path, by: int) -> dict[str, Any]:
    """A copy with one number or time of day changed."""
    copied: dict[str, Any] = copy.deepcopy(table)
    inner: Any = copied
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = _moved(inner[path[-1]], by)
    return copied


def _moved(value: int | str | dt.date, by: int) -> int | str | dt.date:
    if isinstance(value, dt.date):
        return value + dt.timedelta(days=by)
    if isinstance(value, int):
        return value + by
    hours, minutes, seconds = (int(part or 0) for part in CLOCK.fullmatch(value).groups())  # type: ignore[union-attr]
    total = (hours * 3600 + minutes * 60 + seconds + by) % 86400
    return f"{total // 3600:02}:{total // 60 % 60:02}:{total % 60:02}"


def idle(test: RuleTest, path: Path) -> bool:
    """True for the hour at which bursts are cut when it lies among hours that are not looked at: moving it moves nothing."""
    hours = test.params.get("hours")
    return (
        path == ("cut_at",)
        and hours is not None
        and not any(lies_in(hours, test.params["cut_at"] + step) for step in (-1, 0, 1))
    )


def holds(pack: Pack, rule: Rule) -> bool:
    """Whether every example of the rule still holds when the rule is as given."""
    combined = {part["rule"] for test in rule.tests if (part := test.params.get("combined_with"))}
    small = pack._replace(rules=(rule, *(other for other in pack.rules if other.code in combined)))
    texts = loaded(pack.id).texts
    for position, example in enumerate(loaded(pack.id).cases[rule.code]):
        run = ran(pack.id, rule.code, position)
        results = list(check(run.rows, [small], case=run.facts, today=run.today, tags=run.tags))
        hits = sorted((one for one in results if isinstance(one, Hit)), key=lambda hit: (hit.day, hit.rule, hit.group))
        asides = {one for one in results if not isinstance(one, Hit)}
        notes = sorted(asides, key=lambda note: (note.day, note.rule, note.contacts))
        seen = run._replace(
            findings=[explain(hit, small, texts, run.facts, "zh") for hit in hits],
            noted=[explain_note(note, small, run.facts, "zh") for note in notes],
        )
        if differences(example, rule, seen):
            return False
    return True


MUTABLE = [
    pytest.param(pack, rule.code, id=rule.code)
    for pack in PACKS
    for rule in loaded(pack).pack.rules
    if any(True for table in tables(pack, rule.code) for _place in places(table))
]


@pytest.mark.parametrize(("pack", "code"), MUTABLE)
def test_every_threshold_is_shown_by_an_example(pack, code):
    read = loaded(pack).pack
    rule = next(one for one in read.rules if one.code == code)
    assert holds(read, rule), "the examples must hold in memory as they do in a case"
    survived = []
    for position, table in enumerate(tables(pack, code)):
        for path in places(table):
            for by in (-1, 1):
                try:
                    test = _test(ANY_TEST.validate_python(changed(table, path, by)))
                except ValidationError:
                    continue
                if not idle(rule.tests[position], path) and holds(
                    read, rule._replace(tests=(*rule.tests[:position], test, *rule.tests[position + 1 :]))
                ):
                    survived.append((position, ".".join(map(str, path)), by))
    assert not survived


def test_every_number_of_the_packs_is_among_them():
    """So that a threshold in a new form is not overlooked."""
    for pack in PACKS:
        for code in loaded(pack).cases:
            text = re.sub(r"#.*", "", (SHIPPED / pack / "rules" / f"{code}.toml").read_text(encoding="utf-8"))
            block = text[text.index("[[tests]]") : text.index("[[bases]]")]
            numbers = re.findall(r"(?:=|\[|,)\s*(?:\d+(?![\d:\"])|\"\d\d:\d\d)", block)
            assert len(numbers) == sum(1 for table in tables(pack, code) for _place in places(table)), code
