"""A case written in the exchange format and read into an empty one is the same case; wrong lines write nothing."""

from __future__ import annotations

import json

import pytest

from evidencelog.app.browsing import detail, page, records
from evidencelog.app.bulk import ImportedFile, ImportSource, record_many
from evidencelog.app.cases import change_settings, open_case, settle
from evidencelog.app.erasing import erase
from evidencelog.app.exchange import export_case
from evidencelog.app.exchange_reading import apply_exchange
from evidencelog.app.recording import correct, record, withdraw
from evidencelog.errors import InvalidInput, PathTaken
from evidencelog.importers.exchange import ExchangeLine
from evidencelog.models.browsing import ContactFilter
from evidencelog.models.fields import RECORDS
from evidencelog.store import ledger
from evidencelog.store.faults import CaseUnwritable
from evidencelog.store.reading import case_facts, contact_rows, contents
from evidencelog.store.verification import faults
from tests.app.test_recording import EVERY_FIELD
from tests.cases import call, row

SOURCE = ImportSource("evidencelog", 1, "case.jsonl", "ef" * 32, 1)


def parsed(*lines):
    for number, line in enumerate(lines, 1):
        values = json.loads(line) if isinstance(line, str) else dict(line)
        yield ExchangeLine(number, values.pop("record"), values)


def apply(case, *lines, **options):
    return apply_exchange(case, parsed(*lines), SOURCE, **options)


def exported(case, path):
    export_case(case, path)
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def full(case):
    """Something of every kind, corrected, withdrawn, erased, renamed, imported."""
    change_settings(case, zone="Asia/Urumqi", thresholds={"burst": "5"})
    with case.store.writing() as writing:
        settle(writing, zone=None, packs=["cn", "xx"], others={})
    case.forget_settings()
    record(case, "profile", {"name": "王某", "phone": "13900000001"})
    record(case, "contact", EVERY_FIELD)
    record(case, "platform", {"name": "某消金", "aliases": ["ABC"], "numbers": ["95188"], "contract_number": "HT-1"})
    record(case, "person", {"name": "妈妈", "numbers": ["13800000002"], "named_in_contract": False})
    record(case, "consent", {"platform": "某消金", "hours": "22:00-23:00", "from": "2026-03-01", "mode": "also"})
    record(case, "refusal", {"person": "妈妈", "platform": "某消金", "at": "2026-03-02T10:00:00+08:00"})
    record(case, "plan", {"platform": "某银行", "signed_on": "2026-02-01"})
    record(case, "request", {"platform": "某消金", "kind": "recording", "made_at": "2026-03-02T10:00:00+08:00"})
    record(case, "notice", {"platform": "某消金", "collector": "甲公司", "seen": False})
    record(case, "complaint", {"platform": "某消金", "channel": "nfra", "sent_at": "2026-03-05"})
    call(case, number="95188", direction=None, purpose=None)
    call(case, platform="旧名", to="同名")
    call(case, to="要走的人")
    call(case, content="误记")
    erase(case, "C0005", "不该在此")
    erase(case, "P0003", "不愿留名")
    correct(case, "L0003", {"name": "新名"}, "改名")
    correct(case, "C0003", {"platform": "某消金", "content": "想起来的话", "to": None}, "核对后")
    correct(case, "C0003", {"outcome": None}, "不确定")
    withdraw(case, "C0002", "重复")
    withdraw(case, "P0002", "认错人")
    record(case, "person", {"name": "同名"})
    withdraw(case, "N0001", "有通知")
    record_many(
        case, [ImportedFile(ImportSource("phone", 1, "a.xml", "00" * 32, 1), [row("a", name="老王", number="1")])]
    )
    with case.store.writing() as writing:
        writing.append(
            "finding.reviewed",
            "F-0123456789abcdef",
            facts={"rule": "XX-T01", "decision": "dismiss", "contacts": ["C0001"]},
            words={"because": "约定过"},
        )
    return case


def facts_of(case):
    conn = case.store.conn
    seen = [list(contact_rows(conn)), case_facts(conn), list(contents(conn))]
    seen += [[row._replace(attachments=0) for row in page(case, ContactFilter(withdrawn=True), offset=0, limit=99)]]
    seen += [
        [event.facts.get("to") for event in ledger.events(conn, f"C{n:04d}") if "kind" in (event.facts or {})]
        for n in range(1, 7)
    ]
    seen += [records(case, name) for name in RECORDS if name != "contact"]
    return seen


def test_an_export_read_into_an_empty_case_is_the_same_case(full, tmp_path):
    lines = exported(full, tmp_path / "a.jsonl")
    with open_case(tmp_path / "other", create=True, clock=full.now) as other:
        done = apply(other, *lines)
        assert done.refused == ()
        assert done.known == 0
        assert facts_of(other) == facts_of(full)
        assert (other.zone, other.packs) == ("Asia/Urumqi", ("cn", "xx"))
        assert faults(other.store) == []
        again = exported(other, tmp_path / "b.jsonl")
        assert call(other) == "C0007"
    times = ("recorded_at", "at", "origin")
    assert [without(line, times) for line in again] == [without(line, times) for line in lines]


def without(line, names):
    if isinstance(line, dict):
        return {
            key: without(value, names)
            for key, value in line.items()
            if key not in names or (key == "at" and "kind" in line)
        }
    return [without(item, names) for item in line] if isinstance(line, list) else line


def test_an_export_holds_records_then_contacts_in_the_order_of_their_ids(full, tmp_path):
    lines = exported(full, tmp_path / "a.jsonl")
    order = [line["record"] for line in lines]
    assert order[0] == "case"
    assert [name for n, name in enumerate(order) if name != order[n - 1]] == ["case", *RECORDS, "review"]
    assert [line["id"] for line in lines if line["record"] == "contact"] == [
        "C0001",
        "C0002",
        "C0003",
        "C0004",
        "C0006",
    ]


def test_a_corrected_contact_tells_its_versions_and_reasons(full, tmp_path):
    third = next(line for line in exported(full, tmp_path / "a.jsonl") if line.get("id") == "C0003")
    assert (third["platform"], third["content"], third["version"], third["because"]) == (
        "某消金",
        "想起来的话",
        3,
        "不确定",
    )
    assert [(version["version"], version["because"]) for version in third["versions"]] == [(1, None), (2, "核对后")]
    assert third["versions"][0]["values"]["platform"] == "新名"


def test_two_exports_are_byte_for_byte_equal(full, tmp_path):
    export_case(full, tmp_path / "a.jsonl")
    export_case(full, tmp_path / "b.jsonl")
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_an_export_never_overwrites_and_leaves_nothing_half(full, tmp_path):
    (tmp_path / "a.jsonl").write_text("mine")
    with pytest.raises(PathTaken):
        export_case(full, tmp_path / "a.jsonl")
    assert (tmp_path / "a.jsonl").read_text() == "mine"
    with pytest.raises(CaseUnwritable):
        export_case(full, tmp_path / "gone" / "a.jsonl")


DOCUMENTED = [
    '{"record": "platform", "name": "某消金", "kind": "consumer_finance", "product": "online_consumer", "legal_name": "某某消费金融有限公司", "numbers": ["95013123456789"]}',
    '{"record": "person", "name": "妈妈", "relation": "parent", "numbers": ["13800000002"], "named_in_contract": false}',
    '{"record": "consent", "platform": "某消金", "hours": "22:00-23:00", "mode": "also", "from": "2026-03-01", "to": null}',
    '{"record": "refusal", "person": "妈妈", "platform": "某消金", "at": "2026-03-02T10:00:00+08:00"}',
    '{"record": "plan", "platform": "某银行信用卡", "signed_on": "2026-02-01", "defaulted_on": null}',
    '{"record": "request", "platform": "某消金", "kind": "stop_third_persons", "made_at": "2026-03-02T10:00:00+08:00"}',
    '{"record": "debt", "platform": "某银行", "name": "卡1234", "kind": "bank_card", "product": "credit_card", "lawful": true}',
    '{"record": "notice", "platform": "某消金", "collector": "甲公司", "seen": false}',
    '{"record": "complaint", "platform": "某消金", "channel": "nfra", "sent_at": "2026-03-05", "reference": "…"}',
    '{"record": "contact", "kind": "call", "at": "2026-03-02T22:41:00+08:00", "platform": "某消金", "purpose": "collection", "direction": "in", "outcome": "answered", "style": "person", "duration": 95, "to": "debtor", "identity": {"institution": "given", "employee_id": "refused"}}',
]  # fmt: skip


def test_the_documented_example_is_read(case):
    done = apply(case, *DOCUMENTED)
    assert (done.read, done.added, done.refused) == (10, 1, ())
    assert detail(case, "C0001").values["duration"] == 95
    assert [row["name"] for row in records(case, "platform")] == ["某消金", "某银行信用卡", "某银行"]


def test_lines_may_come_in_any_order_and_facts_of_a_platform_may_follow(case):
    apply(case, *reversed(DOCUMENTED))
    (platform,) = [row for row in records(case, "platform") if row["name"] == "某消金"]
    assert platform["kind"] == "consumer_finance"
    apply(case, {"record": "platform", "name": "某消金", "kind": "micro_loan"})
    assert next(row for row in records(case, "platform") if row["name"] == "某消金")["kind"] == "micro_loan"


def test_reading_the_same_file_again_adds_nothing(case):
    apply(case, *DOCUMENTED)
    before = facts_of(case)
    done = apply(case, *DOCUMENTED)
    assert done.added == 0
    assert facts_of(case) == before


def test_equal_lines_of_one_file_are_two_contacts(case):
    assert apply(case, DOCUMENTED[-1], DOCUMENTED[-1]).added == 2


def test_what_an_export_adds_is_ignored_in_a_case_that_holds_something(case):
    call(case)
    line = json.loads(DOCUMENTED[-1]) | {
        "id": "C0777",
        "version": 9,
        "recorded_at": "x",
        "origin": 5,
        "attachments": {},
        "findings": 1,
    }
    apply(case, {"record": "case", "schema": "evidencelog.exchange/1", "zone": "UTC", "packs": ["xx"]}, line)
    assert detail(case, "C0002").version == 1
    assert case.zone == "Asia/Shanghai"


def test_an_absent_purpose_is_unknown_and_direction_and_person_have_their_default(case):
    apply(case, {"record": "contact", "kind": "call", "at": "2026-03-02T22:41:00+08:00"})
    assert detail(case, "C0001").values == {
        "kind": "call", "at": "2026-03-02T22:41:00+08:00", "direction": "in", "to": "debtor",
    }  # fmt: skip


BAD = [
    {"record": "shoe"},
    {"record": "contact", "kind": "call"},
    {"record": "contact", "kind": "call", "at": "2026-03-02T22:41:00+08:00", "shoe": 1},
    {"record": "contact", "kind": "call", "at": "2099-03-02T22:41:00+08:00"},
    {"record": "contact", "kind": "call", "at": "2026-03-02T22:41:00+08:00", "platform": "乙", "duration": "abc"},
    {"record": "contact", "kind": "call", "at": "2026-03-02T22:41:00+08:00", "versions": 5},
    {"record": "contact", "kind": "call", "at": "2026-03-02T22:41:00+08:00", "versions": [{"values": {"kind": "x"}}]},
    {"record": "platform", "name": "甲", "kind": "bank"},
    {"record": "platform"},
    {"record": "consent", "platform": "甲", "hours": "x", "from": "2026-03-01"},
    {"record": "case", "schema": "other/9"},
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD, ids=lambda line: json.dumps(line)[:60])
def test_a_wrong_line_is_named_and_nothing_of_the_file_is_written(case, bad):
    head = ledger.head(case.store.conn)
    with pytest.raises(InvalidInput) as caught:
        apply(case, DOCUMENTED[0], bad, DOCUMENTED[-1])
    assert {problem.where for problem in caught.value.problems} in ({"case.jsonl: line 2"}, {"case.jsonl: 第 2 行"})
    assert ledger.head(case.store.conn) == head


def test_going_on_writes_the_right_lines_and_names_every_wrong_one(case):
    done = apply(case, DOCUMENTED[-1], *BAD, DOCUMENTED[-1], keep_going=True)
    assert done.added == 2
    assert len({problem.where for problem in done.refused}) == len(BAD)
    assert [row["name"] for row in records(case, "platform")] == ["某消金"]
    assert faults(case.store) == []


def test_a_trial_run_writes_nothing(case):
    head = ledger.head(case.store.conn)
    assert apply(case, *DOCUMENTED, dry_run=True).added == 1
    assert ledger.head(case.store.conn) == head


def test_the_demo_case_read_back_has_the_same_findings(tmp_path):
    from evidencelog.app.checking import check
    from evidencelog.app.demo import make_demo

    make_demo(tmp_path / "demo")
    with open_case(tmp_path / "demo") as demo, open_case(tmp_path / "other", create=True) as other:
        apply(other, *exported(demo, tmp_path / "a.jsonl"))
        first, second = check(demo), check(other)
        assert len(first.findings) > 20
        assert [without(finding._asdict(), ("at",)) for finding in second.findings] == [
            without(finding._asdict(), ("at",)) for finding in first.findings
        ]
        assert second.noted == first.noted


def test_two_of_one_name_stay_two_also_in_a_case_that_holds_something(case, tmp_path):
    call(case, platform="甲", to="小李")
    withdraw(case, "P0001", "另一个小李")
    call(case, platform="甲", to="小李")
    call(case, platform="乙", to="小王")
    lines = exported(case, tmp_path / "a.jsonl")
    assert [line["to"] for line in lines if line["record"] == "contact"] == ["P0001", "P0002", "小王"]
    with open_case(tmp_path / "other", create=True, clock=case.now) as other:
        call(other, to="老张")
        apply(other, *lines)
        rows = page(other, ContactFilter(), offset=0, limit=9)
        assert {row.id: (row.to, row.to_name) for row in rows} == {
            "C0001": ("P0001", "老张"), "C0002": ("P0002", "小李"), "C0003": ("P0003", "小李"), "C0004": ("P0004", "小王"),
        }  # fmt: skip
        assert [person["id"] for person in records(other, "person")] == ["P0001", "P0003", "P0004"]
