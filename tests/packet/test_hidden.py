"""What pictures give away: found where Exif holds it, in three kinds of files, and never a fault in a broken one."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from evidencelog.packet.hidden import PLACE, SMALL_COPY, hidden

FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


def picture(path, exif=None):
    extra = {} if exif is None else {"exif": exif}
    Image.new("RGB", (30, 20), "white").save(path, FORMATS[path.suffix[1:]], **extra)
    return path


def placed():
    exif = Image.Exif()
    exif[0x010F] = "a maker"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (22.0, 33.0, 4.0)
    return exif


def small():
    """A second directory behind the first, as cameras write it for the thumbnail (little-endian, one entry each)."""
    entry = (0x0112).to_bytes(2, "little") + (3).to_bytes(2, "little") + (1).to_bytes(4, "little") + bytes([1, 0, 0, 0])
    first = (1).to_bytes(2, "little") + entry + (26).to_bytes(4, "little")
    second = (1).to_bytes(2, "little") + entry + bytes(4)
    return b"Exif\0\0II*\0" + (8).to_bytes(4, "little") + first + second


@pytest.mark.parametrize("ending", FORMATS)
def test_the_place_is_found(tmp_path, ending):
    assert hidden(picture(tmp_path / f"a.{ending}", placed())) == {PLACE}


@pytest.mark.parametrize("ending", FORMATS)
def test_a_small_copy_is_found(tmp_path, ending):
    assert hidden(picture(tmp_path / f"a.{ending}", small())) == {SMALL_COPY}


@pytest.mark.parametrize("ending", FORMATS)
def test_a_plain_picture_holds_neither(tmp_path, ending):
    exif = Image.Exif()
    exif[0x010F] = "a maker"
    assert hidden(picture(tmp_path / f"a.{ending}")) == hidden(picture(tmp_path / f"b.{ending}", exif)) == frozenset()


@given(st.integers(0, 400), st.binary(max_size=6), st.sampled_from(sorted(FORMATS)))
def test_a_damaged_file_is_no_fault(tmp_path_factory, at, junk, ending):
    target = BytesIO()
    Image.new("RGB", (30, 20)).save(target, FORMATS[ending], exif=placed())
    content = target.getvalue()
    path = tmp_path_factory.getbasetemp() / f"broken.{ending}"
    path.write_bytes(content[:at] + junk + content[at + len(junk) :])
    assert hidden(path) <= {PLACE, SMALL_COPY}
    path.write_bytes(content[:at])
    assert hidden(path) <= {PLACE, SMALL_COPY}
