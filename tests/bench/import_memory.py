"""Memory and time of reading a large phone backup: ``python tests/bench/import_memory.py [MEGABYTES]``.

Writes a synthetic backup (messages, and pictures of 1 MiB in base64) into a temporary folder, reads it in a fresh
interpreter and prints the peak memory of that process, less that of an interpreter which only imports the reader.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import tempfile
from pathlib import Path

READ = """
import resource, sys, tempfile, time
from pathlib import Path
from evidencelog.importers.registry import IMPORTERS, format_of
from evidencelog.importers.source import look_at
started, rows = time.perf_counter(), 0
if len(sys.argv) > 1:
    file = look_at(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as folder:
        reading = IMPORTERS[format_of(file)].reading(file, zone="Asia/Shanghai", folder=Path(folder))
        rows = sum(1 for _row in reading.rows())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, round(time.perf_counter() - started, 1), rows)
"""


def write(path: Path, megabytes: int) -> None:
    """A backup of about this size: nine tenths pictures."""
    picture = base64.b64encode(os.urandom(1 << 20)).decode()
    sms = (
        '<sms protocol="0" address="1069000000{n:06d}" date="{date}" type="1" subject="null" body="【某某金融】您的借款已逾期，'
        '请处理&#55357;&#56832;" toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" '
        'date_sent="0" sub_id="1" readable_date="x" contact_name="(Unknown)" />\n'
    )
    mms = (
        '<mms date="{date}" msg_box="1" address="95188" m_type="132"><parts><part seq="0" ct="image/jpeg" name="a.jpg" '
        'data="{picture}" /></parts></mms>\n'
    )
    rows = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses>\n")
        while file.tell() < megabytes << 20:
            for _ in range(400):
                rows += 1
                file.write(sms.format(n=rows, date=1793715307000 + rows))
            rows += 1
            file.write(mms.format(date=1793715307000 + rows, picture=picture))
        file.write("</smses>\n")


def measured(*arguments: str) -> list[str]:
    """Peak memory in MiB, seconds and rows of a fresh interpreter."""
    run = subprocess.run([sys.executable, "-c", READ, *arguments], capture_output=True, text=True, check=True)
    return run.stdout.split()


def main() -> None:
    """Prints one line for the bare imports and one for each of two sizes."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    bare = measured()
    print(f"imports alone: {bare[0]} MiB")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sms.xml"
        for size in (megabytes // 4, megabytes):
            write(path, size)
            memory, seconds, rows = measured(str(path))
            print(f"{path.stat().st_size >> 20} MiB, {rows} rows: {memory} MiB, {seconds} s")


if __name__ == "__main__":
    main()
