"""The directory and the standing facts: ``add``, ``set``, ``update`` and ``list`` for every kind of record but contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from evidencelog.cli import output
from evidencelog.cli.command import Argument, Command, Group, json_option
from evidencelog.cli.options import given, naming_options, record_options
from evidencelog.cli.standing import by_id
from evidencelog.cli.wording import echoes, fact
from evidencelog.i18n import N_, _
from evidencelog.models.fields import RECORDS
from evidencelog.models.labels import field_label, value_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from evidencelog.cli.session import Session
    from evidencelog.models.browsing import Attachment


class Kind(NamedTuple):
    """How one kind of record is kept from the command line."""

    record: str
    words: str
    """What the group of commands is for, a message of the catalogue."""
    actions: tuple[str, ...]
    """``add`` a new one, ``set`` or ``update`` facts of one that stands, ``list`` them."""
    named: bool = False
    """Whether it is known by its name, which then is an argument."""


KINDS = (
    Kind("platform", N_("Lenders and lending platforms."), ("add", "set", "list"), named=True),
    Kind("person", N_("Persons other than you who were contacted."), ("add", "set", "list"), named=True),
    Kind(
        "profile",
        N_("You, as the complainant. Stays in the case; a packet holds only what its addressee requires."),
        ("set", "list"),
    ),
    Kind("debt", N_("Single debts, where one platform holds several."), ("add", "list")),
    Kind("consent", N_("Hours of contact you agreed on with a platform."), ("add", "list")),
    Kind("refusal", N_("A person told a platform not to contact them again."), ("add", "list")),
    Kind("plan", N_("Signed agreements to pay in instalments."), ("add", "list")),
    Kind("request", N_("What you asked a platform for."), ("add", "list")),
    Kind("notice", N_("Whether you were told of an outside collector."), ("add", "list")),
    Kind("complaint", N_("Complaints that were sent, with their reference numbers."), ("add", "update", "list")),
)

_ADDS = {
    "platform": N_("Adds a platform to the directory."),
    "person": N_("Adds a person to the directory."),
    "debt": N_("Adds a debt."),
    "consent": N_("Records hours that were agreed with a platform."),
    "refusal": N_("Records that a person told a platform to stop."),
    "plan": N_("Records a signed instalment agreement."),
    "request": N_("Records what you asked a platform for."),
    "notice": N_("Records whether you were told of an outside collector."),
    "complaint": N_("Records a complaint that was sent."),
}
_SETS = {
    "platform": N_("Sets facts of a platform; what is not named stays as it is."),
    "person": N_("Sets facts of a person; what is not named stays as it is."),
    "profile": N_("Sets who you are; what is not named stays as it is."),
}
_LISTS = {
    "platform": N_("Lists the platforms."),
    "person": N_("Lists the persons."),
    "profile": N_("Shows who you are."),
    "debt": N_("Lists the debts."),
    "consent": N_("Lists the agreed hours."),
    "refusal": N_("Lists the refusals."),
    "plan": N_("Lists the instalment agreements."),
    "request": N_("Lists the requests."),
    "notice": N_("Lists the notices of outside collectors."),
    "complaint": N_("Lists the complaints."),
}


def adder(kind: Kind) -> Callable[..., None]:
    """The function behind ``KIND add``."""

    @click.pass_obj
    def add(session: Session, /, **parameters: Any) -> None:
        from evidencelog.app.recording import record

        values = given(kind.record, parameters)
        with naming_options(kind.record), session.writing(kind.record, values) as case:
            recorded = record(case, kind.record, values)
            now = by_id(case, kind.record, recorded.id)
        confirm(kind.record, recorded.id, echoes(kind.record, now, values))

    return add


def setter(kind: Kind) -> Callable[..., None]:
    """The function behind ``KIND set``."""

    @click.pass_obj
    def set_facts(session: Session, /, **parameters: Any) -> None:
        from evidencelog.app.recording import set_record

        values = given(kind.record, parameters)
        name = str(values.pop("name")) if kind.named else ""
        with naming_options(kind.record), session.changing() if kind.named else session.writing() as case:
            recorded = set_record(case, kind.record, name, values)
            now = by_id(case, kind.record, recorded.id)
        confirm(kind.record, recorded.id, echoes(kind.record, now, values))

    return set_facts


def lister(kind: Kind) -> Callable[..., None]:
    """The function behind ``KIND list``."""

    @click.pass_obj
    def list_records(session: Session, as_json: bool) -> None:
        from evidencelog.app.browsing import files_of, records

        with session.reading() as case:
            items = records(case, kind.record)
            files = {item["id"]: files_of(case, item["id"]) for item in items if kind.record == "complaint"}
        if as_json:
            from evidencelog.cli.documents import attachment, record

            schema = {"schema": f"evidencelog.{kind.record}-list/1"}
            written = [record(kind.record, item) for item in items]
            for item in written:
                if files.get(item["id"]):
                    item["attachments"] = [attachment(file) for file in files[item["id"]]]
            output.emit_list(schema, "items", written)
        else:
            output.tell(lines(kind.record, items, files))

    return list_records


def confirm(record: str, id: str, more: Iterator[str]) -> None:
    """Prints the id as data and says what it is, with ``more`` lines."""
    output.emit(id)
    output.say(_("{id}: {record} kept", id=id, record=value_label("record", record)), *more)


def lines(
    record: str, items: list[dict[str, Any]], files: Mapping[str, Sequence[Attachment]] | None = None
) -> Iterator[str]:
    """One line a record: its id, then its known facts by name, then the ``files`` sealed to it."""
    for item in items:
        facts = [
            _("{field}: {value}", field=field_label(known.name), value=fact(record, known, item[known.name]))
            for known in RECORDS[record]
            if item.get(known.name) not in (None, [], "")
        ]
        facts += [_("file: {name}", name=f"{file.id} {file.name}") for file in (files or {}).get(item["id"], ())]
        yield "  ".join([item["id"], *facts])


def group(kind: Kind) -> Group:
    """All commands of one kind of record."""
    commands = []
    if "add" in kind.actions:
        commands.append(
            Command("add", callback=adder(kind), words=_ADDS[kind.record], params=_parameters(kind, optional=False))
        )
    if "set" in kind.actions:
        commands.append(
            Command("set", callback=setter(kind), words=_SETS[kind.record], params=_parameters(kind, optional=True))
        )
    if "update" in kind.actions:
        commands.append(update_command())
    commands.append(Command("list", callback=lister(kind), words=_LISTS[kind.record], params=[json_option()]))
    return Group(kind.record, words=kind.words, commands=commands)


def _parameters(kind: Kind, *, optional: bool) -> list[click.Parameter]:
    if kind.named:
        options = record_options(kind.record, leave_out=("name",), optional=optional)
        return [Argument(["name"], N_("the name")), *options]
    return list(record_options(kind.record, optional=optional))


def update_command() -> Command:
    """``complaint update``."""
    return Command(
        "update",
        callback=update_complaint,
        words=N_(
            "Adds to a complaint that was recorded, such as the reference number. Without an id it is the one complaint "
            "to that platform and channel."
        ),
        params=[
            Argument(["id"], N_("id of a complaint, such as K0001"), required=False),
            *record_options("complaint", optional=True),
        ],
    )


@click.pass_obj
def update_complaint(session: Session, /, id: str | None, **parameters: Any) -> None:
    """Writes a new version of one complaint."""
    from evidencelog.app.browsing import records
    from evidencelog.app.recording import correct

    values = given("complaint", parameters)
    with naming_options("complaint"), session.changing() as case:
        if id is None:
            complaint = only_match(records(case, "complaint"), values)
            changes = {name: value for name, value in values.items() if name not in ("platform", "channel")}
        else:
            complaint, changes = id, values
        correct(case, complaint, changes, _("updated"))
        now = by_id(case, "complaint", complaint)
    confirm("complaint", complaint, echoes("complaint", now, changes))


def only_match(items: list[dict[str, Any]], values: Mapping[str, object]) -> str:
    """The id of the one complaint to that platform and channel; a usage error when there is none or are several."""
    ids = [
        item["id"]
        for item in items
        if all(item[name] == values[name] for name in ("platform", "channel") if name in values)
    ]
    if len(ids) != 1:
        raise click.UsageError(
            _("{n} complaints fit; name one by its id: {ids}", n=len(ids), ids=" ".join(ids))
            if ids
            else _("no such complaint is recorded; use: evidencelog complaint add"),
            click.get_current_context(),
        )
    return str(ids[0])


COMMANDS: dict[str, click.Command] = {kind.record: group(kind) for kind in KINDS}
