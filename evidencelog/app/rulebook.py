"""The rule book as people read it: the rules, what each rests on, the instruments and their provisions.

Everything comes in the language in use, as plain dicts: what ``rules``, ``rule`` and ``law`` print and what screens
show. Texts of provisions stay in the language of the law; a translation beside one is unofficial.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.app.law_packs import cache_folder, in_use, load, own_folders
from evidencelog.errors import BadInput
from evidencelog.i18n import _, language
from evidencelog.laws import catalogue
from evidencelog.models.law import FORCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidencelog.app.cases import Case
    from evidencelog.models.law import Instrument, Pack, Passage, Provision, Rule, RuleBasis, RuleText, Texts, Words


class _NotThere(BadInput):
    """Something was asked for by a name that nothing has."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        names = list(known)
        super().__init__(name, names)
        self.name = name
        lower = {candidate.lower(): candidate for candidate in names}
        near = difflib.get_close_matches(name.lower(), lower, n=3, cutoff=0.4)
        self.nearest = [lower[candidate] for candidate in near] or sorted(names)[:3]

    def _near(self) -> str:
        return ", ".join(self.nearest)


class NoSuchRule(_NotThere):
    """No pack holds a rule of that code or name."""

    def __str__(self) -> str:
        return _(
            "no rule is called {name}; near: {near}; all: evidencelog rules", name=repr(self.name), near=self._near()
        )


class NoSuchInstrument(_NotThere):
    """No pack holds an instrument of that id."""

    def __str__(self) -> str:
        return _(
            "no law, rule or standard has the id {name}; near: {near}; all: evidencelog law",
            name=repr(self.name),
            near=self._near(),
        )


class NoSuchArticle(_NotThere):
    """The instrument is known, the article is not among those the pack holds."""

    def __init__(self, instrument: str, name: str, known: Iterable[str]) -> None:
        super().__init__(name, known)
        self.instrument = instrument

    def __str__(self) -> str:
        return _(
            "{instrument} is held without an article {name}; near: {near}; all: evidencelog law {instrument}",
            instrument=self.instrument,
            name=repr(self.name),
            near=self._near(),
        )


class _Book(NamedTuple):
    """One pack with its texts."""

    pack: Pack
    texts: Texts


def rules(case: Case | None = None) -> list[dict[str, Any]]:
    """Every rule of the packs in use, in the order of the codes.

    Keys: ``code name title mark status why pack`` (its id), ``forces`` (of its grounds, strongest first),
    ``in_force_from`` (first day any ground was in force). Raises PackMissing, PackRefused.
    """
    return [
        {**_head(rule, book), "pack": book.pack.id} for book in _books(in_use(case), case) for rule in book.pack.rules
    ]


def rule(code: str, case: Case | None = None) -> dict[str, Any]:
    """One rule, by code or by name, with everything it says.

    Keys of ``rules`` without ``pack``, and ``pack`` (``id version confirmed_on review_by``), ``tests`` (``kind params
    in_force_from in_force_to``), ``bases``, ``exceptions readings other_readings assumes strengthen next_steps`` (lists
    of ``id text``), ``questions`` (id is the missing fact). A basis: ``provision citation instrument article title force
    modality effect supporting kinds products open_kinds open_products condition in_force_from in_force_to text
    text_status quoted_via translation``. Raises NoSuchRule.
    """
    known: list[str] = []
    for book in _books(_everywhere(case), case):
        for candidate in book.pack.rules:
            if code.lower() in (candidate.code.lower(), candidate.name):
                return _whole_rule(candidate, book)
            known += (candidate.code, candidate.name)
    raise NoSuchRule(code, known)


def instruments(case: Case | None = None) -> list[dict[str, Any]]:
    """Every law, rule and standard of the packs in use, strongest force first, then by id.

    Keys: ``id title title_en number issuer force status binds issued_on in_force_from in_force_to replaces source note
    confirmed_on language pack articles`` (how many provisions are held).
    """
    found = [
        {**_instrument(instrument, book), "articles": len(_provisions(instrument.id, book.texts))}
        for book in _books(in_use(case), case)
        for instrument in book.texts.instruments.values()
    ]
    return sorted(found, key=lambda item: (FORCES.index(item["force"]), item["id"]))


def provision(instrument: str, article: str | None = None, case: Case | None = None) -> dict[str, Any]:
    """An instrument with its articles, or one article with its text.

    Without ``article``: the keys of ``instruments``, ``citation`` (its title) and ``provisions`` (``id article citation
    heading text_status``). With one: ``id instrument article citation heading path title number issuer force status
    binds source note``, ``in_force_from`` and ``in_force_to``, ``rules`` (codes that rest on it) and ``passages`` (``id
    text text_status quoted_via translation note in_force_from in_force_to``): the whole article where its whole text is
    held, else the pieces that are. ``article`` is the number in digits or in the text's own numerals.
    Raises NoSuchInstrument, NoSuchArticle.
    """
    book, found = _find_instrument(instrument, case)
    if article is None:
        return {
            **_instrument(found, book),
            "citation": found.title,
            "provisions": [_summary(one) for one in _provisions(found.id, book.texts)],
        }
    return _whole_provision(_find_article(found, article, book.texts), found, book)


def articles(case: Case | None = None) -> list[dict[str, Any]]:
    """Every article held, as ``provision`` gives one, in the order of ``instruments`` and of the packs."""
    found = []
    for item in instruments(case):
        book, instrument = _find_instrument(item["id"], case)
        found += [_whole_provision(one, instrument, book) for one in _provisions(instrument.id, book.texts)]
    return found


def _books(names: Iterable[str], case: Case | None) -> Iterator[_Book]:
    for name in names:
        (pack,) = load((name,), case)
        yield _Book(pack, catalogue.texts(name, own_folders(case), cache_folder()))


def _everywhere(case: Case | None) -> list[str]:
    """The packs in use first, then every other one there is."""
    return list(dict.fromkeys((*in_use(case), *sorted(catalogue.available(own_folders(case))))))


def _find_instrument(name: str, case: Case | None) -> tuple[_Book, Instrument]:
    known: list[str] = []
    for book in _books(_everywhere(case), case):
        found = book.texts.instruments.get(name.lower())
        if found is not None:
            return book, found
        known += book.texts.instruments
    raise NoSuchInstrument(name, known)


def _find_article(instrument: Instrument, article: str, texts: Texts) -> Provision:
    held = _provisions(instrument.id, texts)
    wanted = article.strip()
    ways = (
        lambda one: _number(one) == wanted.lower(),
        lambda one: one.article.lower() == wanted.lower(),
        lambda one: not wanted.isascii() and wanted in one.citation.removeprefix(f"《{instrument.title}》"),
    )
    for way in ways:
        for one in held:
            if wanted and way(one):
                return one
    raise NoSuchArticle(instrument.id, article, map(_number, held))


def _provisions(instrument: str, texts: Texts) -> list[Provision]:
    return [one for one in texts.provisions.values() if one.instrument == instrument]


def _number(provision: Provision) -> str:
    """What follows the instrument in a provision's id: article, and item where there is one."""
    return provision.id.partition("/")[2].lower()


def _forces(rule: Rule, texts: Texts) -> list[str]:
    grounds = {
        texts.instruments[texts.provisions[basis.provision].instrument].force
        for basis in rule.bases
        if not basis.supporting
    }
    return sorted(grounds, key=FORCES.index)


def _head(rule: Rule, book: _Book) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "title": _say(rule.title),
        "mark": _say(rule.mark),
        "status": rule.status,
        "why": _say(rule.why),
        "forces": _forces(rule, book.texts),
        "in_force_from": min(basis.in_force_from for basis in rule.bases if not basis.supporting),
    }


def _whole_rule(rule: Rule, book: _Book) -> dict[str, Any]:
    pack = book.pack
    return {
        **_head(rule, book),
        "pack": {
            "id": pack.id,
            "version": pack.version,
            "confirmed_on": pack.confirmed_on,
            "review_by": pack.review_by,
        },
        "tests": [test._asdict() for test in rule.tests],
        "bases": [_basis(basis, book.texts) for basis in rule.bases],
        "exceptions": _texts(rule.exceptions),
        "readings": _texts(rule.readings),
        "other_readings": _texts(rule.other_readings),
        "questions": _texts(rule.questions),
        "assumes": _texts(rule.assumes),
        "strengthen": _texts(rule.strengthen),
        "next_steps": _texts(rule.next_steps),
    }


def _basis(basis: RuleBasis, texts: Texts) -> dict[str, Any]:
    cited = texts.provisions[basis.provision]
    instrument = texts.instruments[cited.instrument]
    passage = next(
        one for one in reversed(cited.passages) if one.id == basis.passage and one.in_force_from <= basis.in_force_from
    )
    return {
        "provision": cited.id,
        "citation": cited.citation,
        "instrument": cited.instrument,
        "article": cited.article,
        "title": _title(instrument),
        "force": instrument.force,
        "modality": basis.modality,
        "effect": basis.effect,
        "supporting": basis.supporting,
        "kinds": list(basis.kinds),
        "products": list(basis.products),
        "open_kinds": list(basis.open_kinds),
        "open_products": list(basis.open_products),
        "condition": _maybe(basis.condition),
        "in_force_from": basis.in_force_from,
        "in_force_to": basis.in_force_to,
        "text": passage.text,
        "text_status": passage.text_status,
        "quoted_via": passage.quoted_via,
        "translation": passage.translation if language() == "en" else "",
    }


def _instrument(instrument: Instrument, book: _Book) -> dict[str, Any]:
    return {
        "id": instrument.id,
        "title": instrument.title,
        "title_en": instrument.title_en,
        "number": instrument.number,
        "issuer": instrument.issuer,
        "force": instrument.force,
        "status": instrument.status,
        "binds": _say(instrument.binds),
        "issued_on": instrument.issued_on,
        "in_force_from": instrument.in_force_from,
        "in_force_to": instrument.in_force_to,
        "replaces": list(instrument.replaces),
        "source": instrument.source,
        "note": _maybe(instrument.note),
        "confirmed_on": instrument.confirmed_on,
        "language": instrument.language,
        "pack": book.pack.id,
    }


def _summary(provision: Provision) -> dict[str, Any]:
    return {
        "id": provision.id,
        "article": _number(provision),
        "citation": provision.citation,
        "heading": _maybe(provision.heading),
        "text_status": sorted({passage.text_status for passage in _shown(provision)}),
    }


def _whole_provision(found: Provision, instrument: Instrument, book: _Book) -> dict[str, Any]:
    shown = _shown(found)
    ends = [passage.in_force_to for passage in shown]
    return {
        "id": found.id,
        "instrument": instrument.id,
        "article": _number(found),
        "citation": found.citation,
        "heading": _maybe(found.heading),
        "path": list(found.path),
        "title": _title(instrument),
        "number": instrument.number,
        "issuer": instrument.issuer,
        "force": instrument.force,
        "status": instrument.status,
        "binds": _say(instrument.binds),
        "source": instrument.source,
        "note": _maybe(instrument.note),
        "in_force_from": min(passage.in_force_from for passage in shown),
        "in_force_to": None if None in ends else max(filter(None, ends)),
        "rules": [rule.code for rule in book.pack.rules if any(basis.provision == found.id for basis in rule.bases)],
        "passages": [
            {
                "id": passage.id,
                "text": passage.text,
                "text_status": passage.text_status,
                "quoted_via": passage.quoted_via,
                "translation": passage.translation if language() == "en" else "",
                "note": _maybe(passage.note),
                "in_force_from": passage.in_force_from,
                "in_force_to": passage.in_force_to,
            }
            for passage in shown
        ],
    }


def _shown(provision: Provision) -> tuple[Passage, ...]:
    """The whole text where it is held: pieces beside it are excerpts of it."""
    return tuple(one for one in provision.passages if not one.id) or provision.passages


def _title(instrument: Instrument) -> str:
    return instrument.title_en if language() == "en" else instrument.title


def _texts(texts: Iterable[RuleText]) -> list[dict[str, str]]:
    return [{"id": text.id, "text": _say(text.words)} for text in texts]


def _say(words: Words) -> str:
    return words.en if language() == "en" else words.zh


def _maybe(words: Words | None) -> str | None:
    return None if words is None else _say(words)
