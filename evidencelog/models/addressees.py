"""The addressees of packets as data: what each one asks for, when it is the right one, which clocks start."""

from __future__ import annotations

from typing import NamedTuple

from evidencelog.models.law import Words


class Requirement(NamedTuple):
    """Something an addressee may ask for."""

    item: str
    """``name`` ``id_number`` ``phone`` ``address`` ``respondent`` ``respondent_address`` ``staff`` ``request`` ``facts``
    ``grounds`` ``evidence`` ``signature``."""
    label: Words
    provision: str
    """Empty where no provision asks for it; ``citation`` then names what else does."""
    citation: Words
    """Official title with the article, or with the words that its number is not verified; else the source."""
    text_status: str
    quoted_via: str
    missing: Words
    """What to do when it is not there; empty where the log always has it."""


class Clock(NamedTuple):
    """A period that starts to run at some point of the procedure."""

    id: str
    count: int  # type: ignore[assignment]  # hides tuple.count on purpose: the number of units
    unit: str
    """``day`` (calendar days), ``working_day`` or ``month``."""
    starts: str
    """``received``, ``accepted``, ``decided`` or ``reviewed`` of what was sent; ``act``: the last contact a finding
    counts; ``call``: a call of which a recording is to be kept; ``bill``: a call that a telephone bill shows."""
    binds: Words
    words: Words
    provision: str
    """Empty where no provision sets it; ``citation`` then names what else does."""
    citation: Words
    text_status: str
    quoted_via: str
    kinds: tuple[str, ...] = ()
    """Kinds of platform for which it runs; empty: any."""
    then: Words = Words("", "")
    """What can be done when it has run out."""
    ahead: int = 0
    """Calendar days before its end on which a reminder is due; 0: none."""
    met: str = ""
    """``accepted``, ``decided`` or ``reviewed``: what meets it; empty: nothing the log knows."""


class Note(NamedTuple):
    """A remark about an addressee with how sure it is."""

    words: Words
    text_status: str


class Ground(NamedTuple):
    """A provision a paper rests on, with its text."""

    provision: str
    citation: Words
    text: str
    text_status: str
    quoted_via: str
    force: str
    kinds: tuple[str, ...] = ()
    """Kinds of platform whose paper names it; empty: any."""


class Form(NamedTuple):
    """A paper beside the packet, for the person's own use or to be filled in by hand."""

    paper: str
    grounds: tuple[Ground, ...] = ()


class LetterText(NamedTuple):
    """A letter of request in the pack's words."""

    id: str
    title: Words
    paragraphs: tuple[Words, ...]
    """``{lender}`` stands for the registered name of the lender."""
    lists: str
    """Which contacts it lists: ``answered`` calls, those with ``third`` persons, those of ``unidentified`` callers, those
    of collection firms that were ``named`` and that a finding counts (without such a contact there is no letter), or
    ``none``."""
    grounds: tuple[Ground, ...] = ()


PAPERS = ("complaint", "evidence-list", "chronology", "findings", "exhibits", "origin")
"""Papers of a packet where an addressee does not choose its own."""


class Channel(NamedTuple):
    """An addressee: whom a packet is for and what that desk needs."""

    id: str
    order: int
    """Rank in the list shown; the smallest is recommended first."""
    title: Words
    addressee: Words
    """The line after 致; ``{lender}`` stands for the registered name of the lender."""
    document: Words
    """Title of the first document."""
    when: Words
    """When it is the right one."""
    kinds: tuple[str, ...]
    """Kinds of platform it takes; empty: any."""
    unfit: Words
    """Said as a warning where the kind of platform is another one."""
    unknown_kind: Words
    """Said as a warning where the kind of platform is unknown and ``kinds`` is not empty."""
    how: Words
    language: str
    """Language of the documents."""
    requires: tuple[Requirement, ...]
    clocks: tuple[Clock, ...]
    notes: tuple[Note, ...]
    """Limits of files, opening hours and the like."""
    after: tuple[Words, ...]
    """What to write down once it was sent."""
    confirmed_on: str
    rules: tuple[str, ...] = ()
    """Codes of the rules whose findings it is about; empty: any."""
    unmatched: Words = Words("", "")
    """Said as a warning where nothing was found under ``rules``."""
    papers: tuple[str, ...] = PAPERS
    """The papers of the packet in their order."""
    forms: tuple[Form, ...] = ()
    """The papers beside the packet."""
    letters: tuple[LetterText, ...] = ()
    complainant: Words = Words("", "")
    """What the person who writes is called; empty: the complainant."""
    respondent: Words = Words("", "")
    standing: tuple[Words, ...] = ()
    """Requests that every paper of this kind makes."""
    grounds: tuple[Ground, ...] = ()
    """Provisions on the procedure that the first paper names."""
    unaltered: bool = False
    """True where the addressee takes messages only word for word: the list for it is not shortened."""
    largest_mb: int = 0
    """Megabytes (10^6 bytes) of the largest file it takes; 0: not known."""
    taken_by: tuple[str, ...] = ()
    """Ids of addressees after whom this one takes the matter no more."""
    taken: Words = Words("", "")
    """Said as a warning where the log holds a complaint to one of them."""
    criminal: bool = False
    """True where the addressee prosecutes: nothing sent to it may ask for money."""

    def asks(self, item: str) -> bool:
        """True when this addressee asks for an item of that name."""
        return any(requirement.item == item for requirement in self.requires)


class GuardTerms(NamedTuple):
    """Words the over-claim guard looks for, in the language of the addressees of a jurisdiction."""

    unlawful: tuple[str, ...]
    """Words that call something illegal or a crime."""
    spared: tuple[str, ...]
    """Longer words that contain one of the others and mean something else."""
    criminal: tuple[str, ...]
    """Words that speak of criminal law, a charge or an arrest."""
    demand: tuple[str, ...]
    """Words that ask for money, a waiver or damages."""
    proof: dict[str, tuple[str, ...]]
    """Claim (``illness``, ``dismissal``, ``waiver``) to the words that make it and need a document."""
    sum_units: tuple[str, ...]
    """Units behind a number that make it a sum of money."""
    count_units: tuple[str, ...]
    """Measure words behind a number that make it a count of contacts."""
    repealed: tuple[str, ...]
    """Titles of instruments no longer in force."""
    vague: tuple[str, ...]
    """Words that stand for a large number nobody counted."""
    title_ends: tuple[str, ...] = ()
    """How official titles end; what stands between title marks and ends in another way is no title. Empty: all are."""
