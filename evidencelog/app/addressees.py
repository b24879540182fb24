"""Addressees of packets: who they are, which fit a platform, what each needs and what of it the case holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.app.browsing import records
from evidencelog.app.cases import DEFAULT_SETTINGS
from evidencelog.app.law_packs import cache_folder, own_folders, texts_of
from evidencelog.app.packet_material import platform_of
from evidencelog.i18n import _, language
from evidencelog.laws import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.app.cases import Case
    from evidencelog.laws.channels import Addressees
    from evidencelog.models.law import Words
    from evidencelog.models.packet import Channel, GuardTerms


def channels(case: Case | None = None, platform: str | None = None) -> list[dict[str, Any]]:
    """The addressees, in the order in which they are offered, in the language in use.

    Keys: ``id title addressee when how fits`` (``yes``, ``no`` or ``unknown``; for a case), ``why`` (list), ``requires``
    (``item label provision citation text_status held missing``: ``held`` is None without a case), ``clocks`` (``id count
    unit starts binds text provision citation text_status``), ``notes`` (``text text_status``), ``after``, ``confirmed_on
    pack``. ``platform`` is a name; without one a case with a single platform is taken.
    """
    record = _platform_if_any(case, platform)
    profile = next(iter(records(case, "profile")), {}) if case is not None else {}
    return [
        _shown(channel, pack, record, profile if case is not None else None)
        for pack, found in _addressees(case)
        for channel in found.channels
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


def _shown(
    channel: Channel, pack: str, platform: dict[str, Any] | None, profile: dict[str, Any] | None
) -> dict[str, Any]:
    fits, why = _fit(channel, platform)
    return {
        "id": channel.id,
        "title": say(channel.title),
        "addressee": say(channel.addressee).replace("{lender}", _lender(platform)),
        "when": say(channel.when),
        "how": say(channel.how),
        "fits": fits,
        "why": why,
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
                "text": say(one.words),
                "provision": one.provision,
                "citation": say(one.citation),
                "text_status": one.text_status,
            }
            for one in channel.clocks
        ],
        "notes": [{"text": say(note.words), "text_status": note.text_status} for note in channel.notes],
        "after": [say(words) for words in channel.after],
        "confirmed_on": channel.confirmed_on,
        "pack": pack,
    }


def _fit(channel: Channel, platform: dict[str, Any] | None) -> tuple[str, list[str]]:
    if platform is None:
        return "unknown", [say(channel.when)]
    kind = platform.get("kind")
    if not channel.kinds or kind in channel.kinds:
        return "yes", [say(channel.when)]
    if kind is None:
        return "unknown", [say(channel.unknown_kind)]
    return "no", [say(channel.unfit)]


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
