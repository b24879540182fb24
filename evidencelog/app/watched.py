"""Contacts on their way from the case to the checker: those of a period, counted, with word of how far it is."""

from __future__ import annotations

from heapq import merge
from itertools import chain, islice
from typing import TYPE_CHECKING

from evidencelog.checker.days import by_platform, days_of, shifted
from evidencelog.store import reading
from evidencelog.store.texts import texts
from evidencelog.store.texts import texts_of as words_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from evidencelog.models.contacts import ContactRow, Sieve
    from evidencelog.models.progress import Progress
    from evidencelog.store.texts import Text

STEP = 2000
"""Contacts between two reports of progress."""


class Counted:
    """In how many contacts was looked."""

    contacts = 0


def between(
    conn: sqlite3.Connection, first: str | None, last: str | None, platform: str | None, only: Sieve = ()
) -> tuple[Iterable[ContactRow], Iterable[Text]]:
    """The contacts of these local dates by platform, day and time, with those that go on into them, and their words.

    With a sieve, those it does not let through may be left out.
    """
    rows = reading.contact_rows(conn, platform=platform, since=first, until=last, only=only)
    words = texts(conn, platform=platform, since=first, until=last, only=only)
    before = reading.contact_rows_into(conn, first, platform=platform) if first is not None else []
    if not before:
        return rows, words
    return merge(before, rows, key=by_platform), chain(words, words_of(conn, [row.id for row in before]))


def end_of(conn: sqlite3.Connection, until: str | None, platform: str | None) -> str | None:
    """The last local date of a period, or a later one into which an entry goes on that began by then."""
    if until is None:
        return None
    over = reading.contact_rows_into(conn, shifted(until, 1), platform=platform)
    return max([until, *(days_of(row)[-1] for row in over)])


def within(day: str, since: str | None, until: str | None) -> bool:
    """Whether a local date lies in a period of which either end may be open."""
    return (since or "") <= day <= (until or day)


class Watched:
    """Rows on their way to the checker: counts those asked for and tells how far it is."""

    def __init__(
        self,
        rows: Iterable[ContactRow],
        since: str | None,
        until: str | None,
        platform: str | None,
        progress: Progress,
    ) -> None:
        self._rows = rows
        self._asked = since, until, platform
        self._progress = progress
        self.contacts = 0

    def __iter__(self) -> Iterator[ContactRow]:
        since, until, platform = self._asked
        rows, done = iter(self._rows), 0
        while some := list(islice(rows, STEP)):
            asked = some
            if since or until or platform:
                asked = [row for row in some if within(row.day, since, until) and platform in (None, row.platform)]
            self.contacts += len(asked)
            yield from some
            done += len(some)
            if len(some) == STEP:
                self._progress.step(done, None)


class Steps:
    """Counts what was done and tells it from time to time."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._done = 0

    def __call__(self) -> None:
        """Counts one more."""
        self._done += 1
        if self._done % STEP == 0:
            self._progress.step(self._done, None)
