"""How well the test part is read: written by people who had not seen the pack, and never looked at to improve it.

The floors are what has been reached, a little below; they may only be raised. Asked for are a precision of 0.90, a recall
of 0.85, at most 8 % of harmless messages marked, and 0.70 for every label.
"""

from __future__ import annotations

import pytest

from tests.wording.packs import ours
from tests.wording.scoring import DEVELOPMENT, TEST, messages, score, table

PRECISION = 0.92
RECALL = 0.89
HARMLESS_MARKED = 0.05
LABEL = 0.80


@pytest.fixture(scope="module")
def result():
    return score(messages(*TEST), ours())


def test_precision_and_recall_do_not_fall(result):
    assert result.micro.precision >= PRECISION, table(result)
    assert result.micro.recall >= RECALL, table(result)


def test_few_harmless_messages_are_marked(result):
    assert result.false_positive_share <= HARMLESS_MARKED, table(result)


def test_every_label_is_read(result):
    low = {name: round(one.f1, 2) for name, one in result.labels.items() if one.f1 < LABEL}
    assert not low, table(result)


def test_what_the_pack_was_improved_with_is_read_as_labelled():
    result = score(messages(*DEVELOPMENT), ours())
    assert result.micro.precision >= 0.90, table(result)
    assert result.micro.recall >= 0.90, table(result)
    assert result.false_positive_share <= 0.05, table(result)
    assert all(one.f1 >= 0.70 for one in result.labels.values()), table(result)
