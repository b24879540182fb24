"""One contact on a screen of its own: facts, findings, files, history, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.app import browsing
from evidencelog.app.guidance import tag_words
from evidencelog.i18n import _
from evidencelog.tui import contact_text, entry
from evidencelog.tui.actions import bindings
from evidencelog.tui.opening import open_file
from evidencelog.tui.screens.dialogs import Ask, Option, Pick, ask_why
from evidencelog.tui.screens.page import Page
from evidencelog.tui.widgets.drawing import shown
from evidencelog.tui.widgets.reading import Reading
from evidencelog.tui.words import clock_words, day_words, kind_words, size_words

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from evidencelog.app.cases import Case
    from evidencelog.models.browsing import Attachment, ContactDetail, ListRow
    from evidencelog.models.findings import Finding
    from evidencelog.models.progress import Progress
    from evidencelog.tui.background import Broke, Finished, Step
    from evidencelog.tui.widgets.row_list import Rows


class ContactScreen(Page[None]):
    """Shows a contact of a list; left and right go through the list."""

    SCOPE = "contact"
    BINDINGS = bindings("contact")

    def __init__(self, rows: Rows[ListRow], index: int) -> None:
        super().__init__()
        self._rows = rows
        self._index = index
        self._contact = rows[index].id
        self._detail: ContactDetail | None = None
        self._files = ""
        """The paths typed last."""

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
        """Findings came, or files were sealed."""
        if message.job == "findings" and self._detail is not None:
            contact, findings = message.result
            if contact == self._contact:
                self._show(self._detail, findings, keep_place=True)
        elif message.job == "attach":
            sealed: list[Attachment] = message.result
            self.face.case_changed()
            self.say(
                _(
                    "Sealed: {names}",
                    names=", ".join(f"{shown(file.name)} ({size_words(file.size)})" for file in sealed),
                )
            )

    def on_step(self, message: Step) -> None:
        """Sealing takes a while."""
        if message.job == "attach":
            done = (
                size_words(message.done)
                if message.total is None
                else f"{message.done * 100 // max(message.total, 1)} %"
            )
            self.say(_("Sealing: {done}", done=done))

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

    def action_attach(self) -> None:
        """Asks for paths and seals copies."""
        self._ask_files("")

    def _ask_files(self, wrong: str) -> None:
        question = Ask(
            _("Attach files to {id}", id=self._contact),
            _("Paths, one space between; drop files here if the terminal can."),
            value=self._files if wrong else "",
            wrong=wrong,
        )
        self.app.push_screen(question, self._seal)

    def _seal(self, typed: str | None) -> None:
        files = entry.paths(typed)
        if files:
            contact, self._files = self._contact, typed or ""
            self.work("attach", lambda case, progress: _attach(case, contact, files, progress))

    def on_broke(self, message: Broke) -> None:
        """Files that could not be sealed are asked for again, with what is wrong."""
        if message.job == "attach":
            message.prevent_default()
            self.say("")
            self._ask_files(str(message.error))

    async def action_open(self) -> None:
        """Opens an attached file."""
        files = [file for file in self._detail.attachments if not file.erased] if self._detail else []
        if not files:
            self.say(_("No file is attached; a attaches one."))
        elif len(files) == 1:
            self._open(files[0].id)
        else:
            options = [Option(file.id, file.name, size_words(file.size)) for file in files]
            await self.app.push_screen(Pick(_("Open which file?"), options), self._open)

    def _open(self, attachment: str | None) -> None:
        if attachment is None or self._detail is None:
            return
        file = next(one for one in self._detail.attachments if one.id == attachment)
        path: Path | None = self.attempt(lambda: browsing.attachment_path(self.case, attachment), None)
        if path is not None:
            problem = open_file(path, file.name)
            self.say(problem or _("Opened a copy of {name}", name=shown(file.name)), wrong=bool(problem))

    def action_back(self) -> None:
        """To the list."""
        self.dismiss(None)


def _findings(case: Case, contact: str) -> tuple[str, list[Finding]]:
    from evidencelog.app import checking

    return contact, list(checking.findings_for(case, [contact]).get(contact, []))


def _withdraw(case: Case, contact: str, because: str) -> None:
    from evidencelog.app import recording

    recording.withdraw(case, contact, because)


def _attach(case: Case, contact: str, files: list[Path], progress: Progress) -> list[Attachment]:
    from evidencelog.app import attaching

    return list(attaching.attach(case, contact, files, progress=progress))
