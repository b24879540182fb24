"""``check``: holds the record against the rules in force on the day of each contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidencelog.cli import output
from evidencelog.cli.choosing import platform_option
from evidencelog.cli.command import Command, Option, json_option
from evidencelog.cli.days import day_options, span
from evidencelog.cli.progress import watching
from evidencelog.i18n import N_, _, ngettext
from evidencelog.models.findings import COUNTED_GRADES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.app.checking import Report
    from evidencelog.cli.session import Session
    from evidencelog.models.findings import Finding


@click.pass_obj
def check_case(
    session: Session,
    since: str | None,
    until: str | None,
    platform: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    as_json: bool,
) -> int:
    """Prints the findings; the exit status is 1 when one of them counts and is not dismissed."""
    from evidencelog.app.browsing import resolve_platform
    from evidencelog.app.checking import check
    from evidencelog.app.guidance import cards_in
    from evidencelog.app.pack_versions import banners
    from evidencelog.cli.card_lines import pointers

    with session.reading() as case, watching(_("checking")) as progress:
        first, last = span(case, since, until)
        report = check(
            case,
            since=first,
            until=last,
            platform=resolve_platform(case, platform) if platform else None,
            select=codes(select),
            ignore=codes(ignore),
            progress=progress,
        )
        banner = () if as_json else banners(case)
        cards = [] if as_json else list(pointers(case, cards_in(case, _entries(report))))
    if as_json:
        from evidencelog.cli import documents

        output.emit_json(documents.report(report))
    else:
        output.say(*banner)
        output.tell(lines(report))
        output.say(summary(report), *cards)
    return 1 if any(map(counts, report.findings)) else 0


def _entries(report: Report) -> list[str]:
    """The entries of which words or claims led to a finding, in the order of the findings."""
    spoken = (item for item in report.findings if item.spans or "role_checked" in item.missing)
    return list(dict.fromkeys(contact for item in spoken for contact in item.contacts))


def codes(words: tuple[str, ...]) -> tuple[str, ...]:
    """Codes given one by one or parted by commas."""
    return tuple(code.strip().upper() for word in words for code in word.split(",") if code.strip())


def counts(finding: Finding) -> bool:
    """Whether a finding makes the exit status 1."""
    dismissed = finding.review is not None and finding.review["decision"] == "dismiss" and not finding.review["stale"]
    return finding.grade in COUNTED_GRADES and not dismissed


def lines(report: Report) -> Iterator[str]:
    """Every finding, and what an exception switched off or a wider count showed."""
    from evidencelog.cli.finding_lines import grouped

    yield from grouped(report.findings)
    if report.noted:
        yield ""
        yield _("Beside the findings")
    for noted in report.noted:
        parts = [noted["rule"], noted["on"], noted["platform"] or "", " ".join(noted["contacts"])]
        yield f"  {'  '.join(filter(None, parts))}"
        yield f"    {noted['text']}"


def summary(report: Report) -> str:
    """How many findings over how many contacts."""
    found = ngettext("{n} finding", "{n} findings", len(report.findings))
    checked = ngettext("{n} contact checked", "{n} contacts checked", report.contacts)
    return _("{checked}, {found}", checked=checked, found=found)


COMMANDS: dict[str, click.Command] = {
    "check": Command(
        "check",
        callback=check_case,
        words=N_(
            "Holds the record against the rules in force on the day of each contact and prints what it finds. A finding "
            "says what the record shows; whether it is a breach is for the authority to decide.\n\n"
            "Exit status 1: something was found that is not dismissed."
        ),
        params=[
            *day_options(),
            platform_option(),
            Option(
                ["--select"], N_("only these rules, by code or beginning of a code"), multiple=True, metavar="CODES"
            ),
            Option(["--ignore"], N_("not these rules"), multiple=True, metavar="CODES"),
            json_option(),
        ],
    )
}
