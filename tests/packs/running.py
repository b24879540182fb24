"""Runs the examples of a pack: their records go into a real case, the case is checked, one rule's results are compared."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from evidencelog.app import checking
from evidencelog.app.cases import change_settings, open_case
from evidencelog.app.recording import record

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.app.checking import Report
    from evidencelog.laws.schema import CaseFile
    from evidencelog.models.findings import Finding
    from evidencelog.models.law import Rule

NOW = dt.datetime(2200, 1, 1, tzinfo=dt.UTC)
"""No example lies in the future of this moment."""


def run_case(folder: Path, pack: str, zone: str, example: CaseFile) -> Report:
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
        return checking.check(case, today=today)


def _written(table: dict[str, Any]) -> dict[str, Any]:
    """A table of the file with the dates and times of TOML as the exchange format writes them."""
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in table.items()}


def _day_after(example: CaseFile) -> str:
    days = [str({**example.each_contact, **given}.get("at", ""))[:10] for given in example.records]
    last = max(day for day in days if day)
    return (dt.date.fromisoformat(last) + dt.timedelta(days=1)).isoformat()


def differences(example: CaseFile, rule: Rule, report: Report) -> list[str]:
    """Where the check says something else than the example expects of its rule; empty when it agrees."""
    code = rule.code
    found = [finding for finding in report.findings if finding.rule == code]
    noted = [note for note in report.noted if note["rule"] == code]
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
    if len(noted) != len(example.noted):
        wrong.append(f"{len(noted)} notes, expected {len(example.noted)}: {noted}")
    for expected_note, note in zip(example.noted, noted, strict=False):
        texts = rule.exceptions if expected_note.why == "exception" else rule.readings
        words = next(text.words.zh for text in texts if text.id == expected_note.key)
        if note["why"] != expected_note.why or not _same_text(words, note["text"]):
            wrong.append(f"noted {note['why']} {note['text']!r}, expected {expected_note.why} {words!r}")
        if isinstance(expected_note.contacts, list) and note["contacts"] != expected_note.contacts:
            wrong.append(f"noted contacts {note['contacts']}, expected {expected_note.contacts}")
        if isinstance(expected_note.contacts, int) and len(note["contacts"]) != expected_note.contacts:
            wrong.append(f"noted contacts {note['contacts']}, expected {expected_note.contacts} of them")
        if expected_note.measured is not None and note.get("measured") != expected_note.measured:
            wrong.append(f"noted {note.get('measured')}, expected {expected_note.measured}")
    return wrong


def _same_text(words: str, shown: str) -> bool:
    """Whether a text of the pack is the one shown, whatever its placeholders became."""
    pattern = ".*".join(re.escape(part) for part in re.split(r"\{\w+\}", words))
    return re.fullmatch(pattern, shown) is not None


def _brief(finding: Finding) -> tuple[object, ...]:
    return finding.grade, finding.on, finding.contacts, finding.missing
