"""Holds a case against its law packs: a whole check, or only what a few contacts have to do with."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.app.garbage import uncollected
from evidencelog.app.law_packs import packs_of
from evidencelog.app.looking import Look
from evidencelog.app.pack_versions import remember
from evidencelog.app.ready import fresh, kept
from evidencelog.app.watched import Counted
from evidencelog.checker.explaining import clock, explain_note, finding_id, rule_of
from evidencelog.errors import BadInput
from evidencelog.i18n import N_, _, language
from evidencelog.models.findings import GRADES, Noted
from evidencelog.models.progress import Silent
from evidencelog.store import reading
from evidencelog.timing.clock import local_iso, local_parts, ts_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidencelog.app.cases import Case
    from evidencelog.models.findings import Finding, Hit
    from evidencelog.models.law import Pack
    from evidencelog.models.progress import Progress
    from evidencelog.models.wording import Wording

READ_FROM_WORDS = N_("Read from the marked words alone; nobody tagged the entry or filled in a field for it.")
"""How a finding was counted to which nothing but words led."""


class Report(NamedTuple):
    """A whole check."""

    findings: list[Finding]
    """By local day, then rule."""
    noted: list[dict[str, Any]]
    """What exceptions switched off, and wider counts: keys as in ``check --json``."""
    contacts: int
    """Contacts that were checked: those of the period with a platform."""
    packs: list[dict[str, Any]]
    checked_at: str
    """ISO 8601 with the offset of the case's zone."""
    case: str
    """Name of the case folder."""


class UnknownRule(BadInput):
    """A code, or beginning of one, that no rule of the case's packs has."""

    def __init__(self, code: str, known: list[str]) -> None:
        super().__init__(code, known)
        self.code = code
        self.known = known

    def __str__(self) -> str:
        return _("no rule {code}; there are: {known}", code=repr(self.code), known=", ".join(self.known))


def check(
    case: Case,
    *,
    since: str | None = None,
    until: str | None = None,
    platform: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    today: str | None = None,
    progress: Progress | None = None,
) -> Report:
    """Every finding about the local days ``since`` to ``until`` (both included) and one platform (id).

    ``select`` and ``ignore`` are codes or beginnings of codes (UnknownRule when no rule has one). ``today`` is the local
    date on which is checked, by default this day in the case's zone.
    """
    packs = packs_of(case)
    remember(case)
    codes = _codes(packs, select, ignore)
    watched = progress or Silent()
    now = ts_of(case.now())
    with case.store.reading() as conn:
        ready = fresh(packs, reading.case_facts(conn), today or local_parts(now, case.zone)[0])
        look = Look(case, conn, ready, codes)
        look.reviews = reading.reviews(conn)
        with uncollected():
            noted: set[Noted] = set()
            seen = Counted()
            findings = _explained(case, look, look.each(since, until, platform, watched, noted, seen))
    language_now = language()
    return Report(
        findings=findings,
        noted=[
            explain_note(note, look.pack_of(note.rule), ready.facts, language_now)
            for note in sorted(noted, key=_noted_place)
        ],
        contacts=seen.contacts,
        packs=[
            {"id": pack.id, "version": pack.version, "confirmed_on": pack.confirmed_on, "review_by": pack.review_by}
            for pack in packs
        ],
        checked_at=local_iso(now, case.zone),
        case=case.path.resolve().name,
    )


def findings_for(case: Case, contact_ids: Sequence[str]) -> dict[str, list[Finding]]:
    """The findings that count each of those contacts: as the whole check would give them, from fewer rows."""
    with case.store.reading() as conn, _looking(case, conn) as look:
        return _by_contact(contact_ids, _findings(case, look, look.around(contact_ids)))


def findings_in(case: Case, values: Mapping[str, Any]) -> list[Finding]:
    """What a contact that is not recorded yet would be found to be; nothing is kept.

    ``values`` as for ``recording.record``. Raises InvalidInput where they cannot be recorded.
    """
    from evidencelog.app.directory import References
    from evidencelog.app.recording import TYPED_DEFAULTS, write_record
    from evidencelog.app.values import clean_record

    given = TYPED_DEFAULTS | dict(values)
    if given.get("at") is None:
        given["at"] = local_iso(ts_of(case.now()), case.zone)
    cleaned = clean_record("contact", given, now=case.now(), zone=case.zone)
    packs_of(case)  # a pack that cannot be read is told before anything is written
    with case.store.writing(keep=False) as writing:
        written = write_record(References(writing), "contact", cleaned)
        with _looking(case, writing.conn) as look:
            return _findings(case, look, look.around([written.id]))


def marks_for(case: Case, contact_ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """(short word, grade) of the findings that count each contact, without those that were dismissed.

    A word stands once, with its gravest grade.
    """
    spoken = language()
    marks: dict[str, dict[str, str]] = {contact: {} for contact in contact_ids}
    with case.store.reading() as conn, _looking(case, conn) as look:
        hits = look.around(contact_ids)
        look.reviews = reading.reviews(conn, _ids(hits))
        for hit in hits:
            review = look.review(hit, finding_id(hit.rule, hit.group))
            if review is not None and review["decision"] == "dismiss" and not review["stale"]:
                continue
            mark = rule_of(look.pack_of(hit.rule), hit.rule).mark
            word = mark.zh if spoken == "zh" else mark.en
            for contact in hit.contacts:
                if contact in marks:
                    grades = [hit.grade, marks[contact].get(word, hit.grade)]
                    marks[contact][word] = min(grades, key=GRADES.index)
    return {contact: list(found.items()) for contact, found in marks.items()}


def hits_of(case: Case) -> dict[str, Hit]:
    """Every hit of a whole check by finding id, without its words."""
    return hits_with(case, packs_of(case))


def hits_with(
    case: Case, packs: Sequence[Pack], wordings: Sequence[Wording] | None = None, progress: Progress | None = None
) -> dict[str, Hit]:
    """As ``hits_of``, with other packs than those of the case and, unless ``wordings`` is None, other grammars."""
    with case.store.reading() as conn:
        look = Look(case, conn, fresh(packs, reading.case_facts(conn), _today(case)), wordings=wordings)
        hits = look.whole(progress or Silent())
    return {finding_id(hit.rule, hit.group): hit for hit in hits}


@contextmanager
def _looking(case: Case, conn: sqlite3.Connection) -> Iterator[Look]:
    """A look at single contacts."""
    with kept(case, packs_of(case), reading.case_facts(conn), _today(case)) as known:
        yield Look(case, conn, known)


def _findings(case: Case, look: Look, hits: Sequence[Hit]) -> list[Finding]:
    """The findings of a few hits, in their order."""
    look.reviews = reading.reviews(look.conn, _ids(hits))
    return [_found(case, look, hit) for hit in hits]


def _ids(hits: Iterable[Hit]) -> list[str]:
    return [finding_id(hit.rule, hit.group) for hit in hits]


def _explained(case: Case, look: Look, hits: Iterable[Hit]) -> list[Finding]:
    """The findings of the hits in order, each made at once: a large case has no room for all hits beside what they become."""
    days: dict[str, tuple[list[Finding], list[tuple[str, ...]]]] = {}
    for hit in hits:
        if hit.day not in days:
            days[hit.day] = ([], [])
        found, groups = days[hit.day]
        found.append(_found(case, look, hit))
        groups.append(hit.group)
    ordered: list[Finding] = []
    for day in sorted(days):
        found, groups = days.pop(day)
        keys = [(finding.rule, group) for finding, group in zip(found, groups, strict=True)]
        ordered += [found[place] for place in sorted(range(len(found)), key=keys.__getitem__)]
    return ordered


def _found(case: Case, look: Look, hit: Hit) -> Finding:
    pack = look.pack_of(hit.rule)
    finding = look.ready.explainer(case, pack).explain(hit)
    review = look.review(hit, finding.id)
    if review is not None:
        finding = finding._replace(review=review)
    if not hit.spans:
        return finding
    finding = finding._replace(spans=tuple(look.quoted(hit)))
    return finding if hit.readings else _by_words_alone(finding, hit)


def _by_words_alone(finding: Finding, hit: Hit) -> Finding:
    """A finding to which nothing but words led, in sentences that say so."""
    return finding._replace(
        explanation=_(
            "The words of the contact by {platform} on {day} at {time} suggest: {reasons}. Whether it was so depends on "
            "the words themselves.",
            platform=finding.platform or "",
            day=hit.day,
            time=clock(hit.second or 0),
            reasons=_("; ").join(dict.fromkeys(part.reason for part in finding.spans)),
        ),
        reading=_(READ_FROM_WORDS),
    )


def _by_contact(contact_ids: Sequence[str], findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {contact: [] for contact in contact_ids}
    for finding in findings:
        for contact in finding.contacts:
            if contact in found:
                found[contact].append(finding)
    return found


def _codes(packs: Sequence[Pack], select: Sequence[str], ignore: Sequence[str]) -> frozenset[str] | None:
    """The codes to check with; None for all."""
    if not select and not ignore:
        return None
    known = [rule.code for pack in packs for rule in pack.rules]
    for code in (*select, *ignore):
        if not any(name.startswith(code) for name in known):
            raise UnknownRule(code, known)
    chosen = {name for name in known if not select or name.startswith(tuple(select))}
    return frozenset(name for name in chosen if not ignore or not name.startswith(tuple(ignore)))


def _today(case: Case) -> str:
    return local_parts(ts_of(case.now()), case.zone)[0]


def _noted_place(note: Noted) -> tuple[str, str, str, tuple[str, ...]]:
    return note.day, note.rule, note.platform or "", note.contacts
