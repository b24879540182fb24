"""Erasing: no byte of the words stays in any file of the case, the chain still verifies, the rest stays."""

from __future__ import annotations

import subprocess
import sys

import pytest

from evidencelog.app import drafts
from evidencelog.app.attaching import attach
from evidencelog.app.browsing import attachment_path, detail, inbox, page, records
from evidencelog.app.bulk import ImportedFile, ImportSource, record_many
from evidencelog.app.cases import open_case
from evidencelog.app.erasing import TracesLeft, erase
from evidencelog.app.recording import assign_number, correct, record, withdraw
from evidencelog.errors import InvalidInput
from evidencelog.models.browsing import ContactFilter
from evidencelog.store import connection
from evidencelog.store.cache import Cache
from evidencelog.store.faults import NoSuchRecord
from evidencelog.store.verification import faults, verified
from tests.cases import call, holding, plain, row

SECRETS = [
    "绝密的原话",
    "改后的绝密话",
    "心里的绝密话",
    "绝密的催收员",
    "6222020200112233",
    "取消的绝密理由",
    "绝密录音",
    "sealed-secret-sound",
]


def brought(case, *rows, file="calls.xml"):
    return record_many(case, [ImportedFile(ImportSource("phone", 1, file, "00" * 32, 1), rows)])


@pytest.fixture
def told(case, tmp_path):
    """C0002 holds every secret, in several versions; C0001 and C0003 are other people's business."""
    file, other = tmp_path / "绝密录音.m4a", tmp_path / "a.txt"
    file.write_text("sealed-secret-sound")
    other.write_text("shared")
    call(case, platform="甲", content="平常的话")
    call(
        case,
        platform="甲",
        content="绝密的原话",
        private_note="心里的绝密话",
        caller="绝密的催收员",
        payee="6222020200112233",
    )
    call(case, platform="甲", content="另一句平常的话")
    correct(case, "C0002", {"content": "改后的绝密话"}, "取消的绝密理由")
    attach(case, "C0002", [file, other])
    attach(case, "C0003", [other])
    drafts.keep(case, "half", {"content": "和绝密的原话差不多"})
    drafts.keep(case, "unrelated", {"content": "平常的草稿"})
    Cache(case.path).put("check", "stamp", "绝密的原话")
    return case


def test_no_byte_of_what_was_erased_stays_in_the_folder(told):
    assert all(holding(told.path, secret) for secret in SECRETS)
    done = erase(told, "C0002", "私事，误记")
    assert done == (4, 1, ())
    told.close()
    for secret in SECRETS:
        assert holding(told.path, secret) == []
        assert holding(told.path, secret[2:]) == []


def test_the_rest_stays_and_verifies(told):
    erase(told, "C0002", "私事，误记")
    seen = verified(told.store)
    assert (seen.faults, len(seen.erased), seen.files) == ((), 4, 1)
    assert [row.id for row in page(told, ContactFilter(withdrawn=True), offset=0, limit=9)] == ["C0003", "C0001"]
    assert attachment_path(told, detail(told, "C0003").attachments[0].id).read_text() == "shared"
    assert drafts.kept(told, "unrelated") == {"content": "平常的草稿"}
    assert drafts.kept(told, "half") == {}


def test_that_it_was_erased_when_and_why_stays(told):
    erase(told, "C0002", "私事，误记")
    found = detail(told, "C0002")
    assert found.values == {}
    assert [version.event for version in found.history] == ["recorded", "corrected", "erased"]
    assert [version.erased for version in found.history] == [True, True, False]
    assert (found.history[-1].because, found.history[-1].at) == ("私事，误记", "2026-11-21T12:00:00Z")


def test_what_is_erased_can_be_touched_no_more(told, tmp_path):
    erase(told, "C0002", "私事")
    with pytest.raises(NoSuchRecord):
        erase(told, "C0002", "私事")
    with pytest.raises(NoSuchRecord):
        correct(told, "C0002", {"outcome": "missed"}, "因为")
    with pytest.raises(NoSuchRecord):
        withdraw(told, "C0002", "因为")
    with pytest.raises(NoSuchRecord):
        attach(told, "C0002", [tmp_path / "a.txt"])
    with pytest.raises(InvalidInput):
        erase(told, "C0001", " ")
    for absent in ("C0009", "F-00", "", "K0001"):
        with pytest.raises(NoSuchRecord):
            erase(told, absent, "因为")


def test_a_withdrawn_contact_can_still_be_erased(told):
    withdraw(told, "C0002", "取消的绝密理由")
    erase(told, "C0002", "私事")
    assert holding(told.path, "绝密") == []
    assert faults(told.store) == []


def test_one_file_alone(told):
    name = detail(told, "C0002").attachments[0].id
    erase(told, name, "不是本案的录音")
    assert holding(told.path, "sealed-secret-sound") == []
    assert holding(told.path, "绝密录音") == []
    gone, kept = detail(told, "C0002").attachments
    assert (gone.erased, gone.name) == (True, "")
    assert not kept.erased
    assert holding(told.path, "绝密的原话")
    with pytest.raises(NoSuchRecord):
        attachment_path(told, name)
    with pytest.raises(NoSuchRecord):
        erase(told, name, "再一次")
    assert faults(told.store) == []


def test_a_file_that_another_contact_needs_stays_until_the_last_one_goes(told):
    erase(told, "C0003", "误记")
    assert holding(told.path, "shared")
    erase(told, "C0002", "误记")
    assert holding(told.path, "shared") == []


def test_a_person_goes_with_the_traces_in_contacts_and_the_contacts_stay(case):
    record(case, "person", {"name": "王绝密", "numbers": ["13800000002"], "relation": "parent"})
    record(case, "refusal", {"person": "王绝密", "platform": "甲", "at": "2026-03-02T10:00:00+08:00"})
    call(case, platform="甲", to="王绝密", content="平常的话")
    brought(case, row("a", number="13800000002", name="王绝密妈"), row("b", number="95188", name="花呗"))
    erase(case, "P0001", "她不愿意留名")
    assert holding(case.path, "王绝密") == []
    assert holding(case.path, "13800000002") == []
    assert holding(case.path, "花呗")
    found = page(case, ContactFilter(person="P0001"), offset=0, limit=9)
    assert [(row.id, row.to_name) for row in found] == [("C0001", "P0001")]
    assert records(case, "person") == []
    assert records(case, "refusal")[0]["person"] == "P0001"
    assert faults(case.store) == []
    again = brought(case, row("a", number="13800000002", name="王绝密妈"))
    assert (again.added, again.known) == (0, 1)


def test_an_import_goes_with_what_it_brought_and_may_be_brought_again(case):
    first = brought(case, row("a", number="13811112222"), row("b", number="13833334444"), file="绝密备份.xml")
    call(case, content="平常的话")
    second = brought(case, row("c", number="95188"))
    done = erase(case, first.import_ids[0], "别人的手机")
    assert done.events == 3
    for text in ("绝密备份", "13811112222", "13833334444"):
        assert holding(case.path, text) == []
    assert [row.id for row in page(case, ContactFilter(), offset=0, limit=9)] == ["C0004", "C0003"]
    assert second.import_ids == ("I0002",)
    assert faults(case.store) == []
    assert brought(case, row("a", number="13811112222")).added == 1


def test_an_erased_contact_does_not_come_back_with_the_next_import(case):
    brought(case, row("a", number="13811112222"), row("b", number="95188"))
    erase(case, "C0001", "我妈的电话")
    again = brought(case, row("a", number="13811112222"), row("b", number="95188"), row("c", number="95188"))
    assert (again.added, again.known) == (1, 2)
    assert holding(case.path, "13811112222") == []


def test_a_platform_leaves_its_id_behind(case):
    call(case, platform="绝密平台")
    record(case, "consent", {"platform": "绝密平台", "hours": "22:00-23:00", "from": "2026-03-01"})
    erase(case, "L0001", "写错了")
    assert holding(case.path, "绝密平台") == []
    assert page(case, ContactFilter(), offset=0, limit=1)[0].platform_name == "L0001"
    assert records(case, "consent")[0]["platform"] == "L0001"
    assert records(case, "platform") == []
    assert faults(case.store) == []


def test_calls_that_are_a_persons_alone_go_with_the_person(case):
    brought(case, row("a", number="13811112222"), row("b", number="95188"))
    assign_number(case, "138 1111 2222", person="王绝密")
    erase(case, "P0001", "与本案无关")
    assert holding(case.path, "13811112222") == []
    assert holding(case.path, "138 1111 2222") == []
    assert [item.number for item in inbox(case)] == ["95188"]
    version = detail(case, "C0001").history[-1]
    assert (version.event, version.because) == ("erased", "与本案无关")
    assert faults(case.store) == []
    assert brought(case, row("a", number="13811112222")).known == 1


def test_an_interrupted_erasing_is_finished_at_the_next_opening(told):
    told.close()
    script = """
import os, sys
from pathlib import Path
from evidencelog.app.cases import open_case
from evidencelog.app.erasing import erase
from evidencelog.store import erasing
erasing.scrub = lambda *_: os._exit(9)
with open_case(Path(sys.argv[1])) as case:
    erase(case, "C0002", "reason")
"""
    run = subprocess.run([sys.executable, "-c", script, str(told.path)])
    assert run.returncode == 9
    assert holding(told.path, "sealed-secret-sound")
    with open_case(told.path) as opened:
        assert faults(opened.store) == []
    for secret in set(SECRETS):
        assert [name for name in holding(told.path, secret) if name != "drafts.db"] == []


def test_another_reader_makes_it_say_that_traces_may_be_left(told, monkeypatch, english):
    monkeypatch.setattr(connection, "WAIT_MS", 50)
    told.close()
    reader = plain(told)
    with open_case(told.path) as opened:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM contacts").fetchone()
        with pytest.raises(TracesLeft) as caught:
            erase(opened, "C0002", "私事")
        assert "\n" not in str(caught.value)
    reader.close()
    with open_case(told.path) as opened:
        assert detail(opened, "C0002").values == {}
        assert faults(opened.store) == []
    assert [name for name in holding(told.path, "绝密的原话") if name != "drafts.db"] == []


def test_a_copy_from_before_a_migration_goes_too(told):
    (told.path / "case.before-2.db").write_text("绝密的原话")
    erase(told, "C0002", "私事")
    assert holding(told.path, "绝密的原话") == []


def test_packets_that_may_still_hold_it_are_named(told):
    (told.path / "exports" / "2026-11-21-nfra").mkdir()
    assert erase(told, "C0002", "私事").exports == ("2026-11-21-nfra",)


def test_what_another_tool_left_in_free_pages_goes_too(told):
    conn = plain(told)
    conn.execute("PRAGMA secure_delete = OFF")
    conn.execute("CREATE TABLE scratch AS SELECT words FROM ledger WHERE subject = 'C0002'")
    conn.execute("DROP TABLE scratch")
    conn.close()
    erase(told, "C0002", "私事")
    assert holding(told.path, "绝密的原话") == []
