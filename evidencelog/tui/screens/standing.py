"""What stands about one platform: agreed hours, refusals, requests, outside collectors, plans, debts, complaints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from textual.containers import Horizontal

from evidencelog.app import addressees, browsing
from evidencelog.i18n import _, ngettext
from evidencelog.models.labels import value_label
from evidencelog.tui import standing_text
from evidencelog.tui.actions import bindings, key_of
from evidencelog.tui.free_path import free_path
from evidencelog.tui.screens.dialogs import Option, Pick, ask_path, ask_why
from evidencelog.tui.screens.page import Page
from evidencelog.tui.screens.record_form import RecordForm
from evidencelog.tui.typed_path import typed_path
from evidencelog.tui.widgets.drawing import Part, fit, shown
from evidencelog.tui.widgets.key_bar import KeyBar
from evidencelog.tui.widgets.reading import Reading, quiet
from evidencelog.tui.widgets.row_list import RowList
from evidencelog.tui.words import sentence

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from evidencelog.app.cases import Case
    from evidencelog.models.progress import Progress
    from evidencelog.tui.background import Broke, Finished


class Fact(NamedTuple):
    """A line of the list."""

    record: str
    values: dict[str, Any]


class FactList(RowList[Fact]):
    """Standing facts by kind."""

    def group_of(self, row: Fact) -> str:
        """Kinds of record."""
        return row.record

    def heading(self, row: Fact, _width: int) -> list[Part]:
        """What kind."""
        return [Part(" "), Part(sentence(value_label("record", row.record)), "strong")]

    def parts(self, row: Fact, width: int) -> list[Part]:
        """When, and what."""
        day, words = standing_text.line(row.record, row.values)
        return [Part("  "), Part(fit(day, 10), "quiet"), Part(" "), Part(fit(words, width - 14))]


class StandingScreen(Page[None]):
    """Everything that stands about one platform."""

    SCOPE = "standing"
    BINDINGS = bindings("standing")
    DEFAULT_CSS = """
    StandingScreen #facts { width: 1fr; border-right: solid $foreground 15%; }
    StandingScreen #fact { width: 1fr; scrollbar-gutter: stable; }
    """

    def __init__(self, platform: str) -> None:
        """``platform`` is an id."""
        super().__init__()
        self._platform = platform
        self._row: dict[str, Any] = {"id": platform, "name": platform}
        self._path = ""
        """Where the letters were to go."""

    def body(self) -> ComposeResult:
        """The list and what is known."""
        with Horizontal(id="body"):
            yield FactList(id="facts")
            yield Reading(id="fact")

    @property
    def facts(self) -> FactList:
        """The list."""
        return self.query_one(FactList)

    def on_mount(self) -> None:
        """Reads everything."""
        self.facts.say_when_empty(_("{key} adds what was agreed or asked", key=key_of("standing.add")))
        self.facts.focus()
        self.case_changed()

    def case_changed(self) -> None:
        """Reads everything again."""
        rows: list[dict[str, Any]] = self.attempt(lambda: browsing.records(self.case, "platform"), [])
        self._row = next((row for row in rows if row["id"] == self._platform), self._row)
        name = self._row["name"]
        facts = self.attempt(lambda: _facts(self.case, name), list[Fact]())
        self.facts.show_rows(facts, self.facts.cursor)
        self.query_one(KeyBar).refresh()
        self.head(shown(name), _("what stands about it"), ngettext("{n} entry", "{n} entries", len(facts)))
        self._show()

    def built_again(self) -> None:
        """In the other language."""
        self.on_mount()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Another fact is under the cursor."""
        event.stop()
        self._show()

    def _show(self) -> None:
        fact = self.facts.current()
        text = standing_text.platform(self._row, self.query_one("#fact", Reading).size.width)
        text = [*text, *standing_text.nothing()] if fact is None else [*standing_text.fact(*fact), quiet(""), *text]
        self.query_one("#fact", Reading).show(text)

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Enter: change the fact."""
        event.stop()
        fact = self.facts.current()
        if fact is not None:
            fixed = {"platform": self._row["name"]} | _hidden(fact)
            given = {name: value for name, value in fact.values.items() if name not in {*fixed, "addressee"}}
            self._form(fact.record, fixed, given)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to withdraw only where something stands."""
        if action == "withdraw":
            return any(one.current() is not None for one in self.query(FactList))
        return super().check_action(action, parameters)

    async def action_add(self) -> None:
        """Asks what kind of fact, then for the fact."""
        options = [
            Option(one, sentence(value_label("record", one)), standing_text.what_for(one))
            for one in standing_text.STANDING
            if one != "complaint"
        ]
        question = Pick(_("What is to be noted about {name}?", name=shown(self._row["name"])), options)
        await self.app.push_screen(question, self._add)

    def _add(self, record: str | None) -> None:
        if record is not None:
            self._form(record, {"platform": self._row["name"]}, None)

    def _form(self, record: str, fixed: dict[str, str], given: dict[str, Any] | None) -> None:
        about = [quiet(standing_text.what_for(record))]
        self.app.push_screen(RecordForm(record, value_label("record", record), fixed=fixed, given=given, about=about))

    def action_withdraw(self) -> None:
        """Asks for the reason and takes the fact back."""
        fact = self.facts.current()
        if fact is not None:
            key = str(fact.values["id"])
            ask_why(
                self,
                _("Withdraw {id} from the record?", id=key),
                value_label("record", fact.record),
                lambda case, because: _withdraw(case, key, because),
                _("Withdrawn; it stays readable in the record."),
            )

    async def action_edit(self) -> None:
        """The form of the platform itself."""
        from evidencelog.tui.screens.platform_form import PlatformForm

        await self.app.push_screen(PlatformForm(self._row))

    async def action_export(self) -> None:
        """A packet about the platform: the one for the lender holds the letters of requests."""
        from evidencelog.tui.screens.export import ExportScreen

        await self.app.push_screen(ExportScreen(self._row["name"]))

    def action_letters(self) -> None:
        """Asks where the letters of request are to go and writes them."""
        self._ask_path(str(free_path(self.case.path / "exports", _("letters"), self._row["name"], suffix=".docx")))

    def _ask_path(self, path: str, wrong: str = "") -> None:
        words = _("Complete recording, copy of your data, others left alone: one Word document to fill in and sign.")
        ask_path(self, _("Write the letters of request"), words, path, self._write, wrong)

    def _write(self, path: str | None) -> None:
        if path:
            name, target, self._path = self._row["name"], typed_path(path), path
            self.say(_("Being written."))
            self.work("letters", lambda case, progress: _write_letters(case, name, target, progress))

    def on_finished(self, message: Finished) -> None:
        """The letters are there."""
        if message.job == "letters":
            words = _(
                "Written: {path}. Once a letter is sent, {key} notes the request and its day.",
                path=message.result,
                key=key_of("standing.add"),
            )
            self.say(words)

    def on_broke(self, message: Broke) -> None:
        """Letters that could not be written are asked for again, with what is wrong."""
        if message.job == "letters":
            message.prevent_default()
            self.say("")
            self._ask_path(self._path, str(message.error))

    async def action_picture(self) -> None:
        """The picture of the platform."""
        from evidencelog.tui.screens.picture import PictureScreen

        await self.app.push_screen(PictureScreen(self._platform))

    async def action_numbers(self) -> None:
        """The numbers of the platform."""
        from evidencelog.tui.screens.rotation import RotationScreen

        await self.app.push_screen(RotationScreen(self._platform))

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)


def _write_letters(case: Case, name: str, path: Path, progress: Progress) -> Path:
    from evidencelog.app.request_letters import write_letters

    write_letters(case, name, path, progress)
    return path


def _hidden(fact: Fact) -> dict[str, str]:
    return {"channel": fact.values["channel"]} if fact.record == "complaint" else {}


def _facts(case: Case, name: str) -> list[Fact]:
    titles = {channel.id: addressees.say(channel.title) for _pack, channel in addressees.in_use(case)}
    return [
        Fact(record, item | {"addressee": titles.get(item["channel"])} if record == "complaint" else item)
        for record in standing_text.STANDING
        for item in browsing.records(case, record)
        if item.get("platform") == name
    ]


def _withdraw(case: Case, key: str, because: str) -> None:
    from evidencelog.app import recording

    recording.withdraw(case, key, because)
