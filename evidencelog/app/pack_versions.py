"""Which versions of its law packs a case was accepted under, and what another version makes of the same record."""

from __future__ import annotations

import contextlib
import json
import os
import tomllib
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.app.cases import ACCEPTED
from evidencelog.app.law_packs import cache_folder, own_folders, packs_of
from evidencelog.errors import EvidencelogError
from evidencelog.i18n import _
from evidencelog.laws import catalogue, wording
from evidencelog.store import reading
from evidencelog.timing.clock import local_parts, ts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidencelog.app.cases import Case
    from evidencelog.models.findings import Hit
    from evidencelog.models.law import Pack
    from evidencelog.models.progress import Progress
    from evidencelog.models.wording import Wording

_VERSIONS = "versions"
"""Folder of the cache in which the files of packs are kept, to tell later what a newer one changes."""


class Standing(NamedTuple):
    """How one of the case's packs stands."""

    id: str
    version: str
    """The version that is installed and checked with."""
    accepted: str | None
    """The version the case was last accepted under; None: not known."""
    changed: bool
    """Whether what is installed is another text than what was accepted."""
    review_by: str
    overdue: bool
    """Whether the day by which people should have looked at the pack again is over."""


class Change(NamedTuple):
    """What another version of the packs makes of one finding."""

    what: str
    """``appears``, ``vanishes``, ``grade`` or ``basis``."""
    rule: str
    on: str
    platform: str | None
    """Its name."""
    contacts: tuple[str, ...]
    before: str | None
    """Grade, or the provisions that applied, under the accepted version; None for what appears."""
    after: str | None


class Comparison(NamedTuple):
    """The record held against what was accepted and against what is installed."""

    packs: tuple[Standing, ...]
    """Those that changed."""
    changes: tuple[Change, ...]
    """By day, then rule."""
    unknown: tuple[str, ...]
    """Ids of packs whose accepted version is no longer kept on this computer: of them nothing can be told."""


def current(packs: Sequence[str], case: Case | None = None) -> dict[str, str]:
    """Settings that name the installed versions of packs; those that cannot be read are left out."""
    found = {}
    for name in packs:
        with contextlib.suppress(EvidencelogError, OSError, ValueError, KeyError):
            folder = catalogue.find(name, own_folders(case))
            version = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))["version"]
            found[ACCEPTED + name] = f"{version} {catalogue.fingerprint(folder)}"
    return found


def remember(case: Case) -> None:
    """Keeps the files of the case's packs in the cache, to be able to tell later what newer ones change."""
    for pack in packs_of(case):
        with contextlib.suppress(EvidencelogError, OSError):
            _keep(pack, catalogue.find(pack.id, own_folders(case)))


def standing(case: Case) -> tuple[Standing, ...]:
    """How each of the case's packs stands on this day in the case's zone. Raises PackMissing, PackRefused."""
    today = local_parts(ts_of(case.now()), case.zone)[0]
    return tuple(_standing(case, pack, today) for pack in packs_of(case))


def banners(case: Case) -> tuple[str, ...]:
    """Sentences for the top of a check or of the app: packs that changed since, packs past their review."""
    said = []
    for pack in standing(case):
        if pack.changed and pack.version == pack.accepted:
            said.append(
                _(
                    "The law pack {id} {version} is not the text this case was accepted under, though it bears the same "
                    "version. See what changes: {see}; then accept: {accept}",
                    id=pack.id,
                    version=pack.version,
                    see="evidencelog rules changes",
                    accept="evidencelog rules accept",
                )
            )
        elif pack.changed:
            said.append(
                _(
                    "The law pack {id} is now {version}; this case was accepted under {accepted}. See what changes: {see}; "
                    "then accept: {accept}",
                    id=pack.id,
                    version=pack.version,
                    accepted=pack.accepted,
                    see="evidencelog rules changes",
                    accept="evidencelog rules accept",
                )
            )
        if pack.overdue:
            said.append(overdue(pack.id, pack.version, pack.review_by))
    return tuple(said)


def overdue(id: str, version: str, review_by: str) -> str:
    """The sentence about a pack past its review: calm, and what to do."""
    return _(
        "The law pack {id} {version} was to be reviewed by {day}. What it says of earlier days stands; newer law may be "
        "missing. Look for a newer version of the program, or compare the provisions yourself.",
        id=id,
        version=version,
        day=review_by,
    )


def compare(case: Case, progress: Progress | None = None) -> Comparison:
    """What the installed packs make of the record otherwise than the accepted ones. Nothing is written."""
    import tempfile

    from evidencelog.app.checking import hits_with

    packs = standing(case)
    changed = tuple(pack for pack in packs if pack.changed)
    if not changed:
        return Comparison((), (), ())
    installed = packs_of(case)
    with tempfile.TemporaryDirectory(prefix="evidencelog-") as place:
        older = {pack.id: _older(case, pack.id, Path(place)) for pack in changed}
    unknown = tuple(name for name, found in older.items() if found is None)
    known = {name: found for name, found in older.items() if found is not None}
    if not known:
        return Comparison(changed, (), unknown)
    names = {pack.id for pack in installed if pack.id not in unknown}
    newer = [pack for pack in installed if pack.id in names]
    before_packs = [known[pack.id][0] if pack.id in known else pack for pack in newer]
    words = {one.pack: one for one in wording.load(sorted(names), own_folders(case), cache_folder())}
    before_words = {**words, **{name: found[1] for name, found in known.items()}}
    before = hits_with(case, before_packs, [one for one in before_words.values() if one is not None], progress)
    after = hits_with(case, newer, list(words.values()), progress)
    with case.store.reading() as conn:
        platforms = {platform.id: platform.name for platform in reading.case_facts(conn).platforms.values()}
    found = _changes(before, after, before_packs, newer)
    named = (change._replace(platform=platforms.get(change.platform or "")) for change in found)
    changes = sorted(named, key=lambda one: (one.on, one.rule, one.contacts, one.what))
    return Comparison(changed, tuple(changes), unknown)


def accept(case: Case) -> tuple[Standing, ...]:
    """Keeps in the ledger that the case goes by the installed versions from now on; gives those that changed."""
    remember(case)
    changed = tuple(pack for pack in standing(case) if pack.changed or pack.accepted is None)
    wanted = {key: value for key, value in current(case.packs, case).items() if case.settings.get(key) != value}
    if wanted:
        changes = {key: [case.settings.get(key), value] for key, value in wanted.items()}
        with case.store.writing() as writing:
            writing.append("case.settings", "", facts={"changes": changes})
        case.forget_settings()
    return changed


def _standing(case: Case, pack: Pack, today: str) -> Standing:
    accepted, _space, sha256 = case.settings.get(ACCEPTED + pack.id, "").partition(" ")
    return Standing(
        id=pack.id,
        version=pack.version,
        accepted=accepted or None,
        changed=bool(sha256) and sha256 != pack.sha256,
        review_by=pack.review_by,
        overdue=today > pack.review_by,
    )


def _changes(
    before: dict[str, Hit], after: dict[str, Hit], old: Sequence[Pack], new: Sequence[Pack]
) -> Iterator[Change]:
    names = {"old": _provisions(old), "new": _provisions(new)}
    for finding, hit in before.items():
        other = after.get(finding)
        if other is None:
            yield Change("vanishes", hit.rule, hit.day, hit.platform, hit.contacts, hit.grade, None)
            continue
        if other.grade != hit.grade:
            yield Change("grade", hit.rule, hit.day, hit.platform, other.contacts, hit.grade, other.grade)
        was, now = (_cited(one, names[side]) for one, side in ((hit, "old"), (other, "new")))
        if was != now:
            yield Change("basis", hit.rule, hit.day, hit.platform, other.contacts, was, now)
    for finding, hit in after.items():
        if finding not in before:
            yield Change("appears", hit.rule, hit.day, hit.platform, hit.contacts, None, hit.grade)


def _provisions(packs: Sequence[Pack]) -> dict[str, tuple[str, ...]]:
    return {rule.code: tuple(basis.provision for basis in rule.bases) for pack in packs for rule in pack.rules}


def _cited(hit: Hit, provisions: dict[str, tuple[str, ...]]) -> str:
    named = (provisions[hit.rule][basis.position] + ("" if basis.applies == "yes" else "?") for basis in hit.bases)
    return " ".join(dict.fromkeys(named))


def _keep(pack: Pack, folder: Path) -> None:
    """Keeps the files of a pack under their SHA-256, unless they are kept."""
    place = _place(pack.id, pack.sha256)
    if place.exists():
        return
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8", errors="surrogateescape")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    draft = place.with_suffix(f".{os.getpid()}")
    place.parent.mkdir(parents=True, exist_ok=True)
    draft.write_bytes(zlib.compress(json.dumps(files).encode("ascii")))
    draft.replace(place)


def _place(pack: str, sha256: str) -> Path:
    return cache_folder() / _VERSIONS / f"{pack}-{sha256}.json.z"


def _older(case: Case, pack: str, scratch: Path) -> tuple[Pack, Wording | None] | None:
    """The accepted version with its wording, out of the files kept of it; None where they are gone or cannot be read."""
    sha256 = case.settings[ACCEPTED + pack].partition(" ")[2]
    folder = scratch / pack
    try:
        files = json.loads(zlib.decompress(_place(pack, sha256).read_bytes()))
        for name, text in files.items():
            path = (folder / name).resolve()
            if not path.is_relative_to(folder.resolve()):
                return None
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8", errors="surrogateescape"))
        if catalogue.fingerprint(folder) != sha256:
            return None
        return catalogue.load_folder(folder, cache_folder()), wording.load_folder(folder, cache_folder())
    except (OSError, zlib.error, EvidencelogError, ValueError, AttributeError):
        return None
