"""The texts of the mainland pack: what is quoted is said to be, numerals agree with articles, words keep to their place."""

import re

import pytest

from evidencelog.laws.catalogue import SHIPPED
from evidencelog.laws.loader import read_pack
from evidencelog.laws.reading import read_table
from evidencelog.laws.schema import InstrumentFile

PACK = SHIPPED / "cn"
HAN = re.compile(r"[\u4e00-\u9fff]")
DIGITS = {"零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}


@pytest.fixture(scope="module")
def loaded():
    return read_pack(PACK, "")


@pytest.fixture(scope="module")
def provisions(loaded):
    return loaded.texts.provisions


def value(numeral: str) -> int:
    """A Chinese numeral below ten thousand as a number."""
    total, digit = 0, 0
    for sign in numeral:
        if sign in DIGITS:
            digit = DIGITS[sign]
        else:
            total += (digit or 1) * UNITS[sign]
            digit = 0
    return total + digit


def rule_words(rule):
    """Every text of a rule in both languages with its place."""
    for name in ("title", "why", "mark", "explanation"):
        yield name, getattr(rule, name)
    for part in (
        "exceptions", "readings", "other_readings", "questions", "assumes", "strengthen", "next_steps", "explanations",
    ):  # fmt: skip
        for text in getattr(rule, part):
            yield f"{part}/{text.id}", text.words


def test_the_numeral_of_a_citation_is_the_article():
    assert [value(text) for text in ("五", "十三", "二十", "六十二", "一百一十六", "二百七十九", "一千零三十二")] == [
        5, 13, 20, 62, 116, 279, 1032,
    ]  # fmt: skip


def test_citations_carry_the_title_and_the_numerals_of_the_text(loaded, provisions):
    seen = 0
    for provision in provisions.values():
        title = loaded.texts.instruments[provision.instrument].title
        match = re.fullmatch(r"《(.+)》第([零一二三四五六七八九十百千]+)条(?:之([一二三]))?", provision.citation)
        if match is None:
            continue
        seen += 1
        assert match[1].replace("〈", "《").replace("〉", "》") == title
        tail = provision.id.partition("/")[2]
        assert tail == f"{value(match[2])}" + (f"-{value(match[3])}" if match[3] else "")
    assert seen > 130


def test_a_citation_without_a_known_number_says_that_it_is_to_be_checked(provisions):
    for provision in provisions.values():
        if not re.search(r"第.+[条章]", provision.citation):
            assert "待核" in provision.citation or "批复" in provision.citation, provision.id


def test_the_standard_is_cited_as_a_standard_and_called_recommended(loaded, provisions):
    standard = loaded.texts.instruments["gbt-45251-2025"]
    assert standard.force == "recommended_standard"
    assert "推荐性" in standard.binds.zh
    assert "not compulsory" in standard.binds.en
    for provision in provisions.values():
        if provision.instrument == standard.id:
            assert provision.citation.startswith("GB/T 45251—2025 第")
    assert "条号待核" in provisions["gbt-45251-2025/5.3"].citation


# Wordings as the statute book and the press have them; the first and last words of each.
WORDINGS = [
    ("psapl-2025/62", "", "冒充国家机关工作人员招摇撞骗的，处十日以上十五日以下拘留", "可以并处一千元以下罚款。"),
    ("psapl-2025/62", "3", "盗用、冒用个人、组织的身份、名义或者以其他虚假身份招摇撞骗的", "可以并处一千元以下罚款。"),
    ("psapl-2012/51", "", "冒充国家机关工作人员或者以其他虚假身份招摇撞骗的，处五日以上十日以下拘留", "从重处罚。"),
    ("cfc-2024/56", "", "消费金融公司应当建立逾期贷款催收管理制度", "不得对与债务无关的第三人进行催收。"),
    ("cpm-2022/41", "1", "银行保险机构自行或者委托外部机构催收过程中不得存在下列情形：", "冒用行政机关、司法机关等名义实施催收；"),
    ("micro-2024/37", "5", "小额贷款公司及其合作催收机构不得有下列催收行为：", "向负有履行债务义务的单位或者个人以外的其他主体催收；"),
    ("lawyer/13", "", "没有取得律师执业证书的人员，不得以律师名义从事法律服务业务", "不得从事诉讼代理或者辩护业务。"),
    ("cc/1033", "1", "除法律另有规定或者权利人明确同意外", "等方式侵扰他人的私人生活安宁；"),
    ("card-2011/68", "", "发卡银行应当对债务人本人及其担保人进行催收", "录音资料至少保存2年备查。"),
    ("gbt-45251-2025/5.3", "hours", "双方已事先约定催收时间的", "催收作业不应在每日22:00至次日8:00进行。"),
    ("gbt-45251-2025/5.3", "notice-calls", "以语音形式（含智能语音）进行告知式催收", "与债务人另有约定的除外。"),
    ("gbt-45251-2025/5.3", "conversations", "以语音形式（含智能语音）进行交互式催收", "主动有效通话每日不应超过3次。"),
    ("cba-2026/13", "", "未经债务人同意，严禁在每日晚22:00至次日早8:00", "外访催收及其他催收。"),
    ("cba-2026/14", "", "按照电话催收当时具体情况", "当天不宜超过6次；与债务人另有约定除外。"),
    ("nifa-2024/hours", "", "双方未事先约定催收时间的", "催收作业不得在每日22:00至次日8:00进行。"),
]  # fmt: skip


@pytest.mark.parametrize(("provision", "passage", "first", "last"), WORDINGS)
def test_the_wording_of_what_the_rules_rest_on(provisions, provision, passage, first, last):
    (text,) = [one.text for one in provisions[provision].passages if one.id == passage]
    assert text.startswith(first)
    assert text.endswith(last)


STATUSES = [
    ("psapl-2025/62", "verbatim"), ("psapl-2012/51", "verbatim"), ("crim/279", "verbatim"), ("cc/1032", "verbatim"),
    ("pipl/13", "verbatim"), ("lawyer/13", "verbatim"), ("cpm-2022/41", "verbatim"), ("cpm-2022/55", "verbatim"),
    ("cfc-2024/56", "verbatim"), ("micro-2024/37", "verbatim"), ("card-2011/68", "quoted"), ("pcac-2024/83", "quoted"),
    ("pcac-2024/85", "quoted"), ("nifa-2018/14", "quoted"), ("cba-2026/13", "quoted"), ("cba-2026/14", "quoted"),
    ("cba-2026/barred", "quoted"), ("cba-2026/third", "paraphrase"), ("card-2022/collection", "paraphrase"),
    ("iloan-2020/56", "paraphrase"), ("assist-2025/collection", "paraphrase"), ("nifa-2018/13", "paraphrase"),
]  # fmt: skip


@pytest.mark.parametrize(("provision", "status"), STATUSES)
def test_how_sure_a_text_is(provisions, provision, status):
    assert {passage.text_status for passage in provisions[provision].passages} == {status}


def test_quoted_texts_name_a_paper_or_kind_of_source_and_never_an_address(provisions):
    for provision in provisions.values():
        for passage in provision.passages:
            assert bool(passage.quoted_via) == (passage.text_status == "quoted"), provision.id
            assert not re.search(r"https?:|www\.|\.com|\.cn|\.net", passage.quoted_via), provision.id


def test_where_texts_were_read_is_kept_and_no_mirror_is_named():
    for path in sorted((PACK / "instruments").glob("*.toml")):
        faults = []
        table = read_table(path, path.name, InstrumentFile, faults)
        assert not faults
        for provision in table.provisions:
            for passage in provision.passages:
                kept = re.findall(r"(?:https?://|\b)((?:[a-z0-9-]+\.)+(?:com|cn|net|org))\b", passage.source)
                assert set(kept) <= {"github.com"}, f"{path.name}: {passage.source}"
                assert ("github.com" in passage.source) == (passage.text_status == "verbatim"), path.name


def test_official_places_only(loaded):
    for instrument in loaded.texts.instruments.values():
        for host in re.findall(r"https?://([^/\s]+)", instrument.source):
            assert host.endswith(".gov.cn"), instrument.id


@pytest.mark.parametrize(
    ("earlier", "later", "last", "first"),
    [
        ("psapl-2012", "psapl-2025", "2025-12-31", "2026-01-01"),
        ("nifa-2024", "gbt-45251-2025", "2025-02-27", "2025-02-28"),
    ],
)
def test_one_text_ends_where_the_next_begins(loaded, earlier, later, last, first):
    old, new = loaded.texts.instruments[earlier], loaded.texts.instruments[later]
    assert (old.in_force_to, old.status) == (last, "repealed")
    assert (new.in_force_from, new.in_force_to) == (first, None)
    assert earlier in new.replaces


def test_days_from_which_the_texts_bind(loaded):
    first_days = {name: item.in_force_from for name, item in loaded.texts.instruments.items()}
    assert {name: first_days[name] for name in ("cba-2026", "cpm-2022", "cfc-2024", "cc", "pipl", "pcac-2024")} == {
        "cba-2026": "2026-01-30",
        "cpm-2022": "2023-03-01",
        "cfc-2024": "2024-04-18",
        "cc": "2021-01-01",
        "pipl": "2021-11-01",
        "pcac-2024": "2024-07-07",
    }


def test_a_paraphrase_never_carries_a_finding_and_criminal_law_is_for_reading_only(loaded, provisions):
    for rule in loaded.pack.rules:
        for basis in rule.bases:
            provision = provisions[basis.provision]
            assert provision.instrument not in ("crim", "organised-crime", "soft-violence-2019"), rule.code
            for passage in provision.passages:
                if passage.id == basis.passage and passage.text_status == "paraphrase":
                    assert basis.supporting, f"{rule.code}: {basis.provision}"


def test_neither_private_lenders_nor_unlicensed_apps_are_bound_by_standards_and_association_rules(loaded, provisions):
    for rule in loaded.pack.rules:
        for basis in rule.bases:
            force = loaded.texts.instruments[provisions[basis.provision].instrument].force
            if force in ("recommended_standard", "association_rule"):
                bound = set(basis.kinds) | set(basis.open_kinds)
                assert bound, f"{rule.code}: {basis.provision} would bind anyone"
                assert not bound & {"private_lender", "unlicensed_app"}, f"{rule.code}: {basis.provision}"


def test_every_basis_that_does_not_bind_everyone_says_whom_in_words(loaded):
    for rule in loaded.pack.rules:
        for basis in rule.bases:
            limited = basis.kinds or basis.open_kinds or basis.products or basis.open_products
            assert bool(limited) == (basis.condition is not None), f"{rule.code}: {basis.provision}"


VERDICTS_ZH = ("违法", "非法", "犯罪", "罪", "涉嫌", "构成违反", "强制性国家标准")
VERDICTS_EN = ("illegal", "unlawful", "crime", "criminal", "guilty", "offence", "mandatory standard", "violat")


def test_rules_pass_no_verdict(loaded):
    for rule in loaded.pack.rules:
        for place, words in rule_words(rule):
            assert not [word for word in VERDICTS_ZH if word in words.zh], f"{rule.code} {place}: {words.zh}"
            assert not [word for word in VERDICTS_EN if word in words.en.lower()], f"{rule.code} {place}: {words.en}"


def test_both_languages_are_what_they_say_and_marks_are_short(loaded):
    for rule in loaded.pack.rules:
        assert 2 <= len(rule.mark.zh) <= 4
        assert rule.mark.en.isascii()
        assert len(rule.mark.en) <= 8
        for place, words in rule_words(rule):
            assert HAN.search(words.zh), f"{rule.code} {place}"
            assert not HAN.search(words.en), f"{rule.code} {place}: {words.en}"
            assert set(re.findall(r"\{\w+\}", words.zh)) == set(re.findall(r"\{\w+\}", words.en)), (
                f"{rule.code} {place}"
            )


@pytest.mark.parametrize("code", ["CN-I01", "CN-I02", "CN-I03", "CN-I04"])
def test_whoever_claims_an_office_is_first_of_all_verified_and_not_ignored(loaded, code):
    (rule,) = [rule for rule in loaded.pack.rules if rule.code == code]
    first = rule.next_steps[0]
    assert first.id == "verify-first"
    assert first.words.zh.startswith("先核实，不要置之不理")
    assert "自己查" in first.words.zh
    assert "不要用对方给的号码" in first.words.zh
    assert first.words.en.startswith("Verify first, do not ignore it")
    assert "never use the number" in first.words.en


def test_a_claimed_court_is_asked_for_its_name_and_case_number_and_12368_is_named(loaded):
    (rule,) = [rule for rule in loaded.pack.rules if rule.code == "CN-I02"]
    step = rule.next_steps[0].words.zh
    assert all(word in step for word in ("哪个法院", "案号", "114", "12368"))


def test_every_rule_asks_for_each_fact_that_decides_whom_it_binds(loaded):
    for rule in loaded.pack.rules:
        asked = {text.id for text in rule.questions}
        grounds = [basis for basis in rule.bases if not basis.supporting]
        if all(basis.kinds or basis.open_kinds for basis in grounds):
            assert "kind" in asked, rule.code
        assert not any(basis.decided_by for basis in grounds) or "funder" in asked, rule.code


def test_the_pack_says_what_it_lacks(loaded):
    said = " ".join(words.zh for words in loaded.pack.limitations)
    assert all(name in said for name in ("GB/T 45251", "小额贷款", "银行业协会"))


def test_no_file_of_the_pack_holds_a_real_telephone_number_or_identity_number():
    made_up = {"13800000001", "13900000001"}
    for path in sorted(PACK.rglob("*.toml")):
        text = path.read_text(encoding="utf-8")
        found = set(re.findall(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)", text))
        assert found <= made_up, path.name
