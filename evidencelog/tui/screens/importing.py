"""Takes in a file of the phone: what it holds is shown first, then everything of it is recorded, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Input

from evidencelog.app.import_files import FORMATS
from evidencelog.errors import Cancelled
from evidencelog.i18n import N_, _, ngettext
from evidencelog.tui import entry
from evidencelog.tui.actions import bindings, key_of
from evidencelog.tui.background import Stoppable
from evidencelog.tui.screens.page import Page
from evidencelog.tui.widgets.reading import BLANK, Reading, heading, plain, quiet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from evidencelog.app.cases import Case
    from evidencelog.app.import_files import ImportReport
    from evidencelog.models.progress import Progress
    from evidencelog.tui.background import Broke, Finished, Step
    from evidencelog.tui.widgets.drawing import Paragraph

NAMES = {
    "evidencelog": N_("what evidencelog exported"),
    "sms-backup-calls": N_("call logs of SMS Backup & Restore"),
    "sms-backup-messages": N_("messages of SMS Backup & Restore"),
}
"""Formats in plain words."""
MOST_REFUSED = 12
"""Rows left out that are listed."""


class ImportScreen(Page[int]):
    """Gives back how many contacts were added; None when the person went back."""

    SCOPE = "import"
    BINDINGS = bindings("import")
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self._path = ""
        self._looked: tuple[Path, ...] = ()
        self._job: Stoppable | None = None
        self._taking = False
        self._taken = self._refused = False
        """What the line names was taken in, or could not be read."""

    def body(self) -> ComposeResult:
        """The path, what the file holds."""
        with Vertical(id="form"):
            yield Input(
                self._path, compact=True, placeholder=_("drop the file here, or write its path; Enter looks at it")
            )
        yield Reading(id="report")

    def on_mount(self) -> None:
        """Waits for a file; a path that was left is there again."""
        if left := self.face.unsent.pop(self.SCOPE, ""):
            self.query_one(Input).value = left
        self.head(_("Import"), _("what the phone already knows"))
        self.query_one(Reading).show(_introduction())
        self.query_one(Input).focus()

    def take_along(self) -> None:
        """The path that was typed."""
        self._path = self.query_one(Input).value

    def built_again(self) -> None:
        """In the other language, with the path."""
        self.on_mount()

    def take_paste(self, text: str) -> bool:
        """A file dropped on the terminal is looked at at once."""
        files = entry.dropped(text)
        if not files:
            return False
        self.query_one(Input).value = entry.quoted(files)
        self.action_look()
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another path: what was looked at is not what would be taken in."""
        event.stop()
        self._looked, self._taken, self._refused = (), False, False
        self.query_one("KeyBar").refresh()

    def on_input_submitted(self) -> None:
        """Enter in the line."""
        self.action_look()

    def action_look(self) -> None:
        """Shows what would be recorded; writes nothing."""
        if self._taking:
            return
        files = self._named()
        if not files:
            self.say(_("Name a file first."))
            return
        self._looked = ()
        self.say(_("Looking. {key} stops it.", key=key_of("import.leave")))
        self._job = Stoppable(lambda case, progress: (files, _take(case, files, progress, dry=True)))
        self.work("look", self._job)

    def _named(self) -> tuple[Path, ...]:
        """The files the line names."""
        return tuple(entry.paths(self.query_one(Input).value.strip()))

    def action_take(self) -> None:
        """Records what the file holds."""
        if self._job is not None:
            return
        files = self._looked
        if not files:
            self.action_look()
            return
        self.say(_("Importing. {key} stops it; nothing is kept of it then.", key=key_of("import.leave")))
        self._job, self._taking = Stoppable(lambda case, progress: _take(case, files, progress, dry=False)), True
        self.work("take", self._job)

    def on_step(self, message: Step) -> None:
        """How far it is."""
        if message.total and self._job is not None and not self._job.stopped:
            share = f"{message.done * 100 // message.total}%"
            self.say(_("{share} done. {key} stops it.", share=share, key=key_of("import.leave")))

    def on_finished(self, message: Finished) -> None:
        """The file was looked at, or taken in."""
        late = self._job is not None and self._job.stopped
        self._job, self._taking = None, False
        self.say(_("It was done before it could be stopped.") if late else "")
        if message.job == "look":
            files, report = message.result
            self._looked = files if self._named() == files else ()  # another one was named meanwhile
            self.query_one(Reading).show(_told(report, dry=True))
            self.query_one("KeyBar").refresh()
        elif message.job == "take":
            self._looked, self._taken = (), True
            self.face.case_changed()
            self.query_one(Reading).show(_told(message.result, dry=False))
            self.query_one(Reading).focus()
            self.query_one("KeyBar").refresh()

    def on_broke(self, message: Broke) -> None:
        """What is wrong with the file; nothing was written."""
        self._job, self._taking = None, False
        if isinstance(message.error, Cancelled):
            message.prevent_default()
            self.say(_("Stopped; nothing of it was kept."))
        elif message.job == "look":
            self._refused = True
            self.query_one("KeyBar").refresh()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Something can be recorded once a file is named; the first time it is looked at, and nothing written."""
        if action == "take":
            return bool(self._looked) or (
                bool(self.query_one(Input).value.strip()) and not (self._taken or self._refused)
            )
        if action == "look":
            return bool(self.query_one(Input).value.strip())
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """Stops the work under way, else goes back."""
        if self._job is not None:
            self._job.stopped = True
            self.say(_("Stopping."))
        else:
            if not self._taken:
                self.face.unsent[self.SCOPE] = self.query_one(Input).value
            self.dismiss(None)


def _take(case: Case, files: Sequence[Path], progress: Progress, *, dry: bool) -> ImportReport:
    from evidencelog.app.import_files import import_files

    return import_files(case, files, dry_run=dry, progress=progress)


def _introduction() -> list[Paragraph]:
    return [
        BLANK,
        plain(_("Rows an earlier import had are recognised and not added again; every row keeps where it came from.")),
        plain(_("Unknown numbers wait in an inbox and are given to a lender or a person once.")),
        BLANK,
        quiet(_("What can be read:")),
        *(quiet("- " + (_(NAMES[one]) if one in NAMES else one), indent=2) for one in FORMATS),
        BLANK,
        quiet(_("On the phone: SMS Backup & Restore (Android) writes such files; copy them to this computer.")),
    ]


def _told(report: ImportReport, *, dry: bool) -> list[Paragraph]:
    """What became, or would become, of the rows."""
    if dry:
        first = ngettext("{n} contact would be added", "{n} contacts would be added", report.added)
    else:
        first = ngettext("{n} contact added", "{n} contacts added", report.added)
    text = [BLANK, heading(first)]
    if report.first_day:
        text.append(plain(_("from {first} to {last}", first=report.first_day, last=report.last_day or ""), indent=2))
    for count, words in (
        (report.known, _("known from an earlier import")),
        (report.linked, _("second witness of a contact on record")),
        (report.inbox, _("wait for a platform")),
    ):
        if count:
            text.append(plain(f"{count}  {words}", indent=2))
    text += [quiet(note, indent=2) for note in report.notes]
    if report.refused:
        text += [BLANK, heading(ngettext("{n} row left out", "{n} rows left out", len(report.refused)))]
        text += [quiet(f"{one.where}: {one.what}", indent=2) for one in report.refused[:MOST_REFUSED]]
    text.append(BLANK)
    if dry and report.added + report.linked:
        text.append(plain(_("Nothing is written yet; {key} takes it in.", key=key_of("import.take"))))
    elif dry:
        text.append(plain(_("There is nothing new in it.")))
    elif report.inbox:
        text.append(
            plain(_("{key} on the first screen says whose the unknown numbers are.", key=key_of("home.platforms")))
        )
    return text
