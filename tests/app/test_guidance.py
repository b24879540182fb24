"""Which cards an entry calls for: by the role claimed, by tags, by its words; a claim that was checked calls for none."""

from __future__ import annotations

import pytest

from evidencelog.app.cases import open_case
from evidencelog.app.guidance import cards_for, cards_in, guidance
from evidencelog.app.recording import correct, record


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
        ({"tag": ["impersonation_court"]}, ("verify_first",)),
        ({"case_number": "(2026)苏9903民初1187号"}, ("verify_first",)),
        ({"content": "本院受理的（2026）苏9903民初1187号一案定于12月3日开庭"}, ("verify_first",)),  # a genuine one, too
        ({"content": "法\u200b 院 的人打来"}, ("verify_first",)),
        ({"content": "今日立案", "role_checked": "genuine"}, ()),
        ({"content": "快递编号2026年第7号"}, ()),
        ({"content": "他说再不还就立案,我真不想活了", "direction": "in"}, ("help_line", "verify_first")),
        ({"private_note": "我不想活了"}, ("help_line",)),
        ({"private_note": "明天去派出所"}, ()),
    ],
)
def test_cards(case, values, cards):
    assert cards_for(case, values) == cards


def test_words_that_sound_alike_elsewhere_call_for_nothing_in_particular():
    assert cards_for(None, {"content": "请尽快还款,逾期将影响征信"}) == ()
    assert cards_for(None, {"content": "传票"}) == ("verify_first",)


def test_the_entries_that_call_for_a_card(case):
    said = ("您的借款已逾期", "法院已立案", "法院已立案", "跳楼去吧")
    given = {"kind": "message", "at": "2026-03-02T10:00:00"}
    ids = [record(case, "contact", {**given, "content": words}).id for words in said]
    assert list(cards_in(case, ids).items()) == [("help_line", (ids[3],)), ("verify_first", (ids[1], ids[2]))]
    correct(case, ids[1], {"role_checked": "genuine"}, "打12368问过")
    assert cards_in(case, ids)["verify_first"] == (ids[2],)


def test_a_pack_that_says_nothing_leaves_the_words_empty(case):
    from evidencelog.app.cases import change_settings

    change_settings(case, packs=("us",))
    assert guidance(case, "visit").advice == ()
    assert cards_for(case, {"claimed_role": "court"}) == ()
