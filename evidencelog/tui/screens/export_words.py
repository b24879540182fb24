"""What is written for a packet before it is made: kept for the platform, the signed scan for the addressee."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from evidencelog.i18n import _
from evidencelog.tui import begun
from evidencelog.tui.keeping import Keeper
from evidencelog.tui.screens.export_fields import OWN_WORDS
from evidencelog.tui.screens.page import Page
from evidencelog.tui.widgets.field import Field

if TYPE_CHECKING:
    from textual.events import DescendantBlur

SIGNED = "signed "
"""Before the addressee: the name under which the scan of the letter signed for it is kept."""


def draft_of(platform: str | None) -> str:
    """Name of the draft of what is written for one platform; without one, of what is written before one is chosen."""
    from hashlib import sha256

    return f"packet-{sha256(platform.encode()).hexdigest()[:16]}" if platform else "packet"


class OwnWords(Page[None]):
    """The part of the packet's screen that keeps what is written there."""

    _channel = ""
    """The addressee under the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self.keeper = Keeper(self, draft_of(None))
        self._scans: dict[str, str] = {}
        """The signed scan by addressee."""
        self._kept_words: dict[str, str] = {}
        """What was kept last."""

    @abstractmethod
    def known_platforms(self) -> list[str]:
        """Names of the platforms."""

    def _value(self, name: str) -> str | None:
        return self.query_one(f"#field-{name}", Field).value

    def _put(self, name: str, value: str | None) -> None:
        self.query_one(f"#field-{name}", Field).value = value

    def begin_for(self, platform: str | None) -> dict[str, str]:
        """What was kept for the platform, by field; says that there is some."""
        self.keeper = Keeper(self, draft_of(platform))
        return self._go_on(self.keeper.kept())

    def own_words(self) -> dict[str, str]:
        """What is kept of this screen: the words typed, and the signed scan of each addressee."""
        self._note_scan()
        words = {name: value for name in OWN_WORDS if (value := self._value(name))}
        return words | {SIGNED + channel: path for channel, path in self._scans.items()}

    def keep_words(self) -> None:
        """Keeps them where they are others than those kept last."""
        words = self.own_words()
        if words != self._kept_words and self.keeper.keep(words or None):
            self._kept_words = words

    def to_addressee(self, channel: str) -> None:
        """Another addressee is under the cursor: the scan is that of the letter to it."""
        self._note_scan()
        self._channel = channel
        self._put("signed", self._scans.get(channel))

    def _note_scan(self) -> None:
        scan = self._value("signed")
        if self._channel and scan:
            self._scans[self._channel] = scan
        else:
            self._scans.pop(self._channel, None)

    def _go_on(self, kept: dict[str, Any]) -> dict[str, str]:
        """Takes what was kept: its words, their days as they were meant."""
        then = self.keeper.since
        words = {name: str(kept[name]) for name in OWN_WORDS if kept.get(name)}
        words |= {day: begun.as_meant(words[day], then, self.case) for day in ("since", "until") if day in words}
        scans = {name: str(path) for name, path in kept.items() if name.startswith(SIGNED)}
        self._scans = {name.removeprefix(SIGNED): path for name, path in scans.items()}
        self._kept_words = {name: str(kept[name]) for name in words} | scans
        if self._kept_words:
            self.say(_("What you had begun to write here was kept."))
        return words

    def take_up(self, kept: dict[str, Any]) -> None:
        """What was kept and can be read only now goes where nothing was typed meanwhile."""
        typed = {name: path for name, path in self.own_words().items() if name.startswith(SIGNED)}
        words = self._go_on(kept)
        self._scans |= {name.removeprefix(SIGNED): path for name, path in typed.items()}
        for name, value in (words | {"signed": self._scans.get(self._channel, "")}).items():
            if not self._value(name):
                self._put(name, value)

    def to_platform(self) -> None:
        """Another platform was chosen: what was written for the one before stays kept with it.

        Words that were typed before any platform was chosen go along, where none are kept for the one chosen.
        """
        platform = self._value("platform")
        if draft_of(platform) == self.keeper.name or platform not in self.known_platforms():
            return
        self.keep_words()
        before, written = self.keeper, self.own_words()
        self.keeper = Keeper(self, draft_of(platform))
        kept = self.keeper.kept()
        if before.name == draft_of(None) and not kept:
            before.keep(None)
            self._kept_words = {}
            return
        for name, value in (dict.fromkeys(OWN_WORDS, "") | self._go_on(kept)).items():
            self._put(name, value)
        self._put("signed", self._scans.get(self._channel))
        if written and not kept:
            self.say(_("What you wrote for the platform before stays kept with that one."))

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """The platform is chosen when its field is left."""
        if isinstance(event.widget.parent, Field) and event.widget.parent.field == "platform":
            self.to_platform()
