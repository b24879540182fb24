"""Which cards an entry calls for: by the role claimed, by tags, by its words; a claim that was checked calls for none."""

from __future__ import annotations

import pytest

from evidencelog.app.cases import open_case
from evidencelog.app.guidance import cards_for, guidance


@pytest.fixture
def case(tmp_path):
    with open_case(tmp_path / "case", create=True) as case:
        yield case


@pytest.mark.parametrize(
    ("values", "cards"),
    [
        ({}, ()),
        ({"claimed_role": "lender"}, ()),
        ({"claimed_role": "court"}, ("verify_first",)),
        ({"claimed_role": "court", "role_checked": "false"}, ()),
        ({"tag": ["self_harm_provocation@25"]}, ("help_line",)),
        ({"content": "你死了算了 跳楼去吧"}, ("help_line",)),
        ({"content": "请在今天还款"}, ()),
        ({"claimed_role": "police", "tag": ["self_harm_provocation"]}, ("help_line", "verify_first")),
    ],
)
def test_cards(case, values, cards):
    assert cards_for(case, values) == cards


def test_a_pack_that_says_nothing_leaves_the_words_empty(case):
    from evidencelog.app.cases import change_settings

    change_settings(case, packs=("us",))
    assert guidance(case, "visit").advice == ()
    assert cards_for(case, {"claimed_role": "court"}) == ()
