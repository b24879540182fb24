"""What stands about a platform, in words: kinds of lenders with what to look for, agreed hours, refusals, requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.i18n import N_, _
from evidencelog.models.fields import RECORDS
from evidencelog.models.labels import field_label, value_label
from evidencelog.tui import masking
from evidencelog.tui.actions import key_of
from evidencelog.tui.widgets.drawing import Paragraph, cell_len
from evidencelog.tui.widgets.reading import BLANK, heading, named, plain, quiet
from evidencelog.tui.words import moment_words, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

STANDING = ("consent", "refusal", "request", "notice", "plan", "debt", "complaint")
"""Kinds of record that stand about one platform, in the order in which they are shown."""

KIND_HINTS = {
    "bank_card": N_("a credit card, also one shown inside an app: the contract names a bank"),
    "bank_loan": N_("a loan for which the contract or the payout names a bank as lender"),
    "consumer_finance": N_("the lender's name ends in consumer finance company"),
    "micro_loan": N_("the lender's name has micro-loan in it; many shops' and apps' own credit lines"),
    "auto_finance": N_("a loan for a car from a finance company of a car maker"),
    "assist_platform": N_("an app that only brings you to a lender and collects for it; note the lender behind it"),
    "debt_buyer": N_("it says it bought the debt: an asset management or investment company"),
    "unlicensed_app": N_("no licensed lender is named anywhere in the app or the contract"),
    "private_lender": N_("a person, a shop, an employer"),
}
PRODUCT_HINTS = {
    "online_consumer": N_("cash or instalments taken up in an app or on a site"),
    "credit_card": N_("a card with a limit that is paid back monthly"),
    "offline_consumer": N_("signed in a shop or branch"),
    "car": N_("for buying a car"),
    "business": N_("for a business, not for living"),
}
WHAT_FOR = {
    "consent": N_(
        "Hours you agreed to: contacts within them are no breach of the hours. Only what you really agreed to."
    ),
    "refusal": N_("A third person said that they do not want to be contacted, and when."),
    "request": N_(
        "What you asked the lender for, and when. {letters} writes the letters, the packet for the lender holds them."
    ),
    "notice": N_(
        "Whether the lender told you that this firm would collect: in the contract, the app, a message, a list."
    ),
    "plan": N_("An instalment plan that was signed; and when it was broken, if it was."),
    "debt": N_("One of several debts with this platform."),
    "complaint": N_("A complaint that was sent; {complaints} on the first screen shows its time limits."),
}


_PLATFORM = ("kind", "product", "legal_name", "funder", "aliases", "numbers")


def what_for(record: str) -> str:
    """What a fact of that kind is for."""
    return _(WHAT_FOR[record], letters=key_of("standing.letters"), complaints=key_of("home.follow_up"))


def hint(field: str, code: str | None) -> str:
    """What to look for, for the choice that is taken."""
    known = {"kind": KIND_HINTS, "product": PRODUCT_HINTS}.get(field, {})
    return _(known[code]) if code in known else ""


def line(record: str, item: Mapping[str, Any]) -> tuple[str, str]:
    """A standing fact in one line: when, and what."""
    day = next(
        (str(item[name])[:10] for name in ("made_at", "at", "sent_at", "from", "signed_on") if item.get(name)), ""
    )
    told = _("you were told") if item.get("seen") else _("you were not told")
    words = {
        "consent": f"{item.get('hours', '')}  {value_label('mode', item['mode']) if item.get('mode') else ''}",
        "refusal": str(item.get("person", "")),
        "request": value_label("request_kind", item["kind"]) if item.get("kind") else "",
        "notice": f"{told}  {item.get('collector', '')}",
        "debt": str(item.get("name", "")),
        "complaint": f"{item.get('addressee') or item.get('channel', '')}  {item.get('reference', '')}",
    }
    return day, words.get(record, "").strip()


def fact(record: str, item: Mapping[str, Any]) -> list[Paragraph]:
    """A standing fact with all that is known of it."""
    rows = {}
    for field in RECORDS[record]:
        value = item.get(field.name)
        if value is None:
            continue
        if field.type == "flag":
            value = value_label("flag", "yes" if value else "no")
        elif field.type == "choice":
            value = value_label("request_kind" if record == "request" else field.name, value)
        elif field.type == "time":
            value = moment_words(str(value))
        elif field.name == "channel":
            value = item.get("addressee") or value
        elif field.type == "text":
            value = masking.words(value)
        own = {"mode": _("Which hours"), "to": _("Until")} if record == "consent" else {}
        rows[own.get(field.name) or field_label(field.name)] = str(value)
    column = max(map(cell_len, rows), default=8) + 2
    text = [heading(sentence(value_label("record", record))), quiet(str(item["id"])), BLANK]
    text += [named(label, value, column=column) for label, value in rows.items()]
    return [*text, BLANK, quiet(what_for(record))]


def platform(row: Mapping[str, Any], width: int = 80) -> list[Paragraph]:
    """The platform itself, with what its kind means, for a pane of ``width`` cells."""
    labels = {"kind": _("Kind of lender")} | {name: field_label(name) for name in _PLATFORM[1:]}
    known = [label for name, label in labels.items() if row.get(name) or name in {"kind", "product"}]
    column = min(max(map(cell_len, known)) + 2, max(width // 2, 12))
    text = [heading(str(row["name"]))]
    for name in _PLATFORM:
        value = row.get(name)
        if name in {"kind", "product"}:
            vocabulary = "platform_kind" if name == "kind" else "product"
            words = (
                value_label(vocabulary, str(value))
                if value
                else _("not known; {key} says it", key=key_of("standing.edit"))
            )
            text.append(named(labels[name], words, column=column))
            if hint(name, value):
                text.append(quiet(hint(name, value), indent=2))
        elif value:
            several = [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]
            words = ", ".join(map(masking.number, several) if name == "numbers" else several)
            text.append(named(labels[name], words, column=column))
    return text


def nothing() -> list[Paragraph]:
    """What stands where nothing else is known."""
    return [
        BLANK,
        plain(_("Nothing else is on record about it yet. {key} adds: agreed hours, a refusal, a request, an outside collector, a plan.", key=key_of("standing.add"))),
    ]  # fmt: skip
