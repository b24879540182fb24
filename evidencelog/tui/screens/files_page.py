"""What every screen of an entry with files can do: attach some, open one, say that one is a copy of another."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING

from evidencelog.app import browsing
from evidencelog.errors import Cancelled
from evidencelog.i18n import _
from evidencelog.tui import entry, file_text, opening
from evidencelog.tui.actions import key_of
from evidencelog.tui.background import Stoppable
from evidencelog.tui.screens.dialogs import Ask, Option, Pick
from evidencelog.tui.screens.page import Page
from evidencelog.tui.widgets.drawing import shown
from evidencelog.tui.words import size_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from evidencelog.app.attaching import Copy
    from evidencelog.app.cases import Case
    from evidencelog.models.browsing import Attachment
    from evidencelog.models.progress import Progress
    from evidencelog.tui.background import Broke, Finished, Step


class _Sealing(Stoppable):
    """Files that are being sealed."""

    def __init__(self, owner: str, typed: str) -> None:
        super().__init__(self._attach)
        self.owner = owner
        self.typed = typed
        """The paths as they were typed."""

    def _attach(self, case: Case, progress: Progress) -> tuple[list[Attachment], int]:
        """The files sealed, and how many the entry has now."""
        from evidencelog.app import attaching

        sealed = attaching.attach(case, self.owner, entry.paths(self.typed), progress=progress)
        return sealed, len(browsing.files_of(case, self.owner))


class FilesPage(Page[None]):
    """Base of the screens of entries to which files can be sealed; its actions stand in the scope of each."""

    _sealing: _Sealing | None = None
    _copying: Stoppable | None = None

    @abstractmethod
    def owner_of_files(self) -> str | None:
        """Id of the entry in front; None where there is none, which is said."""

    @abstractmethod
    def files(self) -> Sequence[Attachment]:
        """The files of that entry."""

    # attaching

    def action_attach(self) -> None:
        """Asks for paths and seals copies."""
        self._ask_files()

    def take_paste(self, text: str) -> bool:
        """Files dropped on the terminal are asked about, with their paths in the line."""
        dropped = entry.dropped(text)
        if dropped:
            self._ask_files(entry.quoted(dropped))
        return bool(dropped)

    def _ask_files(self, typed: str = "") -> None:
        if self._sealing is not None:
            self.say(_("Files are still being sealed; {key} stops that.", key=self._key("back")))
            return
        owner = self.owner_of_files()
        if owner is not None:
            self._ask(owner, typed)

    def _ask(self, owner: str, typed: str, wrong: str = "") -> None:
        words = _("Paths, one space between; drop files here if the terminal can.")
        question = Ask(_question(owner), words, value=typed, wrong=wrong)
        self.open_after_work(question, partial(self._seal, owner))

    def _seal(self, owner: str, typed: str | None) -> None:
        if typed and entry.paths(typed):
            self._sealing = _Sealing(owner, typed)
            self.work("attach", self._sealing)

    def on_step(self, message: Step) -> None:
        """Sealing takes a while."""
        if message.job == "attach" and self._sealing is not None and not self._sealing.stopped:
            self.say(file_text.sealing(message.done, message.total, self._key("back")))
        copying = message.job == "copy" and self._copying is not None and not self._copying.stopped
        if copying and message.total and self.patience_is_over:
            share = f"{100 * message.done // message.total} %"
            self.say(_("Being copied: {done}   {key} stops it", done=share, key=self._key("back")))

    def on_finished(self, message: Finished) -> None:
        """Files were sealed, or one was opened."""
        if message.job == "copy":
            self._copying = None
            self._show_copy(*message.result)
        elif message.job == "show":
            name, problem = message.result
            self.say(problem or _("Opened a copy of {name}", name=shown(name)), wrong=bool(problem))
        elif message.job == "attach":
            self._sealing = None
            sealed, count = message.result
            self.face.case_changed()
            hint = (
                _("If one file here is a copy of another, {key} says so.", key=self._key("mark")) if count > 1 else ""
            )
            self.say(file_text.sealed(sealed, hint))

    def on_broke(self, message: Broke) -> None:
        """Files that could not be sealed are asked for again, with what is wrong."""
        if message.job == "copy":
            self._copying = None
            if isinstance(message.error, Cancelled):
                message.prevent_default()
                self.say(_("Stopped; nothing of it was kept."))
        if message.job != "attach" or self._sealing is None:
            return
        message.prevent_default()
        sealing, self._sealing = self._sealing, None
        if isinstance(message.error, Cancelled):
            self.say(_("Stopped; nothing of it was kept."))
            self.face.unsent[_question(sealing.owner)] = sealing.typed
        else:
            self.say("")
            self._ask(sealing.owner, sealing.typed, str(message.error))

    def action_back(self) -> None:
        """Stops what takes a while; without any, back."""
        under_way = self._sealing or self._copying
        if under_way is None:
            self.dismiss(None)
        else:
            under_way.stopped = True
            self.say(_("Stopping."))

    # opening

    async def action_open(self) -> None:
        """Opens an attached file."""
        if self.owner_of_files() is None:
            return
        files = [file for file in self.files() if not file.erased]
        if not files:
            self.say(self._none())
        elif len(files) == 1:
            self._open(files, files[0].id)
        else:
            options = [Option(file.id, file.name, size_words(file.size)) for file in files]
            await self.app.push_screen(Pick(_("Open which file?"), options), partial(self._open, files))

    def _open(self, files: Sequence[Attachment], chosen: str | None) -> None:
        file = next((one for one in files if one.id == chosen), None)
        if file is None or self._copying is not None:
            return
        path: Path | None = self.attempt(lambda: browsing.attachment_path(self.case, file.id), None)
        if path is not None:
            sealed = path
            self._copying = Stoppable(
                lambda _case, progress: (file.name, opening.copy_of(sealed, file.id, file.name, progress))
            )
            self.work("copy", self._copying)

    def _show_copy(self, name: str, copy: Path) -> None:
        """Opens the copy, where this screen is still in front: nothing appears over the hidden one."""
        if self.app.screen is self:
            self.work("show", lambda _case, _progress: (name, opening.show(copy)))
        else:
            self.say(_("It is ready, and you were elsewhere: ask for it once more."))

    # copies

    async def action_mark(self) -> None:
        """Asks which file is a copy, then of what."""
        if self.owner_of_files() is None:
            return
        files = list(self.files())
        found = file_text.may_be_copies(files)
        if not found:
            there = any(not file.erased for file in files)
            words = _("One file is here; {key} attaches its copy, then {mark} says what it is.", key=self._key("attach"), mark=self._key("mark"))  # fmt: skip
            self.say(words if there else self._none())
        elif len(found) == 1:
            self._ask_what(files, found[0].id)
        else:
            options = [Option(one.id, f"{one.id}  {shown(one.name)}", _now(one)) for one in found]
            question = Pick(_("Which file is a copy of another one?"), options)
            await self.app.push_screen(question, partial(self._ask_what, files))

    def _ask_what(self, files: Sequence[Attachment], chosen: str | None) -> None:
        file = next((one for one in files if one.id == chosen), None)
        if file is not None:
            options = [Option(*line) for line in file_text.choices(file, files)]
            question = Pick(_("What is {id} {name}?", id=file.id, name=shown(file.name)), options)
            self.app.push_screen(question, partial(self._mark, file.id))

    def _mark(self, file: str, chosen: str | None) -> None:
        if chosen is None:
            return
        kind, _colon, of = chosen.partition(":") if chosen != file_text.OWN else (None, "", None)
        told = _(
            "{id}: {what}; {meaning}.", id=file, what=file_text.copy_words(kind, of), meaning=file_text.meaning(kind)
        )
        self.do(lambda case: _write(case, file, kind, of), told)

    # words

    def _key(self, call: str) -> str:
        return key_of(f"{self.SCOPE}.{call}")

    def _none(self) -> str:
        return _("No file is attached; {key} attaches one.", key=self._key("attach"))


def _question(owner: str) -> str:
    return _("Attach files to {id}", id=owner)


def _now(file: Attachment) -> str:
    return file_text.copy_words(file.copy, file.copy_of) if file.copy else size_words(file.size)


def _write(case: Case, file: str, kind: str | None, of: str | None) -> bool:
    from evidencelog.app import attaching

    copy: Copy | None = attaching.Copy(kind, of) if kind and of else None
    return attaching.mark(case, file, copy)
