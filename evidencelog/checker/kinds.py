"""Every kind of test a pack can name, with what decides it; loaded when a pack names it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidencelog.checker.predicate import Predicate

PREDICATES = {
    "quiet_hours": ("window", "QuietHours"),
    "agreed_hours": ("window", "AgreedHours"),
    "blocked_days": ("window", "BlockedDays"),
    "max_count": ("counting", "MaxCount"),
    "max_distinct": ("sequence", "MaxDistinct"),
    "min_gap": ("sequence", "MinGap"),
    "cool_down": ("sequence", "CoolDown"),
    "pattern": ("bursts", "Pattern"),
    "third_party_contact": ("target", "ThirdParty"),
    "after_notice": ("target", "AfterNotice"),
    "claimed_role": ("identity", "ClaimedRole"),
    "content_claim": ("identity", "ContentClaim"),
    "recorded_contact": ("identity", "RecordedContact"),
    "several_collectors": ("sequence", "SeveralCollectors"),
    "required_disclosure": ("identity", "RequiredDisclosure"),
    "prior_notice": ("identity", "PriorNotice"),
    "debt_state": ("standing", "DebtState"),
    "place_contact": ("places", "PlaceContact"),
    "visit_conduct": ("places", "VisitConduct"),
    "retention": ("standing", "Retention"),
}
"""Kind to module of this package and class."""


@cache
def predicate_for(kind: str) -> type[Predicate]:
    """The class that decides a kind of test; KeyError for a kind that no loader lets through."""
    module, name = PREDICATES[kind]
    found: type[Predicate] = getattr(import_module(f"evidencelog.checker.{module}"), name)
    return found
