"""What one run of the program knows before its command starts: which case, and how the terminal app is opened."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from evidencelog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from evidencelog.app.cases import Case


class Session:
    """Handed to every command as click's ``obj``."""

    def __init__(self, open_app: Callable[[Path, str], int], app_keys: Callable[[], Mapping[str, str]] = dict) -> None:
        self.open_app = open_app
        """Runs the terminal app on a case folder in a language, gives its exit status."""
        self.app_keys = app_keys
        """Every action of the terminal app with its keys."""
        self.chosen: Path | None = None
        """What ``--case`` or ``EVIDENCELOG_CASE`` named."""

    @cached_property
    def path(self) -> Path:
        """The case folder: the one that was named, else the default of the platform."""
        if self.chosen is not None:
            return self.chosen
        from evidencelog.app.cases import default_path

        return default_path()

    def reading(self) -> Case:
        """The case for looking at; CaseMissing when there is none."""
        from evidencelog.app.cases import open_case

        return open_case(self.path, read_only=True)

    @contextmanager
    def reading_if_there(self) -> Iterator[Case | None]:
        """The case for looking at, or None when there is none: for what can be shown without one."""
        case: Case | None = None
        with suppress(BadInput):  # of all that opening can say, only that there is no case is the caller's mistake
            case = self.reading()
        with case or nullcontext():
            yield case

    def changing(self) -> Case:
        """The case for a change of what it already holds; CaseMissing when there is none."""
        from evidencelog.app.cases import open_case

        return open_case(self.path)

    def writing(self, record: str | None = None, values: Mapping[str, object] | None = None) -> Case:
        """The case for a new entry; made where there is none.

        With the values of a record a case is made only when they can be kept: InvalidInput leaves no empty case behind.
        """
        from evidencelog.app.cases import DEFAULT_SETTINGS, open_case

        try:
            return open_case(self.path)
        except BadInput:  # there is no case
            if record is not None and values is not None:
                from evidencelog.app.values import clean_record

                now = datetime.now(UTC)
                values = {"at": now, **values} if record == "contact" else values
                clean_record(record, values, now=now, zone=DEFAULT_SETTINGS["zone"])
            return open_case(self.path, create=True)
