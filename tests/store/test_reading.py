"""What the checker gets: rows in the order it counts in, words, facts around them."""

from __future__ import annotations

import sqlite3

import pytest

from evidencelog.app.bulk import ImportedFile, ImportSource, record_many
from evidencelog.app.recording import record, withdraw
from evidencelog.models.contacts import Consent, ContactRow, DebtFacts, PersonFacts, Refusal
from evidencelog.store import reading
from evidencelog.store.texts import texts
from tests.app.test_recording import EVERY_FIELD
from tests.cases import call, row


@pytest.fixture
def conn(case):
    """Calls with two platforms over three days, recorded out of order, one withdrawn, one in the inbox."""
    call(case, at="2026-03-03T10:00:00+08:00", platform="甲", content="一")
    call(case, at="2026-03-02T10:00:00+08:00", platform="乙")
    call(case, at="2026-03-02T10:00:00+08:00", platform="甲", content="三", view="quote", tag="police@12")
    call(case, at="2026-03-02T09:00:00+08:00", platform="甲", to="妈妈")
    call(case, at="2026-03-02T10:00:00+08:00", platform="甲", content="误记")
    call(case, at="2026-03-04T10:00:00+08:00", content="无主")
    withdraw(case, "C0005", "误记")
    return case.store.conn


def test_rows_come_by_platform_day_and_time(conn):
    assert [row.id for row in reading.contact_rows(conn)] == ["C0004", "C0003", "C0001", "C0002"]
    assert [row.id for row in reading.contact_rows(conn, platform="L0001", since="2026-03-03")] == ["C0001"]
    assert [row.id for row in reading.contact_rows(conn, until="2026-03-02")] == ["C0004", "C0003", "C0002"]


def test_a_sieve_lets_through_what_one_of_its_parts_does(conn):
    def ids(*only):
        return [row.id for row in reading.contact_rows(conn, only=only)]

    assert ids({}) == ids() == ["C0004", "C0003", "C0001", "C0002"]
    assert ids({"to": ("debtor",)}) == ["C0003", "C0001", "C0002"]
    assert ids({"day": ("2026-03-03",), "to": ("debtor",)}, {"platform": ("L0002",)}) == ["C0001", "C0002"]
    assert ids({"outcome": (None, "answered")}) == ids({"outcome": ("answered", None)})
    assert ids({"relation": (None,)}) == ids()
    assert ids({"outcome": None}) == [row.id for row in reading.contact_rows(conn) if row.outcome is not None]
    assert ids({"relation": None}) == []
    assert ids({"relation": ("parent",)}) == ids({"kind": ()}) == []
    assert [text.id for text in texts(conn, only=({"day": ("2026-03-02",)},))] == ["C0003"]
    assert [text.id for text in texts(conn, since="2026-03-03", only=({"to": ("debtor",)},))] == ["C0001"]


def test_a_sieve_may_name_more_values_than_a_statement_has_marks(conn):
    conn.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 32_766)  # what SQLite is built with unless told otherwise
    known = tuple(f"P{number:04}" for number in range(40_000))
    assert [row.id for row in reading.contact_rows(conn, only=({"to": known},))] == ["C0004"]
    assert [row.id for row in reading.contact_rows(conn, only=({"to": (None, "debtor", *known)},))] == [
        "C0004", "C0003", "C0001", "C0002",
    ]  # fmt: skip


def test_rows_are_read_from_the_clustered_order_without_sorting(conn):
    plan = conn.execute(
        f"EXPLAIN QUERY PLAN {reading._SELECT} WHERE platform > '' AND {reading._STANDING}"
        " ORDER BY platform, day, ts, n"
    ).fetchall()
    assert [step[-1] for step in plan] == ["SEARCH contacts USING PRIMARY KEY (platform>?)"]


def test_entries_that_go_on_into_a_day_are_found_by_an_index(case):
    for began, until in (
        ("02T20:00", "02T23:59:59"),
        ("02T20:00", "03T00:00"),
        ("02T21:00", "05T09:00"),
        ("05T08:00", None),
    ):
        span = {"until": f"2026-03-{until}+08:00"} if until else {}
        call(case, at=f"2026-03-{began}:00+08:00", platform="甲", count=3, **span)
    call(case, at="2026-03-01T08:00:00+08:00", platform="乙", count=2, until="2026-03-05T08:00:00+08:00")
    conn, seen = case.store.conn, []
    conn.set_trace_callback(seen.append)
    into = {day: [row.id for row in reading.contact_rows_into(conn, f"2026-03-0{day}")] for day in (1, 2, 3, 5, 6)}
    assert into == {1: [], 2: ["C0005"], 3: ["C0002", "C0003", "C0005"], 5: ["C0003", "C0005"], 6: []}
    assert [row.id for row in reading.contact_rows_into(conn, "2026-03-05", platform="L0001")] == ["C0003"]
    conn.set_trace_callback(None)
    plan = [step[-1] for step in conn.execute(f"EXPLAIN QUERY PLAN {seen[-1]}")]
    assert plan == ["SEARCH contacts USING INDEX contacts_over_days (platform=? AND until_ts>?)"]


def test_rows_by_id_and_by_person(conn):
    assert [row.id for row in reading.contact_rows_of(conn, ["C0002", "C0001", "C0005", "C0099"])] == ["C0001", "C0002"]
    assert [row.id for row in reading.contact_rows_to(conn, "P0001")] == ["C0004"]


def test_a_row_holds_every_fact_of_a_contact(case):
    record(case, "contact", EVERY_FIELD)
    (row,) = reading.contact_rows(case.store.conn)
    assert row == ContactRow(
        id="C0001", ts=1772416800, day="2026-03-02", second=36000, precision="minute", kind="visit", channel="in_person",
        direction="in", outcome="answered", duration=95, count=2, until_ts=1772420400, source="memory", platform="L0001",
        debt="D0001", collector="甲公司", number="95188", line="13900000001", style="person", mode="interactive",
        claimed_role="police", role_checked="false", to="P0001", relation="parent", said_to_third="told_debt",
        purpose="collection", place="home", act="posting", visitors=2, entered=0, asked_to_leave_ts=1772417400,
        left_ts=1772418000, papers_shown=0, recorded_by_them=1, institution_answer="given", name_answer="refused",
        employee_id_answer=None, mandate_answer=None, payee="某某 6222", case_number="（2026）01号",
    )  # fmt: skip


def test_unknown_facts_are_none(case):
    record_many(case, [ImportedFile(ImportSource("phone", 1, "x", "00", 1), [row("a", platform="甲", direction=None)])])
    (found,) = reading.contact_rows(case.store.conn)
    known = {name: value for name, value in found._asdict().items() if value is not None}
    assert known == {
        "id": "C0001", "ts": 1772499600, "day": "2026-03-03", "second": 32400, "kind": "call", "count": 1,
        "platform": "L0001", "to": "debtor",
    }  # fmt: skip


def test_words_come_in_the_order_of_the_rows(conn):
    assert list(reading.contents(conn)) == [
        ("C0003", "三", "quote", ("police@12",)),
        ("C0001", "一", None, ()),
    ]
    assert reading.contents_of(conn, ["C0001", "C0002", "C0006"]).keys() == {"C0001", "C0006"}
    assert list(reading.contents(conn, platform="L0002")) == []


def test_facts_around_the_contacts(case):
    record(case, "platform", {"name": "甲", "kind": "bank_card", "overdue_since": "2026-01-01"})
    record(case, "person", {"name": "妈妈", "relation": "parent", "named_in_contract": "no"})
    record(case, "debt", {"platform": "甲", "name": "卡1", "lawful": True})
    record(case, "consent", {"platform": "甲", "hours": "22:00-24:00", "from": "2026-03-01"})
    record(case, "refusal", {"person": "妈妈", "platform": "甲", "at": "2026-03-02T10:00:00+08:00"})
    record(case, "plan", {"platform": "甲", "signed_on": "2026-02-01"})
    withdraw(case, "S0001", "误记")
    facts = reading.case_facts(case.store.conn)
    assert facts.zone == "Asia/Shanghai"
    assert facts.platforms["L0001"] == ("L0001", "甲", "bank_card", None, None, "2026-01-01", None)
    assert facts.persons == {"P0001": PersonFacts("P0001", "妈妈", "parent", False)}
    assert facts.debts == {"D0001": DebtFacts("D0001", "L0001", "卡1", None, None, True)}
    assert facts.consents == (Consent("H0001", "L0001", 79200, 86400, None, "2026-03-01", None),)
    assert facts.refusals == (Refusal("R0001", "P0001", "L0001", 1772416800),)
    assert facts.plans == ()


def test_the_latest_judgement_of_a_finding_counts(case):
    for decision in ("dismiss", "confirm"):
        with case.store.writing() as writing:
            facts = {"rule": "XX-T01", "decision": decision, "contacts": ["C0001"]}
            writing.append("finding.reviewed", "F-1", facts=facts, words={"because": decision})
    reviews = reading.reviews(case.store.conn)
    assert reviews == {"F-1": ("F-1", "XX-T01", "confirm", "confirm", ("C0001",), "2026-11-21T12:00:00Z")}
