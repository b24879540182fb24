"""Reads and checks a whole pack folder. Slow (pydantic): the catalogue keeps what it gives in a cache."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from evidencelog.i18n import _
from evidencelog.laws.compiling import compile_pack, compile_texts, provision_id
from evidencelog.laws.consistency import period, rule_faults, text_faults
from evidencelog.laws.faults import Fault, PackRefused, shown
from evidencelog.laws.guidance import guidance_faults
from evidencelog.laws.reading import read_table
from evidencelog.laws.schema import CalendarFile, CaseFile, InstrumentFile, PackFile, RuleFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from evidencelog.models.law import Pack, Texts

Table = TypeVar("Table", InstrumentFile, RuleFile, CalendarFile)

FOLDERS = ("instruments", "rules", "calendars", "wording", "channels", "guidance")


class Loaded(NamedTuple):
    """A pack that keeps to the format."""

    pack: Pack
    texts: Texts
    cases: dict[str, tuple[CaseFile, ...]]
    """Examples by rule code."""


def read_pack(folder: Path, sha256: str) -> Loaded:
    """The pack in ``folder``; PackRefused with every fault found when it does not keep to the format."""
    faults: list[Fault] = []
    head = read_table(folder / "pack.toml", f"{folder.name}/pack.toml", PackFile, faults)
    faults += _strange_files(folder)
    faults += guidance_faults(folder)
    instruments = _tables(folder, "instruments", InstrumentFile, faults)
    rules = _tables(folder, "rules", RuleFile, faults)
    calendars = _tables(folder, "calendars", CalendarFile, faults)
    if head is not None:
        faults += _head_faults(folder, head)
    faults += _name_faults(folder, instruments, rules, calendars)
    if faults or head is None:
        raise PackRefused(folder.name, faults)
    texts = compile_texts([table for _file, table in instruments])
    faults += _instrument_faults(instruments, texts)
    by_code = {table.code: table for _file, table in rules}
    names = {table.id for _file, table in calendars}
    for file, rule in rules:
        faults += rule_faults(file, rule, by_code, texts, names)
        faults += _addressee_faults(folder, file, rule)
    faults += _unused(instruments, [table for _file, table in rules])
    if faults:
        raise PackRefused(folder.name, faults)
    pack = compile_pack(head, [table for _file, table in rules], [table for _file, table in calendars], texts, sha256)
    return Loaded(pack, texts, {table.code: tuple(table.cases) for _file, table in rules})


def _tables(folder: Path, part: str, model: type[Table], faults: list[Fault]) -> list[tuple[str, Table]]:
    """Shown name and table of each file of one part, in the order of their names."""
    tables = []
    for path in sorted((folder / part).glob("*.toml")):
        name = f"{folder.name}/{part}/{path.name}"
        table = read_table(path, name, model, faults)
        if table is not None:
            tables.append((name, table))
    return tables


def _strange_files(folder: Path) -> list[Fault]:
    """Files and folders the format does not know: most often a misspelt name that would silently be left out."""
    faults = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and path.name not in FOLDERS:
            faults.append(Fault(folder.name, "", shown(path.name), ", ".join(FOLDERS)))
        if path.is_file() and path.name != "pack.toml" and path.suffix != ".md":
            faults.append(Fault(folder.name, "", shown(path.name), "pack.toml, *.md"))
    for part in ("instruments", "rules", "calendars"):
        faults += [
            Fault(f"{folder.name}/{part}", "", shown(path.name), "*.toml")
            for path in sorted((folder / part).glob("*"))
            if path.suffix != ".toml" and not path.name.startswith(".")
        ]
    return faults


def _head_faults(folder: Path, head: PackFile) -> list[Fault]:
    file = f"{folder.name}/pack.toml"
    faults = []
    if head.id != folder.name:
        faults.append(Fault(file, "id", shown(head.id), _("the name of the folder, {name}", name=folder.name)))
    if head.review_by < head.confirmed_on:
        faults.append(Fault(file, "review_by", head.review_by, _("a day not before confirmed_on")))
    try:
        ZoneInfo(head.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        faults.append(Fault(file, "zone", shown(head.zone), _("the name of a time zone, e.g. Asia/Tokyo")))
    return faults


def _name_faults(
    folder: Path,
    instruments: Sequence[tuple[str, InstrumentFile]],
    rules: Sequence[tuple[str, RuleFile]],
    calendars: Sequence[tuple[str, CalendarFile]],
) -> list[Fault]:
    faults = []
    for file, key, value in (
        *((file, "id", table.id) for file, table in instruments),
        *((file, "code", table.code) for file, table in rules),
        *((file, "id", table.id) for file, table in calendars),
    ):
        stem = file.rpartition("/")[2].removesuffix(".toml")
        if value != stem:
            faults.append(Fault(file, key, shown(value), _("the name of the file, {name}", name=stem)))
    prefix = folder.name.upper() + "-"
    names: dict[str, str] = {}
    for file, rule in rules:
        if not rule.code.startswith(prefix):
            faults.append(Fault(file, "code", shown(rule.code), _("a code that begins with {prefix}", prefix=prefix)))
        if rule.name in names:
            allowed = _("a name no other rule has ({file} has it)", file=names[rule.name])
            faults.append(Fault(file, "name", shown(rule.name), allowed))
        names.setdefault(rule.name, file)
    for file, calendar in calendars:
        faults += [
            Fault(file, "days", shown(day), _("a date in one of the years of the calendar"))
            for day in calendar.days
            if not _is_date(day) or int(day[:4]) not in calendar.years
        ]
    return faults


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _instrument_faults(instruments: Sequence[tuple[str, InstrumentFile]], texts: Texts) -> list[Fault]:
    faults = []
    for file, table in instruments:
        whole = period(table)
        if (table.status == "repealed") != (table.in_force_to is not None) and table.status in ("in_force", "repealed"):
            faults.append(Fault(file, "status", table.status, _("repealed with in_force_to, and only then")))
        for position, other in enumerate(table.replaces):
            if other not in texts.instruments:
                allowed = ", ".join(sorted(texts.instruments))
                faults.append(Fault(file, f"replaces[{position}]", shown(other), allowed))
        seen: set[str] = set()
        for position, provision in enumerate(table.provisions):
            name = provision_id(table, provision)
            if name in seen:
                faults.append(Fault(file, f"provisions[{position}].article", shown(name), _("each provision once")))
            seen.add(name)
            faults += text_faults(file, f"provisions[{position}]", texts.provisions[name].passages, whole)
    return faults


def _addressee_faults(folder: Path, file: str, rule: RuleFile) -> list[Fault]:
    known = sorted(path.stem for path in (folder / "channels").glob("*.toml"))
    return [
        Fault(file, f"only_for[{position}]", shown(name), ", ".join(known))
        for position, name in enumerate(rule.only_for)
        if name not in known
    ]


def _unused(instruments: Sequence[tuple[str, InstrumentFile]], rules: Sequence[RuleFile]) -> list[Fault]:
    used = {basis.provision for rule in rules for basis in rule.bases}
    return [
        Fault(file, f"provisions[{position}].reference_only", "false", _("true for a provision on which no rule rests"))
        for file, table in instruments
        for position, provision in enumerate(table.provisions)
        if provision_id(table, provision) not in used and not provision.reference_only
    ]
