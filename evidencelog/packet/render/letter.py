"""The complaint as a Word document to be edited and signed; it lies beside the packet, never inside."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

from evidencelog.i18n import _
from evidencelog.packet import blocks as b
from evidencelog.text.neutral import neutral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidencelog.packet.blocks import Block, Document, Runs

_BODY, _HEAD, _LATIN = "宋体", "黑体", "Times New Roman"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_BLANK = "＿" * 16
_FOREIGN = ("thumbnail", "extended-properties")
"""Parts of the template that speak of another document and another program."""


def letter(document: Document, *, at: str) -> bytes:
    """The document as .docx with East Asian fonts named; ``at`` (ISO 8601 in UTC) is the only time in it.

    Equal input gives equal bytes.
    """
    from docx import Document as WordDocument
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    paper = WordDocument()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    if document.wide:
        from docx.enum.section import WD_ORIENT

        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
        section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(2.6)
    _style(paper, "Normal", _BODY, Pt(12))
    _style(paper, "Title", _HEAD, Pt(20))
    _style(paper, "Heading 1", _HEAD, Pt(14))
    _style(paper, "Heading 2", _HEAD, Pt(12))
    _chinese(paper)
    _no_border(paper.styles["Title"])
    paper.styles["Normal"].paragraph_format.line_spacing = 1.4
    paper.styles["Normal"].paragraph_format.space_after = Pt(4)
    title = paper.add_paragraph(neutral(document.title), style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.add_paragraph(neutral(document.subtitle))
    for block in document.blocks:
        _add(paper, block)
    _page_numbers(section)
    _facts_of_file(paper, document.title, at)
    buffer = io.BytesIO()
    paper.save(buffer)
    return _without_times(buffer.getvalue())


def _style(paper: Any, name: str, east_asian: str, size: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style = paper.styles[name]
    style.font.name, style.font.size = _LATIN, size
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        if attribute.endswith("Theme"):
            del fonts.attrib[attribute]
    fonts.set(qn("w:eastAsia"), east_asian)
    fonts.set(qn("w:hAnsi"), _LATIN)


def _add(paper: Any, block: Block) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    if isinstance(block, b.Heading):
        paper.add_heading(neutral(block.text), level=min(block.level, 2))
    elif isinstance(block, b.Paragraph):
        paragraph = _paragraph(paper, block.runs)
        if block.style == "body":
            paragraph.paragraph_format.first_line_indent = Pt(24)
        elif block.style == "item":
            paragraph.paragraph_format.left_indent = Pt(24)
    elif isinstance(block, b.Box):
        _paragraph(paper, b.say(block.title, "strong"))
        for item in block.items:
            paragraph = _paragraph(paper, item, size=9.5)
            paragraph.paragraph_format.left_indent = Cm(0.6)
            paragraph.paragraph_format.space_after = Pt(1)
    elif isinstance(block, b.Pairs):
        _pairs(paper, block)
    elif isinstance(block, b.Table):
        _table(paper, block)
    elif isinstance(block, b.Clause):
        _paragraph(paper, (b.Run(block.citation, "title", "strong"),))
        _paragraph(paper, block.status, size=9.5)
        if block.text:
            _paragraph(paper, block.text, size=10.5).paragraph_format.left_indent = Cm(0.6)
    elif isinstance(block, b.Signature):
        paper.add_paragraph()
        for label in block.labels:
            paragraph = paper.add_paragraph(f"{label}{_BLANK}")
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _pairs(paper: Any, block: b.Pairs) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.shared import Cm, Pt

    table = paper.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    widths = (Cm(4), Cm(11.6))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for label, value in block.rows:
        cells = table.add_row().cells
        for cell, width in zip(cells, widths, strict=True):
            cell.width = width
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            cell.paragraphs[0].paragraph_format.space_before = cell.paragraphs[0].paragraph_format.space_after = Pt(3)
            cell.paragraphs[0].paragraph_format.line_spacing = 1.15
        cells[0].paragraphs[0].add_run(neutral(label))
        for run in value if value is not None else b.say(_BLANK):
            _run(cells[1].paragraphs[0], run, None)


def _table(paper: Any, block: b.Table) -> None:
    """A table with its head repeated on every page; what runs below a row is a row of its own that keeps with it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table = paper.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    table.autofit = False
    section = paper.sections[0]
    widths = _widths(block.columns, section.page_width - section.left_margin - section.right_margin)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        _fill(cell, b.say(column.title, "strong"))
    for row in block.rows:
        upper = _whole(table.add_row())
        for cell, runs in zip(upper.cells, row.cells, strict=True):
            _fill(cell, runs or ())
        if row.under:
            lower = _whole(table.add_row())
            for cell in upper.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
            for position in range(block.under_from):
                upper.cells[position].merge(lower.cells[position])
            _fill(lower.cells[block.under_from].merge(lower.cells[-1]), row.under)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _whole(row: Any) -> Any:
    """The row, told not to break at the end of a page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def _fill(cell: Any, runs: Runs) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing = 1.1
    for run in runs:
        _run(paragraph, run, 9)


def _widths(columns: Sequence[b.Column], room: int) -> list[int]:
    """Widths in the units of Word; columns by share divide what the fixed ones leave."""
    from docx.shared import Mm

    fixed = [Mm(float(column.width[:-2])) if column.width.endswith("mm") else None for column in columns]
    shares = [
        0.0 if width is not None else float(column.width[:-2]) for width, column in zip(fixed, columns, strict=True)
    ]
    left = max(room - sum(width or 0 for width in fixed), 0)
    return [
        int(width if width is not None else left * share / sum(shares))
        for width, share in zip(fixed, shares, strict=True)
    ]


def _paragraph(paper: Any, runs: Runs, size: float | None = None) -> Any:
    paragraph = paper.add_paragraph()
    for run in runs:
        _run(paragraph, run, size)
    return paragraph


def _run(paragraph: Any, run: b.Run, size: float | None) -> None:
    from docx.shared import Pt

    piece = paragraph.add_run(neutral(run.text))
    piece.bold = run.style == "strong" or None
    if size is not None:
        piece.font.size = Pt(size)


def _chinese(paper: Any) -> None:
    """East Asian text is simplified Chinese: without it, readers set the punctuation of another language."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for element in (
        paper.styles.element.find(".//" + qn("w:rPrDefault") + "/" + qn("w:rPr")),
        paper.styles["Normal"].element.rPr,
    ):
        for old in element.findall(qn("w:lang")):
            element.remove(old)
        tongue = OxmlElement("w:lang")
        tongue.set(qn("w:val"), "en-US")
        tongue.set(qn("w:eastAsia"), "zh-CN")
        element.append(tongue)


def _no_border(style: Any) -> None:
    """Word's own title style draws a line below."""
    from docx.oxml.ns import qn

    properties = style.element.pPr
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _page_numbers(section: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, rest = _("page {x} of {y}", x="{x}", y="{y}").split("{x}")
    between, after = rest.split("{y}")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, None)):
        paragraph.add_run(text)
        if field:
            element = OxmlElement("w:fldSimple")
            element.set(qn("w:instr"), field)
            paragraph._p.append(element)


def _facts_of_file(paper: Any, title: str, at: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=None)
    facts = paper.core_properties
    facts.title, facts.author, facts.comments, facts.last_modified_by = neutral(title), "", "", ""
    facts.created = facts.modified = moment
    facts.revision = 1
    for name, relation in list(paper.part.package.rels.items()):
        if relation.reltype.rpartition("/")[2] in _FOREIGN:
            del paper.part.package.rels[name]


def _without_times(content: bytes) -> bytes:
    """The same zip with the same members in order and one fixed time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            entry = zipfile.ZipInfo(member.filename, _FIXED_TIME)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(member))
    return buffer.getvalue()
