"""Fast typing loses no letter: keys of a screen overtake letters that still wait in the queue of a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen
    from textual.widget import Widget


def after_typing(screen: Screen[Any], then: Callable[[], object]) -> None:
    """Runs ``then`` on the screen when every field has taken in the keys pressed so far and the screen heard of it."""
    waiting = set(screen.query("Input, TextArea, Choice"))

    def taken(control: Widget) -> None:
        waiting.discard(control)
        if not waiting:
            run()

    def run() -> None:
        if getattr(screen, "rebuilding", False):  # its fields are filled again first
            screen.set_timer(0.02, run)
        else:
            screen.call_later(then)

    for control in tuple(waiting):
        if not control.call_later(taken, control):  # it goes already
            taken(control)


def in_a_line(screen: Screen[Any]) -> bool:
    """Whether one types into a line now; in a list or a text of several lines Enter has its own meaning."""
    focused = screen.focused
    return focused is not None and any(
        base.__name__ in {"Input", "Choice"} for base in type(focused).__mro__
    )  # by name: the first screen does not load the fields
