"""Checks a whole record as it comes in: every problem at once, each with what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.app.field_values import Refused, Surroundings, clean, read_time, shown
from evidencelog.errors import InvalidInput, Problem
from evidencelog.i18n import _
from evidencelog.models.fields import DEBTOR, RECORDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from evidencelog.models.fields import Field

_BY_NAME: dict[str, dict[str, Field]] = {
    record: {field.name: field for field in fields} for record, fields in RECORDS.items()
}
_REQUIRED = {record: [field.name for field in fields if field.required] for record, fields in RECORDS.items()}


def clean_record(
    record: str, values: Mapping[str, object], *, now: datetime, zone: str, partial: bool = False
) -> dict[str, Any]:
    """The values as they are kept, unknown ones left out; names of platforms, persons and debts are still names.

    ``now`` is aware: nothing may lie after it. Times without an offset are local to ``zone``. ``partial`` checks a few
    fields of a record that exists already: required ones may be absent, but not emptied. Raises InvalidInput with one
    Problem per field.
    """
    around = Surroundings(now, zone)
    known, problems, cleaned = _BY_NAME[record], [], {}
    for name, value in values.items():
        field = known.get(name)
        if field is None:
            problems.append(Problem(shown(name), _("no such field; known are {fields}", fields=", ".join(known))))
            continue
        try:
            kept = clean(field, value, around)
            if kept is None and partial and field.required:
                raise Refused(_("is needed and cannot be left open"))
            if field.type == "time" and name == "at" and kept is not None and record == "contact":
                said = read_time(value, around).precision
                if said and values.get("precision") is None:
                    cleaned["precision"] = said
        except Refused as refused:
            problems.append(Problem(name, str(refused)))
            continue
        if kept is not None:
            cleaned[name] = kept
    if not partial:
        wrong = {problem.where for problem in problems}
        problems += [
            Problem(name, _("is missing")) for name in _REQUIRED[record] if name not in cleaned and name not in wrong
        ]
    if not problems:
        problems = check_together(record, cleaned)
    if problems:
        raise InvalidInput(problems)
    return cleaned


def check_together(record: str, values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong between the fields of a record, each of which is right by itself."""
    from datetime import datetime

    problems = []

    def before(earlier: str, later: str) -> None:
        if earlier in values and later in values:
            first, second = (datetime.fromisoformat(values[name]) for name in (earlier, later))
            if second < first:
                problems.append(Problem(later, _("lies before {field}", field=earlier)))

    if record == "contact":
        before("at", "until")
        before("at", "left_at")
        before("asked_to_leave", "left_at")
        if values.get("to", DEBTOR) == DEBTOR and "relation" in values:
            problems.append(Problem("relation", _("is said of another person; name them with the field to")))
    elif record == "consent":
        before("from", "to")
    elif record == "plan":
        before("signed_on", "defaulted_on")
    return problems
