"""Pictures of a case: the same figures as the packet counts, day limits, numbers over time, files."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from evidencelog.app import browsing, picturing
from evidencelog.app.cases import open_case
from evidencelog.app.recording import record, set_record, withdraw
from evidencelog.errors import PathTaken
from evidencelog.models.browsing import ContactFilter
from evidencelog.models.packet import Entry
from evidencelog.packet import counting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evidencelog.app.cases import Case

NIGHT, MORNING = "2026-10-02", "2026-10-03"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """Six calls of one night (five answered), a day of which no hour is known, a call of one's own, an unplaced number."""
    with open_case(tmp_path / "case", create=True) as opened:
        for minute, number in enumerate((1, 1, 2, 2, 3)):
            call(opened, f"{NIGHT}T22:{minute:02}:00+08:00", number=f"1700000000{number}")
        call(opened, f"{NIGHT}T22:40:00+08:00", outcome="missed", count=3, number="17000000003")
        call(opened, f"{MORNING}T10:00:00+08:00", precision="day")
        call(opened, f"{MORNING}T11:00:00+08:00", direction="out")
        call(opened, f"{MORNING}T11:30:00+08:00", to="妈妈", relation="parent", number=None)
        call(opened, f"{MORNING}T11:40:00+08:00", platform=None, number="13800138000")
        record(opened, "contact", {"kind": "visit", "at": f"{MORNING}T11:50:00+08:00", "platform": "花呗"})
        set_record(opened, "platform", "某消金", {"kind": "consumer_finance", "product": "online_consumer"})
        yield opened


def call(case: Case, at: str, **more: object) -> None:
    """An answered call of one platform, unless it is said otherwise."""
    values = {"kind": "call", "at": at, "platform": "某消金", "outcome": "answered", "number": "17000000001", **more}
    record(case, "contact", {name: value for name, value in values.items() if value is not None})


def test_cells_hold_sorts_in_their_order_and_leave_out_own_calls_and_unplaced_numbers(case: Case) -> None:
    cells = picturing.hours(case, [NIGHT, MORNING]).cells
    assert cells == {
        (NIGHT, 22): picturing.Hour({"answered": 5, "unanswered": 3}, 0),
        (MORNING, None): picturing.Hour({"answered": 1}, 0),
        (MORNING, 11): picturing.Hour({"visit": 1, "answered": 1}, 1),
    }
    assert list(cells[MORNING, 11].sorts) == ["visit", "answered"]


def test_one_platform_alone(case: Case) -> None:
    platform = browsing.resolve_platform(case, "花呗")
    assert picturing.hours(case, [NIGHT, MORNING], platform).cells == {(MORNING, 11): picturing.Hour({"visit": 1}, 0)}
    assert picturing.span(case, platform) == (MORNING, MORNING)
    assert picturing.span(case) == (NIGHT, MORNING)


def test_what_was_withdrawn_is_not_drawn(case: Case) -> None:
    (visit,) = browsing.page(case, ContactFilter(kind="visit"), offset=0, limit=5)
    withdraw(case, visit.id, "误记")
    assert picturing.hours(case, [MORNING]).cells[MORNING, 11].sorts == {"answered": 1}


def test_the_figures_are_those_of_the_packet(case: Case) -> None:
    """``packet.counting`` counts the entries a packet lists; the picture adds up rows in SQL."""
    platform = browsing.resolve_platform(case, "某消金")
    rows = browsing.page(case, ContactFilter(platform=platform), offset=0, limit=100)
    entries = [
        Entry(1, row.id, row.ts, row.day, row.second, {key: value for key, value in row._asdict().items() if value is not None}, False, "", (), (), (), (), ())
        for row in rows
    ]  # fmt: skip
    counted, timeless = counting.hours(entries)
    cells = picturing.hours(case, [NIGHT, MORNING], platform).cells
    assert {key: cell.contacts for key, cell in cells.items() if key[1] is not None} == counted
    assert sum(cell.contacts for key, cell in cells.items() if key[1] is None) == timeless


def test_a_day_shows_the_platform_furthest_above_its_limit(case: Case) -> None:
    owner, limit = picturing.hours(case, [NIGHT]).limits[NIGHT]
    assert owner == browsing.resolve_platform(case, "某消金")
    assert (limit.measured, limit.limit) == (5, 3)  # at most three answered calls a day
    assert limit.sure == 0, "whether they were talks with a person is not known"


def test_the_night_comes_from_the_pack(case: Case) -> None:
    assert [(band.start, band.end) for band in picturing.bands(case)] == [(22 * 3600, 8 * 3600)]


def test_numbers_in_the_order_of_their_first_day(case: Case) -> None:
    uses = picturing.uses(case, browsing.resolve_platform(case, "某消金"))
    assert [(use.number, use.contacts, use.answered, use.first, use.last) for use in uses] == [
        ("17000000001", 3, 3, NIGHT, MORNING),
        ("17000000002", 2, 2, NIGHT, NIGHT),
        ("17000000003", 4, 1, NIGHT, NIGHT),
        (None, 1, 1, MORNING, MORNING),
    ]
    assert uses[0].days == {NIGHT: 2, MORNING: 1}


def test_a_picture_is_written_as_svg_and_as_png(case: Case, tmp_path: Path) -> None:
    drawing, pixels = tmp_path / "new" / "a.svg", tmp_path / "a.PNG"
    assert picturing.write_picture(case, drawing, title="某消金 <1>") == 10
    text = drawing.read_text(encoding="utf-8")
    assert "某消金 &lt;1&gt;" in text
    assert "22:00" in text
    assert ">5/3<" in text
    assert picturing.write_picture(case, pixels) == 10
    content = pixels.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    assert width > 800
    assert height > 400


def test_a_picture_overwrites_nothing_and_says_what_it_can_be(case: Case, tmp_path: Path) -> None:
    there = tmp_path / "there.svg"
    there.write_text("mine")
    with pytest.raises(PathTaken):
        picturing.write_picture(case, there)
    assert there.read_text() == "mine"
    with pytest.raises(picturing.NoPicture):
        picturing.write_picture(case, tmp_path / "a.jpg")


def test_an_empty_case_has_nothing_to_draw(tmp_path: Path) -> None:
    with open_case(tmp_path / "empty", create=True) as empty:
        assert picturing.span(empty) is None
        with pytest.raises(picturing.NoPicture):
            picturing.write_picture(empty, tmp_path / "a.svg")
    assert not (tmp_path / "a.svg").exists()
