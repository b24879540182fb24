"""PDF files in parts: every page once and in order, no part above the limit, a page too large alone is left alone."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from evidencelog.errors import Cancelled
from evidencelog.packet.splitting import pieces


def document(sizes):
    """A PDF with one page per number, each with that many bytes of noise of its own, and a line that numbers it."""
    chance = random.Random(7)
    writer = PdfWriter()
    for position, size in enumerate(sizes, 1):
        page = writer.add_blank_page(width=200, height=200)
        noise, line = DecodedStreamObject(), DecodedStreamObject()
        noise.set_data(chance.randbytes(size))
        line.set_data(f"% page {position}\n".encode())
        shown = DictionaryObject({NameObject("/Im0"): writer._add_object(noise)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): shown})
        page[NameObject("/Contents")] = writer._add_object(line)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def marks(content):
    return [page.get_contents().get_data().splitlines()[0].decode() for page in PdfReader(BytesIO(content)).pages]


@pytest.mark.parametrize("limit", [60_000, 150_000, 400_000])
def test_every_page_stands_in_one_part_in_order_and_no_part_is_too_large(limit):
    whole = document([20_000] * 25)
    found = pieces(whole, limit)
    assert [mark for piece in found for mark in marks(piece.content)] == [f"% page {n}" for n in range(1, 26)]
    assert all(len(piece.content) <= limit for piece in found)
    assert [piece.first for piece in found[1:]] == [piece.last + 1 for piece in found[:-1]]
    assert (found[0].first, found[-1].last) == (1, 25)
    for piece in found[:-1]:  # as many pages as fit, not one less
        more = pieces(document([20_000] * (piece.last - piece.first + 2)), 10**9)[0]
        assert len(more.content) > limit, piece.first


def test_a_file_that_fits_is_one_piece():
    whole = document([1000, 1000])
    (piece,) = pieces(whole, 10**6)
    assert (piece.first, piece.last) == (1, 2)


def test_a_page_too_large_alone_is_a_piece_alone_and_the_others_fit():
    whole = document([10_000, 10_000, 300_000, 10_000, 10_000])
    found = pieces(whole, 100_000)
    assert [(piece.first, piece.last) for piece in found] == [(1, 2), (3, 3), (4, 5)]
    assert [len(piece.content) > 100_000 for piece in found] == [False, True, False]


def test_a_part_carries_only_its_own_pictures():
    whole = document([50_000] * 10)
    found = pieces(whole, 120_000)
    assert sum(len(piece.content) for piece in found) < len(whole) * 1.1


def test_it_is_repeatable():
    whole = document([40_000] * 6)
    assert pieces(whole, 100_000) == pieces(whole, 100_000)


def test_it_can_be_stopped():
    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        pieces(document([40_000] * 6), 100_000, stop)
