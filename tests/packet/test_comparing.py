"""Ids in as few pieces as possible, and back."""

from hypothesis import given
from hypothesis import strategies as st

from evidencelog.packet.comparing import ranges, unranged

ids = st.builds(lambda kind, number: f"{kind}{number:04}", st.sampled_from("CA"), st.integers(1, 12000))


@given(st.sets(ids))
def test_nothing_is_lost_or_added(wanted):
    assert unranged(ranges(wanted)) == wanted


def test_neighbours_are_one_piece():
    assert ranges(["C0003", "C0001", "C0002", "C0009", "A0001"]) == ["A0001", "C0001-C0003", "C0009"]
    assert ranges(["C9999", "C10000"]) == ["C9999-C10000"]
    assert ranges(["C0001", "C0002"], "–") == ["C0001–C0002"]
    assert ranges([]) == []


def test_what_is_no_piece_is_left_out():
    assert unranged(["C0001-C0003", "nonsense", "C0009"]) == {"C0001", "C0002", "C0003", "C0009"}
