"""Looks at the installation and at one case, and says what to do about what is wrong. Changes nothing."""

from __future__ import annotations

import os
import platform
import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.errors import BadInput, EvidencelogError
from evidencelog.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evidencelog.app.cases import Case

GOOD, REMARK, BAD = STATES = ("good", "remark", "bad")
OLDEST_SQLITE = (3, 37, 0)
"""First version with STRICT tables (SQLite release notes, 2021-11-27)."""
LITTLE_ROOM = 200 * 2**20
"""Bytes of free disk below which a recording may no longer fit."""
NO_ROOM = 5 * 2**20


class Answer(NamedTuple):
    """What was found about one thing."""

    about: str
    state: str
    """``good``; ``remark``: works, yet worth knowing; ``bad``: something will not work until it is mended."""
    what: str
    mend: str = ""
    """What to do; empty where there is nothing to do."""


def examine(path: Path) -> list[Answer]:
    """Every answer about the installation and the case in ``path``; a missing case is no fault."""
    return [*_installation(), *_case(path)]


def _installation() -> Iterator[Answer]:
    from evidencelog import __version__

    python = _("evidencelog {version}, Python {python}", version=__version__, python=platform.python_version())
    yield Answer(_("program"), GOOD, python)
    yield _sqlite()
    yield _zones()
    yield _fonts()


def _sqlite() -> Answer:
    about, version = _("database library"), sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        return Answer(
            about,
            BAD,
            _("SQLite {version} is too old; {oldest} is needed", version=version, oldest=oldest),
            _("install a newer Python: it brings a newer SQLite"),
        )
    return Answer(about, GOOD, f"SQLite {version}")


def _zones() -> Answer:
    from evidencelog.app.cases import DEFAULT_SETTINGS
    from evidencelog.timing.clock import UnknownZone, zone_named

    about, zone = _("time zones"), DEFAULT_SETTINGS["zone"]
    try:
        zone_named(zone)
    except UnknownZone:
        return Answer(about, BAD, _("no data on time zones"), _("install it: pip install tzdata"))
    return Answer(about, GOOD, zone)


def _fonts() -> Answer:
    from evidencelog.packet.render.typeface import typefaces

    about = _("fonts for papers")
    try:
        faces = typefaces()
    except (EvidencelogError, ImportError, OSError) as error:
        return Answer(about, BAD, str(error), _("install it: pip install noto-cjk-sans-otc"))
    return Answer(
        about, GOOD, _("{families}, {n} characters", families=", ".join(faces.families), n=len(faces.characters))
    )


def _case(path: Path) -> Iterator[Answer]:
    from evidencelog.app.cases import DEFAULT_SETTINGS, open_case

    about = _("case")
    try:
        case = open_case(path, read_only=True)
    except BadInput as error:  # there is none yet
        yield Answer(about, REMARK, str(error))
        yield from _packs(tuple(DEFAULT_SETTINGS["packs"].split(",")))
        return
    except EvidencelogError as error:
        yield Answer(about, BAD, str(error))
        return
    with case:
        yield _contents(case)
        yield from _packs(case.packs)
        yield _rights(path)
        yield _room(path)
        yield _leftovers(case)


def _contents(case: Case) -> Answer:
    about = _("case")
    info = case.info()
    with case.store.reading() as conn:
        faults = [row[0] for row in conn.execute("PRAGMA quick_check")]
    if faults != ["ok"]:
        return Answer(about, BAD, str(faults[0]), _("run evidencelog verify, then restore a backup"))
    held = ngettext("{n} contact in {path}", "{n} contacts in {path}", info.contacts, path=info.path)
    return Answer(about, GOOD, held)


def _packs(names: tuple[str, ...]) -> Iterator[Answer]:
    from datetime import UTC, datetime

    from evidencelog.app.law_packs import load

    about = _("law packs")
    today = datetime.now(UTC).date().isoformat()
    for name in names:
        try:
            (pack,) = load((name,))
        except EvidencelogError as error:
            lines = str(error).splitlines()
            yield Answer(
                about, BAD, lines[0], _("install evidencelog anew, or name another pack: evidencelog case set --packs")
            )
            continue
        said = _("{id}, version {version}, confirmed on {day}", id=pack.id, version=pack.version, day=pack.confirmed_on)
        if pack.review_by < today:
            yield Answer(
                about, REMARK, said, _("the law may have changed since; look for a newer version of evidencelog")
            )
        else:
            yield Answer(about, GOOD, said)


def _rights(path: Path) -> Answer:
    from evidencelog.store.private_files import too_open

    about = _("rights")
    if not os.access(path, os.W_OK):
        return Answer(
            about,
            BAD,
            _("the case cannot be written"),
            _("look at the rights of {path} and whether its disk is writable", path=path),
        )
    open_to_others = [place for place in (path, path / "case.db") if place.exists() and too_open(place)]
    if open_to_others:
        names = ", ".join(str(place) for place in open_to_others)
        return Answer(
            about,
            REMARK,
            _("others on this computer can read {names}", names=names),
            _("take their rights away: chmod -R go= {path}", path=path),
        )
    return Answer(about, GOOD, _("only you can read the case"))


def _room(path: Path) -> Answer:
    from evidencelog.store.private_files import free_bytes

    about, free = _("free disk"), free_bytes(path)
    said = _("{n} MB", n=free // 2**20)
    if free < NO_ROOM:
        return Answer(about, BAD, said, _("make room: nothing more can be recorded"))
    if free < LITTLE_ROOM:
        return Answer(about, REMARK, said, _("make room before you attach recordings"))
    return Answer(about, GOOD, said)


def _leftovers(case: Case) -> Answer:
    """What a crash, an update or an unfinished form left in the case folder."""
    from evidencelog.store import drafts, vault

    about = _("leftovers")
    found, mend = [], []
    if vault.needs_tidying(case.path):
        found.append(_("unfinished copies of files"))
        mend.append(_("the next entry clears them away"))
    old = sorted(entry.name for entry in case.path.glob("case.before-*.db"))
    if old:
        found.append(_("copies from before an update: {names}", names=", ".join(old)))
        mend.append(_("delete them once you have a backup"))
    begun = drafts.kept(case.path)
    if begun:
        found.append(ngettext("{n} form that was begun", "{n} forms that were begun", len(begun)))
        mend.append(_("the app offers to go on with it"))
    if not found:
        return Answer(about, GOOD, _("none"))
    return Answer(about, REMARK, "; ".join(found), "; ".join(mend))
