"""The search for cycles rests while much is built, and misses nothing afterwards."""

from __future__ import annotations

import gc
import weakref

import pytest

from evidencelog.app.garbage import uncollected


class Ring:
    """Refers to itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def collecting():
    assert gc.isenabled()
    yield
    gc.enable()


def test_the_search_rests_inside_and_goes_on_afterwards():
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()


def test_who_had_it_switched_off_finds_it_so():
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()


def test_what_was_built_counts_as_old_and_its_cycles_are_found_in_the_end():
    with uncollected():
        built = [["a list"] for _number in range(20000)]
        ring = weakref.ref(Ring())
    young = {id(thing) for generation in (0, 1) for thing in gc.get_objects(generation=generation)}
    assert not [thing for thing in built if id(thing) in young]
    assert gc.get_freeze_count() == 0
    assert ring() is not None
    gc.collect()
    assert ring() is None
