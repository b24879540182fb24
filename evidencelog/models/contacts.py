"""Contacts and the standing facts around them as the checker and the lists take them: plain tuples, by the million."""

from collections.abc import Mapping
from typing import NamedTuple


class ContactRow(NamedTuple):
    """The facts of one contact in its current version, without its words. ``None`` is unknown."""

    id: str
    ts: int
    """Start, seconds since 1970-01-01 UTC."""
    day: str
    """Local date of the start in the case's zone, ``YYYY-MM-DD``."""
    second: int
    """Local second of that day, 0 to 86399 in the case's zone."""
    precision: str | None
    kind: str
    channel: str | None
    direction: str | None
    outcome: str | None
    duration: int | None
    """Seconds."""
    count: int  # type: ignore[assignment]  # hides tuple.count on purpose: the field has one name everywhere
    """How many alike this entry stands for; 1 unless the entry says otherwise."""
    until_ts: int | None
    """End of the span over which ``count`` contacts fell, seconds since 1970 UTC."""
    source: str | None
    platform: str | None
    """Id of the platform, given or by an assigned number; None waits in the inbox."""
    debt: str | None
    collector: str | None
    number: str | None
    """The other side's number, normalised."""
    line: str | None
    """Which of the person's own numbers was called, normalised."""
    style: str | None
    mode: str | None
    """As recorded; the checker derives it from ``style`` when None."""
    claimed_role: str | None
    role_checked: str | None
    to: str
    """``debtor`` or the id of a person."""
    relation: str | None
    """The relation recorded with this contact; the person's own relation stands in the case facts."""
    said_to_third: str | None
    purpose: str | None
    place: str | None
    act: str | None
    visitors: int | None
    entered: int | None
    """1 yes, 0 no."""
    asked_to_leave_ts: int | None
    left_ts: int | None
    papers_shown: int | None
    recorded_by_them: int | None
    institution_answer: str | None
    """``given``, ``refused`` or ``not_asked`` for each of the four things a caller can be asked."""
    name_answer: str | None
    employee_id_answer: str | None
    mandate_answer: str | None
    payee: str | None
    case_number: str | None


class PlatformFacts(NamedTuple):
    """A lender or lending platform as the checker needs it."""

    id: str
    name: str
    kind: str | None
    product: str | None
    funder: str | None
    overdue_since: str | None
    settled_on: str | None


class DebtFacts(NamedTuple):
    """One debt with a platform; its kind and product go before the platform's."""

    id: str
    platform: str
    name: str
    kind: str | None
    product: str | None
    lawful: bool | None


class PersonFacts(NamedTuple):
    """A person other than the debtor."""

    id: str
    name: str
    relation: str | None
    named_in_contract: bool | None


class Consent(NamedTuple):
    """Hours agreed with a platform. ``also`` widens what a rule allows, ``only`` narrows it; None counts as ``also``."""

    id: str
    platform: str
    start: int
    """Local second of the day at which the agreed hours begin (included)."""
    end: int
    """Local second of the day at which they end (excluded); smaller than ``start`` when they cross midnight."""
    mode: str | None
    from_day: str
    """First day, included."""
    to_day: str | None
    """Last day, included; None is open."""


class Refusal(NamedTuple):
    """A person told a platform not to contact them again."""

    id: str
    person: str
    platform: str
    ts: int


class Plan(NamedTuple):
    """A signed instalment agreement."""

    id: str
    platform: str
    signed_on: str
    defaulted_on: str | None


class Request(NamedTuple):
    """Something the debtor asked a platform for."""

    id: str
    platform: str
    kind: str
    ts: int


class Notice(NamedTuple):
    """Whether the debtor was told of an outside collector."""

    id: str
    platform: str
    collector: str
    seen: bool


class Complaint(NamedTuple):
    """A complaint that was sent."""

    id: str
    platform: str
    channel: str
    sent_at: str
    reference: str | None
    accepted_on: str | None = None
    """Day on which it was taken up, as told."""
    decided_on: str | None = None
    """Day on which the decision or answer came."""
    reviewed_on: str | None = None
    """Day on which the answer to a request for review came."""
    answer: str | None = None
    """What they answered, and which entry of the log holds the paper."""


class CaseFacts(NamedTuple):
    """Everything besides contacts that a check looks at. Withdrawn records are not in it."""

    zone: str
    """IANA name of the case's time zone."""
    platforms: dict[str, PlatformFacts]
    persons: dict[str, PersonFacts]
    debts: dict[str, DebtFacts]
    consents: tuple[Consent, ...]
    refusals: tuple[Refusal, ...]
    plans: tuple[Plan, ...]
    requests: tuple[Request, ...]
    notices: tuple[Notice, ...]
    complaints: tuple[Complaint, ...]
    settings: dict[str, str]
    """Thresholds the user set, by name; named in the reading of a finding."""


Sieve = tuple[Mapping[str, tuple[str | None, ...] | None], ...]
"""Lets a contact through when one of its parts does.

A part names fields with the values they may have, among which None is unknown; None for all: any that is known.
"""
