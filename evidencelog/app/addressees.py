"""Addressees of packets: who they are, which fit a platform, what each needs and what of it the case holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.app.browsing import records
from evidencelog.app.cases import DEFAULT_SETTINGS
from evidencelog.app.checking import check
from evidencelog.app.law_packs import cache_folder, own_folders, texts_of
from evidencelog.app.packet_material import platform_of
from evidencelog.i18n import _, language
from evidencelog.laws import catalogue
from evidencelog.models.findings import COUNTED_GRADES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.app.cases import Case
    from evidencelog.laws.channels import Addressees
    from evidencelog.models.addressees import Channel, Clock, GuardTerms
    from evidencelog.models.law import Words


def channels(case: Case | None = None, platform: str | None = None) -> list[dict[str, Any]]:
    """The addressees, in the order in which they are offered, in the language in use.

    Keys: ``id title addressee when how fits`` (``yes``, ``no`` or ``unknown``; for a case), ``why`` (list), ``rules``
    (codes it is about; empty: any), ``found`` (titles of what the check found of these, by code; None without a
    platform), ``papers``, ``forms``, ``requires`` (``item label provision citation text_status held missing``: ``held`` is
    None without a case), ``clocks`` (``id count unit starts binds kinds text then provision citation text_status``; for a
    platform of known kind only those that run for it), ``notes`` (``text text_status``), ``after``, ``confirmed_on
    pack``. ``platform`` is a name; without one a case with a single platform is taken. For a platform the case is checked.
    """
    record = _platform_if_any(case, platform)
    profile = next(iter(records(case, "profile")), {}) if case is not None else {}
    found = _found(case, record) if case is not None and record is not None else None
    return [
        _shown(channel, pack, record, profile if case is not None else None, found)
        for pack, addressees in _addressees(case)
        for channel in addressees.channels
    ]


class Chosen(NamedTuple):
    """The addressee of a packet among those there are."""

    channel: Channel
    guard: GuardTerms
    titles: dict[str, Words]


def chosen(case: Case, wanted: str) -> Chosen:
    """The addressee with that id; UnknownChannel when none of the case's packs has it."""
    from evidencelog.laws.channels import UnknownChannel

    every = [(channel, found.guard) for _pack, found in _addressees(case) for channel in found.channels]
    titles = {channel.id: channel.title for channel, _guard in every}
    for channel, guard in every:
        if channel.id == wanted:
            return Chosen(channel, guard, titles)
    raise UnknownChannel(wanted, list(titles))


def _addressees(case: Case | None) -> Iterator[tuple[str, Addressees]]:
    """Each pack in use with its addressees."""
    from evidencelog.laws.channels import read_channels

    names = case.packs if case is not None else tuple(DEFAULT_SETTINGS["packs"].split(","))
    for name in names:
        folder = catalogue.find(name, own_folders(case))
        texts = texts_of(case, name) if case is not None else catalogue.texts(name, (), cache_folder())
        yield name, read_channels(folder, texts)


def _platform_if_any(case: Case | None, name: str | None) -> dict[str, Any] | None:
    if case is None:
        return None
    from evidencelog.app.directory import platform_names

    if name is None and len(platform_names(case)) != 1:
        return None
    return platform_of(case, name)


def _found(case: Case, platform: dict[str, Any]) -> dict[str, str]:
    """Code and title of every rule of which the check found something that counts."""
    report = check(case, platform=platform["id"])
    return {one.rule: one.title for one in report.findings if one.grade in COUNTED_GRADES}


def runs_for(clock: Clock, kind: str | None) -> bool | None:
    """Whether a period runs for a kind of platform; None where the kind would decide and is unknown."""
    if not clock.kinds:
        return True
    return None if kind is None else kind in clock.kinds


def _shown(
    channel: Channel,
    pack: str,
    platform: dict[str, Any] | None,
    profile: dict[str, Any] | None,
    found: dict[str, str] | None,
) -> dict[str, Any]:
    fits, why = _fit(channel, platform, found)
    kind = platform.get("kind") if platform else None
    return {
        "id": channel.id,
        "title": say(channel.title),
        "addressee": say(channel.addressee).replace("{lender}", _lender(platform)),
        "when": say(channel.when),
        "how": say(channel.how),
        "fits": fits,
        "why": why,
        "rules": list(channel.rules),
        "found": None if found is None else _of(channel, found),
        "papers": list(channel.papers),
        "forms": [form.paper for form in channel.forms],
        "requires": [
            {
                "item": one.item,
                "label": say(one.label),
                "provision": one.provision,
                "citation": say(one.citation),
                "text_status": one.text_status,
                "held": _held(one.item, platform, profile),
                "missing": say(one.missing),
            }
            for one in channel.requires
        ],
        "clocks": [
            {
                "id": one.id,
                "count": one.count,
                "unit": one.unit,
                "starts": one.starts,
                "binds": say(one.binds),
                "kinds": list(one.kinds),
                "text": say(one.words),
                "then": say(one.then),
                "provision": one.provision,
                "citation": say(one.citation),
                "text_status": one.text_status,
            }
            for one in channel.clocks
            if runs_for(one, kind) is not False
        ],
        "notes": [{"text": say(note.words), "text_status": note.text_status} for note in channel.notes],
        "after": [say(words) for words in channel.after],
        "confirmed_on": channel.confirmed_on,
        "pack": pack,
    }


def _of(channel: Channel, found: dict[str, str]) -> dict[str, str]:
    return {code: title for code, title in found.items() if not channel.rules or code in channel.rules}


def _fit(channel: Channel, platform: dict[str, Any] | None, found: dict[str, str] | None) -> tuple[str, list[str]]:
    """By the kind of platform first, then by what was found; the reasons beside."""
    if platform is None:
        return "unknown", [say(channel.when)]
    kind = platform.get("kind")
    if channel.kinds and kind is not None and kind not in channel.kinds:
        return "no", [say(channel.unfit)]
    if channel.rules and found is not None and not _of(channel, found):
        return "no", [say(channel.unmatched), say(channel.when)]
    why = [say(channel.when)]
    if found and (titles := list(dict.fromkeys(_of(channel, found).values()))):
        why.append(_("found in the record: {titles}", titles=_(", ").join(titles)))
    if channel.kinds and kind is None:
        return "unknown", [say(channel.unknown_kind), *why]
    return "yes", why


def _lender(platform: dict[str, Any] | None) -> str:
    if platform is None:
        return _("the lender")
    return str(platform.get("legal_name") or platform["name"])


def _held(item: str, platform: dict[str, Any] | None, profile: dict[str, Any] | None) -> bool | None:
    """Whether the case holds a required item; None where that shows only in a packet."""
    if profile is None:
        return None
    if item in {"name", "id_number", "phone", "address"}:
        return bool(profile.get(item))
    if item == "respondent" and platform is not None:
        return bool(platform.get("legal_name"))
    return None


def say(words: Words) -> str:
    """The text in the language in use."""
    return words.zh if language() == "zh" else words.en


def in_use(case: Case) -> Iterator[tuple[str, Channel]]:
    """Every addressee of the case's packs, with the id of its pack."""
    for pack, addressees in _addressees(case):
        for channel in addressees.channels:
            yield pack, channel
