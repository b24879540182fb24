"""Undo writes an entry that makes up for the change; the ledger only grows, and what stands is as before."""

from __future__ import annotations

import pytest

from evidencelog.app import browsing, checking, recording
from evidencelog.app.attaching import Copy, mark
from evidencelog.app.cases import open_case
from evidencelog.app.reviewing import review
from evidencelog.app.undoing import head, last_change, undo
from evidencelog.store import ledger
from tests.cases import call


@pytest.fixture
def case(tmp_path):
    with open_case(tmp_path / "case", create=True) as case:
        yield case


def undone(case, after, leaving_out=()):
    change = last_change(case, after, leaving_out)
    assert change is not None
    return undo(case, change)


def test_a_new_entry_is_withdrawn_and_stays_readable(case):
    start = head(case)
    made = call(case, platform="甲")
    undone(case, start)
    detail = browsing.detail(case, made)
    assert detail.withdrawn
    assert detail.values["platform"] == "甲"
    assert case.info().contacts == 0


def test_a_correction_gets_its_old_values_back_names_and_emptiness_too(case):
    made = call(case, platform="甲", caller="张某", count=3)
    before = browsing.detail(case, made).values
    start = head(case)
    recording.correct(case, made, {"platform": "乙", "caller": None, "count": 14, "number": "95188"}, "看错了")
    undone(case, start)
    assert browsing.detail(case, made).values == before
    assert [version.event for version in browsing.detail(case, made).history] == ["recorded", "corrected", "corrected"]


def test_what_was_withdrawn_is_recorded_again(case):
    made = call(case, platform="甲", content="原话")
    start = head(case)
    recording.withdraw(case, made, "手滑")
    undone(case, start)
    (row,) = browsing.page(case, browsing_filter(), offset=0, limit=5)
    assert row.id != made
    assert browsing.detail(case, row.id).values == browsing.detail(case, made).values


def browsing_filter():
    from evidencelog.models.browsing import ContactFilter

    return ContactFilter()


def test_a_judgement_goes_back_to_the_one_before_or_to_none(case):
    made = call(case, platform="甲")
    recording.set_record(case, "platform", "甲", {"kind": "consumer_finance", "product": "online_consumer"})
    found = checking.findings_for(case, [made])[made][0]
    start = head(case)
    review(case, found.id, "confirm", "是的")
    review(case, found.id, "dismiss", "约好的")

    def judged():
        return next(one for one in checking.check(case).findings if one.id == found.id).review

    written = undone(case, start)
    now = judged()
    assert (now["decision"], now["because"]) == ("confirm", "是的")
    second = last_change(case, start, {*written, written[0] - 1})
    undo(case, second)
    assert judged() is None


def test_files_sealed_with_an_entry_go_with_it_and_later_ones_by_themselves(case, tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("x")
    start = head(case)
    made = recording.record(case, "contact", {"kind": "call", "at": "2026-03-02T22:41:00+08:00"}, attach=[file]).id
    assert last_change(case, start).id == made
    other = tmp_path / "b.txt"
    other.write_text("y")
    middle = head(case)
    third = tmp_path / "c.txt"
    third.write_text("z")
    recording.attach(case, made, [other, third])
    change = last_change(case, middle)
    assert (change.happened, change.id, change.files) == ("attached", made, ("A0002", "A0003"))
    written = undo(case, change)
    assert [one.id for one in browsing.detail(case, made).attachments] == ["A0001"]
    assert not browsing.detail(case, made).withdrawn
    assert last_change(case, middle, {*change.seqs, *written}) is None


def test_a_paper_taken_back_stays_on_record_and_can_be_sealed_again(case, tmp_path):
    call(case, platform="甲")
    sent = recording.record(case, "complaint", {"platform": "甲", "channel": "lender", "sent_at": "2026-03-02"}).id
    paper = tmp_path / "答复.pdf"
    paper.write_bytes(b"%PDF-1.4")
    start = head(case)
    recording.attach(case, sent, [paper])
    undone(case, start)
    assert browsing.files_of(case, sent) == ()
    assert [one.event for one in browsing.record_history(case, "A0001")] == ["attached", "withdrawn"]
    assert browsing.attachment_path(case, "A0001").read_bytes() == paper.read_bytes()
    recording.attach(case, sent, [paper])
    assert [one.id for one in browsing.files_of(case, sent)] == ["A0002"]


def test_what_a_file_was_marked_as_is_as_before(case, tmp_path):
    made = call(case)
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_text(name)
        recording.attach(case, made, [tmp_path / name])
    start = head(case)
    mark(case, "A0002", Copy("redacted", "A0001"))
    mark(case, "A0002", Copy("playable", "A0001"))
    change = last_change(case, start)
    assert (change.happened, change.id, change.files) == ("marked", made, ("A0002",))
    written = undo(case, change)
    (_original, copy) = browsing.files_of(case, made)
    assert (copy.copy, copy.copy_of) == ("redacted", "A0001")
    undone(case, start, {change.seq, *written})
    (_original, copy) = browsing.files_of(case, made)
    assert (copy.copy, copy.copy_of) == (None, None)


def test_nothing_before_the_start_is_touched(case):
    call(case)
    assert last_change(case, head(case)) is None


def test_an_undone_change_is_passed_over(case):
    start = head(case)
    first, second = call(case), call(case)
    written = undone(case, start)
    assert browsing.detail(case, second).withdrawn
    change = last_change(case, start, {*written, written[0] - 1})
    assert change.id == first


def test_no_more_of_the_ledger_is_read_than_decides(case, tmp_path, monkeypatch):
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4")
    start = head(case)
    for minute in range(30):
        call(case, at=f"2026-10-02T22:{minute:02}:00+08:00", platform="甲")
    made = recording.record(case, "contact", {"kind": "call"}, attach=[paper])
    read, real = [], ledger._decoded
    monkeypatch.setattr(ledger, "_decoded", lambda row: read.append(row[0]) or real(row))
    assert last_change(case, start).id == made.id
    assert read == [head(case), head(case) - 1]
