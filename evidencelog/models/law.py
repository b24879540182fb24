"""Law as the checker and the screens take it: compiled packs. Texts stand apart and are loaded only when shown."""

from typing import Any, NamedTuple

FORCES = (
    "law", "judicial_interpretation", "regulation", "normative_document", "recommended_standard", "association_rule",
)  # fmt: skip
"""How binding an instrument is, strongest first: the order in which bases are shown."""

MODALITIES = ("must", "must_not", "should", "should_not", "inadvisable")
EFFECTS = ("ban", "presumption", "safe_harbour", "needs_result", "guideline", "open_standard")
"""What follows when the test holds: a breach by itself, a rebuttable presumption (of breach or of compliance), a breach
only with a further result such as fear or harassment, a recommendation, or an open standard without a number."""

TEXT_STATUSES = ("verbatim", "quoted", "paraphrase")
"""``verbatim``: copied from a statute text. ``quoted``: quoted through a secondary source. ``paraphrase``: never shown
between quotation marks and never the sole ground of a finding other than a note."""


class Words(NamedTuple):
    """One text in both languages."""

    zh: str
    en: str


class Passage(NamedTuple):
    """A piece of a provision with its own wording, status and period."""

    id: str
    """Unique in the provision; ``""`` for the whole provision."""
    text: str
    text_status: str
    quoted_via: str
    """For ``quoted``: the source to name after 「转引自」; else empty."""
    in_force_from: str
    in_force_to: str | None
    """Last day in force, included; None while in force."""
    note: Words | None
    translation: str = ""
    """Unofficial; empty where there is none."""


class Provision(NamedTuple):
    """An article or clause of an instrument."""

    id: str
    """``<instrument>/<article>[-<item>]``."""
    instrument: str
    article: str
    citation: str
    """Official title with the text's own numerals, in the form 《title》article."""
    heading: Words | None
    passages: tuple[Passage, ...]
    path: tuple[str, ...] = ()
    """What leads to the article, in the instrument's own words."""


class Instrument(NamedTuple):
    """A law, rule, standard or association text."""

    id: str
    title: str
    title_en: str
    """Official English title where there is one, else a marked unofficial translation."""
    number: str
    issuer: str
    force: str
    binds: Words
    issued_on: str | None
    in_force_from: str
    in_force_to: str | None
    replaces: tuple[str, ...]
    source: str
    """Name or address of the official place to read it; empty when only secondary sources were seen."""
    note: Words | None
    confirmed_on: str
    language: str
    """Language of the authentic text (BCP 47)."""
    status: str = "in_force"
    """``in_force``, ``repealed``, ``draft`` or ``announced``."""
    archived_at: str = ""


class Texts(NamedTuple):
    """The instruments and provisions of a pack with their wording: loaded only when shown."""

    instruments: dict[str, Instrument]
    provisions: dict[str, Provision]


class RuleBasis(NamedTuple):
    """A provision on which a rule rests, for whom and when."""

    provision: str
    passage: str
    modality: str
    effect: str
    kinds: tuple[str, ...]
    """Platform kinds it binds; empty: anyone."""
    products: tuple[str, ...]
    """Products it covers; empty: any."""
    in_force_from: str
    in_force_to: str | None
    """Last day, included."""
    condition: Words | None
    """Shown as ``if: …`` where kind or product is unknown."""
    supporting: bool
    """True for a text that is shown but can never be the ground of a finding alone (paraphrases)."""
    open_kinds: tuple[str, ...] = ()
    """Platform kinds of which it is not sure that it binds them."""
    open_products: tuple[str, ...] = ()
    decided_by: str | None = None
    """The fact that would decide it for the open kinds; None: nothing a log holds."""
    readings: tuple[str, ...] = ()
    """Shown only for hits with one of these readings; empty: always."""


class RuleTest(NamedTuple):
    """The test of a rule, valid for contacts of a period."""

    kind: str
    params: dict[str, Any]
    """Parameters of that kind of test, checked by the loader; see docs/packs/format.md."""
    in_force_from: str | None
    in_force_to: str | None


class RuleText(NamedTuple):
    """A named text of a rule: an exception, another reading, a question for a missing fact …"""

    id: str
    words: Words
    unless: str | None = None
    """For an assumption: the standing facts (``consents``, ``refusals`` …) that make it untrue when a case holds them."""


class Rule(NamedTuple):
    """One rule of a pack."""

    code: str
    name: str
    title: Words
    why: Words
    mark: Words
    """Two to four characters (or one short word) for the marks column of lists."""
    status: str
    """``added``, ``preview``, ``deprecated`` or ``removed``; codes are never used again."""
    tests: tuple[RuleTest, ...]
    bases: tuple[RuleBasis, ...]
    """Strongest force first."""
    exceptions: tuple[RuleText, ...]
    readings: tuple[RuleText, ...]
    """How it was counted; chosen by the test."""
    other_readings: tuple[RuleText, ...]
    questions: tuple[RuleText, ...]
    """Id is the name of the missing fact."""
    assumes: tuple[RuleText, ...]
    explanation: Words
    """Sentence with ``{measured} {limit} {day} {time} {platform} {person}`` filled in."""
    strengthen: tuple[RuleText, ...]
    next_steps: tuple[RuleText, ...]
    explanations: tuple[RuleText, ...] = ()
    """Sentences for findings of one grade, instead of ``explanation``; the id is the grade."""
    only_for: tuple[str, ...] = ()
    """Ids of the addressees whose packets may hold its findings; empty: any."""


class PurposeSigns(NamedTuple):
    """Plain signs in a text of what it was sent for."""

    purpose: str
    """``collection``, ``service`` or ``marketing``."""
    words: tuple[str, ...]
    """Folded; any of them is a sign."""
    unless: tuple[str, ...]
    """Folded; with one of them in the text the signs say nothing."""


class Pack(NamedTuple):
    """A jurisdiction's rules, ready to check with."""

    id: str
    version: str
    title: Words
    confirmed_on: str
    review_by: str
    sha256: str
    """Digest over all files of the pack."""
    zone: str
    rules: tuple[Rule, ...]
    calendars: dict[str, dict[str, str]]
    """By id: local date to day class (``holiday``, ``workday``); a year without entries is unknown, not a working year."""
    years: dict[str, tuple[int, ...]] = {}
    """By id of a calendar: the years it covers; any other year is unknown."""
    limitations: tuple[Words, ...] = ()
    references: tuple[str, ...] = ()
    purposes: tuple[PurposeSigns, ...] = ()
    """In the order in which they are tried; the first that fits a text tells its purpose."""
    zone_name: Words | None = None
    """What papers call the time of ``zone``; None: its IANA name."""
