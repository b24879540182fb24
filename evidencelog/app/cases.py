"""Opening a case, making one, and what is settled for the case as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evidencelog.errors import BadInput, InvalidInput, Problem
from evidencelog.i18n import _
from evidencelog.models.browsing import CaseInfo
from evidencelog.numbers.normal import normalise
from evidencelog.store import listing
from evidencelog.store.case_store import Store
from evidencelog.store.project_contacts import Conventions
from evidencelog.timing.clock import UnknownZone, local_parts, now_utc, zone_named

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from types import TracebackType
    from typing import Self

    from evidencelog.store.case_store import Writing

DEFAULT_SETTINGS = {"zone": "Asia/Shanghai", "packs": "cn"}
ACCEPTED = "accepted."
"""Prefix of the settings that say under which version of a pack the case was accepted: version and SHA-256."""
THRESHOLD = "threshold."
"""Prefix of the settings that hold a threshold of the user's own."""
_LONGEST_NAME = 80

CONVENTIONS = Conventions(local_parts, normalise)


def default_path() -> Path:
    """The case folder used when none is named: ``evidencelog/default`` in the user's data folder of the platform."""
    from platformdirs import user_data_path

    return user_data_path("evidencelog", appauthor=False) / "default"


def open_case(
    path: Path, *, create: bool = False, read_only: bool = False, clock: Callable[[], datetime] = now_utc
) -> Case:
    """The case in a folder; with ``create`` made where there is none. Close it or use it as a context manager.

    ``clock`` gives this moment, aware, in UTC; another than the real one is for made-up cases. Raises CaseMissing,
    CaseNewer, CaseUnwritable, CaseLocked, DiskFull, CaseDamaged.
    """
    store = Store(Path(path), CONVENTIONS, clock, read_only=read_only)
    store.open(create=create, settings=_first_settings(store) if create else DEFAULT_SETTINGS)
    return Case(store)


def _first_settings(store: Store) -> dict[str, str]:
    """What a new case begins with: also which versions of its packs it is accepted under."""
    if store.exists():
        return DEFAULT_SETTINGS
    from evidencelog.app.pack_versions import current

    return DEFAULT_SETTINGS | current(DEFAULT_SETTINGS["packs"].split(","))


class Case:
    """A case that is open."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._settings: dict[str, str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends all connections to the case."""
        self.store.close()

    @property
    def path(self) -> Path:
        """The case folder."""
        return self.store.folder

    @property
    def settings(self) -> dict[str, str]:
        """Everything settled for the case as a whole: ``zone``, ``packs``, thresholds."""
        if self._settings is None:
            self._settings = self.store.settings()
        return self._settings

    def forget_settings(self) -> None:
        """Makes the next look at the settings read them again."""
        self._settings = None

    @property
    def zone(self) -> str:
        """IANA name of the case's time zone."""
        return self.settings["zone"]

    @property
    def packs(self) -> tuple[str, ...]:
        """Ids of the law packs the case is checked with."""
        return tuple(self.settings["packs"].split(","))

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        return self.store.clock()

    def info(self) -> CaseInfo:
        """The facts of the case itself, counted now."""
        with self.store.reading() as conn:
            contacts, inbox = listing.sizes(conn)
        return CaseInfo(str(self.path), self.path.resolve().name, self.zone, self.packs, contacts, inbox)


def change_settings(
    case: Case,
    *,
    zone: str | None = None,
    packs: Sequence[str] | None = None,
    thresholds: Mapping[str, str | None] | None = None,
) -> None:
    """Settles the zone, the packs or thresholds (None takes one back) of the case; an event of the ledger.

    A new zone gives all contacts their local days anew. InvalidInput for a zone or pack name that cannot be one,
    PackMissing, PackRefused or CodesTwice for packs that cannot be checked with.
    """
    if packs:
        from evidencelog.app.law_packs import load

        load(_pack_names(packs), case)
    others = {THRESHOLD + name: value for name, value in (thresholds or {}).items()}
    if packs:
        others |= _accepted(case, _pack_names(packs))
    with case.store.writing() as writing:
        settle(writing, zone=zone, packs=packs, others=others)
    case.forget_settings()


def _accepted(case: Case, packs: Sequence[str]) -> dict[str, str | None]:
    """Which versions the case goes by of packs that it did not have before."""
    from evidencelog.app.pack_versions import current

    known = case.settings
    return {name: value for name, value in current(packs, case).items() if name not in known}


def settle(
    writing: Writing, *, zone: str | None, packs: Sequence[str] | None, others: Mapping[str, str | None]
) -> None:
    """Writes changed settings inside a transaction; ``others`` by their full names. InvalidInput."""
    wanted: dict[str, str | None] = dict(others)
    problems = []
    if zone is not None:
        try:
            zone_named(zone)
            wanted["zone"] = zone
        except UnknownZone as error:
            problems.append(Problem("zone", str(error)))
    if packs:
        try:
            wanted["packs"] = ",".join(_pack_names(packs))
        except InvalidInput as invalid:
            problems += invalid.problems
    problems += [
        Problem(repr(name[:_LONGEST_NAME]), _("no such setting"))
        for name in others
        if not (name.startswith((THRESHOLD, ACCEPTED)) and name.isascii() and len(name) <= _LONGEST_NAME)
    ]
    if problems:
        raise InvalidInput(problems)
    before = dict(writing.conn.execute("SELECT key, value FROM settings"))
    changes = {key: [before.get(key), value] for key, value in wanted.items() if before.get(key) != value}
    if changes:
        writing.append("case.settings", "", facts={"changes": changes})


def _pack_names(packs: Sequence[str]) -> tuple[str, ...]:
    """The names without repetitions; InvalidInput when one cannot be the name of a pack."""
    names = [name.strip() for name in packs if name.strip()]
    if not names or not all(name.replace("-", "_").isidentifier() and name.isascii() for name in names):
        raise InvalidInput([Problem("packs", _("give the names of law packs"))])
    return tuple(dict.fromkeys(names))


class AlreadyThere(BadInput):
    """What should be added exists."""

    def __init__(self, record: str, name: str, id: str) -> None:
        super().__init__(record, name, id)
        self.record, self.name, self.id = record, name, id

    def __str__(self) -> str:
        return _(
            "{name} is recorded already as {id}, with other facts; change it there", name=repr(self.name), id=self.id
        )
