"""Reads texts with a pack's wording: which rules their words suggest, and which words do."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.checker.wording.lexing import Lexicon
from evidencelog.checker.wording.matching import places
from evidencelog.checker.wording.normal import Normaliser
from evidencelog.checker.wording.page import Page
from evidencelog.checker.wording.prefilter import Prefilter
from evidencelog.checker.wording.silence import silences
from evidencelog.checker.wording.triggers import Triggers, weights
from evidencelog.checker.wording.weighing import Scales
from evidencelog.models.wording import Frame

if TYPE_CHECKING:
    import re

    from evidencelog.checker.wording.lexing import Spans
    from evidencelog.checker.wording.normal import Normal
    from evidencelog.checker.wording.silence import Silences
    from evidencelog.models.law import Words
    from evidencelog.models.wording import Wording


class Mark(NamedTuple):
    """Words of a text that suggest a rule."""

    rule: str
    """Code; empty for a mark that calls for a card only."""
    label: str
    act: str
    frame: str
    reason: Words
    start: int
    """Position in the text as it was given, in code points."""
    end: int
    """The position after the last one."""


class Reading(NamedTuple):
    """What the words of one text suggest."""

    marks: tuple[Mark, ...]
    """By rule, then by position; marks of one rule do not overlap."""
    purpose: str | None
    """``service`` or ``marketing`` where the words say that it is no collection; ``collection`` where they say it is."""
    cards: tuple[Mark, ...] = ()
    """Words that call for a card; ``label`` names the card."""

    @property
    def rules(self) -> tuple[str, ...]:
        """The codes, each once, in alphabetical order."""
        return tuple(sorted({mark.rule for mark in self.marks}))


NOTHING = Reading((), None)

HALF = 0.5
"""From this likelihood of any label on a text is looked at without a frame."""

WEIGHED = "weighed"
"""The frame of a mark that rests on the weights of the words alone."""


class Reader:
    """Reads texts; made once for a pack. Holds no state of the texts it has read."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self._normaliser = Normaliser(wording.spelling)
        self._lexicon = Lexicon(wording)
        self._prefilter = Prefilter(wording, self._normaliser)
        known = weights(wording)
        self._frames = Triggers([frame.forms for frame in wording.frames], known)
        self._scales = Scales(wording.weights) if wording.weights is not None else None
        self._made = Triggers([forms for _number, forms in wording.made], known)

    @property
    def quick_look(self) -> re.Pattern[str]:
        """The search for the words without which nothing is found."""
        return self._prefilter.compiled

    def worth_reading(self, text: str) -> bool:
        """False where ``read`` surely finds nothing; much quicker."""
        return self._prefilter.hits(text)

    def read(self, text: str, *, view: str = "", channel: str = "", contacted: str = "") -> Reading:
        """The reading of one text; what is not known of its setting is left empty."""
        page = self.page(text, (view, channel, contacted))
        possible = list(self._frames.possible(page.found))
        scales = self._scales
        suspect = scales is not None and scales.any(page) >= HALF and self.quick_look.search(page.text) is not None
        if not possible and not suspect:
            return NOTHING
        silent = silences(self.wording, page)
        spans: list[tuple[Frame, int, int]] = []
        purposes: set[str] = set()
        for number, form in possible:
            frame = self.wording.frames[number]
            for start, end in places(form, page):
                if frame.purpose:
                    purposes.add(frame.purpose)
                elif not silent.over(frame.label, end):
                    spans.append((frame, start, end))
        if scales is not None and (suspect or spans):
            spans = _weighed(spans, scales, page, silent, suspect=suspect)
        marks: list[Mark] = []
        cards: list[Mark] = []
        if spans:
            normal = self._normaliser.normal(text)
            for frame, start, end in spans:
                (cards if frame.card else marks).append(_mark(frame, self.wording, normal, start, end))
        return Reading(_settled(marks), _purpose(purposes, bool(marks)), _settled(cards))

    def page(self, text: str, setting: tuple[str, str, str]) -> Page:
        """The normal text with every class found, those made of others too; ``setting``: view, channel, contacted."""
        plain = self._normaliser.plain(text)
        found = self._lexicon.occurrences(plain)
        page = Page(plain, found, self._turns(text, plain, found), setting)
        present = sum(1 << number for number in found)
        made = self._made
        waiting = sorted({place for number in found for place in made.called(number)})
        seen = set(waiting)
        while waiting:  # a class is made of earlier ones only: whatever calls a form was found before it is tried
            place = heapq.heappop(waiting)
            form = made.form(place, present)
            spans = places(form, page) if form is not None else None
            if spans:
                number = self.wording.made[made.group(place)][0]
                if number in found:
                    spans = sorted({*found[number], *spans})
                found[number] = spans
                present |= 1 << number
                for further in made.called(number):
                    if further not in seen:
                        seen.add(further)
                        heapq.heappush(waiting, further)
        return page

    def _turns(self, text: str, plain: str, found: dict[int, Spans]) -> list[int]:
        """Where speakers begin: at the start, after a sign, or after spaces that are dropped in the plain text."""
        starts = sorted(start for number, _collecting in self.wording.turns for start, _end in found.get(number, ()))
        if not starts:
            return []
        parted = self._normaliser.normal(text).parted
        return [start for start in starts if start == 0 or start in parted or not plain[start - 1].isalnum()]


def _weighed(
    spans: list[tuple[Frame, int, int]], scales: Scales, page: Page, silent: Silences, *, suspect: bool
) -> list[tuple[Frame, int, int]]:
    """Without what the text as a whole speaks against, and with what it speaks for though no frame has found it."""
    weights, leaning = scales.weights, scales.leaning(page)
    kept = [(frame, start, end) for frame, start, end in spans if frame.card or not leaning.doubts(frame.label)]
    if suspect:
        marked = {frame.label for frame, _start, _end in kept}
        for label, act in leaning.tells():
            if label not in marked:
                span = scales.strongest((label, act), page)
                if span is None or page.begins_within(weights.unless, *page.extent("clause", *span)):
                    continue
                if not silent.over(label, span[1]):
                    frame = Frame(WEIGHED, label, act, weights.reason, ())
                    kept.append((frame, *span))
    return kept


def _mark(frame: Frame, wording: Wording, normal: Normal, start: int, end: int) -> Mark:
    while end - start > 1 and not normal.text[end - 1].isalnum():
        end -= 1  # a frame may take in the comma behind it; it is no part of the words
    first, last = normal.source(start, end)
    codes = wording.codes.get(frame.label, {})
    rule = codes.get(frame.act) or codes.get("") or ""
    return Mark(rule, frame.label or frame.card, frame.act, frame.id, frame.reason, first, last)


def _purpose(purposes: set[str], found: bool) -> str | None:
    if found or "collection" in purposes:
        return "collection"
    return next((purpose for purpose in ("service", "marketing") if purpose in purposes), None)


def _settled(marks: list[Mark]) -> tuple[Mark, ...]:
    """One act for each label (done, where both are found); of overlapping marks of one rule the longest."""
    done = {mark.label for mark in marks if mark.act == "done"}
    kept: list[Mark] = []
    order = sorted(
        (mark for mark in marks if mark.act != "threat" or mark.label not in done),
        key=lambda mark: (mark.rule, mark.label, mark.start, -mark.end),
    )
    for mark in order:
        last = kept[-1] if kept else None
        if last is None or (last.rule, last.label) != (mark.rule, mark.label) or mark.start >= last.end:
            kept.append(mark)
        elif mark.end > last.end:
            kept[-1] = last._replace(end=mark.end)
    return tuple(kept)
