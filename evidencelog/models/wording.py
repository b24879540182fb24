"""How texts are read, compiled: plain data that a reader works on and a cache keeps. See docs/packs/format.md."""

from typing import NamedTuple

from evidencelog.models.law import Words

CHANNELS = ("call", "sms", "wechat", "visit", "other")
VIEWS = ("quote", "description")
"""``quote``: the words themselves. ``description``: the user's own account of them."""

CONTACTED = ("debtor", "relative", "employer", "friend", "unknown")
SCOPES = ("clause", "sentence", "text")
ACTS = ("done", "threat")
"""Whether an act was done or announced; a label with both codes is reported as done when both are found."""

CARDS = ("verify_first", "help_line")
"""What a text calls for besides findings: look the authority up and do not ignore it; a quiet help line."""


class Condition(NamedTuple):
    """What must, or must not, stand near the place a form matches."""

    wanted: bool
    classes: tuple[int, ...]
    """Any one of them counts."""
    where: str
    """``clause``, ``sentence``, ``text``, ``before``, ``after`` (at most ``reach`` characters away, inside the
    sentence), ``ahead`` and ``next`` (the same inside the clause), ``inside`` (the match itself), ``around`` (it covers the match),
    ``near`` (ahead or inside)."""
    reach: int


class Form(NamedTuple):
    """One way to put classes of words together."""

    ordered: bool
    parts: tuple[tuple[int, ...], ...]
    """Each part is filled by an occurrence of any of its classes; parts do not overlap."""
    gaps: tuple[int, ...]
    """Ordered: the most characters between one part and the next. Else one number: from the first to the last."""
    scope: str
    conditions: tuple[Condition, ...]
    views: tuple[str, ...]
    channels: tuple[str, ...]
    contacted: tuple[str, ...]
    """Empty: any."""


class Frame(NamedTuple):
    """What forms say about a text."""

    id: str
    label: str
    """Empty for a frame that only tells a purpose or a card."""
    act: str
    """``done``, ``threat`` or empty."""
    reason: Words
    forms: tuple[Form, ...]
    purpose: str = ""
    """``service``, ``marketing`` or ``collection``; empty: nothing is said about it."""
    card: str = ""


class Block(NamedTuple):
    """A class of words that keeps frames from being heard."""

    name: str
    classes: tuple[int, ...]
    scope: str
    """``text``, ``turn``, ``sentence``, ``clause``, ``before`` (what stands before it in the sentence), ``after``."""
    labels: tuple[str, ...]
    """Only these; empty: all."""
    views: tuple[str, ...]
    unless: tuple[int, ...]
    """Not when one of these classes stands in the text."""


class Spelling(NamedTuple):
    """How disguised and foreign spellings become plain ones."""

    separators: str
    """Characters that are dropped between two Chinese characters."""
    rewrites: dict[str, str]
    """Spelling as it stands in a folded text, and what is read for it."""
    disguised: dict[str, str]
    """Like ``rewrites``, tried only in texts with Latin letters."""
    joints: tuple[str, ...]
    """Two-character strings between which thrown-in letters or digits are dropped."""


class Weights(NamedTuple):
    """How much short strings and classes speak for and against each label, learnt from labelled messages."""

    outputs: tuple[tuple[str, str], ...]
    """Label and act of each weight; the first one, both empty, is for any label at all."""
    biases: tuple[float, ...]
    step: float
    """What one step of a weight counts. The sum over strings is divided by the root of the number of the text's strings,
    that over classes by the root of the number of classes found in it."""
    harmless: float
    """Below this likelihood of any label nothing is marked …"""
    doubtful: tuple[float, ...]
    """… by output: below this one of a label no frame of the label is heard …"""
    telling: tuple[float, ...]
    """… by output: from this one on a label is marked that no frame has found."""
    unless: tuple[int, ...]
    """Classes that keep a label from being marked by weights alone in the clause they stand in."""
    reason: Words
    table: dict[str, str]
    """By string: a letter for each output, as many steps above or below ``O`` as the weight is above or below nothing."""
    classes: tuple[tuple[int, str], ...]
    """Class, and the same letters."""


class Wording(NamedTuple):
    """One pack's way to read texts."""

    pack: str
    sha256: str
    codes: dict[str, dict[str, str]]
    """By label: rule code by act (``done``, ``threat``, or an empty text for any)."""
    classes: tuple[str, ...]
    """Names, by number."""
    words: dict[str, tuple[int, ...]]
    masks: dict[str, tuple[int, ...]]
    """Words, and the classes whose own words do not count inside them."""
    whole: tuple[int, ...]
    """Classes whose words count only where no longer word covers them."""
    patterns: tuple[tuple[int, str, tuple[str, ...]], ...]
    """Class, regular expression (bounded in every repetition), and strings of which each match holds at least one
    (none: not known)."""
    made: tuple[tuple[int, tuple[Form, ...]], ...]
    """Classes made of others, each after those it is made of."""
    turns: tuple[tuple[int, bool], ...]
    """Classes that open a speaker's turn, and whether the speaker is the collecting side."""
    blocks: tuple[Block, ...]
    frames: tuple[Frame, ...]
    spelling: Spelling
    anchors: tuple[str, ...]
    """A text without any of these words cannot match a frame."""
    anchor_patterns: tuple[str, ...]
    """… nor without a match of one of these."""
    weights: Weights | None = None
