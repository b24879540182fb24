"""What the case's packs say to a person in the middle of a call or a visit, and which cards an entry calls for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidencelog.app import browsing
from evidencelog.app.law_packs import in_use, own_folders
from evidencelog.i18n import language
from evidencelog.laws import catalogue
from evidencelog.laws.guidance import read_guidance
from evidencelog.models.fields import DEBTOR
from evidencelog.models.guidance import Guidance
from evidencelog.text.neutral import neutral
from evidencelog.text.search import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from evidencelog.app.cases import Case
    from evidencelog.models.law import Words

_ABOUT_THEM = ("verify_first",)
"""Cards about who the others are; any other card also looks at what the person wrote for themself alone."""

CARDS = ("help_line", "verify_first")
"""In the order in which they are shown: what someone may need at once comes first."""


def guidance(case: Case | None, moment: str) -> Guidance:
    """The words of the first of the case's packs (None: of a new case's) that has any for the moment; none where no pack has.

    ``moment`` is one of ``models.guidance.MOMENTS``. Raises PackMissing, PackRefused.
    """
    extra = own_folders(case)
    for pack in in_use(case):
        found = read_guidance(catalogue.find(pack, extra), moment)
        if found is not None:
            return found
    return Guidance()


def tag_words(case: Case | None) -> dict[str, str]:
    """What tags that may be set in the middle of a call or a visit are called there, by tag, in the language in use."""
    return {one.tag: say(one.words) for moment in ("visit", "call") for one in guidance(case, moment).tags}


def say(words: Words) -> str:
    """Words in the language in use."""
    return words.en if language() == "en" else words.zh


def cards_for(case: Case | None, values: Mapping[str, Any], *, read: bool = True) -> tuple[str, ...]:
    """The cards an entry calls for, by what they claim to be and by its words; the most urgent first.

    ``values`` as ``browsing.detail`` gives them. A claim that was checked calls for nothing any more. Words that look
    like court or police call for their card also where the text reads as a genuine notice: a real one must not be missed.
    Without ``read`` what was said is only looked through for the words of the cards: at once, and finds less.
    """
    heard = {str(tag).partition("@")[0] for tag in values.get("tag") or ()}
    wanted = set()
    content = str(values.get("content") or "")
    if read and content and values.get("direction") != "out":
        named, labels = _read(case, content, values)
        wanted |= named
        heard |= labels
    for card in CARDS:
        words = guidance(case, card)
        said = content if card in _ABOUT_THEM else f"{content}\n{values.get('private_note') or ''}"
        if (
            values.get("claimed_role") in words.roles
            or not heard.isdisjoint(words.tags_heard)
            or (card in _ABOUT_THEM and values.get("case_number"))
            or _stands_in(said, words)
        ):
            wanted.add(card)
    if values.get("role_checked"):
        wanted.discard("verify_first")
    return tuple(card for card in CARDS if card in wanted)


def newly_called(
    case: Case, contact: str, before: Mapping[str, Any] | None = None, *, read: bool = True
) -> tuple[str, ...]:
    """The cards a saved entry (its id) calls for, the most urgent first; ``read`` as for ``cards_for``.

    Those are left out for which it called already with the values it held ``before`` it was corrected.
    """
    cards = cards_for(case, browsing.detail(case, contact).values, read=read)
    known = cards_for(case, before, read=read) if cards and before is not None else ()
    return tuple(card for card in cards if card not in known)


def cards_in(case: Case, contact_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """By card, the most urgent first: the contacts among these that call for it; cards nobody calls for are left out."""
    from evidencelog.app.browsing import detail

    called: dict[str, list[str]] = {card: [] for card in CARDS}
    for contact in contact_ids:
        for card in cards_for(case, detail(case, contact).values):
            called[card].append(contact)
    return {card: tuple(contacts) for card, contacts in called.items() if contacts}


def _stands_in(text: str, words: Guidance) -> bool:
    """Whether a text holds one of the words or patterns of a card, spaces thrown between them or not."""
    if not text.strip() or not (words.words or words.patterns):
        return False
    plain = "".join(folded(neutral(text)).split())
    return any(word in plain for word in words.words) or any(re.search(one, plain) for one in words.patterns)


def _read(case: Case | None, text: str, values: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """The cards a text calls for by name, and the labels of what was heard in it."""
    from evidencelog.app.case_words import channel_of
    from evidencelog.app.wording import CaseReader

    channel = channel_of(str(values.get("kind")), values.get("channel"))
    contacted = "debtor" if values.get("to", DEBTOR) == DEBTOR else "unknown"
    reading = CaseReader(case).read(text, str(values.get("view") or ""), channel, contacted)
    return {mark.label for mark in reading.cards}, {mark.label for mark in reading.marks}
