"""What checks of single contacts begin with, kept from one to the next for as long as all it was made from is the same."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from evidencelog.app.law_packs import texts_of
from evidencelog.checker.engine import Prepared
from evidencelog.checker.explaining import Explainer
from evidencelog.i18n import language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidencelog.app.cases import Case
    from evidencelog.models.contacts import CaseFacts
    from evidencelog.models.law import Pack


class Ready(NamedTuple):
    """The tests of some packs and the words for what they find, made for a case as it stands on one day."""

    packs: Sequence[Pack]
    facts: CaseFacts
    today: str
    """Local date on which is checked."""
    tests: Prepared
    explainers: dict[tuple[str, str], Explainer]

    def explainer(self, case: Case, pack: Pack) -> Explainer:
        """What puts hits of a pack into words of the present language."""
        key = (pack.id, language())
        if key not in self.explainers:
            self.explainers[key] = Explainer(pack, texts_of(case, pack.id), self.facts, key[1])
        return self.explainers[key]


_kept: WeakKeyDictionary[Case, Ready] = WeakKeyDictionary()


def fresh(packs: Sequence[Pack], facts: CaseFacts, today: str) -> Ready:
    """All of it new."""
    return Ready(packs, facts, today, Prepared(packs, facts, today), {})


@contextmanager
def kept(case: Case, packs: Sequence[Pack], facts: CaseFacts, today: str) -> Iterator[Ready]:
    """What was kept of the case where it was made from these packs, equal facts and the same day, else new.

    Only one at a time has it, for tests take contacts: who comes meanwhile (in another thread) gets one of their own.
    """
    found = _kept.pop(case, None)
    if found is None or found.packs is not packs or found.today != today or found.facts != facts:
        found = fresh(packs, facts, today)
    yield found
    _kept[case] = found
