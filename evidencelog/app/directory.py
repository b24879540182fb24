"""Who is meant by a name: platforms, persons and debts, found or made; numbers given to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.app.cases import CONVENTIONS
from evidencelog.errors import BadInput, InvalidInput, Problem
from evidencelog.i18n import _
from evidencelog.models.fields import DEBTOR
from evidencelog.store import directory as tables
from evidencelog.store.project_contacts import owner_of
from evidencelog.store.states import record_of, split

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidencelog.app.cases import Case
    from evidencelog.store.case_store import Writing


class UnknownName(BadInput):
    """Nothing in the directory has the name."""

    def __init__(self, record: str, name: str, known: list[str]) -> None:
        super().__init__(record, name, known)
        self.record, self.name, self.known = record, name, known

    def __str__(self) -> str:
        name, known = repr(self.name[:60]), ", ".join(self.known[:8]) or "-"
        if self.record == "person":
            return _("No person is called {name}; recorded are: {known}", name=name, known=known)
        return _("No platform is called {name}; recorded are: {known}", name=name, known=known)


class References:
    """Turns names into ids inside one transaction; unknown platforms, persons and debts are made, all else unknown."""

    def __init__(self, writing: Writing) -> None:
        self.writing = writing
        self.created: list[str] = []
        """Ids made on the way since this list was last emptied."""
        self.keep_ids = False
        """A name that is a free id makes a record with that id: in another case the name was erased."""
        self._known: dict[tuple[str, str], str] = {}

    def platform(self, name: str, kind: str | None = None) -> str:
        """Id of the platform; ``kind`` becomes its kind where that is unknown. InvalidInput when another is recorded."""
        found = self._named("platform", name, {"kind": kind} if kind else {})
        if kind and (found, kind) not in self._known:
            state = self.writing.state(found)
            known = state.values.get("kind") if state else None
            if known is None:
                self.change("platform", found, {"kind": (None, kind)})
            elif known != kind:
                what = _("{name} is recorded as {kind}; change that with platform set", name=name, kind=known)
                raise InvalidInput([Problem("platform_kind", what)])
            self._known[found, kind] = found
        return found

    def person(self, name: str, relation: str | None = None) -> str:
        """Id of the person, or ``debtor``."""
        if name == DEBTOR:
            return name
        return self._named("person", name, {"relation": relation} if relation else {})

    def debt(self, platform: str, name: str) -> str:
        """Id of a debt with a platform (given by id)."""
        key = (platform, name)
        if key not in self._known:
            found = tables.find_debt(self.writing.conn, platform, name)
            self._known[key] = found or self.make("debt", {"platform": platform, "name": name})
        return self._known[key]

    def resolve(self, record: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a checked record with ids for names; ``platform_kind`` has gone to the platform."""
        resolved = dict(values)
        kind = resolved.pop("platform_kind", None)
        if "platform" in resolved:
            resolved["platform"] = self.platform(resolved["platform"], kind)
        elif kind:
            raise InvalidInput([Problem("platform_kind", _("is said of a platform; name it"))])
        if "debt" in resolved:
            if "platform" not in resolved:
                raise InvalidInput([Problem("debt", _("belongs to a platform; name it"))])
            resolved["debt"] = self.debt(resolved["platform"], resolved["debt"])
        if record == "contact" and "to" in resolved:
            resolved["to"] = self.person(resolved["to"], resolved.get("relation"))
        if "person" in resolved:
            resolved["person"] = self.person(resolved["person"])
        return resolved

    def private_number(self, number: str | None) -> bool:
        """Whether a telephone number belongs to a person and must not stand among the facts."""
        if not number:
            return False
        owner = owner_of(self.writing.conn, CONVENTIONS.normal_number(number))
        return owner is not None and record_of(owner) == "person"

    def make(self, record: str, values: Mapping[str, Any]) -> str:
        """Records something with ids in place; gives its id."""
        made = self.writing.new_id(record)
        self.writing.append(f"{record}.recorded", made, **split(record, values))
        self.created.append(made)
        return made

    def change(
        self,
        record: str,
        id: str,
        changes: Mapping[str, tuple[Any, Any]],
        because: str | None = None,
        private: bool = False,
    ) -> None:
        """Writes a new version: field to (before, now), None for unknown."""
        if not changes:
            return
        shapes = split(record, dict.fromkeys(changes, True), private)
        parts: dict[str, dict[str, Any]] = {
            part: {"changes": {name: list(changes[name]) for name in names}} for part, names in shapes.items() if names
        }
        if because is not None:
            parts["words"] = {**parts.get("words", {}), "because": because}
        self.writing.append(f"{record}.corrected", id, **parts)

    def _named(self, record: str, name: str, facts: Mapping[str, Any]) -> str:
        key = (record, name)
        if key not in self._known:
            found = tables.find(self.writing.conn, record, name)
            if found is None and self.keep_ids and record_of(name) == record and self.writing.is_free(name):
                self.writing.reserve(record, name)
            self._known[key] = found or self.make(record, {"name": name, **facts})
        return self._known[key]


def resolve_platform(case: Case, name: str) -> str:
    """Id of the platform with that name, alias or id; UnknownName when there is none."""
    return _resolve(case, "platform", name)


def resolve_person(case: Case, name: str) -> str:
    """Id of the person with that name or id, or ``debtor``; UnknownName when there is none."""
    return DEBTOR if name == DEBTOR else _resolve(case, "person", name)


def _resolve(case: Case, record: str, name: str) -> str:
    with case.store.reading() as conn:
        found = tables.find(conn, record, name)
        if found is None:
            raise UnknownName(record, name, tables.names(conn, record))
    return found


def platform_names(case: Case) -> list[str]:
    """Names of the platforms, in the order of recording."""
    with case.store.reading() as conn:
        return tables.names(conn, "platform")


def person_names(case: Case) -> list[str]:
    """Names of the persons, in the order of recording."""
    with case.store.reading() as conn:
        return tables.names(conn, "person")
