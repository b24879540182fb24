"""Where the keys go on a screen that is built anew: the same field, the cursor at the same letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget


class Place(NamedTuple):
    """A widget by what outlives it, and where in it one types."""

    id: str
    """Of the widget, or of the nearest one around it that has one; empty where none has."""
    kind: str
    """Name of its class."""
    number: int
    """Which one of that class it is there."""
    selection: Any
    """What is marked in it, up to the cursor; None where one does not type."""


def where(screen: Screen[Any]) -> Place | None:
    """Where the keys go now; None for nowhere."""
    focused = screen.focused
    if focused is None:
        return None
    around = next((node for node in focused.ancestors_with_self if node.id and screen in node.ancestors), screen)
    kind = type(focused).__name__
    alike = _of_kind(around, kind)
    number = alike.index(focused) if focused in alike else 0
    return Place(around.id or "", kind, number, getattr(focused, "selection", None))


def go_back(screen: Screen[Any], place: Place | None) -> None:
    """Has the keys go there again, where it is still there."""
    if place is None or not screen.is_attached:
        return
    for around in screen.query(f"#{place.id}") if place.id else (screen,):
        alike = _of_kind(around, place.kind)
        if place.number < len(alike) and alike[place.number].focusable:
            widget = alike[place.number]
            widget.focus()
            if place.selection is not None:
                widget.selection = place.selection  # type: ignore[attr-defined]
        return


def _of_kind(around: Any, kind: str) -> list[Widget]:
    if type(around).__name__ == kind:
        return [around]
    return [widget for widget in around.query("*") if type(widget).__name__ == kind]
