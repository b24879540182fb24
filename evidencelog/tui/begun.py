"""What was begun another time and kept, as it goes on now: over the record as it stands, its times as they were meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.i18n import _
from evidencelog.tui import half_typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from evidencelog.app.cases import Case


class Begun(NamedTuple):
    """A draft that goes on."""

    values: dict[str, Any]
    words: list[str]
    """What is to be known about it, one sentence each."""


def begun(
    stands: Mapping[str, Any],
    draft: Mapping[str, Any],
    *,
    then: datetime | None,
    case: Case,
    moments: Iterable[str],
    label: Callable[[str], str],
    whole: bool = False,
) -> Begun:
    """A draft over what ``stands`` in the form; ``then`` is when it was kept.

    ``moments`` are the fields whose words count from the day on which they are typed. A draft that is ``whole`` holds
    every field and lies over nothing.
    """
    laid = half_typed.Laid(dict(draft), ()) if whole else half_typed.lay_over(stands, draft)
    values, words = dict(laid.values), []
    if laid.both:
        names = "  ".join(label(name) for name in laid.both)
        words.append(_("Changed on record since; here it stands as you typed it: {fields}.", fields=names))
    for name in moments:
        typed = values.get(name)
        meant = as_meant(str(typed), then, case) if typed and typed != stands.get(name) else typed
        if meant != typed:
            words.append(_("“{words}” meant {time} when you typed it.", words=typed, time=meant))
            values[name] = meant
    return Begun(values, words)


def as_meant(text: str, then: datetime | None, case: Case) -> str:
    """A time as it was meant when it was typed: written out where its words mean another one by now.

    *Yesterday 22:30* of three days ago becomes ``2026-11-20 22:30``. Without ``then``, or where nothing can be read in
    it, the text as it is.
    """
    from evidencelog.app.moments import written_out

    return text if then is None else written_out(text, then=then, now=case.now(), zone=case.zone)


def other_day(then: datetime | None, case: Case) -> str:
    """The day on which something was begun, ``2026-11-20`` in the case's zone; empty where it is today."""
    from evidencelog.app.moments import stamp

    if then is None:
        return ""
    day, today = (stamp(moment, "day", zone=case.zone) for moment in (then, case.now()))
    return day if day != today else ""
