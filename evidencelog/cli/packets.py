"""``packet`` and ``channels``: papers for one addressee."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.command import Command, Option, json_option
from evidencelog.cli.days import day, day_options, span
from evidencelog.cli.ending import undone_when_ended
from evidencelog.cli.kinds import COUNT, PATH, ChoiceKind
from evidencelog.cli.passphrase import given_passphrase
from evidencelog.cli.progress import watching
from evidencelog.cli.wording import listed
from evidencelog.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from evidencelog.cli.session import Session
    from evidencelog.models.packet_making import Made


@click.pass_obj
def make_packet(
    session: Session,
    channel: str,
    out: Path,
    platform: str | None,
    since: str | None,
    until: str | None,
    date: str | None,
    request: str | None,
    letter: Path | None,
    signed: Path | None,
    as_zip: bool,
    redact: tuple[str, ...],
    encrypt: str | None,
    passphrase_file: Path | None,
    split_mb: int,
    as_json: bool,
) -> None:
    """Writes the packet and prints where it lies and its digest."""
    from evidencelog.app.packets import make
    from evidencelog.models.packet_making import PacketRequest

    passphrase = given_passphrase(encrypt, passphrase_file)
    with session.changing() as case, watching(_("writing the packet")) as progress, undone_when_ended():
        first, last = span(case, since, until)
        wanted = PacketRequest(
            channel=channel,
            out=out,
            platform=platform,
            since=first,
            until=last,
            date=day(case, "--date", date),
            request=request,
            letter=letter,
            signed=signed,
            zip=as_zip,
            redact=redact,
            encrypt=encrypt or "",
            passphrase=passphrase,
            split_mb=split_mb,
        )
        made = make(case, wanted, progress)
    if as_json:
        output.emit_json(document(made))
    else:
        for path in made.parts or (made.path,):
            output.emit(str(path))
        if made.letter is not None:
            output.say(_("letter to edit and sign: {path}", path=made.letter))
        if made.submit is not None:
            output.say(_("files for uploading: {path}", path=made.submit))
        output.say(_("SHA-256 {digest}, {size} bytes", digest=made.sha256, size=made.size))
    output.say(*remarks(made))


def document(made: Made) -> dict[str, Any]:
    """The packet as other programs read of it."""
    return {
        "schema": "evidencelog.packet/1",
        "path": str(made.path),
        "sha256": made.sha256,
        "size": made.size,
        "letter": None if made.letter is None else str(made.letter),
        "submit": None if made.submit is None else str(made.submit),
        "parts": [str(part) for part in made.parts],
        "uploads": [planned._asdict() for planned in made.uploads],
        "missing": [missing._asdict() for missing in made.missing],
        "warnings": list(made.warnings),
        "files": [planned._asdict() for planned in made.files],
        "seq": made.seq,
    }


def remarks(made: Made) -> Iterator[str]:
    """What the person should know before sending: blanks and warnings."""
    for missing in made.missing:
        line = _("left blank: {label} ({citation})", label=missing.label, citation=missing.citation)
        yield _("{line}; {mend}", line=line, mend=missing.mend) if missing.mend else line
    yield from made.warnings


@click.pass_obj
def list_channels(session: Session, platform: str | None, as_json: bool) -> None:
    """Prints the addressees; with a case also which fit."""
    from evidencelog.app.packets import channels

    with session.reading_if_there() as case:
        items = channels(case, platform=platform)
    if as_json:
        output.emit_list({"schema": "evidencelog.channels/1"}, "items", items)
    else:
        for item in items:
            output.tell(channel_lines(item))


def channel_lines(item: dict[str, Any]) -> Iterator[str]:
    """One addressee: when it is the right one, what it needs and what is not there yet, which deadlines start."""
    fits = {"yes": _("fits"), "no": _("does not fit"), "unknown": ""}[item["fits"]]
    yield "  ".join(filter(None, [item["id"], item["title"], fits]))
    yield from (f"    {reason}" for reason in item["why"])
    yield f"    {item['how']}"
    asked: dict[str, list[str]] = {}
    for need in item["requires"]:
        asked.setdefault(need["citation"], []).append(need["label"])
    for citation, labels in asked.items():
        yield "    " + _("needs ({citation}): {labels}", citation=citation, labels=listed(labels))
    for need in item["requires"]:
        if need["held"] is False:
            yield "    " + _("not there yet: {label}; {mend}", label=need["label"], mend=need["missing"])
    for clock in item["clocks"]:
        yield "    " + _("deadline: {text} ({citation})", text=clock["text"], citation=clock["citation"])
    for note in item["notes"]:
        yield f"    {note['text']}"
    for text in item["after"]:
        yield "    " + _("afterwards: {text}", text=text)


COMMANDS: dict[str, click.Command] = {
    "packet": Command(
        "packet",
        callback=make_packet,
        words=N_(
            "Writes an evidence packet for one addressee about one platform: papers to read, originals, and what anyone "
            "needs to verify them. What the addressee requires and the case does not hold stays a visible blank. "
            "Nothing that exists is overwritten."
        ),
        params=[
            Option(
                ["--for", "channel"],
                N_("the addressee, see: evidencelog channels"),
                required=True,
                metavar="CHANNEL",
            ),
            Option(["--out"], N_("the packet folder to be, or the zip file"), required=True, type=PATH, metavar="PATH"),
            Option(["--platform"], N_("which platform; may be left out where the case holds only one"), metavar="NAME"),
            *day_options(),
            Option(["--date"], N_("the date the papers bear; default: the day of the last entry"), metavar="DATE"),
            Option(["--request"], N_("what you ask for, in your own words"), metavar="TEXT"),
            Option(["--letter"], N_("a text file with paragraphs of your own"), type=PATH, metavar="FILE"),
            Option(["--signed"], N_("a scan of the signed letter to put in"), type=PATH, metavar="FILE"),
            Option(["--zip", "as_zip"], N_("one zip file instead of a folder"), is_flag=True),
            Option(
                ["--encrypt"],
                N_(
                    "one file that opens with a passphrase only: age, or zip for who has nothing but 7-Zip (names in it "
                    "stay readable); default: age. Nothing is put beside it"
                ),
                is_flag=False,
                flag_value="age",
                type=ChoiceKind(("age", "zip")),
                metavar="[WAY]",
            ),
            Option(
                ["--passphrase-file"],
                N_("file whose first line is the passphrase; else EVIDENCELOG_PASSPHRASE, else it is asked for"),
                type=PATH,
                metavar="FILE",
            ),
            Option(
                ["--split", "split_mb"],
                N_("cut the one file into parts of at most so many megabytes, with a list of them"),
                type=COUNT,
                default=0,
                metavar="MB",
            ),
            Option(["--redact"], N_("a further word to shorten wherever it stands"), multiple=True, metavar="WORD"),
            json_option(),
        ],
        examples=(
            "evidencelog packet --for lender --out 给平台",
            "evidencelog packet --for lender --encrypt --out 给平台.zip.age",
            "evidencelog packet --for nfra --platform 某消金 --since 2026-03-01 --out 12378.zip --zip",
        ),
    ),
    "channels": Command(
        "channels",
        callback=list_channels,
        words=N_("The addressees of a packet: when each is the right one, what it needs, which deadlines start."),
        params=[
            Option(["--platform"], N_("say for this platform which fit"), metavar="NAME"),
            json_option(),
        ],
    ),
}
