"""The page as a browser shows it: nothing refused, nothing asked for outside, filters, sound, print, no script.

Where there is no Chromium the same is held against what the page is made of: the marks its filters look at.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from io import BytesIO
from unicodedata import normalize

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.packet.browser import BROWSER, Browser

VISIBLE = """[...document.querySelectorAll('[data-day]')].filter(place => place.offsetParent !== null)
    .map(place => place.id)"""
CHOOSE = """(() => { const list = document.getElementById('by-%s'); list.value = '%s';
    list.dispatchEvent(new Event('change')); return list.value; })()"""
PLAY = """new Promise(done => { const sound = document.querySelector('audio'); sound.muted = true;
    sound.onplaying = () => done(sound.duration); sound.onerror = () => done('error');
    sound.play().catch(reason => done(String(reason))); })"""


class Marks(HTMLParser):
    """What the filters look at: id, day and rules of each place; and the choices they offer."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[tuple[str | None, str, set[str]]] = []
        self.choices: dict[str, list[str]] = {}
        self._list = ""

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "data-day" in found:
            self.places.append((found.get("id"), found["data-day"], set(found["data-rules"].split())))
        if tag == "select":
            self._list = found["id"]
            self.choices[self._list] = []
        if tag == "option":
            self.choices[self._list].append(found["value"])


@pytest.fixture(scope="module", params=["index.html", "index-en.html"])
def file(request, made):
    return made.folder / "data" / request.param


@pytest.fixture(scope="module")
def browser():
    if BROWSER is None:
        yield None
        return
    with Browser() as browser:
        yield browser


@pytest.fixture
def marks(file):
    reader = Marks()
    reader.feed(file.read_text(encoding="utf-8"))
    return reader


def fitting(marks, *, rule="", day=""):
    return {
        name
        for name, on, rules in marks.places
        if name is not None and (not rule or rule in rules) and (not day or on == day)
    }


def plain(words):
    """Without spaces, and with the letters the browser prints as radicals."""
    return re.sub(r"\s+", "", normalize("NFKC", words))


def test_nothing_is_refused_and_nothing_asked_for(file, browser):
    source = file.read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)="(?!#|data:|attachments/|index|contacts|findings|HOW)""", source)
    if browser is not None:
        browser.open(file)
        assert browser.complaints() == []
        assert browser.asked_for() == [file.as_uri()]


def test_a_rule_chosen_leaves_the_contacts_it_counts(file, marks, browser, packet):
    (night,) = [finding for finding in packet.findings if finding.rule == "EX-T01"]
    wanted = fitting(marks, rule="EX-T01")
    assert wanted >= {night.id, *night.contacts}
    assert not {"C0006", "C0007", "C0010"} & wanted
    assert marks.choices["by-rule"] == ["", "EX-F01", "EX-P01", "EX-T01"]
    if browser is not None:
        browser.open(file)
        everything = set(browser.value(VISIBLE)) - {""}
        assert everything == fitting(marks)
        browser.value(CHOOSE % ("rule", "EX-T01"))
        assert set(browser.value(VISIBLE)) == wanted
        assert f"{len(wanted)}" in browser.value("document.getElementById('shown').textContent")
        browser.value("document.getElementById('all').click()")
        assert set(browser.value(VISIBLE)) - {""} == everything


def test_a_day_chosen_leaves_what_happened_on_it(file, marks, browser, packet):
    of_day = {entry.id for entry in packet.entries if entry.day == "2026-03-02"}
    wanted = fitting(marks, day="2026-03-02")
    assert {name for name in wanted if name.startswith("C")} == of_day
    assert marks.choices["by-day"] == ["", *sorted({entry.day for entry in packet.entries})]
    if browser is not None:
        browser.open(file)
        browser.value(CHOOSE % ("day", "2026-03-02"))
        assert set(browser.value(VISIBLE)) == wanted
        browser.value("location.hash = '#C0001'")  # a link to what is hidden shows everything again
        browser.value("new Promise(done => setTimeout(done, 100))")
        assert set(browser.value(VISIBLE)) - {""} == fitting(marks)


def test_everything_can_be_read_without_a_script(file, marks, browser):
    source = file.read_text(encoding="utf-8")
    assert not re.search(r"<(?:tbody|article|section)[^>]*hidden", source)
    assert re.search(r'<div id="filters" hidden>', source)
    if browser is not None:
        browser.open(file, script=False)
        assert set(browser.value(VISIBLE)) - {""} == fitting(marks)
        assert browser.value("document.getElementById('filters').offsetParent === null")


def test_a_recording_plays(file, browser, made):
    (path,) = re.findall(r'<audio[^>]* src="([^"]+)"', file.read_text(encoding="utf-8"))
    assert (made.folder / "data" / path).is_file()
    if browser is not None:
        browser.open(file)
        assert browser.value(PLAY) == pytest.approx(0.5, abs=0.01)


def test_the_picture_of_the_log_is_drawn_inside_the_page(file, browser):
    source = file.read_text(encoding="utf-8")
    (drawing,) = re.findall(r"<figure>(<svg.*?</svg>)", source, re.DOTALL)
    assert 'role="img"' in drawing
    if browser is not None:
        browser.open(file)
        assert browser.value("document.querySelector('figure svg').getBoundingClientRect().width") > 400


@pytest.mark.parametrize("width", [390, 1200])
def test_no_page_is_wider_than_its_window_and_something_is_on_it(file, browser, width):
    assert "max-width" in file.read_text(encoding="utf-8")
    if browser is not None:
        browser.open(file)
        shot = Image.open(BytesIO(browser.screenshot(width, 900)))
        assert shot.size == (width, 900)
        assert len(shot.convert("RGB").getcolors(1 << 20)) > 50
        assert browser.value("document.documentElement.scrollWidth") <= width


def test_a_filtered_print_says_so(file, marks, browser):
    assert ".filtered #shown" in file.read_text(encoding="utf-8")
    if browser is not None:
        browser.open(file)
        whole = PdfReader(BytesIO(browser.printed()))
        browser.value(CHOOSE % ("day", "2026-03-02"))
        line = browser.value("document.getElementById('shown').textContent")
        part = PdfReader(BytesIO(browser.printed()))
        words = "".join(page.extract_text() for page in part.pages)
        assert plain(line) in plain(words)
        assert "C0005" in words
        assert "19:00" not in words  # of other days
        assert len(part.pages) <= len(whole.pages)
        (box,) = {tuple(page.mediabox) for page in whole.pages}
        assert [round(float(side)) for side in box[2:]] == [595, 842]
