"""The kinds of tests a rule can name, each with its parameters. The checker decides them: see docs/packs/format.md.

A kind that stands here and not in the checker (or the other way round) fails a test: a pack never holds a rule that
silently never fires.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from evidencelog.i18n import _
from evidencelog.laws.values import Clock, Count, Day, Name, Positive, Strict, Text, each_of, one_of, refused
from evidencelog.models.fields import ANSWER_ITEMS, CONTACT_KINDS, RELATIONS, REQUEST_KINDS, field
from evidencelog.models.findings import GRADES
from evidencelog.numbers.kinds import KINDS as NUMBER_KINDS

CHANNELS = field("contact", "channel").choices
PURPOSES = field("contact", "purpose").choices
MODES = field("contact", "mode").choices
ROLES = field("contact", "claimed_role").choices
SAID = field("contact", "said_to_third").choices
PLACES = field("contact", "place").choices
ACTS = field("contact", "act").choices
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_CLASSES = (*WEEKDAYS, "holiday", "workday", "any")
UNITS = (
    "attempt", "connected", "answered_call", "contact_made", "conversation", "reached_person", "message", "visit",
    "occasion", "unanswered_attempt",
)  # fmt: skip
GROUPS = ("platform", "debt", "person", "line", "collector", "debtor")
FIELDS = ("person", "channel", "collector", "number")
RECORDED = ("payee", "case_number")
APPROXIMATE = 1800
"""Seconds a time recorded as approximate may be off, where a test does not say otherwise."""

WINDOWS = ("calendar_day", "calendar_week", "calendar_month", "rolling_days", "rolling_hours")

ContactKinds = Annotated[list[str], AfterValidator(each_of(CONTACT_KINDS))]
Channels = Annotated[list[str], AfterValidator(each_of(CHANNELS))]
Relations = Annotated[list[str], AfterValidator(each_of(RELATIONS))]
Grade = Annotated[str, AfterValidator(one_of(GRADES))]
Unit = Annotated[str, AfterValidator(one_of(UNITS))]
Groups = Annotated[list[str], AfterValidator(each_of(GROUPS))]
Weekday = Annotated[str, AfterValidator(one_of(WEEKDAYS))]
Places = Annotated[list[str], AfterValidator(each_of(PLACES))]
Tags = list[Text]
"""Names of tags. A tag is a free word; those that tests name are the ones a pack reads."""


class Contacts(Strict):
    """Which contacts a test looks at."""

    kinds: ContactKinds = []
    """Empty: all."""
    channels: Channels = []
    """Empty: all, also unknown ones."""
    direction: Literal["in", "out", "any"] = "in"
    purpose: Annotated[str, AfterValidator(one_of((*PURPOSES, "any")))] = "collection"
    """A contact of another purpose is not looked at; of unknown purpose the finding is at most ``likely``."""
    to: Literal["anyone", "debtor", "third_person"] = "anyone"
    not_third: Relations = []
    """Relations that are no third persons (they owe too)."""
    relations: Relations = []
    """Only persons of these relations; empty: all."""
    by: Literal["anyone", "collector"] = "anyone"
    """``collector``: only contacts by an outside collector."""
    numbers: Annotated[list[str], AfterValidator(each_of(NUMBER_KINDS))] = []
    """Only from numbers of these kinds; empty: all. A contact without a number is then not looked at."""
    number_is: list[Text] = []
    """Only from these numbers, added to those that ``numbers`` picks."""
    having: Annotated[list[str], AfterValidator(each_of(RECORDED))] = []
    """Only contacts with all of these facts recorded."""
    tags: Tags = []
    """Only contacts with one of these tags."""


class Test(Strict):
    """What every kind of test has."""

    kind: str
    reading: Name
    """Id of the reading that says how it was counted."""
    contacts: Contacts = Contacts()
    at_most: Annotated[str | None, AfterValidator(lambda v: v if v is None else one_of(GRADES)(v))] = None
    """Highest grade this test can give."""
    zone: Literal["case", "pack"] = "case"
    """Whose local time: the case's (where the debtor lives) or the pack's own."""
    in_force_from: Day | None = None
    in_force_to: Day | None = None


class Judged(Test):
    """Conduct that fields show, but for one fact that no field holds: a tag answers it."""

    ask: Name | None = None
    """The missing fact while no tag answers; absent: the fields alone decide."""
    confirmed_by: Tags = []
    cleared_by: Tags = []

    @model_validator(mode="after")
    def _answers_a_question(self) -> Judged:
        if (self.ask is not None) != bool(self.confirmed_by or self.cleared_by):
            raise refused(_("ask together with confirmed_by or cleared_by"))
        return self


class Near(Strict):
    """Minutes near a boundary, marked only inside."""

    seconds: Positive
    reading: Name


class Hours(Strict):
    """A part of the day; over midnight when ``from`` is later than ``to``."""

    start: Clock = Field(alias="from")
    end: Clock = Field(alias="to")
    from_included: bool = True
    to_included: bool = False


class Window(Strict):
    """On these days these hours are allowed for these contacts; the first window that fits a contact counts."""

    days: Annotated[list[str], AfterValidator(each_of(DAY_CLASSES))] = ["any"]
    kinds: ContactKinds = []
    channels: Channels = []
    allowed: list[Hours]
    """Empty: no hour of that day."""


class QuietHours(Test):
    """A contact outside the hours that are allowed."""

    kind: Literal["quiet_hours"]
    windows: Annotated[list[Window], Field(min_length=1)]
    approximate_seconds: Positive = APPROXIMATE
    """How far an approximate time may be off, either way."""
    borderline: Near | None = None
    agreed_hours: Name | None = None
    """Id of the exception that agreed hours are; absent: an agreement changes nothing."""
    calendar: Name | None = None


class AgreedHours(Test):
    """A contact outside hours to which the parties limited contact (``consent`` with mode ``only``)."""

    kind: Literal["agreed_hours"]
    approximate_seconds: Positive = APPROXIMATE
    borderline: Near | None = None


class BlockedDays(Test):
    """A contact on a day on which none is allowed."""

    kind: Literal["blocked_days"]
    days: Annotated[list[str], AfterValidator(each_of(DAY_CLASSES)), Field(min_length=1)]
    approximate_seconds: Positive = APPROXIMATE
    calendar: Name | None = None
    agreed_hours: Name | None = None


class Wider(Strict):
    """A second, wider count that is noted and never a finding."""

    unit: Unit
    reading: Name


class Setting(Strict):
    """A threshold the user may set, named in the reading then."""

    setting: Name
    default: Count
    reading: Name


class Combined(Strict):
    """Another rule's limit that the same contacts may fall under while their mode is unknown."""

    rule: str
    reading: Name


class Armed(Strict):
    """The test sleeps in a group until an event, which itself is not counted."""

    unit: Unit


class Counting(Test):
    """What tests over groups share."""

    unit: Unit
    group_by: Annotated[Groups, Field(min_length=1)] = ["platform"]
    window: Annotated[str, AfterValidator(one_of(WINDOWS))] = "calendar_day"
    length: Positive | None = None
    """Days or hours of a rolling window; the first day counts as one."""
    first_weekday: Weekday = "mon"
    approximate_seconds: Positive = APPROXIMATE
    armed_after: Armed | None = None
    merge_minutes: Count = 0
    """Contacts of one kind and channel at most this far apart are one (a thread)."""

    @model_validator(mode="after")
    def _length_fits(self) -> Counting:
        if (self.length is None) == self.window.startswith("rolling"):
            raise refused(_("length with rolling_days or rolling_hours, and only then"))
        return self


class MaxCount(Counting):
    """More than a number of contacts in a window of time."""

    kind: Literal["max_count"]
    limit: Count
    breach_when: Literal["more_than", "at_least"] = "more_than"
    collectors: Literal["together", "apart", "likely"] = "together"
    """Several collectors of one group: added up; each alone; or added up with a finding that is only ``likely``."""
    collectors_reading: Name | None = None
    modes: Annotated[list[str], AfterValidator(each_of(MODES))] = []
    """Only calls of these modes; empty: any."""
    mode_unknown: Literal["count", "leave"] = "count"
    """``leave``: calls of unknown mode are left to the rule that combines with this one."""
    combined_with: Combined | None = None
    min_duration: Setting | None = None
    wider: Wider | None = None


class CoolDown(Test):
    """A contact too soon after an event of the same group."""

    kind: Literal["cool_down"]
    after: Unit
    days: Positive
    event_day_counts: bool
    """True: the day of the event is the first of the days."""
    group_by: Annotated[Groups, Field(min_length=1)] = ["platform"]


class MinGap(Test):
    """Two contacts of a group too close together."""

    kind: Literal["min_gap"]
    days: Positive
    """Smallest difference of local dates that is allowed."""
    group_by: Annotated[Groups, Field(min_length=1)] = ["platform"]


class MaxDistinct(Test):
    """More than a number of different values of a field in a window."""

    kind: Literal["max_distinct"]
    field: Annotated[str, AfterValidator(one_of(FIELDS))]
    limit: Count
    group_by: Annotated[Groups, Field(min_length=1)] = ["platform"]
    window: Annotated[str, AfterValidator(one_of(WINDOWS[:3]))] = "calendar_day"
    first_weekday: Weekday = "mon"
    named_in_contract: Name | None = None
    """Persons named in the contract are left out; id of the exception. While unknown: ``likely`` at most."""


class Burst(Strict):
    """So many within so many minutes."""

    count: Positive
    minutes: Annotated[Positive, Field(le=1440)]
    setting: Name | None = None
    """Name of the user's setting for the count."""


class Pattern(Test):
    """An open standard: dense bursts that a reader may regard as harassment. Never more than ``likely``."""

    kind: Literal["pattern"]
    bursts: Annotated[list[Burst], Field(min_length=1)]
    cut_at: Clock = 0
    """Time of day at which every burst ends."""
    hours: Hours | None = None
    """Only contacts in this part of the day; absent: all."""
    unit: Unit = "attempt"
    group_by: Annotated[Groups, Field(min_length=1)] = ["platform"]


class ThirdParty(Test):
    """A person other than the debtor was contacted."""

    kind: Literal["third_party_contact"]
    judged: Annotated[list[str], AfterValidator(each_of(SAID))]
    """What was said that makes the contact itself the breach, whether or not the debtor could be reached."""
    otherwise: Literal["likely", "nothing"] = "likely"
    """What any other contact with a third person is."""
    harmless: Annotated[list[str], AfterValidator(each_of(SAID))] = []
    """What may be said to a third person while the debtor cannot be reached."""
    reachable_days: Positive | None = None
    """Days before the contact in which an answered call to the debtor, or a contact by the debtor, shows that the
    debtor could be reached. Absent: it plays no part."""
    reachable_reading: Name | None = None


class AfterNotice(Test):
    """A contact although it had been refused, asked to end or settled."""

    kind: Literal["after_notice"]
    notice: Literal["refusal", "request", "complaint"]
    requests: Annotated[list[str], AfterValidator(each_of(REQUEST_KINDS))] = []
    days_allowed: Count = 0
    """Local days after the notice in which contact is still allowed."""
    approximate_seconds: Positive = APPROXIMATE


class ClaimedRole(Test):
    """The caller claimed a role."""

    kind: Literal["claimed_role"]
    roles: Annotated[list[str], AfterValidator(each_of(ROLES)), Field(min_length=1)]
    tags: Tags = []
    """Tags that say the same as one of the roles."""
    unchecked: Literal["likely", "undetermined"]
    """Grade while it was not checked whether the role is genuine (``undetermined`` asks ``role_checked``)."""


class ContentClaim(Test):
    """Words were said that a tag marks."""

    kind: Literal["content_claim"]
    tags: Annotated[list[Text], Field(min_length=1)]
    grade: Literal["breach", "likely", "note"] = "likely"


class RecordedContact(Judged):
    """Any contact that ``contacts`` picks is the conduct itself."""

    kind: Literal["recorded_contact"]
    grade: Literal["breach", "likely", "note"] = "likely"


class SeveralCollectors(Judged):
    """A collector makes contact again although another one has since been in contact; never more than ``likely``."""

    kind: Literal["several_collectors"]
    days: Positive
    """Both earlier contacts lie at most so many local dates before."""
    group_by: Annotated[Groups, Field(min_length=1)] = ["platform"]


class RequiredDisclosure(Test):
    """Something the caller must say was refused or not said."""

    kind: Literal["required_disclosure"]
    items: Annotated[list[str], AfterValidator(each_of(ANSWER_ITEMS)), Field(min_length=1)]
    moment: Literal["every", "first", "on_request"]


class PriorNotice(Test):
    """An outside collector made contact of whom the debtor had not been told."""

    kind: Literal["prior_notice"]


class DebtState(Test):
    """A contact although the debt is in a state that bars it."""

    kind: Literal["debt_state"]
    state: Literal["settled", "plan_kept", "unlawful"]


class PlaceContact(Test):
    """A visit at a place where none is allowed."""

    kind: Literal["place_contact"]
    places: Annotated[Places, Field(min_length=1)]
    grade: Literal["breach", "likely", "note"] = "breach"


class VisitConduct(Judged):
    """How a visit was made."""

    kind: Literal["visit_conduct"]
    fault: Literal["too_few", "too_many", "unrecorded", "no_papers", "entered", "stayed", "act"]
    visitors: Positive | None = None
    """Fewest (``too_few``) or most (``too_many``) visitors allowed."""
    acts: Annotated[list[str], AfterValidator(each_of(ACTS))] = []
    minutes_to_leave: Count = 0
    places: Places = []
    """Only visits at these places; empty: anywhere."""
    when_unknown: Literal["ask", "nothing"] = "ask"
    """What a visit is of which the fact that decides is unknown."""

    @model_validator(mode="after")
    def _fits_the_fault(self) -> VisitConduct:
        if (self.visitors is None) == (self.fault in ("too_few", "too_many")):
            raise refused(_("visitors with fault too_few or too_many, and only then"))
        if bool(self.acts) != (self.fault == "act"):
            raise refused(_("acts with fault act, and only then"))
        return self


class Retention(Test):
    """Recordings may soon be deleted: a reminder, never more than a note."""

    kind: Literal["retention"]
    months: Positive
    remind_months_before: Positive
    request: Annotated[str, AfterValidator(one_of(REQUEST_KINDS))]


AnyTest = Annotated[
    QuietHours | AgreedHours | BlockedDays | MaxCount | CoolDown | MinGap | MaxDistinct | Pattern | ThirdParty
    | AfterNotice | ClaimedRole | ContentClaim | RecordedContact | SeveralCollectors | RequiredDisclosure | PriorNotice
    | DebtState | PlaceContact | VisitConduct | Retention,
    Field(discriminator="kind"),
]  # fmt: skip
