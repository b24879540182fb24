"""What is listed, in which order, what stands for third persons, what is missing."""

from evidencelog.i18n import speaking
from evidencelog.models.browsing import Version
from evidencelog.packet.assembling import assemble
from evidencelog.packet.guard import check
from evidencelog.packet.papers import documents
from tests.packet.building import CHANNEL, RULE, TERMS, contact, finding, material
from tests.packet.conftest import contacts, findings


def assembled(given):
    with speaking("zh"):
        return assemble(given)


def test_marks_in_a_condition_or_a_scope_are_no_quotation():
    loose = RULE._replace(applies="if: 文件针对“现金贷”，其他贷款没有把握")
    one = finding(1, "EX-P01", "联系第三人", "2026-03-02", ("C0006",), (loose,))
    given = material(contacts(), findings=(one,), binds={"reg-1": "“现金贷”放贷机构"})
    with speaking("zh"):
        packet = assemble(given)
        hits = check(packet, documents(packet), TERMS, clean=lambda _text: True)
    assert packet.findings[0].bases[0].applies == "if: 文件针对现金贷，其他贷款没有把握"
    assert packet.binds == {"reg-1": "现金贷放贷机构"}
    assert [hit for hit in hits if hit.code == "quote"] == []


def test_contacts_stand_in_the_order_of_time_and_then_of_ids():
    mixed = (
        contact(10, "2026-03-02T08:00:00"),
        contact(2, "2026-03-02T08:00:00"),
        contact(3, "2026-03-01T23:59:59"),
    )
    assert [entry.id for entry in assembled(material(mixed)).entries] == ["C0003", "C0002", "C0010"]
    assert [entry.position for entry in assembled(material(mixed)).entries] == [1, 2, 3]


def test_withdrawn_contacts_are_named_with_their_reason_and_not_listed(packet):
    assert "C0012" not in {entry.id for entry in packet.entries}
    ((gone),) = packet.unlisted
    assert (gone.id, gone.day, gone.because) == ("C0012", "2026-03-05", "重复")


def test_the_debtors_own_calls_are_always_listed(packet):
    assert any(entry.id == "C0008" and entry.get("direction") == "out" for entry in packet.entries)


def test_a_third_person_is_a_label_with_the_relation(packet):
    entry = next(entry for entry in packet.entries if entry.id == "C0006")
    assert entry.get("to") == "第三人甲"
    assert entry.get("relation") == "parent"
    assert entry.shortened == ("to",)
    assert [person.label for person in packet.persons] == ["第三人甲"]  # the friend does not occur


def test_words_with_a_name_are_shortened_and_marked(packet):
    entry = next(entry for entry in packet.entries if entry.id == "C0005")
    assert entry.get("content") == "请转告第三人甲，电话138****0002，今天必须还款"
    assert "content" in entry.shortened
    assert packet.shortened == {"names": 1, "numbers": 1, "words": 0}


def test_private_notes_are_in_no_entry(packet):
    assert not any("private_note" in entry.values for entry in packet.entries)


def test_only_messages_and_quotes_are_verbatim(packet):
    verbatim = {entry.id for entry in packet.entries if entry.verbatim}
    assert verbatim == {"C0001", "C0004", "C0005"}


def test_corrections_are_listed_with_their_times(packet):
    assert {entry.id: entry.corrected_at for entry in packet.entries if entry.corrected_at} == {
        "C0006": ("2026-03-21T01:00:00Z",)
    }


def test_a_dismissed_finding_is_left_out_and_counted_unless_it_is_stale(packet):
    assert packet.dismissed == 1
    assert "F-0000000000000005" not in {finding.id for finding in packet.findings}
    stale = {"decision": "dismiss", "because": "x", "at": "2026-03-20T01:00:00Z", "stale": True}
    again = assembled(material(contacts(), findings=(*findings()[:4], findings()[4]._replace(review=stale))))
    assert again.dismissed == 0
    assert "F-0000000000000005" in {finding.id for finding in again.findings}


def test_a_finding_names_the_third_person_by_label_even_when_the_name_is_a_kinship_word():
    mother = {"id": "P0001", "names": ["妈妈"], "numbers": [], "relation": "parent"}
    one = finding(1, "EX-P01", "联系第三人", "2026-03-02", ("C0006",), (), person="妈妈", explanation="联系妈妈。")
    (shown,) = assembled(material(contacts(), findings=(one,), persons=(mother,))).findings
    assert (shown.person, shown.explanation) == ("第三人甲", "联系第三人甲。")


def test_exhibits_are_numbered_by_group(packet):
    assert [(one.number, one.group) for one in packet.exhibits] == [
        ("1-1", "log"), ("2-1", "import"), ("3-1", "message"), ("3-2", "message"), ("4-1", "recording"), ("5-1", "picture"),
    ]  # fmt: skip
    recording = packet.exhibits[4]
    assert recording.title == "录音 第三人甲 138****0002.wav"
    assert recording.path == "attachments/A0001.wav"
    assert next(entry for entry in packet.entries if entry.id == "C0004").exhibits == ("3-1", "5-1")


def test_missing_items_are_those_the_case_does_not_hold():
    empty = assembled(material((), profile={}, platform={"id": "L0001", "name": "某消金"}))
    assert [one.item for one in empty.missing] == [
        "name", "id_number", "phone", "respondent", "request", "facts", "grounds", "signature",
    ]  # fmt: skip
    assert empty.missing[0].citation == "《示例投诉办法》第十三条"
    full = assembled(material(contacts(), findings=findings(), request="x", signed="01-complaint-signed.pdf"))
    assert full.missing == ()


def test_the_own_id_number_is_hidden_where_nobody_asks_for_it():
    silent = CHANNEL._replace(requires=tuple(one for one in CHANNEL.requires if one.item != "id_number"))
    told = contact(1, "2026-03-01T09:00:00", content="你的身份证11010119900307123X我们有", view="quote")
    assert assembled(material((told,))).entries[0].get("content") == "你的身份证11010119900307123X我们有"
    hidden = assembled(material((told,), channel=silent))
    assert hidden.entries[0].get("content") == "你的身份证［已隐去］我们有"
    assert "id_number" not in hidden.complainant


def test_own_numbers_other_than_the_one_named_are_shortened():
    lines = (
        contact(1, "2026-03-01T09:00:00", line="13700000001"),
        contact(2, "2026-03-01T09:01:00", line="13700000009"),
    )
    shown = [entry.get("line") for entry in assembled(material(lines)).entries]
    assert shown == ["13700000001", "137****0009"]


def test_events_of_a_contact_are_those_of_its_history():
    history = (
        Version(30, "2026-03-20T01:00:00Z", "recorded", {}, None, False),
        Version(31, "2026-03-20T01:00:01Z", "attached", {}, None, False),
    )
    (entry,) = assembled(material((contact(1, "2026-03-01T09:00:00", history=history),))).entries
    assert entry.events == (30, 31)


def test_what_was_said_to_the_person_is_said_in_their_own_voice_to_others():
    one = finding(
        1, "EX-H02", "威胁", "2026-03-01", ("C0001",), (RULE,), explanation="对方威胁（按你的标记）；“会抓你”要看原话。",
        assumes=("你没有收到告知",),
    )  # fmt: skip
    packet = assembled(material(contacts(), findings=(one,)))
    assert packet.findings[0].explanation == "对方威胁（按本人的标记）；会抓你要看原话。"
    assert packet.findings[0].assumes == ("本人没有收到告知",)
    english = one._replace(explanation="By your tag. You have no notice; they call you.")
    with speaking("en"):
        shown = assemble(material(contacts(), findings=(english,))).findings[0].explanation
    assert shown == "By the complainant’s tag. The complainant has no notice; they call the complainant."
