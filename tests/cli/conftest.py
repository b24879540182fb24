"""A command line in this process on a real case in a temporary folder, and what stands in that case."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from evidencelog.cli.entry import run
from evidencelog.i18n import language, set_language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Result(NamedTuple):
    """What a run gave."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


class CommandLine:
    """Runs commands on one case; ``opened`` holds what the terminal app would have been opened on."""

    def __init__(self, case: Path) -> None:
        self.case = case
        self.opened: list[tuple[Path, str]] = []

    def __call__(self, *args: object, lang: str = "en", stdin: bytes = b"", case: Path | None = None) -> Result:
        words = ["--case", str(case or self.case), "--lang", lang, *map(str, args)]
        return self.bare(*words, stdin=stdin)

    def bare(self, *words: str, stdin: bytes = b"") -> Result:
        """A run with exactly these words."""
        before = sys.stdin, sys.stdout, sys.stderr
        spoken = language()
        out, err = io.TextIOWrapper(io.BytesIO(), "ascii"), io.TextIOWrapper(io.BytesIO(), "ascii")
        sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="ascii")
        sys.stdout, sys.stderr = out, err
        try:
            status = run(list(words), open_app=self.open_app)
        finally:
            sys.stdin, sys.stdout, sys.stderr = before
            set_language(spoken)
        texts = []
        for stream in (out, err):
            stream.flush()
            stream.seek(0)
            texts.append(stream.buffer.read().decode())
        return Result(status, *texts)

    def open_app(self, case: Path, spoken: str) -> int:
        self.opened.append((case, spoken))
        return 0

    def add(self, *args: object) -> str:
        """Records a contact, gives its id."""
        result = self("add", *args)
        assert result.status == 0, result.err
        return result.out.splitlines()[0]

    def state(self) -> object:
        """Everything durable about the case: the ledger's length and head, and the files of the vault."""
        file = self.case / "case.db"
        if not file.exists():
            return None
        with sqlite3.connect(file) as conn:
            head = conn.execute(
                "SELECT count(*), max(seq), (SELECT hex(hash) FROM ledger ORDER BY seq DESC LIMIT 1) FROM ledger"
            )
            ledger = head.fetchone()
        conn.close()
        return ledger, sorted(
            str(path.relative_to(self.case)) for path in (self.case / "vault").rglob("*") if path.is_file()
        )


@pytest.fixture(scope="session", autouse=True)
def compiled_packs(tmp_path_factory) -> Iterator[None]:
    """Law packs are compiled anew once, also for the programs started here, whatever lies in the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def cli(tmp_path, monkeypatch) -> CommandLine:
    """A command line on a case that does not exist yet."""
    for name in ("EVIDENCELOG_CASE", "EVIDENCELOG_LANG"):
        monkeypatch.delenv(name, raising=False)
    return CommandLine(tmp_path / "case")
