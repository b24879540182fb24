"""Imports: one transaction, what is known is skipped, every row keeps its origin, memory stays flat."""

from __future__ import annotations

import gc
import tracemalloc

import pytest

from evidencelog.app.browsing import detail, page, records
from evidencelog.app.bulk import ImportedFile, ImportSource, import_run, record_many
from evidencelog.app.recording import assign_number, record, withdraw
from evidencelog.errors import Cancelled, InvalidInput, Problem
from evidencelog.importers.interface import Part
from evidencelog.models.browsing import ContactFilter
from evidencelog.models.progress import Silent
from evidencelog.store import ledger
from evidencelog.store.verification import faults
from tests.cases import call, row


def file(*rows, name="calls.xml", kind="phone"):
    return ImportedFile(ImportSource(kind, 2, name, "ab" * 32, 99), rows)


def shown(case, **filter):
    return [(row.id, row.platform_name) for row in page(case, ContactFilter(**filter), offset=0, limit=99)]


def test_one_event_for_the_file_and_one_for_each_row_with_its_origin(case):
    done = record_many(case, [file(row("a", name="老王", raw={"number": "1"}, number="13800000001"), row("b"))])
    assert done == (("I0001",), 2, 2, 0, 0, 2, (), "2026-03-03", "2026-03-03")
    read, first, _second = list(ledger.events(case.store.conn))[1:]
    assert (read.kind, read.identity) == ("import.read", {"file": "calls.xml"})
    assert read.facts == {"source_kind": "phone", "importer_version": 2, "file_sha256": "ab" * 32, "size": 99}
    assert first.identity["origin"] == {"name": "老王", "raw": '{"number": "1"}'}
    assert first.identity["number"] == "13800000001"  # an address book knows whose it is: no fact to show around
    assert first.facts["origin"].keys() == {"import", "position", "key"}
    assert "number" not in first.facts
    assert "purpose" not in first.facts


def test_equal_rows_of_one_file_are_several_contacts_and_known_in_the_next(case):
    first = record_many(case, [file(row("a"), row("a"))])
    again = record_many(case, [file(row("a"), row("a"), row("b"))])
    assert (first.added, first.known) == (2, 0)
    assert (again.added, again.known) == (1, 2)
    assert record_many(case, [file(row("a"), kind="other phone")]).added == 1


def test_a_file_of_the_same_call_counts_as_earlier(case):
    done = record_many(case, [file(row("a"), row("b")), file(row("b"), row("c"), name="newer.xml")])
    assert (done.import_ids, done.read, done.added, done.known) == (("I0001", "I0002"), 4, 3, 1)


def test_a_withdrawn_contact_is_still_known(case):
    record_many(case, [file(row("a"))])
    withdraw(case, "C0001", "误记")
    assert record_many(case, [file(row("a"))]).known == 1


def test_rows_that_cannot_be_are_reported_and_leave_nothing_behind(case):
    bad = row("b", platform="乙", at="2030-01-01T00:00:00+08:00")
    late = row("c", platform="丙", platform_kind="bank_card", debt="卡", duration="abc")
    done = record_many(case, [file(row("a"), bad, late, Problem("calls.xml: row 4", "no date"), row("e"))])
    assert (done.read, done.added) == (5, 2)
    assert [problem.where for problem in done.refused] == ["calls.xml: row b", "calls.xml: row c", "calls.xml: row 4"]
    assert records(case, "platform") == []
    assert [row_id for row_id, _name in shown(case)] == ["C0002", "C0001"]
    assert faults(case.store) == []


def test_a_row_that_fails_late_takes_back_what_it_made_on_the_way(case):
    record(case, "platform", {"name": "甲", "kind": "bank_loan"})
    clash = row("a", platform="甲", platform_kind="bank_card")
    unnamed = row("b", debt="卡1")
    done = record_many(case, [file(clash, unnamed, row("c", platform="甲", debt="卡1"))])
    assert len(done.refused) == 2
    assert [debt["name"] for debt in records(case, "debt")] == ["卡1"]
    assert faults(case.store) == []


def test_without_going_on_one_wrong_row_stops_all(case):
    head = ledger.head(case.store.conn)
    with pytest.raises(InvalidInput) as caught:
        record_many(case, [file(row("a"), row("b", outcome="maybe"))], keep_going=False)
    assert len(caught.value.problems) == 1
    assert ledger.head(case.store.conn) == head


def test_a_trial_run_counts_and_writes_nothing(case, tmp_path):
    picture = tmp_path / "a.png"
    picture.write_bytes(b"png")
    head = ledger.head(case.store.conn)
    done = record_many(case, [file(row("a", parts=(Part("a.png", "image/png", picture),)))], dry_run=True)
    assert done.added == 1
    assert ledger.head(case.store.conn) == head
    assert [path for path in (case.path / "vault").rglob("*") if path.is_file()] == []
    assert record_many(case, [file(row("a"))]).added == 1


def test_stopping_or_a_file_that_breaks_off_undoes_everything(case):
    class Stop(Silent):
        def step(self, done, total):
            raise Cancelled

    def broken():
        yield row("a")
        raise OSError(5, "the phone was unplugged")

    head = ledger.head(case.store.conn)
    with pytest.raises(Cancelled):
        record_many(case, [file(row("a"))], progress=Stop())
    with pytest.raises(OSError, match="unplugged"):  # the source's trouble is not the case's
        record_many(case, [ImportedFile(ImportSource("phone", 1, "x", "00", 1), broken())])
    assert ledger.head(case.store.conn) == head


def test_a_named_platform_takes_rows_that_are_nobodys(case):
    assign_number(case, "95188", platform="花呗")
    assign_number(case, "13800000002", person="妈妈")
    rows = [
        row("unassigned", number="10690000"),
        row("hidden", number="unknown"),
        row("unnumbered"),
        row("assigned", number="95188"),
        row("hers", number="13800000002"),
        row("in the book", number="13800000003", name="老王"),
        row("said", number="10690001", platform="借呗"),
    ]
    done = record_many(case, [file(*rows)], platform="甲")
    assert dict(shown(case)) == {
        "C0001": "甲", "C0002": "甲", "C0003": "甲", "C0004": "花呗", "C0005": None, "C0006": None, "C0007": "借呗",
    }  # fmt: skip
    assert (done.inbox, case.info().inbox) == (1, 1)


def test_files_inside_rows_are_sealed_with_them(case, tmp_path):
    picture = tmp_path / "part-1"
    picture.write_bytes(b"picture")
    parts = (Part("截图.png", "image/png", picture), Part("again.png", "image/png", picture))
    record_many(case, [file(row("a", parts=parts), row("b", parts=parts[:1]))])
    (first,) = detail(case, "C0001").attachments
    assert (first.name, first.media_type, first.size) == ("截图.png", "image/png", 7)
    assert detail(case, "C0002").attachments[0].sha256 == first.sha256
    assert faults(case.store) == []


def test_a_second_witness_is_linked_and_both_stay_visible(case):
    made = call(case, platform="甲")
    with import_run(case) as run:
        run.begin(ImportSource("bill", 1, "bill.csv", "cd" * 32, 5))
        assert run.take(row("x", name="甲客服"), witness_of=made) == made
    assert (run.linked, run.added) == (1, 0)
    found = detail(case, made)
    assert [origin.source_kind for origin in found.origins] == ["bill"]
    assert found.history[-1].event == "linked"
    assert record_many(case, [file(row("x"), kind="bill")]).known == 1
    withdraw(case, "I0001", "别人的账单")
    assert not detail(case, made).withdrawn


def test_withdrawing_an_import_withdraws_what_only_it_bears_witness_to(case):
    first = record_many(case, [file(row("a"), row("b"))])
    with import_run(case) as run:
        run.begin(ImportSource("bill", 1, "bill.csv", "cd" * 32, 5))
        run.take(row("x"), witness_of="C0002")
    withdraw(case, first.import_ids[0], "别人的手机")
    assert [row_id for row_id, _name in shown(case)] == ["C0002"]
    withdraw(case, "I0002", "别人的账单")
    assert shown(case) == []
    assert faults(case.store) == []


def test_hostile_keys_and_names_are_kept_as_visible_escapes(case):
    nasty = row("a\x00\ud83d", name="x\ud800\x00", raw={"a": "\udfff"})
    done = record_many(case, [file(nasty, nasty), file(nasty)])
    assert (done.added, done.known) == (2, 1)
    assert detail(case, "C0001").row.content is None
    assert faults(case.store) == []


def test_memory_does_not_grow_with_the_rows(case):
    held = {}

    def rows(count):
        for n in range(count):
            yield row(f"k{count}-{n}", number=f"1380000{n % 100:04d}", content="还钱" * 10)
        gc.collect()
        held[count] = tracemalloc.get_traced_memory()[0]

    for count in (100, 101, 1500):  # the first run fills the caches of number spellings and zones
        tracemalloc.start()
        record_many(case, [ImportedFile(ImportSource("phone", 1, "x", "00", 1), rows(count))])
        tracemalloc.stop()
    assert held[1500] < held[101] + 1400 * 50, held  # a row alone takes more than 50 bytes
