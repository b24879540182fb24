"""Forms that were begun: kept while somebody types, offered again at the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.store import drafts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidencelog.app.cases import Case


def keep(case: Case, name: str, values: Mapping[str, Any]) -> None:
    """Keeps what stands in the form of that name; durable when this returns."""
    drafts.keep(case.path, name, case.now().isoformat(timespec="seconds"), values)


def kept(case: Case, name: str) -> dict[str, Any]:
    """What was kept of the form of that name; empty when nothing was."""
    return drafts.kept(case.path).get(name, ("", {}))[1]


def drop(case: Case, name: str) -> None:
    """Throws the draft of that name away."""
    drafts.drop(case.path, [name])


def drop_all(case: Case, prefix: str) -> None:
    """Throws every draft away whose name begins so."""
    drafts.drop(case.path, [name for name in drafts.kept(case.path) if name.startswith(prefix)])
