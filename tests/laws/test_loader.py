"""A pack that keeps to the format is read; every mistake is refused with file, key, value and what is allowed."""

from __future__ import annotations

import pytest

from evidencelog.i18n import set_language
from evidencelog.laws.faults import PackRefused
from evidencelog.laws.loader import read_pack
from tests.laws.sampling import copied

A, B = "rules/XX-A00.toml", "rules/XX-B00.toml"
CODE, GUIDE, OLD, CALENDAR = (
    "instruments/code-2020.toml",
    "instruments/guide-2021.toml",
    "instruments/code-1999.toml",
    "calendars/xx-holidays.toml",
)


@pytest.fixture(autouse=True)
def english():
    set_language("en")
    yield
    set_language("zh")


def test_the_sample_is_read(tmp_path):
    read = read_pack(copied(tmp_path), "ab")
    assert [rule.code for rule in read.pack.rules] == ["XX-A00", "XX-B00"]
    assert read.pack.sha256 == "ab"
    assert read.pack.calendars == {"xx-holidays": {"2026-07-03": "holiday", "2026-07-05": "workday"}}
    assert read.pack.years == {"xx-holidays": (2026,)}
    provision = read.texts.provisions["code-2020/3-a"]
    assert (provision.citation, provision.path) == ("Collection Code 2020, section 3(a)", ("Part I",))
    assert [passage.in_force_to for passage in provision.passages] == ["2023-12-31", None]
    assert read.texts.instruments["guide-2021"].title_en == "Good Practice Guide (unofficial translation)"


def test_bases_stand_strongest_first_with_the_period_of_all_wordings(tmp_path):
    rule = read_pack(copied(tmp_path), "").pack.rules[0]
    assert [basis.provision for basis in rule.bases] == ["code-1999/7", "code-2020/3-a", "guide-2021/2"]
    assert [(basis.in_force_from, basis.in_force_to) for basis in rule.bases] == [
        ("1999-01-01", "2019-12-31"),
        ("2020-01-01", None),
        ("2021-06-01", None),
    ]


def test_times_of_day_are_seconds(tmp_path):
    (new, old) = read_pack(copied(tmp_path), "").pack.rules[0].tests
    hours = new.params["windows"][3]["allowed"][0]
    assert (hours["start"], hours["end"], hours["from_included"], hours["to_included"]) == (25200, 75600, False, True)
    assert old.params["windows"][0]["allowed"][0]["end"] == 77400
    assert (old.in_force_to, new.in_force_from) == ("2023-12-31", "2024-01-01")


TWO_ROUNDS = 'records = [{record = "contact", at = "2019-12-30T10:00:00", count = 9}]'

MISTAKES = {
    # name: (file, old text, new text, key, value, allowed)
    "unknown_key_of_pack": ("pack.toml", 'id = "xx"', 'id = "xx"\nauthor = "me"', "", "'author'", "confirmed_on"),
    "pack_id_is_not_folder": ("pack.toml", 'id = "xx"', 'id = "yy"', "id", "'yy'", "xx"),
    "text_in_one_language": ("pack.toml", ', en = "Made-up jurisdiction"', "", "title.en", "", "this key"),
    "unknown_zone": ("pack.toml", "America/New_York", "America/Nowhere", "zone", "America/Nowhere", "time zone"),
    "zone_outside_the_database": ("pack.toml", "America/New_York", "../passwd", "zone", "../passwd", "time zone"),
    "date_in_quotes": ("pack.toml", "2026-11-01", '"2026-11-01"', "confirmed_on", "'2026-11-01'", "without quotes"),
    "review_before_confirmation": ("pack.toml", "2027-05-01", "2026-05-01", "review_by", "2026-05-01", "not before"),
    "no_references": ("pack.toml", '["made up for the tests"]', "[]", "references", "[]", "not empty"),
    "not_toml": ("pack.toml", 'id = "xx"', "id = xx", "", "line 1", "TOML"),
    "unknown_key_of_instrument": (CODE, 'issuer = "Assembly"', 'issuer = "A"\nyear = 1', "", "'year'", "issuer"),
    "instrument_id_is_not_file": (GUIDE, 'id = "guide-2021"', 'id = "guide-2020"', "id", "guide-2020", "guide-2021"),
    "unknown_force": (GUIDE, '"association_rule"', '"custom"', "force", "'custom'", "recommended_standard"),
    "passage_without_source": (
        GUIDE, 'source = "made up"\n', "", "provisions[0].passages[0].source", "", "this key",
    ),
    "passage_without_text": (
        GUIDE, '"Members avoid late contact."', '" "', "provisions[0].passages[0].text", "' '", "not empty",
    ),
    "unknown_text_status": (
        GUIDE, '"paraphrase"', '"rumour"', "provisions[0].passages[0].text_status", "'rumour'", "verbatim",
    ),
    "quoted_without_source": (
        CODE, 'quoted_via = "Evening Paper of 2020-01-02"\n', "", "provisions[1].passages[0]", "", "quoted_via",
    ),
    "passage_before_instrument": (
        CODE, "in_force_from = 2020-01-01\nin_force_to = 2023-12-31", "in_force_from = 2019-06-01\nin_force_to = 2023-12-31",
        "provisions[0].passages[0]", "2019-06-01", "2020-01-01",
    ),
    "wordings_overlap": (
        CODE, "in_force_to = 2023-12-31", "in_force_to = 2024-01-01", "provisions[0].passages", "overlap", "without",
    ),
    "wordings_with_a_gap": (
        CODE, "in_force_to = 2023-12-31", "in_force_to = 2023-12-30", "provisions[0].passages", "gap", "without",
    ),
    "replaces_nothing_known": (CODE, '["code-1999"]', '["code-1998"]', "replaces[0]", "code-1998", "code-1999"),
    "repealed_without_end": (
        OLD, "in_force_to = 2019-12-31\nsource", "source", "status", "repealed", "in_force_to",
    ),
    "provision_that_no_rule_uses": (
        CODE, "reference_only = true\n", "", "provisions[2].reference_only", "false", "no rule rests",
    ),
    "provision_twice": (
        CODE, 'article = "9"', 'article = "4"', "provisions[2].article", "code-2020/4", "once",
    ),
    "article_in_words": (
        CODE, 'article = "9"', 'article = "nine 9"', "provisions[2].article", "nine 9", "form",
    ),
    "calendar_day_outside_its_years": (
        CALENDAR, "2026-07-05", "2027-07-05", "days", "2027-07-05", "years of the calendar",
    ),
    "calendar_day_that_does_not_exist": (CALENDAR, "2026-07-05", "2026-02-30", "days", "2026-02-30", "a date"),
    "unknown_class_of_day": (CALENDAR, '"workday"', '"busy"', "days.2026-07-05", "'busy'", "holiday"),
    "code_is_not_file": (A, 'code = "XX-A00"', 'code = "XX-A01"', "code", "XX-A01", "XX-A00"),
    "code_of_another_pack": (B, 'code = "XX-B00"', 'code = "YY-B00"', "code", "YY-B00", "XX-"),
    "code_of_wrong_form": (A, 'code = "XX-A00"', 'code = "xx_a"', "code", "xx_a", "form"),
    "name_twice": (B, '"seven-in-seven"', '"late-contact"', "name", "late-contact", "XX-A00"),
    "unknown_kind_of_test": (B, 'kind = "cool_down"', 'kind = "cooling"', "tests[1]", "'cooling'", "'cool_down'"),
    "test_without_kind": (B, 'kind = "cool_down"\n', "", "tests[1]", "", "kind"),
    "unknown_key_of_test": (B, "limit = 7\nwindow", "limit = 7\nlimits = 8\nwindow", "tests[0]", "'limits'", "limit, "),
    "parameter_missing": (B, "limit = 7\n", "", "tests[0].limit", "", "this key"),
    "parameter_of_wrong_type": (B, "limit = 7\nwindow", 'limit = "7"\nwindow', "tests[0].limit", "'7'", "whole number"),
    "true_is_no_number": (B, "limit = 7\nwindow", "limit = true\nwindow", "tests[0].limit", "True", "whole number"),
    "number_is_no_flag": (B, "event_day_counts = true", "event_day_counts = 1", "tests[1].event_day_counts", "1", "true or"),
    "negative_limit": (B, "limit = 7\nwindow", "limit = -1\nwindow", "tests[0].limit", "-1", "from 0"),
    "unknown_unit": (B, 'unit = "connected"', 'unit = "ring"', "tests[0].unit", "'ring'", "answered_call"),
    "rolling_without_length": (B, "length = 7\n", "", "tests[0]", "", "length with rolling_days"),
    "unknown_group": (
        B, 'length = 7\ngroup_by = ["platform", "debt"]', 'length = 7\ngroup_by = ["office"]', "tests[0].group_by",
        "office", "collector",
    ),
    "impossible_time_of_day": (A, '"21:30"', '"25:30"', "tests[1].windows[0].allowed[0].to", "25:30", "24:00"),
    "time_of_day_without_quotes": (
        A, 'to = "21:30"', "to = 21:30:00", "tests[1].windows[0].allowed[0].to", "datetime.time", "in quotes",
    ),
    "unknown_day_of_the_week": (A, '["holiday", "sun"]', '["sunday"]', "tests[0].windows[1].days", "sunday", "sun"),
    "reading_of_a_test_without_text": (A, 'reading = "close"', 'reading = "near"', "tests[0].borderline.reading", "near", "close"),
    "exception_without_text": (
        A, 'agreed_hours = "agreed"\nin_force_from', 'agreed_hours = "other"\nin_force_from', "tests[0].agreed_hours",
        "'other'", "agreed",
    ),
    "calendar_that_does_not_exist": (
        A, 'calendar = "xx-holidays"\nwindows = [\n', 'calendar = "bank-days"\nwindows = [\n', "tests[0].calendar",
        "bank-days", "xx-holidays",
    ),
    "calendar_needed": (A, 'calendar = "xx-holidays"\nwindows = [\n', "windows = [\n", "tests[0].calendar", "", "xx-holidays"),
    "tests_overlap": (A, "in_force_to = 2023-12-31", "in_force_to = 2024-06-30", "tests", "overlap", "without overlap"),
    "tests_with_a_gap": (A, "in_force_to = 2023-12-31", "in_force_to = 2023-06-30", "tests", "gap", "without overlap"),
    "question_that_no_tag_answers": (
        B, '[[bases]]\n', '[[tests]]\nkind = "recorded_contact"\nreading = "placed"\nask = "why"\n\n[[bases]]\n', "tests[2]", "",
        "confirmed_by",
    ),
    "burst_longer_than_a_day": (
        B, '[[bases]]\n',
        '[[tests]]\nkind = "pattern"\nreading = "placed"\nbursts = [{count = 3, minutes = 1441}]\n\n[[bases]]\n',
        "tests[2].bursts[0].minutes", "1441", "1440",
    ),
    "basis_on_unknown_provision": (A, '"code-1999/7"', '"code-1999/8"', "bases[1].provision", "code-1999/8", "provision"),
    "basis_on_unknown_passage": (A, 'passage = "hours"', 'passage = "days"', "bases[2].passage", "days", "hours"),
    "basis_outside_its_passage": (
        A, 'provision = "code-1999/7"', 'provision = "code-1999/7"\nin_force_to = 2020-06-30', "bases[1].in_force_from",
        "2020-06-30", "2019-12-31",
    ),
    "bases_overlap": (
        A, '[[bases]]\nprovision = "code-1999/7"',
        '[[bases]]\nprovision = "code-1999/7"\nmodality = "must"\neffect = "ban"\n\n[[bases]]\nprovision = "code-1999/7"',
        "bases[2].in_force_from", "1999-01-01", "without overlap",
    ),
    "bases_with_a_gap": (
        A, '[[bases]]\nprovision = "code-1999/7"',
        (
            '[[bases]]\nprovision = "code-1999/7"\nmodality = "must"\neffect = "ban"\nin_force_to = 2001-01-01\n\n'
            '[[bases]]\nprovision = "code-1999/7"\nin_force_from = 2002-01-01'
        ),
        "bases", "code-1999/7", "without a gap",
    ),
    "paraphrase_as_ground": (
        A, "supporting = true\n", "", "bases[0].supporting", "false", "paraphrase",
    ),
    "addressee_that_does_not_exist": (A, 'status = "added"', 'status = "added"\nonly_for = ["police"]', "only_for[0]", "police", ""),
    "preview_without_a_cap": (B, 'status = "added"', 'status = "preview"', "tests[0].at_most", "''", "likely"),
    "scope_without_words": (
        A, 'condition = {zh = "对方是银行", en = "the lender is a bank"}\n', "", "bases[2]", "", "condition",
    ),
    "unknown_kind_of_lender": (A, '"bank_loan"', '"bank"', "bases[2].kinds", "'bank'", "bank_loan"),
    "unknown_modality": (
        B, 'modality = "must_not"', 'modality = "never"', "bases[0].modality", "'never'", "must_not",
    ),
    "reading_of_a_basis_without_text": (
        B, 'effect = "presumption"', 'effect = "presumption"\nreadings = ["other"]', "bases[0].readings[0]", "other", "placed",
    ),
    "question_missing": (
        B, 'id = "outcome"\nzh = "接了吗？"', 'id = "reply"\nzh = "接了吗？"', "questions", "", "outcome",
    ),
    "question_about_the_kind_missing": (A, 'id = "kind"', 'id = "bank"', "questions", "", "kind"),
    "text_twice": (A, 'id = "close"', 'id = "hours"', "readings", "'hours'", "once"),
    "unknown_placeholder": (B, "{measured} calls", "{number} calls", "explanation", "{number}", "{measured}"),
    "placeholder_with_a_format": (B, "{measured} calls", "{measured:>9} calls", "explanation", "{measured}", "{limit}"),
    "brace_left_open": (B, "{measured} calls", "{measured calls", "explanation", "{measured calls", "{limit}"),
    "too_few_cases": (
        A, '[[cases]]\nshows = "before"\n', '[[cases]]\nshows = "inside"\n', "cases", "", "before",
    ),
    "no_case_of_a_missing_fact": (B, 'shows = "missing"', 'shows = "scope"', "cases", "", "missing"),
    "unknown_key_of_a_case": (B, TWO_ROUNDS, TWO_ROUNDS + "\nwhy = 1", "cases[5]", "'why'", "records"),
    "unknown_grade": (A, 'grade = "undetermined"', 'grade = "open"', "cases[2].findings[0].grade", "'open'", "likely"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_with_its_place(mistake, tmp_path):
    file, old, new, key, value, allowed = MISTAKES[mistake]
    with pytest.raises(PackRefused) as refused:
        read_pack(copied(tmp_path, {file: [(old, new)]}), "")
    assert refused.value.exit_status == 2
    faults = [fault for fault in refused.value.faults if fault.file == f"xx/{file}"]
    assert any(
        (fault.key == key if key else True) and value in fault.value and allowed in fault.allowed for fault in faults
    ), str(refused.value)
    assert all(len(line) < 900 and line.startswith("xx/") for line in str(refused.value).splitlines())


def test_every_fault_is_told_at_once(tmp_path):
    changes = {
        A: [('"bank_loan"', '"bank"')],
        B: [("limit = 7\nwindow", "limit = -1\nwindow"), ('"presumption"', '"maybe"')],
    }
    with pytest.raises(PackRefused) as refused:
        read_pack(copied(tmp_path, changes), "")
    assert [(fault.file, fault.key) for fault in refused.value.faults] == [
        ("xx/rules/XX-A00.toml", "bases[2].kinds"),
        ("xx/rules/XX-B00.toml", "tests[0].limit"),
        ("xx/rules/XX-B00.toml", "bases[0].effect"),
    ]


def test_a_rule_needs_a_ground(tmp_path):
    changes = {
        A: [
            ('provision = "code-1999/7"', 'provision = "code-1999/7"\nsupporting = true'),
            ('passage = "hours"', 'passage = "hours"\nsupporting = true'),
        ]
    }
    with pytest.raises(PackRefused) as refused:
        read_pack(copied(tmp_path, changes), "")
    assert ("bases", "only supporting ones") in [(fault.key, fault.value) for fault in refused.value.faults]


def test_a_draft_is_no_ground(tmp_path):
    changes = {
        CODE: [
            ('binds = {zh = "所有放贷人", en = "every lender"}', 'status = "draft"\nbinds = {zh = "人", en = "all"}')
        ]
    }
    with pytest.raises(PackRefused) as refused:
        read_pack(copied(tmp_path, changes), "")
    assert {(fault.file, fault.key) for fault in refused.value.faults} == {
        ("xx/rules/XX-A00.toml", "bases[2].supporting"),
        ("xx/rules/XX-B00.toml", "bases[0].supporting"),
    }


def test_combining_rules_count_alike(tmp_path):
    changes = {
        B: [
            (
                "limit = 7\nwindow",
                'limit = 7\nmodes = ["notice"]\ncombined_with = {rule = "XX-A00", reading = "placed"}\nwindow',
            )
        ],
    }
    with pytest.raises(PackRefused) as refused:
        read_pack(copied(tmp_path, changes), "")
    assert any(fault.key == "tests[0].combined_with.rule" and "XX-A00" in fault.value for fault in refused.value.faults)


@pytest.mark.parametrize("name", ["rule/XX-C00.toml", "notes.txt", "rules/XX-C00.tml"])
def test_a_file_that_would_silently_be_left_out_is_refused(name, tmp_path):
    pack = copied(tmp_path)
    (pack / name).parent.mkdir(exist_ok=True)
    (pack / name).write_text("x = 1", encoding="utf-8")
    with pytest.raises(PackRefused, match=r"XX-C00\.tml|notes\.txt|'rule'"):
        read_pack(pack, "")


def test_a_file_that_is_not_utf8_is_refused(tmp_path):
    pack = copied(tmp_path)
    (pack / A).write_bytes("why = '夜间联系'".encode("gb18030"))
    with pytest.raises(PackRefused, match=r"xx/rules/XX-A00\.toml.*UTF-8"):
        read_pack(pack, "")


def test_a_pack_without_its_head_is_refused(tmp_path):
    pack = copied(tmp_path)
    (pack / "pack.toml").unlink()
    with pytest.raises(PackRefused, match=r"xx/pack\.toml"):
        read_pack(pack, "")
