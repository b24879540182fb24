"""What the pack hears and what it does not: negation, speakers, genuine notices, purposes, cards."""

from __future__ import annotations

import pytest

from tests.wording.packs import labels, ours
from tests.wording.scoring import DEVELOPMENT, messages


@pytest.mark.parametrize(
    ("said", "unsaid", "label"),
    [
        ("我们会联系您的家人告诉他们您欠款的事", "我们不会联系您的家人告诉他们您欠款的事", "disclose_to_third_party"),
        ("再不还钱就抓你去坐牢", "您放心，这个不会坐牢的", "threat_detention"),
        ("你这个案子法院已经立案了，马上强制执行", "你这个案子法院还没有立案", "false_legal_process"),
        ("明天就去你单位找你领导", "我们不会去您单位找您领导", "visit_threat"),
        ("钱直接转到我个人微信上", "千万别把钱转到谁的个人微信上", "private_account_payment"),
    ],
)
def test_what_is_denied_is_not_marked(said, unsaid, label):
    assert label in labels(said)
    assert label not in labels(unsaid)


def test_not_paying_is_no_negation_of_what_is_threatened():
    assert "threat_detention" in labels("你不还钱就等着坐牢吧")
    assert "disclose_to_third_party" in labels("没到账的话我们就通知你家里人")


@pytest.mark.parametrize(
    ("transcript", "found"),
    [
        ("客户：我要报警抓你去坐牢！ 催收：您消消气，慢慢说。", False),
        ("客户：我实在没钱。 催收：没钱就等着坐牢吧。", True),
        ("催收：没钱就等着坐牢吧。 客户：我实在没钱。", True),
        ("我：你们是不是要抓我去坐牢？ 客服：不是的，您别担心。", False),
    ],
)
def test_in_a_transcript_only_the_collecting_side_is_heard(transcript, found):
    assert ("threat_detention" in labels(transcript)) is found


@pytest.mark.parametrize(
    "text",
    [
        "我会去法院起诉你们，还要向银保监投诉",
        "你们再打电话骚扰我妈我就报警",
        "求求您宽限几天，我爸住院了，我一定还",
        "我们保留通过诉讼主张权利的权利，逾期可能影响您的征信",
        "【丰川市人民法院】（2026）浙0799民初1234号案定于12月3日9时开庭，请准时到庭",
        "您在我局报的电动车被盗一案已受理，请携带身份证来所",
        "您的验证码是4821，请勿告诉任何人",
    ],
)
def test_others_who_speak_lawful_statements_and_genuine_notices_are_left_alone(text):
    assert labels(text) == set()


@pytest.mark.parametrize(
    ("text", "contacted", "rule"),
    [
        ("今天不还我就打给你爸妈，把欠款的事说清楚", "debtor", "CN-P05"),
        ("大姐，您弟弟在我们平台欠了三万块一直没还，您劝劝他", "relative", "CN-P03"),
    ],
)
def test_announced_and_done_are_different_rules(text, contacted, rule):
    marks = ours().read(text, view="quote", channel="call", contacted=contacted).marks
    assert rule in {mark.rule for mark in marks}


def test_the_same_words_mean_another_thing_to_another_person():
    """A relative who hears what is owed has been told; the debtor himself has not."""
    text = "他在我们平台的贷款逾期两个月了，一直联系不上"
    assert "disclose_to_third_party" in labels(text, contacted="relative")
    assert "disclose_to_third_party" not in labels(text, contacted="debtor")


def test_every_mark_has_a_reason_in_both_languages_and_a_rule_of_the_pack():
    rules = {code for codes in ours().wording.codes.values() for code in codes.values()}
    for frame in ours().wording.frames:
        assert frame.reason.zh
        assert frame.reason.en
    for message in messages(*DEVELOPMENT):
        for mark in ours().read(message["text"], view=message["speaker_view"]).marks:
            assert mark.rule in rules
            assert mark.end > mark.start


def test_the_quick_look_never_misses_what_reading_finds():
    found = 0
    for message in messages(*DEVELOPMENT):
        for view in ("", message["speaker_view"]):
            reading = ours().read(message["text"], view=view)
            if reading.marks or reading.cards or reading.purpose:
                found += 1
                assert ours().worth_reading(message["text"]), message["id"]
    assert found > 300


def test_everyday_texts_are_passed_over_quickly():
    """Of everyday texts only some are worth a longer look; else the look would save nothing."""
    texts = [
        "今天中午一起吃饭吗？", "快递已放到驿站，请凭码领取", "周末去爬山吧，天气不错", "项目进度更新了，请查看附件",
        "作业写完了吗？老师明天要收", "你好，请问还有货吗？", "会员日全场八折，今日截止", "晚上包饺子，早点回来",
        "明天降温，多穿点", "航班延误两小时", "会议改到三点，二楼会议室", "生日快乐！", "药记得按时吃",
    ]  # fmt: skip
    assert sum(map(ours().worth_reading, texts)) <= len(texts) // 2
