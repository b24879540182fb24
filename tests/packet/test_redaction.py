"""Third persons' names and numbers do not get through, however they are written."""

import unicodedata

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
        "138_0000_0002",
        "138/0000/0002",
        "138，0000，0002",
        "1 3 8 0 0 0 0 0 0 0 2",
        "138\n0000\n0002",
        "138\u00ad0000\u20600002",
        "138\u202e0000\u202c0002",
        "\x1b[31m138\x1b[0m0000\x1b[1;4m0002",
        "一三八零零零零零零零二",
        "幺三八〇〇〇〇〇〇〇二",
        "壹叁捌零零零零零零零贰",
        "١٣٨٠٠٠٠٠٠٠٢",
        "①③⑧⓪⓪⓪⓪⓪⓪⓪②",
        "𝟏𝟑𝟖𝟎𝟎𝟎𝟎𝟎𝟎𝟎𝟐",
        "13八0000零零零2",
        "88881234",
        "8888-1234",
        "(0755)8888 1234",
        "王桂蘭",
        "王　桂　兰",
        "王·桂·兰",
        "王-桂_兰",
        "王\u200b桂\u2060兰",
        "王\x1b[31m桂\x1b[0m兰",
        "趙小川",
        "ＺＨＡＯ　Ｘｉａｏｃｈｕａｎ",
        "zhaoxiaochuan",
        "Zhao.Xiaochuan",
    ],
)
def test_nothing_of_a_name_or_number_is_left(redactor, text):
    shown = redactor.text(text)
    assert shown != text
    values = {sign: str(digit) for digit, words in enumerate(("零〇", "一壹幺", "二贰", "三叁", "", "", "", "", "八捌"))
              for sign in words}  # fmt: skip
    digits = "".join(values.get(sign) or str(unicodedata.digit(sign, "")) for sign in shown)
    assert "13800000002" not in digits
    assert "88881234" not in digits
    assert "00000002" not in digits
    letters = "".join(sign for sign in unicodedata.normalize("NFKC", shown).lower() if sign.isalpha())
    for name in ("王桂兰", "王桂蘭", "赵小川", "趙小川", "xiaochuan"):
        assert name not in letters


@pytest.mark.parametrize(
    "text",
    ["王，桂兰，都好", "小王。桂兰花开了", "王大桂和兰", "1380000000", "11 位的 2138000000020", "三八妇女节", "3800000002", "1234 8888",
     "分机 1234，楼号 8888", "13900000002"],
)  # fmt: skip
def test_what_is_another_name_or_number_stays(redactor, text):
    assert redactor.text(text) == text


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


@given(st.text(alphabet="王桂兰蘭赵趙小川妈138０2零一 -+·\u200b\x1b[m", max_size=40))
def test_shortening_twice_changes_nothing_more(text):
    with speaking("zh"):
        redactor = Redactor(PERSONS)
        once = redactor.text(text)
        assert redactor.text(once) == once
