"""Time and memory of packets: ``python tests/bench/packets.py [large|media] …``.

``large``: a packet of 10,000 contacts (budget: 60 s and 700 MB). ``media``: 300 contacts with 20 recordings of 10 MB
each (budget: 3 times the time of copying and hashing the same files with ``cp`` and ``sha256sum`` plus that of the bare
typesetter on the same papers). Both cases are made anew in a temporary folder; memory is the peak of the summed resident
sets of the process and its children, sampled, and beside it what the kernel says of the largest single one.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = Path(sys.executable).parent / "evidencelog"
CHINA = timezone(timedelta(hours=8))
RECORDINGS, SIZE = 20, 10_000_000
WORDS = (
    "机器人念了一遍欠款金额，说今天不还就上门。",
    "问我什么时候还，我说月底；她说等不了，要联系我单位。",
    "【某某消费金融】您的借款已逾期，请尽快还款，以免影响您的信用。",
    "自称某某法务，说明天发律师函到户籍地，让我自己想清楚后果，语气很冲，说完就挂了。",
)
PAPERS = """
import shutil, sys
from pathlib import Path
from evidencelog.app import packets
from evidencelog.app.cases import open_case
from evidencelog.i18n import set_language
from evidencelog.models.packet_making import PacketRequest
from evidencelog.packet.render.paper import Press

folder, out = Path(sys.argv[2]), Path(sys.argv[3])
printed = Press.set

def kept(press, document, *, offset):
    (folder / f"{document.stem}.json").write_text(press.source(document, offset=offset))
    for file in press.workplace.iterdir():
        shutil.copyfile(file, folder / file.name)
    return printed(press, document, offset=offset)

Press.set = kept
set_language("zh")
with open_case(Path(sys.argv[1])) as case:
    packets.make(case, PacketRequest("lender", out))
"""
"""Makes a packet and keeps what the typesetter is handed for each of its papers."""
BARE = """
import sys, time
from pathlib import Path
import typst
from evidencelog.packet.render.typeface import typefaces
folder = Path(sys.argv[1])
started = time.perf_counter()
fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False,
                    font_paths=[str(path) for path in typefaces().folders])
for data in sorted(folder.glob("*.json")):
    typst.Compiler(str(folder / "packet.typ"), root=str(folder), font_paths=fonts, ignore_system_fonts=True,
                   sys_inputs={"document": data.read_text()}).compile(format="pdf", pdf_standards=["a-3b"])
print(time.perf_counter() - started)
"""


class Run(NamedTuple):
    """A finished command."""

    seconds: float
    busy: float
    """Seconds of processor time: what a quiet machine with one core would need at most."""
    summed: int
    """Peak of the resident sets of all its processes together, MB of 10^6 bytes."""
    largest: int
    """Peak of its largest process, MB."""


def exchange(contacts: int, days: int) -> Iterator[str]:
    """A case in the exchange format: one platform, mostly calls, some messages and calls to a third person."""
    rng = random.Random(20261121)
    yield json.dumps({"record": "case", "schema": "evidencelog.exchange/1", "zone": "Asia/Shanghai", "packs": ["cn"]})
    yield json.dumps({"record": "profile", "id": "U0001", "name": "陈示例", "phone": "13800000001"})
    yield json.dumps(
        {
            "record": "platform",
            "id": "L0001",
            "name": "某某消费金融",
            "kind": "consumer_finance",
            "legal_name": "某某消费金融有限公司",
            "numbers": ["95013000010001"],
        }
    )
    yield json.dumps(
        {"record": "person", "id": "P0001", "name": "王桂兰", "relation": "parent", "numbers": ["13800000002"]}
    )
    end = datetime(2026, 11, 20, 21, 0, tzinfo=CHINA)
    moments = sorted(end - timedelta(seconds=rng.randrange(days * 86400)) for _nth in range(contacts))
    for nth, moment in enumerate(moments, 1):
        number = f"9501300001{rng.randrange(40):04}"
        row = {"record": "contact", "id": f"C{nth:04}", "at": moment.isoformat(), "platform": "某某消费金融",
               "direction": "in", "number": number, "to": "debtor", "purpose": "collection"}  # fmt: skip
        kind = rng.random()
        if kind < 0.12:
            row |= {"kind": "message", "channel": "sms", "source": "message", "content": WORDS[2], "view": "quote"}
        elif kind < 0.5:
            row |= {"kind": "call", "channel": "phone", "source": "phone_log", "outcome": "missed"}
        else:
            row |= {"kind": "call", "channel": "phone", "source": "phone_log", "outcome": "answered",
                    "duration": rng.randrange(5, 400)}  # fmt: skip
            if rng.random() < 0.4:
                row |= {"content": rng.choice(WORDS), "view": "description", "caller": "李某", "source": "memory"}
            if rng.random() < 0.05:
                row |= {"to": "王桂兰", "relation": "parent"}
        yield json.dumps(row, ensure_ascii=False)


def watched(arguments: list[str]) -> Run:
    """Runs a command to its end and measures it."""
    started = time.perf_counter()
    child = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    peak, done = 0, threading.Event()

    def sample() -> None:
        nonlocal peak
        while not done.wait(0.05):
            peak = max(peak, sum(_resident(pid) for pid in _family(child.pid)))

    thread = threading.Thread(target=sample)
    thread.start()
    _pid, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    done.set()
    thread.join()
    if status:
        sys.exit(f"{arguments[-1]} ended with {status}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, peak // 1_000_000, usage.ru_maxrss * 1024 // 1_000_000)


def _family(pid: int) -> list[int]:
    """A process and everything it started."""
    found, at = [pid], 0
    while at < len(found):
        for task in Path(f"/proc/{found[at]}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
        at += 1
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def log(*arguments: object) -> None:
    """Runs a command of the program."""
    subprocess.run([str(SCRIPT), *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def made(folder: Path, contacts: int, days: int) -> Path:
    """A fresh case."""
    case, rows = folder / "case", folder / "rows.jsonl"
    rows.write_text("\n".join(exchange(contacts, days)) + "\n")
    log("--case", case, "import", rows)
    return case


def typesetting(case: Path, folder: Path) -> float:
    """Seconds of the typesetter alone on the papers of the packet, fonts included, without starting the interpreter."""
    folder.mkdir()
    arguments = [sys.executable, "-c", PAPERS, str(case), str(folder), f"{folder}-packet"]
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    bare = subprocess.run([sys.executable, "-c", BARE, str(folder)], check=True, capture_output=True, text=True)
    return float(bare.stdout)


def large(folder: Path) -> None:
    """10,000 contacts."""
    case = made(folder, 10_000, 500)
    run = watched([str(SCRIPT), "--case", str(case), "packet", "--for", "lender", "--out", str(folder / "packet")])
    pages = json.loads((folder / "packet" / "data" / "packet.json").read_text())["papers"]
    print(
        f"10,000 contacts, {sum(one['pages'] for one in pages)} pages: {run.seconds:.1f} s (60), {run.busy:.1f} s of processor time, "
        f"{run.summed} MB in all, {run.largest} MB the largest process (700)"
    )


def media(folder: Path) -> None:
    """300 contacts with 20 recordings."""
    case = made(folder, 300, 60)
    files = []
    for nth in range(1, RECORDINGS + 1):
        file = folder / f"call-{nth:02}.wav"
        head = (
            b"RIFF" + (SIZE + 36).to_bytes(4, "little") + b"WAVEfmt \x10\0\0\0\1\0\1\0@\x1f\0\0\x80>\0\0\2\0\x10\0data"
        )
        file.write_bytes(head + SIZE.to_bytes(4, "little") + os.urandom(SIZE))
        files.append(file)
        log("--case", case, "attach", f"C{nth * 14:04}", file)
    runs, bare = [], []
    for nth in range(3):
        packet = folder / f"packet-{nth}"
        runs.append(watched([str(SCRIPT), "--case", str(case), "packet", "--for", "lender", "--out", str(packet)]))
        started = time.perf_counter()
        (folder / f"copies-{nth}").mkdir()
        subprocess.run(["cp", *files, folder / f"copies-{nth}"], check=True)
        subprocess.run(["sha256sum", *files], check=True, stdout=subprocess.DEVNULL)
        copying = time.perf_counter() - started
        bare.append((copying, typesetting(case, folder / f"bare-{nth}")))

    best = min(runs)
    copying, setting = min(one for one, _rest in bare), min(rest for _one, rest in bare)
    budget = 3 * (copying + setting)
    print(
        f"300 contacts, 200 MB: {best.seconds:.2f} s, {best.summed} MB; copying and hashing {copying:.2f} s, bare "
        f"typesetter {setting:.2f} s, ratio {best.seconds / (copying + setting):.2f} (3, {budget:.1f} s)"
    )


if __name__ == "__main__":
    for name in sys.argv[1:] or ("large", "media"):
        with tempfile.TemporaryDirectory() as place:
            {"large": large, "media": media}[name](Path(place))
