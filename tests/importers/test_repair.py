"""The byte filter in front of the XML parser."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencelog.importers.repair import Repairs, repaired


def mend(data: bytes) -> tuple[bytes, Repairs]:
    repairs = Repairs()
    return b"".join(repaired([data], repairs)), repairs


@pytest.mark.parametrize(
    ("written", "character", "replaced"),
    [
        ("&#55357;&#56832;", "😀", 0),  # U+1F600 as Android's serialiser wrote it
        ("&#xD83D;&#xDE00;", "😀", 0),
        ("&#xd83d;&#56832;", "😀", 0),
        ("&#56320;&#55357;", "\ufffd\ufffd", 2),  # in the wrong order: two halves of nothing
        ("&#55357;x&#56832;", "\ufffdx\ufffd", 2),
        ("&#55357;&#55357;&#56832;", "\ufffd😀", 1),
        ("&#0;", "\ufffd", 1),
        ("&#x1F;&#8;&#xFFFE;&#x110000;&#99999999999999999999;", "\ufffd" * 5, 5),
        ("&#10;&#9;&#13;", "\n\t\r", 0),
        ("&#x4E2D;&#20013;&#X4e2d;&#0020013;", "中中中中", 0),
        ("&amp;&lt;&#38;#55357;", "&<&#55357;", 0),  # an escaped reference is text
    ],
)
def test_references(written, character, replaced):
    data, repairs = mend(b"<a b='" + written.encode() + b"'/>")
    assert ET.fromstring(data).get("b") == character
    assert (repairs.replaced, repairs.dropped) == (replaced, 0)


def test_raw_control_bytes_are_dropped_and_counted():
    data, repairs = mend(b"<a b='x\x00y\x08z\t\n'/>\r\n\x00\x00")
    assert data == b"<a b='xyz\t\n'/>\r\n"
    assert repairs.dropped == 4


def test_surrogates_in_three_bytes_become_characters():
    data, repairs = mend(b"<a b='" + b"\xed\xa0\xbd\xed\xb8\x80 \xed\xa0\xbd \xef\xbf\xbf \xed\x95\x9c" + b"'/>")
    assert ET.fromstring(data).get("b") == "😀 \ufffd \ufffd 한"
    assert repairs.replaced == 2


_REFERENCES = rb"&#55357; &#56832; &#xD83D; &#xDE00; &#0; &#65; &amp; & &# &#x 5 ; abc".split()
_LONG = [b"&#" + b"0" * 31 + b"5;", b"&#" + b"0" * 40 + b"5;"]
_BYTES = [b"\x00", b"\xed\xa0\xbd", b"\xed\xb8\x80", b"\xed", b"\xa0", b"\xef\xbf\xbf", b"\xef\xbf", "中😀".encode()]
PIECES = st.lists(st.sampled_from([*_REFERENCES, *_LONG, *_BYTES]), max_size=14)


@given(PIECES, st.lists(st.integers(0, 200), max_size=6))
def test_any_cut_into_chunks_gives_the_same(pieces, cuts):
    data = b"".join(pieces)
    whole, counted = mend(data)
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    repairs = Repairs()
    chunks = [data[start:end] for start, end in pairwise(edges)]
    assert b"".join(repaired(chunks, repairs)) == whole
    assert vars(repairs) == vars(counted)


@given(PIECES)
def test_byte_by_byte_gives_the_same(pieces):
    data = b"".join(pieces)
    assert b"".join(repaired([bytes([byte]) for byte in data], Repairs())) == mend(data)[0]


@given(st.text(max_size=50))
def test_healthy_text_is_left_alone(text):
    data = text.translate(dict.fromkeys(range(32))).encode("utf-8", "ignore")
    data = data.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"").replace(b"&#", b"")
    assert mend(data)[0] == data
