"""Which fields the entry form has, where they stand and for which kinds of contact they are asked."""

from __future__ import annotations

from typing import NamedTuple

from evidencelog.i18n import N_, _, language
from evidencelog.models.fields import ANSWERS, CONTACT_KINDS, field
from evidencelog.models.labels import field_label, value_label


class FormField(NamedTuple):
    """One field of the form."""

    name: str
    """Key of the exchange format; ``identity.…`` for one of the answers; ``refused``, ``attach`` and ``because`` are the
    form's own."""
    column: int
    """0 left, 1 right."""
    kinds: tuple[str, ...] = ()
    """Kinds of contact it is asked for; empty: all."""
    third: bool = False
    """Asked only where a third person was contacted."""
    label: str = ""
    """A shorter label than the field's own (message id)."""


FIELDS: tuple[FormField, ...] = (
    FormField("kind", 0),
    FormField("at", 0),
    FormField("platform", 0),
    FormField("platform_kind", 0, label=N_("Kind of lender")),
    FormField("number", 0),
    FormField("caller", 0),
    FormField("employee_id", 0),
    FormField("claimed_role", 0),
    FormField("identity.institution", 0, label=N_("Firm named")),
    FormField("identity.name", 0, label=N_("Name given")),
    FormField("identity.employee_id", 0, label=N_("Staff no. given")),
    FormField("identity.mandate", 0, label=N_("Mandate shown"), kinds=("visit",)),
    FormField("direction", 1),
    FormField("outcome", 1, kinds=("call",)),
    FormField("duration", 1, kinds=("call", "visit")),
    FormField("count", 1, kinds=("call", "message")),
    FormField("style", 1, kinds=("call",)),
    FormField("channel", 1, kinds=("message", "letter", "post", "other")),
    FormField("visitors", 1, kinds=("visit",), label=N_("How many came")),
    FormField("place", 1, kinds=("visit",)),
    FormField("entered", 1, kinds=("visit",)),
    FormField("to", 1),
    FormField("relation", 1, third=True),
    FormField("said_to_third", 1, third=True, label=N_("Said to them")),
    FormField("refused", 1, third=True, label=N_("Said: no more")),
    FormField("source", 1),
    FormField("view", 1, label=N_("The words are")),
    FormField("attach", 1, label=N_("Files to attach")),
    FormField("private_note", 1),
)

BECAUSE = FormField("because", 0, label=N_("Why corrected"))
"""Asked in a correction."""

FLAGS = ("yes", "no")


def label(spec: FormField) -> str:
    """What the field is called on the form."""
    return _(spec.label) if spec.label else field_label(spec.name)


def label_width(column: int) -> int:
    """Cells of a column's labels in the language in use."""
    return (10, 13)[column] if language() == "zh" else 16


GROUPS = ("platform", "claimed_role", "to", "source")
"""Fields with which another group of questions begins: who called, who they said they are, whom, how it is known."""


def asked(spec: FormField, kind: str | None, *, third: bool) -> bool:
    """Whether a field is asked for that kind of contact."""
    return (not spec.kinds or kind in spec.kinds) and (third or not spec.third)


def options(spec: FormField) -> list[tuple[str, str]] | None:
    """The choices of a field with their words; None for a field in which one types."""
    if spec.name.startswith("identity."):
        return [(code, value_label("answers", code)) for code in ANSWERS]
    if spec.name == "refused":
        return [(code, value_label("flag", code)) for code in FLAGS]
    if spec.name == "kind":
        return [(code, value_label("kind", code)) for code in CONTACT_KINDS]
    if spec.name in {"attach", "because"}:
        return None
    record = field("contact", spec.name)
    if record.type == "flag":
        return [(code, value_label("flag", code)) for code in FLAGS]
    if record.type == "choice":
        return [(code, value_label(spec.name, code)) for code in record.choices]
    return None
