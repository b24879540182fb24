"""Weights of short strings: what they silence, what they mark, and how a file of them must look."""

from __future__ import annotations

import math

import pytest

from evidencelog.checker.wording.page import Page
from evidencelog.checker.wording.weighing import Scales
from evidencelog.laws.faults import PackRefused
from tests.wording.packs import frame, marked, ours, small

WORDS = """
[classes.kin]
words = "家人 父母"
[classes.not_word]
words = "不会"
[classes.any_word]
words = "今天 明天"
"""

WEIGHTS = """
[weights]
outputs = ["", "posed"]
biases = [0.0, -1.0]
step = 1.0
harmless = 0.25
doubtful = 0.1
telling = 0.7
unless = ["not_word"]
reason = {zh = "相近", en = "close"}
table = '''
官差 ag
开玩笑 33
家人 OO
说笑 O/
'''
classes = '''
not_word NO
'''
"""


@pytest.fixture
def reader(tmp_path):
    return small(tmp_path, WORDS + frame("posed", "kin", "any_word > kin") + WEIGHTS)


def test_a_text_that_is_likely_to_be_harmless_has_no_marks(reader):
    assert marked(reader.read("找你家人"), "找你家人") == ["家人"]
    assert reader.read("找你家人,开玩笑的").marks == ()


def test_a_label_that_is_unlikely_is_not_heard(reader):
    assert reader.read("找你家人,说笑的").marks == ()


def test_words_that_tell_are_marked_without_a_frame_but_not_beside_what_denies_them(tmp_path):
    reader = small(tmp_path, WORDS + frame("posed", "any_word > kin") + WEIGHTS)
    text = "家人和今天的官差要来"
    (mark,) = reader.read(text).marks
    assert (text[mark.start : mark.end], mark.frame, mark.rule) == ("官差", "weighed", "XX-P01")
    assert reader.read("家人和今天的官差不会来").marks == ()


def test_a_text_that_the_quick_look_passes_over_is_not_marked(tmp_path):
    reader = small(tmp_path, WORDS + frame("posed", "any_word > kin") + WEIGHTS)
    assert not reader.worth_reading("官差要来")
    assert reader.read("官差要来").marks == ()


def test_the_likelihood_is_the_logistic_of_the_weights_over_the_roots_of_the_numbers_of_strings_and_classes(reader):
    scales = Scales(reader.wording.weights)
    page = Page("官差找家人", {}, [], ("", "", ""))
    strings = 5 + 4 + 3 + 1  # of one, two and three characters; a setting that is not known is one string
    leaning = scales.leaning(page)
    assert leaning.any == pytest.approx(1 / (1 + math.exp(-18 / math.sqrt(strings))))
    assert leaning.label("posed") == pytest.approx(1 / (1 + math.exp(1 - 24 / math.sqrt(strings))))
    assert scales.any(page) == pytest.approx(leaning.any)
    assert leaning.label("told") == 1.0, "a label without weights is not doubted"


def test_classes_speak_for_and_against_by_their_own_number(reader):
    scales = Scales(reader.wording.weights)
    number = reader.wording.classes.index
    page = Page("某", {number("not_word"): [(0, 1)], number("kin"): [(0, 1)]}, [], ("", "", ""))
    assert scales.any(page) == pytest.approx(1 / (1 + math.exp(1 / math.sqrt(2))))
    assert scales.leaning(page).any == pytest.approx(scales.any(page))
    assert scales.leaning(page).label("posed") == pytest.approx(1 / (1 + math.exp(1)))


def test_a_class_that_the_pack_does_not_have_is_refused(tmp_path):
    with pytest.raises(PackRefused):
        small(tmp_path, WORDS + frame("posed", "kin") + WEIGHTS.replace("not_word NO", "no_such_class NO"))


def test_a_row_needs_a_letter_for_each_output(tmp_path):
    with pytest.raises(PackRefused):
        small(tmp_path, WORDS + frame("posed", "kin") + WEIGHTS.replace("官差 ag", "官差 a"))


def test_an_output_that_is_no_label_is_refused(tmp_path):
    with pytest.raises(PackRefused):
        small(tmp_path, WORDS + frame("posed", "kin") + WEIGHTS.replace('"posed"]', '"nothing"]'))


def test_the_weights_of_the_pack_cover_every_label():
    weights = ours().wording.weights
    assert weights is not None
    assert {label for label, _act in weights.outputs[1:]} == set(ours().wording.codes)
    assert len(weights.table) > 5000
