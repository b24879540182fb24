"""One contact on a screen of its own: facts, findings, files, history, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.app import browsing
from evidencelog.app.guidance import tag_words
from evidencelog.i18n import _
from evidencelog.tui import contact_text
from evidencelog.tui.actions import bindings
from evidencelog.tui.screens.dialogs import ask_why
from evidencelog.tui.screens.files_page import FilesPage
from evidencelog.tui.widgets.drawing import shown
from evidencelog.tui.widgets.reading import Reading
from evidencelog.tui.words import clock_words, day_words, kind_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from evidencelog.app.cases import Case
    from evidencelog.models.browsing import Attachment, ContactDetail, ListRow
    from evidencelog.models.findings import Finding
    from evidencelog.tui.background import Finished
    from evidencelog.tui.widgets.row_list import Rows


class ContactScreen(FilesPage):
    """Shows a contact of a list; left and right go through the list."""

    SCOPE = "contact"
    BINDINGS = bindings("contact")

    def __init__(self, rows: Rows[ListRow], index: int) -> None:
        super().__init__()
        self._rows = rows
        self._index = index
        self._contact = rows[index].id
        self._detail: ContactDetail | None = None

    def body(self) -> ComposeResult:
        """One text."""
        yield Reading(id="contact")

    def on_mount(self) -> None:
        """Shows the contact."""
        self._read()
        self.query_one(Reading).focus()

    def case_changed(self) -> None:
        """Shows what stands now."""
        self._read(keep_place=True)

    async def speak_again(self) -> None:
        """In the other language."""
        await super().speak_again()
        self.on_mount()

    def _read(self, *, keep_place: bool = False) -> None:
        detail: ContactDetail | None = self.attempt(lambda: browsing.detail(self.case, self._contact), None)
        if detail is None:
            return
        self._detail = detail
        self._show(detail, [], keep_place=keep_place)
        contact = self._contact
        self.work("findings", lambda case, _progress: _findings(case, contact))
        row = detail.row
        when = f"{day_words(row.day, year=True)} {clock_words(row.second)}"
        what = f"{kind_words(row.kind, row.channel)}  {shown(row.platform_name or '')}"
        self.head(self._contact, f"{when}  {what}", _("{at} of {n}", at=self._index + 1, n=len(self._rows)))

    def _show(self, detail: ContactDetail, findings: list[Finding], *, keep_place: bool) -> None:
        called = tag_words(self.case) if detail.values.get("tag") else None
        text = contact_text.contact(detail, findings, self.case.zone, called)
        self.query_one(Reading).show(text, keep_place=keep_place)

    def on_finished(self, message: Finished) -> None:
        """Findings came."""
        if message.job == "findings" and self._detail is not None:
            contact, findings = message.result
            if contact == self._contact:
                self._show(self._detail, findings, keep_place=True)

    # actions

    def action_newer(self) -> None:
        """The next newer contact."""
        self._go(self._index - 1)

    def action_older(self) -> None:
        """The next older contact."""
        self._go(self._index + 1)

    def _go(self, index: int) -> None:
        if 0 <= index < len(self._rows):
            self._index = index
            self._contact = self._rows[index].id
            self.say("")
            self._read()

    async def action_correct(self) -> None:
        """Opens the form with this contact in it."""
        from evidencelog.tui.screens.form import EntryScreen

        if self._detail is not None:
            await self.app.push_screen(EntryScreen(self._detail), self._corrected)

    def _corrected(self, contact: str | None) -> None:
        if contact:
            self.say(_("Corrected; the earlier version stays in the history."))

    def action_withdraw(self) -> None:
        """Asks for the reason and withdraws."""
        if self._detail is not None and self._detail.withdrawn:
            self.say(_("It is withdrawn already."))
        else:
            contact = self._contact
            ask_why(
                self,
                _("Withdraw {id}?", id=contact),
                _("It stays readable and is no longer counted. Why?"),
                lambda case, because: _withdraw(case, contact, because),
                _("Withdrawn; it stays readable here."),
            )

    def owner_of_files(self) -> str | None:
        """The contact."""
        return self._contact

    def files(self) -> Sequence[Attachment]:
        """Its files."""
        return self._detail.attachments if self._detail is not None else ()


def _findings(case: Case, contact: str) -> tuple[str, list[Finding]]:
    from evidencelog.app import checking

    return contact, list(checking.findings_for(case, [contact]).get(contact, []))


def _withdraw(case: Case, contact: str, because: str) -> None:
    from evidencelog.app import recording

    recording.withdraw(case, contact, because)
