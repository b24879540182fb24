"""Contacts, facts and small packs for tests of the checker: real models, with everything that is not said unknown."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from evidencelog.checker.engine import check
from evidencelog.laws.compiling import _test
from evidencelog.laws.test_kinds import AnyTest
from evidencelog.models.contacts import CaseFacts, Consent, ContactRow, DebtFacts, PersonFacts, PlatformFacts, Refusal
from evidencelog.models.findings import Hit, Noted
from evidencelog.models.law import Pack, Rule, RuleBasis, RuleText, Words

ZONE = "Asia/Shanghai"
NO_WORDS = Words("", "")
_TESTS: TypeAdapter[Any] = TypeAdapter(AnyTest)


def instant(text: str, zone: str = ZONE) -> int:
    """Seconds since 1970 of ISO text, local to ``zone`` unless it has an offset."""
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return int(moment.timestamp())


def contact(id: str, at: str, zone: str = ZONE, **fields: Any) -> ContactRow:
    """A call by way of collection from the platform L0001 to the debtor, unless ``fields`` say otherwise."""
    ts = instant(at, zone)
    local = dt.datetime.fromtimestamp(ts, ZoneInfo(zone))
    blank: dict[str, Any] = dict.fromkeys(ContactRow._fields)
    until = fields.pop("until", None)
    blank |= {
        "id": id,
        "ts": ts,
        "day": local.date().isoformat(),
        "second": local.hour * 3600 + local.minute * 60 + local.second,
        "kind": "call",
        "direction": "in",
        "count": 1,
        "until_ts": instant(until, zone) if until is not None else None,
        "platform": "L0001",
        "to": "debtor",
        "purpose": "collection",
    }
    assert set(fields) <= set(blank), fields
    return ContactRow(**(blank | fields))


def numbered(*moments: str, **fields: Any) -> list[ContactRow]:
    """Contacts C0001, C0002 … at these moments, otherwise alike."""
    return [contact(f"C{n:04}", at, **fields) for n, at in enumerate(moments, start=1)]


def facts(zone: str = ZONE, **parts: Any) -> CaseFacts:
    """A case with the bank L0001 and the micro-lender L0002, and whatever else is given."""
    platforms = {
        "L0001": PlatformFacts("L0001", "甲", "bank_card", "credit_card", None, None, None),
        "L0002": PlatformFacts("L0002", "乙", "micro_loan", "online_consumer", None, None, None),
    }
    empty: dict[str, Any] = dict.fromkeys(CaseFacts._fields, ())
    empty |= {"zone": zone, "platforms": platforms, "persons": {}, "debts": {}, "settings": {}}
    return CaseFacts(**(empty | parts))


def person(id: str, relation: str | None = None, named: bool | None = None) -> PersonFacts:
    """A person of the directory."""
    return PersonFacts(id, f"person {id}", relation, named)


def debt(id: str, kind: str | None = None, product: str | None = None, lawful: bool | None = None) -> DebtFacts:
    """A debt with L0001."""
    return DebtFacts(id, "L0001", f"debt {id}", kind, product, lawful)


def consent(
    start: str, end: str, mode: str | None = "also", first: str = "2000-01-01", last: str | None = None
) -> Consent:
    """Hours agreed with L0001."""
    begin, finish = (int(text[:2]) * 3600 + int(text[3:]) * 60 for text in (start, end))
    return Consent("H0001", "L0001", begin, finish, mode, first, last)


def refusal(who: str, at: str, platform: str = "L0001") -> Refusal:
    """A refusal by a person."""
    return Refusal("R0001", who, platform, instant(at))


def basis(**changes: Any) -> RuleBasis:
    """A ban that binds everyone since 1900."""
    whole = RuleBasis("code/1", "", "must_not", "ban", (), (), "1900-01-01", None, None, False)
    return whole._replace(**changes)


def rule(*tests: dict[str, Any], code: str = "XX-A00", bases: tuple[RuleBasis, ...] = (basis(),)) -> Rule:
    """A rule with these tests, their parameters checked and filled in as the loader does."""
    checked = (_TESTS.validate_python({"reading": "counted", **test}) for test in tests)
    texts = (RuleText("counted", NO_WORDS),)
    return Rule(
        code, code.lower(), NO_WORDS, NO_WORDS, NO_WORDS, "added", tuple(map(_test, checked)), bases, (), texts, (), (),
        (), NO_WORDS, (), (),
    )  # fmt: skip


def pack(*rules: Rule, zone: str = ZONE, **parts: Any) -> Pack:
    """A pack of these rules."""
    whole = Pack("xx", "1", NO_WORDS, "2026-11-01", "2027-05-01", "", zone, rules, {})
    return whole._replace(**parts)


def results(
    law: Rule | Pack, rows: list[ContactRow], case: CaseFacts | None = None, today: str = "2026-11-21", **more: Any
) -> tuple[list[Hit], list[Noted]]:
    """Hits and notes in the order of days."""
    packs = [law if isinstance(law, Pack) else pack(law)]
    found = list(check(rows, packs, case=case or facts(), today=today, **more))
    hits = sorted((result for result in found if isinstance(result, Hit)), key=lambda hit: (hit.day, hit.group))
    return hits, [result for result in found if isinstance(result, Noted)]


def brief(
    law: Rule | Pack, rows: list[ContactRow], case: CaseFacts | None = None, **more: Any
) -> list[tuple[str, str]]:
    """(contacts, grade) of every hit; a missing fact stands behind the grade."""
    hits, _notes = results(law, rows, case, **more)
    return [(" ".join(hit.contacts), " ".join((hit.grade, *hit.missing))) for hit in hits]
