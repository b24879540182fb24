"""Who they said they are: claimed roles, things that must be said, collectors nobody announced, words that tags mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.checker.predicate import Predicate, Reach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.checker.answers import Answer
    from evidencelog.checker.predicate import Surroundings
    from evidencelog.models.contacts import ContactRow
    from evidencelog.models.law import RuleTest


class ClaimedRole(Predicate):
    """The caller claimed a role that may not be theirs."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        self._roles = frozenset(test.params["roles"])
        self._tags = frozenset(test.params["tags"])

    def wants(self, row: ContactRow) -> bool:
        """Only contacts with one of the roles, and those that a tag may say it of."""
        claimed = row.claimed_role in self._roles or (bool(self._tags) and row.id in self.around.tags)
        return claimed and super().wants(row)

    def feed(self, row: ContactRow) -> Iterator[Answer]:
        """A breach when the claim was checked and false, nothing when it was genuine."""
        doubts = self.selection.doubts(row)
        if doubts is None or row.role_checked == "genuine" or not self._claimed(row):
            return
        if row.role_checked == "false":
            yield self.about(row, "breach", doubts)
        else:
            yield self.about(row, self.params["unchecked"], doubts, ("role_checked",))

    def _claimed(self, row: ContactRow) -> bool:
        tags = self.around.tags.get(row.id, frozenset())
        return row.claimed_role in self._roles or not self._tags.isdisjoint(tags)


class ContentClaim(Predicate):
    """A contact with one of the tags of a rule."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        self._tags = frozenset(test.params["tags"])

    def wants(self, row: ContactRow) -> bool:
        """Only tagged contacts."""
        return row.id in self.around.tags and super().wants(row)

    def feed(self, row: ContactRow) -> Iterator[Answer]:
        """An answer about a contact that bears a tag."""
        doubts = self.selection.doubts(row)
        if doubts is not None and self._tags & self.around.tags.get(row.id, frozenset()):
            yield self.about(row, self.params["grade"], doubts)


class RecordedContact(Predicate):
    """A contact that is the conduct itself."""

    def feed(self, row: ContactRow) -> Iterator[Answer]:
        """An answer about every contact that is looked at, unless a tag clears it."""
        doubts = self.selection.doubts(row)
        answer = self.judged(row, self.params["grade"], doubts) if doubts is not None else None
        if answer is not None:
            yield answer


class RequiredDisclosure(Predicate):
    """Something a caller must say was refused, or not said where nobody need ask."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        self._first_only = test.params["moment"] == "first"
        self._unasked = test.params["moment"] != "on_request"
        self._met: set[tuple[str | None, str | None]] = set()
        if self._first_only:
            self.reach = Reach(None)

    def wants(self, row: ContactRow) -> bool:
        """Only contacts with some answer, unless it matters which one was the first."""
        answered = row.institution_answer or row.name_answer or row.employee_id_answer or row.mandate_answer
        return (self._first_only or answered is not None) and super().wants(row)

    def feed(self, row: ContactRow) -> Iterator[Answer]:
        """An answer when one of the items was withheld."""
        doubts = self.selection.doubts(row)
        if doubts is None:
            return
        answers = {
            "institution": row.institution_answer,
            "name": row.name_answer,
            "employee_id": row.employee_id_answer,
            "mandate": row.mandate_answer,
        }
        said = [answers[item] for item in self.params["items"]]
        if self._first_only:
            caller = (row.platform, row.collector)
            if caller in self._met:
                return
            if row.kind != "call" or row.outcome in (None, "answered"):
                self._met.add(caller)
        withheld = ("refused", "not_asked") if self._unasked else ("refused",)
        if any(answer in withheld for answer in said):
            yield self.about(row, "breach", doubts)


class PriorNotice(Predicate):
    """An outside collector of whom the debtor had not been told."""

    def feed(self, row: ContactRow) -> Iterator[Answer]:
        """Likely where it is recorded that no notice was seen; asked for where nothing is recorded."""
        doubts = self.selection.doubts(row)
        if doubts is None or row.collector is None:
            return
        seen = self.facts.notices.get((row.platform or "", row.collector))
        if seen is None:
            yield self.about(row, "undetermined", doubts, ("notice",))
        elif not seen:
            yield self.about(row, "likely", doubts)
