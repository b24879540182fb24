"""The files beside a packet: named for a clerk, below the addressee's limit, listed with what each part holds."""

from __future__ import annotations

import re
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from evidencelog.app.packets import make, preview
from evidencelog.app.recording import attach, record
from evidencelog.models.packet_making import PacketRequest
from tests.cases import call


@pytest.fixture
def heavy(case, tmp_path):
    """Eight contacts with a screenshot of about 0.9 MB each: some 7 MB of exhibits."""
    record(case, "platform", {"name": "某消金", "kind": "consumer_finance", "legal_name": "某某消费金融有限公司"})
    for day in range(1, 9):
        made = call(case, platform="某消金", at=f"2026-03-0{day}T09:00:00+08:00")
        path = tmp_path / f"截图{day}.png"
        Image.effect_noise((950, 950), 90 + day).save(path)
        attach(case, made, [path])
    return case


def test_no_file_is_larger_than_the_addressee_takes_and_the_list_names_every_part(heavy, tmp_path):
    made = make(heavy, PacketRequest("nifa", tmp_path / "packet"))
    files = {path.name: path for path in made.submit.iterdir()}
    assert all(path.stat().st_size <= 2_000_000 for path in files.values())
    assert not [line for line in made.warnings if "MB" in line]
    assert "证据2.pdf" not in files
    parts = sorted(name for name in files if name.startswith("证据2（第"))
    assert parts == [f"证据2（第{n}部分，共{len(parts)}部分）.pdf" for n in range(1, len(parts) + 1)]
    assert len(parts) > 3
    whole = PdfReader(made.path / "data" / "05-exhibits.pdf")
    text = [page.extract_text() for part in parts for page in PdfReader(files[part]).pages]
    assert text == [page.extract_text() for page in whole.pages]

    words = files["分卷清单.txt"].read_text(encoding="utf-8-sig")
    assert f"证据2.pdf：共{len(parts)}部分" in words
    blocks = re.findall(
        r"^(\S.*\.pdf)\n    第(\d+)页至第(\d+)页，(\d+) 字节\n    SHA-256 ([0-9a-f]{64})\n((?:    - .*\n)*)",
        words,
        re.MULTILINE,
    )
    assert [block[0] for block in blocks] == parts
    for name, first, last, size, digest, _held in blocks:
        content = files[name].read_bytes()
        assert len(PdfReader(BytesIO(content)).pages) == int(last) - int(first) + 1
        assert (len(content), sha256(content).hexdigest()) == (int(size), digest)
    held = "".join(block[5] for block in blocks)
    for number in range(1, 9):
        assert held.count(f"证据2-{number}  截图{number}.png\n") == 1, held


def test_an_addressee_without_a_known_limit_gets_whole_files(heavy, tmp_path):
    made = make(heavy, PacketRequest("local_finance", tmp_path / "packet"))
    names = {path.name for path in made.submit.iterdir()}
    assert {"证据1 联系明细.pdf", "证据2.pdf", "核对结果.pdf", "电子数据来源说明.pdf"} <= names
    assert not [name for name in names if "部分" in name or "分卷" in name]


@pytest.mark.parametrize("channel", ["nifa", "nfra", "lender", "spam12321", "police"])
def test_the_preview_names_what_will_lie_there(case, tmp_path, channel):
    record(case, "platform", {"name": "某消金", "kind": "consumer_finance", "legal_name": "某某消费金融有限公司"})
    call(case, platform="某消金")
    asked = PacketRequest(channel, tmp_path / "packet")
    shown = {file.path for file in preview(case, asked).submit}
    made = make(case, asked)
    assert shown == {path.name for path in made.submit.iterdir()} == {file.path for file in made.uploads}
    assert all(file.size == (made.submit / file.path).stat().st_size for file in made.uploads)


def test_every_group_of_the_list_is_a_file_with_its_own_pages(heavy, tmp_path):
    """The list of evidence names sheets of the whole packet: they are those at the foot of the pages of each file."""
    record(heavy, "contact", {"kind": "message", "at": "2026-03-09T09:00:00+08:00", "platform": "某消金",
                              "channel": "sms", "source": "message", "content": "请尽快还款"})  # fmt: skip
    sound = tmp_path / "录音.wav"
    sound.write_bytes(b"RIFF" + bytes(60))
    attach(heavy, "C0001", [sound])
    made = make(heavy, PacketRequest("local_finance", tmp_path / "packet"))
    whole = PdfReader(made.path / "data" / "05-exhibits.pdf")
    pages = [page.extract_text() for page in whole.pages]
    found = []
    for number in (2, 3, 4):
        own = [page.extract_text() for page in PdfReader(made.submit / f"证据{number}.pdf").pages]
        assert f"证据{number}-1" in "".join(own[0].split())
        others = {other for other in (2, 3, 4) if other != number}
        assert not [text for text in own for other in others if f"证据{other}-" in "".join(text.split())]
        found += own
    assert found == pages


def test_two_runs_are_equal(heavy, tmp_path):
    one, two = (make(heavy, PacketRequest("nifa", tmp_path / name)).submit for name in ("one", "two"))
    assert {path.name: path.read_bytes() for path in one.iterdir()} == {
        path.name: path.read_bytes() for path in two.iterdir()
    }
