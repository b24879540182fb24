"""A sieve of contacts as a condition of SQL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidencelog.models.contacts import Sieve


_MARKS = 50
"""Values of a field up to which each has a mark of its own in a statement, which can hold only so many."""


def sifted(only: Sieve, table: str = "contacts") -> tuple[str, list[str]]:
    """A condition, with its values, that a contact meets when one of the parts lets it through; without parts all do.

    A part names columns with the values they may have; see ``models.contacts.Sieve``.
    """
    parts, values = [], []
    for part in only:
        terms = ["1"]
        for column, allowed in part.items():
            if allowed is None:
                terms.append(f'{table}."{column}" IS NOT NULL')
                continue
            known = [value for value in allowed if value is not None]
            unknown = f' OR {table}."{column}" IS NULL' if None in allowed else ""
            if len(known) > _MARKS:
                marks, known = "SELECT value FROM json_each(?)", [json.dumps(known)]
            else:
                marks = ", ".join("?" * len(known))
            terms.append(f'({table}."{column}" IN ({marks}){unknown})')
            values += known
        parts.append(" AND ".join(terms))
    return f"({' OR '.join(parts)})" if parts else "1", values
