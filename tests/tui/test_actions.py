"""The one table of actions: every row can be done, has a key, words in both languages and an id of its own."""

from __future__ import annotations

import gettext
import importlib
import inspect
import pkgutil
from collections import Counter
from pathlib import Path

import pytest

import evidencelog.i18n
import evidencelog.tui
from evidencelog.i18n import set_language
from evidencelog.tui.actions import ACTIONS, OVER_DIALOGS, SCOPES, bindings, key_name, of_scope
from evidencelog.tui.screens.page import Dialog


def _owners() -> dict[str, list[type]]:
    """The classes in which each scope lives."""
    owners: dict[str, list[type]] = {}
    for found in pkgutil.walk_packages(evidencelog.tui.__path__, "evidencelog.tui."):
        for _name, thing in inspect.getmembers(importlib.import_module(found.name), inspect.isclass):
            if thing.__module__ == found.name and "SCOPE" in vars(thing) and "BINDINGS" in vars(thing):
                owners.setdefault(thing.SCOPE, []).append(thing)
    return owners


def test_ids_are_unique() -> None:
    assert [name for name, times in Counter(action.id for action in ACTIONS).items() if times > 1] == []


@pytest.mark.parametrize("scope", SCOPES)
def test_no_key_means_two_things_in_one_place(scope: str) -> None:
    keys = Counter(key for action in of_scope(scope) for key in action.keys.split(","))
    assert [key for key, times in keys.items() if times > 1] == []


def test_every_scope_is_named_and_used() -> None:
    assert {action.scope for action in ACTIONS} == set(SCOPES) == set(_owners())


@pytest.mark.parametrize("scope", SCOPES)
def test_every_action_can_be_done_and_is_bound_with_its_id(scope: str) -> None:
    for owner in _owners()[scope]:
        if owner is Dialog:  # the small screens have what works everywhere besides their own
            assert {binding.id for binding in owner.BINDINGS} == {f"app.{call}" for call in OVER_DIALOGS}
            continue
        assert {binding.id for binding in owner.BINDINGS} == {action.id for action in of_scope(scope)}
        for action in of_scope(scope):
            assert callable(getattr(owner, f"action_{action.call}")), action.id


def test_bindings_carry_keys_and_labels() -> None:
    for action, binding in zip(of_scope("contact"), bindings("contact"), strict=True):
        assert (binding.key, binding.description, binding.id) == (action.keys, action.label, action.id)


def test_every_action_and_scope_has_chinese_words() -> None:
    path = Path(evidencelog.i18n.__file__).parent / "locale" / "zh_CN" / "LC_MESSAGES" / "tui.mo"
    with path.open("rb") as file:
        chinese = gettext.GNUTranslations(file)
    for message in (*SCOPES.values(), *(text for action in ACTIONS for text in (action.label, action.help))):
        words = chinese.gettext(message)
        assert any("\u4e00" <= character <= "\u9fff" for character in words), message


def test_help_is_a_sentence_and_a_label_is_short() -> None:
    for action in ACTIONS:
        assert action.help.endswith("."), action.id
        assert action.help[0].isupper(), action.id
        assert len(action.label) <= 14, action.id


@pytest.mark.parametrize(
    ("key", "shown"),
    [("ctrl+s", "Ctrl+S"), ("question_mark", "?"), ("f1", "F1"), ("j", "j"), ("shift+tab", "Shift+Tab"), ("G", "G")],
)
def test_keys_are_written_for_people(key: str, shown: str) -> None:
    assert key_name(key) == shown


def test_keys_without_an_english_word_on_them_have_a_chinese_name() -> None:
    assert [key_name(key) for key in ("right", "down", "space", "ctrl+up", "home")] == [
        "向右键", "向下键", "空格", "Ctrl+向上键", "Home",
    ]  # fmt: skip
    set_language("en")
    assert [key_name(key) for key in ("right", "down", "space")] == ["Right", "Down", "Space"]
