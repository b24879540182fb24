"""Runs the examples of a pack: their records go into a real case, the case is checked, one rule's results are compared."""

from __future__ import annotations

import atexit
import datetime as dt
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.app import checking
from evidencelog.app.cases import change_settings, open_case
from evidencelog.app.recording import record
from evidencelog.laws.catalogue import SHIPPED, fingerprint
from evidencelog.laws.loader import Loaded, read_pack
from evidencelog.store import reading

if TYPE_CHECKING:
    from evidencelog.laws.schema import CaseFile
    from evidencelog.models.contacts import CaseFacts, ContactRow
    from evidencelog.models.findings import Finding
    from evidencelog.models.law import Rule

NOW = dt.datetime(2200, 1, 1, tzinfo=dt.UTC)
"""No example lies in the future of this moment."""

PACKS = sorted(folder.name for folder in SHIPPED.iterdir() if (folder / "pack.toml").is_file())


class Ran(NamedTuple):
    """An example after its check."""

    findings: list[Finding]
    noted: list[dict[str, Any]]
    rows: list[ContactRow]
    facts: CaseFacts
    tags: dict[str, frozenset[str]]
    today: str


@cache
def loaded(pack: str) -> Loaded:
    """A shipped pack, read and checked."""
    return read_pack(SHIPPED / pack, fingerprint(SHIPPED / pack))


@cache
def _folder() -> Path:
    place = tempfile.TemporaryDirectory(prefix="examples-")
    atexit.register(place.cleanup)
    return Path(place.name)


@cache
def ran(pack: str, code: str, position: int) -> Ran:
    """The example with that number of a rule, run once through a case of its own."""
    read = loaded(pack)
    example = read.cases[code][position]
    return run_case(_folder() / f"{code}-{position}", pack, read.pack.zone, example)


def run_case(folder: Path, pack: str, zone: str, example: CaseFile) -> Ran:
    """The whole check of a new case with the records of an example."""
    today = example.today or _day_after(example)
    with open_case(folder, create=True, clock=lambda: NOW) as case:
        change_settings(case, zone=example.zone or zone, packs=[pack], thresholds=example.settings)
        for given in example.records:
            values = _written(given)
            kind = values.pop("record")
            if kind == "contact":
                values = {**_written(example.each_contact), **values}
                if values.get("purpose") == "unknown":
                    values["purpose"] = None
            record(case, kind, values)
        report = checking.check(case, today=today)
        with case.store.reading() as conn:
            rows = list(reading.contact_rows(conn))
            facts = reading.case_facts(conn)
            words = list(reading.contents(conn))
    tags = {said.id: frozenset(tag.partition("@")[0] for tag in said.tags) for said in words if said.tags}
    return Ran(report.findings, report.noted, rows, facts, tags, today)


def _written(table: dict[str, Any]) -> dict[str, Any]:
    """A table of the file with the dates and times of TOML as the exchange format writes them."""
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in table.items()}


def _day_after(example: CaseFile) -> str:
    days = [str({**example.each_contact, **given}.get("at", ""))[:10] for given in example.records]
    last = max(day for day in days if day)
    return (dt.date.fromisoformat(last) + dt.timedelta(days=1)).isoformat()


def differences(example: CaseFile, rule: Rule, run: Ran) -> list[str]:
    """Where the check says something else than the example expects of its rule; empty when it agrees."""
    code = rule.code
    found = [finding for finding in run.findings if finding.rule == code]
    noted = [note for note in run.noted if note["rule"] == code]
    wrong = []
    if len(found) != len(example.findings):
        wrong.append(f"{len(found)} findings, expected {len(example.findings)}: {list(map(_brief, found))}")
    for expected, finding in zip(example.findings, found, strict=False):
        if isinstance(expected.contacts, int) and len(finding.contacts) != expected.contacts:
            wrong.append(f"contacts {finding.contacts}, expected {expected.contacts} of them")
        for name in ("grade", "on", "measured", "limit"):
            wanted = getattr(expected, name)
            if wanted is not None and getattr(finding, name) != wanted:
                wrong.append(f"{name} {getattr(finding, name)!r}, expected {wanted!r}: {_brief(finding)}")
        for name in ("contacts", "missing"):
            wanted = getattr(expected, name)
            if isinstance(wanted, list) and list(getattr(finding, name)) != wanted:
                wrong.append(f"{name} {getattr(finding, name)!r}, expected {wanted!r}")
        if expected.bases is not None:
            wanted_bases = [(basis.provision, basis.applies) for basis in expected.bases]
            bases = [(basis.provision, basis.applies.partition(":")[0]) for basis in finding.bases]
            if bases != wanted_bases:
                wrong.append(f"bases {bases}, expected {wanted_bases}")
        if expected.readings is not None:
            texts = {text.id: text.words.zh for text in rule.readings}
            said = [name for name, words in texts.items() if re.search(_pattern(words), finding.reading)]
            if sorted(said) != sorted(expected.readings):
                wrong.append(f"readings {said}, expected {expected.readings}")
    if len(noted) != len(example.noted):
        wrong.append(f"{len(noted)} notes, expected {len(example.noted)}: {noted}")
    for expected_note, note in zip(example.noted, noted, strict=False):
        named = rule.exceptions if expected_note.why == "exception" else rule.readings
        words = next(text.words.zh for text in named if text.id == expected_note.key)
        if note["why"] != expected_note.why or not re.fullmatch(_pattern(words), note["text"]):
            wrong.append(f"noted {note['why']} {note['text']!r}, expected {expected_note.why} {words!r}")
        if isinstance(expected_note.contacts, list) and note["contacts"] != expected_note.contacts:
            wrong.append(f"noted contacts {note['contacts']}, expected {expected_note.contacts}")
        if isinstance(expected_note.contacts, int) and len(note["contacts"]) != expected_note.contacts:
            wrong.append(f"noted contacts {note['contacts']}, expected {expected_note.contacts} of them")
        if expected_note.measured is not None and note.get("measured") != expected_note.measured:
            wrong.append(f"noted {note.get('measured')}, expected {expected_note.measured}")
    return wrong


def _pattern(words: str) -> str:
    """A text of the pack, whatever its placeholders became."""
    return ".*".join(re.escape(part) for part in re.split(r"\{\w+\}", words))


def _brief(finding: Finding) -> tuple[object, ...]:
    return finding.grade, finding.on, finding.contacts, finding.missing
