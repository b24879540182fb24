"""The contacts around some others that tests have to see, each fetched once though several tests need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidencelog.app.watched import between
from evidencelog.checker.days import by_platform, days_of, in_time
from evidencelog.checker.predicate import met

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

    from evidencelog.app.case_words import Heard
    from evidencelog.checker.predicate import Reach, Stretch
    from evidencelog.models.contacts import ContactRow, Sieve
    from evidencelog.store.texts import Text


_FEW_DAYS = 2
"""Before and after a contact: of so few days all contacts are fetched together, whatever the tests that see them."""


class Part(NamedTuple):
    """Where contacts lie."""

    platform: str | None
    """None: all."""
    first: str | None
    """First local date; None: from the first contact on."""
    last: str | None
    """Last local date, included; None: to the last contact."""
    only: Sieve = ()
    """Of a long time, where others need not be fetched: what lets those through that are needed."""

    @property
    def near(self) -> Stretch | None:
        """The dates of which all contacts are to be fetched; None: a long time, or only some."""
        return None if self.only or self.first is None or self.last is None else (self.first, self.last)


def parts(reach: Reach, changed: Sequence[ContactRow], sieve: Sieve) -> list[Part]:
    """Where the contacts lie that have to be seen for answers about the changed ones; ``sieve`` lets them through."""
    found: list[Part] = []
    few = reach.days is not None and reach.days <= _FEW_DAYS
    only = () if few else sieve
    for platform in [None] if reach.all_platforms else sorted({row.platform or "" for row in changed}):
        mine = [row for row in changed if platform in (None, row.platform) and reach.looks_at(row.day)]
        spans = reach.spans(day for row in mine for day in days_of(row))
        found += (Part(platform, first, last, only) for first, last in spans)
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
            rows, words = between(conn, part.first, part.last, part.platform, part.only)
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
        span = part.near
        assert span is not None  # others are held as they are
        for held, rows in self._fetched:
            if (
                held.near is not None
                and held.platform == part.platform
                and held.near[0] <= span[0] <= span[1] <= held.near[1]
            ):
                return [row for row in rows if _lies(row, *span)]
        raise KeyError(part)


def _lies(row: ContactRow, first: str, last: str) -> bool:
    """Whether a contact touches one of the dates."""
    return row.day <= last and (row.day >= first or (row.count > 1 and days_of(row)[-1] >= first))


def _joined(wanted: Iterable[Part]) -> list[Part]:
    """The same parts, those of a few days without what they have in common."""
    joined: list[Part] = []
    near: dict[str | None, list[Stretch]] = {}
    for part in wanted:
        if part.near is None:
            joined.append(part)
        else:
            near.setdefault(part.platform, []).append(part.near)
    return [*joined, *(Part(platform, *span) for platform, spans in near.items() for span in met(spans))]
