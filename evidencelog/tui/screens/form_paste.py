"""What is pasted or dropped over the entry form: files go to their own field, a message goes to the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import TextArea

from evidencelog.i18n import _
from evidencelog.models.labels import field_label
from evidencelog.tui import entry
from evidencelog.tui.actions import key_of
from evidencelog.tui.widgets.field import Field

if TYPE_CHECKING:
    from evidencelog.tui.screens.form import EntryScreen


def take_paste(form: EntryScreen, text: str) -> bool:
    """Files dropped on the terminal arrive as a paste of their paths: they go to their own field.

    A message pasted as a whole goes to the words, also where a line with another question has the cursor. False for
    anything else, and for all files while an entry is corrected.
    """
    files = [] if form.corrects else entry.dropped(text)
    if not files:
        return _take_words(form, text)
    one = form.field("attach")
    one.value = " ".join(part for part in (one.value, entry.quoted(files)) if part)
    one.control.focus()
    one.scroll_visible()
    told = entry.file_time(files[0], form.case)
    if told is not None and form.field("at").value is None:
        form.say(_("{key} takes the time of the file: {time}", key=key_of("form.file_time"), time=told[0]))
    return True


def _take_words(form: EntryScreen, text: str) -> bool:
    line = form.focused.parent if form.focused is not None else None
    if (
        not isinstance(line, Field)
        or line.field in {"attach", "private_note", "because"}
        or not entry.words_pasted(text)
    ):
        return False
    words = form.query_one("#content", TextArea)
    words.move_cursor(words.document.end)
    words.insert(("\n" if words.text else "") + text)
    words.focus()
    form.say(_("What was pasted stands under “{field}”.", field=field_label("content")))
    return True


def take_file_time(form: EntryScreen) -> None:
    """The time of the first file becomes that of the contact."""
    files = [] if form.corrects else entry.paths(form.field("attach").value)
    told = entry.file_time(files[0], form.case) if files else None
    if told is None:
        form.say(_("Name a file first."))
        return
    time, named = told
    form.field("at").value = time
    form.say(_("Time from the name of the file.") if named else _("Time at which the file was last written."))
