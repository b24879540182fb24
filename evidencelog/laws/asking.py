"""Which facts a test may miss and which texts it names: a rule must hold a question and a text for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.laws import test_kinds as kinds
from evidencelog.laws.periods import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.laws.periods import Period
    from evidencelog.laws.schema import RuleFile

_DEPENDS_ON_OUTCOME = ("answered_call", "contact_made", "conversation", "reached_person", "unanswered_attempt")
_VISIT_FACTS = {
    "too_few": "visitors",
    "too_many": "visitors",
    "unrecorded": "recorded_by_them",
    "no_papers": "papers_shown",
    "entered": "entered",
    "stayed": "left_at",
}


def facts_missing(rule: RuleFile, periods: dict[int, Period]) -> dict[str, str]:
    """Every fact a finding of the rule may name as missing, with the place in the file that asks for it.

    ``periods``: when each basis is in force, by its position. Kind and product are not asked for while another ground
    binds everyone.
    """
    facts: dict[str, str] = {}
    for position, test in enumerate(rule.tests):
        for fact in (*_of_contacts(test), *_of_test(test)):
            facts.setdefault(fact, f"tests[{position}]")
    grounds = {position: rule.bases[position] for position in periods if not rule.bases[position].supporting}
    always = [
        periods[position]
        for position, basis in grounds.items()
        if not (basis.kinds or basis.open_kinds or basis.products or basis.open_products or basis.readings)
    ]
    for position, basis in grounds.items():
        if any(inside(periods[position], whole) for whole in always):
            continue
        if basis.kinds or basis.open_kinds:
            facts.setdefault("kind", f"bases[{position}]")
        if basis.products:
            facts.setdefault("product", f"bases[{position}]")
        if basis.decided_by is not None:
            facts.setdefault(basis.decided_by, f"bases[{position}]")
    return facts


def _of_contacts(test: kinds.Test) -> Iterator[str]:
    if isinstance(test, kinds.Retention):
        return
    if test.contacts.purpose != "any":
        yield "purpose"
    if test.contacts.channels:
        yield "channel"
    if test.contacts.to == "third_person" and (test.contacts.not_third or test.contacts.relations):
        yield "relation"


def _of_test(test: kinds.Test) -> Iterator[str]:
    if isinstance(test, (kinds.QuietHours, kinds.AgreedHours, kinds.BlockedDays, kinds.AfterNotice, kinds.Counting)):
        yield "at"
    if isinstance(test, (kinds.QuietHours, kinds.BlockedDays)) and test.calendar is not None:
        yield "calendar"
    if isinstance(test, kinds.Counting) and test.unit in _DEPENDS_ON_OUTCOME:
        yield "outcome"
    if isinstance(test, kinds.MaxCount):
        if (test.modes or test.unit == "conversation") and test.mode_unknown == "count":
            yield "mode"
        if test.min_duration is not None:
            yield "duration"
    if isinstance(test, kinds.CoolDown) and test.after in _DEPENDS_ON_OUTCOME:
        yield "outcome"
    if isinstance(test, kinds.MaxDistinct) and test.named_in_contract is not None:
        yield "named_in_contract"
    if isinstance(test, kinds.ThirdParty) and test.otherwise != "nothing":
        yield "said_to_third"
        if test.reachable_days is not None:
            yield "reachable"
    if isinstance(test, kinds.ClaimedRole):
        yield "role_checked"
    if isinstance(test, kinds.PriorNotice):
        yield "notice"
    if isinstance(test, kinds.PlaceContact):
        yield "place"
    if isinstance(test, kinds.VisitConduct):
        if test.fault in _VISIT_FACTS and test.when_unknown == "ask":
            yield _VISIT_FACTS[test.fault]
        if test.places and test.when_unknown == "ask":
            yield "place"
    if isinstance(test, kinds.Judged) and test.ask is not None:
        yield test.ask


def readings_named(rule: RuleFile) -> Iterator[tuple[str, str]]:
    """(place in the file, id) of every reading that tests and bases name."""
    for position, test in enumerate(rule.tests):
        place = f"tests[{position}]"
        yield f"{place}.reading", test.reading
        for name in ("collectors_reading", "reachable_reading"):
            if getattr(test, name, None) is not None:
                yield f"{place}.{name}", getattr(test, name)
        for name in ("borderline", "combined_with", "min_duration", "wider"):
            part: Any = getattr(test, name, None)
            if part is not None:
                yield f"{place}.{name}.reading", part.reading
    for position, basis in enumerate(rule.bases):
        for index, reading in enumerate(basis.readings):
            yield f"bases[{position}].readings[{index}]", reading


def exceptions_named(rule: RuleFile) -> Iterator[tuple[str, str]]:
    """(place in the file, id) of every exception that tests name."""
    for position, test in enumerate(rule.tests):
        for name in ("agreed_hours", "named_in_contract"):
            value = getattr(test, name, None)
            if value is not None:
                yield f"tests[{position}].{name}", value


def calendars_named(rule: RuleFile) -> Iterator[tuple[str, str | None]]:
    """(place in the file, id) of every calendar; None where one is needed and not named."""
    for position, test in enumerate(rule.tests):
        if not isinstance(test, (kinds.QuietHours, kinds.BlockedDays)):
            continue
        days = test.days if isinstance(test, kinds.BlockedDays) else [d for w in test.windows for d in w.days]
        if test.calendar is not None or {"holiday", "workday"} & set(days):
            yield f"tests[{position}].calendar", test.calendar
