"""What the files of a pack's folder ``wording`` may hold; see docs/packs/format.md."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from evidencelog.i18n import _
from evidencelog.laws.values import Bilingual, Name, Strict, Text, each_of, refused


class ClassFile(Strict):
    """A class of words: listed, given by a pattern, or made of other classes."""

    words: str = ""
    """Words between spaces; ``{a,b}`` are alternatives, ``_`` a space inside a word."""
    pattern: Text | None = None
    """A regular expression over the normal text, every repetition bounded."""
    made: list[Text] = []
    """Forms; each place one of them matches is an occurrence of the class."""
    unless_in: str = ""
    """Longer words, written as in ``words``, inside which the words of this class do not count."""
    whole: bool = False
    """Its words count only where no longer listed word of any class covers them."""
    common: bool = False
    """Everyday words: never what tells that a text is worth reading."""

    @model_validator(mode="after")
    def _one_kind(self) -> ClassFile:
        if bool(self.words.split()) + (self.pattern is not None) + bool(self.made) != 1:
            raise refused(_("one of words, pattern and made"))
        return self


class FrameFile(Strict):
    """What some forms say about a text."""

    id: Name
    label: Name | None = None
    act: Literal["done", "threat"] | None = None
    purpose: Literal["service", "marketing", "collection"] | None = None
    card: Literal["verify_first", "help_line"] | None = None
    reason: Bilingual
    forms: Annotated[list[Text], Field(min_length=1)]
    affirmed: bool = True
    """False: a negation beside it changes nothing."""

    @model_validator(mode="after")
    def _says_something(self) -> FrameFile:
        if (self.label is not None) + (self.purpose is not None) + (self.card is not None) != 1:
            raise refused(_("one of label, purpose and card"))
        return self


class BlockFile(Strict):
    """A class whose occurrences keep frames from being heard."""

    classes: Annotated[list[Name], Field(min_length=1)]
    scope: Literal["text", "turn", "sentence", "clause", "before", "after"]
    labels: list[Name] = []
    views: Annotated[list[str], AfterValidator(each_of(("quote", "description")))] = []
    unless: list[Name] = []


class TurnFile(Strict):
    """Words that open a speaker's turn in a transcript."""

    classes: Annotated[list[Name], Field(min_length=1)]
    collecting: bool
    """Whether the speaker belongs to the collecting side."""


class CodeFile(Strict):
    """The rules a label stands for."""

    any: Text | None = None
    done: Text | None = None
    threat: Text | None = None

    @model_validator(mode="after")
    def _any_or_acts(self) -> CodeFile:
        if (self.any is None) == (self.done is None) or (self.done is None) != (self.threat is None):
            raise refused(_("any, or done and threat"))
        return self


class SpellingFile(Strict):
    """Disguised and foreign spellings."""

    separators: str = ""
    rewrites: str = ""
    """Pairs ``spelling=reading`` between spaces; ``_`` is a space."""
    sounds: str = ""
    """Words with the sound of each character: ``立案=li,an``."""


class WeightsFile(Strict):
    """How much short strings and classes speak for and against each label; made by ``tools/weigh_words.py``, not by hand."""

    outputs: list[str]
    """``""`` for any label, then ``label`` or ``label/act``."""
    biases: list[float]
    step: float
    harmless: float
    doubtful: float
    telling: float
    doubtful_for: dict[Name, float] = {}
    telling_for: dict[Name, float] = {}
    unless: list[Name] = []
    reason: Bilingual
    table: Text
    """Lines of a string, a space, and a letter for each output."""
    classes: Text = ""
    """Lines of a class, a space, and a letter for each output."""

    @model_validator(mode="after")
    def _one_letter_for_each(self) -> WeightsFile:
        number = len(self.outputs)
        if len(self.biases) != number or any(
            len(line.rpartition(" ")[2]) != number
            for line in (*self.table.split("\n"), *self.classes.split("\n"))
            if line
        ):
            raise refused(_("a letter of each line for each of the outputs"))
        return self


class WordingFile(Strict):
    """``wording/*.toml``; the files of a folder are read as one."""

    classes: dict[Name, ClassFile] = {}
    frames: list[FrameFile] = []
    blocks: dict[Name, BlockFile] = {}
    turns: list[TurnFile] = []
    codes: dict[Name, CodeFile] = {}
    spelling: SpellingFile | None = None
    weights: WeightsFile | None = None
    negation: list[Text] = []
    """Conditions added to every frame that is affirmed."""
