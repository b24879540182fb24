"""The words of a case's contacts as a check takes them: tags, marks, and what they were about."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.app.law_packs import packs_of
from evidencelog.app.wording import CaseReader, readers_for
from evidencelog.checker.wording.prefilter import trie_pattern
from evidencelog.checker.wording.reader import Mark, Reading
from evidencelog.models.fields import DEBTOR
from evidencelog.models.law import Words
from evidencelog.store.kept_readings import KeptReadings
from evidencelog.store.reading import case_facts
from evidencelog.store.texts import texts_of
from evidencelog.text.search import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from evidencelog.app.cases import Case
    from evidencelog.models.contacts import CaseFacts, ContactRow
    from evidencelog.models.law import Pack
    from evidencelog.models.wording import Wording
    from evidencelog.store.texts import Text

_CHANNELS = {"phone": "call", "sms": "sms", "wechat": "wechat", "in_person": "visit"}
_CHANNEL_OF_KIND = {"call": "call", "visit": "visit"}
_CONTACTED = {
    "guarantor": DEBTOR, "co_debtor": DEBTOR,
    "spouse": "relative", "parent": "relative", "child": "relative", "relative": "relative",
    "colleague": "employer", "employer": "employer", "client": "employer",
    "friend": "friend", "neighbour": "friend", "teacher": "friend", "contact": "friend",
}  # fmt: skip
"""Who was contacted, as readers tell persons apart: one who owes too is read as the debtor is."""


class Heard(NamedTuple):
    """What the words of some contacts say, by contact id; contacts of which they say nothing are left out."""

    tags: dict[str, frozenset[str]]
    """Names of tags, without their seconds."""
    marks: dict[str, tuple[Mark, ...]]
    purposes: dict[str, str]
    """Of contacts whose purpose the person did not say: what the words say it was."""

    def told(self, rows: Iterable[ContactRow]) -> Iterable[ContactRow]:
        """The rows with the purposes the words say."""
        if not self.purposes:
            return rows
        return (row if row.purpose is not None else self._told(row) for row in rows)

    def _told(self, row: ContactRow) -> ContactRow:
        purpose = self.purposes.get(row.id)
        return row if purpose is None else row._replace(purpose=purpose)


class Listener:
    """Hears the words of one case's contacts; a law pack's reader is made when there is a text to read."""

    def __init__(
        self, case: Case, facts: CaseFacts, packs: Sequence[Pack], wordings: Sequence[Wording] | None = None
    ) -> None:
        """``wordings``: instead of those of the case."""
        self._case = case
        self._facts = facts
        self._packs = packs
        self._wordings = wordings
        self._reader: CaseReader | None = None
        self._kept: KeptReadings | None = None
        self._keeps = False
        self._signs: list[tuple[str, re.Pattern[str], re.Pattern[str]]] | None = None

    def hear(
        self,
        texts: Iterable[Text],
        *,
        marks_of: Container[str] | None = None,
        keep: bool = True,
        step: Callable[[], None] = lambda: None,
    ) -> Heard:
        """What the texts say.

        ``marks_of``: only of these contacts marks are wanted (None: of all); of others the words are read only where
        their purpose is unknown. ``keep``: what is read is kept for the next time; without, only what is kept is made use of.
        ``step`` is called after each text.
        """
        heard = Heard({}, {}, {})
        self._keeps = keep and not self._case.store.read_only
        try:
            for text in texts:
                if text.tags:
                    heard.tags[text.id] = frozenset(tag.partition("@")[0] for tag in text.tags)
                marked = marks_of is None or text.id in marks_of
                if (marked or text.purpose is None) and self._speaks_of_collection(text):
                    self._read(text, heard, marked=marked)
                step()
        finally:
            if self._kept is not None:
                self._kept.close()
                self._kept = None
        return heard

    def _speaks_of_collection(self, text: Text) -> bool:
        """Whether the words may be the collecting side's: not the person's own, not of another purpose."""
        return bool(text.content) and text.direction != "out" and text.purpose in (None, "collection")

    def _read(self, text: Text, heard: Heard, *, marked: bool) -> None:
        reading = self._reading(text)
        if marked and reading.marks:
            heard.marks[text.id] = reading.marks
        if text.purpose is None:
            purpose = self._purpose(text.content)
            if reading.marks:  # a mark may be wrong: alone it makes no other rule surer, yet it is no receipt either
                purpose = "collection" if purpose == "collection" else None
            elif reading.purpose is not None:
                purpose = reading.purpose
            if purpose is not None:
                heard.purposes[text.id] = purpose

    def _reading(self, text: Text) -> Reading:
        """The reading of the text: as it is kept, else read now."""
        if self._reader is None:
            self._reader = CaseReader(self._case, None if self._wordings is None else readers_for(self._wordings))
        reader = self._reader
        if self._kept is None:
            self._kept = KeptReadings(self._case.path, reader.stamp, read_only=not self._keeps)
        wanted = (text.content, *setting(text, self._facts))
        known = self._kept.get(*wanted)
        if known is not None:
            return _opened(known)
        reading = reader.read(*wanted)
        self._kept.put(_folded_up(reading), *wanted)
        return reading

    def _purpose(self, content: str) -> str | None:
        """What the plain signs of the packs tell of the purpose; the first that fits."""
        if self._signs is None:
            self._signs = [
                (signs.purpose, re.compile(trie_pattern(signs.words)), re.compile(trie_pattern(signs.unless)))
                for pack in self._packs
                for signs in pack.purposes
            ]
        text = folded(content)
        return next(
            (purpose for purpose, words, unless in self._signs if words.search(text) and not unless.search(text)), None
        )


def _folded_up(reading: Reading) -> str:
    """Marks and purpose of a reading as text; cards are not kept."""
    return json.dumps((reading.purpose, reading.marks), ensure_ascii=False) if reading.marks else reading.purpose or ""


def _opened(body: str) -> Reading:
    if not body.startswith("["):
        return Reading((), body or None)
    purpose, marks = json.loads(body)
    return Reading(
        tuple(
            Mark(rule, label, act, frame, Words(*reason), start, end)
            for rule, label, act, frame, reason, start, end in marks
        ),
        purpose,
    )


def purpose_read(case: Case, contact_id: str) -> str | None:
    """What the words of a contact say it was for, where the person did not say it; None: nothing, or it was said."""
    with case.store.reading() as conn:
        listener = Listener(case, case_facts(conn), packs_of(case))
        return listener.hear(texts_of(conn, [contact_id]), marks_of=(), keep=False).purposes.get(contact_id)


def setting(text: Text, facts: CaseFacts) -> tuple[str, str, str]:
    """View, channel and who was contacted, in the words of readers; empty where not known."""
    contacted = DEBTOR
    if text.to != DEBTOR:
        person = facts.persons.get(text.to)
        relation = text.relation or (person.relation if person is not None else None)
        contacted = _CONTACTED.get(relation or "", "unknown")
    return text.view or "", channel_of(text.kind, text.channel), contacted


def channel_of(kind: str, channel: str | None) -> str:
    """The channel of a contact in the words of readers; empty where not known."""
    return _CHANNEL_OF_KIND.get(kind, "") if channel is None else _CHANNELS.get(channel, "other")
