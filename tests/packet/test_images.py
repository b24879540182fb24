"""Which pictures are printed: known kinds that are whole, whatever they are called."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from evidencelog.packet.render.images import kind, printable


def saved(path, form, size=(40, 30)):
    buffer = BytesIO()
    Image.new("RGB", size, "#345").save(buffer, form)
    path.write_bytes(buffer.getvalue())
    return path


@pytest.mark.parametrize(("form", "found"), [("PNG", "png"), ("JPEG", "jpg"), ("GIF", "gif"), ("WEBP", "webp")])
def test_a_whole_picture_is_printable_under_any_name(tmp_path, form, found):
    path = saved(tmp_path / "截图.bin", form)
    assert kind(path) == found
    assert printable(path)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_cut_short_in_its_head_is_not(tmp_path, form):
    path = saved(tmp_path / "x", form)
    path.write_bytes(path.read_bytes()[:20])
    assert not printable(path)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\xff\xd8\xff\xe0\x00\x00", b"%PDF-1.7", b"<svg/>", b"RIFF0000WAVE"]
)
def test_what_is_no_picture_is_not(tmp_path, content):
    (tmp_path / "x.jpg").write_bytes(content)
    assert not printable(tmp_path / "x.jpg")


def test_a_picture_that_would_fill_the_memory_is_not_unpacked(tmp_path):
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    (tmp_path / "bomb.png").write_bytes(png)
    assert not printable(tmp_path / "bomb.png")


def test_sizes_of_progressive_and_lossless_pictures_are_read(tmp_path):
    buffer = BytesIO()
    Image.new("RGB", (64, 48), "red").save(buffer, "JPEG", progressive=True)
    (tmp_path / "p").write_bytes(buffer.getvalue())
    assert printable(tmp_path / "p")
    buffer = BytesIO()
    Image.new("RGBA", (64, 48), "red").save(buffer, "WEBP", lossless=True)
    (tmp_path / "w").write_bytes(buffer.getvalue())
    assert printable(tmp_path / "w")
