"""The over-claim guard: reads a packet before it is written and stops what the log does not bear.

It reads the papers run by run, each with its voice, and the complainant's own words sentence by sentence. Words of the
log and of the other side are not judged: they are what is reported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.errors import CannotDo
from evidencelog.i18n import N_, _, ngettext
from evidencelog.models.findings import COUNTED_GRADES
from evidencelog.models.packet_making import GuardHit
from evidencelog.packet import counting
from evidencelog.packet.blocks import runs_of
from evidencelog.packet.quoting import marked_spans, squeezed, unmarked
from evidencelog.text.search import folded
from evidencelog.timing.clock import ts_of
from evidencelog.timing.numerals import CHINESE, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from evidencelog.models.addressees import GuardTerms
    from evidencelog.models.packet import Packet
    from evidencelog.packet.blocks import Document

_REFERENCE = re.compile(r"证据\s*\d+\s*[-－—]\s*\d+|exhibit\s+\d+-\d+|(?<![A-Za-z0-9])A\d{4,}(?!\d)", re.IGNORECASE)
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_TITLE = re.compile(r"《[^》]*》")
_VERSION = re.compile(r"\s*[（(〔\[][^（()）〔〕\[\]]*[）)〕\]]$")
"""What may stand behind a title inside its marks: (试行), a year."""
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
"""Numerals as banks write them."""
_SHORTEST_NOTE = 6
"""Private notes shorter than this are words anybody uses."""
_MENDS = {
    "unlawful": N_("say what happened; whether it broke a provision is for the authority: “may be contrary to …”"),
    "quote": N_("these words stand in no recorded words; take the quotation marks away or record the words as a quote"),
    "count": N_("the lists of this packet do not come to this number; say theirs, or leave the number out"),
    "repealed": N_("this text is no longer in force; leave it out or name the one that followed it"),
    "later": N_("it is later than the event the packet tells up to; correct its time or export again"),
    "proof": N_("name the document that shows it in the same sentence, e.g. (exhibit 3-1), or leave it out"),
    "demand": N_(
        "take criminal law out of a letter that asks for money, or send them apart: together they can read as a threat"
    ),
    "redaction": N_("shorten it with --redact"),
    "private": N_("a private note must not leave the house; take these words out"),
    "paraphrase": N_("a provision known only by its sense cannot be the only ground"),
}


class Statement(NamedTuple):
    """A piece of the complainant's own words."""

    where: str
    text: str


class GuardStopped(CannotDo):
    """The packet was not made because it would have claimed too much."""

    def __init__(self, hits: Sequence[GuardHit]) -> None:
        super().__init__(tuple(hits))
        self.hits = tuple(hits)

    def __str__(self) -> str:
        head = ngettext(
            "The packet was not made; {n} place claims more than the log bears:",
            "The packet was not made; {n} places claim more than the log bears:",
            len(self.hits),
        )
        return "\n".join([head, *(f"  {hit.line()}" for hit in self.hits)])


def check(
    packet: Packet,
    documents: Sequence[Document],
    terms: GuardTerms,
    *,
    clean: Callable[[str], bool],
    private: Iterable[str] = (),
) -> list[GuardHit]:
    """Every place where the packet claims too much, in the order of the papers; an empty list lets it pass.

    ``clean`` tells whether a text is free of what must be shortened; ``private`` are the private notes of the case.
    """
    hits = [*_own_words(packet, terms), *_figures(packet), *_law(packet), *_late(packet)]
    notes = [note for note in map(squeezed, private) if len(note) >= _SHORTEST_NOTE]
    for document in documents:
        hits += _document(packet, document, terms, clean, notes)
    return list(dict.fromkeys(hits))


def statements(packet: Packet) -> Iterator[Statement]:
    """The complainant's own words: the request, then the paragraphs of the letter."""
    if packet.request:
        yield Statement("--request", packet.request)
    for position, paragraph in enumerate(packet.letter, 1):
        yield Statement(_("--letter, paragraph {n}", n=position), paragraph)


def _hit(code: str, where: str, text: str) -> GuardHit:
    return GuardHit(code, where, text, _(_MENDS[code]))


def _own_words(packet: Packet, terms: GuardTerms) -> Iterator[GuardHit]:
    borne = _borne(packet)
    spoken = [squeezed(text) for text in _verbatim(packet)]
    everything = list(statements(packet))
    for where, text in everything:
        for span in marked_spans(_untitled(text, terms)):
            if not any(squeezed(span) in words for words in spoken):
                yield _hit("quote", where, span)
        bare = _untitled(unmarked(text), terms)
        yield from (_hit("unlawful", where, word) for word in _found(bare, terms.unlawful, terms.spared))
        for title in _TITLE.findall(text):
            if any(folded(word) == folded(title.strip("《》")) for word in terms.repealed):
                yield _hit("repealed", where, title)
        yield from (_hit("count", where, claim) for claim in _counts(bare, terms, borne))
        yield from (_hit("proof", where, claim) for claim in _unproven(bare, packet, terms))
    whole = "。".join(unmarked(text) for _where, text in everything)
    criminal = _found(whole, terms.criminal, terms.spared)
    demand = _found(whole, terms.demand, terms.spared)
    if demand and (criminal or packet.channel.criminal):
        places = ", ".join(dict.fromkeys(where for where, _text in everything))
        yield _hit("demand", places, " … ".join([*criminal[:1], demand[0]]))


def _verbatim(packet: Packet) -> list[str]:
    """Words that may stand between quotation marks: the other side's own, and provisions whose wording is known."""
    said = [str(entry.get("content")) for entry in packet.entries if entry.verbatim and entry.get("content")]
    law = [basis.text for one in packet.findings for basis in one.bases if basis.text_status == "verbatim"]
    channel = packet.channel
    named = [channel.grounds, *(form.grounds for form in channel.forms), *(one.grounds for one in channel.letters)]
    law += [ground.text for grounds in named for ground in grounds if ground.text_status == "verbatim"]
    return [*said, *dict.fromkeys(law)]


def _untitled(text: str, terms: GuardTerms) -> str:
    """The text without official titles, a full stop in place of each."""
    claims = tuple(map(squeezed, terms.unlawful))

    def gone(match: re.Match[str]) -> str:
        name = _VERSION.sub("", match[0].strip("《》").strip())
        ends_well = not terms.title_ends or name.endswith(terms.title_ends)
        return "。" if ends_well and not squeezed(name).endswith(claims) else match[0]

    return _TITLE.sub(gone, text)


def _found(text: str, words: Sequence[str], spared: Sequence[str]) -> list[str]:
    """Which of the words a text holds, however it is spaced, spelt wide or in traditional characters."""
    plain = squeezed(text)
    for harmless in spared:
        plain = plain.replace(squeezed(harmless), "|")
    return [word for word in words if squeezed(word) in plain]


def _borne(packet: Packet) -> set[int]:
    """Every number the annexes bear out."""
    numbers = {n for n in packet.counts[:-1] if isinstance(n, int)}
    numbers |= {n for day in counting.by_day(packet.entries) for n in day[1:] if isinstance(n, int)}
    for line in counting.around(packet.entries, packet.complaints):
        numbers |= {line.before, line.days_before, line.since, line.days_since}
    for finding in packet.findings:
        numbers |= {n for n in (finding.measured, finding.limit, len(finding.contacts)) if n is not None}
    rules = {finding.rule for finding in packet.findings}
    for rule in rules:
        own = [finding for finding in packet.findings if finding.rule == rule]
        numbers |= {len(own), counting.distinct(own)}
    return numbers | {len(packet.findings), counting.distinct(packet.findings), len(packet.exhibits)}


def _counts(text: str, terms: GuardTerms, borne: set[int]) -> Iterator[str]:
    """Counts of contacts the annexes do not bear out; one is no count."""
    plain = re.sub(r"(?<=\d),(?=\d)", "", re.sub(r"[^\S\n]+", "", folded(text).translate(_FORMAL)))
    for harmless in terms.spared:
        plain = plain.replace(folded(harmless).replace(" ", ""), "|")
    units = "|".join(
        sorted((re.escape(folded(unit)).replace(r"\ ", "") for unit in terms.count_units), key=len, reverse=True)
    )
    numeral = rf"(?:\d+|(?:{CHINESE}|[千万])+)"
    for match in re.finditer(
        rf"(?<![第\d.〇零一二两三四五六七八九十百千万])({numeral})(?:多|余|来|几)?个?(?:{units})", plain
    ):
        value = number(match[1])
        if value is None or (value > 1 and value not in borne):
            yield match[0]
    vague = "|".join(re.escape(folded(word)).replace(r"\ ", "") for word in terms.vague)
    if vague:
        yield from (match[0] for match in re.finditer(rf"(?:{vague})多?个?(?:{units})", plain))


def _unproven(text: str, packet: Packet, terms: GuardTerms) -> Iterator[str]:
    """Claims of illness, dismissal, a waiver or a sum in a sentence that names no exhibit of the packet."""
    known = {exhibit.number for exhibit in packet.exhibits}
    files = {(exhibit.path or "").rpartition("/")[2].partition(".")[0] for exhibit in packet.exhibits}
    units = "|".join(re.escape(folded(unit)) for unit in terms.sum_units)
    for sentence in _SENTENCE.findall(text):
        named = [
            re.sub(r"[^\dA-Z-]", "", match.upper().replace("－", "-").replace("—", "-"))
            for match in _REFERENCE.findall(sentence)
        ]
        if any(reference.removeprefix("EXHIBIT") in known | files for reference in named):
            continue
        for words in terms.proof.values():
            yield from _found(sentence, words, terms.spared)
        plain = re.sub(r"\s+", "", folded(sentence).translate(_FORMAL))
        yield from (match[0] for match in re.finditer(rf"(?:\d[\d,.]*|(?:{CHINESE}|[千])+)(?:{units})", plain))


def _figures(packet: Packet) -> Iterator[GuardHit]:
    """Numbers of the packet itself held against its lists."""
    if packet.counts != counting.counts(packet.entries):
        yield _hit("count", _("counts"), str(packet.counts.contacts))
    weights = {entry.id: counting.weight(entry) for entry in packet.entries}
    for finding in packet.findings:
        strangers = [contact for contact in finding.contacts if contact not in weights]
        if strangers:
            yield _hit("count", finding.id, ", ".join(strangers))
        elif finding.measured is not None and finding.measured > sum(weights[one] for one in finding.contacts):
            yield _hit("count", finding.id, str(finding.measured))


def _law(packet: Packet) -> Iterator[GuardHit]:
    for finding in packet.findings:
        if finding.grade not in COUNTED_GRADES:
            continue
        for basis in finding.bases:
            if not basis.in_force_from <= finding.on <= (basis.in_force_to or "9999"):
                yield _hit("repealed", finding.id, basis.citation)
        if finding.grade != "note" and not any(basis.text_status != "paraphrase" for basis in finding.bases):
            yield _hit("paraphrase", finding.id, finding.title)


def _late(packet: Packet) -> Iterator[GuardHit]:
    end = ts_of(packet.as_of.at)
    for entry in packet.entries:
        if entry.ts > end or ts_of(entry.recorded_at) > end:
            yield _hit("later", entry.id, str(entry.get("at")))


def _document(
    packet: Packet, document: Document, terms: GuardTerms, clean: Callable[[str], bool], notes: Sequence[str]
) -> Iterator[GuardHit]:
    spoken = [squeezed(text) for text in _verbatim(packet)]
    for place, run in runs_of(document):
        spared = run.voice == "original" and packet.channel.unaltered
        if not spared and not clean(run.text):
            yield _hit("redaction", place, run.text[:40])
        if notes and any(note in squeezed(run.text) for note in notes):
            yield _hit("private", place, run.text[:40])
        if run.voice in {"program", "quote", "provision"}:
            words_only = _untitled(run.text, terms) if run.voice == "program" else run.text
            for span in marked_spans(words_only, whole=run.voice != "program"):
                if not any(squeezed(span) in words for words in spoken):
                    yield _hit("quote", place, span[:60])
        if run.voice == "program":
            bare = _untitled(unmarked(run.text), terms)
            yield from (_hit("unlawful", place, word) for word in _found(bare, terms.unlawful, terms.spared))
