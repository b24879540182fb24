"""Fixtures that many tests share: an empty case with a clock that stands still, and the English language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from evidencelog import i18n
from evidencelog.app.cases import open_case

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def case(tmp_path):
    """An empty case in a folder of its own; its clock shows 2026-11-21 20:00 in Shanghai."""
    with open_case(tmp_path / "case", create=True, clock=lambda: NOW) as made:
        yield made


@pytest.fixture
def english():
    """Messages come in English during the test."""
    before = i18n.language()
    i18n.set_language("en")
    yield
    i18n.set_language(before)
