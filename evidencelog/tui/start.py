"""Opening a case in the terminal app: the first rows are read before Textual is imported."""

from __future__ import annotations

import gc
import os
import sys
import threading
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.app import browsing
from evidencelog.app.cases import open_case
from evidencelog.errors import CannotDo
from evidencelog.i18n import LANGUAGES, _, guess_language, set_language
from evidencelog.models.browsing import ContactFilter

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.app.cases import Case
    from evidencelog.models.browsing import CaseInfo, DayCount, ListRow

FIRST = 128
"""Rows read before the first frame: one page of the list."""


class FirstLook(NamedTuple):
    """What the first frame shows."""

    info: CaseInfo
    rows: list[ListRow]
    days: list[str]
    """The days of which ``counts`` are complete."""
    counts: list[DayCount]


def first_look(case: Case) -> FirstLook:
    """Reads the newest rows and the counts of their first days."""
    rows, days, counts = _top(case)
    return FirstLook(case.info(), rows, days, counts)


def _top(case: Case) -> tuple[list[ListRow], list[str], list[DayCount]]:
    rows = browsing.page(case, ContactFilter(), offset=0, limit=FIRST)
    days = list(dict.fromkeys(row.day for row in rows[:64]))
    return rows, days, browsing.day_counts(case, days)


class _Counted(threading.Thread):
    """Counts the case while the toolkit is imported: SQLite lets Python go on meanwhile."""

    def __init__(self, case: Case) -> None:
        super().__init__(name="evidencelog-count")
        self._case = case
        self._info: CaseInfo | None = None
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        """Counts over a connection that ends with the thread."""
        try:
            self._info = self._case.info()
        except BaseException as error:  # noqa: BLE001 - raised again for whoever waits
            self._error = error
        finally:
            self._case.store.leave()

    def info(self) -> CaseInfo:
        """Waits; raises what counting raised."""
        self.join()
        if self._error is not None:
            raise self._error
        assert self._info is not None
        return self._info


def opened(path: Path) -> tuple[Case, str]:
    """The case, made where there is none, and what is to be said of it: one that may not be written is opened to read."""
    try:
        return open_case(path, create=True), ""
    except CannotDo:
        if not path.is_dir() or os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
            raise
        case = open_case(path, read_only=True)
        return case, _(
            "This case can only be read here; nothing new can be written down in {path}.", path=repr(str(path))
        )


def spoken(asked: str) -> str:
    """The language to speak: the one asked for, else the one chosen in the app before, else that of the system."""
    from evidencelog.app import settings

    if asked or os.environ.get("EVIDENCELOG_LANG") in LANGUAGES:
        return asked or guess_language()
    chosen = settings.remembered().get("language")
    return chosen if chosen in LANGUAGES else guess_language()


def elsewhere() -> str:
    """What is said in the invented case that was opened out of the person's own: which it is, and the way back."""
    from evidencelog.tui.actions import key_of

    return _(
        "This case is invented: look around as you like. {key} leaves; your own opens at the next start.",
        key=key_of("app.quit"),
    )


def start(case_path: Path, language: str) -> int:
    """Runs the app until the person leaves; a case chosen inside it is opened in its turn. Returns the exit status.

    Without a ``language`` it speaks the one that was chosen last.
    """
    # Input methods for Chinese compose text that the extended keyboard protocol of some terminals takes apart.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    # Work in the background hands the interpreter back within a millisecond, so that a key is answered at once.
    sys.setswitchinterval(0.001)
    gc.disable()  # what a start makes stays; the app looks for garbage again once its first frame stands
    set_language(spoken(language))
    from evidencelog.app import settings
    from evidencelog.tui.actions import ACTIONS, give_keys

    settled, problems = settings.read({action.id: action.keys for action in ACTIONS})
    give_keys(settled.keys)
    path: Path | None = case_path
    status = 0
    while path is not None:
        case, notice = opened(path)
        if path != case_path:
            notice = notice or elsewhere()
        with case:
            counted = _Counted(case)
            rows, days, counts = _top(case)
            from evidencelog.tui.app import EvidencelogApp

            first = FirstLook(counted.info(), rows, days, counts)
            app = EvidencelogApp(case, first, settled=settled, problems=len(problems), notice=notice)
            path = app.run()
            status = app.return_code or 0
    return status
