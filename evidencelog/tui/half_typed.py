"""What was typed over a record, kept without the rest of it: laid over the record as it stands when one goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANGED = "changed"
"""Key of the draft under which the fields stand: what was there before, and what was typed."""


class Laid(NamedTuple):
    """A draft over a record."""

    values: dict[str, Any]
    """Every field that is not empty, as typed where it was typed in."""
    both: tuple[str, ...]
    """Fields whose value on the record is another one than when it was typed over; the typed one stands."""


def differences(stands: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any] | None:
    """The draft: only the fields in which something else is typed than stands there; None where there are none."""
    changed = {
        name: [stands.get(name), typed.get(name)]
        for name in sorted({*stands, *typed})
        if stands.get(name) != typed.get(name)
    }
    return {CHANGED: changed} if changed else None


def lay_over(stands: Mapping[str, Any], draft: Mapping[str, Any]) -> Laid:
    """A draft over what stands on the record now.

    An older draft holds every field and not what it was typed over: whatever differs counts as changed on both sides.
    """
    changed = draft.get(CHANGED)
    if not isinstance(changed, dict):
        changed = {name: [None, value] for name, value in draft.items()}
    values, both = dict(stands), []
    for name, (before, typed) in changed.items():
        if typed == stands.get(name):
            continue
        if before != stands.get(name):
            both.append(name)
        if typed is None:
            del values[name]
        else:
            values[name] = typed
    return Laid(values, tuple(both))
