"""Compiled packs as JSON and back, without pydantic: what the cache holds and the quick commands read."""

from __future__ import annotations

from typing import Any

from evidencelog.models.law import (
    Instrument,
    Pack,
    Passage,
    Provision,
    PurposeSigns,
    Rule,
    RuleBasis,
    RuleTest,
    RuleText,
    Texts,
    Words,
)

FORMAT = 8
"""Goes up with every change of the tuples in models/law.py or of what the loader makes of a file."""


def pack_from(data: list[Any]) -> Pack:
    """A pack out of what ``json`` made of one (named tuples become lists)."""
    values = list(data)
    fields = Pack._fields
    values[fields.index("title")] = Words(*values[fields.index("title")])
    values[fields.index("rules")] = tuple(map(_rule, values[fields.index("rules")]))
    values[fields.index("years")] = {name: tuple(years) for name, years in values[fields.index("years")].items()}
    values[fields.index("limitations")] = tuple(Words(*words) for words in values[fields.index("limitations")])
    values[fields.index("references")] = tuple(values[fields.index("references")])
    values[fields.index("purposes")] = tuple(
        PurposeSigns(purpose, tuple(words), tuple(unless))
        for purpose, words, unless in values[fields.index("purposes")]
    )
    values[fields.index("zone_name")] = _words(values[fields.index("zone_name")])
    return Pack(*values)


def texts_from(data: list[Any]) -> Texts:
    """The texts of a pack out of what ``json`` made of them."""
    instruments, provisions = data
    return Texts(
        {name: _instrument(values) for name, values in instruments.items()},
        {name: _provision(values) for name, values in provisions.items()},
    )


def _rule(values: list[Any]) -> Rule:
    rule = dict(zip(Rule._fields, values, strict=True))
    for name in ("title", "why", "mark", "explanation"):
        rule[name] = Words(*rule[name])
    rule["tests"] = tuple(RuleTest(*test) for test in rule["tests"])
    rule["bases"] = tuple(map(_basis, rule["bases"]))
    for part in (
        "exceptions", "readings", "other_readings", "questions", "assumes", "strengthen", "next_steps", "explanations",
    ):  # fmt: skip
        rule[part] = tuple(RuleText(name, Words(*words), unless) for name, words, unless in rule[part])
    rule["only_for"] = tuple(rule["only_for"])
    return Rule(**rule)


def _basis(values: list[Any]) -> RuleBasis:
    basis = dict(zip(RuleBasis._fields, values, strict=True))
    for name in ("kinds", "products", "open_kinds", "open_products", "readings"):
        basis[name] = tuple(basis[name])
    basis["condition"] = _words(basis["condition"])
    return RuleBasis(**basis)


def _instrument(values: list[Any]) -> Instrument:
    instrument = dict(zip(Instrument._fields, values, strict=True))
    instrument["binds"] = Words(*instrument["binds"])
    instrument["replaces"] = tuple(instrument["replaces"])
    instrument["note"] = _words(instrument["note"])
    return Instrument(**instrument)


def _provision(values: list[Any]) -> Provision:
    provision = dict(zip(Provision._fields, values, strict=True))
    provision["heading"] = _words(provision["heading"])
    provision["path"] = tuple(provision["path"])
    provision["passages"] = tuple(map(_passage, provision["passages"]))
    return Provision(**provision)


def _passage(values: list[Any]) -> Passage:
    passage = dict(zip(Passage._fields, values, strict=True))
    passage["note"] = _words(passage["note"])
    return Passage(**passage)


def _words(values: list[str] | None) -> Words | None:
    return None if values is None else Words(*values)
