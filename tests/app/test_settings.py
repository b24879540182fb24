"""The settings file: every fault with its key, the rest holds; what the app remembers; the passphrase of the lock."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from evidencelog.__main__ import app_keys
from evidencelog.app import locking, settings
from evidencelog.app.settings import Settings
from evidencelog.tui.actions import ACTIONS, TYPING

KNOWN = {
    "home.add": "n", "home.findings": "f", "app.help": "question_mark,f1", "form.save": "ctrl+s",
    "form.leave": "escape", "platforms.edit": "e", "app.mask": "f8",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv(settings.ENVIRONMENT, str(tmp_path / "config" / "config.toml"))


def read(text):
    settings.path().parent.mkdir(parents=True, exist_ok=True)
    settings.path().write_text(text, encoding="utf-8")
    return settings.read(KNOWN)


def test_no_file_settles_nothing():
    assert settings.read(KNOWN) == (Settings(), [])


def test_both_spellings_of_an_action_and_all_settings():
    found, problems = read(
        'theme = "no-colour"\nmasked = true\nlock_minutes = 3\n[keys]\n"home.add" = "a, ctrl+n"\n[keys.form]\nsave = "f12"\n'
    )
    assert problems == []
    assert found == Settings({"home.add": "a,ctrl+n", "form.save": "f12"}, "no-colour", True, 3)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('theme = "pink"', "theme"),
        ("masked = 1", "masked"),
        ("lock_minutes = 0", "lock_minutes"),
        ("lock_minutes = true", "lock_minutes"),
        ("colour = 1", "colour"),
        ("keys = 3", "keys"),
        ('[keys]\n"home.ad" = "a"', "keys.home.ad"),
        ('[keys]\n"home.add" = 3', "keys.home.add"),
        ('[keys]\n"home.add" = ""', "keys.home.add"),
        ('[keys]\n"home.add" = "strg+s"', "keys.home.add"),
        ('[keys]\n"home.add" = "字"', "keys.home.add"),
        ('[keys]\n"home.add" = "f"', "keys.home.add"),
        ('[keys]\n"home.add" = "f8"', "keys.home.add"),
        ('[keys]\n"app.mask" = "ctrl+s"', "keys.app.mask"),
        ('[keys]\n"app.mask" = "m"', "keys.app.mask"),
        ('[keys]\n"form.save" = "s"', "keys.form.save"),
        ('[keys]\n"form.save" = "f4,space"', "keys.form.save"),
        ('[keys]\n"form.leave" = "backspace"', "keys.form.leave"),
        ('[keys]\n"home.add" = "ctrl+m"', "keys.home.add"),
        ('[keys]\n"home.add" = "shift+a"', "keys.home.add"),
        ('[keys]\n"home.add" = "ctrl+shift+a"', "keys.home.add"),
        ("keys = [", "config.toml"),
    ],
)
def test_each_fault_is_told_with_its_key_and_left_out(text, where):
    found, problems = read(text)
    assert [problem.where for problem in problems] == [where]
    assert found == Settings()


def test_a_near_name_is_proposed_and_the_rest_holds():
    found, problems = read('theme = "ansi-dark"\n[keys]\n"home.ad" = "a"\n"form.save" = "f12"')
    assert "home.add" in problems[0].what
    assert (found.theme, found.keys) == ("ansi-dark", {"form.save": "f12"})


def test_two_actions_may_change_places():
    found, problems = read('[keys]\n"home.add" = "f"\n"home.findings" = "n"')
    assert problems == []
    assert found.keys == {"home.add": "f", "home.findings": "n"}


def test_the_same_key_in_two_places_is_no_clash():
    assert read('[keys]\n"platforms.edit" = "n"')[1] == []


def test_a_letter_is_no_key_where_one_types_in_any_screen_of_the_app():
    known = app_keys()
    settings.path().parent.mkdir(parents=True)
    taken = {action.id for action in ACTIONS if action.scope in TYPING or (action.scope == "app" and action.priority)}
    lines = "\n".join(f'"{action}" = "x"' for action in taken)
    settings.path().write_text(f"[keys]\n{lines}\n", encoding="utf-8")
    found, problems = settings.read(known)
    assert found.keys == {}
    assert {problem.where for problem in problems} == {f"keys.{action}" for action in taken}


def test_a_broken_file_is_told_with_the_line():
    _found, problems = read('masked = true\ntheme = "\n')
    assert "2" in problems[0].what
    assert "at line" not in problems[0].what
    settings.path().write_bytes(b'theme = "\xff"')
    assert "UTF-8" in settings.read(KNOWN)[1][0].what


def test_the_apps_own_table_is_without_fault():
    known = app_keys()
    settings.path().parent.mkdir(parents=True)
    lines = "\n".join(f'"{action}" = "{keys}"' for action, keys in known.items())
    settings.path().write_text(f"[keys]\n{lines}\n", encoding="utf-8")
    found, problems = settings.read(known)
    assert problems == []
    assert found.keys == known


def test_what_is_remembered_stays_and_is_forgotten():
    settings.remember(theme="ansi-dark", masked=True)
    settings.remember(masked=None)
    assert settings.remembered() == {"theme": "ansi-dark"}
    settings.path().with_name(settings.REMEMBERED).write_text("[", encoding="utf-8")
    assert settings.remembered() == {}


def test_what_cannot_be_remembered_is_said(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(settings.ENVIRONMENT, str(tmp_path / "file" / "config.toml"))
    with pytest.raises(settings.SettingsUnwritable):
        settings.remember(theme="ansi-dark")


def test_the_passphrase_is_kept_only_as_a_hash():
    assert not locking.is_set()
    assert locking.opens("anything")
    locking.choose("开门 sesame")
    kept = settings.path().with_name(settings.REMEMBERED)
    assert "sesame" not in kept.read_text(encoding="utf-8")
    assert os.name == "nt" or kept.stat().st_mode & 0o077 == 0
    assert locking.is_set()
    assert locking.opens("开门 sesame")
    assert not locking.opens("开门 sesam")
    locking.choose("")
    assert not locking.is_set()


@pytest.mark.parametrize(("settled", "minutes"), [(None, 10), (3, 3), (0, 10), (999, 10)])
def test_minutes_until_it_locks(settled, minutes):
    assert locking.minutes(settled) == minutes


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_of_the_guide_is_in_order(lang):
    page = Path(__file__).parents[2] / "docs" / "guide" / lang / "app.md"
    (example,) = re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    settings.path().parent.mkdir(parents=True)
    settings.path().write_text(example, encoding="utf-8")
    found, problems = settings.read(app_keys())
    assert problems == []
    assert found == Settings({"home.add": "a", "app.call": "f4,ctrl+g"}, "no-colour", True, 5)
