"""The evening card: what today amounts to, the one missing answer, and that nothing else has to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.app import browsing
from evidencelog.i18n import _, ngettext
from evidencelog.models.fields import CONTACT, PLATFORM
from evidencelog.models.labels import value_label
from evidencelog.tui.actions import bindings, key_of
from evidencelog.tui.pack_words import in_app
from evidencelog.tui.screens.page import Page
from evidencelog.tui.widgets.drawing import Paragraph, Part, shown
from evidencelog.tui.widgets.reading import BLANK, Reading, heading, plain, quiet
from evidencelog.tui.words import date_words, day_words

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from evidencelog.app.cases import Case
    from evidencelog.app.evening import Evening, Question, Standing
    from evidencelog.models.progress import Progress
    from evidencelog.tui.background import Broke, Finished
    from evidencelog.tui.entry import Saved

MOST_PLATFORMS = 4
"""Platforms told of; the findings screen has them all."""


class EveningScreen(Page[None]):
    """One card for the day."""

    SCOPE = "evening"
    BINDINGS = bindings("evening")

    def __init__(self) -> None:
        super().__init__()
        self._evening: Evening | None = None

    def body(self) -> ComposeResult:
        """One text."""
        yield Reading(id="evening")

    def on_mount(self) -> None:
        """Looks at the day."""
        self.head(_("Today"), day_words(self._day()))
        reading = self.query_one(Reading)
        reading.show([quiet(_("One moment."))] if self._evening is None else paragraphs(self._evening))
        reading.focus()
        self.work("evening", _look)

    def _day(self) -> str:
        from evidencelog.app.overview import today

        return self.attempt(lambda: today(self.case).day, self.case.now().date().isoformat())

    def on_finished(self, message: Finished) -> None:
        """The day was looked at."""
        if message.job == "evening":
            self._evening = message.result
            self.query_one(Reading).show(paragraphs(message.result), keep_place=True)
            self.query_one("KeyBar").refresh()

    def on_broke(self, message: Broke) -> None:
        """It cannot be looked at now; what was noted is safe."""
        if message.job == "evening" and self._evening is None:
            self.query_one(Reading).show([BLANK, plain(_("This cannot be looked at now. What you noted is safe."))])

    def case_changed(self) -> None:
        """The day is looked at again."""
        self.work("evening", _look)

    def take_along(self) -> None:
        """What was read is read again."""
        self._evening = None

    def built_again(self) -> None:
        """In the other language."""
        self.on_mount()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to answer only where a fact is missing."""
        if action == "answer":
            return self._evening is not None and self._evening.question is not None
        return super().check_action(action, parameters)

    async def action_answer(self) -> None:
        """Opens where the answer belongs: the entry, its platform, else the findings."""
        question = self._evening.question if self._evening is not None else None
        if question is None:
            return
        if _of_the_lender(question):
            await self._describe(question.platform)
        elif question.fact in {field.name for field in CONTACT}:
            await self._correct(question.contact)
        else:
            from evidencelog.tui.screens.findings import FindingsScreen

            await self.app.push_screen(FindingsScreen())

    async def _correct(self, contact: str) -> None:
        from evidencelog.tui.screens.form import EntryScreen

        detail = self.attempt(lambda: browsing.detail(self.case, contact), None)
        if detail is not None:
            self.face.hold_keys()
            await self.app.push_screen(EntryScreen(detail), self._corrected)

    def _corrected(self, saved: Saved | None) -> None:
        if saved is not None:
            self.say("  ".join(saved.words))

    async def _describe(self, name: str | None) -> None:
        from evidencelog.tui.screens.platform_form import PlatformForm

        none: list[dict[str, Any]] = []
        platforms = self.attempt(lambda: browsing.records(self.case, "platform"), none)
        mine = next((one for one in platforms if one["name"] == name), None)
        if mine is not None:
            await self.app.push_screen(PlatformForm(mine))

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)


def _of_the_lender(question: Question) -> bool:
    """Whether the fact is one of the lender, as a missing ``kind`` is, and none of the contact."""
    return question.fact in {field.name for field in PLATFORM}


def _look(case: Case, progress: Progress) -> Evening:
    from evidencelog.app.evening import evening

    return evening(case, progress)


def paragraphs(evening: Evening) -> list[Paragraph]:
    """The card in words."""
    so_far = evening.today
    if so_far.contacts:
        first = ngettext(
            "{n} contact today, all of it noted.", "{n} contacts today, all of them noted.", so_far.contacts
        )
    else:
        first = _("Nothing was noted today.")
    text = [BLANK, heading(first)]
    if so_far.answered:
        text.append(quiet(ngettext("{n} call answered", "{n} calls answered", so_far.answered)))
    if evening.drafts:
        text.append(plain(_("Something you had begun is kept and can be finished any day.")))
    text.append(BLANK)
    if evening.question is not None:
        question = evening.question
        key = key_of("evening.answer")
        if _of_the_lender(question) and question.platform:
            words = _(
                "about {platform}; {key} opens it. Not knowing is an answer too.",
                platform=shown(question.platform),
                key=key,
            )
        else:
            words = _("in {contact}; {key} opens it. Not knowing is an answer too.", contact=question.contact, key=key)
        text += [
            heading(_("One answer is missing")),
            plain(in_app(question.text), indent=2),
            quiet(words, indent=2),
        ]  # fmt: skip
        if question.more:
            text.append(
                quiet(ngettext("{n} more can wait.", "{n} more can wait.", question.more), indent=2)
            )  # fmt: skip
    else:
        text.append(plain(_("No answer is missing.")))
    if evening.unplaced:
        text.append(
            quiet(
                ngettext(
                    "{n} contact of a number nobody has placed; that can wait too.",
                    "{n} contacts of numbers nobody has placed; that can wait too.",
                    evening.unplaced,
                )
            )
        )
    text += [BLANK, heading(_("Nothing else has to be done today.")), BLANK]
    if evening.standings:
        text.append(heading(_("How far it is")))
        for standing in evening.standings[:MOST_PLATFORMS]:
            text += _standing(standing)
    return text


def _standing(standing: Standing) -> list[Paragraph]:
    if standing.complained is not None:
        far = _("complained on {day}; now it is their turn", day=date_words(standing.complained))
    elif standing.shown:
        far = ngettext(
            "{n} finding the record shows: enough for a first complaint",
            "{n} findings the record shows: enough for a first complaint",
            standing.shown,
        )
    else:
        far = ngettext(
            "{n} finding waits for your judgement first",
            "{n} findings wait for your judgement first",
            standing.waiting,
        )
    text = [Paragraph((Part(shown(standing.platform), "strong"), Part("  " + far)), indent=2, hang=2)]
    if standing.not_asked:
        asked = " / ".join(value_label("request_kind", kind) for kind in standing.not_asked)
        text.append(quiet(_("You may still ask for: {things}", things=asked), indent=4))
    return text
