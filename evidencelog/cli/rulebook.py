"""``rules``, ``rule`` and ``law``: the rule book and the provisions behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from evidencelog.cli import output
from evidencelog.cli.command import Argument, Command, Group, json_option
from evidencelog.cli.pack_versions import SUBCOMMANDS
from evidencelog.cli.wording import listed
from evidencelog.i18n import N_, _, language
from evidencelog.models.labels import value_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.cli.session import Session


@click.pass_context
def list_rules(context: click.Context, as_json: bool) -> None:
    """Prints every rule of the packs in use, unless another command follows."""
    from evidencelog.app.rulebook import rules

    if context.invoked_subcommand is not None:
        return
    session: Session = context.obj
    with session.reading_if_there() as case:
        items = rules(case)
    if as_json:
        output.emit_list({"schema": "evidencelog.rules/1"}, "rules", items)
        return
    from evidencelog.cli.tables import aligned

    rows = [(item["code"], item["title"], item["name"], listed(map(_force, item["forces"]))) for item in items]
    output.tell(aligned(rows, widest=40))


@click.pass_obj
def show_rule(session: Session, code: str, as_json: bool) -> None:
    """Prints one rule."""
    from evidencelog.app.rulebook import rule

    with session.reading_if_there() as case:
        item = rule(code, case)
    if as_json:
        output.emit_json({"schema": "evidencelog.rule/1", **item})
    else:
        output.tell(rule_lines(item))


def rule_lines(item: dict[str, Any]) -> Iterator[str]:
    """A rule: why, what it rests on, exceptions, other readings, questions, what helps."""
    yield f"{item['code']}  {item['title']}  ({item['name']})"
    yield f"  {item['why']}"
    yield ""
    yield _("What it rests on")
    for basis in item["bases"]:
        yield from basis_lines(basis)
    for title, key in _PARTS:
        if item[key]:
            yield ""
            yield _(title)
            yield from (f"  {text['text']}" for text in item[key])
    yield ""
    pack = item["pack"]
    yield _(
        "law pack {id} {version}, confirmed on {day}", id=pack["id"], version=pack["version"], day=pack["confirmed_on"]
    )


_PARTS = (
    (N_("How it is counted"), "readings"),
    (N_("Exceptions"), "exceptions"),
    (N_("Other readings"), "other_readings"),
    (N_("It assumes"), "assumes"),
    (N_("Questions when a fact is missing"), "questions"),
    (N_("What makes it stronger"), "strengthen"),
    (N_("What to do next"), "next_steps"),
)


def basis_lines(basis: dict[str, Any]) -> Iterator[str]:
    """One provision: where, how binding, since when, for whom, and the words."""
    bindingness = listed([_force(basis["force"]), value_label("modality", basis["modality"])])
    yield f"  {basis['citation']}  {bindingness}"
    yield f"    {basis['provision']}  {period(basis)}"
    if basis["condition"]:
        yield "    " + _("if: {condition}", condition=basis["condition"])
    yield from (f"    {part}" for part in wording(basis).splitlines())


def period(item: dict[str, Any]) -> str:
    """From when to when a text is in force; the last day included."""
    if item["in_force_to"]:
        return _("in force {first} to {last}", first=item["in_force_from"], last=item["in_force_to"])
    return _("in force from {first}", first=item["in_force_from"])


def wording(passage: dict[str, Any]) -> str:
    """The text with how sure it is: only verbatim and quoted text stands between quotation marks."""
    text = passage["text"]
    if passage["text_status"] == "verbatim":
        shown = _("\u201c{text}\u201d", text=text)
    elif passage["text_status"] == "quoted":
        shown = _("\u201c{text}\u201d (quoted via {source})", text=text, source=passage["quoted_via"])
    else:
        shown = _("{text} (paraphrase, not the wording)", text=text)
    if passage["translation"]:
        shown = _("{text} Unofficial translation: {translation}", text=shown, translation=passage["translation"])
    return shown


@click.pass_obj
def show_law(session: Session, instrument: str | None, article: str | None, as_json: bool) -> None:
    """Prints the instruments, one instrument, or one article."""
    from evidencelog.app.rulebook import instruments, provision

    with session.reading_if_there() as case:
        if instrument is None:
            items = instruments(case)
        else:
            item = provision(instrument, article, case)
    if instrument is None:
        if as_json:
            output.emit_list({"schema": "evidencelog.law/1"}, "instruments", items)
            return
        from evidencelog.cli.tables import aligned

        output.tell(aligned([(found["id"], _force(found["force"]), _title(found)) for found in items], widest=40))
    elif as_json:
        output.emit_json({"schema": "evidencelog.law/1", **item})
    else:
        output.tell(instrument_lines(item) if article is None else article_lines(item))


def _title(item: dict[str, Any]) -> str:
    """The title in the language in use."""
    return str(item["title_en"] if language() == "en" else item["title"])


def instrument_lines(item: dict[str, Any]) -> Iterator[str]:
    """A law, rule or standard and the articles that are held."""
    from evidencelog.cli.tables import aligned

    yield item["title"]
    if language() == "en":
        yield item["title_en"]
    yield from _about(item)
    yield ""
    yield from aligned(
        [(one["article"], one["citation"], one["heading"] or "") for one in item["provisions"]], widest=60
    )


def article_lines(item: dict[str, Any]) -> Iterator[str]:
    """One article: what it belongs to, its text, the rules that rest on it."""
    yield item["citation"]
    yield from (f"  {part}" for part in item["path"])
    yield from _about(item)
    for passage in item["passages"]:
        yield ""
        yield from (f"  {part}" for part in wording(passage).splitlines())
        yield f"    {period(passage)}"
        if passage["note"]:
            yield f"    {passage['note']}"
    if item["rules"]:
        yield ""
        yield _("rules that rest on it: {codes}", codes=" ".join(item["rules"]))


def _about(item: dict[str, Any]) -> Iterator[str]:
    """Number, issuer, how binding and for whom, from when, where to read it."""
    numbers = [part for part in (item["number"], item["issuer"], _force(item["force"])) if part]
    yield f"  {'  '.join(numbers)}"
    yield "  " + _("binds: {whom}", whom=item["binds"])
    yield f"  {period(item)}"
    if item["source"]:
        yield "  " + _("to be read at: {source}", source=item["source"])
    if item["note"]:
        yield f"  {item['note']}"


def _force(code: str) -> str:
    return value_label("force", code)


COMMANDS: dict[str, click.Command] = {
    "rules": Group(
        "rules",
        callback=list_rules,
        words=N_(
            "The rules of the law packs in use; needs no case. When a newer pack is installed: what changes for the case, and "
            "accepting it."
        ),
        params=[json_option()],
        commands=SUBCOMMANDS,
    ),
    "rule": Command(
        "rule",
        callback=show_rule,
        words=N_("One rule: what it tests, why, what it rests on, its exceptions and other readings."),
        params=[Argument(["code"], N_("code or name of a rule, see: evidencelog rules")), json_option()],
    ),
    "law": Command(
        "law",
        callback=show_law,
        words=N_(
            "The provisions: without an argument the laws, rules and standards known; with INSTRUMENT what it is and its "
            "articles; with ARTICLE the text, and whether it is verbatim, quoted through another source or a paraphrase."
        ),
        params=[
            Argument(["instrument"], N_("id of a law, rule or standard"), required=False),
            Argument(["article"], N_("an article of it, in digits"), required=False),
            json_option(),
        ],
    ),
}
