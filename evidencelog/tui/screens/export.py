"""The evidence packet: for whom, about what, what would leave the house, and where it lies when it is made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input

from evidencelog.app import browsing, packets
from evidencelog.app.moments import read_when
from evidencelog.errors import Cancelled, EvidencelogError, FileRefused
from evidencelog.i18n import N_, _
from evidencelog.models.packet_making import PacketRequest, Preview
from evidencelog.tui import packet_text
from evidencelog.tui.actions import bindings, key_of
from evidencelog.tui.background import Stoppable
from evidencelog.tui.free_path import free_path
from evidencelog.tui.keys_ahead import after_typing
from evidencelog.tui.screens.dialogs import Option, Pick
from evidencelog.tui.screens.export_fields import FIELDS, ChannelList
from evidencelog.tui.screens.export_words import OwnWords
from evidencelog.tui.typed_path import typed_path
from evidencelog.tui.widgets.choice import Choice
from evidencelog.tui.widgets.drawing import Paragraph, Part
from evidencelog.tui.widgets.field import Completing, Field
from evidencelog.tui.widgets.reading import BLANK, Reading
from evidencelog.tui.words import local_now

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.timer import Timer

    from evidencelog.app.cases import Case
    from evidencelog.models.packet_making import Made
    from evidencelog.tui.background import Broke, Finished, Step
    from evidencelog.tui.widgets.row_list import RowList

ADDRESSEE, SCOPE_OF, LEAVES, MADE = range(4)
"""Steps: for whom, about what, what would leave, what was made."""
STEPS = (N_("1 for whom"), N_("2 about what"), N_("3 what leaves"), N_("4 made"))


class ExportScreen(OwnWords):
    """Makes a packet, step by step; on wide screens the steps stand side by side."""

    SCOPE = "export"
    BINDINGS = bindings("export")
    DEFAULT_CSS = """
    ExportScreen #left { width: 44%; max-width: 64; }
    ExportScreen #channels { height: 4; max-height: 45%; }
    ExportScreen #preview { border-left: solid $foreground 20%; }
    ExportScreen #preview:focus { border-left: solid $accent; }
    ExportScreen.-narrow #body, ExportScreen.-middle #body { layout: vertical; }
    ExportScreen.-narrow #left, ExportScreen.-middle #left { width: 100%; max-width: 100%; height: auto; }
    ExportScreen.-narrow #preview, ExportScreen.-middle #preview { border-left: none; height: 1fr; }
    ExportScreen.-narrow.-step-0 #preview, ExportScreen.-middle.-step-0 #preview { border-top: solid $foreground 20%; }
    ExportScreen.-narrow.-step-1 #preview, ExportScreen.-middle.-step-1 #preview { border-top: solid $foreground 20%; }
    ExportScreen.-narrow #channels, ExportScreen.-middle #channels { max-height: 12; }
    ExportScreen.-narrow.-step-0 #form, ExportScreen.-middle.-step-0 #form { display: none; }
    ExportScreen.-narrow.-step-1 #channels, ExportScreen.-middle.-step-1 #channels { display: none; }
    ExportScreen.-narrow.-step-2 #left, ExportScreen.-middle.-step-2 #left { display: none; }
    ExportScreen.-narrow.-step-3 #left, ExportScreen.-middle.-step-3 #left { display: none; }
    """

    def __init__(self, platform: str | None = None) -> None:
        """``platform`` is the name of the one it is about, where that is known."""
        super().__init__()
        self._step = ADDRESSEE
        self._asked = platform is not None
        self._looked: Preview | None = None
        self._wanted: PacketRequest | None = None
        """Whose preview is waited for."""
        self._result: Made | None = None
        self._given: dict[str, str | None] = {"form": "folder", "platform": platform}
        self._channel = ""
        self._own_path = False
        self._making: Stoppable | None = None
        self._soon: Timer | None = None
        self._done = False
        self._begun = False

    def body(self) -> ComposeResult:
        """Addressees and fields at the left, the preview at the right."""
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield ChannelList(id="channels")
                with VerticalScroll(id="form", can_focus=False):
                    for name, label in FIELDS.items():
                        yield Field(name, _(label), self._control(name), 14)
            yield Reading(id="preview")

    def _control(self, name: str) -> Input | Choice:
        if name == "form":
            return Choice([("folder", _("a folder")), ("zip", _("a zip file"))], needed=True)
        if name == "platform":
            return Completing(self.known_platforms)
        hints = {
            "since": _("empty: from the first"),
            "until": _("empty: to the last"),
            "request": _("in your own words"),
            "redact": _("words, commas between them"),
            "letter": _("a text file with your own paragraphs"),
            "signed": _("PDF or picture of the signed letter"),
        }
        return Input(compact=True, select_on_focus=False, placeholder=hints.get(name, ""))

    def on_mount(self) -> None:
        """Asks for the addressees."""
        names = self.known_platforms()
        if not self._given.get("platform") and len(names) == 1:
            self._given["platform"] = names[0]
        if not self._begun:
            self._begun = True
            self._given.update(self.begin_for(self._given.get("platform")))
            self.set_interval(0.4, self.keep_draft)
        for one in self.query(Field):
            one.value = self._given.get(one.field)
        self._go(self._step)
        if len(names) > 1 and not self._given.get("platform") and not self._asked:
            self._asked = True
            question = Pick(_("About which platform is the packet?"), [Option(name, name) for name in names])
            self.app.push_screen(question, self._take_platform)
        self._ask_channels()

    def _take_platform(self, name: str | None) -> None:
        if name is not None:
            self.query_one("#field-platform", Field).value = name

    def _go(self, step: int) -> None:
        """Shows a step; its first part takes the keys."""
        self._step = step
        for number in range(len(STEPS)):
            self.set_class(number == step, f"-step-{number}")
        steps = " > ".join(f"[{_(words)}]" if at == step else _(words) for at, words in enumerate(STEPS))
        self.head(_("Evidence packet"), steps)
        if step == ADDRESSEE:
            self.query_one(ChannelList).focus()
        elif step == SCOPE_OF:
            self.query_one("#field-platform", Field).control.focus()
        else:
            self.query_one("#preview", Reading).focus()
        self._say_preview()

    @property
    def _narrow(self) -> bool:
        return self.has_class("-narrow") or self.has_class("-middle")

    def _say_preview(self) -> None:
        """What the reading part shows: the addressee alone while one is chosen on a narrow screen, else everything."""
        row = self.query_one(ChannelList).current()
        if row is None:
            return
        reading = self.query_one("#preview", Reading)
        if self._result is not None:
            reading.show(packet_text.made(row, self._result))
        elif self._looked is None or (self._narrow and self._step == ADDRESSEE):
            reading.show(packet_text.addressee(row))
        else:
            reading.show(packet_text.preview(row, self._looked, self._value("out") or ""))

    def keep_draft(self, *, now: bool = False) -> None:
        """Keeps the words typed since the last time; ``now`` even where that failed a moment ago."""
        if self._result is None and not self.rebuilding and (now or not self.keeper.patient):
            self.keep_words()

    def take_along(self) -> None:
        """Everything typed goes over into the other language, to the last space."""
        self.keep_draft(now=True)
        self._given = {one.field: one.written for one in self.query(Field)}

    def built_again(self) -> None:
        """In the other language, with everything typed."""
        self.on_mount()

    # what is wanted

    def known_platforms(self) -> list[str]:
        """Names of the platforms."""
        return self.attempt(lambda: browsing.platform_names(self.case), [])

    def _ask_channels(self) -> None:
        platform = self._value("platform")
        known = platform if platform in self.known_platforms() else None
        self.work("channels", lambda case, _progress: packets.channels(case, platform=known))

    def _day(self, name: str) -> str | None:
        typed = self._value(name)
        if not typed:
            return None
        reading = read_when(typed, local_now(self.case))["reading"]
        return reading[:10] if reading else None

    def _request(self) -> PacketRequest:
        out = self._value("out")
        return PacketRequest(
            channel=self._channel,
            out=typed_path(out) if out else None,
            platform=self._value("platform"),
            since=self._day("since"),
            until=self._day("until"),
            request=self._value("request"),
            zip=self._value("form") == "zip",
            letter=self._path("letter"),
            signed=self._path("signed"),
            redact=tuple(word.strip() for word in re.split("[,，、]", self._value("redact") or "") if word.strip()),
        )

    def _path(self, name: str) -> Path | None:
        typed = self._value(name)
        return typed_path(typed) if typed else None

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Another addressee."""
        event.stop()
        row = self.query_one(ChannelList).current()
        if row is not None and row["id"] != self._channel:
            self.to_addressee(row["id"])
            self._looked = None
            self._later()
            self._say_preview()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Enter goes on to the fields."""
        event.stop()
        self._go(SCOPE_OF)

    def action_next(self) -> None:
        """The next field; after the last one, what would leave."""
        last = self.query(Field).last().control
        if self.query_one(ChannelList).has_focus:
            self._go(SCOPE_OF)
        elif last.has_focus:
            self.action_look()
            self._go(LEAVES)
        else:
            super().action_next()

    def on_input_changed(self, event: Input.Changed) -> None:
        """A field was typed in."""
        event.stop()
        one = event.input.parent
        if not isinstance(one, Field):
            return
        one.say("")
        if one.field == "out":
            self._own_path = self._own_path or one.control.has_focus
            return
        if one.field in {"since", "until"} and one.value:
            day = self._day(one.field)
            one.say(f"= {day}" if day else _("not read as a day yet"), wrong=day is None)
        if one.field == "platform":
            if isinstance(one.control, Completing) and one.control.has_focus:
                one.say("  ".join(name for name in one.control.matches()[:3] if name != one.value))
            self._ask_channels()
            if not one.control.has_focus:
                self.to_platform()
        self._later()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """A folder or a file."""
        event.stop()
        self._propose_path()

    def _later(self) -> None:
        self._wanted = None
        if self._result is not None:  # something else is wanted now: it can be made again
            self._result = None
            self.query_one("KeyBar").refresh()
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(0.3, self.action_look)

    def _propose_path(self) -> None:
        if not self._own_path and self._channel:
            day = local_now(self.case).date().isoformat()
            platform, zipped = self._value("platform"), self._value("form") == "zip"
            path = free_path(
                self.case.path / "exports", day, self._channel, platform or "", suffix=".zip" if zipped else ""
            )
            self.query_one("#field-out", Field).value = str(path)

    # work

    def action_look(self) -> None:
        """Asks for the preview."""
        if not self._channel or self._making is not None:
            return
        self._done = False
        if not self._value("platform") and len(self.known_platforms()) > 1:
            return
        self._propose_path()
        request = self._request()
        self._wanted = request
        self.work("preview", lambda case, _progress: (request, _preview(case, request)))

    def action_show(self) -> None:
        """Looks again and goes to what would leave."""
        self._result = None
        self.action_look()
        self._go(LEAVES)

    async def action_you(self) -> None:
        """Opens the form about the person who complains; what is missing is looked at again after it."""
        from evidencelog.tui.screens.about_case import about_you

        def noted() -> None:
            self._ask_channels()
            self.action_look()

        await about_you(self, noted)

    def action_sent(self) -> None:
        """Writes down that the complaint was sent."""
        from evidencelog.tui.screens.follow_up import hints
        from evidencelog.tui.screens.record_form import RecordForm

        platform = self._value("platform")
        if platform and self._channel:
            fixed = {"platform": platform, "channel": self._channel}
            form = RecordForm("complaint", _("A complaint that was sent"), fixed=fixed, about=hints())
            self.app.push_screen(form, self._noted)

    def _noted(self, key: str | None) -> None:
        if key is not None:
            self.say(
                _(
                    "The complaint is on record as {id}; {key} on the first screen shows its time limits.",
                    id=key,
                    key=key_of("home.follow_up"),
                )
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """That it was sent can be said once it is made."""
        if action == "sent":
            return self._result is not None
        if action == "make":
            return self._result is None
        if action == "next" and self.query_one(ChannelList).has_focus:
            return True
        return super().check_action(action, parameters)

    def action_make(self) -> None:
        """Writes the packet."""
        after_typing(self, self._make)

    def _make(self) -> None:
        if self._making is not None or not self._channel:
            return
        self.to_platform()
        if not self._value("platform") and len(self.known_platforms()) > 1:
            self._go(SCOPE_OF)
            self.query_one("#field-platform", Field).say(_("Say which platform it is about."), wrong=True)
            return
        for one in self.query(Field):
            if one.field in {"since", "until"} and one.value and not self._day(one.field):
                self._go(SCOPE_OF)
                one.say(_("This is no day; write 2026-03-02."), wrong=True)
                one.control.focus()
                return
        self._propose_path()
        request = self._request()
        self.say(_("Writing the packet. {key} stops it.", key=key_of("export.leave")))
        self._making = Stoppable(lambda case, progress: packets.make(case, request, progress))
        self.work("make", self._making)

    def on_step(self, message: Step) -> None:
        """The packet is so far."""
        if message.job == "make" and self._making is not None and not self._making.stopped:
            bar = packet_text.bar(message.done, message.total)
            self.say(_("Writing the packet: {bar}   {key} stops it.", bar=bar, key=key_of("export.leave")))

    def on_finished(self, message: Finished) -> None:
        """Addressees, a preview or the packet itself."""
        if message.job == "channels":
            rows: list[dict[str, Any]] = message.result
            at = next((index for index, row in enumerate(rows) if row["id"] == self._channel), 0)
            channels = self.query_one(ChannelList)
            channels.styles.height = min(max(len(rows), 3), 12)
            channels.show_rows(rows, at)
            self._say_preview()
        elif message.job == "preview" and not self._done:
            request, looked = message.result
            if request != self._wanted:
                return
            if not isinstance(looked, Preview):
                self._say_why_not(looked)
                return
            self._looked = looked
            self._say_preview()
            if not self.keeper.trouble and self.query_one("#news").has_class("wrong"):
                self.say("")
        elif message.job == "make":
            self._making = None
            self._done = True
            self._own_path = False
            self._result = message.result
            self.keeper.keep(None)
            self._go(MADE)
            self.query_one("KeyBar").refresh()
            self.face.case_changed()
            self.say(_("Done: {path}", path=message.result.path))

    def on_broke(self, message: Broke) -> None:
        """What stands in the way."""
        if message.job == "make":
            self._making = None
            if isinstance(message.error, Cancelled):
                message.prevent_default()
                self.say(_("Stopped; nothing of it was kept."))

    def _say_why_not(self, error: EvidencelogError) -> None:
        """What stands in the way of a preview."""
        row = self.query_one(ChannelList).current()
        self._looked = None
        if row is not None:
            words = Paragraph((Part(str(error), "accent"),))
            self.query_one("#preview", Reading).show([*packet_text.channel(row), BLANK, words, *packet_text.needs(row)])

    def on_resize(self) -> None:
        """Steps stand below or beside each other."""
        if self.is_mounted:
            self._say_preview()

    def action_leave(self) -> None:
        """Stops the work under way; without any, back."""
        if self._making is not None:
            self._making.stopped = True
            self.say(_("Stopping."))
        elif self._narrow and self._step in {SCOPE_OF, LEAVES}:
            self._go(self._step - 1)
        else:
            self.keep_draft(now=True)
            self.keeper.leave(lambda: self.dismiss(None))


def _preview(case: Case, request: PacketRequest) -> Preview | EvidencelogError:
    """What would leave, or why that cannot be said."""
    try:
        return packets.preview(case, request)
    except (EvidencelogError, OSError) as error:
        return FileRefused(error) if isinstance(error, OSError) else error
