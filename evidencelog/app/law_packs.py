"""The law packs a case is checked with: those named by the environment, ours, and those in its own folder ``packs/``."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from evidencelog.app.cases import DEFAULT_SETTINGS
from evidencelog.laws import catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.app.cases import Case
    from evidencelog.models.law import Pack, Texts

FOLDER = "packs"
"""Folder inside a case for packs of its own."""

_known: WeakKeyDictionary[Case, tuple[tuple[str, ...], tuple[Pack, ...], dict[str, Texts]]] = WeakKeyDictionary()


def own_folders(case: Case | None) -> tuple[Path, ...]:
    """Where a case keeps packs of its own."""
    return (case.path / FOLDER,) if case is not None else ()


def in_use(case: Case | None) -> tuple[str, ...]:
    """Ids of the packs of the case; without a case those a new one has."""
    return case.packs if case is not None else tuple(DEFAULT_SETTINGS["packs"].split(","))


def cache_folder() -> Path:
    """Where compiled packs are kept: the user's cache folder. It may be deleted at any time."""
    from platformdirs import user_cache_path

    return user_cache_path("evidencelog", appauthor=False) / FOLDER


def packs_of(case: Case) -> tuple[Pack, ...]:
    """The packs of the case, read once while it is open. Raises PackMissing, PackRefused, CodesTwice."""
    return _of(case)[1]


def texts_of(case: Case, pack: str) -> Texts:
    """Instruments and provisions of one of the case's packs."""
    texts = _of(case)[2]
    if pack not in texts:
        texts[pack] = catalogue.texts(pack, own_folders(case), cache_folder())
    return texts[pack]


def load(packs: tuple[str, ...], case: Case | None = None) -> tuple[Pack, ...]:
    """Packs by name, looked for as for ``case``."""
    return catalogue.load(packs, own_folders(case), cache_folder())


def _of(case: Case) -> tuple[tuple[str, ...], tuple[Pack, ...], dict[str, Texts]]:
    known = _known.get(case)
    if known is None or known[0] != case.packs:
        known = _known[case] = (case.packs, load(case.packs, case), {})
    return known
