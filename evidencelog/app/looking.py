"""One look at a state of a case: what its law packs say of all contacts, or of a few and those around them."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from evidencelog.app.case_words import Heard, Listener
from evidencelog.app.garbage import uncollected
from evidencelog.app.nearby import Nearby, parts
from evidencelog.app.watched import Counted, Steps, Watched, between, end_of, within
from evidencelog.checker.days import in_time
from evidencelog.checker.engine import widest
from evidencelog.checker.said import said_hits, with_said
from evidencelog.i18n import language
from evidencelog.models.findings import OPEN, Hit, Noted, Quoted
from evidencelog.store import reading
from evidencelog.store.texts import texts_of as words_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidencelog.app.cases import Case
    from evidencelog.app.ready import Ready
    from evidencelog.checker.predicate import Reach
    from evidencelog.models.contacts import ContactRow
    from evidencelog.models.law import Pack
    from evidencelog.models.progress import Progress
    from evidencelog.models.wording import Wording
    from evidencelog.store.reading import ReviewRow
    from evidencelog.store.texts import Text

_place = attrgetter("day", "rule", "group")
"""The order of hits."""


class Look:
    """One look at a state of the case."""

    def __init__(
        self,
        case: Case,
        conn: sqlite3.Connection,
        ready: Ready,
        codes: frozenset[str] | None = None,
        wordings: Sequence[Wording] | None = None,
    ) -> None:
        """``codes``: a whole check tries only these rules. ``wordings``: instead of those of the case."""
        self.conn = conn
        self.ready = ready
        self.codes = codes
        self.reviews: Mapping[str, ReviewRow] = {}
        """The judgements of findings that are told, by finding id; read by who tells them."""
        self._packs = {rule.code: pack for pack in ready.packs for rule in pack.rules}
        self._listener = Listener(case, ready.facts, ready.packs, wordings)

    def pack_of(self, code: str) -> Pack:
        """The pack a rule stands in."""
        return self._packs[code]

    def review(self, hit: Hit, finding: str) -> dict[str, object] | None:
        """The person's latest judgement of the hit's finding; stale when it judged other contacts."""
        row = self.reviews.get(finding)
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
            tests = self.ready.tests
            ordered = sorted(seen, key=in_time) if reach.all_platforms else seen
            for result in tests.run(ordered, tests.of(codes), said.tags):
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
        told = self._hear(words_of(self.conn, [row.id for row in changed]))
        changed = list(told.told(changed))
        hits: list[Hit] = []
        asked = []
        known = self.ready.tests
        for reach, tests in known.concerned(changed, told.tags):
            if reach.alone:
                hits += self._hits(changed, tests, told.tags, wanted)
            else:
                asked.append((reach, tests, parts(reach, changed, known.sieve(tests))))
        near = Nearby(self.conn, [part for _reach, _tests, mine in asked for part in mine], self._hear)
        for reach, tests, mine in asked:
            rows = near.rows(mine, all_platforms=reach.all_platforms)
            hits += self._hits(rows, tests, near.tags, wanted)
        spoken = sorted(wanted.union(*(hit.contacts for hit in hits)))
        said = self._said(self._listener.hear(words_of(self.conn, spoken), keep=False), spoken)
        together = with_said(sorted(hits, key=_place), said)
        return sorted((hit for hit in together if not wanted.isdisjoint(hit.contacts)), key=_place)

    def _hear(self, texts: Iterable[Text]) -> Heard:
        """Tags and purposes from the words of contacts."""
        return self._listener.hear(texts, marks_of=(), keep=False)

    def _hits(
        self,
        rows: Iterable[ContactRow],
        tests: tuple[int, ...],
        tags: Mapping[str, frozenset[str]],
        wanted: frozenset[str],
    ) -> list[Hit]:
        """What the tests find that counts one of the wanted contacts."""
        found = self.ready.tests.run(rows, tests, tags)
        return [hit for hit in found if isinstance(hit, Hit) and not wanted.isdisjoint(hit.contacts)]

    def _said(self, heard: Heard, contact_ids: Sequence[str]) -> list[Hit]:
        """What the words of these contacts suggest, in the order of time."""
        if not heard.marks:
            return []
        rows = heard.told(reading.contact_rows_of(self.conn, contact_ids))
        packs, facts = self.ready.packs, self.ready.facts
        return list(said_hits(rows, heard.marks, packs, case=facts, tags=heard.tags, codes=self.codes))

    def _parts(self, *, split: bool) -> Iterator[tuple[Reach, frozenset[str]]]:
        """The rules by what they need: a few days around, certain dates, or everything."""
        known = self.ready.tests.reaches()
        if self.codes is not None:
            known = {code: reach for code, reach in known.items() if code in self.codes}
        near = {code: reach for code, reach in known.items() if split and reach.days is not None}
        dated = {code: reach for code, reach in known.items() if split and reach.dated}
        far = {code: reach for code, reach in known.items() if code not in near and code not in dated}
        for part in (near, far, dated):
            if part or (part is near and not far):
                yield widest(part.values()), frozenset(part)
