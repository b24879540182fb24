"""The current facts of one record of the directory or standing fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evidencelog.app.cases import Case


def by_id(case: Case, record: str, id: str) -> dict[str, Any]:
    """The current facts of a record that stands, names in place of ids."""
    from evidencelog.app.browsing import records

    return next(item for item in records(case, record) if item["id"] == id)
