"""What the case's packs say to a person in the middle of a call or a visit, and which cards an entry calls for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.app.law_packs import own_folders
from evidencelog.i18n import language
from evidencelog.laws import catalogue
from evidencelog.laws.guidance import read_guidance
from evidencelog.models.guidance import Guidance

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from evidencelog.app.cases import Case
    from evidencelog.models.law import Words

CARDS = ("help_line", "verify_first")
"""In the order in which they are shown: what someone may need at once comes first."""


def guidance(case: Case, moment: str) -> Guidance:
    """The words of the first of the case's packs that has any for the moment; none where no pack has.

    ``moment`` is one of ``models.guidance.MOMENTS``. Raises PackMissing, PackRefused.
    """
    extra = own_folders(case)
    for pack in case.packs:
        found = read_guidance(catalogue.find(pack, extra), moment)
        if found is not None:
            return found
    return Guidance()


def say(words: Words) -> str:
    """Words in the language in use."""
    return words.en if language() == "en" else words.zh


def cards_for(case: Case, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The cards an entry calls for, by what they claim to be and by its words; the most urgent first.

    A claim that was checked calls for nothing any more.
    """
    heard = {str(tag).partition("@")[0] for tag in values.get("tag") or ()}
    wanted = set()
    if content := values.get("content"):
        named, labels = _read(case, str(content), str(values.get("view") or ""))
        wanted |= named
        heard |= labels
    for card in CARDS:
        words = guidance(case, card)
        if values.get("claimed_role") in words.roles or not heard.isdisjoint(words.tags_heard):
            wanted.add(card)
    if values.get("role_checked"):
        wanted.discard("verify_first")
    return tuple(card for card in CARDS if card in wanted)


def _read(case: Case, text: str, view: str) -> tuple[set[str], set[str]]:
    """The cards a text calls for by name, and the labels of what was heard in it."""
    from evidencelog.app.wording import readers_of

    cards: set[str] = set()
    labels: set[str] = set()
    for reader in readers_of(case):
        reading = reader.read(text, view=view)
        cards |= {mark.label for mark in reading.cards}
        labels |= {mark.label for mark in reading.marks}
    return cards, labels
