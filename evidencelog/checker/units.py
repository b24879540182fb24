"""What one contact counts as: attempts, answered calls, conversations … Unknown outcomes stay unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidencelog.models.contacts import ContactRow

_MODE_OF_STYLE = {"robot": "notice", "person": "interactive"}
ANSWERED = frozenset({"answered"})
"""Outcomes of a call in which somebody spoke."""
_REACHED = frozenset({"answered", "voicemail"})
_UNANSWERED = frozenset({"missed", "rejected", "voicemail"})

_CALL_OUTCOMES: dict[str, frozenset[str] | None] = {
    "attempt": None,
    "connected": None,
    "occasion": None,
    "answered_call": ANSWERED,
    "conversation": ANSWERED,
    "contact_made": _REACHED,
    "reached_person": _REACHED,
    "unanswered_attempt": _UNANSWERED,
}
"""Outcomes with which a call counts; None: with any (a call in the log rang through)."""

_OTHER_KINDS: dict[str, frozenset[str]] = {
    "attempt": frozenset({"message", "visit", "letter", "post", "other"}),
    "occasion": frozenset({"message", "visit", "letter", "post", "other"}),
    "contact_made": frozenset({"message", "visit", "letter", "other"}),
    "reached_person": frozenset({"message", "visit", "letter", "post", "other"}),
    "message": frozenset({"message"}),
    "visit": frozenset({"visit"}),
}


def counts_as(row: ContactRow, unit: str) -> bool | None:
    """Whether the contact counts as one of ``unit``; None while its outcome, which decides, is unknown."""
    if row.kind != "call":
        return row.kind in _OTHER_KINDS.get(unit, ())
    if unit not in _CALL_OUTCOMES:
        return False
    outcomes = _CALL_OUTCOMES[unit]
    if outcomes is None:
        return True
    return None if row.outcome is None else row.outcome in outcomes


def mode_of(row: ContactRow) -> str | None:
    """``notice`` or ``interactive`` as recorded, else by the style of the caller; None while unknown."""
    if row.mode is not None:
        return row.mode
    return _MODE_OF_STYLE.get(row.style) if row.style is not None else None
