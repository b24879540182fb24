"""What forms match: order, distance, scope, conditions, for whom they are meant."""

from __future__ import annotations

import pytest

from evidencelog.laws.faults import PackRefused
from tests.wording.packs import frame, marked, small

WORDS = """
[classes.calls]
words = "联系 通知"
[classes.kin]
words = "家人 父母 爸{爸,妈}"
[classes.firm]
words = "单位"
[classes.debt]
words = "欠款"
[classes.not_word]
common = true
words = "不会 没有"
[classes.day]
pattern = '''[0-9]{1,2}月[0-9]{1,2}日'''
"""


def read(tmp_path, forms, text, head="", more="", **setting):
    reader = small(tmp_path, head + WORDS + frame("told", *forms, more=more))
    return marked(reader.read(text, **setting), text)


@pytest.mark.parametrize("text", ["我们会联系你家人", "家人我们会联系"])
def test_joined_by_and_stands_in_either_order(tmp_path, text):
    assert len(read(tmp_path, ["calls & kin"], text)) == 1


def test_joined_by_an_arrow_stands_in_that_order_only(tmp_path):
    assert read(tmp_path, ["calls > kin"], "联系你家人") == ["联系你家人"]
    assert read(tmp_path, ["calls > kin"], "家人我们会联系") == []


def test_the_gap_is_counted_between_the_words(tmp_path):
    assert read(tmp_path, ["calls >2 kin"], "联系一二家人") == ["联系一二家人"]
    assert read(tmp_path, ["calls >2 kin"], "联系一二三家人") == []
    assert read(tmp_path, ["calls >0 kin"], "联系家人") == ["联系家人"]


def test_the_width_is_counted_from_the_first_character_to_the_last(tmp_path):
    assert read(tmp_path, ["calls & kin /6"], "联系一二家人") == ["联系一二家人"]
    assert read(tmp_path, ["calls & kin /6"], "联系一二三家人") == []


def test_the_marked_words_are_the_closest_ones(tmp_path):
    assert read(tmp_path, ["calls & kin"], "联系别的人,再联系家人") == ["联系家人"]


@pytest.mark.parametrize(
    ("scope", "text", "found"),
    [
        ("clause", "联系你,家人", False), ("clause", "联系你家人", True), ("clause", "欠1,000联系2,500家人", True),
        ("sentence", "联系你,家人", True), ("sentence", "联系。家人", False), ("text", "联系。家人", True),
    ],
)  # fmt: skip
def test_a_form_keeps_to_its_scope(tmp_path, scope, text, found):
    assert bool(read(tmp_path, [f"calls >8 kin {scope}"], text)) is found


@pytest.mark.parametrize(
    ("condition", "text", "found"),
    [
        ("-not_word:before3", "不会去联系家人", False),
        ("-not_word:before3", "不会再三去联系家人", False),
        ("-not_word:before3", "不会再三地去联系家人", True),
        ("-not_word:before3", "不会,联系家人", False),
        ("-not_word:before3", "不会。联系家人", True),
        ("+debt", "欠款的事,联系家人", True),
        ("+debt", "欠款。联系家人", False),
        ("+debt:text", "欠款。联系家人", True),
        ("+debt:clause", "欠款的事,联系家人", False),
        ("-debt:text", "联系家人。欠款", False),
        ("-debt:inside", "联系欠款家人", False),
        ("-debt:inside", "欠款联系家人", True),
        ("+debt:after2", "联系家人说欠款", True),
        ("+debt:after2", "联系家人说一说欠款", False),
        ("+debt:next2", "联系家人,欠款", False),
        ("+debt:after2", "联系家人,欠款", True),
        ("-not_word:ahead3", "不会,联系家人", True),
        ("-not_word:near3", "联系不会家人", False),
        ("-not_word:near3", "不会,联系家人", True),
    ],
)
def test_conditions_look_where_they_say(tmp_path, condition, text, found):
    assert bool(read(tmp_path, [f"calls >4 kin {condition}"], text)) is found


def test_around_asks_for_a_class_that_covers_the_words(tmp_path):
    quoted = "[classes.quoted]\npattern = '''“[^”]{1,9}”'''\n"
    assert read(tmp_path, ["kin +quoted:around"], "他说“联系家人”", head=quoted) == ["家人"]
    assert read(tmp_path, ["kin +quoted:around"], "他说“联系”家人", head=quoted) == []


def test_a_form_for_a_view_a_channel_or_a_person_is_silent_elsewhere(tmp_path):
    form = ["calls > kin quote by=sms to=debtor"]
    text = "联系家人"
    assert read(tmp_path, form, text, view="quote", channel="sms", contacted="debtor")
    assert not read(tmp_path, form, text, view="description", channel="sms", contacted="debtor")
    assert not read(tmp_path, form, text, view="quote", channel="call", contacted="debtor")
    assert not read(tmp_path, form, text, view="quote", channel="sms", contacted="friend")
    assert read(tmp_path, form, text), "what is not known of the setting excludes nothing"


def test_alternatives_patterns_and_braces(tmp_path):
    assert read(tmp_path, ["calls > kin|firm"], "通知单位") == ["通知单位"]
    assert read(tmp_path, ["day > calls"], "11月3日联系") == ["11月3日联系"]
    assert read(tmp_path, ["kin"], "爸妈和爸爸") == ["爸妈", "爸爸"]


def test_a_made_class_is_what_its_forms_match(tmp_path):
    made = '[classes.reach]\nmade = ["calls >1 kin", "calls >1 firm"]\n'
    assert read(tmp_path, ["reach > debt"], "联系你家人说欠款", head=made) == ["联系你家人说欠款"]
    assert read(tmp_path, ["reach > debt"], "联系说家人欠款", head=made) == ["联系说家人欠款"]
    assert read(tmp_path, ["reach > debt"], "联系说三家人欠款", head=made) == []


def test_words_inside_longer_words_do_not_count_where_the_class_says_so(tmp_path):
    masked = '[classes.master]\nwords = "老板"\nunless_in = "老板娘家"\n'
    assert read(tmp_path, ["master"], "找老板谈", head=masked) == ["老板"]
    assert read(tmp_path, ["master"], "去老板娘家吃饭", head=masked) == []


def test_the_negation_of_the_pack_is_added_to_every_frame_that_is_affirmed(tmp_path):
    negation = 'negation = ["-not_word:near2"]\n'
    text = "不会联系家人"
    reader = small(tmp_path, WORDS + frame("told", "calls > kin"), head=negation + HEAD_OF_TOLD)
    assert marked(reader.read(text), text) == []
    reader = small(
        tmp_path, WORDS + frame("told", "calls > kin", more="affirmed = false\n"), head=negation + HEAD_OF_TOLD
    )
    assert marked(reader.read(text), text) == ["联系家人"]


HEAD_OF_TOLD = '[codes.told]\ndone = "XX-D01"\nthreat = "XX-T01"\n'


def test_done_wins_over_announced(tmp_path):
    done = frame("told", "kin > debt", name="two").replace('act = "threat"', 'act = "done"')
    reader = small(tmp_path, WORDS + frame("told", "calls > kin") + done)
    assert {mark.rule for mark in reader.read("联系家人").marks} == {"XX-T01"}
    assert {mark.rule for mark in reader.read("联系家人。家人知道欠款").marks} == {"XX-D01"}


@pytest.mark.parametrize(
    "form",
    [
        "",
        "calls &",
        "calls > kin & debt",
        "nobody",
        "calls kin",
        "calls +debt:somewhere",
        "calls to=nobody",
        "not_word",
    ],
)
def test_a_form_that_is_not_written_in_the_notation_is_refused(tmp_path, form):
    with pytest.raises(PackRefused):
        read(tmp_path, [form], "")


@pytest.mark.parametrize(
    "pattern", ["a+", "a*", "(?:a{1,9}){1,9}", "(a)\\\\1", "a{1,900}", "(", "(?:(?:ab){2,3}c){0,4}"]
)
def test_a_pattern_that_could_blow_up_is_refused(tmp_path, pattern):
    with pytest.raises(PackRefused):
        read(tmp_path, ["kin"], "", head=f"[classes.wild]\npattern = '''{pattern}'''\n".replace("\\\\", "\\"))


def test_a_class_made_of_itself_is_refused(tmp_path):
    with pytest.raises(PackRefused):
        read(tmp_path, ["kin"], "", head='[classes.a]\nmade = ["b"]\n[classes.b]\nmade = ["a"]\n')
