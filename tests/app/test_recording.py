"""Recording, correcting, withdrawing: what is written, what is made on the way, what is refused whole."""

from __future__ import annotations

import pytest

from evidencelog.app.browsing import detail, page, records
from evidencelog.app.cases import AlreadyThere
from evidencelog.app.directory import UnknownName
from evidencelog.app.recording import (
    NothingToChange,
    Withdrawn,
    assign_number,
    correct,
    record,
    set_record,
    withdraw,
)  # fmt: skip
from evidencelog.errors import InvalidInput
from evidencelog.models.browsing import ContactFilter
from evidencelog.store import ledger
from evidencelog.store.faults import NoSuchRecord
from tests.cases import CALL, call

EVERY_FIELD = {
    "kind": "visit", "at": "2026-03-02T10:00:00+08:00", "precision": "minute", "source": "memory", "duration": "1:35",
    "channel": "in_person", "direction": "in", "outcome": "answered", "count": 2, "until": "2026-03-02T11:00:00+08:00",
    "line": "13900000001", "platform": "某消金", "debt": "卡1234", "collector": "甲公司", "caller": "张某",
    "employee_id": "0231", "number": "95188", "style": "person", "mode": "interactive", "claimed_role": "police",
    "role_checked": "false", "identity": {"institution": "given", "name": "refused"}, "to": "妈妈",
    "relation": "parent", "said_to_third": "told_debt", "purpose": "collection", "content": "原话", "view": "quote",
    "tag": ["police@12"], "amount_claimed": "800", "payee": "某某 6222", "case_number": "（2026）01号",
    "recorded_by_them": True, "visitors": 2, "place": "home", "act": "posting", "entered": False,
    "asked_to_leave": "2026-03-02T10:10:00+08:00", "left_at": "2026-03-02T10:20:00+08:00", "papers_shown": False,
    "private_note": "我很害怕",
}  # fmt: skip


def test_every_field_of_a_contact_comes_back_as_it_was_given(case):
    from evidencelog.models.fields import CONTACT

    assert set(EVERY_FIELD) == {field.name for field in CONTACT} - {"platform_kind"}
    made = record(case, "contact", EVERY_FIELD)
    assert detail(case, made.id).values == {**EVERY_FIELD, "duration": 95}
    assert made.created == ("L0001", "D0001", "P0001")


def test_a_contact_without_a_time_is_of_this_moment_in_the_cases_zone(case):
    made = record(case, "contact", {"kind": "call"})
    values = detail(case, made.id).values
    assert values == {
        "kind": "call", "at": "2026-11-21T20:00:00+08:00", "direction": "in", "to": "debtor", "purpose": "collection",
    }  # fmt: skip


def test_an_unknown_fact_that_is_said_to_be_unknown_stays_unknown(case):
    made = call(case, direction=None, purpose=None)
    assert "direction" not in detail(case, made).values
    assert "purpose" not in detail(case, made).values


def test_ids_count_up_in_the_order_of_recording_and_are_never_used_again(case):
    from evidencelog.app.erasing import erase

    assert [call(case) for _ in range(3)] == ["C0001", "C0002", "C0003"]
    erase(case, "C0003", "误记")
    assert call(case) == "C0004"


def test_names_are_made_once_whatever_the_order_and_the_spelling(case):
    call(case, platform="某消金 ", to="妈妈", relation="parent")
    second = record(case, "platform", {"name": "某消金", "kind": "consumer_finance", "aliases": ["某某贷", "ABC"]})
    assert (second.id, second.created) == ("L0001", ())
    call(case, platform="ａｂｃ")
    call(case, platform="L0001")
    assert {row.platform for row in page(case, ContactFilter(), offset=0, limit=9)} == {"L0001"}
    assert records(case, "platform") == [
        {"id": "L0001", "name": "某消金", "aliases": ["某某贷", "ABC"], "kind": "consumer_finance"}
    ]
    assert records(case, "person") == [{"id": "P0001", "name": "妈妈", "relation": "parent"}]


def test_the_kind_of_a_platform_can_be_said_with_a_contact_but_not_changed(case):
    call(case, platform="甲", platform_kind="bank_card")
    call(case, platform="乙")
    call(case, platform="乙", platform_kind="debt_buyer")
    call(case, platform="乙", platform_kind="debt_buyer")
    assert [row["kind"] for row in records(case, "platform")] == ["bank_card", "debt_buyer"]
    before = ledger.head(case.store.conn)
    with pytest.raises(InvalidInput) as caught:
        call(case, platform="甲", platform_kind="micro_loan")
    assert [problem.where for problem in caught.value.problems] == ["platform_kind"]
    with pytest.raises(InvalidInput):
        call(case, platform_kind="micro_loan")
    assert ledger.head(case.store.conn) == before


def test_adding_what_is_there_adds_facts_but_contradicts_none(case):
    record(case, "platform", {"name": "甲", "kind": "bank_card", "numbers": ["95188"]})
    record(case, "platform", {"name": "甲", "product": "credit_card", "numbers": ["10086"]})
    assert records(case, "platform")[0]["numbers"] == ["95188", "10086"]
    head = ledger.head(case.store.conn)
    record(case, "platform", {"name": "甲", "kind": "bank_card"})
    assert ledger.head(case.store.conn) == head
    with pytest.raises(AlreadyThere):
        record(case, "platform", {"name": "甲", "kind": "bank_loan"})


def test_setting_replaces_facts_as_a_new_version(case):
    record(case, "platform", {"name": "甲", "kind": "bank_card", "numbers": ["95188"]})
    set_record(case, "platform", "甲", {"kind": "bank_loan", "numbers": ["10086"], "settled_on": "2026-05-01"})
    assert records(case, "platform") == [
        {"id": "L0001", "name": "甲", "kind": "bank_loan", "settled_on": "2026-05-01", "numbers": ["10086"]}
    ]
    set_record(case, "platform", "甲", {"kind": None})
    assert "kind" not in records(case, "platform")[0]
    with pytest.raises(UnknownName):
        set_record(case, "platform", "乙", {"kind": "bank_loan"})
    set_record(case, "profile", "", {"name": "王某", "phone": "13900000001"})
    set_record(case, "profile", "", {"phone": "13900000002"})
    assert records(case, "profile") == [{"id": "U0001", "name": "王某", "phone": "13900000002"}]


@pytest.mark.parametrize(
    ("kind", "values", "changes", "kept"),
    [
        ("consent", {"platform": "甲", "hours": "22:00-23:00", "from": "2026-03-01"}, {"mode": "only"}, {"mode": "only"}),
        ("refusal", {"person": "妈妈", "platform": "甲", "at": "2026-03-02 10:00"}, {"person": "爸爸"}, {"person": "爸爸"}),
        ("plan", {"platform": "甲", "signed_on": "2026-02-01"}, {"defaulted_on": "2026-04-01"}, {"defaulted_on": "2026-04-01"}),
        ("request", {"platform": "甲", "kind": "hours", "made_at": "2026-03-02 10:00"}, {"kind": "recording"}, {"kind": "recording"}),
        ("debt", {"platform": "甲", "name": "卡1"}, {"lawful": "no"}, {"lawful": False}),
        ("notice", {"platform": "甲", "collector": "乙", "seen": "no"}, {"seen": True}, {"seen": True}),
        ("complaint", {"platform": "甲", "channel": "nfra", "sent_at": "2026-03-05"}, {"reference": "A1"}, {"reference": "A1"}),
        ("person", {"name": "妈妈"}, {"named_in_contract": "yes"}, {"named_in_contract": True}),
        ("profile", {"name": "王某"}, {"address": "某路1号"}, {"address": "某路1号"}),
    ],
)  # fmt: skip
def test_standing_facts_can_be_recorded_corrected_and_withdrawn(case, kind, values, changes, kept):
    made = record(case, kind, values)
    assert correct(case, made.id, changes, "查实") == 2
    assert records(case, kind)[-1].items() >= kept.items()
    withdraw(case, made.id, "误记")
    assert made.id not in [row["id"] for row in records(case, kind)]
    with pytest.raises(Withdrawn):
        withdraw(case, made.id, "误记")
    with pytest.raises(Withdrawn):
        correct(case, made.id, changes, "查实")


def test_a_correction_is_a_new_version_and_the_old_one_stays(case):
    made = call(case, platform="甲", content="旧", duration=10)
    assert correct(case, made, {"content": "新", "platform": "乙", "duration": None}, "听了录音") == 2
    found = detail(case, made)
    assert (found.version, found.values["content"], found.values["platform"]) == (2, "新", "乙")
    assert "duration" not in found.values
    recorded, corrected = found.history
    assert recorded.event == "recorded"
    assert recorded.changes["platform"] == (None, "甲")
    assert (corrected.event, corrected.because) == ("corrected", "听了录音")
    assert corrected.changes == {"content": ("旧", "新"), "platform": ("甲", "乙"), "duration": (10, None)}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"outcome": "answered"}, NothingToChange),
        ({"at": None}, InvalidInput),
        ({"shoe": 1}, InvalidInput),
        ({"at": "2027-01-01"}, InvalidInput),
        ({"until": "2026-03-02T22:00:00+08:00"}, InvalidInput),  # lies before the call that stands
        ({"platform_kind": "bank_card"}, InvalidInput),
        ({"debt": "卡1"}, InvalidInput),  # of which platform?
    ],
)
def test_a_correction_that_cannot_be_writes_nothing(case, changes, error):
    made = call(case)
    head = ledger.head(case.store.conn)
    with pytest.raises(error):
        correct(case, made, changes, "因为")
    assert ledger.head(case.store.conn) == head


def test_a_corrected_time_is_no_longer_only_a_day(case):
    made = call(case, at="2026-03-02")
    correct(case, made, {"at": "2026-03-02 22:41"}, "看了通话记录")
    assert "precision" not in detail(case, made).values
    correct(case, made, {"at": "2026-03-03"}, "记不清了")
    assert detail(case, made).values["precision"] == "day"


@pytest.mark.parametrize("because", ["", "  ", "\x00", "x" * 100_001])
def test_a_reason_must_be_given(case, because):
    made = call(case)
    with pytest.raises(InvalidInput):
        correct(case, made, {"outcome": "missed"}, because)
    with pytest.raises(InvalidInput):
        withdraw(case, made, because)


@pytest.mark.parametrize(
    "id", ["C0002", "C9999999999999", "X0001", "", "C1", "c0001", "Ｃ０００１", "C-001", "A0001", "'; --"]
)
def test_ids_that_were_never_given_are_one_clear_error(case, id):
    call(case)
    with pytest.raises(NoSuchRecord):
        correct(case, id, {"outcome": "missed"}, "因为")
    with pytest.raises(NoSuchRecord):
        withdraw(case, id, "因为")
    with pytest.raises(NoSuchRecord):
        detail(case, id)


def test_a_name_cannot_be_changed_into_anothers(case):
    record(case, "platform", {"name": "甲"})
    record(case, "platform", {"name": "乙", "aliases": ["丙"]})
    with pytest.raises(InvalidInput):
        correct(case, "L0001", {"name": "丙"}, "因为")
    assert correct(case, "L0002", {"name": "丙"}, "更名") == 2


def test_a_withdrawn_platform_bears_no_name_but_its_contacts_stay(case):
    from evidencelog.store.reading import case_facts, contact_rows

    call(case, platform="甲", platform_kind="bank_card")
    withdraw(case, "L0001", "误记")
    assert call(case, platform="甲") == "C0002"
    conn = case.store.conn
    assert [(row.id, row.platform) for row in contact_rows(conn)] == [("C0001", "L0001"), ("C0002", "L0002")]
    facts = case_facts(conn).platforms["L0001"]
    assert (facts.name, facts.kind) == ("甲", None)


def assigned(case, steps):
    """Platform and owner of every contact after the steps: numbers assigned and calls recorded in some order."""
    for step in steps:
        step(case)
    return case.store.conn.execute("SELECT number, platform, owner FROM contacts ORDER BY number, id").fetchall()


def test_a_number_resolves_contacts_whether_it_or_they_came_first(case, tmp_path):
    from itertools import permutations

    from evidencelog.app.cases import open_case

    steps = {
        "call": lambda case: call(case, number="+86 138 0000 0001"),
        "other": lambda case: call(case, number="95188"),
        "assign": lambda case: assign_number(case, "13800000001", platform="甲"),
        "person": lambda case: assign_number(case, "95188", person="妈妈"),
    }
    found = set()
    for n, order in enumerate(permutations(steps)):
        with open_case(tmp_path / str(n), create=True, clock=case.now) as made:
            for name in "甲乙":
                record(made, "platform", {"name": name})
            call(made, number="13800000001", platform="乙")
            found.add(tuple(assigned(made, [steps[name] for name in order])))
    resolved = [("13800000001", "L0001", None), ("13800000001", "L0002", None), ("95188", "", "P0001")]
    assert {tuple(sorted(rows, key=repr)) for rows in found} == {tuple(sorted(resolved, key=repr))}


def test_a_number_has_one_owner_the_last_one_it_was_given_to(case):
    for _ in range(2):
        call(case, number="95188")
    assert case.info().inbox == 2
    assert assign_number(case, "95188", platform="甲") == 2
    assert case.info().inbox == 0
    assert assign_number(case, "0086 95188", platform="乙") == 0
    assert assign_number(case, "95188", platform="乙") == 0
    assert next(row.get("numbers") for row in records(case, "platform")) is None
    assert {row.platform_name for row in page(case, ContactFilter(), offset=0, limit=9)} == {"乙"}
    set_record(case, "platform", "乙", {"numbers": []})
    assert case.info().inbox == 2


def test_of_two_that_list_a_number_the_later_one_has_it(case):
    call(case, number="95188")
    record(case, "platform", {"name": "甲", "numbers": ["95188"]})
    record(case, "platform", {"name": "乙", "numbers": ["95188"]})
    record(case, "platform", {"name": "甲", "kind": "bank_card"})
    assert page(case, ContactFilter(), offset=0, limit=1)[0].platform_name == "乙"
    withdraw(case, "L0002", "误记")
    assert page(case, ContactFilter(), offset=0, limit=1)[0].platform_name == "甲"


def test_hidden_callers_belong_to_nobody(case):
    with pytest.raises(InvalidInput):
        assign_number(case, "unknown", platform="甲")
    assert records(case, "platform") == []


def test_a_number_of_a_person_never_stands_among_the_facts(case):
    call(case, number="13800000002")
    assign_number(case, "138 0000 0002", person="妈妈")
    call(case, number="13800000002")
    correct(case, "C0001", {"number": "+8613800000002"}, "补国家码")
    first, second, corrected = [event for event in ledger.events(case.store.conn) if event.record == "contact"]
    assert first.facts["number"] == "13800000002"  # nobody knew whose it was
    assert "number" not in second.facts
    assert second.identity == {"number": "13800000002"}
    assert corrected.facts == {}
    assert corrected.identity["changes"]["number"] == ["13800000002", "+8613800000002"]


def test_recording_is_quick(case):
    import time

    call(case, platform="甲")
    started = time.process_time()
    for _ in range(50):
        record(case, "contact", {**CALL, "platform": "甲", "number": "95188", "content": "原话"})
    assert (time.process_time() - started) / 50 < 0.02
