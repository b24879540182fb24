"""Addressees of packets, read from a pack's folder ``channels``: whom to write to, what they need, which clocks run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import Field

from evidencelog.i18n import LANGUAGES, _
from evidencelog.laws.faults import Fault, LawError, PackRefused, shown
from evidencelog.laws.reading import read_table
from evidencelog.laws.schema import Kinds  # noqa: TC001 - evaluated when the tables are made
from evidencelog.laws.values import Bilingual, Day, Name, Positive, Strict, Text
from evidencelog.models.addressees import (
    PAPERS,
    Channel,
    Clock,
    Form,
    Ground,
    GuardTerms,
    LetterText,
    Note,
    Requirement,
)
from evidencelog.models.law import Words

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.models.law import Passage, Provision, Texts


Code = Annotated[str, Field(pattern=r"^[A-Z]{2,6}(-[A-Z0-9]{2,6})*-[A-Z][0-9]{2}$")]
_FOLDER = "channels"
_GUARD = "guard"


Paper = Literal[
    "complaint", "statement", "report-list", "evidence-list", "chronology", "findings", "exhibits", "origin"
]
FormName = Literal["call-sheet", "requests", "transcripts", "third-person-statement", "proxy"]


class _Sourced(Strict):
    """Something a provision says; where none does, the source that says so, which then is only known second-hand."""

    provision: Text | None = None
    source: Bilingual | None = None


class RequirementFile(_Sourced):
    """Something the addressee may ask for, with the provision that says so."""

    item: Literal[
        "name", "id_number", "phone", "address", "contract_number", "respondent", "respondent_address", "staff",
        "request", "facts", "grounds", "evidence", "signature",
    ]  # fmt: skip
    label: Bilingual
    missing: Bilingual | None = None
    """What to do when it is not there; absent where the log always has it."""


class ClockFile(_Sourced):
    """A period that starts at some point of the procedure."""

    id: Name
    count: Positive
    unit: Literal["day", "working_day", "month"]
    starts: Literal["received", "accepted", "decided", "reviewed", "act", "call", "bill"]
    binds: Bilingual
    kinds: Kinds = []
    """Kinds of platform for which it runs; empty: any."""
    words: Bilingual
    then: Bilingual | None = None
    ahead: Positive | None = None
    met: Literal["accepted", "decided", "reviewed"] | None = None
    """By what it is met; absent: by the next step of the procedure."""


class GroundFile(Strict):
    """A provision that a paper names."""

    provision: Text
    passage: str = ""
    """Id of a passage of it; empty: the whole."""
    kinds: Kinds = []


class FormFile(Strict):
    """A paper beside the packet."""

    paper: FormName
    grounds: list[GroundFile] = []


class LetterFile(Strict):
    """A letter of request."""

    id: Name
    title: Bilingual
    paragraphs: Annotated[list[Bilingual], Field(min_length=1)]
    lists: Literal["answered", "third", "unidentified", "named", "none"] = "none"
    grounds: list[GroundFile] = []


class NoteFile(Bilingual):
    """A remark with how sure it is."""

    text_status: Literal["verbatim", "quoted", "paraphrase"]


class ChannelFile(Strict):
    """``channels/<id>.toml``."""

    id: Name
    order: Positive
    title: Bilingual
    addressee: Bilingual
    document: Bilingual
    when: Bilingual
    kinds: Kinds = []
    """Kinds of platform it takes; empty: any."""
    unfit: Bilingual
    unknown_kind: Bilingual
    how: Bilingual
    language: Annotated[str, Field(pattern="|".join(LANGUAGES))]
    requires: Annotated[list[RequirementFile], Field(min_length=1)]
    clocks: list[ClockFile] = []
    notes: list[NoteFile] = []
    after: list[Bilingual] = []
    rules: list[Code] = []
    """Codes of the rules whose findings it is about; empty: any."""
    unmatched: Bilingual | None = None
    papers: Annotated[list[Paper], Field(min_length=1)] = list(PAPERS)  # type: ignore[arg-type]  # the names are those
    forms: list[FormFile] = []
    letters: list[LetterFile] = []
    complainant: Bilingual | None = None
    respondent: Bilingual | None = None
    standing: list[Bilingual] = []
    grounds: list[GroundFile] = []
    unaltered: bool = False
    criminal: bool = False
    taken_by: list[Name] = []
    """Ids of addressees after whom this one takes the matter no more."""
    taken: Bilingual | None = None
    largest_mb: Positive | None = None
    """Megabytes of the largest file it takes, where a note says where that is known from."""
    confirmed_on: Day


class GuardFile(Strict):
    """``channels/guard.toml``: words the over-claim guard looks for."""

    unlawful: list[Text]
    spared: list[Text]
    criminal: list[Text]
    demand: list[Text]
    sum_units: list[Text]
    count_units: list[Text]
    repealed: list[Text]
    vague: list[Text]
    title_ends: list[Text] = []
    proof: dict[Literal["illness", "dismissal", "waiver"], list[Text]]


class Addressees(NamedTuple):
    """What a pack says about packets."""

    channels: tuple[Channel, ...]
    """In the order in which they are offered."""
    guard: GuardTerms


class UnknownChannel(LawError):
    """An addressee no pack in use knows."""

    def __init__(self, channel: str, known: list[str]) -> None:
        super().__init__(channel, known)
        self.channel = channel
        self.known = known

    def __str__(self) -> str:
        return _("no addressee {channel}; there are: {known}", channel=repr(self.channel), known=", ".join(self.known))


def read_channels(folder: Path, texts: Texts) -> Addressees:
    """The addressees of the pack in ``folder``; PackRefused with every fault when a file does not keep to the format.

    ``texts`` are the pack's instruments and provisions: every provision named must be among them.
    """
    faults: list[Fault] = []
    channels: list[Channel] = []
    guard: GuardTerms | None = None
    for path in sorted((folder / _FOLDER).glob("*.toml")):
        name = f"{folder.name}/{_FOLDER}/{path.name}"
        if path.stem == _GUARD:
            terms = read_table(path, name, GuardFile, faults)
            guard = _guard(terms) if terms is not None else None
            continue
        table = read_table(path, name, ChannelFile, faults)
        if table is None:
            continue
        if table.id != path.stem:
            faults.append(Fault(name, "id", shown(table.id), _("the name of the file, {name}", name=path.stem)))
        wrong = _faults_of(name, table, texts)
        faults += wrong
        if not wrong:
            channels.append(_channel(table, texts))
    if not faults and channels and guard is None:
        faults.append(Fault(f"{folder.name}/{_FOLDER}", f"{_GUARD}.toml", "", _("a file that can be read")))
    if faults:
        raise PackRefused(folder.name, faults)
    ordered = sorted(channels, key=lambda channel: (channel.order, channel.id))
    return Addressees(tuple(ordered), guard or GuardTerms((), (), (), (), {}, (), (), (), ()))


def _faults_of(name: str, table: ChannelFile, texts: Texts) -> list[Fault]:
    """Provisions the pack does not hold, and what neither a provision nor a source stands behind."""
    sourced = [
        *((f"requires[{at}]", one) for at, one in enumerate(table.requires)),
        *((f"clocks[{at}]", one) for at, one in enumerate(table.clocks)),
    ]
    faults = [
        Fault(name, place, "", _("either a provision or a source"))
        for place, one in sourced
        if (one.provision is None) == (one.source is None)
    ]
    named = [(place, one.provision) for place, one in sourced if one.provision]
    groups = [("grounds", table.grounds)]
    groups += [(f"forms[{at}].grounds", one.grounds) for at, one in enumerate(table.forms)]
    groups += [(f"letters[{at}].grounds", one.grounds) for at, one in enumerate(table.letters)]
    every = [(f"{place}[{at}]", one) for place, grounds in groups for at, one in enumerate(grounds)]
    named += [(place, one.provision) for place, one in every]
    faults += [
        Fault(name, f"{place}.passage", shown(one.passage), _("a passage of that provision"))
        for place, one in every
        if one.passage and one.passage not in _items(texts.provisions.get(one.provision))
    ]
    return faults + [
        Fault(name, f"{place}.provision", shown(provision), _("a provision of the pack's instruments"))
        for place, provision in named
        if provision not in texts.provisions
    ]


def _items(provision: Provision | None) -> set[str]:
    return {passage.id for passage in provision.passages} if provision else set()


def _channel(table: ChannelFile, texts: Texts) -> Channel:
    return Channel(
        id=table.id,
        order=table.order,
        title=_words(table.title),
        addressee=_words(table.addressee),
        document=_words(table.document),
        when=_words(table.when),
        kinds=tuple(table.kinds),
        unfit=_words(table.unfit),
        unknown_kind=_words(table.unknown_kind),
        how=_words(table.how),
        language=table.language,
        requires=tuple(_requirement(one, texts) for one in table.requires),
        clocks=tuple(_clock(one, texts) for one in table.clocks),
        notes=tuple(Note(_words(one), one.text_status) for one in table.notes),
        after=tuple(map(_words, table.after)),
        confirmed_on=table.confirmed_on,
        rules=tuple(table.rules),
        unmatched=_words(table.unmatched),
        papers=tuple(table.papers),
        forms=tuple(Form(one.paper, _grounds(one.grounds, texts)) for one in table.forms),
        letters=tuple(_letter(one, texts) for one in table.letters),
        complainant=_words(table.complainant),
        respondent=_words(table.respondent),
        standing=tuple(map(_words, table.standing)),
        grounds=_grounds(table.grounds, texts),
        unaltered=table.unaltered,
        criminal=table.criminal,
        taken_by=tuple(table.taken_by),
        taken=_words(table.taken),
        largest_mb=table.largest_mb or 0,
    )


def _letter(table: LetterFile, texts: Texts) -> LetterText:
    return LetterText(
        table.id,
        _words(table.title),
        tuple(map(_words, table.paragraphs)),
        table.lists,
        _grounds(table.grounds, texts),
    )


def _grounds(tables: list[GroundFile], texts: Texts) -> tuple[Ground, ...]:
    return tuple(_ground(table, texts) for table in tables)


def _ground(table: GroundFile, texts: Texts) -> Ground:
    provision = texts.provisions[table.provision]
    passage = _wording(provision, table.passage)
    return Ground(
        table.provision,
        _citation(provision, texts),
        passage.text,
        passage.text_status,
        passage.quoted_via,
        texts.instruments[provision.instrument].force,
        tuple(table.kinds),
    )


def _wording(provision: Provision, item: str) -> Passage:
    """The wording of a provision, or of one of its items, that was last in force."""
    return [passage for passage in provision.passages if passage.id == item or not item][-1]


class _Source(NamedTuple):
    """What stands behind a requirement or a period."""

    provision: str
    citation: Words
    text_status: str
    quoted_via: str


def _source(table: _Sourced, texts: Texts) -> _Source:
    if table.provision is None:
        return _Source("", _words(table.source), "paraphrase", "")
    provision = texts.provisions[table.provision]
    passage = _wording(provision, "")
    return _Source(table.provision, _citation(provision, texts), passage.text_status, passage.quoted_via)


def _requirement(table: RequirementFile, texts: Texts) -> Requirement:
    return Requirement(table.item, _words(table.label), *_source(table, texts), _words(table.missing))


_MET = {"received": "decided", "accepted": "decided"}
"""What meets a period by where it starts; the later ones bind the person who complains."""


def _clock(table: ClockFile, texts: Texts) -> Clock:
    return Clock(
        table.id,
        table.count,
        table.unit,
        table.starts,
        _words(table.binds),
        _words(table.words),
        *_source(table, texts),
        kinds=tuple(table.kinds),
        then=_words(table.then),
        ahead=table.ahead or 0,
        met=table.met or _MET.get(table.starts, ""),
    )


def _citation(provision: Provision, texts: Texts) -> Words:
    """The citation in the text's own language, and in English by the instrument's title."""
    title = texts.instruments[provision.instrument].title_en
    if provision.article[:1].isdigit():
        return Words(provision.citation, f"{title}, art. {provision.article}")
    heading = provision.heading.en if provision.heading else provision.article
    return Words(provision.citation, f"{title}, {heading} (article number not verified)")


def _guard(table: GuardFile) -> GuardTerms:
    return GuardTerms(
        unlawful=tuple(table.unlawful),
        spared=tuple(table.spared),
        criminal=tuple(table.criminal),
        demand=tuple(table.demand),
        proof={claim: tuple(words) for claim, words in table.proof.items()},
        sum_units=tuple(table.sum_units),
        count_units=tuple(table.count_units),
        repealed=tuple(table.repealed),
        vague=tuple(table.vague),
        title_ends=tuple(table.title_ends),
    )


def _words(table: Bilingual | None) -> Words:
    return Words(table.zh, table.en) if table else Words("", "")
