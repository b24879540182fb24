"""Makes the packets that later versions must still verify: ``python -m tests.packet.golden_making`` adds a pair.

Run it when the format of packets changes, never to replace what lies there: each pair stays as the version that made it
left it. Papers and pages are taken out and the bag is sealed anew, so that a packet is some thousand bytes; what a
verifier reads beyond digests (packet.json, ledger.jsonl, tokens, attachments, its own program) is as it was written.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from evidencelog import __version__
from evidencelog.app.cases import open_case
from evidencelog.app.erasing import erase
from evidencelog.app.packets import make
from evidencelog.app.recording import attach, correct, record, withdraw
from evidencelog.app.sealing import seal
from evidencelog.models.packet_making import PacketRequest
from evidencelog.packet.bag import finish_bag
from tests.cases import call
from tests.packet.time_stamping import make_authority, serving

GOLDEN = Path(__file__).parent / "golden"
TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt")


def plain(folder: Path) -> Path:
    """A call and nothing else."""
    with open_case(folder / "plain", create=True, clock=lambda: datetime(2026, 11, 21, 12, tzinfo=UTC)) as case:
        record(case, "platform", {"name": "某消金", "kind": "consumer_finance"})
        call(case, platform="某消金")
        return make(case, PacketRequest("lender", folder / "plain-packet")).path


def full(folder: Path) -> Path:
    """Corrections, withdrawals, erasing, third persons, a recording, and time stamps of two kinds of key."""
    work = folder / "authority"
    work.mkdir()
    authority = make_authority(work)
    with open_case(folder / "full", create=True) as case, serving(authority) as server:
        record(case, "profile", {"name": "陈示例", "phone": "13700000001"})
        record(case, "platform", {"name": "某消金", "kind": "consumer_finance", "product": "online_consumer"})
        record(case, "person", {"name": "王桂兰", "relation": "parent", "numbers": ["13800000002"]})
        for day in (1, 2, 3):
            call(case, platform="某消金", at=f"2026-03-0{day}T22:30:00+08:00", number="95013123456789")
        call(
            case,
            platform="某消金",
            at="2026-03-05T10:00:00+08:00",
            to="王桂兰",
            content="要王桂兰还钱",
            private_note="怕",
        )
        seal(case, [server.url], roots=authority.file("root"))
        correct(case, "C0001", {"duration": "95", "employee_id": "0231"}, "看错了")
        withdraw(case, "C0002", "重复")
        call(case, platform="别家", at="2026-03-06T10:00:00+08:00")
        erase(case, "C0005", "不该记")
        sound = folder / "录音.wav"
        sound.write_bytes(b"RIFF" + bytes(range(100)))
        attach(case, "C0003", [sound])
        record(
            case, "complaint", {"platform": "某消金", "channel": "lender", "sent_at": "2026-03-06", "reference": "TS-1"}
        )
        server.mode = "p256"
        seal(case, [server.url])
        request = PacketRequest("nfra", folder / "full-packet", platform="某消金", request="停止夜间联系。")
        return make(case, request).path


def small(packet: Path, target: Path) -> None:
    """Takes the papers and pages out, seals the rest, and writes it as a zip."""
    info = [line.partition(": ")[::2] for line in (packet / "bag-info.txt").read_text(encoding="utf-8").splitlines()]
    for path in packet.glob("data/*"):
        if path.suffix in (".pdf", ".html"):
            path.unlink()
    for name in TAGS:
        (packet / name).unlink()
    finish_bag(packet, info)
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(packet.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(f"{target.stem}/{path.relative_to(packet).as_posix()}")
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o100644 << 16
                archive.writestr(entry, path.read_bytes())


def main() -> int:
    """Adds the packets of the present version."""
    with tempfile.TemporaryDirectory() as name:
        for kind in (plain, full):
            small(kind(Path(name)), GOLDEN / f"{__version__}-{kind.__name__}.zip")
    return 0


if __name__ == "__main__":
    sys.exit(main())
