"""The evidence packet: for whom, about what, what would leave the house, and where it lies when it is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input

from evidencelog.app import browsing, packets
from evidencelog.app.moments import read_when
from evidencelog.i18n import N_, _
from evidencelog.models.packet import PacketRequest
from evidencelog.tui import packet_text
from evidencelog.tui.actions import bindings
from evidencelog.tui.keys_ahead import after_typing
from evidencelog.tui.screens.page import Page
from evidencelog.tui.widgets.choice import Choice
from evidencelog.tui.widgets.drawing import Part, fit
from evidencelog.tui.widgets.field import Completing, Field
from evidencelog.tui.widgets.reading import Reading, plain
from evidencelog.tui.widgets.row_list import RowList
from evidencelog.tui.words import local_now

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.worker import Worker

    from evidencelog.tui.background import Broke, Finished, Step

FIELDS = {
    "platform": N_("Platform"),
    "since": N_("From day"),
    "until": N_("To day"),
    "request": N_("You ask for"),
    "form": N_("As"),
    "out": N_("Written to"),
}


class ChannelList(RowList[dict[str, Any]]):
    """The addressees, those that fit first as the app gives them."""

    def parts(self, row: dict[str, Any], width: int) -> list[Part]:
        """One addressee and whether it fits."""
        words = {"yes": _("fits"), "no": _("unfit")}.get(row["fits"], "")
        weight = "accent" if row["fits"] == "yes" else "quiet"
        return [Part(" "), Part(fit(row["title"], width - 10)), Part(" "), Part(fit(words, 8), weight)]


class ExportScreen(Page[None]):
    """Makes a packet."""

    SCOPE = "export"
    BINDINGS = bindings("export")

    def __init__(self) -> None:
        super().__init__()
        self._given: dict[str, str | None] = {"form": "folder"}
        self._channel = ""
        self._own_path = False
        self._making: Worker[None] | None = None
        self._soon: Timer | None = None
        self._done = False

    def body(self) -> ComposeResult:
        """Addressees and fields at the left, the preview at the right."""
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield ChannelList(id="channels")
                with VerticalScroll(id="form", can_focus=False):
                    for name, label in FIELDS.items():
                        yield Field(name, _(label), self._control(name), 12)
            yield Reading(id="preview")

    def _control(self, name: str) -> Input | Choice:
        if name == "form":
            return Choice([("folder", _("a folder")), ("zip", _("a zip file"))], needed=True)
        if name == "platform":
            return Completing(self._names)
        hints = {
            "since": _("empty: from the first"),
            "until": _("empty: to the last"),
            "request": _("in your own words"),
        }
        return Input(compact=True, select_on_focus=False, placeholder=hints.get(name, ""))

    def on_mount(self) -> None:
        """Asks for the addressees."""
        self.head(_("Evidence packet"), _("for whom, about what, what leaves the house"))
        names = self._names()
        if "platform" not in self._given and len(names) == 1:
            self._given["platform"] = names[0]
        for one in self.query(Field):
            one.value = self._given.get(one.field)
        self._ask_channels()
        self.query_one(ChannelList).focus()

    async def speak_again(self) -> None:
        """In the other language, with everything typed."""
        self._given = {one.field: one.value for one in self.query(Field)}
        await super().speak_again()
        self.on_mount()

    # what is wanted

    def _names(self) -> list[str]:
        return self.attempt(lambda: browsing.platform_names(self.case), [])

    def _value(self, name: str) -> str | None:
        return self.query_one(f"#field-{name}", Field).value

    def _ask_channels(self) -> None:
        platform = self._value("platform")
        known = platform if platform in self._names() else None
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
            out=Path(out).expanduser() if out else None,
            platform=self._value("platform"),
            since=self._day("since"),
            until=self._day("until"),
            request=self._value("request"),
            zip=self._value("form") == "zip",
        )

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Another addressee."""
        event.stop()
        row = self.query_one(ChannelList).current()
        if row is not None and row["id"] != self._channel:
            self._channel = row["id"]
            self._later()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Enter goes on to the fields."""
        event.stop()
        self.query_one("#field-platform", Field).control.focus()

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
        self._later()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """A folder or a file."""
        event.stop()
        self._propose_path()

    def _later(self) -> None:
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(0.3, self.action_look)

    def _propose_path(self) -> None:
        if not self._own_path and self._channel:
            day = local_now(self.case).date().isoformat()
            platform, zipped = self._value("platform"), self._value("form") == "zip"
            path = packet_text.free_path(self.case.path / "exports", day, self._channel, platform, zipped=zipped)
            self.query_one("#field-out", Field).value = str(path)

    # work

    def action_look(self) -> None:
        """Asks for the preview."""
        if not self._channel or self._making is not None:
            return
        self._done = False
        self._propose_path()
        request = self._request()
        self.work("preview", lambda case, _progress: packets.preview(case, request))

    def action_make(self) -> None:
        """Writes the packet."""
        after_typing(self, self._make)

    def _make(self) -> None:
        if self._making is not None or not self._channel:
            return
        for one in self.query(Field):
            if one.field in {"since", "until"} and one.value and not self._day(one.field):
                one.say(_("This is no day; write 2026-03-02."), wrong=True)
                one.control.focus()
                return
        self._propose_path()
        request = self._request()
        self.say(_("Writing the packet. Esc stops it."))
        self._making = self.work("make", lambda case, progress: packets.make(case, request, progress))

    def on_step(self, message: Step) -> None:
        """The packet is so far."""
        if message.job == "make" and self._making is not None:
            self.say(_("Writing the packet: {bar}   Esc stops it.", bar=packet_text.bar(message.done, message.total)))

    def on_finished(self, message: Finished) -> None:
        """Addressees, a preview or the packet itself."""
        if message.job == "channels":
            rows: list[dict[str, Any]] = message.result
            at = next((index for index, row in enumerate(rows) if row["id"] == self._channel), 0)
            channels = self.query_one(ChannelList)
            channels.styles.height = min(max(len(rows), 3), 12)
            channels.show_rows(rows, at)
        elif message.job == "preview" and not self._done:
            row = self.query_one(ChannelList).current()
            if row is not None:
                self.query_one("#preview", Reading).show(
                    packet_text.preview(row, message.result, self._value("out") or "")
                )
                self.say("")
        elif message.job == "make":
            self._making = None
            self._done = True
            self._own_path = False
            row = self.query_one(ChannelList).current()
            if row is not None:
                self.query_one("#preview", Reading).show(packet_text.made(row, message.result))
            self.query_one("#preview", Reading).focus()
            self.face.case_changed()
            self.say(_("Done: {path}", path=message.result.path))

    def on_broke(self, message: Broke) -> None:
        """What stands in the way."""
        if message.job == "make":
            self._making = None
        if message.job == "preview":
            message.prevent_default()
            row = self.query_one(ChannelList).current()
            text = packet_text.channel(row) if row is not None else []
            after = packet_text.needs(row) if row is not None else []
            self.query_one("#preview", Reading).show([*text, plain(""), plain(str(message.error)), *after])

    def action_leave(self) -> None:
        """Stops the work under way; without any, back."""
        if self._making is not None:
            self._making.cancel()
            self._making = None
            self.say(_("Stopped; nothing of it was kept."))
        else:
            self.dismiss(None)
