"""Wrong usage is one line on stderr with status 2, in both languages, and says where to look."""

from __future__ import annotations

import pytest

CASES = [
    ((), "the app needs a terminal", "界面需要在终端里打开"),
    (("ad",), "did you mean add, read?", "是不是想写 add, read？"),
    (("zzz",), "there is no command 'zzz'", "没有 'zzz' 这个命令"),
    (("add",), "KIND is missing", "缺少 KIND"),
    (("add", "call", "--caler", "x"), "--caller", "--caller"),
    (("add", "call", "--at"), "--at needs a value", "--at 后面要有值"),
    (("add", "call", "--json=3"), "--json takes no value", "--json 后面不能有值"),
    (("add", "call", "extra"), "'extra' is one word too many", "多了一个词 'extra'"),
    (("list", "--case", "x"), "--case belongs before the command", "--case 要写在命令前面"),
    (("list", "--limit", "-3"), "'-3' is not a whole number", "'-3' 不是 0 以上的整数"),
    (("list", "--kind", "fax"), "call, message, visit", "call, message, visit"),
    (("platform",), "add, set, list", "add, set, list"),
    (("platform", "remove"), "there is no command 'remove'", "没有 'remove' 这个命令"),
    (("withdraw", "C0001"), "--because is missing", "缺少 --because"),
    (("correct", "C0001", "--because", "x"), "--set is missing", "缺少 --set"),
    (("review", "F-1", "maybe", "--because", "x"), "confirm, dismiss", "confirm, dismiss"),
    (("number", "assign", "123"), "name one of --platform and --person", "请在 --platform 和 --person 中写一个"),
    (("case", "set"), "name --zone or --packs", "请写 --zone 或 --packs"),
    (("packet", "--out", "x"), "--for is missing", "缺少 --for"),
]


@pytest.mark.parametrize(
    ("words", "english", "chinese"), CASES, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_one_line_in_both_languages(cli, words, english, chinese):
    for lang, wanted in (("en", english), ("zh", chinese)):
        result = cli(*words, lang=lang)
        assert result.status == 2
        assert result.out == ""
        assert wanted in result.err
        assert result.err.count("\n") == 1
        assert "--help" in result.err
    assert not cli.case.exists()


def test_a_wrong_language_is_told_in_the_language_of_the_locale(cli, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    result = cli.bare("--lang", "fr", "list")
    assert result.status == 2
    assert result.err.startswith("错误：--lang：'fr'")


@pytest.mark.parametrize(
    ("environment", "words", "expected"),
    [
        ({}, (), "用法"),
        ({"LANG": "en_US.UTF-8"}, (), "Usage"),
        ({"LANG": "de_DE.UTF-8"}, (), "用法"),
        ({"LANG": "en_US.UTF-8", "EVIDENCELOG_LANG": "zh"}, (), "用法"),
        ({"LANG": "zh_CN.UTF-8", "EVIDENCELOG_LANG": "en"}, (), "Usage"),
        ({"EVIDENCELOG_LANG": "zh"}, ("--lang", "en"), "Usage"),
        ({"EVIDENCELOG_LANG": "zh"}, ("--lang=en", "list"), "Usage"),
        ({"EVIDENCELOG_LANG": "zh"}, ("--case", "--lang", "--lang", "en", "list"), "Usage"),
    ],
)
def test_language_is_the_option_then_the_environment_then_the_locale_then_chinese(
    cli, monkeypatch, environment, words, expected
):
    for name in ("LANG", "LC_ALL", "LC_MESSAGES", "EVIDENCELOG_LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    result = cli.bare(*words, "--help")
    assert result.status == 0
    assert result.out.startswith(expected)


def test_the_case_comes_from_the_option_then_the_environment(cli, monkeypatch, tmp_path):
    monkeypatch.setenv("EVIDENCELOG_CASE", str(tmp_path / "one"))
    assert cli.bare("--lang", "en", "platform", "add", "甲").status == 0
    assert (tmp_path / "one" / "case.db").exists()
    assert cli.bare("--case", str(tmp_path / "two"), "platform", "add", "甲").status == 0
    assert (tmp_path / "two" / "case.db").exists()


def test_the_app_opens_on_a_terminal_without_a_command(cli, monkeypatch):
    monkeypatch.setattr("evidencelog.cli.program.is_terminal", lambda _stream: True)
    assert cli().status == 0
    assert cli.opened == [(cli.case, "en")]


def test_version(cli):
    from evidencelog import __version__

    assert cli("--version").out == f"evidencelog {__version__}\n"
