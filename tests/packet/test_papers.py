"""PDFs: what stands on the pages, and that hostile, rare and long text cannot break them."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from evidencelog.i18n import speaking
from evidencelog.packet.assembling import assemble
from evidencelog.packet.blocks import Column, Document, Heading, Pairs, Paragraph, Row, Run, Show, Table, say
from evidencelog.packet.documents.chronology import VOLUME, chronology
from evidencelog.packet.documents.complaint import complaint
from evidencelog.packet.documents.evidence import evidence_list, exhibits
from evidencelog.packet.papers import documents
from evidencelog.packet.render.paper import Press
from evidencelog.packet.render.typeface import EXTRA_FONT, MissingGlyph, NoFont, typefaces
from tests.packet.building import NIGHT, contact, finding, material
from tests.packet.conftest import HOSTILE, PICTURE, contacts, findings


@pytest.fixture
def press(tmp_path):
    with speaking("zh"):
        yield Press(tmp_path, tmp_path, language="zh", running="2026-04-01", timestamp=1775000000)


def reader(printed):
    return PdfReader(BytesIO(printed.content))


def text_of(printed):
    """All text of a PDF without the spaces a reader puts between pieces."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in reader(printed).pages))


def paper(*blocks, title="材料"):
    return Document("x", title, "", blocks)


def test_every_paper_of_the_packet_is_pdf_a_with_one_embedded_font(made):
    for path in sorted((made.folder / "data").glob("*.pdf")):
        pdf = PdfReader(path)
        assert b"<pdfaid:part>3</pdfaid:part>" in path.read_bytes()
        for page in pdf.pages:
            for font in page["/Resources"]["/Font"].values():
                inner = font.get_object()["/DescendantFonts"][0].get_object()
                assert "NotoSansCJK" in inner["/BaseFont"]
                assert "/FontFile3" in inner["/FontDescriptor"].get_object()


def test_pages_count_themselves_and_the_whole_packet(made):
    sheet = 1
    for stem in ("01-complaint", "02-evidence-list", "03-chronology", "04-findings", "05-exhibits", "06-origin"):
        pdf = PdfReader(made.folder / "data" / f"{stem}.pdf")
        for number, page in enumerate(pdf.pages, 1):
            text = re.sub(r"\s+", "", page.extract_text())
            assert f"第{number}页共{len(pdf.pages)}页" in text
            assert f"全卷第{sheet}页" in text
            sheet += 1


def test_headings_are_bookmarks(made):
    titles = [item.title for item in PdfReader(made.folder / "data" / "01-complaint.pdf").outline]
    assert titles == [
        "一、投诉人基本情况",
        "二、被投诉人基本情况",
        "三、投诉请求",
        "四、主要事实",
        "五、相关依据",
        "六、证据",
    ]


def test_the_honesty_block_stands_on_the_first_page(made):
    first = re.sub(r"\s+", "", PdfReader(made.folder / "data" / "01-complaint.pdf").pages[0].extract_text())
    for words in (
        "截至记录第",
        "的联系共12条，本材料列出11条，未列1条",
        "Asia/Shanghai当地时间（UTC+08:00）",
        "所列11条中，凭记忆填写4条，通话时记录1条，手机记录3条，录音1条，消息原文2条",
        "1条写入后作过更正：C0006（2026-03-21）",
        "对方联系共23次（电话20次，其中接通3次、未接通16次；信息2条；上门1次；其他0次），分布于5天；其中2次的联系对象是第三人",
        "共4项，涉及4条不同的记录",
        "其中1项尚缺事实",
        "另有1项经本人核对认为不成立",
        "第三人的姓名、号码在本材料中已作隐去处理",
    ):
        assert words in first, words


def test_required_items_that_are_missing_are_visible_blanks(press):
    with speaking("zh"):
        packet = assemble(material(contacts(), profile={}, platform={"id": "L0001", "name": "某消金"}))
        document = complaint(packet)
    blanks = [
        label for block in document.blocks if isinstance(block, Pairs) for label, value in block.rows if value is None
    ]
    assert blanks == ["姓名", "身份证号", "电话", "被投诉机构（登记名称）", "", "", ""]
    press.set(document, offset=0)


def test_a_provision_is_quoted_only_when_its_wording_is_known(made):
    text = re.sub(
        r"\s+", "", "".join(page.extract_text() for page in PdfReader(made.folder / "data" / "04-findings.pdf").pages)
    )
    assert "“不得向无关第三人催收。”" in text  # verbatim
    assert "转引自某报2025年3月14日：催收作业不应在每日22:00至次日8:00进行。" in text  # quoted
    assert "大意（非原文）：催收应当文明（大意）" in text  # paraphrase
    assert "“催收" not in text


def test_forms_follow_the_force_of_a_provision_and_the_grade(packet):
    with speaking("zh"):
        text = "".join(run.text for _place, run in _runs(complaint(packet)))
    assert "可能违反《示例管理办法》第五十六条" in text
    assert "不符合推荐性国家标准《示例催收规范》第5条" in text
    assert "不符合行业自律规范" not in text  # known by its sense only: shown, never held against anybody
    assert "大意（非原文）：催收应当文明（大意）" in text


def _runs(document):
    from evidencelog.packet.blocks import runs_of

    return runs_of(document)


def test_hostile_text_is_printed_as_text(made):
    text = re.sub(
        r"\s+", "", "".join(page.extract_text() for page in PdfReader(made.folder / "data" / "05-exhibits.pdf").pages)
    )
    assert "#panic()$a$*b*_c_<script>alert(1)</script></style>{{7*7}}{%raw%}\\input]]@x" in text
    assert "[U+1F600]" in text  # an emoji is named, not an empty box
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert "[31m" not in text


def test_rare_characters_of_names_print(press):
    text = text_of(press.set(paper(Paragraph(say("䶮𠮷喆镕㐂①★☎✓"))), offset=0))
    assert "䶮𠮷喆镕㐂①★☎✓" in text


def test_a_letter_no_font_has_stops_the_export_and_is_named(press):
    with pytest.raises(MissingGlyph) as caught:
        press.set(paper(Paragraph(say("药店 ᚠ")), title="投诉书"), offset=0)
    assert caught.value.exit_status == 4
    assert "ᚠ" in str(caught.value)
    assert "U+16A0" in str(caught.value)
    assert "投诉书" in str(caught.value)
    assert EXTRA_FONT in str(caught.value)


def test_a_font_the_user_names_must_be_one(monkeypatch, tmp_path):
    (tmp_path / "font.ttf").write_bytes(b"no font")
    monkeypatch.setenv(EXTRA_FONT, str(tmp_path / "font.ttf"))
    with pytest.raises(NoFont, match=r"font\.ttf"):
        typefaces()
    monkeypatch.setenv(EXTRA_FONT, str(tmp_path / "none.ttf"))
    with pytest.raises(NoFont):
        typefaces()


def test_a_font_the_user_names_joins_the_own_one(monkeypatch):
    monkeypatch.delenv(EXTRA_FONT, raising=False)
    own = typefaces()
    monkeypatch.setenv(EXTRA_FONT, str(own.folders[0] / "NotoSansCJK-Regular.ttc"))
    joined = typefaces()
    assert joined.characters == own.characters
    assert joined.families[0] == "Noto Sans CJK SC"
    assert len(joined.families) > 1


def test_text_of_any_length_stays_on_the_page_and_nothing_of_it_is_lost(press):
    given = material(
        (
            contact(1, "2026-03-01T09:00:00", content="长" * 20000 + "末"),
            contact(2, "2026-03-01T10:00:00", content="x" * 5000),
        )
    )
    with speaking("zh"):
        (document,) = chronology(assemble(given))
    text = text_of(press.set(document, offset=0))
    assert text.count("长") >= 20000
    assert "长末" in text
    assert text.count("x") >= 5000


def test_rows_stay_whole_and_the_header_repeats(press):
    rows = tuple(Row((say(f"甲{n}"), say("行一\n行二\n行三")), under=say(f"乙{n}")) for n in range(120))
    printed = press.set(paper(Table((Column("表头", "20mm"), Column("内容", "1fr")), rows, under_from=1)), offset=0)
    pages = [re.sub(r"\s+", "", page.extract_text()) for page in reader(printed).pages]
    assert len(pages) > 2
    for page in pages:
        assert "表头" in page
        assert set(re.findall(r"甲(\d+)", page)) == set(re.findall(r"乙(\d+)", page))
        assert page.count("行一") == page.count("行二") == page.count("行三")


def test_long_logs_come_in_volumes(monkeypatch):
    monkeypatch.setattr("evidencelog.packet.documents.chronology.VOLUME", 5)
    with speaking("zh"):
        volumes = chronology(assemble(material(contacts())))
    assert VOLUME == 2000
    assert [volume.stem for volume in volumes] == ["chronology", "chronology-2", "chronology-3"]
    assert volumes[1].title == "联系明细（第2册，共3册）"
    listed = [
        row.anchor
        for volume in volumes
        for block in volume.blocks
        if isinstance(block, Table)
        for row in block.rows
        if row.anchor
    ]
    assert listed == [f"C{n:04}" for n in (2, 3, 1, 4, 5, 6, 7, 8, 9, 10, 11)]


def test_a_long_paper_on_findings_comes_in_volumes_that_lose_no_finding(monkeypatch):
    monkeypatch.setattr("evidencelog.packet.documents.findings._VOLUME", 3)
    many = [finding(20 + n, "EX-T01", "夜间联系", f"2026-03-{n:02}", ("C0001",), (NIGHT,)) for n in range(1, 8)]
    with speaking("zh"):
        packet = assemble(material(contacts(), findings=(*many, *findings()[1:4])))
        volumes = [document for document in documents(packet) if "findings" in document.stem]
    assert [volume.stem for volume in volumes] == ["04-findings", "04-findings-2", "04-findings-3", "04-findings-4"]
    assert volumes[3].title == "核对结果（第4册，共4册）"
    rows = [
        [row.anchor for block in volume.blocks if isinstance(block, Table) for row in block.rows] for volume in volumes
    ]
    assert [len(part) for part in rows] == [3, 3, 3, 1]
    assert sorted(row for part in rows for row in part) == sorted(one.id for one in packet.findings)
    again = next(block.text for block in volumes[1].blocks if isinstance(block, Heading))
    assert again.endswith("（续）")


def test_what_the_typesetter_forgets_changes_no_paper(press, monkeypatch):
    long = paper(*(Paragraph(say(f"第{n}段。" * 40)) for n in range(900)))
    first = press.set(long, offset=0)
    assert first.pages > 20
    monkeypatch.setattr("evidencelog.packet.render.paper._KEPT", 0)
    assert press.set(long, offset=0) == first


def test_a_packet_without_contacts_or_findings_can_be_printed(press):
    with speaking("zh"):
        packet = assemble(material(()))
        assert exhibits(packet) is None
        for document in documents(packet):
            press.set(document, offset=0)


def test_the_list_of_evidence_has_the_columns_of_a_court_form(packet):
    with speaking("zh"):
        document = evidence_list(packet, {"1-1": "4–6", "3-1": "9", "3-2": "10"})
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [column.title for column in table.columns] == [
        "序号", "证据名称", "来源", "证明对象", "内容摘要", "页码", "原件／复印件", "原始载体及保管人", "份数",
    ]  # fmt: skip
    cells = [["" if cell is None else "".join(run.text for run in cell) for cell in row.cells] for row in table.rows]
    assert [row[0] for row in cells] == ["1-1", "2-1", "3-1至3-2", "4-1", "5-1"]
    assert [row[5] for row in cells] == ["4–6", "文件", "9–10", "文件", "文件"]
    assert document.wide


def test_pages_of_exhibits_are_found_again(press, tmp_path):
    (tmp_path / "a.png").write_bytes(PICTURE)
    shows = [Show(f"5-{n}", "图", (), "a.png", "picture") for n in (1, 2)]
    words = Show("5-3", "信息", (), None, "words", (Run("「短」", "quote"),))
    printed = press.set(paper(Heading("图"), *shows, *[words] * 1), offset=7)
    assert printed.exhibits.keys() == {"5-1", "5-2", "5-3"}
    assert all(1 <= page <= printed.pages for page in printed.exhibits.values())


def test_equal_input_gives_equal_bytes(press, packet):
    with speaking("zh"):
        document = complaint(packet)
        assert press.set(document, offset=3) == press.set(document, offset=3)


def test_the_chronology_says_what_is_quoted_and_what_is_told(packet):
    with speaking("zh"):
        (document,) = chronology(packet)
    under = {
        row.anchor: [(run.voice, run.text) for run in row.under]
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
        if row.anchor
    }
    assert under["C0001"] == [("quote", "“明天就去你单位”")]
    assert under["C0007"] == [("program", "（转述）"), ("record", "要她还钱")]
    assert under["C0002"] == []


def test_findings_are_shown_with_their_contacts_grades_and_other_readings(made):
    with speaking("zh"):
        document = documents(made.packet)[3]
    text = "".join(run.text for _place, run in _runs(document))
    assert "C0001 22:41:07 来电，接通，1分35秒［证据4-1］" in text
    assert "疑似，待判断" in text
    assert "记录可见" in text
    assert "另一种理解：双方另有约定的，从其约定。" in text
    assert "前提：记录中没有双方约定催收时间的记载。" in text
    apart = text[text.index("不作主张的事项") :]
    assert "结果" in apart
    assert "那通电话接通了吗？" not in text  # that is asked of the person, not of the reader
    assert "一日多次" in apart
    assert findings()[4].id not in text


def test_hostile_text_reaches_no_renderer_as_markup(made):
    assert HOSTILE in next(entry for entry in made.packet.entries if entry.id == "C0004").get("content")


def test_text_is_taken_out_in_the_order_in_which_it_is_read_and_in_the_letters_that_were_written(made):
    wanted = {
        "01-complaint": ["关于本记录的说明", "一、投诉人基本情况", "李一", "二、被投诉人基本情况", "三、投诉请求", "停止联系家人",
                         "四、主要事实", "五、相关依据", "事项", "记录所示行为", "六、证据", "投诉人（签字）"],
        "02-evidence-list": ["序号", "证据名称", "来源", "证明对象", "内容摘要", "页码", "1-1", "2-1", "3-1", "4-1", "5-1"],
        "03-chronology": ["完整性", "逐日次数", "2026-03-01周日", "全部联系", "C0002", "C0003", "C0001", "明天就去你单位", "C0004"],
    }  # fmt: skip
    for stem, words in wanted.items():
        pages = PdfReader(made.folder / "data" / f"{stem}.pdf").pages
        text = re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))
        at = 0
        for word in words:
            assert word in text[at:], (stem, word)
            at = text.index(word, at)
        strange = {c for c in text if "\u2e80" <= c <= "\u2fdf" or "\ue000" <= c <= "\uf8ff" or c == "\ufffd"}
        assert strange == set()  # radicals and private characters look right and cannot be searched
