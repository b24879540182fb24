"""Lines of notes and what they say, each reading given by hand; what must not be read from them; saving them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidencelog.app.browsing import detail
from evidencelog.app.quick_entry import LONGEST_LINE, read_line, read_lines, save
from evidencelog.app.quick_words import vocabulary
from evidencelog.app.recording import record
from evidencelog.errors import InvalidInput
from evidencelog.models.fields import CONTACT, PERSON

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)  # Saturday, 20:00 in Shanghai

pytestmark = pytest.mark.usefixtures("english")


def at(text, precision="minute"):
    """Time and precision of an entry of 2026: ``at("11-20 22:30")``; a bare day is known to the day."""
    if len(text) == 5:
        return {"at": f"2026-{text}T00:00:00+08:00", "precision": "day"}
    time = {"at": f"2026-{text.replace(' ', 'T')}{':00' if len(text) == 11 else ''}+08:00"}
    return time if precision == "second" else {**time, "precision": precision}


def said(text):
    return {"content": text, "view": "description"}


def quoted(text):
    return {"content": text, "view": "quote"}


CALL = {"kind": "call"}
PHONE = {"kind": "call", "channel": "phone"}
TALK = {"outcome": "answered"}
VISIT = {"kind": "visit", "channel": "in_person"}
SMS = {"kind": "message", "channel": "sms"}
WECHAT = {"kind": "message", "channel": "wechat"}
MOTHER = {"to": "妈妈", "relation": "parent"}

LINES = [
    # the three of every day
    ("昨晚10点半 95188 花呗 工号0231 说要打给我单位",
     CALL | TALK | at("11-20 22:30") | {"number": "95188", "platform": "花呗", "employee_id": "0231"} | said("说要打给我单位")),
    ("今天上午9点多 某消金 催收 没接",
     CALL | at("11-21 09:00", "approximate") | {"platform": "某消金", "purpose": "collection", "outcome": "missed"}),
    ("11.3晚上8点半 自称派出所的打给我妈 让她还钱 1分20秒",
     PHONE | TALK | MOTHER | at("11-03 20:30") | {"claimed_role": "police", "duration": 80} | said("让她还钱")),
    # lines as a phone shows them
    ("2026-11-03 22:15 95188 呼入 1分20秒", PHONE | TALK | at("11-03 22:15") | {"number": "95188", "duration": 80}),
    ("11-18 20:33:09 呼入 95013000000001 时长 1:35 已接",
     PHONE | TALK | at("11-18 20:33:09", "second") | {"number": "95013000000001", "duration": 95}),
    ("20261118 203309 95188 没接", CALL | at("11-18 20:33:09", "second") | {"number": "95188", "outcome": "missed"}),
    ("11/18 20:33 02112345678 响了三声挂断", CALL | at("11-18 20:33") | {"number": "02112345678", "outcome": "missed"}),
    ("今早8点10 拒接 13812345678", CALL | at("11-21 08:10") | {"outcome": "rejected", "number": "13812345678"}),
    ("昨晚10点 未知号码 接了 没说话就挂断",
     CALL | TALK | at("11-20 22:00") | {"number": "未知号码"} | said("没说话就挂断")),
    ("今天9点 微信语音 95秒", {"kind": "call", "channel": "wechat"} | TALK | at("11-21 09:00") | {"duration": 95}),
    ("今天早上7点40 95开头的号码 响一声就挂", CALL | at("11-21 07:40") | {"outcome": "missed"} | said("95开头的号码")),
    ("周五8点 机器人 AI语音 没接", CALL | at("11-20 20:00") | {"style": "robot", "outcome": "missed"}),
    # several in one
    ("昨天下午三点多 14个未接来电 都是95013123456789",
     PHONE | at("11-20 15:00", "approximate") | {"count": 14, "outcome": "missed", "number": "95013123456789"}),
    ("昨天9点到晚上10点 打了23个 一个没接",
     CALL | at("11-20 09:00") | {"until": "2026-11-20T22:00:00+08:00", "count": 23, "outcome": "missed"}),
    ("2026年11月20日15:30-16:10连续拨打12次，均未接",
     PHONE | at("11-20 15:30") | {"until": "2026-11-20T16:10:00+08:00", "count": 12, "outcome": "missed"}),
    ("今天上午10点到11点 打了6次 没接",
     CALL | at("11-21 10:00") | {"until": "2026-11-21T11:00:00+08:00", "count": 6, "outcome": "missed"}),
    ("昨晚11点到凌晨1点 打了五个", CALL | at("11-20 23:00") | {"until": "2026-11-21T01:00:00+08:00", "count": 5}),
    ("11.18 8点多 到晚上9点多 一共17个电话",
     PHONE | at("11-18 08:00", "approximate") | {"until": "2026-11-18T21:00:00+08:00", "count": 17}),
    ("昨天一天打了三十多个电话", PHONE | at("11-20") | {"count": 30} | said("一天打了三十多个电话")),
    ("昨晚11点 给我发了5条短信 106812345678", SMS | at("11-20 23:00") | {"count": 5, "number": "106812345678"}),
    # of several calls only what is said of all of them
    ("今天10点 打了3个电话 都接了 说要起诉", PHONE | TALK | at("11-21 10:00") | {"count": 3} | said("说要起诉")),
    ("今天10点 打了3个电话 说要起诉", PHONE | at("11-21 10:00") | {"count": 3} | said("说要起诉")),
    ("今天10点 连打8个电话 接了2个", PHONE | at("11-21 10:00") | {"count": 8} | said("连打8个电话 接了2个")),
    ("今天10点 打了4个 前3个没接 第4个接了", CALL | at("11-21 10:00") | {"count": 4} | said("前3个没接 第4个接了")),
    ("今天10点 电话14个 未接", PHONE | at("11-21 10:00") | {"count": 14, "outcome": "missed"}),
    # who called
    ("昨晚十点 张经理 自称花呗的 工号：A12 骂我老赖 聊了两分钟",
     CALL | TALK | at("11-20 22:00") | {"caller": "张经理", "platform": "花呗", "claimed_role": "lender",
     "employee_id": "A12", "duration": 120} | said("骂我老赖")),
    ("前天晚上九点半平台分期乐催收员李明打给我同事小王，问我在哪上班",
     PHONE | TALK | at("11-19 21:30") | {"platform": "分期乐", "caller": "李明", "to": "小王", "relation": "colleague"}
     | said("问我在哪上班")),
    ("刚接到021-12345678电话，说是某某律师事务所的，要起诉我，通话3分20秒",
     PHONE | TALK | at("11-21 20:00", "approximate") | {"number": "021-12345678", "claimed_role": "lawyer", "duration": 200}
     | said("说是某某律师事务所的，要起诉我")),
    ("花呗催收 自称公安局经侦大队的王警官 说我涉嫌诈骗 昨天14点 通话2分",
     CALL | TALK | at("11-20 14:00") | {"platform": "花呗", "claimed_role": "police", "caller": "王警官", "duration": 120,
     "purpose": "collection"} | said("自称公安局经侦大队的王警官 说我涉嫌诈骗")),
    ("11.20 下午4点 微信 对方姓王 加我好友", WECHAT | at("11-20 16:00") | {"caller": "姓王"} | said("加我好友")),
    ("昨天14:20 客服李娜 工号 8021 还算客气 5分钟",
     CALL | TALK | at("11-20 14:20") | {"caller": "李娜", "employee_id": "8021", "duration": 300} | said("还算客气")),
    ("11月19日 09:12 +852 1234 5678 陈律师打来",
     PHONE | TALK | at("11-19 09:12") | {"number": "+852 1234 5678", "caller": "陈律师", "claimed_role": "lawyer"}),
    ("11.3晚上8点半 派出所的打来 说我涉嫌诈骗",
     PHONE | TALK | at("11-03 20:30") | {"claimed_role": "police"} | said("说我涉嫌诈骗")),
    ("今天12点 自称司法局的人打给我老板",
     PHONE | TALK | at("11-21 12:00") | {"claimed_role": "government", "to": "老板", "relation": "employer"}),
    ("今天10:00 打我13900000001 自称检察院的 说我是老赖",
     CALL | TALK | at("11-21 10:00") | {"line": "13900000001", "claimed_role": "procuratorate"} | said("说我是老赖")),
    # whom they reached
    ("我妈今天上午十点接到一个自称法院的电话 让她转告我还钱",
     PHONE | TALK | MOTHER | at("11-21 10:00") | {"claimed_role": "court"} | said("让她转告我还钱")),
    ("催收昨天晚上九点四十给我单位打电话",
     PHONE | at("11-20 21:40") | {"to": "单位", "relation": "employer", "purpose": "collection"}),
    ("昨儿晚上九点 催收打我公司前台电话 说我欠债不还",
     PHONE | TALK | at("11-20 21:00") | {"to": "公司前台", "relation": "employer", "purpose": "collection"} | said("说我欠债不还")),
    ("今天10点 同事接到催收电话",
     PHONE | at("11-21 10:00") | {"to": "同事", "relation": "colleague", "purpose": "collection"}),
    ("中午 我姐说有人打给她", CALL | at("11-21") | {"to": "姐姐", "relation": "relative"}),
    ("昨天傍晚6点 电话轰炸 打给了通讯录好友",
     PHONE | at("11-20 18:00") | {"to": "通讯录好友", "relation": "contact"} | said("电话轰炸")),
    ("昨晚9点给我老婆发短信说要起诉",
     SMS | at("11-20 21:00") | {"to": "妻子", "relation": "spouse"} | said("给我老婆发短信说要起诉")),
    ("昨天15:30 我打给客服 要求停止联系家人 10分钟",
     PHONE | TALK | at("11-20 15:30") | {"direction": "out", "duration": 600} | said("要求停止联系家人")),
    # at the door, by post, in public
    ("上周三 上门 3个人 没出示证件 在家门口喊话",
     VISIT | at("11-11") | {"visitors": 3, "papers_shown": False, "place": "home", "act": "loudspeaker"}
     | said("在家门口喊话")),
    ("昨天晚上 两个人上门 到我公司 找前台 说我欠钱",
     VISIT | at("11-20") | {"visitors": 2, "place": "workplace", "to": "前台", "relation": "employer"} | said("说我欠钱")),
    ("周四晚上七点 两男一女上门 敲门 没开门 贴了催收单",
     VISIT | at("11-19 19:00") | {"visitors": 3, "entered": False, "act": "posting"}),
    ("今天下午两点 快递 律师函", {"kind": "letter", "channel": "mail"} | at("11-21 14:00")),
    ("收到一封律师函 11月10日", {"kind": "letter", "channel": "mail"} | at("11-10")),
    ("3天前 朋友圈 被人发帖 说我老赖", {"kind": "post"} | at("11-18") | said("说我老赖")),
    # their own words
    ("昨天上午10点 短信“您已被立案，请速还款”", SMS | at("11-20 10:00") | quoted("您已被立案，请速还款")),
    ("10点 花呗 打来 说：你再不还钱就让你全村都知道",
     PHONE | TALK | at("11-21 10:00") | {"platform": "花呗"} | quoted("你再不还钱就让你全村都知道")),
    ("昨天 短信 106912345678 【某消金】您尾号1234的借款已逾期35天，请于今日18点前处理",
     SMS | at("11-20") | {"number": "106912345678", "platform": "某消金"}
     | quoted("【某消金】您尾号1234的借款已逾期35天，请于今日18点前处理")),
    ("今天中午12:05 微信 加我 说“再不还就上门”", WECHAT | at("11-21 12:05") | said("加我 说“再不还就上门”")),
    # simple English
    ("yesterday 10:30pm 95188 from Huabei staff no 0231 said he would call my office 1m20s",
     CALL | TALK | at("11-20 22:30") | {"number": "95188", "platform": "Huabei", "employee_id": "0231", "duration": 80}
     | said("said he would call my office")),
    ("last night 9pm missed call 4001234567", PHONE | at("11-20 21:00") | {"outcome": "missed", "number": "4001234567"}),
    ("yesterday 3pm robot call from CashBank, answered, 45 seconds",
     PHONE | TALK | at("11-20 15:00") | {"style": "robot", "platform": "CashBank", "duration": 45}),
    ('Nov 18 20:33 sms from 10690000123456 "pay today or we call your mother"',
     SMS | at("11-18 20:33") | {"number": "10690000123456"} | quoted("pay today or we call your mother")),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), LINES, ids=[line for line, _expected in LINES])
def test_a_line_and_what_it_says(line, expected):
    reading = read_line(None, line, now=NOW)
    assert reading.values == expected
    assert reading.problems == ()


@pytest.mark.parametrize("line", [line for line, _expected in LINES])
def test_every_field_shows_the_words_it_is_from_or_says_why(line):
    reading = read_line(None, line, now=NOW)
    assert [piece.field for piece in reading.pieces] == list(reading.values)
    order = [field.name for field in CONTACT]
    assert list(reading.values) == sorted(reading.values, key=order.index)
    for piece in reading.pieces:
        assert piece.value == reading.values[piece.field]
        told_elsewhere = piece.field in ("precision", "content", "view", "channel")
        assert piece.text or piece.note or told_elsewhere, piece
        assert set(piece.text) - {" "} <= set(line[piece.start : piece.end])


NOT_DONE = [
    # what is announced is not done: neither a visit nor a third person, neither a message nor a count
    ("昨晚9点 95188 说再不还就上门", {"kind", "at", "precision", "number", "outcome", "content", "view"}),
    ("昨晚9点 95188 说要打给我妈和我单位", {"kind", "at", "precision", "number", "outcome", "content", "view"}),
    ("昨晚9点 95188 威胁发短信给通讯录 让3个人上门", {"kind", "at", "precision", "number", "outcome", "content", "view"}),
    ("昨晚9点 95188 说给我10分钟 不还就起诉", {"kind", "at", "precision", "number", "outcome", "content", "view"}),
    ("昨晚9点 95188 说派出所会来抓我", {"kind", "at", "precision", "number", "outcome", "content", "view"}),
    # digits that are no number of a caller, words that are no name
    ("昨晚9点 还了10000元 尾号95188", {"kind", "at", "precision", "content", "view"}),
    ("昨晚9点 合同编号13812345678", {"kind", "at", "precision", "content", "view"}),
    ("昨晚9点 让我加微信13900001111", {"kind", "at", "precision", "content", "view"}),
    ("昨晚9点 网贷 打了我3个亲戚", {"kind", "at", "precision", "content", "view"}),
    ("昨晚9点 响了两分钟", {"kind", "at", "precision", "content", "view"}),
    ("昨晚9点 经常总是这样", {"kind", "at", "precision", "content", "view"}),
]  # fmt: skip


@pytest.mark.parametrize(("line", "fields"), NOT_DONE, ids=[line for line, _fields in NOT_DONE])
def test_what_is_not_read_as_a_fact(line, fields):
    reading = read_line(None, line, now=NOW)
    assert set(reading.values) == fields
    assert reading.values["kind"] == "call"


def test_what_they_announce_and_then_do_is_done():
    assert read_line(None, "11月3日 18:20 说再不还就打给我妈，打给我妈了", now=NOW).values["to"] == "妈妈"
    assert "to" not in read_line(None, "11月3日 18:20 说再不还就打给我妈，会打给我妈", now=NOW).values


DOUBTS = [
    ("昨晚9点 甲乙丙催收", "perhaps a platform; if it is one, write 平台甲乙丙", "甲乙丙催收"),
    ("昨晚9点 打了好几个电话", "how many is not said; this counts as one", "好几个"),
    ("昨晚9点 95188 95555 没接", "a second number; an entry holds one", "95555"),
    ("昨晚9点 打给我妈和我姐", "a second person; write a line of its own", "我姐"),
    ("昨晚9点 电话 又发短信", "another kind of contact; write a line of its own", "发短信"),
    ("昨晚9点 没接 10点20又打", "a second time; if it is another contact, write it after an empty line", "10点20"),
    ("今天10点 连打8个电话 接了2个", "not said of all of them; write lines of their own", "接了"),
    ("昨晚9点 打了七八个", "how many is not said; this counts as one", "七八个"),
    ("昨晚9点 短信 验证码30多条", "perhaps how many, but of what?", "30多条"),
    ("昨晚9点 没接 / 11:30 / 15:45", "a second time; if it is another contact, write it after an empty line", "15:45"),
    (
        "小陈说昨天催收给他打电话了",
        "taken for part of what was said; if it is when it happened, write it first",
        "昨天",
    ),
    ("今天10点 打了8个 短信3条", "a second count; write a line of its own", "3条"),
]


@pytest.mark.parametrize(("line", "why", "words"), DOUBTS, ids=[line for line, _why, _words in DOUBTS])
def test_what_is_not_understood_is_said(line, why, words):
    assert (words, why) in [tuple(doubt) for doubt in read_line(None, line, now=NOW).unread]


def test_a_message_pasted_as_it_came_is_a_message_whatever_it_tells():
    text = "【某消金】您尾号1234的借款已逾期，明天15:30上门，来电95013，今晚电话联系您家人"
    reading = read_line(None, text, now=NOW)
    assert reading.values == SMS | at("11-21 20:00:00", "second") | {"platform": "某消金"} | quoted(text)


def test_the_word_before_a_name_of_the_case_is_no_content(case):
    record(case, "platform", {"name": "某某消费金融", "aliases": ["某消金"]})
    reading = read_line(case, "今天下午3点 14个未接来电 平台某消金", now=NOW)
    assert reading.values["platform"] == "某某消费金融"
    assert "content" not in reading.values
    assert "content" not in read_line(case, "今天下午3点 未接 平台：某消金", now=NOW).values


def test_what_no_word_says_carries_a_note():
    def notes(line):
        return {piece.field: piece.note for piece in read_line(None, line, now=NOW).pieces if piece.note}

    assert notes("95188 没接") == {
        "kind": "no word says what it was: taken for a call",
        "at": "no words for a time: now",
    }
    assert notes("昨天9点 电话 1分20秒") == {"at": "or 09:00: 上午 or 晚上 would tell", "outcome": "it lasted"}
    assert notes("昨天 106912345678") == {"kind": "the number only sends messages", "at": "only the day"}
    assert notes("昨晚9点 电话 挂断")["outcome"] == "taken to mean that you did not take the call"
    assert notes("昨晚9点 电话 打给我妈 平台甲甲") == {
        "to": "new: not in the case yet", "platform": "new: not in the case yet",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "where", "what"),
    [
        ("上周晚上10点 花呗 打来", "at", "'上周晚上10点' is not understood as a time; write one like 昨晚10点半"),
        ("前几天 花呗 打来", "at", "'前几天' is not understood as a time; write one like 昨晚10点半"),
        ("20261118 95188 没接", "at", "'20261118' is not understood as a time; write one like 昨晚10点半"),
        ("11月31日下午3点 花呗", "at", "'11月31日下午3点' is not understood as a time; write one like 昨晚10点半"),
        ("今晚9点 花呗 打来", "at", "lies in the future"),
        ("x" * (LONGEST_LINE + 1), "content", "longer than 5000 characters"),
    ],
    ids=["unknown day", "no day", "digits", "no such day", "future", "too long"],
)
def test_what_keeps_a_line_from_being_saved(line, where, what):
    (problem,) = read_line(None, line, now=NOW).problems
    assert problem.where == where
    assert what in problem.what


def test_a_time_that_they_set_is_not_when_it_happened():
    reading = read_line(None, "95188 说明天上午10点来我家", now=NOW)
    assert reading.values["at"] == "2026-11-21T20:00:00+08:00"
    assert reading.values["content"] == "说明天上午10点来我家"


@pytest.fixture
def known(case):
    record(case, "platform", {"name": "某某消费金融", "aliases": ["某消金", "M金"], "numbers": ["95013123456789"]})
    record(case, "platform", {"name": "某消金商城"})
    record(case, "platform", {"name": "甲"})
    record(case, "person", {"name": "王芳", "relation": "friend", "numbers": ["13800000002"]})
    record(case, "person", {"name": "妈妈", "relation": "parent"})
    return case


def test_names_of_the_case_are_known(known):
    def platform(line):
        reading = read_line(known, line, now=NOW)
        piece = next((piece for piece in reading.pieces if piece.field == "platform"), None)
        return piece and (piece.value, piece.text, piece.note)

    assert platform("昨晚9点 某消金 没接") == ("某某消费金融", "某消金", "")
    assert platform("昨晚9点 某消金商城 没接") == ("某消金商城", "某消金商城", "")  # the longest name that fits
    assert platform("昨晚9点 ｍ金没接") == ("某某消费金融", "ｍ金", "")
    assert platform("昨晚9点 甲 没接") == ("甲", "甲", "")
    assert platform("昨晚9点 甲方 没接") is None
    assert platform("昨晚9点 95013123456789 没接") == ("某某消费金融", "", "the number is recorded as theirs")
    assert platform("昨晚9点 没接") is None


def test_persons_of_the_case_are_known(known):
    reading = read_line(known, "昨晚9点 打给王芳 让她转告", now=NOW)
    assert reading.values["to"] == "王芳"
    assert "relation" not in reading.values
    assert next(piece.note for piece in reading.pieces if piece.field == "to") == ""
    assert "relation" not in read_line(known, "昨晚9点 打给我妈", now=NOW).values
    theirs = read_line(known, "昨晚9点 王芳接到催收电话 她的号13800000002", now=NOW)
    assert "number" not in theirs.values  # the number that was called, not the one that called


def test_the_zone_and_the_clock_are_those_of_the_case(case):
    assert read_line(case, "95188").values["at"] == "2026-11-21T20:00:00+08:00"
    assert read_line(None, "昨晚10点半", now=NOW).values["at"] == "2026-11-20T22:30:00+08:00"


NOTES = """11.3
晚上8点半 95188 没接
9点 花呗 自称派出所的打给我妈
  让她还钱，不还就上门
95013123456789 响了两声

11月5日 周四：
1. 上午10点 招联 催收 接了 1分20秒
说要起诉我
下周一之前必须还清
2、下午3点多 短信 106912345678
【招联】请尽快还款

- 昨晚10点半 95188 打来
• 今早8点 拒接
"""


def test_pasted_notes_are_one_contact_a_line_below_the_heading_of_their_day():
    readings = read_lines(None, NOTES, now=NOW)
    assert [(reading.line, reading.values["at"][5:16], reading.values.get("content")) for reading in readings] == [
        (2, "11-03T20:30", None),
        (3, "11-03T21:00", "让她还钱，不还就上门"),
        (5, "11-03T00:00", None),
        (8, "11-05T10:00", "说要起诉我\n下周一之前必须还清"),
        (11, "11-05T15:00", "【招联】请尽快还款"),
        (14, "11-20T22:30", None),
        (15, "11-21T08:00", None),
    ]
    assert [reading.values["precision"] for reading in readings] == [
        "minute", "minute", "day", "minute", "approximate", "minute", "minute",
    ]  # fmt: skip
    assert [reading.values.get("number") for reading in readings[:3]] == ["95188", None, "95013123456789"]
    assert not [reading.problems for reading in readings if reading.problems]


def test_a_line_is_swallowed_by_none_above_it():
    lines = ["2026-03-02 22:41 95188 没接", "前几天 95555 没接", "2026-02-30 9:00 没接", "95566 打来"]
    readings = read_lines(None, "\n".join(lines), now=NOW)
    assert [reading.text for reading in readings] == lines
    assert [bool(reading.problems) for reading in readings] == [False, True, True, True]
    going_on = ["昨晚9点 95188", "下周一之前必须还清", "今天18点前还2000", "让我打95566", "花呗的人态度很差"]
    assert [reading.text for reading in read_lines(None, "\n".join(going_on), now=NOW)] == ["\n".join(going_on)]


def test_the_night_behind_a_heading_is_the_next_day():
    first, second = read_lines(None, "11月3日\n晚上12点 95188\n凌晨1点 95188", now=NOW)
    assert first.values["at"] == "2026-11-04T00:00:00+08:00"
    assert second.values["at"] == "2026-11-03T01:00:00+08:00"


def test_of_several_lines_none_is_of_now():
    first, second = read_lines(None, "昨晚9点 95188 没接\n95555 没接", now=NOW)
    assert first.problems == ()
    assert [problem.line() for problem in second.problems] == [
        "at: no words for a time; write one before it, such as 昨晚10点半"
    ]
    assert read_lines(None, " \n\n", now=NOW) == []


def test_saving_writes_all_of_it(case):
    readings = read_lines(case, "昨晚10点半 95188 花呗 打给我妈 没接\n今天上午9点 花呗 1分20秒")
    first, second = save(case, readings)
    assert (first.id, second.id) == ("C0001", "C0002")
    assert detail(case, "C0001").values == {
        "kind": "call", "at": "2026-11-20T22:30:00+08:00", "precision": "minute", "channel": "phone", "direction": "in",
        "outcome": "missed", "platform": "花呗", "number": "95188", "to": "妈妈", "relation": "parent",
        "purpose": "collection",
    }  # fmt: skip
    assert detail(case, "C0002").values["duration"] == 80


def test_saving_writes_nothing_where_one_line_is_wrong(case):
    readings = read_lines(case, "昨晚10点半 95188 没接\n今晚9点 95188 没接")
    with pytest.raises(InvalidInput) as refused:
        save(case, readings)
    assert [problem.where for problem in refused.value.problems] == ["line 2: at"]
    assert case.info().contacts == 0


PARTS = ["昨晚", "10点半", "说", "“", "”", "：", " ", "，", "。", "\n", "95188", "工号0231", "1分20秒", "14个", "打了", "【某消金】",
    "我妈", "打给", "自称", "派出所", "上门", "3个人", "到", "-", "11.3", "周三", "没接", "挂断", "ﬁ", "İ", "é", "①", "平台", "花呗",
    "催收", "2026-11-03", "from ", "said ", "call ", "\u200b", "👍🏽"]  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_any_mixture_is_read_without_losing_its_place(text):
    known = {field.name for field in CONTACT}
    for reading in read_lines(None, text, now=NOW):
        assert set(reading.values) <= known
        for piece in reading.pieces:
            assert 0 <= piece.start <= piece.end <= len(reading.text)
            assert set(piece.text) - {" "} <= set(reading.text[piece.start : piece.end])


def test_the_vocabulary_names_only_what_a_contact_can_hold():
    choices = {field.name: field.choices for field in CONTACT}
    relations = next(field.choices for field in PERSON if field.name == "relation")
    words = vocabulary()
    assert {kind for kind, _channel in words.kinds.entries.values()} <= set(choices["kind"])
    assert {channel for _kind, channel in words.kinds.entries.values()} - {None} <= set(choices["channel"])
    assert set(words.roles.entries.values()) <= set(choices["claimed_role"])
    assert {person.relation for person in words.persons.values()} <= set(relations)
    for field, facts in words.facts.items():
        for fact in facts.entries.values():
            assert fact.value is None or fact.value in (choices[field] or (True, False))
            assert set(fact.only) <= set(choices["kind"])


@pytest.mark.parametrize(
    "text", ["说" + "上门 " * 1600, "打给" * 2400, "一" * 4900, "【" * 4900, "9" * 4900, "昨晚 " * 1600]
)
def test_long_lines_take_no_longer_for_their_length(text):
    from time import process_time

    def cost(piece):
        start = process_time()
        read_line(None, piece, now=NOW)
        return process_time() - start

    cost(text[:100])
    quarter = min(cost(text[: len(text) // 4]) for _ in range(3))
    assert min(cost(text) for _ in range(3)) < 12 * quarter + 0.2
