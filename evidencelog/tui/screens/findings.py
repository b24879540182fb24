"""The findings: grouped at the left, what one of them rests on at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal

from evidencelog.app import answering, browsing
from evidencelog.app.display import one_line
from evidencelog.i18n import _, ngettext
from evidencelog.tui import finding_text
from evidencelog.tui.actions import bindings, key_of
from evidencelog.tui.home_text import CHECKED_AT_ONCE
from evidencelog.tui.pack_words import in_app
from evidencelog.tui.screens.dialogs import Ask, Option, Pick
from evidencelog.tui.screens.filtered import Filtered
from evidencelog.tui.widgets.drawing import Part, cell_len, clip, fit
from evidencelog.tui.widgets.reading import BLANK, Reading, heading, plain
from evidencelog.tui.widgets.row_list import RowList
from evidencelog.tui.words import clock_words, day_words, kind_words

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from evidencelog.app.answering import Ask as Ask_
    from evidencelog.app.cases import Case
    from evidencelog.models.browsing import ListRow
    from evidencelog.models.findings import Finding
    from evidencelog.models.progress import Progress
    from evidencelog.tui.background import Broke, Finished, Step

GROUPS = ("rule", "platform", "on")


class FindingList(RowList["Finding"]):
    """Findings under headings of rule, platform or day."""

    grouping = "rule"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sizes: dict[Any, int] = {}
        self._longest = 0

    def take(self, findings: list[Finding], cursor: int) -> None:
        """Shows findings that are sorted by group."""
        self._sizes.clear()
        titles = {(finding.rule, finding.title) for finding in findings}
        self._longest = max((cell_len(f"{code}  {title}") for code, title in titles), default=0)
        for finding in findings:
            group = self.group_of(finding)
            self._sizes[group] = self._sizes.get(group, 0) + 1
        self.show_rows(findings, cursor)

    def group_of(self, row: Finding) -> str:
        """The value the list is grouped by."""
        return str(getattr(row, self.grouping) or "")

    def heading(self, row: Finding, width: int) -> list[Part]:
        """The group and how many there are in it."""
        size = str(self._sizes.get(self.group_of(row), 0))
        if self.grouping == "rule":
            words = f"{row.rule}  {row.title}"
        elif self.grouping == "on":
            words = day_words(row.on, year=True)
        else:
            words = row.platform or _("no platform")
        room = width - len(size) - 3
        if self.grouping == "rule" and self._longest > width - 5:
            words = row.title  # the codes stand in the text beside the list
        return [Part(" "), Part(fit(words, room), "strong"), Part(f" {size} ")]

    def parts(self, row: Finding, width: int) -> list[Part]:
        """Day, platform or what the rule is called, and how sure."""
        state = finding_text.state(row)
        when = f"{row.on[5:7]}-{row.on[8:]}" if self.grouping != "on" else row.rule
        what = (row.platform or "") if self.grouping == "rule" else row.title
        room = max(width - 4 - len(when) - 10, 4)
        weight = "quiet" if finding_text.settled(row) else "accent" if row.grade == "breach" else ""
        return [Part("   "), Part(when), Part(" "), Part(fit(what, room)), Part(" "), Part(clip(state, 8), weight)]


class FindingsScreen(Filtered):
    """Everything a check found."""

    SCOPE = "findings"
    BINDINGS = bindings("findings")

    def __init__(self, provision: str = "", cited_as: str = "") -> None:
        """Only findings that cite ``provision`` (its id), where one is given; ``cited_as`` is what it is called."""
        super().__init__()
        self._provision = provision
        self._cited_as = cited_as
        self._everything: list[Finding] = []
        self._answered = ""
        self._after = ""
        self._all: list[Finding] = []
        self._only_waiting = False
        self._grouping = "rule"
        self._rows: dict[str, ListRow] = {}
        self._waits_for = ""

    def body(self) -> ComposeResult:
        """The list and what stands behind a finding."""
        with Horizontal(id="body"):
            yield FindingList(id="list")
            yield Reading(id="finding")

    def on_mount(self) -> None:
        """Checks the case."""
        self.head(_("Findings"))
        self.shown.focus()
        self.query_one("#finding", Reading).show([plain(_("Checking."))])
        self.work("check", _check)

    @property
    def shown(self) -> FindingList:
        """The findings."""
        return self.query_one(FindingList)

    def case_changed(self) -> None:
        """Checks again: after an answer only what depends on it."""
        platform, self._answered = self._answered, ""
        if platform and self._all and self._large():
            known = list(self._everything)
            self.work("check", lambda case, progress: _check_again(case, known, platform, progress))
        else:
            self.work("check", _check)

    def _large(self) -> bool:
        """Whether a whole check takes so long that after an answer only what depends on it is looked at."""
        return bool(self.attempt(lambda: self.case.info().contacts, 0) > CHECKED_AT_ONCE)

    def built_again(self) -> None:
        """In the other language."""
        self.on_mount()

    def on_step(self, message: Step) -> None:
        """A large case takes a while."""
        if message.job == "check" and message.total:
            self.say(_("Checking: {percent} %", percent=message.done * 100 // message.total))

    def on_broke(self, message: Broke) -> None:
        """Says what went wrong where the finding would stand."""
        if message.job == "check":
            message.prevent_default()
            self.query_one("#finding", Reading).show([plain(str(message.error))])

    def on_finished(self, message: Finished) -> None:
        """The check is done, or the words of one finding are there."""
        if message.job == "check":
            current = self.shown.current()
            self._everything = message.result
            self._all = [finding for finding in message.result if self._cites(finding)]
            self._waits_for = ""
            if self._after:
                self.say(self._after)
                self._after = ""
            else:
                self.say("")
            self._arrange(current.id if current is not None else "")
        elif message.job == "explain":
            finding, paragraphs = message.result
            if finding == self._waits_for:
                self.query_one("#finding", Reading).show(paragraphs)

    def _arrange(self, current: str = "") -> None:
        wanted = [finding for finding in self._all if self._passes(finding)]
        wanted.sort(key=lambda finding: finding.on, reverse=True)
        wanted.sort(key=finding_text.settled)
        wanted.sort(key=lambda finding: str(getattr(finding, self._grouping) or ""), reverse=self._grouping == "on")
        self.shown.grouping = self._grouping
        at = next((index for index, finding in enumerate(wanted) if finding.id == current), 0)
        self.shown.take(wanted, at)
        self._name_it()
        if not wanted:
            self._waits_for = ""
            self.query_one("#finding", Reading).show(self._nothing())

    def _name_it(self) -> None:
        groups = {"rule": _("by rule"), "platform": _("by platform"), "on": _("by day")}
        words = groups[self._grouping]
        if self._cited_as:
            words += "   " + self._cited_as
        if self._only_waiting:
            words += "   " + _("only those to judge")
        if self._words:
            words += f"   / {one_line(self._words)}"
        self.head(_("Findings"), words, finding_text.figures(self._all))

    def _nothing(self) -> list[Any]:
        if self._all:
            return [
                plain(
                    _(
                        "None of these. {drop} drops the filter, {all} shows all.",
                        drop=key_of("findings.reset"),
                        all=key_of("findings.waiting"),
                    )
                )
            ]
        return [
            heading(_("Nothing was found.")),
            BLANK,
            plain(
                _("That says only that the record shows no breach of the rules known here. More facts may show more.")
            ),
        ]

    def _cites(self, finding: Finding) -> bool:
        return not self._provision or any(basis.provision == self._provision for basis in finding.bases)

    def _passes(self, finding: Finding) -> bool:
        if self._only_waiting and not finding_text.waits(finding):
            return False
        text = f"{finding.rule} {finding.title} {finding.platform} {finding.person} {finding.on}".casefold()
        return all(word in text for word in self._words.casefold().split())

    # the finding under the cursor

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Another finding is under the cursor."""
        event.stop()
        finding = self.shown.current()
        if finding is not None and finding.id != self._waits_for:
            self._waits_for = finding.id
            self.work_newest("explain", lambda case, _progress: (finding.id, finding_text.explained(case, finding)))

    async def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Enter or a double click."""
        event.stop()
        await self.action_contacts()

    async def action_contacts(self) -> None:
        """Opens the counted contacts."""
        finding = self.shown.current()
        if finding is None:
            return
        if len(finding.contacts) == 1:
            self._open(finding.contacts[0])
            return
        options = []
        for row in self._counted(finding):
            contact = row.id
            words = f"{contact}  {day_words(row.day)} {clock_words(row.second)}"
            options.append(Option(contact, words, f"{kind_words(row.kind, row.channel)}  {row.platform_name or ''}"))
        await self.app.push_screen(Pick(_("Contacts that were counted"), options), self._open)

    def _open(self, contact: str | None) -> None:
        from evidencelog.tui.screens.contact import ContactScreen

        finding = self.shown.current()
        if contact is not None and finding is not None and contact in finding.contacts:
            self.app.push_screen(ContactScreen(finding.contacts, finding.contacts.index(contact)))

    def _counted(self, finding: Finding) -> list[ListRow]:
        return self.attempt(lambda: [browsing.detail(self.case, one).row for one in finding.contacts], [])

    # judging

    def action_confirm(self) -> None:
        """Asks for words and confirms."""
        self._ask_reason("confirm", self.shown.current())

    def action_not_so(self) -> None:
        """Asks for the reason and dismisses."""
        self._ask_reason("dismiss", self.shown.current())

    def _ask_reason(self, decision: str, finding: Finding | None, because: str = "", wrong: str = "") -> None:
        if finding is None:
            return
        title = _("True as it stands: {rule}, {day}", rule=finding.rule, day=finding.on)
        words = _("How do you know? (such as: I was there, the recording says so)")
        needed = _("Say how you know, in a few words.")
        if decision == "dismiss":
            title = _("Not so: {rule}, {day}", rule=finding.rule, day=finding.on)
            words = _("Why not? (such as: this hour had been agreed)")
            needed = _("Say why, in a few words.")
        question = Ask(title, words, value=because, needed=needed, wrong=wrong)
        self.open_after_work(question, lambda given: self._review(finding, decision, given))

    def _review(self, finding: Finding, decision: str, because: str | None) -> None:
        if because:
            words = _("Confirmed; it is on record with your words.")
            if decision == "dismiss":
                words = _("Dismissed; it is on record with your reason.")
            self._waits_for = ""
            self.do(
                lambda case: _judge(case, finding.id, decision, because),
                words,
                again=lambda wrong: self._ask_reason(decision, finding, because, wrong),
            )

    # answering

    async def action_answer(self) -> None:
        """Asks what the finding asks, and writes the answer down as a correction."""
        finding = self.shown.current()
        if finding is None:
            return
        asked: list[Ask_] = self.attempt(lambda: answering.asks(self.case, finding), [])
        if not asked:
            self.say(_("This finding asks nothing."))
        elif len(asked) == 1:
            self._ask_value(finding, asked[0])
        else:
            options = [Option(str(at), in_app(one.question)) for at, one in enumerate(asked)]
            await self.app.push_screen(
                Pick(_("Which question?"), options),
                lambda key: self._ask_value(finding, asked[int(key)]) if key is not None else None,
            )

    def _ask_value(self, finding: Finding, ask: Ask_) -> None:
        if not ask.where:
            self.say(
                _(
                    "This is answered in the entry itself: {open} opens it, then {correct} corrects it.",
                    open=key_of("findings.contacts"),
                    correct=key_of("contact.correct"),
                )
            )
        elif len(ask.contacts) > 1 and ask.where in {"contact", "tag"}:
            options = [Option("", ngettext("all {n} of them", "all {n} of them", len(ask.contacts)))]
            rows: list[ListRow] = self.attempt(
                lambda: [browsing.detail(self.case, one).row for one in ask.contacts], []
            )
            for row in rows:
                words = f"{row.id}  {day_words(row.day)} {clock_words(row.second)}"
                options.append(Option(row.id, words, kind_words(row.kind, row.channel)))
            self.app.push_screen(
                Pick(in_app(ask.question), options),
                lambda key: self._ask_choice(finding, ask, (key,) if key else ()) if key is not None else None,
            )
        else:
            self._ask_choice(finding, ask, ())

    def _ask_choice(
        self, finding: Finding, ask: Ask_, contacts: tuple[str, ...], typed: str = "", wrong: str = ""
    ) -> None:
        def take(value: str | None) -> None:
            if value:
                self._answer(finding, ask, value, contacts)

        if ask.choices:
            self.app.push_screen(Pick(in_app(ask.question), [Option(code, words) for code, words in ask.choices]), take)
        else:
            question = Ask(in_app(ask.question), value=typed, needed=_("Write the answer."), wrong=wrong)
            self.open_after_work(question, take)

    def _answer(self, finding: Finding, ask: Ask_, value: str, contacts: tuple[str, ...]) -> None:
        self._answered = finding.platform or ""
        self._after = _("Answered; everything was checked again.")
        if finding.platform and self._large():
            self._after = _(
                "Answered; the findings of {platform} were checked again, {key} checks all.",
                platform=finding.platform,
                key=key_of("app.reload"),
            )

        def again(wrong: str) -> None:
            self._answered = self._after = ""
            if not ask.choices:
                self._ask_choice(finding, ask, contacts, value, wrong)

        self.do(lambda case: answering.answer(case, finding, ask, value, contacts), "", again=again)

    # the list

    def action_group(self) -> None:
        """The next way of grouping."""
        current = self.shown.current()
        self._grouping = GROUPS[(GROUPS.index(self._grouping) + 1) % len(GROUPS)]
        self._arrange(current.id if current is not None else "")

    def action_waiting(self) -> None:
        """Only those that wait, or all."""
        current = self.shown.current()
        self._only_waiting = not self._only_waiting
        self._arrange(current.id if current is not None else "")

    async def action_law(self) -> None:
        """Opens the provision in the statutes."""
        finding = self.shown.current()
        if finding is None or not finding.bases:
            return
        if len(finding.bases) == 1:
            self._open_law(finding.bases[0].provision)
            return
        cited = {basis.provision: basis.citation for basis in finding.bases}
        options = [Option(provision, citation) for provision, citation in cited.items()]
        await self.app.push_screen(Pick(_("Which provision?"), options), self._open_law)

    def _open_law(self, provision: str | None) -> None:
        from evidencelog.tui.screens.statutes import StatutesScreen

        if provision is not None:
            self.app.push_screen(StatutesScreen(provision))

    def filter_changed(self) -> None:
        """Shows what holds the words typed."""
        self._arrange()

    def to_list(self) -> None:
        """To the list."""
        self.shown.focus()


def _check(case: Case, progress: Progress) -> list[Finding]:
    from evidencelog.app import checking

    return list(checking.check(case, progress=progress).findings)


def _check_again(case: Case, known: list[Finding], platform: str, progress: Progress) -> list[Finding]:
    return answering.checked_again(case, known, platform, progress)


def _judge(case: Case, finding: str, decision: str, because: str) -> None:
    from evidencelog.app import reviewing

    reviewing.review(case, finding, decision, because)
