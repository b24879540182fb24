"""Filters by words: pages join without gap or overlap, counts agree, names of every part played are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evidencelog.app import browsing
from evidencelog.app.cases import open_case
from evidencelog.app.recording import assign_number, record, withdraw
from evidencelog.models.browsing import ContactFilter, ListRow
from evidencelog.store import listing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evidencelog.app.cases import Case


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """Twelve contacts: by platform, to a person, from a person's number, with words, one withdrawn."""
    with open_case(tmp_path / "case", create=True) as opened:
        for day in range(1, 6):
            call(opened, day, platform="某消金")
        for day in range(1, 4):
            call(opened, day, platform="花呗", to="王妈妈", relation="parent")
        call(opened, 7, number="13800138000")
        call(opened, 8, number="13800138000")
        assign_number(opened, "13800138000", person="王妈妈")
        call(opened, 9, platform="花呗", kind="message", content="王妈妈知道吗")
        call(opened, 10, platform="某消金")
        withdraw(opened, "C0012", "误记")
        yield opened


def call(case: Case, day: int, **more: object) -> None:
    """A contact of a day in October."""
    record(case, "contact", {"kind": "call", "at": f"2026-10-{day:02}T10:00:00+08:00", **more})


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("某消金", [5, 4, 3, 2, 1]),  # the withdrawn one is not among them
        ("王妈妈", [9, 8, 7, 3, 2, 1]),  # in the words, by her number, to her
        ("花呗 妈妈", [9, 3, 2, 1]),  # both words
        ("13800138000", [8, 7]),
        ("没有", []),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_pages_join_and_counts_agree(case: Case, words: str, days: list[int], size: int) -> None:
    wanted = ContactFilter(text=words)
    found: list[ListRow] = []
    while page := browsing.page(case, wanted, offset=len(found), limit=size):
        found += page
    assert [int(row.day[8:]) for row in found] == days
    assert browsing.count(case, wanted) == len(days)
    assert len({row.id for row in found}) == len(found)
    numbers = browsing.numbers(case, wanted)
    assert browsing.rows(case, numbers) == found
    assert browsing.rows(case, numbers[1:3]) == found[1:3]
    rows, whole = browsing.quick_page(case, wanted, limit=size)
    assert rows == found[:size]
    assert whole or len(rows) < size


@pytest.mark.parametrize("words", ["", "  "])
def test_no_words_let_everything_through(case: Case, words: str) -> None:
    wanted = ContactFilter(text=words)
    assert browsing.count(case, wanted) == len(browsing.page(case, wanted, offset=0, limit=50)) == 11
    assert browsing.quick_page(case, wanted, limit=50) == (browsing.page(case, wanted, offset=0, limit=50), True)


def test_withdrawn_ones_are_found_when_asked_for(case: Case) -> None:
    wanted = ContactFilter(text="某消金", withdrawn=True)
    assert [row.day for row in browsing.page(case, wanted, offset=0, limit=1)] == ["2026-10-10"]
    assert browsing.count(case, wanted) == 6


def test_everything_is_counted_without_the_withdrawn(case: Case) -> None:
    assert browsing.count(case, ContactFilter()) == 11
    assert case.info().contacts == 11
    assert browsing.count(case, ContactFilter(withdrawn=True)) == 12


@pytest.mark.parametrize("piece", [1, 2, 5, 12, 1000])
def test_the_numbers_of_a_list_are_whole_wherever_they_are_taken_apart(
    case: Case, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(listing, "_PIECE", piece)
    everything = [browsing.number_of(row.id) for row in browsing.page(case, ContactFilter(), offset=0, limit=50)]
    assert len(everything) == 11
    assert list(browsing.numbers(case, ContactFilter())) == everything


def test_the_end_of_a_long_list_is_read_from_its_end(case: Case) -> None:
    for wanted in (
        ContactFilter(),
        ContactFilter(withdrawn=True),
        ContactFilter(kind="call"),
        ContactFilter(text="王"),
    ):
        total = browsing.count(case, wanted)
        assert total > 3
        for limit in (1, 2, 3, 128):
            for offset in range(total + 2):
                counted_off = browsing.page(case, wanted, offset=offset, limit=limit)
                assert browsing.page(case, wanted, offset=offset, limit=limit, total=total) == counted_off
