"""Leaving a screen that may no longer be the one in front, and the program while something is being made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.await_complete import AwaitComplete

from evidencelog.i18n import _

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

WORK = ("make", "take", "letters", "calendar", "attach")
"""Jobs that make something a person waits for: a packet, an import, letters, a calendar, sealed copies of files."""


async def when_nothing_is_being_made(app: App[Any], result: Any = None) -> None:
    """Ends the program: at once where nothing is being made, else after a question; what is half made is not kept."""
    if not any(worker.name in WORK and not worker.is_finished for worker in app.workers):
        app.exit(result)
        return
    from evidencelog.tui.screens.dialogs import Option, Pick

    if isinstance(app.screen, Pick):  # asked already, or something else is
        return
    options = [
        Option("stay", _("Stay until it is done")),
        Option("go", _("Leave now; nothing of it is kept")),
    ]
    question = Pick(_("Something is still being written."), options)
    await app.push_screen(question, lambda chosen: app.exit(result) if chosen == "go" else None)


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
