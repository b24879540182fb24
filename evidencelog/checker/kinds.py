"""Every kind of test a pack can name, with what decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.checker.counting import MaxCount
from evidencelog.checker.identity import ClaimedRole, ContentClaim, PriorNotice, RequiredDisclosure
from evidencelog.checker.places import PlaceContact, VisitConduct
from evidencelog.checker.sequence import CoolDown, MaxDistinct, MinGap, Pattern
from evidencelog.checker.standing import DebtState, Retention
from evidencelog.checker.target import AfterNotice, ThirdParty
from evidencelog.checker.window import AgreedHours, BlockedDays, QuietHours

if TYPE_CHECKING:
    from evidencelog.checker.predicate import Predicate

PREDICATES: dict[str, type[Predicate]] = {
    "quiet_hours": QuietHours,
    "agreed_hours": AgreedHours,
    "blocked_days": BlockedDays,
    "max_count": MaxCount,
    "max_distinct": MaxDistinct,
    "min_gap": MinGap,
    "cool_down": CoolDown,
    "pattern": Pattern,
    "third_party_contact": ThirdParty,
    "after_notice": AfterNotice,
    "claimed_role": ClaimedRole,
    "content_claim": ContentClaim,
    "required_disclosure": RequiredDisclosure,
    "prior_notice": PriorNotice,
    "debt_state": DebtState,
    "place_contact": PlaceContact,
    "visit_conduct": VisitConduct,
    "retention": Retention,
}
