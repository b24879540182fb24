"""Which forms are worth trying on a text: those whose classes all stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidencelog.models.wording import Form, Wording

_COMMONNESS = {1: 4000, 2: 4}
"""How much of everyday text a word of that length is likely to catch, against a longer one."""


class _Tried(NamedTuple):
    """A form with the classes it asks for, as bits."""

    group: int
    needs: tuple[int, ...]
    """Of each of them one class must be there."""
    bars: int
    """None of these may be there."""
    form: Form


class Triggers:
    """Groups of forms, to be asked which of them a text may match."""

    def __init__(self, groups: Sequence[Sequence[Form]], weights: Mapping[int, int]) -> None:
        self._forms: list[_Tried] = []
        index: dict[int, list[int]] = {}
        for group, forms in enumerate(groups):
            for form in forms:
                wanted = [form.parts[0], *form.parts[1:], *(c.classes for c in form.conditions if c.wanted)]
                barred = [c.classes for c in form.conditions if not c.wanted and c.where == "text"]
                rarest = min(wanted, key=lambda classes: sum(weights[number] for number in classes))
                for number in rarest:
                    index.setdefault(number, []).append(len(self._forms))
                needs = tuple(sorted({_bits(classes) for classes in wanted}))
                self._forms.append(_Tried(group, needs, _bits(n for classes in barred for n in classes), form))
        self._index = {number: tuple(places) for number, places in index.items()}

    def called(self, number: int) -> tuple[int, ...]:
        """The forms, by place, that a class makes worth a look; every form that may match is called by some class."""
        return self._index.get(number, ())

    def group(self, place: int) -> int:
        """The group a form belongs to."""
        return self._forms[place].group

    def form(self, place: int, present: int) -> Form | None:
        """The form at a place unless the classes that are there (as bits) tell that it cannot match."""
        _group, needs, bars, form = self._forms[place]
        if bars & present:
            return None
        for need in needs:
            if not need & present:
                return None
        return form

    def possible(self, found: Iterable[int]) -> Iterator[tuple[int, Form]]:
        """Group and form of all that may match a text with these classes, group by group."""
        present = _bits(found)
        for place in sorted({place for number in found for place in self._index.get(number, ())}):
            form = self.form(place, present)
            if form is not None:
                yield self._forms[place].group, form


def _bits(numbers: Iterable[int]) -> int:
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


def weights(wording: Wording) -> dict[int, int]:
    """By class: how likely everyday text is to hold it, in no unit."""
    found = dict.fromkeys(range(len(wording.classes)), 0)
    for word, numbers in wording.words.items():
        for number in numbers:
            found[number] += _COMMONNESS.get(len(word), 1)
    for number, _pattern, needs in wording.patterns:
        found[number] = sum(_COMMONNESS.get(len(need), 1) for need in needs) if needs else 4000
    for number, forms in wording.made:
        found[number] = sum(min(sum(found[one] for one in part) for part in form.parts) for form in forms)
    return found
