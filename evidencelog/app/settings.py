"""The person's own settings of the terminal app: a TOML file they write, and what the app remembers beside it.

The file is only read. What is chosen inside the app (colours, hidden words, the lock) goes into ``remembered.json``.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.errors import CannotDo, Problem
from evidencelog.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

ENVIRONMENT = "EVIDENCELOG_CONFIG"
"""Names another file."""
FILE, REMEMBERED = "config.toml", "remembered.json"
THEMES = ("evidencelog-dark", "evidencelog-light", "ansi-dark", "ansi-light", "no-colour")
LOCK_MINUTES = range(1, 241)

_MODIFIERS = ("ctrl", "shift", "alt")
_NAMED = frozenset(
    ["escape", "enter", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown", "up", "down", "left", "right", "slash", "question_mark", "full_stop", "comma", "semicolon", "colon", "minus", "plus", "equals_sign", "underscore", "backslash", "apostrophe", "left_square_bracket", "right_square_bracket", "exclamation_mark", "number_sign", "dollar_sign", "percent_sign", "ampersand", "asterisk", "at"]
) | {f"f{number}" for number in range(1, 25)}  # fmt: skip


_EDITING = frozenset({"backspace", "delete", "insert", "home", "end", "left", "right"})
"""Named keys that move or delete while one types."""
_SILENT = (
    _EDITING
    | {"escape", "enter", "tab", "pageup", "pagedown", "up", "down"}
    | {f"f{number}" for number in range(1, 25)}
)
"""Named keys that write nothing."""
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace"}
"""Keys for which a terminal sends what it sends for another one."""


class Settings(NamedTuple):
    """What holds for the app."""

    keys: dict[str, str] = {}
    """Action to its keys as Textual names them, separated by commas."""
    theme: str | None = None
    masked: bool = False
    """Whether words and numbers are hidden until asked for."""
    lock_minutes: int | None = None
    """Minutes without a key until the app locks; None: as chosen in the app."""


class SettingsUnwritable(CannotDo):
    """What should be remembered cannot be written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return _("{path} cannot be written: {reason}", path=repr(str(self.path)), reason=self.reason)


def path() -> Path:
    """The settings file, whether it exists or not."""
    named = os.environ.get(ENVIRONMENT)
    if named:
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("evidencelog", appauthor=False) / FILE


def read(known: Mapping[str, str], file: Path | None = None) -> tuple[Settings, list[Problem]]:
    """What the file settles, and everything wrong in it (``where`` is the key); without a file nothing is settled.

    ``known`` holds every action with the keys of the table. What is wrong is left out, the rest holds.
    """
    place = file or path()
    try:
        content = place.read_bytes()
    except FileNotFoundError:
        return Settings(), []
    except OSError as error:
        return Settings(), [Problem(place.name, error.strerror or str(error))]
    import tomllib

    try:
        data = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        return Settings(), [Problem(place.name, _("is no text in UTF-8; save it again as UTF-8"))]
    except tomllib.TOMLDecodeError as error:
        return Settings(), [Problem(place.name, _not_toml(str(error)))]
    names = Settings._fields
    problems = [
        Problem(strange, _("is no setting; there are: {known}", known=", ".join(names)))
        for strange in sorted(set(data) - set(names))
    ]
    theme, masked, minutes = data.get("theme"), data.get("masked", False), data.get("lock_minutes")
    if theme is not None and theme not in THEMES:
        problems.append(Problem("theme", _("{allowed} is allowed", allowed=", ".join(THEMES))))
        theme = None
    if not isinstance(masked, bool):
        problems.append(Problem("masked", _("{allowed} is allowed", allowed="true, false")))
        masked = False
    if minutes is not None and (isinstance(minutes, bool) or minutes not in LOCK_MINUTES):
        allowed = f"{LOCK_MINUTES[0]}-{LOCK_MINUTES[-1]}"
        problems.append(Problem("lock_minutes", _("{allowed} is allowed", allowed=allowed)))
        minutes = None
    keys = _keys(data.get("keys", {}), known, problems)
    return Settings(keys, theme, masked, minutes), problems


def _keys(given: object, known: Mapping[str, str], problems: list[Problem]) -> dict[str, str]:
    if not isinstance(given, dict):
        problems.append(Problem("keys", _('a table: action = "key"')))
        return {}
    found: dict[str, str] = {}
    for action, keys in _flat(given).items():
        where = f"keys.{action}"
        if action not in known:
            problems.append(Problem(where, _unknown(action, known)))
        elif not isinstance(keys, str) or not keys.strip():
            problems.append(Problem(where, _("a text with one key, or several with commas between them")))
        elif wrong := [key for key in _split(keys) if not is_key(key)]:
            problems.append(Problem(where, _("{key} is no key, such as ctrl+s, f4, slash or a", key=repr(wrong[0]))))
        elif same := [(key, other) for key in _split(keys) if (other := _same(key))]:
            words = _("the terminal sends the same for {key} as for {other}", key=same[0][0], other=same[0][1])
            problems.append(Problem(where, words))
        elif typed := [key for key in _split(keys) if _needed_to_type(key, action, known)]:
            words = _("{key} is needed for typing there; take one such as ctrl+g or shift+f5", key=typed[0])
            problems.append(Problem(where, words))
        else:
            found[action] = ",".join(_split(keys))
    return _without_clashes(found, known, problems)


def _flat(table: dict[str, Any], before: str = "") -> dict[str, Any]:
    """``[keys.home] add = "a"`` and ``"home.add" = "a"`` say the same."""
    flat: dict[str, Any] = {}
    for name, value in table.items():
        flat |= _flat(value, f"{before}{name}.") if isinstance(value, dict) else {f"{before}{name}": value}
    return flat


def _split(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",") if key.strip()]


def is_key(key: str) -> bool:
    """Whether a text names a key: ``a``, ``G``, ``f4``, ``slash``, ``ctrl+s``, ``shift+tab``."""
    *modifiers, last = key.split("+")
    if any(one not in _MODIFIERS for one in modifiers) or len(set(modifiers)) < len(modifiers):
        return False
    return last in _NAMED or (len(last) == 1 and last.isascii() and last.isalnum())


def _same(key: str) -> str | None:
    """The key for which a terminal sends what it sends for this one; None where it tells them apart."""
    *modifiers, last = key.split("+")
    if "shift" in modifiers and len(last) == 1:
        rest = [one for one in modifiers if one != "shift"]
        return "+".join([*rest, last if rest else last.upper()])
    return _SAME.get(key)


def _needed_to_type(key: str, action: str, known: Mapping[str, str]) -> bool:
    """Whether a key cannot be given to an action because people type where it works.

    Such a place is known by the table: there it gives no action a key that writes something.
    """
    place = action.partition(".")[0]
    if key in _split(known[action]):
        return False
    if place == "app":  # everywhere is also where one types
        types = not any(map(_writes, _split(known[action])))
    else:
        types = not any(
            _writes(one) for name, keys in known.items() if name.partition(".")[0] == place for one in _split(keys)
        )
    return types and (_writes(key) or key in _EDITING)


def _writes(key: str) -> bool:
    """Whether a key writes a character."""
    *modifiers, last = key.split("+")
    return last not in _SILENT and not {"ctrl", "alt"} & set(modifiers)


def _not_toml(reason: str) -> str:
    """What the reader of TOML says, with the place first."""
    found = re.search(r"\(at line (\d+), column (\d+)\)$", reason)
    if found is None:
        return _("is no TOML, perhaps a quote or a bracket is not closed: {reason}", reason=reason)
    return _(
        "line {line}, column {column}: is no TOML, perhaps a quote or a bracket is not closed: {reason}",
        line=found[1], column=found[2], reason=reason[: found.start()].strip(),
    )  # fmt: skip


def _unknown(action: str, known: Mapping[str, str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(action, known, n=1)
    if near:
        return _("no such action; did you mean {near}?", near=near[0])
    return _("no such action; evidencelog config keys lists them")


def _without_clashes(found: dict[str, str], known: Mapping[str, str], problems: list[Problem]) -> dict[str, str]:
    """In one place a key means one thing; of two, the one the person wrote last is left out.

    What works everywhere is in every place; where the table itself lets a place go before, that holds.
    """
    kept: dict[str, str] = {}
    for action, keys in found.items():
        others = {**{name: known[name] for name in known if name not in found}, **kept}
        clash = next(
            (
                (key, name)
                for key in _split(keys)
                for name, theirs in others.items()
                if key in _split(theirs) and _meet(action, name)
                if not (key in _split(known[action]) and key in _split(known[name]))
            ),
            None,
        )
        if clash is not None:
            words = _("{key} is the key of {other} there", key=clash[0], other=clash[1])
            problems.append(Problem(f"keys.{action}", words))
        else:
            kept[action] = keys
    return kept


def _meet(one: str, other: str) -> bool:
    """Whether two actions work in one place."""
    places = {one.partition(".")[0], other.partition(".")[0]}
    return len(places) == 1 or "app" in places


# what the app remembers


def remembered() -> dict[str, Any]:
    """What was chosen inside the app; empty where nothing was, or where it cannot be read."""
    try:
        data = json.loads(path().with_name(REMEMBERED).read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def remember(**values: Any) -> None:
    """Keeps choices for the next start; None forgets one. SettingsUnwritable."""
    place = path().with_name(REMEMBERED)
    data = {name: value for name, value in {**remembered(), **values}.items() if value is not None}
    draft = place.with_suffix(f".{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(data, file)
        draft.replace(place)
    except OSError as error:
        raise SettingsUnwritable(place, error.strerror or str(error)) from None
