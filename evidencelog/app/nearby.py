"""The contacts around some others that tests have to see, each fetched once though several tests need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.app.watched import between
from evidencelog.checker.days import by_platform, days_of, in_time
from evidencelog.checker.predicate import met

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

    from evidencelog.app.case_words import Heard
    from evidencelog.checker.predicate import Reach
    from evidencelog.models.contacts import ContactRow
    from evidencelog.store.texts import Text

Part = tuple[str | None, str | None, str | None]
"""A platform (None: all), first and last local date (None: from the first, to the last contact)."""


def parts(reach: Reach, changed: Sequence[ContactRow]) -> list[Part]:
    """Where the contacts lie that have to be seen for answers about the changed ones."""
    found: list[Part] = []
    for platform in [None] if reach.all_platforms else sorted({row.platform or "" for row in changed}):
        mine = [row for row in changed if platform in (None, row.platform) and reach.looks_at(row.day)]
        found += ((platform, *span) for span in reach.spans(day for row in mine for day in days_of(row)))
    return found


class Nearby:
    """The contacts of some parts of a case and what their words say."""

    def __init__(
        self, conn: sqlite3.Connection, wanted: Iterable[Part], hear: Callable[[Iterable[Text]], Heard]
    ) -> None:
        self.tags: dict[str, frozenset[str]] = {}
        """Names of tags by contact id."""
        self._fetched: list[tuple[Part, list[ContactRow]]] = []
        for part in _joined(wanted):
            rows, words = between(conn, part[1], part[2], part[0])
            heard = hear(words)
            self.tags |= heard.tags
            self._fetched.append((part, list(heard.told(rows))))

    def rows(self, wanted: Sequence[Part], *, all_platforms: bool) -> list[ContactRow]:
        """The contacts of some of these parts, with entries that go on into them.

        In the order of ``by_platform``; with ``all_platforms`` in that of time.
        """
        found = [self._rows(part) for part in wanted]
        rows = found[0] if found else []
        if len(found) > 1:  # one entry may go on into several of them
            rows = sorted({row.id: row for some in found for row in some}.values(), key=by_platform)
        return sorted(rows, key=in_time) if all_platforms else rows

    def _rows(self, part: Part) -> list[ContactRow]:
        for held, rows in self._fetched:
            if held == part:
                return rows
        platform, first, last = part
        for held, rows in self._fetched:
            if (
                held[0] == platform
                and (held[1] or "") <= (first or "")
                and (held[2] is None or (last and last <= held[2]))
            ):
                return [row for row in rows if _lies(row, first, last)]
        raise KeyError(part)


def _lies(row: ContactRow, first: str | None, last: str | None) -> bool:
    """Whether a contact touches one of the dates."""
    if last is not None and row.day > last:
        return False
    return first is None or row.day >= first or (row.count > 1 and days_of(row)[-1] >= first)


def _joined(wanted: Iterable[Part]) -> list[Part]:
    """The same parts without what they have in common."""
    by_place: dict[str | None, list[tuple[str | None, str | None]]] = {}
    for platform, first, last in wanted:
        by_place.setdefault(platform, []).append((first, last))
    joined: list[Part] = []
    for platform, spans in by_place.items():
        closed = [(first, last) for first, last in spans if first is not None and last is not None]
        joined += [(platform, *span) for span in (met(closed) if len(closed) == len(spans) else [(None, None)])]
    return joined
