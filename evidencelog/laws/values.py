"""Kinds of values that files of a pack hold: strict, and every refusal can say what is allowed."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from evidencelog.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?")
DAY_SECONDS = 86400


def refused(allowed: str) -> PydanticCustomError:
    """The error of a value that is not allowed; ``allowed`` says in words what is."""
    return PydanticCustomError("pack_value", "{allowed}", {"allowed": allowed})


def _filled(value: str) -> str:
    if not value.strip():
        raise refused(_("a text that is not empty"))
    return value


def _name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise refused(_("lower-case letters, digits, - and _"))
    return value


def _iso(value: object) -> str:
    """A TOML date (written without quotes) as ``YYYY-MM-DD``."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    raise refused(_("a date without quotes, e.g. 2026-01-31"))


def _clock(value: object) -> int:
    """A time of day as seconds after midnight; ``24:00`` is the end of the day."""
    match = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if match is not None:
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        total = hours * 3600 + minutes * 60 + seconds
        if total <= DAY_SECONDS:
            return total
    raise refused(_('a time of day in quotes from "00:00" to "24:00", e.g. "08:00" or "21:00:00"'))


def one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    """A validator that lets only ``choices`` through."""

    def check(value: str) -> str:
        if value not in choices:
            raise refused(", ".join(choices))
        return value

    return check


def each_of(choices: tuple[str, ...]) -> Callable[[list[str]], list[str]]:
    """A validator for lists of ``choices`` without repetition."""

    def check(values: list[str]) -> list[str]:
        if len(set(values)) != len(values) or any(value not in choices for value in values):
            raise refused(_("each at most once: {choices}", choices=", ".join(choices)))
        return values

    return check


def at_least(smallest: int) -> Callable[[int], int]:
    """A validator for whole numbers from ``smallest``."""

    def check(value: int) -> int:
        if value < smallest:
            raise refused(_("a whole number from {smallest}", smallest=smallest))
        return value

    return check


Text = Annotated[str, AfterValidator(_filled)]
Name = Annotated[str, AfterValidator(_name)]
NameOrNone = Annotated[str, AfterValidator(lambda value: value and _name(value))]
Day = Annotated[str, BeforeValidator(_iso)]
Clock = Annotated[int, BeforeValidator(_clock)]
Count = Annotated[int, AfterValidator(at_least(0))]
Positive = Annotated[int, AfterValidator(at_least(1))]


class Strict(BaseModel):
    """A table of a pack file: unknown keys and values of another type are refused."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Bilingual(Strict):
    """One text in both languages: ``{zh = "…", en = "…"}``."""

    zh: Annotated[str, AfterValidator(_filled)]
    en: Annotated[str, AfterValidator(_filled)]


class NamedText(Strict):
    """A text with an id that tests, findings and cases refer to."""

    id: Annotated[str, AfterValidator(_name)]
    zh: Annotated[str, AfterValidator(_filled)]
    en: Annotated[str, AfterValidator(_filled)]
