"""A call noted while it runs, a visit, what was cut off, the cards afterwards: keys in, entries of the ledger out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import TextArea

from evidencelog.app import browsing, drafts
from evidencelog.app.cases import open_case
from evidencelog.app.evening import evening
from evidencelog.app.guidance import guidance
from evidencelog.errors import EvidencelogError
from evidencelog.laws.catalogue import ENVIRONMENT
from evidencelog.models.browsing import ContactFilter
from evidencelog.models.guidance import Guidance
from evidencelog.tui.actions import give_keys
from evidencelog.tui.live import STALE, Live, kept
from evidencelog.tui.screens import live as live_screen
from evidencelog.tui.screens.card import CardScreen
from evidencelog.tui.screens.dialogs import Pick
from evidencelog.tui.screens.evening import EveningScreen
from evidencelog.tui.screens.home import HomeScreen
from evidencelog.tui.screens.live import LiveScreen
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]

NOW = datetime(2026, 10, 6, 14, 30, 5, tzinfo=UTC)  # 22:30:05 in Shanghai


def newest(case: Case) -> dict[str, Any]:
    (row,) = browsing.page(case, ContactFilter(), offset=0, limit=1)
    return browsing.detail(case, row.id).values


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


# what is noted, without a screen


def test_a_call_becomes_an_entry_with_marks_at_their_seconds(case: Case) -> None:
    words = guidance(case, "call")
    live = Live("call", NOW)
    live.boxes = {"platform": "某消金", "caller": "张某"}
    live.refused = {"employee_id"}
    live.toggle("impersonation_police", at(21))
    live.toggle("insult", at(40))
    live.toggle("insult", at(41))
    live.toggle_said(words.sentences[0], at(62))
    live.notes = "五点前不还就给我单位打电话"
    values = live.values(words, at(95.9), "Asia/Shanghai")
    assert values["at"] == "2026-10-06T22:30:05+08:00"
    assert (values["precision"], values["source"], values["outcome"]) == ("approximate", "live", "answered")
    assert values["duration"] == 95
    assert values["tag"] == ["impersonation_police@21"]
    assert values["claimed_role"] == "police"
    assert values["identity"] == {"name": "given", "employee_id": "refused"}
    assert values["content"].splitlines() == [
        "五点前不还就给我单位打电话",
        "[01:02] 我说：我本人能接电话，请不要联系我的家人和单位。",
    ]
    assert values["view"] == "description"
    assert live.requests("Asia/Shanghai") == [("stop_third_persons", "2026-10-06T22:31:07+08:00")]


def test_a_visit_takes_the_moments_of_asking_and_leaving(case: Case) -> None:
    words = guidance(case, "visit")
    live = Live("visit", NOW)
    for sentence in words.sentences:
        live.said[sentence] = {"asked_to_leave": 60, "left_at": 600}.get(sentence.sets, 61)
    values = live.values(words, at(700), "Asia/Shanghai")
    assert values["asked_to_leave"] == "2026-10-06T22:31:05+08:00"
    assert values["left_at"] == "2026-10-06T22:40:05+08:00"
    assert "outcome" not in values
    assert "走了" not in values["content"]


@pytest.mark.parametrize(("gap", "second"), [(STALE, 40 + STALE), (STALE + 1, 40)])
def test_the_clock_goes_on_after_a_short_gap_and_stands_after_a_long_one(gap: int, second: int) -> None:
    live = Live("call", NOW)
    live.toggle("insult", at(3))
    live.notes = "在说"
    again = Live.kept("call", live.document(at(40)), at(40 + gap))
    assert again.second(at(40 + gap)) == second
    assert (again.tags, again.notes, again.started) == ({"insult": 3}, "在说", NOW)


def test_a_draft_that_cannot_be_read_is_no_call(case: Case) -> None:
    drafts.keep(case, "live-call", {"started": "gestern"})
    assert kept(case, "call") is None


OLD = {"started": NOW.isoformat(), "second": 9, "seen": NOW.isoformat(), "boxes": {}, "refused": [], "tags": {}}


def test_what_was_said_stays_what_it_was_when_the_pack_changes(case: Case) -> None:
    live = Live("visit", NOW)
    said = guidance(case, "visit").sentences
    for sentence in said:
        live.toggle_said(sentence, at(5))
    draft = json.loads(json.dumps(live.document(at(9))))
    for words in (Guidance(), Guidance(sentences=said[::-1][:1])):
        again = Live.kept("visit", draft, at(9))
        values = again.values(words, at(9), "Asia/Shanghai")
        assert values == live.values(guidance(case, "visit"), at(9), "Asia/Shanghai")
        assert again.requests("Asia/Shanghai") == live.requests("Asia/Shanghai")
        assert set(again.sentences(words)) == set(said)
        assert len(again.sentences(words)) == len(said)


@pytest.mark.parametrize(("positions", "noted"), [({"1": 3, "0": 7}, [7, 3]), ({"99": 3}, [])])
def test_a_draft_that_names_sentences_by_position_is_still_read(
    case: Case, positions: dict[str, int], noted: list[int]
) -> None:
    drafts.keep(case, "live-call", {**OLD, "said": positions, "notes": "在说"})
    live = kept(case, "call")
    assert live is not None
    assert live.notes == "在说"
    assert live.said == dict(zip(guidance(case, "call").sentences, noted, strict=False))


def test_such_a_draft_is_read_without_its_sentences_where_no_pack_can_be(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts.keep(case, "live-call", {**OLD, "said": {"0": 3}, "notes": "在说"})
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    own = tmp_path / "cn"
    (own / "guidance").mkdir(parents=True)
    for name in ("pack.toml", "guidance/call.toml"):
        (own / name).write_text("no pack", encoding="utf-8")
    with pytest.raises(EvidencelogError):
        guidance(case, "call")
    live = kept(case, "call")
    assert live is not None
    assert (live.notes, live.said) == ("在说", {})


# on the screen


def test_a_call_with_a_sentence_said_is_saved_after_the_pack_lost_it(
    case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = guidance(case, "call")
    live = Live("call", case.now())
    live.toggle_said(whole.sentences[-1], case.now())
    drafts.keep(case, "live-call", live.document(case.now()))

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        monkeypatch.setattr(live_screen, "guidance", lambda _case, _kind: Guidance(sentences=whole.sentences[:1]))
        await pilot.press("c")
        await settled(pilot)
        assert whole.sentences[-1].words.zh[:8] in "\n".join(screen_text(app))
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)

    drive(case, script)
    assert whole.sentences[-1].words.zh in newest(case)["content"]


def test_what_is_heard_points_to_the_card_however_few_lines_it_has(
    case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def short(case: Case, kind: str) -> Guidance:
        words = guidance(case, kind)
        return words._replace(advice=words.advice[:1]) if kind == "verify_first" else words

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        monkeypatch.setattr(live_screen, "guidance", short)
        give_keys({"app.verify_first": "f11"})
        await pilot.press("c")
        await settled(pilot)
        await pilot.press("f2")
        await settled(pilot)
        assert "像是法院或公安：按 F11" in "\n".join(screen_text(app))

    try:
        drive(case, script)
    finally:
        give_keys({})


def test_one_key_from_the_form_to_a_call_and_an_entry(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        assert isinstance(app.screen, LiveScreen)
        await typed(pilot, "某消金")
        await pilot.press("enter")
        await typed(pilot, "某某咨询")
        await pilot.press("enter", "enter", "ctrl+r", "f2", "f5", "ctrl+t")
        app.screen.query_one(TextArea).focus()
        await typed(pilot, "你等着")
        text = "\n".join(screen_text(app))
        assert "F2   自称公安 00:0" in text
        assert "不肯说" in text
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)

    drive(case, script)
    values = newest(case)
    assert {tag.partition("@")[0] for tag in values["tag"]} == {"impersonation_police", "disclose_to_third_party"}
    assert values["identity"] == {"institution": "given", "employee_id": "refused"}
    assert (values["platform"], values["collector"], values["claimed_role"]) == ("某消金", "某某咨询", "police")
    assert values["content"].startswith("你等着\n[00:0")
    assert [one["kind"] for one in browsing.records(case, "request")] == ["stop_third_persons"]
    assert drafts.kept(case, "live-call") == {}


def test_every_key_for_what_is_heard_works_in_the_words_too(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        await settled(pilot)
        app.screen.query_one(TextArea).focus()
        await pilot.press("f6")  # which an area of text would take for itself
        await settled(pilot)
        assert isinstance(app.screen, LiveScreen)
        app.screen.query_one(TextArea).focus()
        await typed(pilot, "原话")
        for number in range(2, 12):
            await pilot.press(f"f{number}")
        await typed(pilot, "还在")
        assert len(app.screen.noted.tags) == 10
        assert app.screen.query_one(TextArea).text == "原话还在"

    drive(case, script)


def test_a_call_that_was_cut_off_is_offered_again(case: Case, drive: Drive) -> None:
    async def cut_off(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("c")
        await settled(pilot)
        await typed(pilot, "某消金")
        await pilot.press("f9")
        await pilot.pause(1.3)
        # the program ends here without any of its own doing

    drive(case, cut_off)
    assert drafts.kept(case, "live-call")["boxes"] == {"platform": "某消金"}

    async def again(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        assert any("没记完的电话" in line for line in screen_text(app))
        await pilot.press("c")
        await settled(pilot)
        assert "辱骂 00:0" in "\n".join(screen_text(app))
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)

    drive(case, again)
    assert [tag.partition("@")[0] for tag in newest(case)["tag"]] == ["insult"]


def test_leaving_asks_and_can_throw_away(case: Case, drive: Drive) -> None:
    before = case.info().contacts

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("v")
        await settled(pilot)
        assert "不用让他们进门" in "\n".join(screen_text(app))
        await pilot.press("f7", "escape")
        await settled(pilot)
        assert isinstance(app.screen, Pick)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, LiveScreen)
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("down", "down", "enter")
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)

    drive(case, script)
    assert case.info().contacts == before
    assert drafts.kept(case, "live-visit") == {}


def test_what_cannot_be_saved_stands_under_its_box_and_is_kept(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("c")
        await settled(pilot)
        await pilot.press("tab", "tab", "tab", "tab", "tab")
        await typed(pilot, "三万多吧")
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, LiveScreen)
        assert any(one.wrong for one in app.screen.query("Field"))

    drive(case, script)
    assert drafts.kept(case, "live-call")["boxes"] == {"amount_claimed": "三万多吧"}


def test_who_claims_to_be_police_brings_the_card_and_the_answer_is_noted(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("c")
        await settled(pilot)
        await pilot.press("f2", "ctrl+s")
        await settled(pilot, rounds=3)
        assert isinstance(app.screen, CardScreen)
        text = "\n".join(screen_text(app))
        assert "先核实，不要置之不理" in text
        assert "12368" in text
        await pilot.press("x")
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)

    drive(case, script)
    values = newest(case)
    assert values["role_checked"] == "false"


def test_a_card_opened_without_an_entry_takes_no_answer(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("f10")
        await settled(pilot)
        assert "12356" in "\n".join(screen_text(app))
        assert app.screen.check_action("untrue", ()) is False
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)

    drive(case, script)


# the evening


def test_the_evening_names_one_missing_answer_and_ends_the_day(tmp_path: Any) -> None:
    from evidencelog.app.recording import record, set_record

    with open_case(tmp_path / "evening", create=True, clock=lambda: NOW) as case:
        for second in range(3):
            record(case, "contact", {"kind": "call", "at": f"2026-10-06T22:1{second}:00+08:00", "platform": "甲"})
        record(case, "contact", {"kind": "call", "at": "2026-10-06T09:00:00+08:00", "number": "13800138000"})
        set_record(case, "platform", "甲", {"kind": "consumer_finance", "product": "online_consumer"})
        record(case, "request", {"platform": "甲", "kind": "data_copy", "made_at": "2026-10-06T09:00:00+08:00"})
        card = evening(case)
    assert (card.today.contacts, card.unplaced, card.drafts) == (4, 1, False)
    (standing,) = card.standings
    assert (standing.platform, standing.complained) == ("甲", None)
    assert standing.shown >= 3
    assert standing.not_asked == ("recording", "stop_third_persons")


def test_the_evening_card_is_one_key_away(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("t")
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, EveningScreen)
        text = "\n".join(screen_text(app))
        assert "今天没有别的事要做了。" in text
        assert "够写第一份投诉" in text
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)

    drive(case, script)
