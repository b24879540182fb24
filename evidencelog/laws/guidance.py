"""Words for the moment of a call or a visit, read from a pack's folder ``guidance``; without pydantic, it is waited for."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from evidencelog.i18n import LANGUAGES, _
from evidencelog.laws.faults import Fault, PackRefused, shown
from evidencelog.laws.wording_words import unbounded
from evidencelog.models.fields import REQUEST_KINDS, field
from evidencelog.models.guidance import MOMENTS, TIMES, Guidance, Heard, Sentence
from evidencelog.models.law import Words
from evidencelog.text.search import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

FOLDER = "guidance"
MOST_TAGS = 10
"""As many as there are keys for them."""
_TAG = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")


def read_guidance(folder: Path, moment: str) -> Guidance | None:
    """What the pack in ``folder`` says for a moment; None where it says nothing. Raises PackRefused."""
    path = folder / FOLDER / f"{moment}.toml"
    if not path.is_file():
        return None
    faults: list[Fault] = []
    found = _Reader(f"{folder.name}/{FOLDER}/{path.name}", faults).guidance(path)
    if faults:
        raise PackRefused(folder.name, faults)
    return found


def guidance_faults(folder: Path) -> list[Fault]:
    """Everything wrong with the folder ``guidance`` of a pack; a pack need not have one."""
    faults: list[Fault] = []
    for path in sorted((folder / FOLDER).glob("*")):
        name = f"{folder.name}/{FOLDER}/{path.name}"
        if path.name.startswith("."):
            continue
        if path.suffix != ".toml" or path.stem not in MOMENTS:
            faults.append(Fault(f"{folder.name}/{FOLDER}", "", shown(path.name), _names(MOMENTS, ".toml")))
        else:
            _Reader(name, faults).guidance(path)
    return faults


def _names(names: Iterable[str], ending: str = "") -> str:
    return ", ".join(name + ending for name in names)


class _Reader:
    """Reads one file; what is wrong is added to ``faults``."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        self._name = name
        self._faults = faults

    def guidance(self, path: Path) -> Guidance:
        try:
            data = tomllib.loads(path.read_bytes().decode("utf-8"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            self._faults.append(Fault(self._name, "", str(error), _("TOML 1.0")))
            return Guidance()
        self._keys("", data, ("title", "advice", "tags", "sentences", "roles", "heard", "words", "patterns"))
        roles = field("contact", "claimed_role").choices
        tags = self._each(data, "tags", lambda key, one: self._heard(key, one, roles))
        if len(tags) > MOST_TAGS:
            self._faults.append(Fault(self._name, "tags", str(len(tags)), _("at most {n}", n=MOST_TAGS)))
        return Guidance(
            title=self._words("title", data["title"]) if "title" in data else None,
            advice=self._each(data, "advice", self._words),
            tags=tags,
            sentences=self._each(data, "sentences", self._sentence),
            tags_heard=self._each(data, "heard", self._tag),
            roles=tuple(self._one("roles", role, roles) for role in self._list("roles", data.get("roles", []))),
            words=self._each(data, "words", self._word),
            patterns=self._each(data, "patterns", self._pattern),
        )

    def _each(self, data: dict[str, Any], key: str, read: Callable[[str, Any], Any]) -> tuple[Any, ...]:
        return tuple(read(f"{key}[{at}]", one) for at, one in enumerate(self._list(key, data.get(key, []))))

    def _list(self, key: str, value: object) -> list[Any]:
        if not isinstance(value, list):
            self._faults.append(Fault(self._name, key, shown(value), _("a list in brackets")))
            return []
        return value

    def _keys(self, key: str, value: object, allowed: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(value, dict):
            self._faults.append(Fault(self._name, key, shown(value), _("a table")))
            return {}
        for strange in sorted(set(value) - set(allowed)):
            words = _("one of the keys {keys}", keys=", ".join(allowed))
            self._faults.append(Fault(self._name, key, shown(strange), words))
        return value

    def _words(self, key: str, value: object) -> Words:
        table = self._keys(key, value, LANGUAGES)
        for name in LANGUAGES:
            text = table.get(name)
            if not isinstance(text, str) or not text.strip():
                self._faults.append(
                    Fault(self._name, f"{key}.{name}", shown(text) if text else "", _("text in quotes"))
                )
        return Words(str(table.get("zh", "")), str(table.get("en", "")))

    def _one(self, key: str, value: object, allowed: tuple[str, ...]) -> str:
        if value not in allowed:
            self._faults.append(Fault(self._name, key, shown(value), ", ".join(allowed)))
            return ""
        return str(value)

    def _tag(self, key: str, tag: object) -> str:
        if not isinstance(tag, str) or not _TAG.fullmatch(tag):
            self._faults.append(
                Fault(self._name, key, shown(tag) if tag else "", _("lower-case letters, digits, - and _"))
            )
        return str(tag)

    def _word(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            self._faults.append(Fault(self._name, key, shown(value) if value else "", _("text in quotes")))
        return folded(str(value))

    def _pattern(self, key: str, value: object) -> str:
        fault = unbounded(value) if isinstance(value, str) else shown(value)
        if fault is not None:
            self._faults.append(Fault(self._name, key, fault, _("a regular expression with bounded repetitions")))
        return str(value)

    def _heard(self, key: str, value: object, roles: tuple[str, ...]) -> Heard:
        table = self._keys(key, value, ("tag", "words", "role"))
        role = self._one(f"{key}.role", table["role"], roles) if "role" in table else ""
        tag = self._tag(f"{key}.tag", table.get("tag"))
        return Heard(tag, self._words(f"{key}.words", table.get("words", {})), role)

    def _sentence(self, key: str, value: object) -> Sentence:
        table = self._keys(key, value, ("words", "request", "sets"))
        request = self._one(f"{key}.request", table["request"], REQUEST_KINDS) if "request" in table else ""
        sets = self._one(f"{key}.sets", table["sets"], TIMES) if "sets" in table else ""
        return Sentence(self._words(f"{key}.words", table.get("words", {})), request, sets)
