"""Settings of a case, its facts, and the small stores beside it."""

from __future__ import annotations

import pytest

from evidencelog.app import drafts
from evidencelog.app.cases import change_settings, default_path, open_case
from evidencelog.errors import InvalidInput
from evidencelog.laws.catalogue import PackMissing
from evidencelog.store import ledger
from evidencelog.store.cache import Cache, drop
from evidencelog.store.reading import case_facts
from tests.cases import call


def test_a_new_case_is_in_shanghai_whatever_the_system_says(case, monkeypatch, tmp_path):
    monkeypatch.setenv("TZ", "America/New_York")
    with open_case(tmp_path / "other", create=True) as other:
        assert (other.zone, other.packs) == ("Asia/Shanghai", ("cn",))
    assert case.info() == (str(case.path), "case", "Asia/Shanghai", ("cn",), 0, 0)


def test_settings_are_events_and_thresholds_are_facts(case):
    change_settings(case, zone="UTC", packs=["cn", "cn"], thresholds={"burst": "5"})
    assert (case.zone, case.packs) == ("UTC", ("cn",))
    assert case_facts(case.store.conn).settings == {"burst": "5"}
    event = list(ledger.events(case.store.conn))[-1]
    assert event.kind == "case.settings"
    assert event.facts["changes"]["zone"] == ["Asia/Shanghai", "UTC"]
    change_settings(case, thresholds={"burst": None})
    assert case_facts(case.store.conn).settings == {}
    head = ledger.head(case.store.conn)
    change_settings(case, zone="UTC")
    assert ledger.head(case.store.conn) == head


@pytest.mark.parametrize(
    "wrong", [{"zone": "Mars/Base"}, {"zone": "../etc"}, {"packs": ["../cn"]}, {"packs": [" "]}, {"packs": ["中国"]}]
)
def test_settings_that_cannot_be_write_nothing(case, wrong):
    head = ledger.head(case.store.conn)
    with pytest.raises(InvalidInput):
        change_settings(case, **wrong)
    assert ledger.head(case.store.conn) == head


def test_a_pack_that_is_nowhere_is_refused_before_it_is_settled(case):
    head = ledger.head(case.store.conn)
    with pytest.raises(PackMissing):
        change_settings(case, packs=["cn", "nowhere"])
    assert ledger.head(case.store.conn) == head
    assert case.packs == ("cn",)


def test_the_default_folder_is_the_users_own():
    assert default_path().name == "default"
    assert default_path().parent.name == "evidencelog"


def test_drafts_outlive_the_program_and_are_replaced_and_dropped(case):
    assert drafts.kept(case, "contact") == {}
    drafts.keep(case, "contact", {"content": "说了一半", "at": "昨晚"})
    drafts.keep(case, "contact", {"content": "说了一半的话"})
    drafts.keep(case, "visit", {"content": "另一份"})
    case.close()
    with open_case(case.path) as again:
        assert drafts.kept(again, "contact") == {"content": "说了一半的话"}
        drafts.drop(again, "contact")
        drafts.drop(again, "contact")
        assert drafts.kept(again, "contact") == {}
        assert drafts.kept(again, "visit") == {"content": "另一份"}


def test_damaged_drafts_are_no_reason_to_lose_the_next_ones(case):
    (case.path / "drafts.db").write_bytes(b"rubbish" * 1000)
    assert drafts.kept(case, "contact") == {}
    drafts.keep(case, "contact", {"content": "新"})
    assert drafts.kept(case, "contact") == {"content": "新"}


def test_the_cache_forgets_with_its_stamp_and_may_be_deleted_or_damaged(case):
    cache = Cache(case.path)
    assert cache.get("hits", "1") is None
    cache.put("hits", "1", "一")
    cache.put("hits", "2", "二")
    assert cache.get("hits", "1") is None
    assert cache.get("hits", "2") == "二"
    (case.path / "cache.db").write_bytes(b"rubbish" * 1000)
    assert cache.get("hits", "2") is None
    cache.put("hits", "2", "二")  # finds the rubbish and throws it away
    cache.put("hits", "2", "二")
    assert cache.get("hits", "2") == "二"
    drop(case.path)
    drop(case.path)
    cache.put("hits", "3", "三")
    assert cache.get("hits", "3") == "三"


def test_one_case_serves_many_threads(case):
    import threading

    call(case)
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(case.info().contacts)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1] * 8
