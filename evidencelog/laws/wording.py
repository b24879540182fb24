"""The way packs read texts, checked once and then taken from a cache keyed by the SHA-256 of the folder's files.

Nothing here imports pydantic as long as the cache holds the result. A cache that cannot be read or written is done without.
"""

from __future__ import annotations

import contextlib
import json
import os
from typing import TYPE_CHECKING, Any

from evidencelog.laws.catalogue import find, fingerprint
from evidencelog.models.law import Words
from evidencelog.models.wording import Block, Condition, Form, Frame, Spelling, Weights, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

FOLDER = "wording"
FORMAT = 5
"""Counted up whenever what is compiled from the same files changes."""


def load(packs: Sequence[str], extra: Iterable[Path] = (), cache: Path | None = None) -> tuple[Wording, ...]:
    """The wording of those of the packs that have one, in the order given.

    Raises PackMissing, PackRefused (files that do not keep to the format).
    """
    extra = tuple(extra)
    folders = [(name, find(name, extra) / FOLDER) for name in packs]
    return tuple(_one(name, folder, cache) for name, folder in folders if folder.is_dir())


def load_folder(folder: Path, cache: Path | None = None) -> Wording | None:
    """The wording of the pack in one folder, wherever that lies; None where it has none. Raises PackRefused."""
    return _one(folder.name, folder / FOLDER, cache) if (folder / FOLDER).is_dir() else None


def _one(pack: str, folder: Path, cache: Path | None) -> Wording:
    sha256 = fingerprint(folder)
    kept = _cached(cache, pack, sha256)
    if kept is not None:
        return kept
    from evidencelog.laws.wording_compiling import compile_wording

    wording = compile_wording(folder, pack, sha256)
    _keep(cache, wording)
    return wording


def _place(cache: Path, pack: str, sha256: str) -> Path:
    return cache / f"{pack}-{FOLDER}-{FORMAT}-{sha256}.json"


def _cached(cache: Path | None, pack: str, sha256: str) -> Wording | None:
    if cache is None:
        return None
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        kept = json.loads(_place(cache, pack, sha256).read_bytes())
        if kept["sha256"] == sha256:
            return wording_from(kept["body"])
    return None


def _keep(cache: Path | None, wording: Wording) -> None:
    """Writes beside the place and renames, so that two programs at once cannot leave half a file."""
    if cache is None:
        return
    place = _place(cache, wording.pack, wording.sha256)
    draft = place.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps({"sha256": wording.sha256, "body": wording}, ensure_ascii=False), encoding="utf-8")
        draft.replace(place)


def wording_from(data: list[Any]) -> Wording:
    """A compiled wording from the lists JSON makes of it."""
    plain = dict(zip(Wording._fields, data, strict=True))
    plain["words"] = {word: tuple(ids) for word, ids in plain["words"].items()}
    plain["masks"] = {word: tuple(ids) for word, ids in plain["masks"].items()}
    plain["patterns"] = tuple((number, pattern, tuple(needs)) for number, pattern, needs in plain["patterns"])
    plain["made"] = tuple((number, tuple(map(_form, forms))) for number, forms in plain["made"])
    plain["blocks"] = tuple(Block(*block) for block in plain["blocks"])
    plain["frames"] = tuple(map(_frame, plain["frames"]))
    plain["spelling"] = Spelling(*plain["spelling"])
    plain["weights"] = _weights(plain["weights"])
    return Wording(**plain)


def _weights(data: list[Any] | None) -> Weights | None:
    if data is None:
        return None
    plain = dict(zip(Weights._fields, data, strict=True))
    plain["outputs"] = tuple((label, act) for label, act in plain["outputs"])
    plain["reason"] = Words(*plain["reason"])
    plain["classes"] = tuple((number, row) for number, row in plain["classes"])
    plain |= {key: tuple(plain[key]) for key in ("biases", "doubtful", "telling", "unless")}
    return Weights(**plain)


def _frame(data: list[Any]) -> Frame:
    plain = dict(zip(Frame._fields, data, strict=True))
    plain["reason"] = Words(*plain["reason"])
    plain["forms"] = tuple(map(_form, plain["forms"]))
    return Frame(**plain)


def _form(data: list[Any]) -> Form:
    form = Form(*data)
    return form._replace(conditions=tuple(Condition(*condition) for condition in form.conditions))
