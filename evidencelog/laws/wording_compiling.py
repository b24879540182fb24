"""From the files of a pack's folder ``wording`` to plain data. Slow (pydantic): only when no cache holds the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.laws.faults import Fault, PackRefused, shown
from evidencelog.laws.reading import read_table
from evidencelog.laws.wording_anchors import anchors_of
from evidencelog.laws.wording_needs import needed
from evidencelog.laws.wording_notation import Notation, NotationError, parse
from evidencelog.laws.wording_schema import SpellingFile, WordingFile
from evidencelog.laws.wording_words import disguises, spelled_out, unbounded
from evidencelog.models.law import Words
from evidencelog.models.wording import Block, Condition, Form, Frame, Spelling, Weights, Wording
from evidencelog.text.search import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from evidencelog.laws.wording_schema import ClassFile, FrameFile


def compile_wording(folder: Path, pack: str, sha256: str) -> Wording:
    """The files of ``folder`` as one; PackRefused with every fault found when they do not keep to the format."""
    return _Compiler(folder, pack, sha256).result()


class _Compiler:
    """Collects faults on the way, so that all of them are told at once."""

    def __init__(self, folder: Path, pack: str, sha256: str) -> None:
        self.faults: list[Fault] = []
        self.pack, self.sha256 = pack, sha256
        self.files: list[tuple[str, WordingFile]] = []
        for path in sorted(folder.glob("*.toml")):
            name = f"{pack}/{folder.name}/{path.name}"
            table = read_table(path, name, WordingFile, self.faults)
            if table is not None:
                self.files.append((name, table))
        self.classes: dict[str, tuple[str, ClassFile]] = {}
        for name, table in self.files:
            for key, one in table.classes.items():
                if key in self.classes:
                    self.faults.append(Fault(name, f"classes.{key}", shown(key), _("each class once")))
                self.classes[key] = (name, one)
        self.made = {
            key: self._forms(file, f"classes.{key}.made", one.made) for key, (file, one) in self.classes.items()
        }
        self._stop()
        self.order = self._in_order()
        self.numbers = {name: number for number, name in enumerate(self.order)}

    def _stop(self) -> None:
        if self.faults:
            raise PackRefused(self.pack, self.faults)

    def _fault(self, file: str, key: str, value: object, allowed: str) -> None:
        self.faults.append(Fault(file, key, shown(value), allowed))

    def _forms(self, file: str, place: str, texts: Iterable[str]) -> list[Notation]:
        """The forms that are written well and speak of known classes only."""
        forms = []
        for text in texts:
            try:
                form = parse(text)
            except NotationError as error:
                self._fault(file, place, text, str(error))
                continue
            unknown = sorted(name for name in form.names() if name not in self.classes)
            if unknown:
                self._fault(file, place, ", ".join(unknown), _("names of classes of this pack"))
            forms.append(form)
        return forms

    def _in_order(self) -> list[str]:
        """Every class after those it is made of; a fault when one is made of itself."""
        order: list[str] = []
        state: dict[str, bool] = {}

        def visit(name: str) -> None:
            if name in state:
                if not state[name]:
                    self._fault(self.classes[name][0], f"classes.{name}", name, _("a class not made of itself"))
                return
            state[name] = False
            for form in self.made[name]:
                for other in sorted(form.names()):
                    visit(other)
            state[name] = True
            order.append(name)

        for name in self.classes:
            visit(name)
        self._stop()
        return order

    def result(self) -> Wording:
        """Everything as numbers and tuples."""
        words = self._listed("words")
        patterns = self._patterns()
        frames, plain = self._frames()
        codes = self._codes()
        turns = tuple(
            (self.numbers[name], turn.collecting)
            for file, table in self.files
            for at, turn in enumerate(table.turns)
            for name in self._known(file, f"turns[{at}].classes", turn.classes)
        )
        blocks = tuple(self._blocks(codes))
        spelling = self._spelling()
        weights = self._weights(codes)
        self._stop()
        common = frozenset(name for name, (_file, one) in self.classes.items() if one.common)
        listed = {
            name: tuple(spelling_ for spelling_, ids in words.items() if self.numbers[name] in ids)
            for name in self.order
        }
        written = {self.order[number]: (pattern, needs) for number, pattern, needs in patterns}
        anchors, anchor_patterns, hollow = anchors_of(plain, self.made, listed, written, common)
        for place, form in hollow:
            self._fault(*place, form, _("at least one class that is not common"))
        self._stop()
        return Wording(
            pack=self.pack,
            sha256=self.sha256,
            codes=codes,
            classes=tuple(self.order),
            words=words,
            masks=self._listed("unless_in"),
            whole=tuple(self.numbers[n] for n in self.order if self.classes[n][1].whole),
            patterns=patterns,
            made=tuple((self.numbers[n], tuple(map(self._form, self.made[n]))) for n in self.order if self.made[n]),
            turns=turns,
            blocks=blocks,
            frames=frames,
            spelling=spelling,
            anchors=anchors,
            anchor_patterns=anchor_patterns,
            weights=weights,
        )

    def _known(self, file: str, place: str, names: Sequence[str]) -> list[str]:
        unknown = [name for name in names if name not in self.numbers]
        if unknown:
            self._fault(file, place, ", ".join(unknown), _("names of classes of this pack"))
        return [name for name in names if name in self.numbers]

    def _listed(self, key: str) -> dict[str, tuple[int, ...]]:
        """Every word of one kind of list with the classes that have it."""
        found: dict[str, list[int]] = {}
        for name in self.order:
            file, one = self.classes[name]
            for item in getattr(one, key).split():
                try:
                    words = spelled_out(item)
                except ValueError:
                    self._fault(file, f"classes.{name}.{key}", item, _("words, with alternatives in braces"))
                    continue
                for word in map(folded, words):
                    if not word:
                        self._fault(file, f"classes.{name}.{key}", item, _("words that are not empty"))
                    elif self.numbers[name] not in found.setdefault(word, []):
                        found[word].append(self.numbers[name])
        return {word: tuple(ids) for word, ids in found.items()}

    def _patterns(self) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
        patterns = []
        for name in self.order:
            file, one = self.classes[name]
            if one.pattern is not None:
                fault = unbounded(one.pattern)
                if fault is not None:
                    self._fault(
                        file, f"classes.{name}.pattern", fault, _("a regular expression with bounded repetitions")
                    )
                needs = () if fault else tuple(sorted(needed(one.pattern)))
                patterns.append((self.numbers[name], one.pattern, needs))
        return tuple(patterns)

    def _form(self, form: Notation) -> Form:
        parts = tuple(tuple(self.numbers[name] for name in part) for part in form.parts)
        conditions = tuple(
            Condition(c.wanted, tuple(self.numbers[name] for name in c.names), c.where, c.reach)
            for c in form.conditions
        )
        return Form(form.ordered, parts, form.gaps, form.scope, conditions, form.views, form.channels, form.contacted)

    def _frames(self) -> tuple[tuple[Frame, ...], list[tuple[tuple[str, str], str, Notation]]]:
        """The frames, and each of their forms with the place it stands in."""
        codes = {label for _file, table in self.files for label in table.codes}
        frames: list[Frame] = []
        plain = []
        seen: set[str] = set()
        for file, table in self.files:
            for at, one in enumerate(table.frames):
                place = f"frames[{at}]"
                if one.id in seen:
                    self._fault(file, f"{place}.id", one.id, _("each id once"))
                seen.add(one.id)
                if one.label is not None and one.label not in codes:
                    self._fault(file, f"{place}.label", one.label, ", ".join(sorted(codes)))
                forms = self._forms(file, f"{place}.forms", one.forms)
                plain += [((file, f"{place}.forms"), text, form) for text, form in zip(one.forms, forms, strict=False)]
                frames.append(self._frame(one, forms))
        return tuple(frames), plain

    def _frame(self, one: FrameFile, forms: list[Notation]) -> Frame:
        self._stop()
        negation = self._negation() if one.affirmed and one.label is not None else ()
        return Frame(
            id=one.id,
            label=one.label or "",
            act=one.act or "",
            reason=Words(one.reason.zh, one.reason.en),
            forms=tuple(form._replace(conditions=form.conditions + negation) for form in map(self._form, forms)),
            purpose=one.purpose or "",
            card=one.card or "",
        )

    def _negation(self) -> tuple[Condition, ...]:
        found: list[Condition] = []
        for file, table in self.files:
            for at, text in enumerate(table.negation):
                # A condition alone is no form; it is read behind a class that is surely there.
                for form in self._forms(file, f"negation[{at}]", [f"{self.order[0]} {text}"]):
                    self._stop()
                    found += self._form(form).conditions
        return tuple(found)

    def _codes(self) -> dict[str, dict[str, str]]:
        codes: dict[str, dict[str, str]] = {}
        for _file, table in self.files:
            for label, one in table.codes.items():
                acts = {"": one.any, "done": one.done, "threat": one.threat}
                codes[label] = {act: code for act, code in acts.items() if code is not None}
        return codes

    def _blocks(self, codes: dict[str, dict[str, str]]) -> Iterable[Block]:
        for file, table in self.files:
            for name, one in table.blocks.items():
                for label in one.labels:
                    if label not in codes:
                        self._fault(file, f"blocks.{name}.labels", label, ", ".join(sorted(codes)))
                classes = self._known(file, f"blocks.{name}.classes", one.classes)
                unless = self._known(file, f"blocks.{name}.unless", one.unless)
                yield Block(
                    name=name,
                    classes=tuple(self.numbers[n] for n in classes),
                    scope=one.scope,
                    labels=tuple(one.labels),
                    views=tuple(one.views),
                    unless=tuple(self.numbers[n] for n in unless),
                )

    def _weights(self, codes: dict[str, dict[str, str]]) -> Weights | None:
        """The weights of the last file that has some."""
        given = [(file, table.weights) for file, table in self.files if table.weights is not None]
        if not given:
            return None
        file, one = given[-1]
        outputs = tuple((label, act) for label, _sign, act in (output.partition("/") for output in one.outputs))
        for label, _act in outputs[1:]:
            if label not in codes:
                self._fault(file, "weights.outputs", label, ", ".join(sorted(codes)))
        reason = Words(one.reason.zh, one.reason.en)
        table = _rows(one.table)
        rows = _rows(one.classes)
        classes = tuple((self.numbers[name], rows[name]) for name in self._known(file, "weights.classes", list(rows)))
        unless = tuple(self.numbers[name] for name in self._known(file, "weights.unless", one.unless))
        doubtful = tuple(one.doubtful_for.get(label, one.doubtful) for label, _act in outputs)
        telling = tuple(one.telling_for.get(label, one.telling) for label, _act in outputs)
        return Weights(
            outputs, tuple(one.biases), one.step, one.harmless, doubtful, telling, unless, reason, table, classes
        )

    def _spelling(self) -> Spelling:
        separators, rewrites, disguised = "", {}, {}
        joints: dict[str, None] = {}
        for file, table in self.files:
            one = table.spelling or SpellingFile()
            separators += one.separators
            for item in one.rewrites.split():
                spelling, sign, reading = item.partition("=")
                if not sign or not spelling:
                    self._fault(file, "spelling.rewrites", item, _("pairs such as 崔收=催收"))
                rewrites[spelling.replace("_", " ")] = reading
            for item in one.sounds.split():
                word, _sign, sounds = item.partition("=")
                if not sounds or len(sounds.split(",")) != len(word):
                    self._fault(file, "spelling.sounds", item, _("a word with a sound for each character"))
                    continue
                disguised.update(dict.fromkeys(disguises(word, sounds.split(",")), word))
                joints.update(dict.fromkeys(word[at : at + 2] for at in range(len(word) - 1)))
        return Spelling(separators, rewrites, disguised, tuple(joints))


def _rows(table: str) -> dict[str, str]:
    """By string: its letters."""
    return {string: row for string, _space, row in (line.rpartition(" ") for line in table.split("\n") if line)}
