"""Who they said they are: claimed roles, things that must be said, collectors nobody announced, words that tags mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.checker.predicate import Predicate, Reach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.checker.answers import Answer
    from evidencelog.checker.predicate import Entries, Surroundings
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

    def feed(self, entries: Entries) -> Iterator[Answer]:
        """A breach when the claim was checked and false, nothing when it was genuine."""
        for row, doubts in entries:
            if row.role_checked == "genuine" or not self._claimed(row):
                continue
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

    def feed(self, entries: Entries) -> Iterator[Answer]:
        """An answer about each contact that bears a tag."""
        for row, doubts in entries:
            if not self._tags.isdisjoint(self.around.tags[row.id]):
                yield self.about(row, self.params["grade"], doubts)


class RecordedContact(Predicate):
    """A contact that is the conduct itself."""

    def feed(self, entries: Entries) -> Iterator[Answer]:
        """An answer about every contact that is looked at, unless a tag clears it."""
        for row, doubts in entries:
            answer = self.judged(row, self.params["grade"], doubts)
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

    def begin(self) -> None:
        """Forgets all contacts fed before."""
        self._met.clear()

    def wants(self, row: ContactRow) -> bool:
        """Only contacts with some answer, unless it matters which one was the first."""
        answered = row.institution_answer or row.name_answer or row.employee_id_answer or row.mandate_answer
        return (self._first_only or answered is not None) and super().wants(row)

    def feed(self, entries: Entries) -> Iterator[Answer]:
        """An answer when one of the items was withheld."""
        for row, doubts in entries:
            if self._first_only and not self._is_first(row):
                continue
            answers = {
                "institution": row.institution_answer,
                "name": row.name_answer,
                "employee_id": row.employee_id_answer,
                "mandate": row.mandate_answer,
            }
            withheld = ("refused", "not_asked") if self._unasked else ("refused",)
            if any(answers[item] in withheld for item in self.params["items"]):
                yield self.about(row, "breach", doubts)

    def _is_first(self, row: ContactRow) -> bool:
        caller = (row.platform, row.collector)
        if caller in self._met:
            return False
        if row.kind != "call" or row.outcome in (None, "answered"):
            self._met.add(caller)
        return True


class PriorNotice(Predicate):
    """An outside collector of whom the debtor had not been told."""

    def wants(self, row: ContactRow) -> bool:
        """Only contacts by a collector."""
        return row.collector is not None and super().wants(row)

    def feed(self, entries: Entries) -> Iterator[Answer]:
        """Likely where it is recorded that no notice was seen; asked for where nothing is recorded."""
        notices = self.facts.notices
        for row, doubts in entries:
            seen = notices.get((row.platform or "", row.collector or ""))
            if seen is None:
                yield self.about(row, "undetermined", doubts, ("notice",))
            elif not seen:
                yield self.about(row, "likely", doubts)
