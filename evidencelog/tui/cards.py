"""The cards that entries call for: looked for beside the keys, shown once somebody can read them, none of them lost."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from evidencelog.errors import EvidencelogError, FileRefused
from evidencelog.i18n import N_, _
from evidencelog.tui.actions import key_of
from evidencelog.tui.screens.page import Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.widget import Widget

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

JOB = "cards"
CARD_WORDS = {
    "verify_first": N_("This looks like court or police: {key} shows what to do."),
    "help_line": N_("{key} shows whom you can talk to, now or later."),
}
"""What is said of a card while somebody types."""


class _Entry(NamedTuple):
    """An entry that is looked at."""

    asked: float
    before: Mapping[str, Any] | None
    """What a corrected one held before."""


class _Read(NamedTuple):
    """What a reading of entries gave, by their ids."""

    found: dict[str, tuple[str, ...]]
    wrong: dict[str, str]


class Cards:
    """Knows the entries not read yet and the cards nobody has opened since an entry called for them.

    A card opens where the first screen is in front and nobody did anything since. On any other screen one line names its
    key, and the card opens when the first screen is in front again. Over a question or the hidden screen nothing is said.
    Once a card was opened, the entries saved before that call for it no more.
    """

    def __init__(self, app: EvidencelogApp) -> None:
        self._app = app
        self._unread: dict[str, _Entry] = {}
        self._reading: dict[str, _Entry] = {}
        self._failed: dict[str, _Entry] = {}
        self._owed: list[tuple[str, str]] = []
        """Card and entry, in the order in which they were found."""
        self._told: set[tuple[str, str]] = set()
        self._opened: dict[str, float] = {}
        self._asked = 0.0
        self._trouble = self._trouble_told = ""

    def look(self, contacts: Sequence[str], before: Mapping[str, Any] | None = None) -> None:
        """Looks what new entries call for: at once by what was marked, a moment later by what was said.

        ``before`` is what a corrected entry held: what that called for is not shown anew.
        """
        from evidencelog.app.guidance import newly_called

        self._asked, self._trouble_told = monotonic(), ""
        for contact in contacts:
            earlier = self._unread.get(contact) or self._failed.pop(contact, None)
            entry = _Entry(self._asked, earlier.before if earlier is not None else before)
            self._unread[contact] = entry
            with suppress(EvidencelogError, OSError):  # the reading tells of it
                self._owe(contact, entry, newly_called(self._app.case, contact, entry.before, read=False))
        self.resume()

    def resume(self) -> None:
        """A page is in front: it hears what could not be shown before; what could not be read is read again."""
        self._asked = monotonic()
        self._unread, self._failed = self._failed | self._unread, {}
        self._read_on()
        if self._owed or self._trouble:
            self._app.screen.call_later(self.offer)  # after the words of the screen itself

    def _read_on(self) -> None:
        """Reads what was not read yet, after what is being read."""
        if self._reading or not self._unread:
            return
        from evidencelog.tui import background

        entries, self._unread = self._unread, {}
        self._reading = entries
        background.start(cast("Widget", self._app), self._app.case, JOB, lambda case, _progress: _read(case, entries))

    async def take(self, read: _Read) -> None:
        """Entries were read."""
        for contact, cards in read.found.items():
            self._owe(contact, self._reading[contact], cards)
        self._failed |= {contact: self._reading[contact] for contact in read.wrong}
        self._reading = {}
        if read.wrong:
            self._trouble = next(iter(read.wrong.values()))
        self._read_on()
        await self.offer()

    def _owe(self, contact: str, entry: _Entry, cards: Sequence[str]) -> None:
        for card in cards:
            if self._opened.get(card, 0.0) <= entry.asked and (card, contact) not in self._owed:
                self._told.discard((card, contact))
                self._owed.append((card, contact))

    async def offer(self) -> None:
        """Opens a card or names its key, as far as the screen in front lets it."""
        front = self._app.screen
        if not isinstance(front, Page) or front.SCOPE == "card" or not front.query("#news"):
            return
        if self._trouble and self._trouble != self._trouble_told:
            words = _(
                "{verify} and {help} show the cards; whether what you saved calls for one could not be looked at: {error}",
                error=self._trouble,
                verify=key_of("app.verify_first"),
                help=key_of("app.help_line"),
            )
            front.say_also(words, wrong=True)
            self._trouble_told = self._trouble
        self._trouble = ""
        called = self._called()
        if called and front is self._app.screen_stack[0] and self._app.idle_since(self._asked):
            await self.open(called[0])
            return
        news = [pair for pair in self._owed if pair not in self._told]
        for card in called:
            if any(card == one for one, _contact in news):
                front.say_also(_(CARD_WORDS[card], key=key_of(f"app.{card}")))
        self._told.update(news)

    def _called(self) -> list[str]:
        """The cards nobody has opened yet, the most urgent first."""
        from evidencelog.app.guidance import CARDS

        return [card for card in CARDS if any(card == one for one, _contact in self._owed)]

    async def open(self, card: str) -> None:
        """Opens a card, with the first entry that calls for it."""
        from evidencelog.tui.screens.card import CardScreen

        if isinstance(self._app.screen, CardScreen):
            return
        contact = next((contact for one, contact in self._owed if one == card), None)
        self._owed = [pair for pair in self._owed if pair[0] != card]
        self._opened[card] = monotonic()
        await self._app.push_screen(CardScreen(card, contact))


def _read(case: Case, entries: Mapping[str, _Entry]) -> _Read:
    """Reads entries one after the other; one that cannot be read keeps none from being read."""
    from evidencelog.app.guidance import newly_called

    read = _Read({}, {})
    for contact, entry in entries.items():
        try:
            read.found[contact] = newly_called(case, contact, entry.before)
        except (EvidencelogError, OSError) as error:
            read.wrong[contact] = str(FileRefused(error) if isinstance(error, OSError) else error)
    return read
