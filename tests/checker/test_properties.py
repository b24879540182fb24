"""What holds for any log, held against oracles that count by brute force and know nothing of the checker's windows."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from evidencelog.checker.days import days_of, shifted
from evidencelog.checker.engine import check, reaches
from evidencelog.laws.catalogue import SHIPPED
from evidencelog.laws.loader import read_pack
from evidencelog.models.contacts import CaseFacts, Notice, Plan, PlatformFacts
from evidencelog.models.fields import PLATFORM_KINDS, PRODUCTS
from evidencelog.models.findings import Hit, Noted
from tests.checker.building import contact, debt, facts, pack, person, refusal, rule

LOADED = [read_pack(folder, "") for folder in sorted(SHIPPED.iterdir()) if (folder / "pack.toml").is_file()]
PACKS = tuple(loaded.pack for loaded in LOADED)
TODAY = "2026-11-21"
ZONES = ("Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "UTC")
TAGS = (
    "threat_violence", "insult", "let_in", "not_let_in", "letter_incomplete", "private_line", "subcontracted",
    "disclose_to_third_party", "impersonation_court", "official_account",
)  # fmt: skip
PEOPLE = {
    "P0001": person("P0001", "parent", named=False),
    "P0002": person("P0002", "guarantor", named=False),
    "P0003": person("P0003", None),
    "P0004": person("P0004", "colleague", named=False),
}


@st.composite
def cases(draw: st.DrawFn) -> CaseFacts:
    """Two platforms of any kind and product, with standing facts or without."""
    platforms = {
        name: PlatformFacts(
            name, f"platform {name}", draw(st.sampled_from((*PLATFORM_KINDS, None))), draw(st.sampled_from((*PRODUCTS, None))),
            draw(st.sampled_from((None, "platform L0002"))), None, draw(st.sampled_from((None, "2026-03-03"))),
        )
        for name in ("L0001", "L0002")
    }  # fmt: skip
    return facts(
        platforms=platforms,
        persons=PEOPLE,
        debts={"D0001": debt("D0001", lawful=False)},
        refusals=draw(st.sampled_from(((), (refusal("P0001", "2026-03-03T10:00:00"),)))),
        plans=draw(st.sampled_from(((), (Plan("S0001", "L0001", "2026-03-02", None),)))),
        notices=draw(st.sampled_from(((), (Notice("N0001", "L0001", "A", False),)))),
    )


@st.composite
def logs(draw: st.DrawFn, days: int = 9, first: str = "2026-03-01") -> tuple[list[Any], dict[str, frozenset[str]]]:
    """Up to twenty-five contacts of all kinds, and tags on some of them."""
    rows, tags = [], {}
    start = dt.datetime.fromisoformat(f"{first}T00:00:00+08:00")
    for number in range(draw(st.integers(0, 25))):
        name = f"C{number + 1:04}"
        at = start + dt.timedelta(seconds=draw(st.integers(0, days * 86400 - 1)))
        fields: dict[str, Any] = {
            "kind": draw(st.sampled_from(("call", "call", "call", "message", "visit", "letter", "post", "other"))),
            "platform": draw(st.sampled_from(("L0001", "L0001", "L0002"))),
            "direction": draw(st.sampled_from(("in", "in", "in", "out"))),
            "outcome": draw(st.sampled_from(("answered", "missed", None))),
            "style": draw(st.sampled_from(("robot", "person", None))),
            "purpose": draw(st.sampled_from(("collection", "collection", "service", None))),
            "precision": draw(st.sampled_from((None, None, "minute", "approximate", "day"))),
            "to": draw(st.sampled_from(("debtor", "debtor", "P0001", "P0002", "P0003", "P0004"))),
            "said_to_third": draw(st.sampled_from((None, "relay", "told_debt", "asked_to_pay"))),
            "collector": draw(st.sampled_from((None, "A", "B"))),
            "number": draw(st.sampled_from((None, "13800000001", "110", "95013000010001"))),
            "debt": draw(st.sampled_from((None, None, "D0001"))),
            "claimed_role": draw(st.sampled_from((None, None, "police", "court", "lender"))),
            "role_checked": draw(st.sampled_from((None, "false", "genuine"))),
            "visitors": draw(st.sampled_from((None, 1, 2))),
            "place": draw(st.sampled_from((None, "home", "workplace"))),
            "entered": draw(st.sampled_from((None, 0, 1))),
            "act": draw(st.sampled_from((None, None, "posting", "blocking"))),
            "payee": draw(st.sampled_from((None, None, "somebody"))),
            "institution_answer": draw(st.sampled_from((None, "refused"))),
            "count": draw(st.sampled_from((1, 1, 1, 6))),
        }  # fmt: skip
        if fields["count"] > 1:
            hours = draw(st.sampled_from((None, 0, 1, 20, 70)))
            fields["until"] = None if hours is None else (at + dt.timedelta(hours=hours)).isoformat()
        rows.append(contact(name, at.isoformat(), **fields))
        said = draw(st.sampled_from((*TAGS, *(None,) * 20)))
        if said is not None:
            tags[name] = frozenset({said})
    return rows, tags


def found(rows: list[Any], tags: dict[str, frozenset[str]], case: CaseFacts, packs: Any = PACKS, **more: Any) -> Any:
    return Counter(check(rows, packs, case=case, today=more.get("today", TODAY), tags=tags))


@given(logs(), cases(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_input_changes_nothing(log, case, random):
    rows, tags = log
    mixed = list(rows)
    random.shuffle(mixed)
    assert found(mixed, tags, case) == found(rows, tags, case)


@given(logs(), cases(), logs(), cases())
@settings(max_examples=25, deadline=None)
def test_two_cases_checked_by_turns_do_not_influence_each_other(one, one_case, other, other_case):
    alone = [found(*one, one_case), found(*other, other_case)]
    runs = [
        check(rows, PACKS, case=case, today=TODAY, tags=tags)
        for (rows, tags), case in ((one, one_case), (other, other_case))
    ]
    by_turns: list[list[Any]] = [[], []]
    for results in itertools.zip_longest(*runs):
        for kept, result in zip(by_turns, results, strict=True):
            if result is not None:
                kept.append(result)
    assert list(map(Counter, by_turns)) == alone


@given(logs(), cases())
@settings(max_examples=40, deadline=None)
def test_what_a_finding_counts_adds_up_and_every_part_of_it_is_in_the_log(log, case):
    rows, tags = log
    by_id = {row.id: row for row in rows}
    for hit in found(rows, tags, case):
        assert set(hit.contacts) <= set(by_id)
        assert len(set(hit.contacts)) == len(hit.contacts) > 0
        if not isinstance(hit, Hit) or hit.measured is None:
            continue
        if hit.unit == "person":
            assert hit.measured == len({by_id[name].to for name in hit.contacts})
        else:
            sums = [sum(weight(by_id[name]) for name in hit.contacts) for weight in (_least, lambda row: row.count)]
            assert sums[0] <= hit.measured <= sums[1]
            if all(_least(by_id[name]) == by_id[name].count for name in hit.contacts):
                assert hit.measured == sums[1]
        assert hit.limit is not None
        assert hit.measured >= hit.limit


def _least(row: Any) -> int:
    """How many an entry surely adds to a window that it touches: one that goes on past midnight is shared out."""
    return 1 if row.until_ts is not None and row.second + row.until_ts - row.ts >= 86400 else row.count


@given(
    st.integers(2010, 2027), st.integers(0, 364), logs(days=2), cases(),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_no_basis_outside_its_dates_or_for_a_lender_it_does_not_name(year, offset, log, case):
    rows, tags = log
    shift = (dt.date(year, 1, 1) + dt.timedelta(days=offset) - dt.date(2026, 3, 1)).days
    moved = [row._replace(ts=row.ts + shift * 86400, day=shifted(row.day, shift)) for row in rows]
    rules = {rule.code: (rule, loaded.texts) for loaded in LOADED for rule in loaded.pack.rules}
    for hit in found(moved, tags, case, today="2028-01-01"):
        if not isinstance(hit, Hit):
            continue
        own, texts = rules[hit.rule]
        grounds = []
        for applied in hit.bases:
            basis = own.bases[applied.position]
            provision = texts.provisions[basis.provision]
            wordings = [
                passage
                for passage in provision.passages
                if passage.id == basis.passage and passage.in_force_from <= hit.day <= (passage.in_force_to or hit.day)
            ]
            assert len(wordings) == 1, (hit.rule, basis.provision, hit.day)
            instrument = texts.instruments[provision.instrument]
            assert instrument.in_force_from <= hit.day <= (instrument.in_force_to or hit.day)
            lender = case.platforms[hit.platform or "L0001"].kind
            named = set(basis.kinds) | set(basis.open_kinds)
            if named and lender is not None and hit.platform is not None:
                assert lender in named, (hit.rule, basis.provision, lender)
            if lender is None and named:
                assert applied.applies == "if"
            if not basis.supporting:
                assert wordings[0].text_status != "paraphrase" or hit.grade == "note"
                grounds.append(applied.applies)
        assert grounds
        if hit.grade == "breach":
            assert "yes" in grounds


@given(logs(days=12), cases(), st.data())
@settings(max_examples=40, deadline=None)
def test_the_rows_a_rule_says_it_needs_are_enough(log, case, data):
    """Incremental equals full: around one contact, within reach, a rule says what it says of everything."""
    rows, tags = log
    if not rows:
        return
    one = data.draw(st.sampled_from(rows))
    today = data.draw(st.sampled_from((TODAY, "2027-10-01", "2028-03-05")))
    whole = found(rows, tags, case, today=today)
    for code, reach in reaches(PACKS, case, today).items():
        near = [row for row in rows if reach.all_platforms or row.platform == one.platform]
        if reach.alone:
            near = [one]
        elif reach.days is not None:
            first, last = shifted(one.day, -reach.days), shifted(days_of(one)[-1], reach.after)
            near = [row for row in near if row.day <= last and days_of(row)[-1] >= first]
        elif reach.dated:
            near = [row for row in near if reach.looks_at(row.day) and reach.looks_at(one.day)]
        wanted = {hit for hit in whole if isinstance(hit, Hit) and hit.rule == code and one.id in hit.contacts}
        around = {hit for hit in found(near, tags, case, today=today) if isinstance(hit, Hit) and hit.rule == code}
        assert {hit for hit in around if one.id in hit.contacts} == wanted, code


def local(ts: int, zone: str) -> dt.datetime:
    return dt.datetime.fromtimestamp(ts, ZoneInfo(zone))


dense = st.builds(
    lambda start, steps: [start + sum(steps[:n]) for n in range(len(steps) + 1)],
    st.integers(1_690_000_000, 1_770_000_000),
    st.lists(st.integers(0, 14_400), max_size=40),
)


@given(dense, st.sampled_from(ZONES), st.sampled_from((1, 2, 3)))
@settings(max_examples=80, deadline=None)
def test_counts_per_day_agree_with_a_calendar_in_any_zone(stamps, zone, limit):
    law = pack(rule({"kind": "max_count", "unit": "attempt", "limit": limit}))
    rows = [contact(f"C{n:04}", local(ts, zone).isoformat(), zone=zone) for n, ts in enumerate(stamps)]
    days = Counter(local(ts, zone).date().isoformat() for ts in stamps)
    hits = {
        hit.day: hit.measured
        for hit in check(rows, [law], case=facts(zone), today="2099-01-01")
        if isinstance(hit, Hit)
    }
    assert hits == {day: number for day, number in days.items() if number > limit}


@given(dense, st.sampled_from(ZONES), st.integers(1, 8), st.integers(1, 5))
@settings(max_examples=80, deadline=None)
def test_counts_over_consecutive_days_agree_with_every_window_tried(stamps, zone, length, limit):
    law = pack(
        rule({"kind": "max_count", "unit": "attempt", "limit": limit, "window": "rolling_days", "length": length})
    )
    rows = [contact(f"C{n:04}", local(ts, zone).isoformat(), zone=zone) for n, ts in enumerate(stamps)]
    hits = [hit for hit in check(rows, [law], case=facts(zone), today="2099-01-01") if isinstance(hit, Hit)]
    days = [local(ts, zone).date() for ts in stamps]
    exceeded = set()
    for first in set(days):
        inside = {n for n, day in enumerate(days) if first <= day < first + dt.timedelta(days=length)}
        if len(inside) > limit:
            exceeded |= {f"C{n:04}" for n in inside}
    assert {name for hit in hits for name in hit.contacts} == exceeded
    assert all(hit.measured == len(hit.contacts) > limit for hit in hits)


@given(
    dense, st.sampled_from(ZONES), st.integers(2, 5), st.sampled_from((10, 30, 180, 1440)), st.sampled_from((0, 5, 12))
)
@settings(max_examples=80, deadline=None)
def test_bursts_agree_with_every_window_tried(stamps, zone, count, minutes, cut):
    law = pack(rule({"kind": "pattern", "bursts": [{"count": count, "minutes": minutes}], "cut_at": f"{cut:02}:00"}))
    rows = [contact(f"C{n:04}", local(ts, zone).isoformat(), zone=zone) for n, ts in enumerate(stamps)]
    hits = [hit for hit in check(rows, [law], case=facts(zone), today="2099-01-01") if isinstance(hit, Hit)]
    parts = [_part(local(ts, zone), cut) for ts in stamps]
    expected = set()
    for last, end in enumerate(stamps):
        inside = [n for n, ts in enumerate(stamps[: last + 1]) if ts > end - minutes * 60 and parts[n] == parts[last]]
        if len(inside) >= count:
            expected |= {f"C{n:04}" for n in inside}
    named = [name for hit in hits for name in hit.contacts]
    assert len(named) == len(set(named))
    assert set(named) == expected


@given(
    dense, st.sampled_from(ZONES), st.integers(2, 4), st.sampled_from((10, 30)), st.integers(3, 7),
    st.sampled_from((180, 720, 1440)), st.sampled_from((0, 5, 12)),
)  # fmt: skip
@settings(max_examples=120, deadline=None)
def test_bursts_of_two_lengths_are_joined_where_they_overlap(stamps, zone, few, short, many, long, cut):
    bursts = [{"count": few, "minutes": short}, {"count": many, "minutes": long}]
    law = pack(rule({"kind": "pattern", "bursts": bursts, "cut_at": f"{cut:02}:00"}))
    rows = [contact(f"C{n:04}", local(ts, zone).isoformat(), zone=zone) for n, ts in enumerate(stamps)]
    hits = [hit for hit in check(rows, [law], case=facts(zone), today="2099-01-01") if isinstance(hit, Hit)]
    parts = [_part(local(ts, zone), cut) for ts in stamps]
    windows = []
    for count, minutes in ((few, short), (many, long)):
        for last, end in enumerate(stamps):
            inside = {
                n for n, ts in enumerate(stamps[: last + 1]) if ts > end - minutes * 60 and parts[n] == parts[last]
            }
            if len(inside) >= count:
                windows.append((inside, count))
    joined = True
    while joined:
        joined = False
        for one, other in itertools.combinations(windows, 2):
            times = [(parts[min(part)], stamps[min(part)], stamps[max(part)]) for part, _count in (one, other)]
            if times[0][0] == times[1][0] and times[0][1] <= times[1][2] and times[1][1] <= times[0][2]:
                windows.remove(one)
                windows.remove(other)
                windows.append((one[0] | other[0], min(one[1], other[1])))
                joined = True
                break
    assert sorted((hit.contacts, hit.measured, hit.limit) for hit in hits) == sorted(
        (tuple(f"C{n:04}" for n in sorted(inside)), len(inside), count) for inside, count in windows
    )


def _part(moment: dt.datetime, cut: int) -> dt.date:
    return moment.date() if moment.hour >= cut else moment.date() - dt.timedelta(days=1)


@given(
    st.integers(1_690_000_000, 1_770_000_000), st.sampled_from(ZONES), st.sampled_from((None, "minute", "approximate", "day")),
    st.integers(0, 47), st.integers(1, 47),
)  # fmt: skip
@settings(max_examples=120, deadline=None)
def test_hours_agree_with_every_second_tried(ts, zone, precision, start, length):
    """Half-hours of the day as allowed hours; a moment known only roughly is tried second by second."""
    begin, end = start * 1800, (start + length) * 1800 % 86400
    clock = [f"{second // 3600:02}:{second // 60 % 60:02}" for second in (begin, end)]
    law = pack(rule({"kind": "quiet_hours", "windows": [{"allowed": [{"from": clock[0], "to": clock[1]}]}]}))
    row = contact("C0001", local(ts, zone).isoformat(), zone=zone, precision=precision)
    first, last = {
        None: (row.second, row.second),
        "minute": (row.second - row.second % 60, row.second - row.second % 60 + 59),
        "approximate": (row.second - 1800, row.second + 1800),
        "day": (0, 86399),
    }[precision]
    outside = {not _allowed(second % 86400, begin, end) for second in range(first, last + 1)}
    grades = [hit.grade for hit in check([row], [law], case=facts(zone), today="2099-01-01") if isinstance(hit, Hit)]
    assert grades == {frozenset({True}): ["breach"], frozenset({False}): []}.get(frozenset(outside), ["undetermined"])


def _allowed(second: int, begin: int, end: int) -> bool:
    return begin <= second < end if begin < end else second >= begin or second < end


@given(dense, st.integers(1, 10), st.booleans())
@settings(max_examples=60, deadline=None)
def test_pauses_after_a_conversation_agree_with_every_pair_tried(stamps, days, event_day_counts):
    law = pack(
        rule({"kind": "cool_down", "after": "answered_call", "days": days, "event_day_counts": event_day_counts})
    )
    rows = [
        contact(f"C{n:04}", local(ts, "Asia/Shanghai").isoformat(), outcome="answered" if n % 3 == 0 else "missed")
        for n, ts in enumerate(stamps)
    ]
    barred = days - 1 if event_day_counts else days
    expected = {
        later.id
        for n, later in enumerate(rows)
        for earlier in rows[:n]
        if earlier.outcome == "answered"
        and (dt.date.fromisoformat(later.day) - dt.date.fromisoformat(earlier.day)).days <= barred
    }
    hits = check(rows, [law], case=facts(), today="2099-01-01")
    assert {hit.contacts[-1] for hit in hits if not isinstance(hit, Noted)} == expected
