"""Files of a pack to checked tables; what pydantic says becomes faults with file, key, value and what is allowed."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from evidencelog.i18n import _
from evidencelog.laws.faults import Fault, shown

if TYPE_CHECKING:
    from pathlib import Path

Table = TypeVar("Table", bound=BaseModel)


def read_table(path: Path, name: str, model: type[Table], faults: list[Fault]) -> Table | None:
    """The file as a checked table; None (with ``faults`` grown) when it cannot be one. ``name`` is shown for the file."""
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError as error:
        faults.append(Fault(name, "", shown(error.object[error.start : error.end]), _("text in UTF-8")))
        return None
    except tomllib.TOMLDecodeError as error:
        faults.append(Fault(name, "", str(error), _("TOML 1.0")))
        return None
    except OSError as error:
        faults.append(Fault(name, "", str(error.strerror), _("a file that can be read")))
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults.extend(_fault(name, model, dict(detail)) for detail in error.errors())
        return None


def _fault(name: str, model: type[BaseModel], detail: dict[str, Any]) -> Fault:
    loc: tuple[int | str, ...] = detail["loc"]
    kind = detail["type"]
    parent, keys = _walk(model, loc)
    if kind == "missing":
        return Fault(name, _joined(keys), "", _("this key"))
    if kind == "extra_forbidden":
        allowed = ", ".join(sorted(_keys(parent))) if parent is not None else ""
        return Fault(name, _joined(keys[:-1]), shown(keys[-1]), _("one of the keys {keys}", keys=allowed))
    value = "" if isinstance(detail["input"], dict) and kind != "model_type" else shown(detail["input"])
    if kind == "union_tag_invalid":
        value = shown(detail["ctx"]["tag"])
    return Fault(name, _joined(keys), value, _allowed(kind, detail.get("ctx", {}), detail["msg"]))


def _allowed(kind: str, context: dict[str, Any], message: str) -> str:
    if kind == "pack_value":
        return str(context["allowed"])
    if kind == "literal_error":
        return str(context["expected"])
    if kind == "union_tag_invalid":
        return _("a kind of test that is known: {kinds}", kinds=context["expected_tags"])
    if kind == "union_tag_not_found":
        return _("the key kind")
    if kind == "too_short":
        return _("a list that is not empty")
    if kind == "string_pattern_mismatch":
        return _("text of the form {pattern}", pattern=context["pattern"])
    words = {
        "string_type": _("text in quotes"),
        "int_type": _("a whole number without quotes"),
        "bool_type": _("true or false"),
        "list_type": _("a list in brackets"),
        "model_type": _("a table"),
        "dict_type": _("a table"),
    }
    return words.get(kind, message)


def _walk(model: type[BaseModel], loc: tuple[int | str, ...]) -> tuple[type[BaseModel] | None, list[int | str]]:
    """The table that holds the last key of ``loc``, and the keys as they stand in the file (without tags of kinds)."""
    parent: type[BaseModel] | None = None
    here: Any = model
    keys: list[int | str] = []
    for part in loc:
        here = _plain(here)
        if isinstance(part, int):
            keys.append(part)
            here = get_args(here)[0] if get_origin(here) is list else None
        elif isinstance(here, type) and issubclass(here, BaseModel):
            keys.append(part)
            parent = here
            here = next((f.annotation for n, f in here.model_fields.items() if part in (n, f.alias)), None)
        else:
            tagged = [arm for arm in get_args(here) if _tag(arm) == part]
            if tagged:
                here = tagged[0]
            else:
                keys.append(part)
                here = None
    return parent, keys


def _plain(kind: Any) -> Any:
    """A type without ``Annotated`` and without ``| None``."""
    if get_origin(kind) is Annotated:
        return _plain(get_args(kind)[0])
    arms = [arm for arm in get_args(kind) if arm is not type(None)]
    if get_origin(kind) is not list and type(None) in get_args(kind) and len(arms) == 1:
        return _plain(arms[0])
    return kind


def _tag(kind: Any) -> str | None:
    field = getattr(kind, "model_fields", {}).get("kind")
    return str(get_args(field.annotation)[0]) if field is not None else None


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _joined(keys: list[int | str]) -> str:
    text = ""
    for key in keys:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else key
    return text
