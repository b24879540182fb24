"""Leaving a screen that may no longer be the one in front: another was opened over it while its work was under way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.await_complete import AwaitComplete

if TYPE_CHECKING:
    from textual.screen import Screen


def from_below(screen: Screen[Any], result: Any) -> AwaitComplete | None:
    """Takes a screen away under the one in front, and does nothing to one that was left already.

    None for the screen in front: leaving it is Textual's own matter, which takes the one in front whoever asks.
    """
    stack = screen.app._screen_stack
    if screen not in stack:
        return AwaitComplete()
    if stack[-1] is screen:
        return None
    if screen._result_callbacks:
        screen._result_callbacks[-1](result)
        screen._pop_result_callback()
    stack.remove(screen)
    return AwaitComplete(screen.app._replace_screen(screen)).call_next(screen.app)
