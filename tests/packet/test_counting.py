"""Counts are held against lists counted by hand."""

from evidencelog.models.contacts import Complaint
from evidencelog.packet import counting, statements
from evidencelog.packet.assembling import assemble
from tests.packet.building import material


def test_counts_of_the_twelve_contacts(packet):
    counts = packet.counts
    # listed: C0001-C0011 (C0012 withdrawn). By the other side: 10 entries, one of them for 14 calls.
    assert counts.entries == 11
    assert counts.calls == 1 + 1 + 1 + 1 + 1 + 14 + 1  # C0001-3, C0006-7 to the mother, C0009, C0011
    assert counts.messages == 2
    assert counts.visits == 1
    assert counts.others == 0
    assert counts.contacts == 20 + 2 + 1
    assert counts.answered == 3  # C0001 and both calls to the mother
    assert counts.unanswered == 1 + 1 + 14
    assert counts.own == 1
    assert counts.third == 2
    assert counts.days == 5
    assert counts.by_memory == 14
    assert dict(counts.sources) == {"memory": 4, "live": 1, "phone_log": 3, "recording": 1, "message": 2}


def test_days_add_up_and_an_own_call_stands_apart(packet):
    days = {line.day: line for line in counting.by_day(packet.entries)}
    assert list(days) == sorted(days)
    assert days["2026-03-01"][1:] == (3, 3, 1, 2, 0, 0, 0, 0)
    assert days["2026-03-02"][1:] == (4, 2, 2, 0, 2, 0, 2, 0)
    assert days["2026-03-03"][1:] == (14, 14, 0, 14, 0, 0, 0, 1)
    assert days["2026-03-04"][1:] == (1, 0, 0, 0, 0, 1, 0, 0)
    assert sum(line.contacts for line in days.values()) == packet.counts.contacts


def test_the_day_of_a_complaint_counts_as_after_it(packet):
    (line,) = counting.around(packet.entries, [Complaint("K0001", "L0001", "lender", "2026-03-03", None)])
    assert (line.before, line.days_before) == (3 + 4, 2)
    assert (line.since, line.days_since) == (14 + 1 + 1, 3)


def test_hours_leave_out_own_calls_and_entries_without_a_time(packet):
    cells, timeless = counting.hours(packet.entries)
    assert cells[("2026-03-01", 22)] == 1
    assert ("2026-03-03", 18) not in cells  # the own call
    assert ("2026-03-03", 19) not in cells  # only its day is known
    assert timeless == 1


def test_a_contact_in_two_findings_is_one_distinct_contact(packet):
    assert len(packet.findings) == 4
    assert counting.distinct(packet.findings) == 4
    assert counting.distinct([*packet.findings, packet.findings[0]._replace(id="F-2")]) == 4


def test_a_pack_past_its_review_is_told_among_what_the_record_is(packet):
    assert not any("cn 2026.1" in line for line in statements.honesty(packet))
    old = packet._replace(aged=(("cn", "2026.1", "2026-02-01"),))
    (line,) = [line for line in statements.honesty(old) if "cn 2026.1" in line]
    assert "2026-02-01" in line


def test_the_material_carries_the_packs_past_their_review():
    (shown,) = assemble(material(aged=(("cn", "2026.1", "2026-02-01"),))).aged
    assert shown == ("cn", "2026.1", "2026-02-01")
