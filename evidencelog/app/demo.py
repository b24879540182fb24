"""The demo case: four lenders, three invented months, written through the functions that a person's entries go through."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import UTC
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from evidencelog.app.attaching import attach
from evidencelog.app.cases import Case, open_case
from evidencelog.app.checking import findings_for
from evidencelog.app.demo_case.files import content
from evidencelog.app.demo_case.timeline import DATA, Step, steps
from evidencelog.app.directory import References
from evidencelog.app.import_files import import_files
from evidencelog.app.recording import DEFAULTS, correct, withdraw, write_record
from evidencelog.app.reviewing import review
from evidencelog.app.values import clean_record
from evidencelog.errors import BadInput
from evidencelog.i18n import _
from evidencelog.models.progress import Progress, Silent
from evidencelog.store.faults import spoken
from evidencelog.timing.clock import ts_of

if TYPE_CHECKING:
    from datetime import datetime

    from evidencelog.models.browsing import CaseInfo


Ids = dict[int, str]
"""Instant of a contact of the story to its id."""


class FolderTaken(BadInput):
    """The demo case is made in a folder of its own only."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return _(
            "{path} is there already and not empty; name another folder for the demo case", path=repr(str(self.path))
        )


def make_demo(path: Path, progress: Progress | None = None) -> CaseInfo:
    """Makes the demo case in a folder that is missing or empty; the same content every time, but for the salts.

    Its clock is that of the story: the ledger's times are those at which the invented person wrote. The folder appears
    when the case is whole. Raises FolderTaken, CaseUnwritable, DiskFull, Cancelled.
    """
    path = Path(path)
    with spoken(path):
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise FolderTaken(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        with spoken(path):
            info = _write(workshop / "case", workshop, progress or Silent())
            if path.exists():
                path.rmdir()
            (workshop / "case").replace(path)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return info._replace(path=str(path), name=path.resolve().name)


class _StoryClock:
    """A clock that shows the moment of the story."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment.astimezone(UTC)


def _write(folder: Path, workshop: Path, progress: Progress) -> CaseInfo:
    listed = steps()
    clock = _StoryClock(listed[0].at)
    ids: Ids = {}
    done = 0
    with open_case(folder, create=True, clock=clock) as case:
        for (clock.moment, action), sitting in groupby(listed, key=lambda step: (step.at, step.action)):
            together = list(sitting)
            if action == "record":
                _record(case, together, ids)
            else:
                for step in together:
                    _act(case, step, ids, workshop)
            done += len(together)
            progress.step(done, len(listed))
        return case.info()


def _record(case: Case, together: list[Step], ids: Ids) -> None:
    """Writes the records of one sitting in one transaction."""
    with case.store.writing() as writing:
        references = References(writing)
        for step in together:
            values = dict(step.values)
            record = values.pop("record")
            if record == "contact":
                values = DEFAULTS | values
            cleaned = clean_record(record, values, now=case.now(), zone=case.zone)
            recorded = write_record(references, record, cleaned)
            if record == "contact":
                ids[ts_of(values["at"])] = recorded.id


def _act(case: Case, step: Step, ids: Ids, workshop: Path) -> None:
    """What was done besides writing entries."""
    values = step.values
    if step.action == "import":
        import_files(case, [DATA / values["file"]])
        return
    contact = ids[ts_of(values["contact"])]
    if step.action == "file":
        file = workshop / values["name"]
        file.write_bytes(content(values))
        changed = ts_of(values["modified"])
        os.utime(file, (changed, changed))
        attach(case, contact, [file])
    elif step.action == "correct":
        correct(case, contact, values["set"], values["because"])
    elif step.action == "withdraw":
        withdraw(case, contact, values["because"])
    elif step.action == "review":
        found = next(found for found in findings_for(case, [contact])[contact] if found.rule == values["rule"])
        review(case, found.id, values["decision"], values["because"])
