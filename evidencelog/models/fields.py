"""The fields of every kind of record: one table for the command line, the forms, the exchange format and the ledger.

A field's name is its key in the exchange format; its command-line option is the name with ``-`` for ``_``. An absent
field is unknown, never a default that looks like knowledge.
"""

from __future__ import annotations

from typing import NamedTuple

FACTS, WORDS, IDENTITY, PRIVATE = PARTS = ("facts", "words", "identity", "private")
"""The four parts of a ledger event; a packet can show some and withhold others (see docs/packet-format.md)."""


class Field(NamedTuple):
    """One fact of a record."""

    name: str
    type: str
    """``text`` (several lines allowed), ``line`` (one line), ``choice``, ``time`` (a moment), ``date``, ``duration``
    (whole seconds), ``integer`` (1 or more), ``amount`` (decimal text), ``flag`` (yes or no), ``hours`` (``HH:MM-HH:MM``),
    ``number`` (telephone number or service code), ``list`` (of lines), ``tags`` (``NAME`` or ``NAME@SECOND``),
    ``answers`` (what the caller said when asked who they are), ``platform``, ``person``, ``debt`` (names in the
    directory; ``person`` also takes ``debtor``)."""
    part: str = FACTS
    choices: tuple[str, ...] = ()
    required: bool = False


PLATFORM_KINDS = (
    "bank_card", "bank_loan", "consumer_finance", "micro_loan", "auto_finance", "assist_platform", "debt_buyer",
    "unlicensed_app", "private_lender",
)  # fmt: skip
PRODUCTS = ("online_consumer", "credit_card", "offline_consumer", "car", "business")
RELATIONS = (
    "guarantor", "co_debtor", "spouse", "parent", "child", "relative", "friend", "colleague", "employer", "client",
    "neighbour", "teacher", "official", "contact", "other",
)  # fmt: skip
REQUEST_KINDS = ("recording", "data_copy", "stop_third_persons", "hours", "collector_identity", "objection")
CONTACT_KINDS = ("call", "message", "visit", "letter", "post", "other")
ANSWERS = ("given", "refused", "not_asked")
ANSWER_ITEMS = ("institution", "name", "employee_id", "mandate")
DEBTOR = "debtor"
"""Value of a contact's ``to`` when the person who keeps the log was contacted."""

CONTACT = (
    Field("kind", "choice", choices=CONTACT_KINDS, required=True),
    # when and how
    Field("at", "time", required=True),
    Field("precision", "choice", choices=("second", "minute", "approximate", "day")),
    Field("source", "choice", choices=("memory", "live", "phone_log", "recording", "message")),
    Field("duration", "duration"),
    Field("channel", "choice", choices=("phone", "sms", "wechat", "qq", "email", "app", "mail", "in_person", "other")),
    Field("direction", "choice", choices=("in", "out")),
    Field("outcome", "choice", choices=("answered", "missed", "rejected", "voicemail")),
    Field("count", "integer"),
    Field("until", "time"),
    Field("line", "number", part=IDENTITY),
    # who
    Field("platform", "platform"),
    Field("debt", "debt"),
    Field("platform_kind", "choice", choices=PLATFORM_KINDS),
    Field("collector", "line"),
    Field("caller", "line"),
    Field("employee_id", "line"),
    Field("number", "number"),
    Field("style", "choice", choices=("person", "robot")),
    Field("mode", "choice", choices=("notice", "interactive")),
    Field(
        "claimed_role", "choice", choices=("police", "court", "procuratorate", "government", "lawyer", "lender", "none")
    ),
    Field("role_checked", "choice", choices=("genuine", "false")),
    Field("identity", "answers"),
    # to whom
    Field("to", "person"),
    Field("relation", "choice", choices=RELATIONS),
    Field("said_to_third", "choice", choices=("asked_where", "relay", "told_debt", "asked_to_pay")),
    # what
    Field("purpose", "choice", choices=("collection", "service", "marketing")),
    Field("content", "text", part=WORDS),
    Field("view", "choice", choices=("quote", "description")),
    Field("tag", "tags"),
    Field("amount_claimed", "amount"),
    Field("payee", "line"),
    Field("case_number", "line"),
    Field("recorded_by_them", "flag"),
    Field("visitors", "integer"),
    Field("place", "choice", choices=("home", "workplace", "school", "village", "other")),
    Field("act", "choice", choices=("posting", "blocking", "occupying", "loudspeaker")),
    Field("entered", "flag"),
    Field("asked_to_leave", "time"),
    Field("left_at", "time"),
    Field("papers_shown", "flag"),
    Field("private_note", "text", part=PRIVATE),
)

PLATFORM = (
    Field("name", "line", required=True),
    Field("aliases", "list"),
    Field("kind", "choice", choices=PLATFORM_KINDS),
    Field("product", "choice", choices=PRODUCTS),
    Field("legal_name", "line"),
    Field("funder", "line"),
    Field("contract_number", "line", part=IDENTITY),
    Field("overdue_since", "date"),
    Field("settled_on", "date"),
    Field("numbers", "list"),
    Field("retention", "line"),
)
PERSON = (
    Field("name", "line", part=IDENTITY, required=True),
    Field("relation", "choice", choices=RELATIONS),
    Field("numbers", "list", part=IDENTITY),
    Field("named_in_contract", "flag"),
)
DEBT = (
    Field("platform", "platform", required=True),
    Field("name", "line", required=True),
    Field("kind", "choice", choices=PLATFORM_KINDS),
    Field("product", "choice", choices=PRODUCTS),
    Field("lawful", "flag"),
)
CONSENT = (
    Field("platform", "platform", required=True),
    Field("hours", "hours", required=True),
    Field("mode", "choice", choices=("also", "only")),
    Field("from", "date", required=True),
    Field("to", "date"),
)
REFUSAL = (
    Field("person", "person", required=True),
    Field("platform", "platform", required=True),
    Field("at", "time", required=True),
)
PLAN = (
    Field("platform", "platform", required=True),
    Field("signed_on", "date", required=True),
    Field("defaulted_on", "date"),
)
REQUEST = (
    Field("platform", "platform", required=True),
    Field("kind", "choice", choices=REQUEST_KINDS, required=True),
    Field("made_at", "time", required=True),
)
NOTICE = (
    Field("platform", "platform", required=True),
    Field("collector", "line", required=True),
    Field("seen", "flag", required=True),
)
COMPLAINT = (
    Field("platform", "platform", required=True),
    Field("channel", "line", required=True),
    Field("sent_at", "date", required=True),
    Field("reference", "line"),
    Field("accepted_on", "date"),
    Field("decided_on", "date"),
    Field("reviewed_on", "date"),
    Field("answer", "text", part=WORDS),
)
PROFILE = (
    Field("name", "line", part=IDENTITY),
    Field("id_number", "line", part=IDENTITY),
    Field("phone", "number", part=IDENTITY),
    Field("address", "line", part=IDENTITY),
)

RECORDS: dict[str, tuple[Field, ...]] = {
    "profile": PROFILE,
    "platform": PLATFORM,
    "person": PERSON,
    "debt": DEBT,
    "consent": CONSENT,
    "refusal": REFUSAL,
    "plan": PLAN,
    "request": REQUEST,
    "notice": NOTICE,
    "complaint": COMPLAINT,
    "contact": CONTACT,
}
"""Every kind of record a case holds, in the order in which ``export`` writes them."""

ID_PREFIXES: dict[str, str] = {
    "contact": "C", "platform": "L", "person": "P", "debt": "D", "consent": "H", "refusal": "R", "plan": "S",
    "request": "Q", "notice": "N", "complaint": "K", "profile": "U", "attachment": "A", "import": "I",
}  # fmt: skip
"""First letter of an id (``C0001``); the number counts up per kind in the order of recording."""


def field(record: str, name: str) -> Field:
    """The field ``name`` of a kind of record; KeyError when it has none."""
    for candidate in RECORDS[record]:
        if candidate.name == name:
            return candidate
    raise KeyError(name)
