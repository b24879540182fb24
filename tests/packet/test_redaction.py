"""Third persons' names and numbers do not get through, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencelog.i18n import speaking
from evidencelog.packet.redaction import Redactor, shortened

PERSONS = (
    {"id": "P0001", "names": ["王桂兰"], "numbers": ["13800000002"], "relation": "parent"},
    {"id": "P0010", "names": ["妈妈"], "numbers": ["075588881234"], "relation": "parent"},
    {"id": "P0002", "names": ["Zhao Xiaochuan", "赵小川"], "numbers": [], "relation": "friend"},
)


@pytest.fixture
def redactor():
    with speaking("zh"):
        yield Redactor(PERSONS)


@pytest.mark.parametrize(
    "text",
    [
        "13800000002",
        "138 0000 0002",
        "138-0000-0002",
        "+86 138 0000 0002",
        "008613800000002",
        "（138）0000 0002",
        "１３８０００００００２",
        "138\u200b00000002",
        "tel:+8613800000002;ext=1",
        "0755-8888 1234",
        "找王桂兰说话",
        "找王 桂 兰说话",
        "ZHAO XIAOCHUAN",
        "赵小川",
    ],
)
def test_nothing_of_a_name_or_number_is_left(redactor, text):
    shown = redactor.text(text)
    digits = "".join(c for c in shown if c.isascii() and c.isdigit())
    assert "13800000002" not in digits
    assert "075588881234" not in digits
    assert "00000002" not in digits
    assert "王桂兰" not in shown.replace(" ", "")
    assert "xiaochuan" not in shown.lower()
    assert "赵小川" not in shown


def test_a_longer_number_that_contains_it_is_another_number(redactor):
    assert redactor.text("订单号 9138000000021") == "订单号 9138000000021"


def test_what_people_call_their_relatives_stays_in_words_and_goes_in_fields(redactor):
    assert redactor.text("叫你妈妈还钱") == "叫你妈妈还钱"
    assert redactor.value("妈妈") == "第三人丙"


def test_labels_follow_the_order_of_ids(redactor):
    assert [person.label for person in redactor.persons] == ["第三人甲", "第三人乙", "第三人丙"]
    assert [person.id for person in redactor.persons] == ["P0001", "P0002", "P0010"]
    assert redactor.text("王桂兰和赵小川") == "第三人甲和第三人乙"


def test_further_words_and_numbers_are_shortened():
    with speaking("zh"):
        redactor = Redactor((), further=("某某小区3栋", "400-800-1234", " "))
        assert redactor.text("我住某某小区3栋，电话4008001234") == "我住［已隐去］，电话400****1234"
        assert redactor.counts() == {"names": 0, "numbers": 1, "words": 1}


def test_asking_whether_a_text_is_clean_counts_nothing(redactor):
    assert not redactor.clean({"a": ["王桂兰"]})
    assert redactor.clean({"a": ["张三", 5, None]})
    assert redactor.counts() == {"names": 0, "numbers": 0, "words": 0}


def test_shortened_numbers_keep_head_and_tail():
    assert shortened("13800000002") == "138****0002"
    assert shortened("075588881234") == "075****1234"
    assert shortened("88881234") == "8****34"
    assert shortened("12") == "12"


@given(st.text(alphabet="王桂兰赵小川妈138０2 -+", max_size=40))
def test_shortening_twice_changes_nothing_more(text):
    with speaking("zh"):
        redactor = Redactor(PERSONS)
        once = redactor.text(text)
        assert redactor.text(once) == once
