"""What each file of a pack may hold. Files are checked against these tables once; see docs/packs/format.md."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from evidencelog.i18n import _
from evidencelog.laws.test_kinds import PURPOSES, AnyTest
from evidencelog.laws.values import Bilingual, Day, Name, NamedText, NameOrNone, Strict, Text, each_of, one_of, refused
from evidencelog.models.fields import PLATFORM_KINDS, PRODUCTS
from evidencelog.models.findings import GRADES
from evidencelog.models.law import EFFECTS, FORCES, MODALITIES, TEXT_STATUSES

STANDING = ("consents", "refusals", "plans", "requests", "notices", "complaints")
Kinds = Annotated[list[str], AfterValidator(each_of(PLATFORM_KINDS))]
Products = Annotated[list[str], AfterValidator(each_of(PRODUCTS))]


class PurposeFile(Strict):
    """Plain signs in a text of what it was sent for."""

    purpose: Annotated[str, AfterValidator(one_of(PURPOSES))]
    words: Text
    """Between spaces; any of them is a sign."""
    unless: str = ""
    """Between spaces; with one of them in the text the signs say nothing."""


class PackFile(Strict):
    """``pack.toml``."""

    id: Name
    version: Text
    title: Bilingual
    confirmed_on: Day
    """Day on which a person last held the pack against its sources."""
    review_by: Day
    zone: Text
    """IANA name of the zone in which the law's clock runs when a rule does not take the debtor's."""
    zone_name: Bilingual | None = None
    """What papers call the time of that zone."""
    language: Text
    """BCP 47 tag of the authentic texts."""
    references: Annotated[list[Text], Field(min_length=1)]
    checked_with: list[Text]
    limitations: list[Bilingual]
    purposes: list[PurposeFile] = []
    """Tried in this order; the first that fits tells the purpose of a text of which the person did not say it."""


class PassageFile(Strict):
    """A piece of a provision; two with one id are its wordings in following periods."""

    id: NameOrNone = ""
    text: Text
    translation: Text | None = None
    """Unofficial."""
    text_status: Annotated[str, AfterValidator(one_of(TEXT_STATUSES))]
    quoted_via: Text | None = None
    """For ``quoted``: the secondary source in words that may be shown."""
    source: Text
    """Where the text was read; kept for those who look after the pack, not shown."""
    retrieved_on: Day
    in_force_from: Day
    in_force_to: Day | None = None
    """Last day, included."""
    note: Bilingual | None = None

    @model_validator(mode="after")
    def _quoted_names_its_source(self) -> PassageFile:
        if (self.text_status == "quoted") != (self.quoted_via is not None):
            raise refused(_("quoted_via with text_status quoted, and only then"))
        return self


class ProvisionFile(Strict):
    """An article or clause; its id is ``<instrument>/<article>[-<item>]``."""

    article: Annotated[str, Field(pattern=r"^[0-9A-Za-z.]+$")]
    """In digits; a text without numbers takes a short word."""
    item: Annotated[str, Field(pattern=r"^[0-9A-Za-z.]*$")] = ""
    path: list[Text] = []
    """Parts of the instrument that lead to the article, in its own words."""
    citation: Text
    """Official title with the text's own numerals."""
    heading: Bilingual | None = None
    reference_only: bool = False
    """True for a provision on which no rule rests."""
    passages: Annotated[list[PassageFile], Field(min_length=1)]


class InstrumentFile(Strict):
    """``instruments/<id>.toml``."""

    id: Name
    title: Text
    title_en: Text
    title_en_official: bool
    number: str
    issuer: Text
    force: Annotated[str, AfterValidator(one_of(FORCES))]
    status: Literal["in_force", "repealed", "draft", "announced"] = "in_force"
    """``draft`` and ``announced`` texts are shown and never the ground of a finding."""
    binds: Bilingual
    issued_on: Day | None = None
    in_force_from: Day
    in_force_to: Day | None = None
    replaces: list[Name] = []
    source: str
    """Official place to read it; empty when only secondary sources were seen."""
    archived_at: str = ""
    note: Bilingual | None = None
    confirmed_on: Day
    language: Text
    provisions: Annotated[list[ProvisionFile], Field(min_length=1)]


class BasisFile(Strict):
    """A provision on which a rule rests."""

    provision: Text
    passage: str = ""
    modality: Annotated[str, AfterValidator(one_of(MODALITIES))]
    effect: Annotated[str, AfterValidator(one_of(EFFECTS))]
    kinds: Kinds = []
    """Platform kinds it surely binds; empty (with no open kinds): anyone."""
    open_kinds: Kinds = []
    """Platform kinds of which it is not sure that it binds them."""
    decided_by: Literal["funder"] | None = None
    """The fact that would decide it for the open kinds; absent: nothing the log can hold, so ``likely`` at most."""
    products: Products = []
    open_products: Products = []
    """Products of which it is not sure that they are covered; ``likely`` at most."""
    condition: Bilingual | None = None
    """Shown after *if* where kind or product is unknown or open."""
    in_force_from: Day | None = None
    """Absent: as the passage."""
    in_force_to: Day | None = None
    supporting: bool = False
    readings: list[Name] = []
    """Shown only for findings with one of these readings; empty: always."""

    @model_validator(mode="after")
    def _scope_has_words(self) -> BasisFile:
        if self.condition is None and (self.kinds or self.open_kinds or self.products or self.open_products):
            raise refused(_("condition in both languages, since not everyone is bound"))
        if self.decided_by is not None and not self.open_kinds:
            raise refused(_("decided_by only with open_kinds"))
        return self


class AssumptionFile(NamedText):
    """What a finding takes for granted."""

    unless_recorded: Annotated[str | None, AfterValidator(lambda v: v if v is None else one_of(STANDING)(v))] = None
    """Not said when the case holds such records for the platform."""


class GradeText(Strict):
    """A sentence for findings of one grade."""

    grade: Annotated[str, AfterValidator(one_of(GRADES))]
    zh: Text
    en: Text


class ExpectedBasis(Strict):
    """A basis a case must show."""

    provision: Text
    applies: Literal["yes", "if"] = "yes"


class ExpectedFinding(Strict):
    """A finding of the rule a case must show; what is absent is not compared."""

    grade: Annotated[str, AfterValidator(one_of(GRADES))]
    contacts: list[Text] | int | None = None
    """Ids (``C0001`` is the first contact of the case) or how many."""
    on: Day | None = None
    measured: int | None = None
    limit: int | None = None
    missing: list[Text] | None = None
    bases: list[ExpectedBasis] | None = None
    """All of them, in order."""
    readings: list[Name] | None = None
    """Ids of all readings that say how it was counted."""


class ExpectedNote(Strict):
    """An entry of ``noted`` a case must show."""

    why: Literal["exception", "wider_count"]
    key: Name
    contacts: list[Text] | int | None = None
    measured: int | None = None


class CaseFile(Strict):
    """An example that runs as a test: records in the exchange format and what the rule makes of them."""

    shows: Literal["breach", "inside", "missing", "before", "likely", "exception", "scope", "change"]
    title: Bilingual
    today: Day | None = None
    """Absent: the day after the last contact."""
    zone: Text | None = None
    """Absent: the pack's zone."""
    settings: dict[str, str] = {}
    each_contact: dict[str, Any] = {}
    """Fields all contacts of the case share."""
    records: Annotated[list[dict[str, Any]], Field(min_length=1)]
    findings: list[ExpectedFinding] = []
    """All findings of this rule, in the order of days; empty: none."""
    noted: list[ExpectedNote] = []
    """All notes of this rule."""


class RuleFile(Strict):
    """``rules/<CODE>.toml``."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{2,6}(-[A-Z0-9]{2,6})*-[A-Z][0-9]{2}$")]
    name: Name
    title: Bilingual
    why: Bilingual
    mark: Bilingual
    status: Literal["added", "preview", "deprecated", "removed"]
    since: Text
    """Version of the pack in which it got this status."""
    only_for: list[Name] = []
    """Ids of the addressees whose packets may hold its findings; empty: any."""
    tests: Annotated[list[AnyTest], Field(min_length=1)]
    bases: Annotated[list[BasisFile], Field(min_length=1)]
    exceptions: list[NamedText] = []
    readings: Annotated[list[NamedText], Field(min_length=1)]
    other_readings: list[NamedText] = []
    questions: list[NamedText] = []
    assumes: list[AssumptionFile] = []
    explanation: Bilingual
    explanations: list[GradeText] = []
    strengthen: list[NamedText] = []
    next_steps: list[NamedText] = []
    cases: list[CaseFile] = []


class CalendarFile(Strict):
    """``calendars/<id>.toml``: which days are holidays, and which weekend days are worked."""

    id: Name
    title: Bilingual
    source: Text
    years: Annotated[list[int], Field(min_length=1)]
    """Years that are complete; any other year is unknown, not a year without holidays."""
    days: dict[str, Literal["holiday", "workday"]]
