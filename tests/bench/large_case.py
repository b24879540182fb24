"""A large made-up case: what the measurements of checks and lists are taken on.

Its contacts stand in the tables that checks and lists read, written by the code that writes them for every event, but not
in the ledger: sealing a million events takes minutes and no check reads them. They have tags but no words: the reading of
words is measured for itself.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any

from evidencelog.app.cases import CONVENTIONS, open_case
from evidencelog.app.recording import record
from evidencelog.models.fields import DEBTOR
from evidencelog.store.project_contacts import write
from evidencelog.store.states import State, id_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evidencelog.app.cases import Case

LAST_DAY = dt.date(2026, 11, 20)
DAYS = 5 * 365 + 1
NOW = dt.datetime(2026, 11, 21, 4, 0, tzinfo=dt.UTC)
NIGHT, THIRD_PERSONS = 0.03, 0.02
SEED = 20261121

PLATFORMS: tuple[tuple[str, str | None, str | None], ...] = (
    ("甲银行信用卡", "bank_card", "credit_card"),
    ("乙银行", "bank_loan", "online_consumer"),
    ("丙消费金融", "consumer_finance", "online_consumer"),
    ("丁消费金融", "consumer_finance", None),
    ("戊小贷", "micro_loan", "online_consumer"),
    ("己小贷", "micro_loan", "business"),
    ("庚汽车金融", "auto_finance", "car"),
    ("辛助贷", "assist_platform", "online_consumer"),
    ("壬资产", "debt_buyer", "online_consumer"),
    ("癸速贷", "unlicensed_app", None),
    ("老王", "private_lender", None),
    ("某某分期", None, None),
)
PERSONS: tuple[tuple[str, str | None, bool | None], ...] = (
    ("甲母", "parent", True), ("乙兄", "relative", False), ("丙同事", "colleague", False), ("丁友", "friend", None),
    ("戊担保", "guarantor", False), ("己上司", "employer", False), ("庚邻", "neighbour", None), ("辛", None, None),
)  # fmt: skip
_HOURS = (0, 0, 0, 0, 0, 0, 0, 0, 5, 10, 12, 11, 6, 6, 9, 10, 10, 9, 8, 8, 6, 4)
"""How often a contact of the day begins in each hour up to 22:00."""


def opened(folder: Path, *, create: bool = False) -> Case:
    """The case, on the day after its last contact."""
    return open_case(folder, create=create, clock=lambda: NOW)


def large_case(folder: Path, contacts: int) -> None:
    """Makes the case in ``folder`` unless one is there: over five years, from twelve platforms."""
    if (folder / "case.db").exists():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with opened(folder, create=True) as case:
        platforms, persons = _standing(case)
        with case.store.writing() as writing:
            for number, facts in enumerate(rows(contacts), start=1):
                facts["platform"] = platforms[facts["platform"]]
                facts["to"] = persons.get(facts.get("to", ""), DEBTOR)
                state = State(id_of("contact", number), facts, 1, writing.at, False, False, True, ())
                write(writing.conn, state, case.zone, CONVENTIONS, fresh=True)
            writing.conn.execute("INSERT INTO counters VALUES ('contact', ?)", (contacts,))


def _standing(case: Case) -> tuple[dict[str, str], dict[str, str]]:
    """Platforms, persons and what was agreed; the ids of the first two by their names."""
    platforms, persons = {}, {}
    for name, kind, product in PLATFORMS:
        facts = {"name": name, "kind": kind, "product": product}
        known = {key: value for key, value in facts.items() if value is not None}
        platforms[name] = record(case, "platform", known).id
    for name, relation, named in PERSONS:
        about = {"name": name, "relation": relation, "named_in_contract": named}
        persons[name] = record(case, "person", {key: value for key, value in about.items() if value is not None}).id
    record(case, "refusal", {"person": "乙兄", "platform": "戊小贷", "at": "2025-03-03T10:00:00+08:00"})
    hours = {"platform": "丙消费金融", "hours": "18:00-23:00", "mode": "also", "from": "2026-01-01"}
    record(case, "consent", hours)
    record(case, "consent", {**hours, "platform": "乙银行", "hours": "09:00-12:00", "mode": "only", "to": "2026-02-28"})
    record(case, "plan", {"platform": "甲银行信用卡", "signed_on": "2026-05-01"})
    for index, (name, _kind, _product) in enumerate(PLATFORMS):
        for collector in ("催收所A", "催收所B")[index % 3 == 0 :]:
            record(case, "notice", {"platform": name, "collector": collector, "seen": index % 4 != 1})
    return platforms, persons


def rows(contacts: int) -> Iterator[dict[str, Any]]:
    """The facts of contacts in the order of time, always the same ones for the same number."""
    draw = random.Random(SEED)
    start = dt.datetime.combine(LAST_DAY - dt.timedelta(days=DAYS - 1), dt.time(), dt.timezone(dt.timedelta(hours=8)))
    share, left = contacts / DAYS, 0.0
    number = 0
    for day in range(DAYS):
        left += share * (0.6 if (start + dt.timedelta(days=day)).weekday() > 4 else 1.16)
        today = int(left) if day < DAYS - 1 else contacts - number
        today = min(today, contacts - number)
        left -= today
        for second in sorted(_second(draw) for _ in range(today)):
            number += 1
            yield _row(draw, number, start + dt.timedelta(days=day, seconds=second))


def _second(draw: random.Random) -> int:
    if draw.random() < NIGHT:
        return draw.randrange(22 * 3600, 32 * 3600) % 86400
    return draw.choices(range(len(_HOURS)), _HOURS)[0] * 3600 + draw.randrange(3600)


def _row(draw: random.Random, number: int, at: dt.datetime) -> dict[str, Any]:
    index = min(int(draw.expovariate(0.25)), len(PLATFORMS) - 1) if draw.random() < 0.5 else draw.randrange(12)
    facts: dict[str, Any] = {"platform": PLATFORMS[index][0], "at": at.isoformat(), "direction": "in"}
    kind = draw.choices(("call", "message", "visit", "letter", "post"), (700, 294, 3, 2, 1))[0]
    facts["kind"] = kind
    _KINDS[kind](draw, facts, index, number)
    if draw.random() < THIRD_PERSONS:
        facts["to"] = draw.choice(PERSONS)[0]
        if draw.random() < 0.6:
            facts["said_to_third"] = draw.choice(("asked_where", "relay", "told_debt", "asked_to_pay"))
    chance = draw.random()
    if chance < 0.78:
        facts["purpose"] = "collection"
    elif chance < 0.80:
        facts["purpose"] = "service"
    handed_to = ("", "催收所A", "催收所B")[(at.toordinal() // 120 + index) % 3]
    if handed_to and draw.random() < 0.6:
        facts["collector"] = handed_to if draw.random() < 0.995 else "催收所C"
    chance = draw.random()
    if chance < 0.02:
        facts["precision"] = "minute"
    elif chance < 0.03:
        facts["precision"] = "approximate"
    elif chance < 0.032:
        facts["precision"] = "day"
    return facts


def _call(draw: random.Random, facts: dict[str, Any], index: int, number: int) -> None:
    facts["channel"] = "phone"
    facts["line"] = "13900000001" if draw.random() < 0.7 else "13900000002"
    outcome = draw.choices(("answered", "missed", "rejected", None), (32, 50, 10, 8))[0]
    if draw.random() < 0.02:
        facts["direction"] = "out"
    if outcome is not None:
        facts["outcome"] = outcome
    if outcome == "answered":
        facts["duration"] = draw.randrange(5, 300)
        style = draw.choices(("robot", "person", None), (4, 4, 2))[0]
        if style is not None:
            facts["style"] = style
        if draw.random() < 0.02:
            facts["claimed_role"] = draw.choice(("police", "court", "government", "lawyer", "lender"))
        if draw.random() < 0.02:
            facts["tag"] = [draw.choice(("insult", "threat_violence", "impersonation_court", "退费"))]
        if draw.random() < 0.03:
            facts["identity"] = {"institution": draw.choice(("given", "refused", "not_asked"))}
    chance = draw.random()
    if chance < 0.6:
        facts["number"] = f"0215{index:02}{draw.randrange(400):05}"
    elif chance < 0.95:
        facts["number"] = f"138{index:02}{draw.randrange(300):06}"
    if draw.random() < 0.003:
        facts["count"] = draw.randrange(2, 6)


def _message(draw: random.Random, facts: dict[str, Any], index: int, number: int) -> None:
    facts["channel"] = draw.choices(("sms", "wechat", "app"), (8, 1, 1))[0]
    facts["number"] = f"1069{index:02}{draw.randrange(60):06}"


def _visit(draw: random.Random, facts: dict[str, Any], index: int, number: int) -> None:
    facts["place"] = draw.choice(("home", "workplace", "village"))
    facts["visitors"] = draw.randrange(1, 4)


def _letter(draw: random.Random, facts: dict[str, Any], index: int, number: int) -> None:
    facts["channel"] = "mail"
    facts["tag"] = ["letter_incomplete"] if number % 2 else ["letter_complete"]


def _post(draw: random.Random, facts: dict[str, Any], index: int, number: int) -> None:
    facts["channel"] = "wechat"


_KINDS = {"call": _call, "message": _message, "visit": _visit, "letter": _letter, "post": _post}
