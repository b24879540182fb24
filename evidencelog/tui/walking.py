"""The contacts of a list one after the other, however the list behind them changes meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from evidencelog.app import browsing

if TYPE_CHECKING:
    from array import array

    from evidencelog.models.browsing import ListRow
    from evidencelog.tui.widgets.row_list import Rows


class Walk(Protocol):
    """Ids of contacts in the order of a list. A list of ids is one."""

    def __len__(self) -> int:
        """How many there are."""

    def __getitem__(self, index: int, /) -> str:
        """One of them, 0 first; IndexError where it cannot be read."""


class ByNumber:
    """All contacts of a list, however long, as they stood when it was read: nothing is asked of the case any more."""

    def __init__(self, numbers: array[int]) -> None:
        """``numbers`` are those of ``browsing.numbers``."""
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, index: int) -> str:
        return browsing.contact_of(self._numbers[index])

    def place(self, contact: str, near: int) -> int:
        """Where a contact stands, looked for at ``near`` first; it is put there if it has left the list meanwhile."""
        at = place_of(self._numbers, contact, near)
        if at is None:
            at = min(near, len(self._numbers))
            self._numbers.insert(at, browsing.number_of(contact))
        return at


def place_of(numbers: array[int], contact: str, near: int) -> int | None:
    """Where a contact stands among these, looked for at ``near`` first; None where it is not one of them."""
    number = browsing.number_of(contact)
    if near < len(numbers) and numbers[near] == number:
        return near
    try:
        return numbers.index(number)
    except ValueError:
        return None


class ByRow:
    """The contacts of rows that are read a page at a time, until all their numbers are known."""

    def __init__(self, rows: Rows[ListRow]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> str:
        return self._rows[index].id
