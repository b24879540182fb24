"""What a check costs: ``python tests/bench/checking.py [--contacts N] [--keep FOLDER] [--rounds N]``.

On a case of a million contacts (made in a temporary folder, or once in FOLDER): the whole check of all field rules, every
finding put into words, against only fetching the same rows and columns as tuples in the same process; the peak memory of
a fresh process that checks; and the time until one entry that was just recorded is checked again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

RATIO, MEMORY, AGAIN = 4.0, 300, 5.0
"""Budgets: times the fetching, MB (of 1,000,000 bytes), milliseconds."""
WAYS = ("as a list", "one at a time")
"""How the same rows are fetched: all of them as tuples (``fetchall``), and each forgotten before the next."""


def main() -> None:
    """Prints each figure with its budget."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="a folder in which the case is kept for another run")
    parser.add_argument("--rounds", type=int, default=3, help="how often is measured; the best round counts")
    parser.add_argument("--part", choices=("ratio", "memory", "again"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.part:
        PARTS[chosen.part](chosen.keep, chosen.rounds)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = (chosen.keep or Path(folder)) / f"case-{chosen.contacts}"
        from tests.bench.large_case import large_case

        started = time.perf_counter()
        large_case(path, chosen.contacts)
        print(f"{chosen.contacts} contacts in {path} ({time.perf_counter() - started:.0f} s to make)", flush=True)
        for part in PARTS:
            command = [sys.executable, __file__, "--part", part, "--keep", str(path), "--rounds", str(chosen.rounds)]
            subprocess.run(command, check=True)


def ratio(path: Path, rounds: int) -> None:
    """Fetching and checking by turns."""
    from evidencelog.app.checking import check
    from evidencelog.store.reading import _SELECT, _STANDING
    from tests.bench.large_case import opened

    sql = f"{_SELECT} WHERE platform > '' AND {_STANDING} ORDER BY platform, day, ts, n"
    times: dict[str, list[tuple[float, float]]] = {"check": [], **{way: [] for way in WAYS}}
    found = ""
    with opened(path) as case:

        def fetch() -> None:
            with case.store.reading() as conn:
                conn.execute(sql).fetchall()

        def pass_by() -> None:
            with case.store.reading() as conn:
                deque(conn.execute(sql), maxlen=0)

        def whole() -> None:
            nonlocal found
            report = check(case)
            found = f"{len(report.findings)} findings and {len(report.noted)} notes on {report.contacts} contacts"

        pass_by()  # warms up the file cache
        for _ in range(rounds):
            times["one at a time"].append(_timed(pass_by))
            times["check"].append(_timed(whole))
            times["as a list"].append(_timed(fetch))
    print(found)
    for name, place in (("elapsed", 0), ("processor", 1)):
        best = {what: min(time[place] for time in measured) for what, measured in times.items()}
        print(f"{name}: checking {best['check']:.2f} s")
        for way in WAYS:
            each = median(one[place] / other[place] for one, other in zip(times["check"], times[way], strict=True))
            told = _told(best["check"] / best[way], RATIO) if way == WAYS[0] else "for comparison"
            print(
                f"  {best['check'] / best[way]:.2f} times fetching the rows {way}, {best[way]:.2f} s "
                f"(median of rounds {each:.2f}; {told})",
                flush=True,
            )


def memory(path: Path, rounds: int) -> None:
    """One check in a process of its own."""
    import resource

    from evidencelog.app.checking import check
    from tests.bench.large_case import opened

    del rounds
    with opened(path) as case:
        report = check(case)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        peak *= 1 if sys.platform == "darwin" else 1024
        print(
            f"peak memory with {len(report.findings)} findings: {peak / 1e6:.0f} MB, {peak / 2**20:.0f} MiB "
            f"({_told(peak / 1e6, MEMORY)} MB)",
            flush=True,
        )


def again(path: Path, rounds: int) -> None:
    """Entries, each checked right after it was recorded, then taken back; also with nothing kept from looks before.

    The first four are common ones of the last day. The fifth has all that asks for many rows, with the platform that
    calls most; the sixth is of a time of which recordings may soon be deleted: one finding counts thousands of calls.
    """
    from evidencelog.app import ready
    from evidencelog.app.checking import findings_for, marks_for
    from evidencelog.app.recording import record, withdraw
    from tests.bench.large_case import PLATFORMS, opened

    with opened(path) as case:
        entries = [
            {"kind": "call", "platform": PLATFORMS[3][0], "outcome": "answered", "style": "person"},
            {"kind": "call", "platform": PLATFORMS[0][0], "outcome": "missed", "at": "2026-11-20T22:30:00+08:00"},
            {"kind": "message", "platform": PLATFORMS[5][0], "channel": "sms", "collector": "催收所A"},
            {"kind": "call", "platform": PLATFORMS[2][0], "to": "丙同事", "said_to_third": "told_debt", "outcome": "answered"},
            {"kind": "call", "platform": PLATFORMS[0][0], "to": "丙同事", "said_to_third": "told_debt", "outcome": "answered",
             "collector": "催收所A"},
            {"kind": "call", "platform": PLATFORMS[6][0], "outcome": "answered", "at": "2025-01-15T12:00:00+08:00"},
        ]  # fmt: skip
        for name, look in (("findings", findings_for), ("marks", marks_for)):
            for entry in entries:
                times: list[float] = []
                busy: list[float] = []
                anew: list[float] = []
                number = 0
                for turn in range(8 * rounds + 1):
                    if turn % 2:
                        ready._kept.clear()
                    made = record(case, "contact", {"at": "2026-11-20T19:45:00+08:00", **entry}).id
                    started, working = time.perf_counter(), time.process_time()
                    number = len(look(case, [made])[made])
                    if turn % 2:
                        anew.append((time.process_time() - working) * 1000)
                    elif turn:  # in the first turn packs and their texts are read
                        times.append((time.perf_counter() - started) * 1000)
                        busy.append((time.process_time() - working) * 1000)
                    withdraw(case, made, "measured")
                what = " ".join(str(entry[key]) for key in ("kind", "to", "collector", "at") if key in entry)
                print(
                    f"one entry again ({what}), {number} {name}: processor median {median(busy):.1f} ms, best "
                    f"{min(busy):.1f} ms; elapsed median {median(times):.1f} ms, best {min(times):.1f} ms "
                    f"(processor median {_told(median(busy), AGAIN)} ms); nothing kept: processor median "
                    f"{median(anew):.1f} ms, best {min(anew):.1f} ms",
                    flush=True,
                )


def _told(measured: float, budget: float) -> str:
    return f"{'meets' if measured <= budget else 'misses'} the budget of {budget:g}"


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    """Elapsed and processor seconds."""
    started = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started[0], time.process_time() - started[1]


PARTS = {"ratio": ratio, "memory": memory, "again": again}


if __name__ == "__main__":
    main()
