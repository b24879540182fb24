"""Forms that were begun: kept while somebody types, offered again at the next start.

What is laid down stands here at once and on the disk a moment later, so that a slow or busy disk holds up no key. Whoever
asks what was kept is told of what was laid down, whether it is written yet or not.
"""

from __future__ import annotations

from datetime import datetime
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.store import drafts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from evidencelog.app.cases import Case


class _Sheet(NamedTuple):
    """The newest of one draft, not on the disk yet."""

    at: str
    values: Mapping[str, Any] | None
    """None: the draft is to go."""


_waiting: dict[tuple[Path, str], _Sheet] = {}
_changing = Lock()
_at_the_disk = RLock()
"""One draft is written after the other, so that none is overtaken by an older one."""


def lay(case: Case, name: str, values: Mapping[str, Any] | None) -> None:
    """Takes what stands in the form of that name, None to throw its draft away; ``write`` brings it to the disk."""
    sheet = _Sheet(case.now().isoformat(timespec="seconds"), None if values is None else dict(values))
    with _changing:
        _waiting[case.path, name] = sheet


def waits(case: Case, name: str) -> bool:
    """Whether something laid down under that name is not on the disk yet."""
    return (case.path, name) in _waiting


def write(case: Case, name: str) -> None:
    """Brings what was laid down under that name to the disk; durable when this returns.

    Raises what ``store.drafts.keep`` raises; what could not be written stays laid down.
    """
    place = case.path, name
    with _at_the_disk:
        while (sheet := _waiting.get(place)) is not None:
            if sheet.values is None:
                drafts.drop(case.path, [name])
            else:
                drafts.keep(case.path, name, sheet.at, sheet.values)
            with _changing:
                if _waiting.get(place) is sheet:
                    del _waiting[place]


def keep(case: Case, name: str, values: Mapping[str, Any]) -> None:
    """Keeps what stands in the form of that name; durable when this returns."""
    lay(case, name, values)
    write(case, name)


class Kept(NamedTuple):
    """A draft."""

    values: dict[str, Any]
    at: datetime | None
    """When it was kept: words such as *yesterday* in it count from there. None where that is not known."""


def kept(case: Case, name: str) -> dict[str, Any]:
    """What was kept of the form of that name; empty when nothing was. Raises what ``store.drafts.kept`` raises."""
    return found(case, name).values


def found(case: Case, name: str) -> Kept:
    """What was kept of the form of that name, and when. Raises what ``store.drafts.kept`` raises."""
    sheet = _waiting.get((case.path, name))
    at, values = (sheet.at, sheet.values or {}) if sheet is not None else drafts.kept(case.path).get(name, ("", {}))
    return Kept(dict(values), _moment(at))


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def drop(case: Case, name: str) -> None:
    """Throws the draft of that name away."""
    lay(case, name, None)
    write(case, name)


def drop_all(case: Case, prefix: str) -> None:
    """Throws every draft away whose name begins so."""
    with _at_the_disk:
        with _changing:
            for place in [one for one in _waiting if one[0] == case.path and one[1].startswith(prefix)]:
                del _waiting[place]
        drafts.drop(case.path, [name for name in drafts.kept(case.path) if name.startswith(prefix)])
