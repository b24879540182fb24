"""The page for browsers, the tables, the letter, the machine-readable file: safe, complete, repeatable."""

import csv
import io
import json
import re
import zipfile
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from evidencelog.i18n import speaking
from evidencelog.packet.documents.complaint import complaint
from evidencelog.packet.render.letter import letter
from evidencelog.packet.render.tables import contacts_table, guarded
from tests.packet.conftest import HOSTILE, PICTURE

VOID = {"meta", "img", "br", "link", "input", "rect", "path"}


class Reader(HTMLParser):
    """Tags with their attributes, and all text; refuses tags that do not close."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] not in (["style"], ["script"]):
            self.text.append(data)


@pytest.fixture(scope="module", params=["index.html", "index-en.html"])
def page(request, made):
    source = (made.folder / "data" / request.param).read_text(encoding="utf-8")
    reader = Reader()
    reader.feed(source)
    assert not reader.open
    return source, reader


def test_a_page_asks_nothing_of_a_network_and_runs_its_own_script_only(page):
    source, reader = page
    names = {tag for tag, _attributes in reader.tags}
    assert not names & {"iframe", "object", "embed", "link", "form", "base", "input"}
    assert [attributes for tag, attributes in reader.tags if tag == "script"] == [{}]
    script = source.split("<script>")[1].split("</script>")[0]
    assert not re.search(r"https?:|fetch|XMLHttpRequest|import|eval|innerHTML|cookie|localStorage", script)
    for tag, attributes in reader.tags:
        assert not any(name.startswith("on") or name == "style" for name in attributes), (tag, attributes)
        for name in ("href", "src"):
            target = attributes.get(name) or "#"
            assert target.startswith(("#", "attachments/", "data:image/")) or target in {
                "index.html", "index-en.html", "contacts.csv", "findings.csv", "HOW-TO-VERIFY.txt",
            }  # fmt: skip


def test_its_policy_lets_only_its_own_style_script_and_files_in(page):
    source, reader = page
    policy = next(attributes["content"] for tag, attributes in reader.tags if attributes.get("http-equiv"))
    style = source.split("<style>")[1].split("</style>")[0]
    assert f"style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in policy
    script = source.split("<script>")[1].split("</script>")[0]
    assert f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_hostile_text_stays_text(page):
    source, reader = page
    assert "<script>alert" not in source
    shown = "".join(reader.text)
    assert "#panic() $a$ *b* _c_ <script>alert(1)</script> </style> {{ 7*7 }} {% raw %}" in shown
    assert "\x1b" not in source
    assert "\u202e" not in source


def test_links_inside_the_page_lead_somewhere(page):
    _source, reader = page
    places = {attributes["id"] for _tag, attributes in reader.tags if attributes.get("id")}
    targets = {
        attributes["href"][1:] for _tag, attributes in reader.tags if (attributes.get("href") or "").startswith("#")
    }
    assert targets <= places
    assert {"C0001", "C0006"} <= targets


def test_pictures_are_inside_and_recordings_beside(page, made):
    source, reader = page
    assert f"data:image/png;base64,{b64encode(PICTURE).decode()}" in source
    (sound,) = [attributes for tag, attributes in reader.tags if tag == "audio"]
    assert sound["src"] == "attachments/A0001.wav"
    assert (made.folder / "data" / sound["src"]).is_file()


def test_each_language_is_whole(made):
    chinese = (made.folder / "data" / "index.html").read_text(encoding="utf-8")
    english = (made.folder / "data" / "index-en.html").read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in chinese
    assert "消费投诉书" in chinese
    assert "Chronology" not in chinese
    assert '<html lang="en">' in english
    assert "Chronology of contacts" in english
    assert "联系明细" not in english


def rows(content):
    assert content.startswith(b"\xef\xbb\xbf")
    text = content[3:].decode("utf-8")
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_contacts_csv_has_a_row_for_each_listed_contact(made):
    table = rows((made.folder / "data" / "contacts.csv").read_bytes())
    assert [row[1] for row in table[1:]] == ["C0002", "C0003", "C0001", *(f"C{n:04}" for n in range(4, 12))]
    head = table[0]
    first = dict(zip(head, table[3], strict=True))
    assert first["结果"] == "接通"
    assert first["当地时间"] == "2026-03-01 周日 22:41:07"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1", "\u3000=1", "%0A=1", "|cmd", "\u200b=1", "\x00=1"]
)
def test_no_cell_begins_a_formula(cell):
    assert guarded(cell).startswith("'")


def test_plain_cells_stay_as_they_are():
    assert guarded("95013123456789") == "95013123456789"
    assert guarded("她说=1") == "她说=1"


def test_the_formula_of_a_contact_is_guarded_in_the_file(packet):
    with speaking("zh"):
        table = rows(contacts_table(packet))
    cells = [cell for row in table for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert "'+1+1" in cells
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_findings_csv_names_force_and_how_the_text_is_known(made):
    table = rows((made.folder / "data" / "findings.csv").read_bytes())
    head = table[0]
    first = next(dict(zip(head, row, strict=True)) for row in table[1:] if row[1] == "EX-T01")
    assert first["条款"] == "《示例催收规范》第5条"
    assert first["效力"] == "推荐性国家标准"
    assert first["文本来源"] == "转引"
    assert {row[1] for row in table[1:]} == {"EX-T01", "EX-P01", "EX-F01"}


def test_packet_json_holds_what_the_papers_say(made):
    whole = json.loads((made.folder / "data" / "packet.json").read_bytes())
    assert whole["schema"] == "evidencelog.packet/1"
    assert [contact["id"] for contact in whole["contacts"]] == [entry.id for entry in made.packet.entries]
    assert whole["counts"]["contacts"] == 23
    assert whole["not_listed"] == [{"id": "C0012", "day": "2026-03-05", "because": "重复"}]
    assert {paper["path"] for paper in whole["papers"]} == {path.name for path in (made.folder / "data").glob("0*.pdf")}
    assert HOSTILE in [contact.get("content") for contact in whole["contacts"]]


def test_nothing_of_a_third_person_and_no_private_note_is_in_any_file(made):
    secrets = ("王桂兰", "赵小川", "13800000002", "138 0000 0002", "13900001234", "我很害怕")
    for path in made.folder.rglob("*"):
        if path.is_file() and path.suffix not in {".pdf", ".wav", ".png"}:
            text = path.read_text(encoding="utf-8")
            assert not [secret for secret in secrets if secret in text], path
    names = [path.name for path in made.folder.rglob("*")]
    assert all(name.isascii() for name in names)


def test_the_letter_is_a_word_document_with_chinese_fonts_and_no_time_of_its_own(packet, made):
    with speaking("zh"):
        again = letter(complaint(packet), at=packet.as_of.at)
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert archive.testzip() is None
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        styles = archive.read("word/styles.xml").decode()
        body = archive.read("word/document.xml").decode()
        core = archive.read("docProps/core.xml").decode()
    assert 'w:eastAsia="宋体"' in styles
    assert 'w:eastAsia="黑体"' in styles
    assert 'w:eastAsia="zh-CN"' in styles
    assert "消费投诉书" in body
    assert "投诉人（签字）：" in body
    assert "python-docx" not in core
    with zipfile.ZipFile(io.BytesIO(again)) as archive:  # nothing of another document or program
        assert [name for name in archive.namelist() if name.startswith("docProps/")] == ["docProps/core.xml"]
        assert not any("Macintosh" in archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    assert packet.as_of.at in core
    words = re.sub(r"<[^>]+>", "", body)
    assert "某某消费金融有限公司消费者权益保护部门" in words
    with speaking("zh"):
        assert letter(complaint(packet), at=packet.as_of.at) == again
    assert made.bagged.letter[:2] == b"PK"
