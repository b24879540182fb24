"""``read``: what the words of a text suggest, without a case."""

from __future__ import annotations

import json
import unicodedata

POSING = "我是派出所的民警,你不还钱就坐牢"
MONEY = "把钱转我私人微信"
QUIET = "明天降温,记得给孩子带外套"


def read(cli, *items: object) -> list[dict]:
    result = cli("read", "-", "--jsonl", stdin="".join(json.dumps(item) + "\n" for item in items).encode())
    assert result.status == 0, result.err
    assert not cli.case.exists()
    return [json.loads(line) for line in result.out.splitlines()]


def item(text: str, **keys: object) -> dict:
    return {"id": "a", "text": text, "channel": "call", "speaker_view": "quote", "contacted": "debtor"} | keys


def test_each_line_gives_one_document_in_the_same_order_also_when_nothing_is_found(cli):
    found = read(cli, item(QUIET, id="q"), item(POSING, id="p"), item("", id="e"), item(MONEY, id=7))
    assert [one["id"] for one in found] == ["q", "p", "e", 7]
    assert [one["rules"] for one in found] == [[], ["CN-H02", "CN-I01"], [], ["CN-M02"]]
    assert all(list(one) == ["id", "rules", "spans"] for one in found)
    assert found[0]["spans"] == found[2]["spans"] == []


def test_spans_are_code_points_of_the_text_as_it_was_given(cli):
    disguised = "😀 我 是\u200b派 出 所 的\u200b民 警,把錢轉我私人薇信 e\u0301"
    (found,) = read(cli, item(disguised))
    assert {"CN-I01", "CN-M02"} <= set(found["rules"])
    for span in found["spans"]:
        assert list(span) == ["rule", "start", "end", "text"]
        assert 0 <= span["start"] < span["end"] <= len(disguised)
        assert disguised[span["start"] : span["end"]] == span["text"]
    assert unicodedata.normalize("NFKC", disguised) != disguised
    assert sorted({span["rule"] for span in found["spans"]}) == found["rules"]


def test_no_rule_without_a_span(cli):
    for one in read(cli, *(item(text) for text in (POSING, MONEY, QUIET, POSING + "。" + MONEY))):
        assert {span["rule"] for span in one["spans"]} == set(one["rules"])


def test_what_is_not_known_may_be_left_out(cli):
    bare = read(cli, {"text": POSING}, {"id": None, "text": POSING, "channel": None, "more": [1]})
    assert [one["id"] for one in bare] == [None, None]
    assert [one["rules"] for one in bare] == [["CN-H02", "CN-I01"]] * 2


def test_who_was_contacted_and_whose_words_they_are_matter(cli):
    told = "欠款三万块已经逾期，请您尽快还清"
    relative, debtor = read(cli, item(told, contacted="relative"), item(told, contacted="debtor"))
    assert "CN-P03" in relative["rules"]
    assert "CN-P03" not in debtor["rules"]


def test_a_bad_line_is_one_error_with_its_number(cli):
    good = json.dumps(item(QUIET)).encode() + b"\n"
    for bad, named in (
        (b"not json\n", "JSON"),
        (b'["text"]\n', "JSON"),
        (b'{"id": 1}\n', "text"),
        (b'{"text": 5}\n', "text"),
        (b'{"text": "x", "channel": "carrier pigeon"}\n', "channel"),
        (b'{"text": "x", "speaker_view": ["quote"]}\n', "speaker_view"),
        (b'{"text": "x", "id": {}}\n', "id"),
        (b'{"text": "\xff"}\n', "UTF-8"),
        (b'{"text": "x", "id": NaN}\n', "JSON"),
        (b"[" * 100_000 + b"\n", "JSON"),
        (b'{"text": "x", "id": ' + b"9" * 5000 + b"}\n", "JSON"),
    ):
        result = cli("read", "-", "--jsonl", stdin=good + b"\n" + bad + good)
        assert result.status == 2, bad
        assert len(result.err.splitlines()) == 1
        assert "3" in result.err
        assert named in result.err, bad
        assert len(result.out.splitlines()) == 1


def test_hostile_texts_are_read_and_shown_harmlessly(cli):
    hostile = [
        "\ud800" + POSING,
        "\x1b[2J\x1b]0;x\x07" + POSING,
        "派" * 200_000,
        "我是" * 50_000 + POSING,
        "\x00" * 1000,
    ]
    found = read(cli, *(item(text) for text in hostile))
    assert [len(one["rules"]) > 0 for one in found] == [True, True, False, True, False]
    shown = cli("read", hostile[1])
    assert "\x1b" not in shown.out
    assert "CN-I01" in shown.out


def test_lines_with_a_mark_of_byte_order_and_without_a_last_line_end(cli):
    result = cli("read", "-", "--jsonl", stdin=b"\xef\xbb\xbf" + json.dumps(item(POSING)).encode())
    assert json.loads(result.out)["rules"] == ["CN-H02", "CN-I01"]


def test_a_person_sees_the_marked_words_the_reason_and_the_provision(cli):
    result = cli("read", POSING, lang="zh")
    assert result.status == 0
    first, *rest = result.out.splitlines()
    assert first.replace("[[", "").replace("]]", "") == POSING
    assert first.startswith("[[我是派出所的民警")
    assert first.endswith("[[坐牢]]")
    assert any(line.startswith("CN-I01 ") for line in rest)
    assert "  「坐牢」" in rest
    assert any("《中华人民共和国治安管理处罚法》第六十二条" in line for line in rest)
    assert "人来判断" in result.err
    assert not cli.case.exists()


def test_what_looks_like_a_court_is_to_be_verified_first_also_where_no_rule_is_suggested(cli):
    notice = "【某某市某某区人民法院】本院受理的(2026)苏9903民初1187号借款合同纠纷一案定于12月3日9时开庭"
    shown = cli("read", notice, lang="zh").out
    assert "先核实，不要置之不理" in shown
    assert "12368" in shown
    assert "12356" in cli("read", "我真的不想活了", lang="zh").out
    assert "先核实" not in cli("read", QUIET, lang="zh").out


def test_the_text_may_come_from_the_input_and_from_the_line(cli):
    from_input = cli("read", "-", stdin=POSING.encode())
    assert from_input.out == cli("read", POSING).out
    single = cli("read", POSING, "--jsonl", "--view", "quote")
    assert json.loads(single.out)["rules"] == ["CN-H02", "CN-I01"]
    assert "suggest no rule" in cli("read", QUIET).out
    assert cli("read", QUIET, "--channel", "pigeon").status == 2


def test_many_texts_are_read_like_one(cli):
    texts = [f"{QUIET}{number}" for number in range(300)] + [POSING, MONEY]
    found = read(cli, *(item(text, id=number) for number, text in enumerate(texts)))
    assert [one["id"] for one in found if one["rules"]] == [300, 301]
