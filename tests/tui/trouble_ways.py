"""What somebody types on each screen that writes, whether it stands there, and whether it was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Input, TextArea

from evidencelog.app import browsing, recording
from evidencelog.app.checking import check
from evidencelog.app.verifying import verify_packet
from evidencelog.models.browsing import ContactFilter
from evidencelog.tui.app import EvidencelogApp
from evidencelog.tui.screens.dialogs import Ask
from evidencelog.tui.widgets.field import Field
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from evidencelog.app.cases import Case

WORDS = "他说要告诉我单位"
CALLS = """<?xml version='1.0' encoding='UTF-8'?>
<calls count="1">
  <call number="95188" duration="61" date="1790951520000" type="1" presentation="1" name="(Unknown)" />
</calls>
"""


class Screen:
    """One run of the app: keys, then what is looked at."""

    def __init__(self, app: EvidencelogApp, pilot: Pilot[Any], case: Case) -> None:
        self.app, self.pilot, self.case = app, pilot, case

    async def press(self, *keys: str, rounds: int = 2) -> None:
        await self.pilot.press(*keys)
        await settled(self.pilot, rounds=rounds)

    async def type(self, text: str) -> None:
        await typed(self.pilot, text)
        await settled(self.pilot)

    def focus(self, field: str) -> None:
        self.app.screen.query_one(f"#field-{field}", Field).control.focus()

    @property
    def shown(self) -> str:
        return " ".join("\n".join(screen_text(self.app)).split())

    def value(self, field: str) -> str | None:
        return self.app.screen.query_one(f"#field-{field}", Field).value


def contacts(case: Case) -> int:
    return browsing.count(case, ContactFilter())


class Way:
    """A way to write something down: ``type`` opens a screen and types, ``stands`` says whether it stands there."""

    keys: tuple[str, ...] = ("ctrl+s",)

    async def type(self, on: Screen) -> None:
        raise AssertionError

    def stands(self, on: Screen) -> bool:
        raise AssertionError

    def saved(self, case: Case) -> bool:
        raise AssertionError


class Quick(Way):
    async def type(self, on: Screen) -> None:
        await on.press("q")
        await on.type(f"10月4日22点半 某消金 接通 {WORDS}")

    def stands(self, on: Screen) -> bool:
        return WORDS in on.app.screen.query_one("#notes", TextArea).text

    def saved(self, case: Case) -> bool:
        return contacts(case) == 8


class Form(Way):
    async def type(self, on: Screen) -> None:
        await on.press("n")
        on.focus("platform")
        await on.type("某消金")
        on.focus("caller")
        await on.type("李某")
        on.app.screen.query_one("#content").focus()
        await on.type(WORDS)

    def stands(self, on: Screen) -> bool:
        text = on.app.screen.query_one("#content", TextArea).text
        return (on.value("platform"), on.value("caller"), text) == ("某消金", "李某", WORDS)

    def saved(self, case: Case) -> bool:
        values = browsing.detail(case, "C0008").values
        return (values["platform"], values["caller"], values["content"]) == ("某消金", "李某", WORDS)


class Correction(Way):
    async def type(self, on: Screen) -> None:
        await on.press("enter")
        await on.press("c")
        on.focus("caller")
        await on.type("李某")
        on.focus("because")
        await on.type("账单上写着")

    def stands(self, on: Screen) -> bool:
        return (on.value("caller"), on.value("because")) == ("李某", "账单上写着")

    def saved(self, case: Case) -> bool:
        return browsing.detail(case, "C0007").values["caller"] == "李某"


class Call(Way):
    async def type(self, on: Screen) -> None:
        await on.press("c")
        await on.type("某消金")
        await on.press("f2")
        on.app.screen.query_one("#content").focus()
        await on.type(WORDS)

    def stands(self, on: Screen) -> bool:
        screen: Any = on.app.screen
        words = screen.query_one("#content", TextArea).text
        return on.value("platform") == "某消金" and words == WORDS and bool(screen.noted.tags)

    def saved(self, case: Case) -> bool:
        values = browsing.detail(case, "C0008").values
        return values["content"] == WORDS and values["source"] == "live" and len(values["tag"]) == 1


class Import(Way):
    async def type(self, on: Screen) -> None:
        file = on.case.path.parent.parent / "calls-1.xml"
        file.write_text(CALLS, encoding="utf-8")
        await on.press("i")
        await on.type(str(file))
        await on.press("enter", rounds=3)

    def stands(self, on: Screen) -> bool:
        return on.app.screen.query_one(Input).value.endswith("calls-1.xml")

    def saved(self, case: Case) -> bool:
        return contacts(case) == 8


class Review(Way):
    keys = ("enter",)

    async def type(self, on: Screen) -> None:
        await on.press("f", rounds=3)
        await on.press("y")
        await on.type(WORDS)

    def stands(self, on: Screen) -> bool:
        return isinstance(on.app.screen, Ask) and on.app.screen.query_one(Input).value == WORDS

    def saved(self, case: Case) -> bool:
        judged = [one.review for one in check(case).findings if one.review]
        return [(one["decision"], one["because"]) for one in judged] == [("confirm", WORDS)]


class Withdrawal(Way):
    keys = ("enter",)

    async def type(self, on: Screen) -> None:
        await on.press("enter")
        await on.press("w")
        await on.type(WORDS)

    stands = Review.stands

    def saved(self, case: Case) -> bool:
        return browsing.detail(case, "C0007").withdrawn


class Placing(Way):
    keys = ("enter",)

    async def type(self, on: Screen) -> None:
        await on.press("p")
        await on.press("a")
        await on.press("end", "up", "enter")
        await on.type("新平台")

    def stands(self, on: Screen) -> bool:
        return isinstance(on.app.screen, Ask) and on.app.screen.query_one(Input).value == "新平台"

    def saved(self, case: Case) -> bool:
        return browsing.detail(case, "C0007").row.platform_name == "新平台"


class Platform(Way):
    async def type(self, on: Screen) -> None:
        await on.press("p")
        await on.press("e")
        on.focus("aliases")
        await on.type("小某金融")

    def stands(self, on: Screen) -> bool:
        return on.value("aliases") == "小某金融"

    def saved(self, case: Case) -> bool:
        return any("小某金融" in (row.get("aliases") or ()) for row in browsing.records(case, "platform"))


class Standing(Way):
    async def type(self, on: Screen) -> None:
        await on.press("p")
        await on.press("f")
        await on.press("n", "enter")
        on.focus("hours")
        await on.type("19:00-21:00")

    def stands(self, on: Screen) -> bool:
        return on.value("hours") == "19:00-21:00"

    def saved(self, case: Case) -> bool:
        return [one["hours"] for one in browsing.records(case, "consent")] == ["19:00-21:00"]


class Complaint(Way):
    async def type(self, on: Screen) -> None:
        await on.press("u", rounds=3)
        await on.press("n", "enter", rounds=3)
        await on.press("enter", rounds=3)
        on.focus("reference")
        await on.type("20261005-17")

    def stands(self, on: Screen) -> bool:
        return on.value("reference") == "20261005-17"

    def saved(self, case: Case) -> bool:
        return [one["reference"] for one in browsing.records(case, "complaint")] == ["20261005-17"]


class Packet(Way):
    async def type(self, on: Screen) -> None:
        await on.press("e")
        await on.press("enter", rounds=3)
        await on.press("enter", rounds=3)
        on.focus("request")
        await on.type("请停止联系我的家人")
        await settled(on.pilot, rounds=3)

    def stands(self, on: Screen) -> bool:
        return on.value("request") == "请停止联系我的家人"

    def saved(self, case: Case) -> bool:
        made = [path for path in (case.path / "exports").iterdir() if (path / "bagit.txt").is_file()]
        return len(made) == 1 and verify_packet(made[0]) == []


class Attaching(Way):
    """A file for a contact."""

    keys = ("enter",)
    owner, way, key = "C0007", ("enter",), "a"

    async def type(self, on: Screen) -> None:
        self.file = on.case.path.parent.parent / "来信.png"
        self.file.write_bytes(b"\x89PNG" + bytes(2000))
        await on.press(*self.way, rounds=3)
        await on.press(self.key)
        await on.type(str(self.file))

    def stands(self, on: Screen) -> bool:
        return isinstance(on.app.screen, Ask) and on.app.screen.query_one(Input).value == str(self.file)

    def saved(self, case: Case) -> bool:
        return [one.name for one in browsing.files_of(case, self.owner)] == ["来信.png"]


class Paper(Attaching):
    """The answer to a complaint."""

    owner, way, key = "K0001", ("u",), "f"

    async def type(self, on: Screen) -> None:
        sent = {"platform": "某消金", "channel": "lender", "sent_at": "2026-10-05"}
        if not browsing.records(on.case, "complaint"):
            recording.record(on.case, "complaint", sent)
        await super().type(on)
