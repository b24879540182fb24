"""One small packet, made once, that tests copy before they touch it."""

from __future__ import annotations

import math
import struct
import wave
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PIL import Image

from evidencelog.i18n import speaking
from evidencelog.models.browsing import Origin, Version
from evidencelog.models.packet import Packet
from evidencelog.models.progress import Silent
from evidencelog.packet.assembling import assemble, redactor_of
from evidencelog.packet.disclosure import ledger_lines
from evidencelog.packet.making import Bagged, Ingredients, make_bag
from tests.packet.building import LOOSE, NIGHT, RULE, attachment, contact, finding, material
from tests.packet.sealing import sealed

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.models.packet_making import Material

HOSTILE = "#panic() $a$ *b* _c_ <script>alert(1)</script> </style> {{ 7*7 }} {% raw %} \\input ]] @x 😀👨‍👩‍👧 \u202ered\u202c \x1b[31m"
"""What a message might hold to break out of typst, HTML, templates or a terminal."""


def sound() -> bytes:
    """Half a second of a tone."""
    buffer = BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(at / 4))) for at in range(4000)))
    return buffer.getvalue()


def picture() -> bytes:
    """A small upright picture."""
    buffer = BytesIO()
    Image.new("RGB", (90, 160), "#9bbbdd").save(buffer, "PNG")
    return buffer.getvalue()


SOUND, PICTURE = sound(), picture()
NAMED = "请转告王桂兰，电话138 0000 0002，今天必须还款"
"""A message that names a third person and her number."""


def contacts():
    """Twelve contacts of three days: calls, messages, a visit, third persons, an own call, a withdrawn one."""
    imported = (Origin("I0001", "smsbr", "calls-20260320.xml", "cd" * 32, "1", "k"),)
    corrected = (
        Version(1, "2026-03-20T01:00:00Z", "recorded", {}, None, False),
        Version(2, "2026-03-21T01:00:00Z", "corrected", {}, "看错了", False),
    )
    recording = attachment(1, "C0001", "录音 王桂兰 13800000002.wav", "audio/wav", SOUND)
    shot = attachment(2, "C0004", "截图.png", "image/png", PICTURE)
    phone = {"channel": "phone", "number": "95013123456789"}
    return (
        contact(1, "2026-03-01T22:41:07", outcome="answered", duration=95, source="recording", caller="张某",
                employee_id="0231", view="quote", content="明天就去你单位", attachments=(recording,), **phone),
        contact(2, "2026-03-01T09:00:00", outcome="missed", source="phone_log", origins=imported, **phone),
        contact(3, "2026-03-01T10:00:00", outcome="rejected", source="phone_log", origins=imported, **phone),
        contact(4, "2026-03-02T08:30:00", kind="message", channel="sms", source="message", number="106912345",
                content=HOSTILE, attachments=(shot,)),
        contact(5, "2026-03-02T09:30:00", kind="message", channel="sms", source="message", content=NAMED),
        contact(6, "2026-03-02T12:00:00", to="P0001", outcome="answered", source="memory", precision="approximate",
                content="问我在不在家", history=corrected, number="95013123456789"),
        contact(7, "2026-03-02T13:00:00", to="P0001", outcome="answered", source="memory", content="要她还钱"),
        contact(8, "2026-03-03T18:00:00", direction="out", outcome="answered", duration=60, source="phone_log"),
        contact(9, "2026-03-03T19:00:00", outcome="missed", count=14, source="memory", precision="day"),
        contact(10, "2026-03-04T19:00:00", kind="visit", visitors=2, place="home", source="live",
                private_note="我很害怕，不想让别人知道"),
        contact(11, "2026-03-05T09:00:00", source="memory", content="=cmd|' /C calc'!A0", employee_id="+1+1"),
        contact(12, "2026-03-05T10:00:00", outcome="missed", withdrawn=True),
    )  # fmt: skip


def findings():
    """Three kinds of finding: shown, likely, and one that lacks a fact; and one that was dismissed."""
    dismissed = {"decision": "dismiss", "because": "打错了", "at": "2026-03-20T01:00:00Z", "stale": False}
    return (
        finding(1, "EX-T01", "夜间联系", "2026-03-01", ("C0001",), (NIGHT, LOOSE), grade="breach"),
        finding(2, "EX-P01", "联系第三人", "2026-03-02", ("C0006",), (RULE, NIGHT), grade="likely", person="王桂兰",
                explanation="对方于2026-03-02联系王桂兰。"),
        finding(3, "EX-P01", "联系第三人", "2026-03-02", ("C0007",), (RULE, NIGHT), grade="breach", person="王桂兰",
                explanation="对方于2026-03-02联系王桂兰。"),
        finding(4, "EX-F01", "一日多次", "2026-03-05", ("C0011",), (NIGHT,), grade="undetermined",
                questions=("那通电话接通了吗？",), missing=("outcome",)),
        finding(5, "EX-T01", "夜间联系", "2026-03-02", ("C0004",), (NIGHT,), review=dismissed),
    )  # fmt: skip


class Made(NamedTuple):
    """A packet with what it was made from."""

    folder: Path
    bagged: Bagged
    packet: Packet
    material: Material


def build(folder: Path, work: Path, given: Material, files: dict[str, bytes]) -> Made:
    """Makes a packet of hand-made material into ``folder``."""
    ledger, known = sealed(given.contacts)
    given = given._replace(contacts=known, as_of=ledger.as_of)
    with speaking("zh"):
        packet = assemble(given)
    with speaking("en"):
        english = assemble(given)
    sources = work / "sources"
    sources.mkdir(parents=True)
    attachments = {}
    for exhibit in packet.exhibits:
        if exhibit.path:
            name = exhibit.path.rpartition("/")[2].partition(".")[0]
            (sources / name).write_bytes(files[name])
            attachments[exhibit.path] = sources / name
    listed = {entry.id for entry in packet.entries} | set(files)
    first = min((seq for entry in packet.entries for seq in entry.events), default=ledger.as_of.seq)
    lines = ledger_lines(
        [event for event in ledger.events if event.seq >= first], listed=listed, clean=redactor_of(given).clean
    )
    (work / "press").mkdir()
    bagged = make_bag(folder, work / "press", Ingredients(packet, english, attachments, lines, None), Silent())
    return Made(folder, bagged, packet, given)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The packet of the twelve contacts; read only."""
    top = tmp_path_factory.mktemp("packet")
    given = material(contacts(), findings=findings(), request="停止联系家人。", letter=("本人愿意协商。",))
    return build(top / "packet", top / "work", given, {"A0001": SOUND, "A0002": PICTURE})


@pytest.fixture(scope="session")
def packet(made: Made) -> Packet:
    """What the papers of that packet are written from."""
    return made.packet
