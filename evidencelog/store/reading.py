"""What a check reads: contacts as plain tuples in the order of an index, their words, the facts around them.

All functions take a connection; ``with store.reading() as conn`` gives one that sees a single state of the case.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.models.contacts import (
    CaseFacts,
    Complaint,
    Consent,
    ContactRow,
    DebtFacts,
    Notice,
    PersonFacts,
    Plan,
    PlatformFacts,
    Refusal,
    Request,
)  # fmt: skip
from evidencelog.store.project_contacts import instant
from evidencelog.store.sifting import sifted
from evidencelog.store.states import number_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from evidencelog.models.contacts import Sieve

_COLUMNS = ", ".join("nullif(platform, '')" if name == "platform" else f'"{name}"' for name in ContactRow._fields)
_SELECT = f"SELECT {_COLUMNS} FROM contacts"
_made: Callable[[tuple[Any, ...]], ContactRow] = partial(tuple.__new__, ContactRow)
"""``ContactRow._make`` without its look at the length, which the statement settles: a case has many rows."""
_BATCH = 500
_STANDING = "+withdrawn = 0"
"""Written with a plus so that SQLite reads in the order of the table instead of sorting what an index on it gives."""


class Contents(NamedTuple):
    """The words of a contact."""

    id: str
    content: str
    view: str | None
    """``quote`` or ``description``; None is unknown."""
    tags: tuple[str, ...]
    """``NAME`` or ``NAME@SECOND``."""


class ReviewRow(NamedTuple):
    """The person's latest judgement of a finding."""

    finding: str
    rule: str
    decision: str
    because: str | None
    contacts: tuple[str, ...]
    """The contacts it judged; another set makes it stale."""
    at: str


def contact_rows(
    conn: sqlite3.Connection,
    *,
    platform: str | None = None,
    since: str | None = None,
    until: str | None = None,
    only: Sieve = (),
) -> Iterator[ContactRow]:
    """Contacts with a platform, withdrawn ones left out, by platform, then local day, then time: streamed.

    ``since`` and ``until`` are local days, both included. ``only``: see ``sifted``.
    """
    sieve, values = sifted(only)
    where = ["platform > ''", _STANDING, sieve]
    for term, value in (("platform = ?", platform), ("day >= ?", since), ("day <= ?", until)):
        if value is not None:
            where.append(term)
            values.append(value)
    sql = f"{_SELECT} WHERE {' AND '.join(where)} ORDER BY platform, day, ts, n"
    return map(_made, conn.execute(sql, values))


def contact_rows_into(conn: sqlite3.Connection, day: str, *, platform: str | None = None) -> list[ContactRow]:
    """Entries for several contacts that began before the local date ``day`` and go on into it or a later date.

    With a platform, withdrawn ones left out, in the order of ``contact_rows``.
    """
    own, values = ("platform > ''", []) if platform is None else ("platform = ?", [platform])
    sql = f"""{_SELECT} INDEXED BY contacts_over_days WHERE {own} AND count > 1 AND second + until_ts - ts >= 86400
              AND until_ts >= strftime('%s', ?) - 86400 AND day < ? AND {_STANDING}
              AND date(day, ((second + until_ts - ts) / 86400) || ' days') >= ?"""
    return sorted(map(_made, conn.execute(sql, (*values, day, day, day))), key=_by_platform)


def contact_rows_of(conn: sqlite3.Connection, ids: Sequence[str]) -> list[ContactRow]:
    """The contacts with those ids by platform, day and time; withdrawn ones and unknown ids left out."""
    found: list[ContactRow] = []
    for marks, numbers in _batches(ids):
        sql = f"{_SELECT} WHERE n IN ({marks}) AND {_STANDING}"
        found += map(ContactRow._make, conn.execute(sql, numbers))
    return sorted(found, key=_by_platform)


def contact_rows_to(conn: sqlite3.Connection, person: str) -> list[ContactRow]:
    """Contacts with one person (by id) in the order of time, over all platforms."""
    sql = f"""{_SELECT} WHERE "to" = ? AND platform > '' AND {_STANDING} ORDER BY day, ts, n"""
    return [ContactRow._make(row) for row in conn.execute(sql, (person,))]


def contents(
    conn: sqlite3.Connection, *, platform: str | None = None, since: str | None = None, until: str | None = None
) -> Iterator[Contents]:
    """The words of the contacts that ``contact_rows`` gives, in the same order, those without words left out."""
    where, values = ["c.platform > ''", "+c.withdrawn = 0", "(w.content IS NOT NULL OR w.tags IS NOT NULL)"], []
    for term, value in (("c.platform = ?", platform), ("c.day >= ?", since), ("c.day <= ?", until)):
        if value is not None:
            where.append(term)
            values.append(value)
    sql = f"""SELECT c.id, w.content, w.view, w.tags FROM contacts AS c CROSS JOIN contents AS w ON w.n = c.n
              WHERE {" AND ".join(where)} ORDER BY c.platform, c.day, c.ts, c.n"""
    return map(_contents, conn.execute(sql, values))


def contents_of(conn: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Contents]:
    """The words of the contacts with those ids, those without words left out."""
    found: dict[str, Contents] = {}
    for marks, numbers in _batches(ids):
        sql = f"""SELECT c.id, w.content, w.view, w.tags FROM contacts AS c JOIN contents AS w ON w.n = c.n
                  WHERE c.n IN ({marks}) AND (w.content IS NOT NULL OR w.tags IS NOT NULL)"""
        found.update((row[0], _contents(row)) for row in conn.execute(sql, numbers))
    return found


def _contents(row: tuple[Any, ...]) -> Contents:
    return Contents(row[0], row[1] or "", row[2], tuple(json.loads(row[3])) if row[3] else ())


def case_facts(conn: sqlite3.Connection) -> CaseFacts:
    """Everything besides contacts that a check looks at; withdrawn records left out.

    A platform, person or debt that was withdrawn or erased while contacts still name it is there with its facts
    unknown.
    """
    settings = dict(conn.execute("SELECT key, value FROM settings"))
    platforms = {
        row[0]: PlatformFacts._make((*row[:2], *(None,) * 5) if row[-1] else row[:-1])
        for row in conn.execute(
            "SELECT id, name, kind, product, funder, overdue_since, settled_on, withdrawn FROM platforms ORDER BY n"
        )
    }
    persons = {
        row[0]: PersonFacts._make((*row[:2], None, None) if row[-1] else (*row[:3], _flag(row[3])))
        for row in conn.execute("SELECT id, name, relation, named_in_contract, withdrawn FROM persons ORDER BY n")
    }
    debts = {
        row[0]: DebtFacts._make((*row[:3], None, None, None) if row[-1] else (*row[:5], _flag(row[5])))
        for row in conn.execute("SELECT id, platform, name, kind, product, lawful, withdrawn FROM debts ORDER BY n")
    }
    consents = tuple(
        Consent(consent, platform, *_span(hours), mode, start, end)
        for consent, platform, hours, mode, start, end in conn.execute(
            'SELECT id, platform, hours, mode, "from", "to" FROM consents WHERE withdrawn = 0 ORDER BY n'
        )
    )
    refusals = tuple(
        Refusal._make((*row[:3], instant(row[3])))
        for row in conn.execute("SELECT id, person, platform, at FROM refusals WHERE withdrawn = 0 ORDER BY n")
    )
    plans = tuple(
        Plan._make(row)
        for row in conn.execute(
            "SELECT id, platform, signed_on, defaulted_on FROM plans WHERE withdrawn = 0 ORDER BY n"
        )
    )
    requests = tuple(
        Request._make((*row[:3], instant(row[3])))
        for row in conn.execute("SELECT id, platform, kind, made_at FROM requests WHERE withdrawn = 0 ORDER BY n")
    )
    notices = tuple(
        Notice._make((*row[:3], bool(row[3])))
        for row in conn.execute("SELECT id, platform, collector, seen FROM notices WHERE withdrawn = 0 ORDER BY n")
    )
    complaints = tuple(
        Complaint._make(row)
        for row in conn.execute(
            "SELECT id, platform, channel, sent_at, reference, accepted_on, decided_on, reviewed_on, answer FROM complaints"
            " WHERE withdrawn = 0 ORDER BY n"
        )
    )
    thresholds = {name.removeprefix("threshold."): settings[name] for name in settings if name.startswith("threshold.")}
    return CaseFacts(
        settings["zone"],
        platforms,
        persons,
        debts,
        consents,
        refusals,
        plans,
        requests,
        notices,
        complaints,
        thresholds,
    )


def reviews(conn: sqlite3.Connection, findings: Sequence[str] | None = None) -> dict[str, ReviewRow]:
    """The latest judgement of each finding that was judged, by finding id; only of these findings, or of all."""
    sql = "SELECT finding, rule, decision, because, contacts, at FROM reviews"
    if findings is None:
        rows = list(conn.execute(sql))
    else:
        rows = [row for finding in findings for row in conn.execute(f"{sql} WHERE finding = ?", (finding,))]
    return {row[0]: ReviewRow._make((*row[:4], tuple(json.loads(row[4])), row[5])) for row in rows}


class Delivery(NamedTuple):
    """Something that left the house or came back: an exported packet, a seal."""

    seq: int
    at: str
    kind: str
    subject: str
    facts: dict[str, Any]


def deliveries(conn: sqlite3.Connection) -> list[Delivery]:
    """All events about packets and seals, oldest first."""
    rows = conn.execute("SELECT seq, at, kind, subject, facts FROM deliveries ORDER BY seq")
    return [Delivery._make((*row[:4], json.loads(row[4]))) for row in rows]


def _by_platform(row: ContactRow) -> tuple[str, str, int, int, str]:
    return row.platform or "", row.day, row.ts, len(row.id), row.id


def _span(hours: str) -> tuple[int, int]:
    start, end = (int(half[:2]) * 3600 + int(half[3:]) * 60 for half in hours.split("-"))
    return start, end


def _flag(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _batches(ids: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    numbers = sorted(set(map(number_of, ids)))
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        yield ", ".join("?" * len(batch)), batch
