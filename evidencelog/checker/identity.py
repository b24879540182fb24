"""Who they said they are: claimed roles, things that must be said, collectors nobody announced, words that tags mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.checker.predicate import Predicate, Reach

if TYPE_CHECKING:
    from evidencelog.checker.predicate import Answers, Surroundings, Take
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

    def taking(self, like: ContactRow, doubts: tuple[str, ...]) -> Take:  # noqa: ARG002 - a tag may say it too
        """A breach when the claim was checked and false, nothing when it was genuine."""

        def take(row: ContactRow) -> Answers:
            if row.role_checked == "genuine" or not self._claimed(row):
                return ()
            if row.role_checked == "false":
                return (self.about(row, "breach", doubts),)
            return (self.about(row, self.params["unchecked"], doubts, ("role_checked",)),)

        return take

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

    def taking(self, like: ContactRow, doubts: tuple[str, ...]) -> Take:  # noqa: ARG002 - all alike
        """An answer about a contact that bears a tag."""

        def take(row: ContactRow) -> Answers:
            tagged = not self._tags.isdisjoint(self.around.tags[row.id])
            return (self.about(row, self.params["grade"], doubts),) if tagged else ()

        return take


class RecordedContact(Predicate):
    """A contact that is the conduct itself."""

    def taking(self, like: ContactRow, doubts: tuple[str, ...]) -> Take:  # noqa: ARG002 - all alike
        """An answer about every contact that is looked at, unless a tag clears it."""

        def take(row: ContactRow) -> Answers:
            answer = self.judged(row, self.params["grade"], doubts)
            return (answer,) if answer is not None else ()

        return take


class RequiredDisclosure(Predicate):
    """Something a caller must say was refused, or not said where nobody need ask."""

    def __init__(self, test: RuleTest, around: Surroundings) -> None:
        super().__init__(test, around)
        self._items: list[str] = test.params["items"]
        self._first_only = test.params["moment"] == "first"
        self._unasked = test.params["moment"] != "on_request"
        self._met: set[tuple[str | None, str | None]] = set()
        if self._first_only:
            self.reach = Reach(None)

    def wants(self, row: ContactRow) -> bool:
        """Only contacts with some answer, unless it matters which one was the first."""
        answered = row.institution_answer or row.name_answer or row.employee_id_answer or row.mandate_answer
        return (self._first_only or answered is not None) and super().wants(row)

    def taking(self, like: ContactRow, doubts: tuple[str, ...]) -> Take | None:
        """An answer when one of the items was withheld."""
        answers = {
            "institution": like.institution_answer,
            "name": like.name_answer,
            "employee_id": like.employee_id_answer,
            "mandate": like.mandate_answer,
        }
        withheld = ("refused", "not_asked") if self._unasked else ("refused",)
        found = any(answers[item] in withheld for item in self._items)
        if not self._first_only:
            return (lambda row: (self.about(row, "breach", doubts),)) if found else None
        spoken = like.kind != "call" or like.outcome in (None, "answered")

        def take(row: ContactRow) -> Answers:
            caller = (row.platform, row.collector)
            if caller in self._met:
                return ()
            if spoken:
                self._met.add(caller)
            return (self.about(row, "breach", doubts),) if found else ()

        return take


class PriorNotice(Predicate):
    """An outside collector of whom the debtor had not been told."""

    def wants(self, row: ContactRow) -> bool:
        """Only contacts by a collector."""
        return row.collector is not None and super().wants(row)

    def taking(self, like: ContactRow, doubts: tuple[str, ...]) -> Take:  # noqa: ARG002 - all alike
        """Likely where it is recorded that no notice was seen; asked for where nothing is recorded."""
        notices = self.facts.notices

        def take(row: ContactRow) -> Answers:
            seen = notices.get((row.platform or "", row.collector or ""))
            if seen:
                return ()
            if seen is None:
                return (self.about(row, "undetermined", doubts, ("notice",)),)
            return (self.about(row, "likely", doubts),)

        return take
