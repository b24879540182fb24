"""What holds for any contacts: order, independence, counts against an oracle written apart, zones of the process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from evidencelog.checker.dispatch import lines
from evidencelog.checker.engine import Prepared, check, check_in_order, reaches
from evidencelog.checker.facts import Facts
from evidencelog.checker.kinds import PREDICATES, predicate_for
from evidencelog.checker.predicate import Reach
from evidencelog.laws.loader import read_pack
from evidencelog.models.findings import Hit, Noted
from tests.checker.building import consent, contact, facts, pack, person, refusal, rule
from tests.laws.sampling import SAMPLE

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = read_pack(ROOT / "evidencelog" / "laws" / "packs" / "cn", "").pack
MADE_UP = read_pack(SAMPLE / "xx", "").pack
FURTHER = pack(
    rule({"kind": "pattern", "bursts": [{"count": 3, "minutes": 30}, {"count": 6, "minutes": 1440}]}, code="XX-C00"),
    rule({"kind": "min_gap", "days": 2, "contacts": {"kinds": ["visit"]}}, code="XX-C01"),
    rule({"kind": "max_distinct", "field": "person", "limit": 1, "contacts": {"to": "third_person"}}, code="XX-C02"),
    rule({"kind": "max_count", "unit": "attempt", "limit": 4, "group_by": ["debtor"]}, code="XX-C03"),
    rule(
        {"kind": "max_count", "unit": "contact_made", "limit": 3, "window": "calendar_week"},
        {"kind": "max_count", "unit": "contact_made", "limit": 5, "window": "calendar_month", "reading": "month"},
        code="XX-C04",
    ),
    rule({"kind": "several_collectors", "days": 5, "contacts": {"by": "collector"}}, code="XX-C05"),
    rule({"kind": "retention", "months": 24, "remind_months_before": 6, "request": "recording"}, code="XX-C06"),
    rule({"kind": "required_disclosure", "items": ["institution"], "moment": "first"}, code="XX-C07"),
    rule(
        {
            "kind": "max_count",
            "unit": "attempt",
            "limit": 2,
            "merge_minutes": 30,
            "armed_after": {"unit": "answered_call"},
        },
        code="XX-C08",
    ),
)
PACKS = (SHIPPED, MADE_UP, FURTHER)
CASE = facts(
    persons={
        "P0001": person("P0001", "parent"),
        "P0002": person("P0002", "guarantor"),
        "P0003": person("P0003"),
    },
    consents=(consent("22:30", "23:30", "also"), consent("09:00", "18:00", "only", "2026-03-04", "2026-03-05")),
    refusals=(refusal("P0001", "2026-03-03T10:00:00"),),
)
START = datetime(2026, 3, 1, tzinfo=timezone(timedelta(hours=8)))


@st.composite
def contacts(draw: st.DrawFn) -> list[Any]:
    """Up to thirty contacts in a week of March 2026, of two platforms, with holes in what is known."""
    rows = []
    for number in range(draw(st.integers(0, 30))):
        seconds = draw(st.integers(0, 7 * 24 * 60)) * 60 + draw(st.sampled_from((0, 0, 1, 59)))
        rows.append(
            contact(
                f"C{number + 1:04}",
                (START + timedelta(seconds=seconds)).isoformat(),
                kind=draw(st.sampled_from(("call", "call", "call", "call", "message", "visit"))),
                platform=draw(st.sampled_from(("L0001", "L0001", "L0002", None))),
                direction=draw(st.sampled_from(("in", "in", "in", "out", None))),
                outcome=draw(st.sampled_from(("answered", "answered", "missed", "rejected", None))),
                style=draw(st.sampled_from(("robot", "person", None))),
                purpose=draw(st.sampled_from(("collection", "collection", "collection", "service", None))),
                precision=draw(st.sampled_from((None, None, "second", "minute", "approximate", "day"))),
                to=draw(st.sampled_from(("debtor", "debtor", "debtor", "P0001", "P0002", "P0003"))),
                said_to_third=draw(st.sampled_from((None, "relay", "asked_to_pay"))),
                collector=draw(st.sampled_from((None, None, "A", "B"))),
                line=draw(st.sampled_from((None, "1", "2"))),
                count=draw(st.sampled_from((1, 1, 1, 1, 5))),
                claimed_role=draw(st.sampled_from((None, None, None, "police", "court"))),
                institution_answer=draw(st.sampled_from((None, "refused"))),
                visitors=draw(st.sampled_from((None, 1, 2))),
            )
        )
    return rows


def in_order(rows: list[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row.ts, row.id))


def found(rows: list[Any], packs: Any = PACKS) -> Counter[Hit | Noted]:
    return Counter(check(rows, packs, case=CASE, today="2026-11-21"))


@given(contacts(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_input_does_not_matter(rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    assert found(mixed) == found(rows)


@given(contacts())
@settings(max_examples=60, deadline=None)
def test_platform_by_platform_is_enough_for_rules_that_do_not_group_over_platforms(rows):
    packs = (SHIPPED, MADE_UP)
    by_platform = sorted(rows, key=lambda row: (row.platform or "", row.ts, row.id))
    streamed = Counter(check_in_order(by_platform, packs, case=CASE, today="2026-11-21"))
    assert streamed == found(rows, packs)


@given(contacts(), contacts(), st.integers(0, 30))
@settings(max_examples=60, deadline=None)
def test_a_run_knows_nothing_of_the_run_before_though_that_was_broken_off(before, rows, taken):
    prepared = Prepared(PACKS, CASE, "2026-11-21")
    for number, row in enumerate(before):  # tags decide how contacts are told apart
        tags = {row.id: frozenset({"insult"})} if number % 7 == 0 else {}
        list(prepared.run([row], prepared.of(None), tags))
    for _number, _result in zip(range(taken), prepared.run(in_order(before), prepared.of(None)), strict=False):
        pass
    assert Counter(prepared.run(in_order(rows), prepared.of(None))) == found(rows)
    for code in ("CN-F01", "XX-C00", "XX-C05", "XX-C07", "XX-C08"):
        some = Counter(prepared.run(in_order(rows), prepared.of(frozenset({code}))))
        assert some == Counter({hit: count for hit, count in found(rows).items() if hit.rule == code})


@given(contacts(), st.data())
@settings(max_examples=60, deadline=None)
def test_tests_that_a_contact_does_not_concern_never_count_it(rows, data):
    if not rows:
        return
    one = data.draw(st.sampled_from(rows))
    prepared = Prepared(PACKS, CASE, "2026-11-21")
    tests = {number for _reach, numbers in prepared.concerned([one]) for number in numbers}
    assert tests <= set(prepared.of(None))
    rest = tuple(number for number in prepared.of(None) if number not in tests)
    hits = [hit for hit in prepared.run(in_order(rows), rest) if isinstance(hit, Hit)]
    assert not [hit for hit in hits if one.id in hit.contacts]


def _may_be(value: object, allowed: tuple[str | None, ...] | None) -> bool:
    return value is not None if allowed is None else value in allowed


@given(contacts())
@settings(max_examples=60, deadline=None)
def test_a_sieve_lets_all_through_that_a_test_is_fed(rows):
    tags = {row.id: frozenset({"insult"}) for row in rows[::5]}
    for line in lines(PACKS, Facts(CASE), "2026-11-21", tags):
        for row in rows:
            if line.test.settled(row) is not None:
                parts = line.test.sieve()
                assert any(all(_may_be(getattr(row, name), part[name]) for name in part) for part in parts), (
                    line.rule.code
                )


@given(contacts())
@settings(max_examples=50, deadline=None)
def test_two_platforms_do_not_influence_each_other(rows):
    packs = (SHIPPED, MADE_UP)
    one = [row for row in rows if row.platform == "L0001"]
    other = [row for row in rows if row.platform == "L0002"]
    assert found(one, packs) + found(other, packs) == found(rows, packs)


@given(contacts())
@settings(max_examples=60, deadline=None)
def test_the_contacts_of_a_count_add_up_to_its_measure(rows):
    weights = {row.id: row.count for row in rows}
    for hit in found(rows):
        if isinstance(hit, Hit) and hit.measured is not None and hit.unit != "person":
            assert hit.measured == sum(weights[counted] for counted in hit.contacts), hit
            assert hit.limit is not None
            assert hit.measured >= hit.limit
        if isinstance(hit, Hit):
            assert len(set(hit.contacts)) == len(hit.contacts)


@given(contacts())
@settings(max_examples=60, deadline=None)
def test_no_basis_outside_its_dates_and_no_finding_without_a_ground(rows):
    rules = {rule.code: rule for law in PACKS for rule in law.rules}
    for hit in found(rows):
        if isinstance(hit, Hit):
            bases = [(rules[hit.rule].bases[applied.position], applied.applies) for applied in hit.bases]
            assert all(basis.in_force_from <= hit.day <= (basis.in_force_to or hit.day) for basis, _ in bases)
            grounds = [applies for basis, applies in bases if not basis.supporting]
            assert grounds
            if hit.grade in ("breach", "likely", "advisory") and not hit.missing:
                assert "yes" in grounds


def oracle(rows: list[Any], platform: str, day: str) -> tuple[int, int]:
    """Counted by hand: surely and possibly answered collection calls to the debtor of a platform and local day."""
    sure = possible = 0
    for row in rows:
        local = datetime.fromtimestamp(row.ts, timezone(timedelta(hours=8)))
        if (
            row.platform != platform
            or row.kind != "call"
            or row.direction == "out"
            or row.to != "debtor"
            or row.outcome not in ("answered", None)
            or row.purpose not in ("collection", None)
        ):
            continue
        days = {local.date().isoformat()}
        if row.precision == "approximate":
            days = {(local + timedelta(minutes=shift)).date().isoformat() for shift in (-30, 30)}
        if day in days:
            possible += row.count
            if row.outcome == "answered" and row.purpose == "collection" and len(days) == 1:
                sure += row.count
    return sure, possible


@given(contacts())
@settings(max_examples=80, deadline=None)
def test_daily_counts_agree_with_an_oracle(rows):
    law = pack(
        rule(
            {"kind": "max_count", "unit": "answered_call", "limit": 3, "contacts": {"kinds": ["call"], "to": "debtor"}}
        )
    )
    hits = {hit.group: hit for hit in found(rows, (law,)) if isinstance(hit, Hit)}
    for platform in ("L0001", "L0002"):
        for day in [f"2026-02-{28}", *(f"2026-03-{number:02}" for number in range(1, 10))]:
            sure, possible = oracle(rows, platform, day)
            hit = hits.pop((platform, day), None)
            if sure > 3:
                assert (hit.grade, hit.measured) == ("breach", sure)
            elif possible > 3:
                assert hit.grade in ("likely", "undetermined")
                assert sure < hit.measured <= possible
                assert hit.missing
            else:
                assert hit is None
    assert not hits


@given(st.integers(0, 2**31), st.sampled_from(("Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "UTC")))
@settings(max_examples=80, deadline=None)
def test_hours_agree_with_the_clock_of_any_zone(ts, zone):
    from zoneinfo import ZoneInfo

    law = pack(rule({"kind": "quiet_hours", "windows": [{"allowed": [{"from": "08:00", "to": "22:00"}]}]}))
    local = datetime.fromtimestamp(ts, ZoneInfo(zone))
    row = contact("C0001", local.isoformat(), zone=zone)
    hits = list(check([row], [law], case=facts(zone), today="2026-11-21"))
    assert bool(hits) == (not 8 <= local.hour < 22)


def test_each_rule_says_how_far_it_looks():
    known = reaches(PACKS, CASE, "2026-11-21")
    assert known["CN-T01"] == Reach(0)
    assert known["CN-F01"] == Reach(1)
    assert known["CN-P01"] == Reach(4, ahead=0)
    assert known["XX-B00"] == Reach(7)
    assert known["XX-C00"] == Reach(1)
    assert known["XX-C03"] == Reach(1, True)
    assert known["XX-C04"] == Reach(32)
    assert known["XX-C05"] == Reach(5)
    assert known["XX-C06"] == Reach(None, dated=(("2024-11-21", "2025-05-21"),))


def test_every_kind_of_test_of_the_format_is_decided():
    from typing import get_args

    from evidencelog.laws import test_kinds

    written = {get_args(arm.model_fields["kind"].annotation)[0] for arm in get_args(get_args(test_kinds.AnyTest)[0])}
    assert written == set(PREDICATES)
    assert {predicate_for(kind).__name__ for kind in written} == {name for _module, name in PREDICATES.values()}


RUN = """
import json, sys
sys.path.insert(0, {root!r})
from tests.checker.test_engine import CASE, PACKS
from tests.checker.building import numbered
from evidencelog.checker.engine import check
rows = numbered(*("2026-03-0%dT%02d:30:00" % (day, hour) for day in (1, 2, 3) for hour in range(0, 24, 3)),
                outcome="answered")
print(json.dumps(sorted(map(str, check(rows, PACKS, case=CASE, today="2026-11-21")))))
"""


def test_the_zone_of_the_process_does_not_matter():
    told = {
        subprocess.run(
            [sys.executable, "-c", RUN.format(root=str(ROOT))],
            capture_output=True, text=True, check=True, env={**os.environ, "TZ": zone},
        ).stdout
        for zone in ("UTC", "Asia/Shanghai", "America/New_York")
    }  # fmt: skip
    assert len(told) == 1
    assert told.pop().count("CN-T01") == 9  # 0, 3 and 6 o'clock of three days
