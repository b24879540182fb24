"""Values as telephones write them: dates in milliseconds, numbers that are hidden, names that are none."""

from __future__ import annotations

import hashlib

from evidencelog.i18n import _
from evidencelog.numbers.normal import HIDDEN
from evidencelog.timing.clock import local_iso

_NO_NAME = frozenset(
    (
        "",
        "null",
        "(unknown)",
        "unknown",
        "(未知)",
        "未知",
        "（未知）",
        "(未知号码)",
        "未知号码",
        "(未知联系人)",
        "未知联系人",
        "(不明)",
        "(無)",
    )
)
_OWN = "insert-address-token"
"""What Android writes for the phone's own number."""
_EARLIEST, _LATEST = 631152000, 4102444800  # 1990 and 2100; outside no telephone's clock was right


def known(values: dict[str, object]) -> dict[str, object]:
    """The values without those that are None: absent is unknown."""
    return {name: value for name, value in values.items() if value is not None}


class LeftOut(Exception):
    """A row that becomes no contact; the text is the reason."""


def given(value: str | None) -> str | None:
    """A value of a backup; the word ``null`` and an empty text mean that there is none."""
    return None if value is None or value in ("", "null") else value


def whole(value: str | None) -> int | None:
    """A whole number of 0 or more; None for anything else."""
    return int(value) if value is not None and value.isascii() and value.isdecimal() and len(value) <= 20 else None


def instant(date: str) -> int:
    """Seconds since 1970 UTC of an epoch in seconds, milliseconds, microseconds or nanoseconds, told by its size.

    Raises LeftOut for what is no time a telephone could have meant.
    """
    value = whole(date)
    if value is None:
        raise LeftOut(_("its date is {date}, no time", date=repr(date[:40])))
    seconds = value
    for limit, unit in ((10**11, 1), (10**14, 10**3), (10**17, 10**6), (10**20, 10**9)):
        if value < limit:
            seconds = value // unit
            break
    if not _EARLIEST <= seconds < _LATEST:
        raise LeftOut(_("its date is {date}, no time", date=repr(date[:40])))
    return seconds


def local_time(date: str, zone: str) -> str:
    """An epoch as ISO 8601 text with the offset of the zone, in whole seconds. Raises LeftOut."""
    return local_iso(instant(date), zone)


def shown_number(number: str) -> str | None:
    """The other side's number as the phone has it; None for a hidden one and for the phone's own."""
    text = number.strip()
    return None if text.lower() in HIDDEN or text == _OWN else text


def book_name(name: str | None, number: str) -> str | None:
    """The address book's name; None where the phone wrote that it has none, or wrote the number itself."""
    text = (name or "").strip()
    return None if text.lower() in _NO_NAME or text == number.strip() else text


def addresses(joined: str) -> list[str]:
    """The numbers of a message to or from several, joined by ``~`` or a comma."""
    return [part.strip() for part in joined.replace(",", "~").split("~") if part.strip()]


def digest(*parts: str) -> str:
    """What makes a message the same in a later backup: 32 hex digits over its parts."""
    joined = "\x1f".join(parts).encode("utf-8", "backslashreplace")
    return hashlib.sha256(joined).hexdigest()[:32]
