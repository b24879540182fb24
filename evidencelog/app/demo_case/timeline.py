"""When each thing of the demo case was written down: live calls as they ended, the rest in the evening."""

from __future__ import annotations

import json
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.app.demo_case.rhythm import ordinary_days
from evidencelog.timing.clock import from_local, local_parts, ts_of, zone_named

if TYPE_CHECKING:
    from collections.abc import Mapping

ZONE = "Asia/Shanghai"
EVENING = 21 * 3600 + 40 * 60
"""Second of the day at which the invented person sits down to write."""

DATA = Path(__file__).parent
"""Folder of the story's files."""
_DATES = ("at", "made_at", "from", "signed_on", "sent_at")


class Step(NamedTuple):
    """One thing the invented person does with the program."""

    at: datetime
    """When, aware."""
    action: str
    """``record``, ``file``, ``correct``, ``withdraw``, ``import`` or ``review``."""
    values: dict[str, Any]


def steps() -> list[Step]:
    """Everything in the order in which it was written; what belongs to one sitting has the same moment."""
    story = [json.loads(line) for line in (DATA / "story.jsonl").read_text("utf-8").splitlines()]
    afterwards = tomllib.loads((DATA / "afterwards.toml").read_text("utf-8"))
    contacts = [entry for entry in story if entry["record"] == "contact"]
    told = {(entry.get("platform"), local_parts(ts_of(entry["at"]), ZONE)[0]) for entry in contacts}
    overdue = {entry["name"]: entry["overdue_since"] for entry in story if entry["record"] == "platform"}
    contacts = sorted([*contacts, *ordinary_days(told, overdue)], key=lambda entry: ts_of(entry["at"]))
    standing = [entry for entry in story if entry["record"] != "contact"]
    first = min(_written(entry) for entry in contacts)
    listed = [Step(max(_written(entry), first), "record", entry) for entry in [*standing, *contacts]]
    for action, given in afterwards.items():
        listed += [Step(_evening(ts_of(values.get("modified") or values["at"])), action, values) for values in given]
    return sorted(listed, key=lambda step: step.at)


def _written(entry: Mapping[str, Any]) -> datetime:
    """When an entry was written; the first evening for what has no date."""
    date = next((entry[name] for name in _DATES if name in entry), None)
    if date is None:
        return datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    if len(date) == len("2026-11-21"):
        date += "T12:00:00+08:00"
    start = datetime.fromisoformat(date)
    if entry.get("source") == "live":
        return start + timedelta(seconds=entry["duration"])
    return _evening(max(ts_of(entry.get(name) or date) for name in ("at", "until", "left_at")))


def _evening(ts: int) -> datetime:
    """The first evening that is not before an instant."""
    day, second = local_parts(ts, ZONE)
    later = 86400 if second > EVENING else 0
    year, month, date = (int(part) for part in day.split("-"))
    return from_local(year, month, date, EVENING, zone_named(ZONE)) + timedelta(seconds=later)
