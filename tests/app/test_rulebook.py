"""What ``rules``, ``rule`` and ``law`` show: texts as the law has them, scope in words, clear words for what is not there."""

import pytest

from evidencelog import i18n
from evidencelog.app import rulebook
from evidencelog.errors import BadInput


@pytest.fixture(autouse=True)
def _own_cache_and_language(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("EVIDENCELOG_PACKS", raising=False)
    before = i18n.language()
    i18n.set_language("zh")
    yield
    i18n.set_language(before)


def test_rules_come_in_the_order_of_their_codes_with_title_and_mark():
    items = rulebook.rules()
    codes = [item["code"] for item in items]
    assert codes == sorted(codes)
    assert {"CN-T01", "CN-T02", "CN-F01", "CN-F02", "CN-F03", "CN-P01", "CN-P02"} <= set(codes)
    assert {"CN-I01", "CN-I02", "CN-I03", "CN-I04"} <= set(codes)
    night = items[codes.index("CN-T01")]
    assert (night["title"], night["mark"], night["pack"]) == ("夜间联系", "夜间", "cn")
    assert night["in_force_from"] == "2024-05-15"


def test_forces_are_those_of_the_grounds_strongest_first():
    forces = {item["code"]: item["forces"] for item in rulebook.rules()}
    assert forces["CN-T01"] == ["recommended_standard", "association_rule"]
    assert forces["CN-F03"] == ["association_rule"]
    assert forces["CN-I01"][0] == "law"


def test_words_follow_the_language_and_the_text_of_the_law_does_not():
    i18n.set_language("en")
    night = rulebook.rule("CN-T01")
    assert (night["title"], night["mark"]) == ("Contact at night", "Night")
    standard = next(basis for basis in night["bases"] if basis["instrument"] == "gbt-45251-2025")
    assert "催收作业不应在每日22:00至次日8:00进行" in standard["text"]
    assert "22:00" in standard["translation"]


@pytest.mark.parametrize("asked", ["CN-T01", "cn-t01", "contact-at-night"])
def test_a_rule_is_found_by_code_in_any_case_and_by_name(asked):
    assert rulebook.rule(asked)["code"] == "CN-T01"


def test_a_rule_says_how_sure_each_text_is_and_for_whom_it_holds():
    bases = {basis["provision"]: basis for basis in rulebook.rule("CN-P01")["bases"]}
    assert bases["cfc-2024/56"]["text_status"] == "verbatim"
    assert bases["cfc-2024/56"]["kinds"] == ["consumer_finance"]
    assert bases["card-2011/68"]["text_status"] == "quoted"
    assert bases["card-2011/68"]["quoted_via"]
    assert bases["iloan-2020/56"]["text_status"] == "paraphrase"
    assert bases["iloan-2020/56"]["supporting"] is True
    assert "消费金融公司" in bases["cfc-2024/56"]["condition"]


def test_the_old_and_the_new_article_on_posing_stand_side_by_side_with_their_days():
    bases = {basis["provision"]: basis for basis in rulebook.rule("CN-I01")["bases"]}
    old, new = bases["psapl-2012/51"], bases["psapl-2025/62"]
    assert (old["citation"], old["in_force_to"]) == ("《中华人民共和国治安管理处罚法》第五十一条", "2025-12-31")
    assert (new["citation"], new["in_force_from"]) == ("《中华人民共和国治安管理处罚法》第六十二条", "2026-01-01")


def test_instruments_stand_strongest_force_first_and_the_standard_is_called_recommended():
    items = rulebook.instruments()
    assert items[0]["force"] == "law"
    assert items[-1]["force"] == "association_rule"
    standard = next(item for item in items if item["id"] == "gbt-45251-2025")
    assert standard["force"] == "recommended_standard"
    assert "不具强制力" in standard["binds"]
    assert standard["replaces"] == ["nifa-2024"]
    assert standard["articles"] == len(rulebook.provision("gbt-45251-2025")["provisions"])


@pytest.mark.parametrize("article", ["62", "第六十二条", "六十二", " 62 "])
def test_an_article_is_found_by_digits_and_by_the_numerals_of_the_text(article):
    shown = rulebook.provision("psapl-2025", article)
    assert shown["id"] == "psapl-2025/62"
    (whole,) = shown["passages"]
    assert whole["text"].startswith("冒充国家机关工作人员招摇撞骗的，处十日以上十五日以下拘留")
    assert whole["text"].count("\n") == 2
    assert whole["text_status"] == "verbatim"
    assert shown["rules"] == ["CN-I01", "CN-I02", "CN-I03", "CN-I04", "CN-I05"]


def test_an_article_and_its_sub_article_are_two():
    assert rulebook.provision("crim", "293")["citation"].endswith("第二百九十三条")
    assert rulebook.provision("crim", "293-1")["citation"].endswith("第二百九十三条之一")


def test_where_only_pieces_are_held_the_pieces_are_shown_with_their_papers():
    shown = rulebook.provision("gbt-45251-2025", "5.3")
    pieces = {passage["id"]: passage for passage in shown["passages"]}
    assert {"whom", "hours", "notice-calls", "conversations"} <= set(pieces)
    assert "条号待核" in shown["citation"]
    assert "中新经纬" in pieces["hours"]["quoted_via"]


def test_an_instrument_without_article_lists_its_articles():
    shown = rulebook.provision("psapl-2012")
    assert shown["citation"] == "中华人民共和国治安管理处罚法"
    assert (shown["status"], shown["in_force_to"]) == ("repealed", "2025-12-31")
    assert [item["article"] for item in shown["provisions"]] == ["26", "40", "42", "51", "52"]


@pytest.mark.parametrize(
    ("ask", "error", "near"),
    [
        (lambda: rulebook.rule("CN-T09"), rulebook.NoSuchRule, "CN-T0"),
        (lambda: rulebook.rule("contact-at-nigth"), rulebook.NoSuchRule, "contact-at-night"),
        (lambda: rulebook.provision("psapl2025"), rulebook.NoSuchInstrument, "psapl-2025"),
        (lambda: rulebook.provision("psapl-2025", "622"), rulebook.NoSuchArticle, "62"),
        (lambda: rulebook.provision("psapl-2025", "第九百条"), rulebook.NoSuchArticle, "evidencelog law psapl-2025"),
    ],
)
def test_what_is_not_there_is_said_in_one_line_with_the_nearest_names(ask, error, near):
    with pytest.raises(error) as caught:
        ask()
    assert isinstance(caught.value, BadInput)
    line = str(caught.value)
    assert near in line
    assert "\n" not in line


def test_an_empty_name_finds_nothing():
    with pytest.raises(rulebook.NoSuchArticle):
        rulebook.provision("psapl-2025", "  ")


def test_a_rule_of_a_pack_that_is_not_in_use_is_still_found(tmp_path, monkeypatch):
    folder = tmp_path / "packs" / "xx"
    (folder / "instruments").mkdir(parents=True)
    (folder / "rules").mkdir()
    (folder / "pack.toml").write_text(
        'id = "xx"\nversion = "1"\ntitle = {zh = "示例", en = "Example"}\nconfirmed_on = 2026-01-01\n'
        'review_by = 2027-01-01\nzone = "Asia/Tokyo"\nlanguage = "ja"\nreferences = ["x"]\nchecked_with = []\n'
        "limitations = []\n",
        encoding="utf-8",
    )
    (folder / "instruments" / "demo.toml").write_text(
        'id = "demo"\ntitle = "Demo"\ntitle_en = "Demo"\ntitle_en_official = true\nnumber = ""\nissuer = "Office"\n'
        'force = "law"\nbinds = {zh = "任何人", en = "anyone"}\nin_force_from = 2020-01-01\nsource = ""\n'
        'confirmed_on = 2026-01-01\nlanguage = "ja"\n[[provisions]]\narticle = "1"\ncitation = "Demo 1"\n'
        'reference_only = true\n[[provisions.passages]]\ntext = "text"\ntext_status = "verbatim"\nsource = "x"\n'
        "retrieved_on = 2026-01-01\nin_force_from = 2020-01-01\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("EVIDENCELOG_PACKS", str(tmp_path / "packs"))
    assert rulebook.provision("demo", "1")["passages"][0]["text"] == "text"
    assert "demo" not in {item["id"] for item in rulebook.instruments()}
