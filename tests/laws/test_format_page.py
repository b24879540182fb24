"""The page on the format of packs shows what the format is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

from evidencelog.laws import schema, test_kinds
from evidencelog.laws.loader import read_pack

ROOT = Path(__file__).resolve().parents[2]
CHECKER = ROOT / "evidencelog" / "checker"
PAGE = (ROOT / "docs" / "packs" / "format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
KINDS = get_args(get_args(test_kinds.AnyTest)[0])


def test_the_examples_of_the_page_are_a_pack(tmp_path):
    head, instrument, rule, case, calendar, guidance = EXAMPLES
    other = instrument.replace("demo-2025", "demo-2020").replace('replaces = ["demo-2020"]', "")
    other = other.replace('status = "in_force"', 'status = "repealed"').replace(
        "# in_force_to = 2026-12-31", "in_force_to = 2025-02-28"
    )
    other = other.replace("in_force_from = 2025-03-01", "in_force_from = 2020-03-01", 1)
    other = re.sub(r"\[\[provisions\]\].*", "", other, flags=re.DOTALL)
    kept = re.search(r"\[\[provisions\]\].*", instrument, re.DOTALL)
    assert kept is not None
    other += (
        kept[0]
        .replace("reference_only = false", "reference_only = true")
        .replace("in_force_from = 2025-03-01", "in_force_from = 2020-03-01\nin_force_to = 2025-02-28")
    )
    further = "".join(
        f'\n[[questions]]\nid = "{fact}"\nzh = "？"\nen = "?"\n' for fact in ("purpose", "kind", "product", "funder")
    )
    cases = "".join(
        f'\n[[cases]]\nshows = "{kind}"\ntitle = {{zh = "例", en = "case"}}\nrecords = [{{record = "profile"}}]\n'
        for kind in ("inside", "missing", "before")
    )
    files = {
        "pack.toml": head,
        "instruments/demo-2025.toml": instrument,
        "instruments/demo-2020.toml": other,
        "rules/XX-A00.toml": rule + further + case + cases,
        "calendars/xx-holidays.toml": calendar,
        "guidance/call.toml": guidance,
    }
    for name, text in files.items():
        path = tmp_path / "xx" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    read = read_pack(tmp_path / "xx", "")
    assert [rule.code for rule in read.pack.rules] == ["XX-A00"]


def test_the_page_names_every_key_of_every_file():
    tables = (
        schema.PackFile, schema.InstrumentFile, schema.ProvisionFile, schema.PassageFile, schema.RuleFile,
        schema.BasisFile, schema.CaseFile, schema.CalendarFile, schema.ExpectedFinding, schema.ExpectedNote,
    )  # fmt: skip
    for table in tables:
        for name in table.model_fields:
            assert re.search(rf"\b{name}\b", PAGE), f"{table.__name__}.{name}"


def test_the_page_explains_every_kind_of_test_and_each_of_its_keys():
    common = set(test_kinds.Test.model_fields)
    for kind in KINDS:
        (name,) = get_args(kind.model_fields["kind"].annotation)
        assert re.search(rf"^\*\*`{name}`\*\* — ", PAGE, re.MULTILINE), name
        for key in set(kind.model_fields) - common:
            assert f"`{key}`" in PAGE or f"`{key} =" in PAGE or re.search(rf"[`,{{ ]{key}[,}}` ]", PAGE), (
                f"{name}.{key}"
            )


def test_every_key_of_a_test_is_read_by_the_checker():
    """A key that nothing reads would silently change nothing."""
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(CHECKER.glob("*.py")))
    parts = (test_kinds.Contacts, test_kinds.Window, test_kinds.Hours, test_kinds.Near, test_kinds.Burst)
    more = (test_kinds.Wider, test_kinds.Setting, test_kinds.Combined, test_kinds.Armed)
    periods = {"in_force_from", "in_force_to"}  # read as fields of the compiled test
    for table in (*KINDS, *parts, *more):
        for key in set(table.model_fields) - periods:
            assert f'"{key}"' in source, f"{table.__name__}.{key}"


def test_the_page_names_every_allowed_value():
    for values in (
        test_kinds.UNITS, test_kinds.GROUPS, test_kinds.FIELDS, test_kinds.WINDOWS, schema.FORCES, schema.MODALITIES,
        schema.EFFECTS, schema.TEXT_STATUSES, schema.STANDING,
    ):  # fmt: skip
        for value in values:
            assert re.search(rf"\b{value}\b", PAGE), value


def test_toml_examples_are_toml():
    for example in EXAMPLES:
        tomllib.loads(example)
