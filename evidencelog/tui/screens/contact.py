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
from evidencelog.tui.walking import ByNumber, ByRow
from evidencelog.tui.widgets.drawing import shown
from evidencelog.tui.widgets.reading import Reading
from evidencelog.tui.words import clock_words, day_words, kind_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from evidencelog.app.cases import Case
    from evidencelog.models.browsing import Attachment, ContactDetail, ContactFilter, ListRow
    from evidencelog.models.findings import Finding
    from evidencelog.tui.background import Finished
    from evidencelog.tui.entry import Saved
    from evidencelog.tui.walking import Walk
    from evidencelog.tui.widgets.row_list import Rows


class ContactScreen(FilesPage):
    """Shows a contact of a list; left and right go through the list."""

    SCOPE = "contact"
    BINDINGS = bindings("contact")

    def __init__(self, walk: Walk, index: int) -> None:
        """The contact at ``index``, among others."""
        super().__init__()
        self._walk = walk
        self._index = index
        self._contact = walk[index]
        self._wanted: ContactFilter | None = None
        self._detail: ContactDetail | None = None

    @classmethod
    def of_rows(cls, rows: Rows[ListRow], index: int, wanted: ContactFilter) -> ContactScreen:
        """A contact of rows read a page at a time, of all that a filter lets through.

        Their places change with the case; so all of them are noted beside the first drawing, and gone through as they
        stood then.
        """
        screen = cls(ByRow(rows), index)
        screen._wanted = wanted
        return screen

    def body(self) -> ComposeResult:
        """One text."""
        yield Reading(id="contact")

    def on_mount(self) -> None:
        """Shows the contact."""
        self._read()
        self.query_one(Reading).focus()
        wanted = self._wanted
        if wanted is not None:
            self.work("walk", lambda case, _progress: browsing.numbers(case, wanted))

    def case_changed(self) -> None:
        """Shows what stands now."""
        self._read(keep_place=True)

    def built_again(self) -> None:
        """In the other language."""
        self.on_mount()

    def _read(self, *, keep_place: bool = False) -> bool:
        """Shows the contact; False, with the reason said, where it cannot be read."""
        detail: ContactDetail | None = self.attempt(lambda: browsing.detail(self.case, self._contact), None)
        if detail is None:
            return False
        self._detail = detail
        self._show(detail, [], keep_place=keep_place)
        contact = self._contact
        self.work("findings", lambda case, _progress: _findings(case, contact))
        self._name_it(detail.row)
        return True

    def _name_it(self, row: ListRow) -> None:
        when = f"{day_words(row.day, year=True)} {clock_words(row.second)}"
        what = f"{kind_words(row.kind, row.channel)}  {shown(row.platform_name or '')}"
        self.head(self._contact, f"{when}  {what}", _("{at} of {n}", at=self._index + 1, n=len(self._walk)))

    def _show(self, detail: ContactDetail, findings: list[Finding], *, keep_place: bool) -> None:
        called = tag_words(self.case) if detail.values.get("tag") else None
        text = contact_text.contact(detail, findings, self.case.zone, called)
        self.query_one(Reading).show(text, keep_place=keep_place)

    def on_finished(self, message: Finished) -> None:
        """Findings came, or all there is to go through."""
        if message.job == "walk":
            self._wanted = None
            self._walk = walk = ByNumber(message.result)
            self._index = walk.place(self._contact, self._index)
            if self._detail is not None:
                self._name_it(self._detail.row)
        elif message.job == "findings" and self._detail is not None:
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
        if not 0 <= index < len(self._walk):
            return
        self.say("")
        before = self._index, self._contact
        try:
            self._index, self._contact = index, self._walk[index]
        except IndexError:  # the page it stands on cannot be read, which was said
            return
        if not self._read():  # what is done here is done to the contact one sees
            self._index, self._contact = before

    async def action_correct(self) -> None:
        """Opens the form with this contact in it."""
        from evidencelog.tui.screens.form import EntryScreen

        if self._detail is not None:
            await self.app.push_screen(EntryScreen(self._detail), self._corrected)

    def _corrected(self, saved: Saved | None) -> None:
        if saved is not None:
            self.say("  ".join([_("Corrected; the earlier version stays in the history."), *saved.words]))

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
