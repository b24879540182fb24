"""Papers only some addressees ask for, and those beside the packet."""

from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from evidencelog.i18n import speaking
from evidencelog.models.addressees import Form, Ground, LetterText
from evidencelog.models.contacts import Complaint, Refusal, Request
from evidencelog.models.law import Words
from evidencelog.models.packet import Original
from evidencelog.packet.assembling import assemble
from evidencelog.packet.blocks import Clause, Heading, Table, runs_of
from evidencelog.packet.documents.call_sheet import call_sheet
from evidencelog.packet.guard import check
from evidencelog.packet.papers import documents, forms
from evidencelog.packet.render.letter import letter
from evidencelog.packet.render.paper import Press
from evidencelog.timing.clock import ts_of
from tests.packet.building import CHANNEL, NIGHT, TERMS, finding, material
from tests.packet.conftest import NAMED, contacts, findings


def test_the_call_sheet_is_one_page_however_much_there_is_to_say(made, tmp_path):
    many = tuple(
        finding(10 + n, f"EX-A{n:02}", f"事项{n}：" + "很长的标题" * 4, "2026-03-01", ("C0001",), (NIGHT,))
        for n in range(20)
    )
    full = material(contacts(), findings=many, request="\n".join(["停止联系家人和单位，" * 20] * 9))
    with speaking("zh"):
        sheet = call_sheet(assemble(full), Form("call-sheet"))
        press = Press(tmp_path, tmp_path, language="zh", running="", timestamp=0)
        assert press.set(sheet, offset=None).pages == 1


def test_a_statement_tells_the_relevant_contacts_in_order_and_the_steps_before_them():
    channel = CHANNEL._replace(rules=("EX-P01",), papers=("statement",), standing=(Words("依法受理；", "Take it up;"),))
    asked = (Request("Q0001", "L0001", "stop_third_persons", ts_of("2026-02-28T20:00:00Z")),)
    refused = (Refusal("R0001", "P0001", "L0001", ts_of("2026-03-02T05:00:00Z")),)
    given = material(contacts(), findings=findings(), channel=channel, requests=asked, refusals=refused)
    with speaking("zh"):
        statement, *_others = documents(assemble(given))
        lines = [run.text for _place, run in runs_of(statement)]
    (course,) = [block for block in statement.blocks if isinstance(block, Table)]
    assert [row.anchor for row in course.rows] == ["C0006", "C0007"]  # EX-T01 is not what this addressee handles
    earlier = [line for line in lines if line.startswith("2026-") and line.endswith("  ")]
    assert earlier == ["2026-03-01  ", "2026-03-02  ", "2026-03-05  "]  # local days: 28 Feb 20:00 UTC is 1 March there
    assert "依法受理；" in lines
    assert not any("王桂兰" in line for line in lines)


def test_a_statement_tells_what_came_back_without_naming_third_persons():
    channel = CHANNEL._replace(papers=("statement",))
    sent = Complaint(
        "K0001", "L0001", "desk", "2026-03-05", "TS-1", decided_on="2026-03-20", answer="称王桂兰是担保人，见C0011"
    )
    with speaking("zh"):
        statement, *_others = documents(assemble(material(contacts(), channel=channel, complaints=(sent,))))
        lines = [run.text for _place, run in runs_of(statement)]
    assert "收到答复，desk：称第三人甲是担保人，见C0011" in lines
    assert lines.index("2026-03-05  ") < lines.index("2026-03-20  ")


def test_forms_for_third_persons_name_nobody_and_a_sheet_is_made_for_each_recording(packet):
    wanted = packet._replace(channel=CHANNEL._replace(forms=(Form("transcripts"), Form("third-person-statement"))))
    with speaking("zh"):
        sheets, statements_ = forms(wanted)
    assert [block.text for block in sheets.blocks if isinstance(block, Heading)] == [
        "证据4-1"
    ]  # groups: log, file read, messages, recordings
    words = [run.text for _place, run in runs_of(statements_)]
    assert "由本材料中的第三人甲填写" in words
    assert not any("王桂兰" in word or "13800000002" in word for word in words)
    (table,) = [block for block in statements_.blocks if isinstance(block, Table)]
    assert len(table.rows) == 2  # C0006 and C0007 went to her


def test_letters_name_only_the_provisions_for_that_kind_of_lender(packet):
    ground = Ground(
        "r/1", Words("《甲》第一条", "A, art. 1"), "应当保存。", "verbatim", "", "regulation", ("bank_card",)
    )
    other = ground._replace(citation=Words("《乙》第二条", "B, art. 2"), kinds=("consumer_finance",))
    text = LetterText("a", Words("申请", "Request"), (Words("请{lender}提供。", "Please."),), "third", (ground, other))
    wanted = packet._replace(channel=CHANNEL._replace(forms=(Form("requests"),), letters=(text,)))
    with speaking("zh"):
        (letters,) = forms(wanted)
    assert [block.citation for block in letters.blocks if isinstance(block, Clause)] == ["《乙》第二条"]
    assert any("请某某消费金融有限公司提供。" in run.text for _place, run in runs_of(letters))
    (table,) = [block for block in letters.blocks if isinstance(block, Table)]
    assert len(table.rows) == 2


def test_a_letter_made_of_a_table_keeps_its_columns_and_repeats_its_head(packet):
    with speaking("zh"):
        first, *_others = documents(packet._replace(channel=CHANNEL._replace(papers=("evidence-list",))))
        paper = Document(BytesIO(letter(first, at="2026-04-01T01:00:00Z")))
    (table,) = paper.tables
    assert [cell.text for cell in table.rows[0].cells][:2] == ["序号", "证据名称"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    widths = [column.width.mm for column in table.columns]
    assert [round(width) for width in widths[:4]] == [13, 38, 34, 40]
    section = paper.sections[0]
    assert section.page_width > section.page_height
    room = (section.page_width - section.left_margin - section.right_margin) / Mm(1)
    assert abs(sum(widths) - room) < 1
    assert any("完整性" in paragraph.text for paragraph in paper.paragraphs)  # the honesty block leads here too


def test_original_texts_pass_the_guard_only_where_the_addressee_takes_them_so(packet):
    original = Original("C0005", "106912345", NAMED)
    open_ = packet._replace(channel=CHANNEL._replace(papers=("report-list",), unaltered=True), originals=(original,))

    def hits(given):
        with speaking("zh"):
            return [hit.code for hit in check(given, documents(given), TERMS, clean=lambda text: "王桂兰" not in text)]

    assert hits(open_) == []
    assert "redaction" in hits(open_._replace(channel=open_.channel._replace(unaltered=False)))


def test_what_runs_below_a_row_has_a_row_of_its_own_in_the_letter():
    channel = CHANNEL._replace(rules=("EX-P01",), papers=("statement",))
    with speaking("zh"):
        statement, *_others = documents(assemble(material(contacts(), findings=findings(), channel=channel)))
        paper = Document(BytesIO(letter(statement, at="2026-04-01T01:00:00Z")))
    (course,) = [table for table in paper.tables if table.rows[0].cells[0].text == "时间"]
    first, below = course.rows[1:3]
    assert first.cells[0]._tc is below.cells[0]._tc  # the moment stands over both
    assert below.cells[1]._tc is below.cells[-1]._tc
    assert "问我在不在家" in below.cells[1].text
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in course.rows[1:])


def test_a_letter_on_a_firm_is_written_only_where_a_finding_counts_a_contact_of_a_named_firm(packet):
    text = LetterText("end", Words("终止委托", "End"), (Words("请{lender}核查。", "Please."),), "named")
    wanted = packet._replace(channel=CHANNEL._replace(forms=(Form("requests"),), letters=(text,)))
    with speaking("zh"):
        assert forms(wanted) == []
        entries = tuple(
            entry._replace(values={**entry.values, "collector": "某甲公司"})
            if entry.id in {"C0001", "C0002"}
            else entry
            for entry in packet.entries
        )
        (letters,) = forms(wanted._replace(entries=entries))
    (table,) = [block for block in letters.blocks if isinstance(block, Table)]
    assert len(table.rows) == 1  # C0002 is in no finding
