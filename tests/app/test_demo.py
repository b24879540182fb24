"""The demo case, made as a user's case is made, and checked against a count by hand."""

from __future__ import annotations

import os
import re
import time
from collections import Counter

import pytest

from evidencelog import i18n
from evidencelog.app import browsing, demo
from evidencelog.app.cases import open_case
from evidencelog.app.checking import READ_FROM_WORDS, check
from evidencelog.app.demo import FolderTaken, make_demo
from evidencelog.errors import Cancelled
from evidencelog.i18n import _
from evidencelog.models.browsing import ContactFilter
from evidencelog.store import reading
from evidencelog.timing.clock import ts_of

XJ, XK, XD, LZ = "某某消费金融", "某某银行信用卡", "某某小贷", "周某（借条）"

# Counted by hand from story.jsonl and the texts in laws/packs/cn, in the order of the days. Each line: day, lender, how
# many contacts are counted, grade. XJ is a consumer finance company and XD a micro-loan company, both with an online
# consumer loan; XK a bank's credit card; LZ an acquaintance, to whom neither the standard nor the guideline applies.
EXPECTED = {
    # 22:00 to 08:00. XK rests on the banking association's text alone (in force since 2026-01-30), XD on the GB/T alone.
    "CN-T01": [
        ("2026-09-02", XJ, 1, "breach"),  # 22:41
        ("2026-09-05", XJ, 1, "breach"),  # 07:12, missed: corrected from answered, and counts either way
        ("2026-09-09", XD, 1, "breach"),  # 07:59:30
        ("2026-09-18", XK, 1, "breach"),  # an SMS at 22:15
        ("2026-10-09", XJ, 1, "breach"),  # 23:48
        ("2026-10-10", XJ, 1, "breach"),  # 00:07, another day
        ("2026-10-16", XK, 1, "breach"),  # 23:10; the agreement covers 22:00 to 23:00 only
        ("2026-10-24", XD, 1, "breach"),  # WeChat at 06:50
        ("2026-10-27", XD, 1, "undetermined"),  # "about ten": the time itself is missing
        ("2026-11-06", XD, 1, "likely"),  # 22:33, purpose unknown
        ("2026-11-12", XJ, 1, "breach"),  # 22:47
        ("2026-11-17", XD, 1, "breach"),  # 08:30 in Japan is 07:30 here
    ],
    # XJ agreed on 2026-10-19 to contact from 18:30 to 20:30 only.
    "CN-T02": [
        ("2026-10-20", XJ, 1, "breach"),  # 10:15
        ("2026-10-23", XJ, 1, "breach"),  # 12:40
        ("2026-11-11", XJ, 1, "breach"),  # a visit at 15:10
        ("2026-11-12", XJ, 1, "breach"),  # 22:47
        ("2026-11-18", XJ, 1, "breach"),  # 20:45
    ],
    # More than three answered notices (robots) a day, summed over the lender and its collectors.
    "CN-F01": [
        ("2026-08-26", XJ, 4, "breach"),
        ("2026-09-17", XJ, 4, "undetermined"),  # three answered, of a fourth nobody knows
        ("2026-11-19", XD, 4, "breach"),  # two by XD, two by its collector
    ],
    # More than three conversations a day.
    "CN-F02": [
        ("2026-09-03", XJ, 4, "breach"),
        ("2026-09-10", XJ, 4, "likely"),  # two collectors: the text does not say that they add up
        ("2026-09-22", XD, 4, "likely"),  # notice or conversation unknown: 1 + 3 would exceed neither limb
        ("2026-10-21", XD, 7, "breach"),  # of seven at least one limb has four
    ],
    # More than six unanswered attempts a day to one line: inadvisable for banks and consumer finance companies.
    "CN-F03": [
        ("2026-09-24", XK, 7, "advisory"),
        ("2026-10-14", XJ, 1, "advisory"),  # one entry that stands for fourteen
    ],
    # Persons who owe nothing: to be asked to pay, or told of the debt, shows in the record; a mere question, or a word to
    # pass on, is judged, since the debtor could be reached.
    "CN-P01": [
        ("2026-09-11", XJ, 1, "breach"),  # mother, told of the debt
        ("2026-09-16", XD, 1, "likely"),  # colleague, asked where
        ("2026-09-16", XD, 1, "likely"),  # colleague, to pass on
        ("2026-09-19", XJ, 1, "breach"),  # mother, asked to pay
        ("2026-09-21", XJ, 1, "likely"),  # sister, named in the contract, to pass on
        ("2026-10-12", XJ, 1, "breach"),  # mother, told
        ("2026-10-22", XK, 1, "likely"),  # employer
        ("2026-10-23", XD, 1, "likely"),  # employer
        ("2026-11-12", XD, 1, "breach"),  # sister, told; 21:30 on the 11th where she was
        ("2026-11-17", XD, 1, "breach"),  # colleague, told
        ("2026-11-17", XD, 1, "breach"),  # employer, asked to pay out of the wages
        ("2026-11-17", XD, 1, "breach"),  # sister, asked to pay
    ],
    # Refusals: mother to XJ 09-11 18:30, colleague to XD 09-16 15:40, employer to XK 10-22 11:20 (XD's call to the
    # employer on 10-23 is therefore none).
    "CN-P02": [
        ("2026-09-16", XD, 1, "breach"),  # 25 minutes later
        ("2026-09-19", XJ, 1, "breach"),
        ("2026-10-12", XJ, 1, "breach"),
        ("2026-11-17", XD, 1, "breach"),  # colleague
    ],
    # Posing: checked and false is breach, not checked is judged; the real policeman of 11-03, the real court of 11-10
    # and the real lawyer of 11-13 are none. Lawyers and courts do call: until such a claim is checked nothing can be said.
    "CN-I01": [("2026-09-14", XJ, 1, "likely"), ("2026-10-28", XD, 1, "breach")],
    "CN-I02": [("2026-10-10", XJ, 1, "undetermined"), ("2026-11-18", XD, 1, "breach")],
    "CN-I03": [("2026-10-16", XD, 1, "likely"), ("2026-11-09", XK, 1, "breach")],
    "CN-I04": [("2026-10-23", XJ, 1, "undetermined"), ("2026-11-02", XD, 1, "breach")],
    # Five calls within half an hour, or ten on a day: 12:01:10 to 12:19:04; eight from 12:00:20 to 12:38:55, every five
    # of them within half an hour; one entry for fourteen. Ordinary days stay below eight, and below five at a time.
    "CN-F04": [("2026-09-04", XD, 5, "likely"), ("2026-10-08", XD, 8, "likely"), ("2026-10-14", XJ, 1, "likely")],
    # The standard says what a contact may be asked and that the debt is not to be told; whoever is asked to pay was most
    # likely told. Both lenders give online consumer loans. The guarantor is no third person.
    "CN-P03": [
        ("2026-09-11", XJ, 1, "breach"),  # mother, told
        ("2026-09-19", XJ, 1, "likely"),  # mother, asked to pay
        ("2026-10-12", XJ, 1, "breach"),
        ("2026-11-12", XD, 1, "breach"),  # sister
        ("2026-11-17", XD, 1, "breach"),  # colleague
        ("2026-11-17", XD, 1, "likely"),  # employer
        ("2026-11-17", XD, 1, "likely"),  # sister
    ],
    # Colleague and employer; the sister stands in the contract. On 09-16 it was the colleague twice.
    "CN-P04": [("2026-11-17", XD, 2, "likely")],
    # "You need not care" when asked for the firm.
    "CN-S01": [("2026-09-02", XJ, 1, "note")],
    # XJ never told of its collector 甲 (14 contacts); of 丙 nothing is recorded (2). XK told of 乙. Of micro-lenders no
    # text asks it.
    "CN-S02": [
        *(
            (f"2026-{day}", XJ, 1, "likely")
            for day in (
                "09-02",
                "09-10",
                "09-10",
                "09-11",
                "09-19",
                "09-19",
                "09-25",
                "10-03",
                "10-09",
                "10-10",
                "10-12",
                "10-23",
                "11-11",
                "11-12",
            )
        ),
        ("2026-09-10", XJ, 1, "undetermined"),
        ("2026-09-10", XJ, 1, "undetermined"),
    ],
    # Mobile numbers of outside collectors: all of XJ's above but the visit of 11-11; XK's 乙 on 10-29 and seven times on
    # 11-05 (it used a landline before). Whether they are private is asked.
    "CN-S03": [
        *(
            (f"2026-{day}", XJ, 1, "undetermined")
            for day in (
                "09-02",
                "09-10",
                "09-10",
                "09-10",
                "09-10",
                "09-11",
                "09-19",
                "09-19",
                "09-25",
                "10-03",
                "10-09",
                "10-10",
                "10-12",
                "10-23",
                "11-12",
            )
        ),
        ("2026-10-29", XK, 1, "undetermined"),
        *[("2026-11-05", XK, 1, "undetermined")] * 7,
    ],
    # 甲 at 13:10 and 丙 at 18:45 on the 10th, 甲 again on the 11th.
    "CN-S05": [("2026-09-11", XJ, 3, "undetermined")],
    # XK's two letters: whether they hold all items is asked.
    "CN-L03": [("2026-09-28", XK, 1, "undetermined"), ("2026-11-13", XK, 1, "undetermined")],
    # A payee on WeChat; whose account it is would be asked, had they not said it themselves.
    "CN-M02": [("2026-10-05", XD, 1, "likely")],
    # XK's plan was signed on 10-26; the court's mediator of 11-10 called for a purpose nobody noted.
    "CN-M04": [
        ("2026-10-29", XK, 1, "breach"),
        *[("2026-11-05", XK, 1, "breach")] * 7,
        ("2026-11-09", XK, 1, "breach"),
        ("2026-11-10", XK, 1, "likely"),
        ("2026-11-13", XK, 1, "breach"),
    ],
    # Alone for a consumer finance company; two for the micro-lender, without papers.
    "CN-V01": [("2026-10-30", XD, 1, "note"), ("2026-11-11", XJ, 1, "breach")],
    # Ten and seventeen minutes after being asked to leave. 周某 was let in.
    "CN-V02": [("2026-10-30", XD, 1, "likely"), ("2026-11-11", XJ, 1, "likely")],
    "CN-V03": [("2026-11-14", XD, 1, "likely")],  # a paper at the door
    "CN-V05": [("2026-11-11", XJ, 1, "likely")],  # the firm's reception
}

# What fields and tags show of rules that are also read from words.
AT_LEAST = {
    "CN-P05": [("2026-09-02", XJ, 1, "likely")],
    "CN-D01": [("2026-11-15", XD, 1, "likely")],  # posted in the residents' group
    "CN-H01": [("2026-11-06", XD, 1, "likely")],
    "CN-H02": [("2026-09-14", XJ, 1, "likely"), ("2026-10-03", XJ, 1, "likely")],
    "CN-H03": [("2026-09-25", XJ, 1, "likely")],
    "CN-H04": [("2026-11-12", XJ, 1, "likely")],
    "CN-M03": [("2026-09-19", XJ, 1, "likely"), ("2026-11-17", XD, 1, "likely")],  # mother, sister; not the employer
}

# Moments that stand beside a rule and must not be found by it.
NEAR_MISSES = {
    "CN-T01": [
        "2026-08-21T23:20:00+08:00",  # a verification code at night
        "2026-08-24T08:01:00+08:00",
        "2026-08-27T21:58:10+08:00",
        "2026-08-31T22:05:00+08:00",  # a receipt
        "2026-09-02T22:50:00+08:00",  # the debtor's own call
        "2026-09-05T08:00:00+08:00",  # eight sharp
        "2026-10-01T22:30:00+08:00",  # an advert
        "2026-10-15T22:20:00+08:00",  # within the hours agreed
        "2026-10-17T23:05:00+08:00",  # an acquaintance
        "2026-10-30T21:35:00+08:00",  # a visit before ten
        "2026-11-11T21:30:00-05:00",  # 10:30 here
        "2026-11-16T22:30:00+09:00",  # 21:30 here
    ],
    "CN-T02": [
        "2026-10-15T22:20:00+08:00",  # XK agreed hours that widen, not narrow
        "2026-10-16T23:10:00+08:00",
        "2026-10-19T15:20:00+08:00",  # the lender's answer to a complaint
        "2026-10-20T19:05:12+08:00",
        "2026-11-18T19:00:20+08:00",
    ],
    "CN-F01": ["2026-08-28T09:07:40+08:00", "2026-09-15T08:40:11+08:00"],  # three answered and one missed; three robots
    "CN-F02": [
        "2026-09-08T10:15:20+08:00",  # two calls each by two lenders
        "2026-09-08T11:30:12+08:00",
        "2026-09-15T10:12:00+08:00",  # three robots and three persons
        "2026-09-29T09:40:00+08:00",  # four by a bank about a card: the standard is about online loans
        "2026-10-13T09:20:00+08:00",  # five by an acquaintance
    ],
    "CN-F03": [
        "2026-09-30T09:15:04+08:00",  # six
        "2026-10-08T12:00:20+08:00",  # eight by a micro-loan company
        "2026-11-05T09:10:00+08:00",  # four to one line, three to the other
        "2026-11-05T10:12:36+08:00",
    ],
    "CN-F04": [
        "2026-10-09T23:48:00+08:00",  # two calls in one night
        "2026-10-10T00:07:30+08:00",
        "2026-09-24T10:02:05+08:00",  # seven over a day
        "2026-10-13T09:20:00+08:00",  # five over a day
    ],
    "CN-P01": ["2026-09-23T16:30:00+08:00"],  # the guarantor
    "CN-P03": ["2026-09-23T16:30:00+08:00", "2026-09-16T15:12:00+08:00"],  # the guarantor; asked where only
    "CN-S02": ["2026-10-29T14:05:00+08:00", "2026-09-14T14:20:00+08:00"],  # announced; no outside firm on record
    "CN-M04": ["2026-10-22T11:02:00+08:00"],  # before the signature
    "CN-V02": ["2026-10-25T15:00:00+08:00", "2026-11-14T16:40:00+08:00"],  # let in; nobody came in
    "CN-V05": ["2026-10-30T21:35:00+08:00"],  # the own home
    "CN-P02": ["2026-09-11T18:05:00+08:00", "2026-09-16T15:12:00+08:00", "2026-10-23T15:30:00+08:00"],
    "CN-I01": ["2026-11-03T10:05:00+08:00"],
    "CN-I02": ["2026-11-10T10:30:00+08:00"],
    "CN-I04": ["2026-11-13T11:00:00+08:00"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo"
    make_demo(path)
    return path


@pytest.fixture
def case(folder):
    with open_case(folder) as opened:
        yield opened


@pytest.fixture
def report(case):
    return check(case, today="2026-11-21")


@pytest.fixture
def moments(case):
    """Instant to contact id."""
    return {row.ts: row.id for row in reading.contact_rows(case.store.conn)}


def test_findings_are_those_counted_by_hand(report):
    by_fields = [finding for finding in report.findings if finding.reading != _(READ_FROM_WORDS)]
    for rule, expected in EXPECTED.items():
        found = [(f.on, f.platform, len(f.contacts), f.grade) for f in by_fields if f.rule == rule]
        assert sorted(found) == sorted(expected), rule
    assert {finding.rule for finding in report.findings} >= set(EXPECTED) | set(AT_LEAST)


def test_findings_by_fields_and_tags_stand_whatever_the_words_say(report):
    for rule, expected in AT_LEAST.items():
        found = Counter((f.on, f.platform, len(f.contacts), f.grade) for f in report.findings if f.rule == rule)
        assert not Counter(expected) - found, rule


def test_measures_are_those_counted_by_hand(report):
    measured = {(f.rule, f.on): (f.measured, f.limit) for f in report.findings if f.measured is not None}
    assert measured["CN-F01", "2026-08-26"] == (4, 3)
    assert measured["CN-F02", "2026-10-21"][0] == 7
    assert measured["CN-F03", "2026-09-24"] == (7, 6)
    assert measured["CN-F03", "2026-10-14"] == (14, 6)
    assert measured["CN-F04", "2026-10-08"] == (8, 5)
    assert measured["CN-F04", "2026-10-14"] == (14, 10)
    assert measured["CN-P04", "2026-11-17"] == (2, 1)


@pytest.mark.parametrize("rule", NEAR_MISSES)
def test_near_misses_are_not_found(rule, report, moments):
    found = {contact for finding in report.findings if finding.rule == rule for contact in finding.contacts}
    for moment in NEAR_MISSES[rule]:
        assert moments[ts_of(moment)] not in found, moment


def test_what_the_agreement_switched_off_is_noted(report, moments):
    agreed = [note for note in report.noted if note["rule"] == "CN-T01" and note["why"] == "exception"]
    assert [moments[ts_of("2026-10-15T22:20:00+08:00")]] in [list(note["contacts"]) for note in agreed]


def test_posing_as_police_in_2026_cites_the_new_article(report):
    for finding in report.findings:
        if finding.rule == "CN-I01":
            provisions = {basis.provision for basis in finding.bases}
            assert any(provision.startswith("psapl-2025/62") for provision in provisions)
            assert not any(provision.startswith("psapl-2012") for provision in provisions)


def test_night_contacts_name_the_texts_that_bind_that_lender(report):
    bases = {(f.on, f.platform): {b.instrument for b in f.bases} for f in report.findings if f.rule == "CN-T01"}
    assert bases["2026-09-02", XJ] == {"gbt-45251-2025", "cba-2026"}
    assert bases["2026-09-18", XK] == {"cba-2026"}
    assert bases["2026-09-09", XD] == {"gbt-45251-2025"}


def test_the_acquaintance_is_found_by_no_rule(report):
    assert not [finding for finding in report.findings if finding.platform == LZ]


def test_the_case_holds_what_the_story_tells(case):
    info = case.info()
    assert (info.contacts, info.inbox) == (433, 17)  # 8 came from the telephone, 7 of them from unknown numbers
    kinds = {record: len(browsing.records(case, record)) for record in ("platform", "person", "refusal", "complaint")}
    assert kinds == {"platform": 4, "person": 5, "refusal": 3, "complaint": 2}
    assert len({platform["kind"] for platform in browsing.records(case, "platform")}) == 4
    rows = browsing.page(case, ContactFilter(), offset=0, limit=500)
    assert sum(row.attachments for row in rows) == 9


def test_corrections_withdrawals_and_private_notes_are_there(case, moments):
    corrected = browsing.detail(case, moments[ts_of("2026-09-05T07:12:40+08:00")])
    assert corrected.values["outcome"] == "missed"
    assert "duration" not in corrected.values
    assert [version.event for version in corrected.history] == ["recorded", "corrected"]
    assert corrected.history[1].changes["outcome"] == ("answered", "missed")
    withdrawn = browsing.page(case, ContactFilter(number="17000000033", withdrawn=True), offset=0, limit=5)
    assert [row.withdrawn for row in withdrawn] == [1]
    private = browsing.detail(case, moments[ts_of("2026-09-02T22:41:07+08:00")])
    assert private.values["private_note"]
    assert [attachment.name for attachment in private.attachments] == ["通话录音_20260902_224107.wav"]


def test_the_telephone_log_is_an_import_and_judgements_are_kept(case, report):
    rows = browsing.page(case, ContactFilter(since="2026-11-06", until="2026-11-08"), offset=0, limit=50)
    imported = [row for row in rows if browsing.detail(case, row.id).origins]
    assert len(imported) == 8
    assert [row.platform_name for row in imported if row.platform] == [XJ]
    assert "快递 老李" in {waiting.name for waiting in browsing.inbox(case)}
    decisions = {(f.rule, f.on): f.review["decision"] for f in report.findings if f.review}
    assert decisions == {("CN-I01", "2026-09-14"): "confirm", ("CN-P01", "2026-09-21"): "dismiss"}


def test_entries_were_written_after_what_they_tell_and_in_order(case):
    rows = case.store.conn.execute("SELECT at FROM ledger ORDER BY seq").fetchall()
    times = [row[0] for row in rows]
    assert times == sorted(times)
    assert (times[0], times[-1]) == ("2026-08-20T13:40:00Z", "2026-11-20T13:40:00Z")  # 21:40 in Shanghai
    for row in browsing.page(case, ContactFilter(), offset=0, limit=500):
        assert ts_of(browsing.detail(case, row.id).recorded_at) >= row.ts


def test_two_demo_cases_tell_the_same(folder, tmp_path):
    # All but what is drawn at random on purpose: salts, the digests over them, and keys of imported rows, salted too.
    make_demo(tmp_path / "again")
    told = []
    for path in (folder, tmp_path / "again"):
        with open_case(path) as case:
            rows = case.store.conn.execute("SELECT seq, at, kind, subject, facts, words, identity, private FROM ledger")
            events = [re.sub(r'"(origin_salt|key)":"[0-9a-f]{64}"', "", "\n".join(map(str, row))) for row in rows]
            told.append((events, sorted(file.name for file in (path / "vault").rglob("*"))))
    assert told[0] == told[1]


def test_it_is_made_quickly(tmp_path):
    start = time.process_time()
    make_demo(tmp_path / "quick")
    assert time.process_time() - start < 1.5


def test_a_folder_with_something_in_it_is_refused_and_left_alone(folder, tmp_path):
    with pytest.raises(FolderTaken) as refused:
        make_demo(folder)
    assert repr(str(folder)) in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.exit_status == 2
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(FolderTaken):
        make_demo(file)
    assert file.read_text() == "mine"


def test_the_refusal_speaks_both_languages(tmp_path, monkeypatch):
    monkeypatch.setattr(i18n, "_current", "en")
    assert "not empty" in str(FolderTaken(tmp_path))
    monkeypatch.setattr(i18n, "_current", "zh")
    assert "不是空的" in str(FolderTaken(tmp_path))


def test_an_empty_folder_is_used(tmp_path):
    (tmp_path / "empty").mkdir()
    info = make_demo(tmp_path / "empty")
    assert info.name == "empty"
    assert (tmp_path / "empty" / "case.db").is_file()


def test_stopping_it_leaves_nothing(tmp_path):
    class Stop:
        def step(self, done: int, total: int | None) -> None:
            if done > 50:
                raise Cancelled

    with pytest.raises(Cancelled):
        make_demo(tmp_path / "demo", Stop())
    assert os.listdir(tmp_path) == []


def test_progress_ends_with_everything_done(tmp_path):
    steps = []

    class Watch:
        def step(self, done: int, total: int | None) -> None:
            steps.append((done, total))

    demo.make_demo(tmp_path / "demo", Watch())
    assert steps[-1][0] == steps[-1][1] > 450
    assert steps == sorted(steps)
