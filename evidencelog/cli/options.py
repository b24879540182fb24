"""Options made from the table of fields: one option for each fact a record can hold."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from evidencelog.cli.command import Option
from evidencelog.cli.wording import listed
from evidencelog.errors import InvalidField, InvalidInput
from evidencelog.i18n import N_, _
from evidencelog.models.fields import RECORDS, Field, field
from evidencelog.models.labels import field_label, value_label, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_METAVARS = {
    "text": "TEXT|-",
    "line": "TEXT",
    "time": "TIME",
    "date": "DATE",
    "duration": "DURATION",
    "integer": "N",
    "amount": "AMOUNT",
    "flag": "yes|no",
    "hours": "HH:MM-HH:MM",
    "number": "NUMBER",
    "list": "TEXT",
    "tags": "TAG[@SECOND]",
    "answers": "ITEM=ANSWER,…",
    "platform": "NAME",
    "person": "NAME",
    "debt": "NAME",
}

_HINTS = {
    ("contact", "at"): N_("when: ISO 8601 or a phrase such as 昨晚10点半; default: now"),
    ("contact", "duration"): N_("how long: seconds, 1:35 or 1分35秒"),
    ("contact", "count"): N_("how many alike this entry stands for, with --until; counted as from memory"),
    ("contact", "until"): N_("when the last of them was"),
    ("contact", "line"): N_("which of your numbers was called"),
    ("contact", "platform"): N_("the lender or lending platform, by name; a new name is added to the directory"),
    ("contact", "debt"): N_("which debt with that platform, by name"),
    ("contact", "collector"): N_("outside collection firm"),
    ("contact", "number"): N_("their number"),
    ("contact", "identity"): N_(
        "what they said when asked who they are: institution, name, employee_id, mandate, each =given, =refused or "
        "=not_asked"
    ),
    ("contact", "to"): N_("debtor (you, the default) or the name of the person contacted"),
    ("contact", "content"): N_("what was said or written; - reads it from the input"),
    ("contact", "tag"): N_("a tag, with the second of the recording where it is heard"),
    ("contact", "private_note"): N_("a note for yourself, never part of a packet; - reads it from the input"),
    ("platform", "aliases"): N_("another name under which they appear"),
    ("platform", "numbers"): N_("a number they call or write from"),
    ("person", "numbers"): N_("a number of that person"),
    ("consent", "hours"): N_("the hours agreed, first and last minute"),
    ("consent", "to"): N_("last day; without it the agreement is open"),
    ("refusal", "person"): N_("who told them to stop, by name"),
    ("complaint", "channel"): N_("the addressee, see: evidencelog channels"),
    ("complaint", "accepted_on"): N_("day on which you were told that it was taken up"),
    ("complaint", "decided_on"): N_("day on which the decision or answer came"),
    ("complaint", "reviewed_on"): N_("day on which the answer to your request for review came"),
    ("complaint", "answer"): N_("what they answered; name the entry that holds the paper, such as C0140"),
}
"""What a field's own name does not say."""

_AFTER_CHOICES = {
    ("contact", "direction"): N_("default: in, from the collecting side"),
    ("contact", "platform_kind"): N_("for a platform whose kind is not known yet"),
    ("contact", "mode"): N_("default: a robot gives notice, a person converses"),
    ("contact", "purpose"): N_("default: collection"),
    ("consent", "mode"): N_("default: also, besides the usual hours"),
}
"""What is said after the possible words of a choice."""

_SECTIONS = {
    "at": N_("When and how"),
    "platform": N_("Who"),
    "to": N_("To whom"),
    "purpose": N_("What"),
}
"""First field of each section of ``add``."""

_OPTION_NAMES = {"numbers": "--number", "aliases": "--alias", "made_at": "--at"}
"""Options whose name is not the field's own: one value at a time, or the shorter word people type."""


def option_name(record: str, name: str) -> str:
    """The option for a field, such as ``--employee-id``; the kind of a contact is an argument."""
    if record == "contact":
        return "KIND" if name == "kind" else "--" + name.replace("_", "-")
    return _OPTION_NAMES.get(name) or "--" + name.replace("_", "-")


def record_options(record: str, *, leave_out: tuple[str, ...] = (), optional: bool = False) -> list[Option]:
    """An option for every field of a kind of record; ``optional``: none of them is required."""
    options = []
    section = ""
    for item in RECORDS[record]:
        if record == "contact":
            section = _SECTIONS.get(item.name, section)
        if item.name not in leave_out:
            options.append(_option(record, item, section, required=item.required and not optional))
    return options


def _option(record: str, item: Field, section: str, *, required: bool) -> Option:
    return Option(
        [option_name(record, item.name), item.name],
        lambda: _help(record, item),
        section=section,
        metavar=_METAVARS.get(item.type, "WORD"),
        multiple=item.type in ("list", "tags"),
        required=required and item.name != "at",
    )


def _help(record: str, item: Field) -> str:
    """What the option holds, with the possible words of a choice and what each means."""
    hint = _HINTS.get((record, item.name))
    text = _(hint) if hint else field_label(item.name)
    if not item.choices:
        return text
    words = vocabulary(record, item.name)
    named = listed(_choice(words, choice) for choice in item.choices)
    more = _AFTER_CHOICES.get((record, item.name))
    if more:
        return _("{field}: {choices}; {more}", field=text, choices=named, more=_(more))
    return _("{field}: {choices}", field=text, choices=named)


def _choice(words: str, choice: str) -> str:
    label = value_label(words, choice)
    return choice if label == choice.replace("_", " ") else _("{code} ({label})", code=choice, label=label)


@contextmanager
def naming_options(record: str | None = None, *more: str) -> Iterator[None]:
    """Within the block a problem with a field, or with one of ``more``, is told with the name of its option."""
    try:
        yield
    except InvalidField as error:
        if error.field not in more:
            raise
        raise InvalidField("--" + error.field.replace("_", "-"), error.value, error.reason) from None
    except InvalidInput as error:
        names = {item.name: option_name(record, item.name) for item in RECORDS[record]} if record else {}
        names |= {name: "--" + name.replace("_", "-") for name in more}
        raise InvalidInput(
            [problem._replace(where=names.get(problem.where, problem.where)) for problem in error.problems]
        ) from None


def given(record: str, parameters: Mapping[str, object]) -> dict[str, object]:
    """The facts that were given: field to text, or to a list of texts; ``-`` of a text field is read from stdin."""
    values: dict[str, object] = {}
    for item in RECORDS[record]:
        value = parameters.get(item.name)
        if value is None or value == ():
            continue
        if isinstance(value, tuple):
            values[item.name] = list(value)
        elif value == "-" and item.type == "text":
            values[item.name] = read_stdin(option_name(record, item.name))
        else:
            values[item.name] = value
    return values


def read_stdin(where: str) -> str:
    """All of standard input as text; InvalidField when it is not UTF-8."""
    data = sys.stdin.buffer.read() if sys.stdin else b""
    try:
        return data.decode("utf-8-sig").rstrip("\n")
    except UnicodeDecodeError as error:
        raise InvalidField(where, data[error.start : error.start + 8], _("the input is not UTF-8 text")) from None


def assignments(record: str, words: tuple[str, ...]) -> dict[str, object]:
    """``field=value`` words as facts; an empty value makes a fact unknown, a repeated list field collects."""
    values: dict[str, object] = {}
    for word in words:
        name, equals, value = word.partition("=")
        name = name.strip().replace("-", "_")
        if not equals:
            raise InvalidField("--set", word, _("write field=value"))
        try:
            item = field(record, name)
        except KeyError:
            names = ", ".join(known.name for known in RECORDS[record])
            raise InvalidField("--set", name, _("the fields are {names}", names=names)) from None
        if item.type in ("list", "tags") and value:
            collected = values.setdefault(name, [])
            if isinstance(collected, list):
                collected.append(value)
        else:
            values[name] = value or None
    return values
