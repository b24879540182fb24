"""A small case made by hand, handed to the packet as a case would: all persons and numbers are invented."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from evidencelog.models.addressees import Channel, GuardTerms, Requirement
from evidencelog.models.browsing import Attachment, ContactDetail, ListRow, Origin, Version
from evidencelog.models.contacts import Complaint
from evidencelog.models.findings import Basis, Finding
from evidencelog.models.law import Words
from evidencelog.models.packet import AsOf, Band
from evidencelog.models.packet_making import Material

CHINA = timezone(timedelta(hours=8))
MOTHER = {"id": "P0001", "names": ["王桂兰"], "relation": "parent", "numbers": ["13800000002"]}
FRIEND = {"id": "P0002", "names": ["赵小川"], "relation": "friend", "numbers": ["13900001234"]}

NIGHT = Basis(
    provision="std-1/5",
    citation="《示例催收规范》第5条",
    instrument="std-1",
    article="5",
    force="recommended_standard",
    modality="should_not",
    in_force_from="2025-02-28",
    in_force_to=None,
    applies="yes",
    text="催收作业不应在每日22:00至次日8:00进行。",
    text_status="quoted",
    quoted_via="某报2025年3月14日",
)
RULE = Basis(
    provision="reg-1/56",
    citation="《示例管理办法》第五十六条",
    instrument="reg-1",
    article="56",
    force="regulation",
    modality="must_not",
    in_force_from="2024-04-18",
    in_force_to=None,
    applies="yes",
    text="不得向无关第三人催收。",
    text_status="verbatim",
)
LOOSE = RULE._replace(
    provision="law-9/1",
    citation="《示例协会指引》第九条",
    instrument="law-9",
    force="association_rule",
    text="催收应当文明（大意）",
    text_status="paraphrase",
    applies="if: 放款机构为协会会员",
)


def requirement(item: str, label: str, missing: str = "") -> Requirement:
    citation = Words("《示例投诉办法》第十三条", "Example complaint rule, art. 13")
    return Requirement(
        item, Words(label, item), "compl/13", citation, "quoted", "某网", Words(missing or f"补上{label}", item)
    )


CHANNEL = Channel(
    id="desk",
    order=1,
    title=Words("出借机构投诉部门", "the lender's complaint desk"),
    addressee=Words("{lender}消费者权益保护部门", "{lender}, consumer protection"),
    document=Words("消费投诉书", "Complaint"),
    when=Words("先找机构", "first stop"),
    kinds=(),
    unfit=Words("不合适", "not fit"),
    unknown_kind=Words("类型不明", "kind unknown"),
    how=Words("书面", "in writing"),
    language="zh",
    requires=(
        requirement("name", "姓名"),
        requirement("id_number", "身份信息"),
        requirement("phone", "联系方式"),
        requirement("respondent", "被投诉机构的名称"),
        requirement("staff", "相关从业人员的情况"),
        requirement("request", "投诉请求"),
        requirement("facts", "主要事实"),
        requirement("grounds", "相关依据"),
        requirement("signature", "投诉人签字或者盖章"),
    ),
    clocks=(),
    notes=(),
    after=(),
    confirmed_on="2026-11-21",
)

TERMS = GuardTerms(
    unlawful=("违法", "非法", "犯罪", "犯法", "涉嫌"),
    spared=("非法律", "三番五次"),
    criminal=("刑事", "报警", "坐牢"),
    demand=("赔偿", "减免", "免除", "补偿"),
    proof={"illness": ("抑郁", "住院"), "dismissal": ("辞退", "开除"), "waiver": ("承诺减免", "同意免除")},
    sum_units=("元", "万元"),
    count_units=("次", "条", "个电话", "通"),
    repealed=("示例旧办法",),
    vague=("上百", "无数"),
    title_ends=("法", "办法", "通知"),
)


def contact(
    nth: int, at: str, *, kind: str = "call", to: str = "debtor", withdrawn: bool = False, **values: Any
) -> ContactDetail:
    """One contact as the case shows it; ``at`` is local time without offset."""
    moment = datetime.fromisoformat(at).replace(tzinfo=CHINA)
    contact_id = f"C{nth:04}"
    files = values.pop("attachments", ())
    origins = values.pop("origins", ())
    history = values.pop("history", None) or (Version(nth + 10, "2026-03-20T01:00:00Z", "recorded", {}, None, False),)
    names = {"P0001": MOTHER["names"][0], "P0002": FRIEND["names"][0]}
    shown = {
        "kind": kind,
        "at": moment.isoformat(),
        "direction": "in",
        "platform": "某消金",
        "to": names.get(to, to),
    } | values
    shown = {name: value for name, value in shown.items() if value is not None}
    row = ListRow(
        id=contact_id,
        ts=int(moment.timestamp()),
        day=at[:10],
        second=moment.hour * 3600 + moment.minute * 60 + moment.second,
        precision=values.get("precision"),
        kind=kind,
        channel=values.get("channel"),
        direction=shown.get("direction"),
        outcome=values.get("outcome"),
        duration=values.get("duration"),
        count=values.get("count") or 1,
        platform="L0001",
        platform_name="某消金",
        to=to,
        to_name=names.get(to),
        relation={"P0001": "parent", "P0002": "friend"}.get(to),
        caller=values.get("caller"),
        employee_id=values.get("employee_id"),
        number=values.get("number"),
        source=values.get("source"),
        attachments=len(files),
        content=values.get("content"),
        version=len(history),
        withdrawn=int(withdrawn),
    )
    return ContactDetail(
        contact_id, shown, len(history), "2026-03-20T01:00:00Z", withdrawn, history, files, origins, row
    )


def attachment(number: int, contact: str, name: str, media: str, content: bytes) -> Attachment:
    from hashlib import sha256

    return Attachment(
        f"A{number:04}", contact, name, media, len(content), sha256(content).hexdigest(), "2026-03-20T01:05:00Z",
        "2026-03-02T15:00:00Z", False,
    )  # fmt: skip


def finding(
    number: int, rule: str, title: str, on: str, contacts: tuple[str, ...], bases: tuple[Basis, ...], **values: Any
) -> Finding:
    shown: dict[str, Any] = {
        "id": f"F-{number:016x}",
        "rule": rule,
        "name": "example",
        "title": title,
        "grade": "breach",
        "on": on,
        "platform": "某消金",
        "person": None,
        "contacts": contacts,
        "measured": None,
        "limit": None,
        "unit": None,
        "reading": "按对方拨出并接通的电话计。",
        "missing": (),
        "other_readings": ("双方另有约定的，从其约定。",),
        "assumes": ("记录中没有双方约定催收时间的记载。",),
        "bases": bases,
        "explanation": f"{on}有{len(contacts)}次联系。",
        "strengthen": ("附上运营商通话详单",),
        "questions": (),
        "next_steps": (),
        "review": None,
    }
    return Finding(**(shown | values))


def material(contacts: tuple[ContactDetail, ...] = (), **values: Any) -> Material:
    """What a case hands over, with two third persons, one complaint and everything else as given."""
    shown: dict[str, Any] = {
        "channel": CHANNEL,
        "program": "0.1.0",
        "packs": (("cn", "2026.11", "2026-11-21"),),
        "as_of": AsOf(42, "2026-04-01T01:00:00Z", "ab" * 32, 42),
        "date": "2026-04-01",
        "zone": "Asia/Shanghai",
        "offset": "+08:00",
        "since": None,
        "until": None,
        "platform": {"id": "L0001", "name": "某消金", "kind": "consumer_finance", "legal_name": "某某消费金融有限公司"},
        "profile": {"id": "U0001", "name": "李一", "id_number": "11010119900307123X", "phone": "13700000001"},
        "persons": (MOTHER, FRIEND),
        "contacts": contacts,
        "erased": 0,
        "unassigned": 0,
        "findings": (),
        "complaints": (Complaint("K0001", "L0001", "某消金客服", "2026-03-05", "TS-1"),),
        "addressees": {},
        "imports": (Origin("I0001", "smsbr", "calls-20260320.xml", "cd" * 32, "1", "k"),),
        "binds": {"std-1": "网络消费信贷的放款机构及其委托方", "reg-1": "消费金融公司"},
        "bands": (Band(79200, 28800, "22:00—8:00"),),
        "unprintable": frozenset(),
        "request": None,
        "letter": (),
        "signed": None,
        "redact": (),
    }
    return Material(**(shown | values))
