"""A case with something of everything a packet may hold."""

from __future__ import annotations

import pytest

from tests.app.made_packets import filled


@pytest.fixture
def full(case, tmp_path):
    return filled(case, tmp_path)
