"""Holds a case against its law packs: a whole check, or only what a few contacts have to do with."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.app.case_words import Heard, Listener
from evidencelog.app.garbage import uncollected
from evidencelog.app.law_packs import packs_of, texts_of
from evidencelog.app.pack_versions import remember
from evidencelog.app.watched import Counted, Steps, Watched, between, end_of, within
from evidencelog.checker.days import by_platform, days_of, in_time
from evidencelog.checker.engine import check_in_order, concerned, reaches, run, widest
from evidencelog.checker.explaining import Explainer, clock, explain_note, finding_id, rule_of
from evidencelog.checker.said import said_hits, with_said
from evidencelog.errors import BadInput
from evidencelog.i18n import N_, _, language
from evidencelog.models.findings import GRADES, OPEN, Hit, Noted, Quoted
from evidencelog.models.progress import Silent
from evidencelog.store import reading
from evidencelog.store.texts import texts_of as words_of
from evidencelog.timing.clock import local_iso, local_parts, ts_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidencelog.app.cases import Case
    from evidencelog.checker.dispatch import Line
    from evidencelog.checker.predicate import Reach
    from evidencelog.models.contacts import CaseFacts, ContactRow
    from evidencelog.models.findings import Finding
    from evidencelog.models.law import Pack
    from evidencelog.models.progress import Progress
    from evidencelog.models.wording import Wording
    from evidencelog.store.texts import Text

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
        look = _Look(case, conn, today or local_parts(now, case.zone)[0], codes)
        with uncollected():
            noted: set[Noted] = set()
            seen = Counted()
            findings = _explained(case, look, look.each(since, until, platform, watched, noted, seen))
    language_now = language()
    return Report(
        findings=findings,
        noted=[
            explain_note(note, look.pack_of(note.rule), look.facts, language_now)
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
    with case.store.reading() as conn:
        look = _Look(case, conn, _today(case))
        return _by_contact(contact_ids, [_found(case, look, hit) for hit in look.around(contact_ids)])


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
        made = write_record(References(writing), "contact", cleaned)
        look = _Look(case, writing.conn, _today(case))
        return [_found(case, look, hit) for hit in look.around([made.id])]


def marks_for(case: Case, contact_ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """(short word, grade) of the findings that count each contact, without those that were dismissed.

    A word stands once, with its gravest grade.
    """
    spoken = language()
    marks: dict[str, dict[str, str]] = {contact: {} for contact in contact_ids}
    with case.store.reading() as conn:
        look = _Look(case, conn, _today(case))
        for hit in look.around(contact_ids):
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
    with case.store.reading() as conn:
        look = _Look(case, conn, _today(case))
        hits = look.whole(Silent())
    return {finding_id(hit.rule, hit.group): hit for hit in hits}


def hits_with(
    case: Case, packs: Sequence[Pack], wordings: Sequence[Wording], progress: Progress | None = None
) -> dict[str, Hit]:
    """As ``hits_of``, with other packs than those of the case."""
    with case.store.reading() as conn:
        look = _Look(case, conn, _today(case), packs=packs, wordings=wordings)
        hits = look.whole(progress or Silent())
    return {finding_id(hit.rule, hit.group): hit for hit in hits}


class _Look:
    """One look at a state of the case."""

    def __init__(
        self,
        case: Case,
        conn: sqlite3.Connection,
        today: str,
        codes: frozenset[str] | None = None,
        *,
        packs: Sequence[Pack] | None = None,
        wordings: Sequence[Wording] | None = None,
    ) -> None:
        self.conn = conn
        self.packs = packs = packs_of(case) if packs is None else packs
        self.today = today
        self.codes = codes
        self.facts: CaseFacts = reading.case_facts(conn)
        self._reviews = reading.reviews(conn)
        self._packs = {rule.code: pack for pack in packs for rule in pack.rules}
        self._listener = Listener(case, self.facts, packs, wordings)
        self._explainers: dict[tuple[str, str], Explainer] = {}

    def pack_of(self, code: str) -> Pack:
        """The pack a rule stands in."""
        return self._packs[code]

    def explainer(self, case: Case, pack: Pack) -> Explainer:
        """What puts hits of a pack into words of the present language."""
        key = (pack.id, language())
        if key not in self._explainers:
            self._explainers[key] = Explainer(pack, texts_of(case, pack.id), self.facts, key[1])
        return self._explainers[key]

    def review(self, hit: Hit, finding: str) -> dict[str, object] | None:
        """The person's latest judgement of the hit's finding; stale when it judged other contacts."""
        row = self._reviews.get(finding)
        if row is None or row.decision == OPEN:
            return None
        stale = set(row.contacts) != set(hit.contacts)
        return {"decision": row.decision, "because": row.because, "at": row.at, "stale": stale}

    def quoted(self, hit: Hit) -> Iterator[Quoted]:
        """The words that led to the hit, as they stand in the contacts."""
        spoken = language()
        contents = {words.id: words.content for words in words_of(self.conn, [span.contact for span in hit.spans])}
        for span in hit.spans:
            text = contents[span.contact][span.start : span.end]
            reason = span.reason.zh if spoken == "zh" else span.reason.en
            yield Quoted(span.contact, span.start, span.end, text, reason)

    @uncollected()
    def whole(self, progress: Progress) -> list[Hit]:
        """All hits in order."""
        return sorted(self.each(None, None, None, progress, set(), Counted()), key=_place)

    def each(
        self,
        since: str | None,
        until: str | None,
        platform: str | None,
        progress: Progress,
        noted: set[Noted],
        counted: Counted,
    ) -> Iterator[Hit]:
        """The hits of a period and platform, in no set order, as they are found.

        Notes are put into ``noted``; ``counted`` learns in how many contacts was looked.
        """
        heard = Heard({}, {}, {})
        held: list[Hit] = []
        for number, (reach, codes) in enumerate(self._parts(split=bool(since or until))):
            named = None if reach.all_platforms else platform
            first, last = reach.around(since, end_of(self.conn, until, named))
            rows, words = between(self.conn, first, last, named)
            said = self._listener.hear(words, marks_of=None if number == 0 else (), step=Steps(progress))
            seen = Watched(said.told(rows), since, until, platform, progress)
            if number == 0:
                heard = said
            spoken = heard.marks.keys()
            for result in self._check(sorted(seen, key=in_time) if reach.all_platforms else seen, codes, said.tags):
                if not within(result.day, since, until) or platform not in (None, result.platform):
                    continue
                if isinstance(result, Noted):
                    noted.add(result)
                elif not spoken or spoken.isdisjoint(result.contacts):
                    yield result
                else:
                    held.append(result)  # what was said in its contacts may bear it out
            if number == 0:
                counted.contacts = seen.contacts
        yield from with_said(
            held,
            [
                hit
                for hit in self._said(heard, list(heard.marks))
                if within(hit.day, since, until) and platform in (None, hit.platform)
            ],
        )

    def around(self, contact_ids: Sequence[str]) -> list[Hit]:
        """The hits that count one of these contacts, from the days around them that the tests look at."""
        wanted = frozenset(contact_ids)
        changed = [row for row in reading.contact_rows_of(self.conn, contact_ids) if row.platform is not None]
        told = self._listener.hear(words_of(self.conn, [row.id for row in changed]), marks_of=(), keep=False)
        tags = dict(told.tags)
        changed = list(told.told(changed))
        hits: list[Hit] = []
        asked = concerned(changed, self.packs, case=self.facts, today=self.today, tags=tags, codes=self.codes)
        for reach, made in asked:
            if reach.alone:
                hits += self._hits(changed, made, tags, wanted)
                continue
            rows: list[ContactRow] = []
            stretches = 0
            words: list[Text] = []
            platforms = [None] if reach.all_platforms else sorted({row.platform or "" for row in changed})
            for platform in platforms:
                mine = [row for row in changed if platform in (None, row.platform) and reach.looks_at(row.day)]
                for first, last in reach.spans(day for row in mine for day in days_of(row)):
                    part, spoken_of = between(self.conn, first, last, platform)
                    rows += part
                    words += spoken_of
                    stretches += 1
            heard = self._listener.hear(words, marks_of=(), keep=False)
            tags.update(heard.tags)
            if stretches > 1:  # one entry may go on into several of them
                rows = sorted({row.id: row for row in rows}.values(), key=by_platform)
            if reach.all_platforms:
                rows.sort(key=in_time)
            hits += self._hits(heard.told(rows), made, tags, wanted)
        spoken = sorted(wanted.union(*(hit.contacts for hit in hits)))
        said = self._said(self._listener.hear(words_of(self.conn, spoken), keep=False), spoken)
        together = with_said(sorted(hits, key=_place), said)
        return sorted((hit for hit in together if not wanted.isdisjoint(hit.contacts)), key=_place)

    def _hits(
        self,
        rows: Iterable[ContactRow],
        made: Sequence[Line],
        tags: Mapping[str, frozenset[str]],
        wanted: frozenset[str],
    ) -> list[Hit]:
        """What the tests find that counts one of the wanted contacts."""
        found = run(rows, made, tags)
        return [hit for hit in found if isinstance(hit, Hit) and not wanted.isdisjoint(hit.contacts)]

    def _said(self, heard: Heard, contact_ids: Sequence[str]) -> list[Hit]:
        """What the words of these contacts suggest, in the order of time."""
        if not heard.marks:
            return []
        rows = heard.told(reading.contact_rows_of(self.conn, contact_ids))
        codes = self.codes
        return list(said_hits(rows, heard.marks, self.packs, case=self.facts, tags=heard.tags, codes=codes))

    def _check(
        self, rows: Iterable[ContactRow], codes: frozenset[str], tags: Mapping[str, frozenset[str]]
    ) -> Iterator[Hit | Noted]:
        return check_in_order(rows, self.packs, case=self.facts, today=self.today, tags=tags, codes=codes)

    def _parts(self, *, split: bool) -> Iterator[tuple[Reach, frozenset[str]]]:
        """The rules by what they need: a few days around, certain dates, or everything."""
        known = reaches(self.packs, self.facts, self.today)
        if self.codes is not None:
            known = {code: reach for code, reach in known.items() if code in self.codes}
        near = {code: reach for code, reach in known.items() if split and reach.days is not None}
        dated = {code: reach for code, reach in known.items() if split and reach.first}
        far = {code: reach for code, reach in known.items() if code not in near and code not in dated}
        for part in (near, far, dated):
            if part or (part is near and not far):
                yield widest(part.values()), frozenset(part)


def _explained(case: Case, look: _Look, hits: Iterable[Hit]) -> list[Finding]:
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


def _found(case: Case, look: _Look, hit: Hit) -> Finding:
    pack = look.pack_of(hit.rule)
    finding = look.explainer(case, pack).explain(hit)
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


_place = attrgetter("day", "rule", "group")
"""The order of hits."""


def _noted_place(note: Noted) -> tuple[str, str, str, tuple[str, ...]]:
    return note.day, note.rule, note.platform or "", note.contacts
