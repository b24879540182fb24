"""Lists, filters, positions, day counts and details against a handful of contacts counted by hand."""

from __future__ import annotations

import pytest

from evidencelog.app.browsing import (
    count,
    day_counts,
    detail,
    inbox,
    page,
    position,
    records,
    resolve_person,
    resolve_platform,
)  # fmt: skip
from evidencelog.app.bulk import ImportedFile, ImportSource, record_many
from evidencelog.app.directory import UnknownName, person_names, platform_names
from evidencelog.app.recording import assign_number, record, withdraw
from evidencelog.models.browsing import ContactFilter
from evidencelog.store.faults import NoSuchRecord
from tests.cases import call, row

EVERYTHING = ContactFilter()


@pytest.fixture
def filled(case):
    """Six contacts over three days; C0006 is withdrawn."""
    record(case, "platform", {"name": "某消金", "aliases": ["ABC"], "numbers": ["95188"]})
    call(case, at="2026-03-02T22:41:00+08:00", platform="某消金", content="今天\n不還就告訴你單位", caller="张某")
    call(case, at="2026-03-02T08:00:00+08:00", platform="花呗", outcome="missed", count=3)
    call(case, at="2026-03-02T20:00:00Z", number="95188", to="妈妈", relation="parent")  # 3 March 04:00 in Shanghai
    call(case, at="2026-03-04T09:00:00+08:00", kind="message", number="10690000", outcome=None)
    call(case, at="2026-03-04T09:00:00+08:00", platform="某消金", employee_id="0231")
    call(case, at="2026-03-05T09:00:00+08:00", platform="某消金")
    withdraw(case, "C0006", "误记")
    return case


def ids(case, **filter):
    wanted = ContactFilter(**filter)
    found = [row.id for row in page(case, wanted, offset=0, limit=99)]
    assert count(case, wanted) == len(found)
    assert [position(case, wanted, one) for one in found] == list(range(len(found)))
    return found


def test_newest_first_and_the_later_entry_first_at_the_same_second(filled):
    assert ids(filled) == ["C0005", "C0004", "C0003", "C0001", "C0002"]
    assert ids(filled, withdrawn=True) == ["C0006", "C0005", "C0004", "C0003", "C0001", "C0002"]


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        ({"since": "2026-03-03"}, ["C0005", "C0004", "C0003"]),
        ({"until": "2026-03-02"}, ["C0001", "C0002"]),
        ({"since": "2026-03-03", "until": "2026-03-03"}, ["C0003"]),
        ({"platform": "L0001"}, ["C0005", "C0003", "C0001"]),
        ({"kind": "message"}, ["C0004"]),
        ({"number": "0086 95188"}, ["C0003"]),
        ({"number": "unknown"}, ["C0005", "C0001", "C0002"]),
        ({"inbox": True}, ["C0004"]),
        ({"person": "P0001"}, ["C0003"]),
        ({"person": "debtor"}, ["C0005", "C0004", "C0001", "C0002"]),
        ({"text": "不还"}, ["C0001"]),  # written in traditional characters
        ({"text": "张某 单位"}, ["C0001"]),  # both, in any order
        ({"text": "张某 花呗"}, []),
        ({"text": "某消金"}, ["C0005", "C0003", "C0001"]),  # the platform's name
        ({"text": "ａｂｃ"}, ["C0005", "C0003", "C0001"]),  # its alias, full width
        ({"text": "妈妈"}, ["C0003"]),
        ({"text": "0231"}, ["C0005"]),
        ({"text": "1069"}, ["C0004"]),
        ({"text": "%"}, []),
        ({"text": "'"}, []),
        ({"text": "不还", "since": "2026-03-03"}, []),
    ],
)
def test_filters(filled, filter, expected):
    assert ids(filled, **filter) == expected


def test_pages_are_pieces_of_the_whole(filled):
    whole = page(filled, EVERYTHING, offset=0, limit=99)
    assert [row for n in range(0, 6, 2) for row in page(filled, EVERYTHING, offset=n, limit=2)] == whole
    assert page(filled, EVERYTHING, offset=5, limit=2) == []


def test_a_row_holds_what_a_list_shows(filled):
    row = page(filled, ContactFilter(text="不还"), offset=0, limit=1)[0]
    assert (row.day, row.second, row.ts) == ("2026-03-02", 22 * 3600 + 41 * 60, 1772462460)
    assert (row.platform, row.platform_name, row.to, row.to_name) == ("L0001", "某消金", "debtor", None)
    assert row.content == "今天 不還就告訴你單位"
    third = page(filled, ContactFilter(person="P0001"), offset=0, limit=1)[0]
    assert (third.to, third.to_name, third.relation, third.number) == ("P0001", "妈妈", "parent", "95188")


def test_a_contact_that_the_filter_leaves_out_has_no_position(filled):
    for absent in ("C0002", "C0006", "C0009", "x"):
        with pytest.raises(NoSuchRecord):
            position(filled, ContactFilter(platform="L0001"), absent)


def test_days_are_counted_per_platform(filled):
    counted = {
        (row.day, row.platform_name): row[3:] for row in day_counts(filled, ["2026-03-02", "2026-03-03", "2026-03-09"])
    }
    assert counted == {
        ("2026-03-02", "某消金"): (1, 1),
        ("2026-03-02", "花呗"): (3, 0),  # three missed calls in one entry
        ("2026-03-03", "某消金"): (1, 0),  # to the mother
    }


def test_the_inbox_gathers_numbers_nobody_owns(case):
    rows = [
        row("a", number="13800000001", name="老王"), row("b", number="13800000001"), row("c", number="unknown"),
        row("d", number="95188", at="2026-03-05T09:00:00+08:00"),
    ]  # fmt: skip
    record_many(case, [ImportedFile(ImportSource("phone", 1, "a.xml", "00", 1), rows)])
    assert [tuple(item) for item in inbox(case)] == [
        ("13800000001", "老王", 2, "2026-03-03", "2026-03-03"),
        (None, None, 1, "2026-03-03", "2026-03-03"),
        ("95188", None, 1, "2026-03-05", "2026-03-05"),
    ]
    assign_number(case, "13800000001", person="老王")
    assert [item.number for item in inbox(case)] == [None, "95188"]
    assert case.info().inbox == 2


def test_an_imported_contact_shows_where_it_came_from(case):
    record_many(case, [ImportedFile(ImportSource("phone", 3, "calls.xml", "ab" * 32, 77), [row("a", name="老王")])])
    (origin,) = detail(case, "C0001").origins
    assert origin[:5] == ("I0001", "phone", "calls.xml", "ab" * 32, "row a")


def test_names_are_found_by_name_alias_and_id(filled):
    assert platform_names(filled) == ["某消金", "花呗"]
    assert person_names(filled) == ["妈妈"]
    for name in ("某消金", " abc", "L0001"):
        assert resolve_platform(filled, name) == "L0001"
    assert resolve_person(filled, "妈妈") == "P0001"
    assert resolve_person(filled, "debtor") == "debtor"
    for name in ("没有", "L0009", "P0001", ""):
        with pytest.raises(UnknownName):
            resolve_platform(filled, name)


def test_records_come_with_names_and_without_unknown_facts(case):
    record(case, "refusal", {"person": "妈妈", "platform": "甲", "at": "2026-03-02T10:00:00+08:00"})
    assert records(case, "refusal") == [
        {"id": "R0001", "person": "妈妈", "platform": "甲", "at": "2026-03-02T10:00:00+08:00"}
    ]
    assert records(case, "profile") == []


@pytest.mark.parametrize(
    "filter",
    [
        ContactFilter(),
        ContactFilter(platform="L0001"),
        ContactFilter(number="95188"),
        ContactFilter(since="2026-03-03"),
    ],
)
def test_pages_are_read_in_order_without_sorting(filled, filter):
    from evidencelog.store import listing

    where = listing._where(filled.store.conn, filter, filled.store.conventions)
    sql = f"EXPLAIN QUERY PLAN SELECT c.n FROM contacts AS c WHERE {where.sql} {listing._NEWEST_FIRST}"
    assert "TEMP B-TREE" not in str(filled.store.conn.execute(sql, where.values).fetchall())


def test_any_record_tells_what_happened_to_it(filled):
    from evidencelog.app.browsing import record_history
    from evidencelog.app.recording import set_record

    set_record(filled, "platform", "某消金", {"kind": "bank_card"})
    withdraw(filled, "L0001", "误记")
    told = record_history(filled, "L0001")
    assert [version.event for version in told] == ["recorded", "corrected", "withdrawn"]
    assert told[0].changes["name"] == (None, "某消金")
    assert told[1].changes == {"kind": (None, "bank_card")}
    with pytest.raises(NoSuchRecord):
        record_history(filled, "L0009")
