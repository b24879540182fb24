"""Addressees of packets, read from a pack's folder ``channels``: whom to write to, what they need, which clocks run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import Field

from evidencelog.i18n import LANGUAGES, _
from evidencelog.laws.faults import Fault, LawError, PackRefused, shown
from evidencelog.laws.reading import read_table
from evidencelog.laws.schema import Kinds  # noqa: TC001 - evaluated when the tables are made
from evidencelog.laws.values import Bilingual, Day, Name, Positive, Strict, Text
from evidencelog.models.law import Words
from evidencelog.models.packet import Channel, Clock, GuardTerms, Note, Requirement

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.models.law import Passage, Provision, Texts


_FOLDER = "channels"
_GUARD = "guard"


class RequirementFile(Strict):
    """Something the addressee may ask for, with the provision that says so."""

    item: Literal[
        "name", "id_number", "phone", "address", "contract_number", "respondent", "staff", "request", "facts",
        "grounds", "signature",
    ]  # fmt: skip
    label: Bilingual
    provision: Text
    missing: Bilingual | None = None
    """What to do when it is not there; absent where the log always has it."""


class ClockFile(Strict):
    """A period that starts at some point of the procedure."""

    id: Name
    count: Positive
    unit: Literal["day", "working_day", "month"]
    starts: Literal["received", "accepted", "decided"]
    binds: Bilingual
    words: Bilingual
    provision: Text


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
        unknown = _unknown_provisions(name, table, texts)
        faults += unknown
        if not unknown:
            channels.append(_channel(table, texts))
    if not faults and channels and guard is None:
        faults.append(Fault(f"{folder.name}/{_FOLDER}", f"{_GUARD}.toml", "", _("a file that can be read")))
    if faults:
        raise PackRefused(folder.name, faults)
    ordered = sorted(channels, key=lambda channel: (channel.order, channel.id))
    return Addressees(tuple(ordered), guard or GuardTerms((), (), (), (), {}, (), (), (), ()))


def _unknown_provisions(name: str, table: ChannelFile, texts: Texts) -> list[Fault]:
    places = [
        *((f"requires[{at}]", one.provision) for at, one in enumerate(table.requires)),
        *((f"clocks[{at}]", one.provision) for at, one in enumerate(table.clocks)),
    ]
    return [
        Fault(name, f"{place}.provision", shown(provision), _("a provision of the pack's instruments"))
        for place, provision in places
        if provision not in texts.provisions
    ]


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
    )


def _requirement(table: RequirementFile, texts: Texts) -> Requirement:
    provision = texts.provisions[table.provision]
    passage = provision.passages[-1]
    missing = _words(table.missing) if table.missing else Words("", "")
    return Requirement(
        table.item,
        _words(table.label),
        table.provision,
        _citation(provision, texts),
        passage.text_status,
        passage.quoted_via,
        missing,
    )


def _clock(table: ClockFile, texts: Texts) -> Clock:
    provision = texts.provisions[table.provision]
    passage: Passage = provision.passages[-1]
    return Clock(
        table.id,
        table.count,
        table.unit,
        table.starts,
        _words(table.binds),
        _words(table.words),
        table.provision,
        _citation(provision, texts),
        passage.text_status,
        passage.quoted_via,
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
    )


def _words(table: Bilingual) -> Words:
    return Words(table.zh, table.en)
