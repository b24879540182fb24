"""The words a finding was read from, as a packet shows them: where they stand there, and none that hides a person."""

from __future__ import annotations

from evidencelog.models.findings import Quoted
from evidencelog.packet.assembling import assemble
from tests.packet.building import NIGHT, contact, finding, material

WORDS = "再不还就联系王桂兰13800000002，明天去你单位，明天去你单位"


def shown(*spans):
    one = contact(1, "2026-03-01T22:41:00", content=WORDS, view="quote")
    quoted = tuple(Quoted("C0001", start, end, WORDS[start:end], "x") for start, end in spans)
    packet = assemble(
        material((one,), findings=(finding(1, "EX-T01", "x", "2026-03-01", ("C0001",), (NIGHT,), spans=quoted),))
    )
    content = packet.entries[0].values["content"]
    return content, packet.findings[0].spans


def test_marked_words_stand_where_the_shown_words_have_them():
    last = WORDS.rindex("明天去你单位")
    content, spans = shown((0, 4), (last, last + 6))
    assert [content[span.start : span.end] for span in spans] == ["再不还就", "明天去你单位"]
    assert spans[1].start == content.rindex("明天去你单位")


def test_marked_words_that_hold_a_part_of_a_name_or_number_are_left_out():
    name, number = WORDS.index("王桂兰"), WORDS.index("138")
    for start, end in (
        (4, name + 3),
        (4, name + 1),
        (name + 1, name + 3),
        (number, number + 11),
        (number + 5, number + 12),
    ):
        content, spans = shown((start, end))
        assert spans == ()
        assert "王桂兰" not in content
