"""The standing facts of a case, indexed for the tests: agreed hours, refusals, who a person is, who is bound."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.models.fields import DEBTOR

if TYPE_CHECKING:
    from evidencelog.models.contacts import CaseFacts, Consent, ContactRow


class Scope(NamedTuple):
    """What decides whom a provision binds: kind and product of the debt, else of the platform."""

    kind: str | None
    product: str | None
    funder_kind: str | None
    """Kind of the licensed lender behind the platform, where it is a platform of the case."""


class Facts:
    """A case's standing facts with the look-ups that tests need."""

    def __init__(self, case: CaseFacts) -> None:
        self.case = case
        self.consents: dict[str, list[Consent]] = defaultdict(list)
        for consent in case.consents:
            self.consents[consent.platform].append(consent)
        self.refusals: dict[tuple[str, str], list[int]] = defaultdict(list)
        for refusal in case.refusals:
            self.refusals[refusal.person, refusal.platform].append(refusal.ts)
        self.notices = {(notice.platform, notice.collector): notice.seen for notice in case.notices}
        self._kind_by_name = {platform.name.casefold(): platform.kind for platform in case.platforms.values()}

    def scope(self, platform: str | None, debt: str | None) -> Scope:
        """Kind and product that decide for a platform and, where one is recorded, a debt with it."""
        known = self.case.platforms.get(platform) if platform is not None else None
        own = self.case.debts.get(debt) if debt is not None else None
        kind = own.kind if own is not None and own.kind is not None else known.kind if known is not None else None
        product = own.product if own is not None and own.product is not None else None
        if product is None and known is not None:
            product = known.product
        funder = known.funder if known is not None else None
        return Scope(kind, product, self._kind_by_name.get(funder.casefold()) if funder else None)

    def relation(self, row: ContactRow) -> str | None:
        """Who the contacted person is to the debtor: as recorded with the contact, else with the person."""
        if row.relation is not None:
            return row.relation
        person = self.case.persons.get(row.to)
        return person.relation if person is not None else None

    def third_person(self, row: ContactRow, not_third: tuple[str, ...]) -> bool | None:
        """True for a person who does not owe, False for the debtor and those in ``not_third``, None while unknown."""
        if row.to == DEBTOR:
            return False
        relation = self.relation(row)
        if relation is None:
            return None if not_third else True
        return relation not in not_third
