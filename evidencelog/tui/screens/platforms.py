"""Lenders and platforms at the left, numbers nobody has placed yet at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from evidencelog.app import browsing
from evidencelog.i18n import _, ngettext
from evidencelog.models.browsing import ContactFilter, InboxNumber
from evidencelog.models.labels import value_label
from evidencelog.tui import keys_ahead, masking
from evidencelog.tui.actions import bindings, key_of
from evidencelog.tui.screens.dialogs import Option, Pick, ask_why
from evidencelog.tui.screens.filtered import Filtered
from evidencelog.tui.walking import ByNumber
from evidencelog.tui.widgets.drawing import Part, cell_len, fit, shown
from evidencelog.tui.widgets.key_bar import KeyBar
from evidencelog.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from evidencelog.app.cases import Case
    from evidencelog.tui.background import Finished


class PlatformList(RowList[dict[str, Any]]):
    """Platforms: name, kind in plain words, product, numbers."""

    def parts(self, row: dict[str, Any], width: int) -> list[Part]:
        """One platform."""
        kind = value_label("platform_kind", row["kind"]) if row.get("kind") else _("kind not known")
        product = value_label("product", row["product"]) if row.get("product") else ""
        numbers = [masking.number(number) for number in row.get("numbers") or ()]
        name = min(max(width // 4, 14), 24)
        words = min(max(width // 3, 12), 24)
        rest = max(width - name - words - 5, 0)
        if rest < cell_len(product) or words < cell_len(kind):  # the kind goes before the product
            words, rest, product, numbers = width - name - 5, 0, "", []
        return [
            Part(" "),
            Part(fit(row["name"], name), "strong"),
            Part(" "),
            Part(fit(kind, words), "" if row.get("kind") else "accent"),
            Part("  "),
            Part(fit(whole_ones(product, numbers, rest), rest), "quiet"),
        ]


def whole_ones(product: str, numbers: list[str], width: int) -> str:
    """The product and the numbers, or how many numbers there are where they do not fit into ``width`` cells."""
    count = ngettext("{n} number", "{n} numbers", len(numbers)) if numbers else ""
    for told in ("  ".join(numbers), count):
        line = "  ".join(part for part in (product, told) if part)
        if cell_len(line) <= width:
            return line
    return product


class InboxList(RowList[InboxNumber]):
    """Numbers nobody has placed yet: how often, when last, name in the address book."""

    def parts(self, row: InboxNumber, width: int) -> list[Part]:
        """One number."""
        number = masking.number(row.number) if row.number else _("number hidden")
        count = str(row.contacts)
        last = row.last_day if width >= 40 else row.last_day[5:]
        room = max(width - len(last) - 5 - 4, 10)
        named = f"{number}  {shown(row.name)}" if row.name else number
        return [
            Part(" "),
            Part(fit(named, room)),
            Part(" "),
            Part(fit(count, 5, right=True), "strong"),
            Part(" "),
            Part(last, "quiet"),
        ]


class PlatformsScreen(Filtered):
    """The directory and the inbox."""

    SCOPE = "platforms"
    BINDINGS = bindings("platforms")

    def body(self) -> ComposeResult:
        """Two lists, each with a line above it."""
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Static(id="left-words", classes="line quiet", markup=False)
                yield PlatformList(id="platforms")
            with Vertical(id="right"):
                yield Static(id="right-words", classes="line quiet", markup=False)
                yield InboxList(id="inbox")

    def on_mount(self) -> None:
        """Reads both lists."""
        self._read()
        self.query_one(PlatformList).focus()

    def case_changed(self) -> None:
        """Reads both lists again."""
        self._read()

    def built_again(self) -> None:
        """In the other language."""
        self._read()
        self.query_one(PlatformList).focus()

    def _read(self) -> None:
        known: list[dict[str, Any]] = self.attempt(lambda: browsing.records(self.case, "platform"), [])
        waiting: list[InboxNumber] = self.attempt(lambda: browsing.inbox(self.case), [])
        platforms = [
            row
            for row in known
            if self._passes(row["name"], [*(row.get("numbers") or ()), *(row.get("aliases") or ())])
        ]
        numbers = [row for row in waiting if self._passes(row.number or "", [row.name or ""])]
        left, right = self.query_one(PlatformList), self.query_one(InboxList)
        left.show_rows(platforms, left.cursor)
        right.show_rows(numbers, right.cursor)
        filtered = _("Nothing holds these words; {key} shows everything again.", key=key_of("platforms.reset"))
        left.say_when_empty(filtered if self._words else _("None yet: {key} adds one.", key=key_of("platforms.add")))
        right.say_when_empty(filtered if self._words else _("No number waits to be placed."))
        self.query_one("#left-words", Static).update(_("Platforms ({key}: change)", key=key_of("list.open")))
        self.query_one("#right-words", Static).update(_("To place ({key}: whose?)", key=key_of("list.open")))
        figures = ngettext("{n} platform", "{n} platforms", len(platforms)) + "   "
        figures += ngettext("{n} number to place", "{n} numbers to place", len(numbers))
        self.query_one(KeyBar).refresh()
        self.head(_("Platforms and numbers"), f"/ {shown(self._words)}" if self._words else "", figures)

    def _passes(self, name: str, others: list[str] | None) -> bool:
        text = " ".join([name, *(others or ())]).casefold()
        return all(word in text for word in self._words.casefold().split())

    # platforms

    async def action_add(self) -> None:
        """Opens an empty form."""
        from evidencelog.tui.screens.platform_form import PlatformForm

        self.face.hold_keys()
        await self.app.push_screen(PlatformForm(None))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What follows on adding is typed at once; in the filter line its key is a letter. The rest needs a row."""
        if action == "add":
            return not keys_ahead.in_a_line(self)
        if action in {"edit", "facts", "merge"}:
            return any(one.current() is not None for one in self.query(PlatformList))
        if action == "assign":
            return any(one.current() is not None for one in self.query(InboxList))
        return super().check_action(action, parameters)

    async def action_edit(self) -> None:
        """Opens the platform under the cursor."""
        from evidencelog.tui.screens.platform_form import PlatformForm

        row = self.query_one(PlatformList).current()
        if row is not None:
            await self.app.push_screen(PlatformForm(row))

    async def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Enter: edit a platform, or place a number."""
        event.stop()
        if isinstance(event.source, PlatformList):
            await self.action_edit()
        else:
            await self.action_assign()

    async def action_facts(self) -> None:
        """Opens what stands about the platform under the cursor."""
        from evidencelog.tui.screens.standing import StandingScreen

        row = self.query_one(PlatformList).current()
        if row is not None:
            await self.app.push_screen(StandingScreen(row["id"]))

    async def action_merge(self) -> None:
        """Asks which other platform is the same, and why."""
        row = self.query_one(PlatformList).current()
        others = [name for name in self._names(browsing.platform_names) if row is not None and name != row["name"]]
        if row is None or not others:
            self.say(_("There is no other platform to merge it with."))
            return
        kept = str(row["name"])
        question = Pick(
            _("Which one is the same as {name} and is to be part of it?", name=shown(kept)),
            [Option(name, name) for name in others],
        )
        await self.app.push_screen(question, lambda gone: self._merge(kept, gone))

    def _merge(self, kept: str, gone: str | None) -> None:
        if gone is not None:
            ask_why(
                self,
                _("Everything of {gone} goes to {kept}", gone=shown(gone), kept=shown(kept)),
                _("How do you know that they are one? (such as: the contract names both)"),
                lambda case, because: _merge(case, kept, gone, because),
                _("{gone} is part of {kept} now; each entry keeps its history.", gone=shown(gone), kept=shown(kept)),
            )

    # numbers

    def action_contacts(self) -> None:
        """Opens the contacts behind the number under the cursor, or those of the platform."""
        if self.query_one(PlatformList).has_focus:
            platform = self.query_one(PlatformList).current()
            wanted = ContactFilter(platform=platform["id"]) if platform is not None else None
        else:
            number = self.query_one(InboxList).current()
            wanted = ContactFilter(number=number.number or "", inbox=True) if number is not None else None
        if wanted is None:
            return
        self.work("open", lambda case, _progress: browsing.numbers(case, wanted))

    def on_finished(self, message: Finished) -> None:
        """The contacts that are to be opened."""
        if message.job == "open":
            from evidencelog.tui.screens.contact import ContactScreen

            if message.result:
                self.open_after_work(ContactScreen(ByNumber(message.result), 0))
            else:
                self.say(_("No contact is on record for it."))

    async def action_remembered(self) -> None:
        """Lists which number was given to whom; one can be taken away again."""
        owners = self.attempt(lambda: _remembered(self.case), list[tuple[str, str, str]]())
        if not owners:
            self.say(_("No number was given to anyone yet."))
            return
        options = [
            Option(f"{record} {at}", masking.number(number), shown(name))
            for at, (record, name, number) in enumerate(owners)
        ]
        question = Pick(_("Remembered: whose number is whose ({key}: forget one)", key=key_of("pick.take")), options)
        await self.app.push_screen(question, lambda key: self._ask_forget(owners, key))

    def _ask_forget(self, owners: list[tuple[str, str, str]], key: str | None) -> None:
        if key is None:
            return
        record, name, number = owners[int(key.partition(" ")[2])]
        question = Pick(
            _("{number} is remembered for {name}", number=masking.number(number), name=shown(name)),
            [
                Option("keep", _("keep it"), _("nothing changes")),
                Option("forget", _("forget it"), _("its contacts wait to be placed again")),
            ],
        )
        self.app.push_screen(
            question, lambda chosen: self._forget(record, name, number) if chosen == "forget" else None
        )

    def _forget(self, record: str, name: str, number: str) -> None:
        self.do(lambda case: _forget(case, record, name, number), _("Forgotten; its contacts wait to be placed again."))

    async def action_assign(self) -> None:
        """Asks whose number it is."""
        row = self.query_one(InboxList).current()
        if row is None:
            self.say(_("No number waits to be placed."))
            return
        if row.number is None:
            self.say(_("Hidden callers have no number to place; correct such contacts one by one."))
            return
        number = row.number
        options = [Option(f"platform {name}", name, _("a platform")) for name in self._names(browsing.platform_names)]
        options += [
            Option(f"person {name}", name, _("someone in my life")) for name in self._names(browsing.person_names)
        ]
        options += [
            Option("new platform", _("another lender or platform"), _("asks for the name"), always=True),
            Option("new person", _("another person (family, friend, colleague)"), _("asks for the name"), always=True),
        ]
        about = ngettext("{n} contact", "{n} contacts", row.contacts)
        question = _("Whose number is {number}? ({about})", number=masking.number(number), about=about)
        await self.app.push_screen(Pick(question, options), lambda key: self._assign(number, key))

    def _names(self, read: Callable[[Case], list[str]]) -> list[str]:
        return self.attempt(lambda: read(self.case), [])

    def _assign(self, number: str, key: str | None) -> None:
        if key is None:
            return
        kind, _space, name = key.partition(" ")
        if kind == "new":
            self._ask_name(number, name)
        else:
            self._place(number, kind, name)

    def _ask_name(self, number: str, kind: str, name: str = "", wrong: str = "") -> None:
        from evidencelog.tui.screens.dialogs import Ask

        question = Ask(
            _("Name of the platform") if kind == "platform" else _("Name of the person"),
            masking.number(number),
            value=name,
            needed=_("A name is needed."),
            wrong=wrong,
        )
        self.open_after_work(question, lambda given: self._place(number, kind, given, new=True) if given else None)

    def _place(self, number: str, kind: str, name: str, *, new: bool = False) -> None:
        def place(case: Case) -> int:
            from evidencelog.app import recording

            if kind == "platform":
                return recording.assign_number(case, number, platform=name)
            return recording.assign_number(case, number, person=name)

        def placed(taken: int) -> str:
            told = ngettext(
                "{n} contact placed; the rule is remembered.", "{n} contacts placed; the rule is remembered.", taken
            )
            if new and kind == "platform":
                hint = _(
                    "What kind of lender {name} is: {key} on it in the left list.",
                    name=shown(name),
                    key=key_of("platforms.edit"),
                )
                return f"{told}  {hint}"
            return told

        self.do(place, placed, again=lambda wrong: self._ask_name(number, kind, name, wrong) if new else None)

    # the filter

    def filter_changed(self) -> None:
        """Shows what holds the words typed."""
        self._read()

    def to_list(self) -> None:
        """To the list, to the one of the two that holds something."""
        platforms, inbox = self.query_one(PlatformList), self.query_one(InboxList)
        (inbox if platforms.current() is None and inbox.current() is not None else platforms).focus()


def _merge(case: Case, kept: str, gone: str, because: str) -> None:
    from evidencelog.app.merging import merge_platforms

    merge_platforms(case, kept, gone, because)


def _remembered(case: Case) -> list[tuple[str, str, str]]:
    """Kind of record, name and number of everyone a number was given to."""
    return [
        (record, row["name"], number)
        for record in ("platform", "person")
        for row in browsing.records(case, record)
        for number in row.get("numbers") or ()
    ]


def _forget(case: Case, record: str, name: str, number: str) -> None:
    from evidencelog.app import recording

    row = next(one for one in browsing.records(case, record) if one["name"] == name)
    left = [one for one in row.get("numbers") or () if one != number]
    recording.set_record(case, record, name, {"numbers": left or None})
