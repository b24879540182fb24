"""Attempts to get an over-claim past the guard, and honest words it must let through."""

import pytest

from evidencelog.i18n import speaking
from evidencelog.packet.assembling import assemble, redactor_of
from evidencelog.packet.blocks import Document, Paragraph, Run
from evidencelog.packet.guard import GuardStopped, check
from evidencelog.packet.making import documents
from tests.packet.building import LOOSE, NIGHT, RULE, TERMS, contact, finding, material
from tests.packet.conftest import contacts, findings


def hits(given, extra=(), private=()):
    """Codes and texts of what the guard finds in a packet of that material."""
    with speaking("zh"):
        packet = assemble(given)
        papers = [*documents(packet), *extra]
        redactor = redactor_of(given)
        return [
            (hit.code, hit.text)
            for hit in check(packet, papers, TERMS, clean=lambda text: redactor.text(text) == text, private=private)
        ]


def letter(*paragraphs, request=None, **values):
    return material(contacts(), findings=findings(), letter=paragraphs, request=request, **values)


def codes(given, **more):
    return {code for code, _text in hits(given, **more)}


def test_the_hand_made_packet_passes():
    assert hits(letter("本人愿意协商，请通过电话联系我本人。", request="停止联系第三人；提供完整录音。")) == []


@pytest.mark.parametrize(
    "words",
    [
        "对方的做法是违法的",
        "对方的做法是違法的",
        "对方违 法催收",
        "对方违-法催收",
        "对方违\u200b法催收",
        "对方违\u00b7法催收",
        "这已经构成犯罪",
        "他们涉嫌犯 罪",
    ],
)
def test_illegal_and_crime_words_are_stopped_however_they_are_written(words):
    assert "unlawful" in codes(letter(words))
    assert "unlawful" in codes(letter(request=words))


@pytest.mark.parametrize(
    "words",
    [
        "请依照《打击违法犯罪活动办法》处理",  # an official title
        "可能违反《关于规范“示例贷”业务的通知》第一条",  # quotation marks that belong to a title
        "对方说：“明天就去你单位”",  # their words, recorded as a quote
        "以上并非法律意见",  # 非法律 is another word
        "可能违反《示例管理办法》第五十六条",
    ],
)
def test_titles_recorded_quotes_and_other_words_pass(words):
    assert hits(letter(words)) == []


@pytest.mark.parametrize(
    "words",
    ["对方《违法》催收", "对方《 违 法（试行）》催收", "这是《犯罪（2026年）》", "《他们的做法是犯罪，是违法》"],
)
def test_a_crime_word_cannot_hide_between_title_marks(words):
    assert "unlawful" in codes(letter(words))


def test_a_crime_word_cannot_hide_between_quotation_marks():
    assert "quote" in codes(letter("对方的行为就是“犯罪”"))
    assert "quote" in codes(letter("对方的行为就是「犯罪」"))
    assert "quote" in codes(letter('对方的行为就是"犯罪"'))
    assert "quote" in codes(letter("对方的行为就是‹犯罪›"))


def test_quotation_marks_need_recorded_words_and_an_account_is_no_quote():
    assert hits(letter("对方说“明天就去你单位”")) == []
    assert ("quote", "明天就去你家") in hits(letter("对方说“明天就去你家”"))
    # C0007 was typed from memory as an account: its words are the complainant's
    assert ("quote", "要她还钱") in hits(letter("对方“要她还钱”"))


@pytest.mark.parametrize(
    ("words", "stopped"),
    [
        ("对方共联系23次", False),  # 20 calls, 2 messages, 1 visit
        ("其中未接通16次", False),
        ("对方联系了50次", True),
        ("对方联系了五十次", True),
        ("打了5 0 次", True),
        ("打了1,200次", True),
        ("打了上百次电话", True),
        ("打了无数次", True),
        ("发来99条短信", True),
        ("打了玖拾玖次", True),
        ("打了壹佰伍拾次", True),
        ("发来一百二十三条短信", True),
        ("每天三四次", True),
        ("再次请求不要打给家人", False),
        ("他只打过一次", False),
        ("按照第十三条、第5条处理", False),
        ("三番五次来电", False),
    ],
)
def test_a_count_must_be_one_the_lists_bear(words, stopped):
    assert ("count" in codes(letter(words))) is stopped


@pytest.mark.parametrize(
    ("words", "stopped"),
    [
        ("本人因此抑郁", True),
        ("本人因此住院，见证据9-9", True),  # there is no such exhibit
        ("本人因此住院（证据4-1）", False),
        ("本人被公司辞退", True),
        ("本人损失3000元", True),
        ("本人损失三千元", True),
        ("本人损失叁仟元", True),
        ("对方承诺减免利息", True),
        ("本人损失3000元，见A0001", False),
    ],
)
def test_illness_dismissal_sums_and_waivers_need_a_document_in_the_same_sentence(words, stopped):
    assert ("proof" in codes(letter(words))) is stopped


def test_a_document_in_another_sentence_does_not_carry_a_claim():
    assert "proof" in codes(letter("见证据4-1。本人因此住院。"))


def test_criminal_law_and_a_demand_for_money_do_not_stand_together():
    assert "demand" in codes(letter("否则本人将报警", request="要求赔偿"))
    assert "demand" in codes(letter("否则追究刑 事责任。", "请求减免利息"))
    assert "demand" not in codes(letter("否则本人将报警"))
    assert "demand" not in codes(letter(request="请求减免利息"))


def test_a_repealed_text_is_stopped_in_words_and_in_findings():
    assert "repealed" in codes(letter("依照《示例旧办法》处理"))
    early = finding(9, "EX-T01", "夜间联系", "2025-02-27", ("C0001",), (NIGHT,))
    assert "repealed" in codes(material(contacts(), findings=(early,)))
    ended = finding(9, "EX-P01", "联系第三人", "2026-03-01", ("C0001",), (RULE._replace(in_force_to="2025-12-31"),))
    assert "repealed" in codes(material(contacts(), findings=(ended,)))


def test_a_finding_counts_only_listed_contacts_and_no_more_than_there_are():
    stranger = finding(9, "EX-F01", "多次", "2026-03-01", ("C0001", "C0099"), (NIGHT,))
    assert ("count", "C0099") in hits(material(contacts(), findings=(stranger,)))
    withdrawn = finding(9, "EX-F01", "多次", "2026-03-05", ("C0012",), (NIGHT,))
    assert ("count", "C0012") in hits(material(contacts(), findings=(withdrawn,)))
    swollen = finding(9, "EX-F01", "多次", "2026-03-01", ("C0001", "C0002"), (NIGHT,), measured=4)
    assert "count" in codes(material(contacts(), findings=(swollen,)))
    summed = finding(9, "EX-F01", "多次", "2026-03-03", ("C0009",), (NIGHT,), measured=14)
    assert hits(material(contacts(), findings=(summed,))) == []


def test_a_text_known_only_by_its_sense_is_no_sole_ground():
    sole = finding(9, "EX-S01", "不文明", "2026-03-01", ("C0001",), (LOOSE,))
    assert "paraphrase" in codes(material(contacts(), findings=(sole,)))
    assert "paraphrase" not in codes(material(contacts(), findings=(sole._replace(grade="note"),)))


def test_nothing_later_than_the_event_the_packet_tells_up_to():
    late = contact(1, "2026-04-01T09:00:01", outcome="missed")  # 01:00:01 UTC, a second later
    assert ("later", "2026-04-01T09:00:01+08:00") in hits(material((late,)))
    assert hits(material((contact(1, "2026-04-01T09:00:00", outcome="missed"),))) == []


def test_private_notes_and_third_persons_do_not_leave_by_the_letter():
    given = letter("我很害怕，不想让别人知道这件事")
    assert "private" in codes(given, private=["我很害怕，不想让别人知道"])
    # names and numbers in the letter are shortened before the guard reads it
    assert hits(letter("请勿再联系王桂兰13800000002")) == []
    leak = Document("x", "x", "", (Paragraph((Run("电话13800000002", "record"),)),))
    assert "redaction" in codes(letter(), extra=(leak,))


def test_words_of_the_program_are_read_too():
    bad = finding(9, "EX-T01", "违法催收", "2026-03-01", ("C0001",), (NIGHT,))
    assert "unlawful" in codes(material(contacts(), findings=(bad,)))
    marked = Document("x", "x", "", (Paragraph((Run("对方说「没有记过的话」"),)),))
    assert "quote" in codes(letter(), extra=(marked,))


def test_the_words_of_the_log_are_not_judged():
    """Otherwise an entry about a threat would have to be falsified before it could be shown."""
    said = contact(1, "2026-03-01T09:00:00", view="quote", content="你这是诈骗，是犯罪，要坐牢", caller="违法科")
    assert hits(material((said,))) == []


def test_terms_of_a_pack_lose_quotation_marks_that_no_wording_bears():
    rule = finding(9, "EX-T01", "夜间联系", "2026-03-01", ("C0001",), (RULE,), reading="“拨通”按接通计；“催收”见条文。")
    with speaking("zh"):
        (shown,) = assemble(material(contacts(), findings=(rule,))).findings
    assert shown.reading == "拨通按接通计；“催收”见条文。"


def test_the_error_names_every_place_and_the_mend():
    with speaking("zh"):
        given = letter("这是违法的", "打了50次")
        packet = assemble(given)
        redactor = redactor_of(given)
        found = check(packet, documents(packet), TERMS, clean=lambda text: redactor.text(text) == text)
        text = str(GuardStopped(found))
    assert GuardStopped(found).exit_status == 4
    assert "--letter第1段: 违法" in text
    assert "--letter第2段: 50次" in text
    assert text.count("\n") == len(found)
