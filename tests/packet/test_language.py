"""Papers are written in the language of who reads them; the screen keeps its own."""

import threading

import pytest

from evidencelog import i18n


def test_speaking_holds_for_this_thread_only():
    i18n.set_language("en")
    try:
        seen = []
        with i18n.speaking("zh"):
            assert i18n.language() == "zh"
            other = threading.Thread(target=lambda: seen.append(i18n.language()))
            other.start()
            other.join()
            with i18n.speaking("en"):
                assert i18n.language() == "en"
            assert i18n.language() == "zh"
        assert i18n.language() == "en"
        assert seen == ["en"]
    finally:
        i18n.set_language("zh")


def test_speaking_refuses_a_language_without_a_catalogue():
    with pytest.raises(ValueError), i18n.speaking("fr"):
        pass
    assert i18n.language() in i18n.LANGUAGES
