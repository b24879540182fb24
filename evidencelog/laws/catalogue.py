"""Where packs lie and how they come quickly: checked once, then read from a cache keyed by their SHA-256.

Nothing here imports pydantic as long as the cache holds the pack. A cache that cannot be read or written is done without.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidencelog.laws.compiled import FORMAT, pack_from, texts_from
from evidencelog.laws.faults import CodesTwice, PackMissing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evidencelog.laws.loader import Loaded
    from evidencelog.models.law import Pack, Texts

SHIPPED = Path(__file__).parent / "packs"
"""The packs that come with the program."""

ENVIRONMENT = "EVIDENCELOG_PACKS"
"""Names further folders of packs, separated as in PATH."""


def folders(extra: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Folders in which packs are looked for; the first one that has a pack wins.

    Those named by the environment, then the shipped ones, then ``extra`` (a case's own): a case that comes from someone
    else cannot put other law in the place of ours.
    """
    named = os.environ.get(ENVIRONMENT, "")
    return (*(Path(part) for part in named.split(os.pathsep) if part), SHIPPED, *extra)


def available(extra: Iterable[Path] = ()) -> dict[str, Path]:
    """Every pack by id with its folder."""
    found: dict[str, Path] = {}
    for folder in folders(extra):
        with contextlib.suppress(OSError):
            for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
                if entry.is_dir() and entry.name not in found and (Path(entry.path) / "pack.toml").is_file():
                    found[entry.name] = Path(entry.path)
    return found


def find(pack: str, extra: Iterable[Path] = ()) -> Path:
    """The folder of a pack; PackMissing when there is none."""
    extra = tuple(extra)
    if pack and pack not in (".", "..") and not {"/", "\\", "\0"} & set(pack):
        for folder in folders(extra):
            if (folder / pack / "pack.toml").is_file():
                return folder / pack
    raise PackMissing(pack, sorted(available(extra)))


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and bytes of all files of a pack (hidden ones left out), in the order of their names."""
    digest = hashlib.sha256()
    for name, path in sorted(_files(folder, "")):
        data = path.read_bytes()
        head = name.encode("utf-8")
        digest.update(len(head).to_bytes(8, "big") + head + len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def _files(folder: Path, prefix: str) -> Iterable[tuple[str, Path]]:
    for entry in os.scandir(folder):
        if entry.name.startswith((".", "__pycache__")):
            continue
        if entry.is_dir():
            yield from _files(Path(entry.path), f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, Path(entry.path)


def load(packs: Sequence[str], extra: Iterable[Path] = (), cache: Path | None = None) -> tuple[Pack, ...]:
    """The packs ready to check with, in the order given. ``cache`` is a folder for compiled packs.

    Raises PackMissing, PackRefused (a pack that does not keep to the format), CodesTwice.
    """
    extra = tuple(extra)
    loaded = tuple(_one(find(name, extra), cache) for name in packs)
    owners: dict[str, str] = {}
    for pack in loaded:
        for rule in pack.rules:
            if rule.code in owners:
                raise CodesTwice(rule.code, (owners[rule.code], pack.id))
            owners[rule.code] = pack.id
    return loaded


def load_folder(folder: Path, cache: Path | None = None) -> Pack:
    """The pack in one folder, wherever that lies. Raises PackRefused."""
    return _one(folder, cache)


def texts(pack: str, extra: Iterable[Path] = (), cache: Path | None = None) -> Texts:
    """Instruments and provisions of a pack with their wording."""
    folder = find(pack, extra)
    sha256 = fingerprint(folder)
    data = _cached(cache, folder.name, sha256, "texts")
    return _read(folder, sha256, cache).texts if data is None else texts_from(data)


def _one(folder: Path, cache: Path | None) -> Pack:
    sha256 = fingerprint(folder)
    data = _cached(cache, folder.name, sha256, "rules")
    return _read(folder, sha256, cache).pack if data is None else pack_from(data)


def _read(folder: Path, sha256: str, cache: Path | None) -> Loaded:
    from evidencelog.laws.loader import read_pack

    loaded = read_pack(folder, sha256)
    _keep(cache, folder.name, sha256, "rules", loaded.pack)
    _keep(cache, folder.name, sha256, "texts", loaded.texts)
    return loaded


def _place(cache: Path, pack: str, sha256: str, part: str) -> Path:
    return cache / f"{pack}-{part}-{FORMAT}-{sha256}.json"


def _cached(cache: Path | None, pack: str, sha256: str, part: str) -> list[Any] | None:
    if cache is None:
        return None
    try:
        kept = json.loads(_place(cache, pack, sha256, part).read_bytes())
    except (OSError, ValueError):
        return None
    body = kept.get("body") if isinstance(kept, dict) else None
    return body if isinstance(body, list) and kept.get("sha256") == sha256 else None


def _keep(cache: Path | None, pack: str, sha256: str, part: str, body: Pack | Texts) -> None:
    """Writes beside the place and renames, so that two programs at once cannot leave half a file."""
    if cache is None:
        return
    place = _place(cache, pack, sha256, part)
    draft = place.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps({"sha256": sha256, "body": body}, ensure_ascii=False), encoding="utf-8")
        draft.replace(place)
