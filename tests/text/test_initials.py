"""Names found by the first letters of their readings; expected letters are those of the characters' usual pinyin."""

from __future__ import annotations

import pytest

from evidencelog.text.initials import found_by_initials, letters_of


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("某消费金融", "mxfjr"),
        ("花呗", "hb"),
        ("银行信用卡", "yhxyk"),
        ("招商银行", "zsyh"),
        ("马上消费", "msxf"),
        ("捷信", "jx"),
        ("度小满", "dxm"),
        ("拍拍贷", "ppd"),
        ("安逸花", "ayh"),
        ("饿了么", "elm"),
        ("欧阳", "oy"),
        ("平安普惠", "paph"),
        ("360借条", "360jt"),
        ("张 三", "zs"),
        ("QQ好友群", "qqhyq"),
    ],
)
def test_a_name_is_found_by_its_letters(name, letters):
    assert found_by_initials(name, letters) == 0
    assert found_by_initials(name, letters.upper()) == 0
    assert found_by_initials(name, letters[2:]) == 2 or len(letters) == 2
    assert found_by_initials(name, letters + "x") is None


def test_the_first_and_last_character_of_each_letter():
    ends = {
        "a": "啊澳", "b": "芭怖", "c": "擦错", "d": "搭堕", "e": "蛾贰", "f": "发咐", "g": "噶过", "h": "哈祸", "j": "击骏",
        "k": "喀阔", "l": "垃络", "m": "妈穆", "n": "拿诺", "o": "哦沤", "p": "啪瀑", "q": "期群", "r": "然弱", "s": "撒所",
        "t": "塌唾", "w": "挖误", "x": "昔迅", "y": "压孕", "z": "匝座",
    }  # fmt: skip
    assert {letter: "".join(letters_of(one) for one in pair) for letter, pair in ends.items()} == {
        letter: letter * 2 for letter in ends
    }


def test_nothing_typed_finds_nothing():
    assert found_by_initials("花呗", "") is None
    assert found_by_initials("", "h") is None
    assert found_by_initials("龘龘", "d") is None
