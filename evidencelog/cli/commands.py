"""The table of commands: where each one stands and what it is for, without importing any of them."""

from __future__ import annotations

from typing import NamedTuple

from evidencelog.i18n import N_


class Entry(NamedTuple):
    """One command of the program."""

    name: str
    module: str
    """Module under ``evidencelog.cli`` that holds it as ``command``, or under its own name where it holds several."""
    summary: str
    """One line for the overview, a message of the catalogue."""


SECTIONS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        N_("Record"),
        (
            Entry("add", "adding", N_("record a call, message, visit, letter, post or other contact")),
            Entry("note", "noting", N_("record from a line of plain words, or from pasted notes")),
            Entry("attach", "attaching", N_("seal copies of recordings and pictures to a contact")),
            Entry("import", "importing", N_("take in what a phone, a carrier or another case holds")),
            Entry("correct", "correcting", N_("write a new version of an entry; the old one stays")),
            Entry("withdraw", "withdrawing", N_("take an entry out of use; it stays readable")),
            Entry("erase", "erasing", N_("remove for good what should never have been there")),
        ),
    ),
    (
        N_("Look"),
        (
            Entry("list", "listing", N_("contacts, newest first")),
            Entry("show", "showing", N_("one contact with its history, files and findings")),
            Entry("read", "reading", N_("what the words of a text suggest")),
            Entry("when", "moments", N_("how a phrase for a moment is read")),
        ),
    ),
    (
        N_("Directory and standing facts"),
        (
            Entry("platform", "directory", N_("lenders and lending platforms")),
            Entry("person", "directory", N_("persons who were contacted")),
            Entry("number", "numbers", N_("whose number it is; the inbox of unknown numbers")),
            Entry("profile", "directory", N_("you, as the complainant")),
            Entry("debt", "directory", N_("single debts with a platform")),
            Entry("consent", "directory", N_("hours agreed with a platform")),
            Entry("refusal", "directory", N_("a person told them to stop")),
            Entry("plan", "directory", N_("signed instalment agreements")),
            Entry("request", "directory", N_("what you asked a platform for")),
            Entry("notice", "directory", N_("whether you were told of an outside collector")),
            Entry("complaint", "directory", N_("complaints that were sent")),
            Entry("case", "settings", N_("time zone and law packs of the case")),
        ),
    ),
    (
        N_("Check"),
        (
            Entry("check", "checking", N_("hold the record against the rules in force on each day")),
            Entry("review", "reviewing", N_("confirm or dismiss a finding")),
            Entry("rules", "rulebook", N_("the rules")),
            Entry("rule", "rulebook", N_("one rule and what it rests on")),
            Entry("law", "rulebook", N_("the provisions, word for word where known")),
        ),
    ),
    (
        N_("Take out and keep"),
        (
            Entry("packet", "packets", N_("write an evidence packet for one addressee")),
            Entry("channels", "packets", N_("the addressees, what each needs and its deadlines")),
            Entry("deadlines", "deadlines", N_("periods that run, and a calendar file of them")),
            Entry("seal", "sealing", N_("fetch a time-stamp token over the log from a server you name")),
            Entry("export", "exporting", N_("write everything in the exchange format")),
            Entry("verify", "verifying", N_("verify the case, or a packet")),
            Entry("backup", "backups", N_("write a backup of the case into one file")),
            Entry("restore", "backups", N_("make a case folder from a backup")),
            Entry("config", "configuring", N_("check the settings file of the app; print its keys")),
            Entry("doctor", "checkup", N_("look for what is wrong with the installation or the case")),
            Entry("demo", "demonstration", N_("a filled, fictional case to look around in")),
        ),
    ),
)

ENTRIES: dict[str, Entry] = {entry.name: entry for _section, entries in SECTIONS for entry in entries}
