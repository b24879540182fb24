"""Taking back the last change of this run: what it was in plain words, the question, and what is said afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.app import browsing, undoing
from evidencelog.errors import EvidencelogError
from evidencelog.i18n import N_, _
from evidencelog.models.labels import value_label
from evidencelog.tui.actions import TYPING, key_of
from evidencelog.tui.screens.dialogs import Option, Pick
from evidencelog.tui.widgets.drawing import shown
from evidencelog.tui.words import clock_words, day_words, kind_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidencelog.app.cases import Case
    from evidencelog.app.undoing import Change
    from evidencelog.tui.screens.page import Page

WORDS = {
    "recorded": N_("recorded"),
    "corrected": N_("corrected"),
    "withdrawn": N_("withdrawn"),
    "reviewed": N_("judged"),
    "merged": N_("another one became part of it"),
    "attached": N_("files attached"),
    "marked": N_("file marked as a copy"),
}


async def ask(page: Page[Any], began_at: int, undone: set[int]) -> None:
    """Asks whether the last change after the event ``began_at`` is to be taken back; ``undone`` learns what was."""
    if page.SCOPE in TYPING:
        page.say(_("{key} takes back what was saved; go back from here first ({back}), what you typed is kept.", key=key_of("app.undo"), back=key_of(f"{page.SCOPE}.leave")))  # fmt: skip
        return
    try:
        change = undoing.last_change(page.case, began_at, undone)
        words = "" if change is None else told(page.case, change)
    except EvidencelogError as error:
        page.say(str(error), wrong=True)
        return
    if change is None:
        page.say(
            _("There is no change of this run that can be undone here; imported entries are withdrawn one by one.")
        )
        return

    def chosen(key: str | None) -> None:
        if key == "undo":
            page.do(lambda case: undoing.undo(case, change), said)

    def said(written: Sequence[int]) -> str:
        undone.update((change.seq, *change.seqs, *written))
        return _("Undone: {what}.", what=words)

    options = [
        Option("undo", _("Undo it; that it was undone stays on record")),
        Option("keep", _("Keep it")),
    ]
    await page.app.push_screen(Pick(_("Undo the last change? {what}", what=words), options), chosen)


def told(case: Case, change: Change) -> str:
    """What was changed, and how: ``C0435 call 21 Nov 22:41 Some Bank: corrected``."""
    happened = "  ".join([_(WORDS[change.happened]), *change.files])
    return _("{subject}: {happened}", subject=_subject(case, change), happened=happened)


def _subject(case: Case, change: Change) -> str:
    if change.record == "finding":
        return _("a finding")
    if change.record in {"contact", "attachment"}:
        try:
            row = browsing.detail(case, change.id).row
        except EvidencelogError:  # files of a complaint or a notice
            return change.id
        parts = [change.id, kind_words(row.kind, row.channel), day_words(row.day), clock_words(row.second)]
        return " ".join([*parts, shown(row.platform_name)] if row.platform_name else parts)
    known = next((one for one in browsing.records(case, change.record) if one["id"] == change.id), {})
    about = known.get("name") or known.get("platform") or change.id
    return f"{value_label('record', change.record)} {shown(str(about))}"
