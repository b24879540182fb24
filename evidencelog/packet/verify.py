#!/usr/bin/env python3
"""Checks an evidence packet: are all files there, unchanged, and does the log behind them hold together?

    python3 data/verify.py [PACKET]      PACKET: the folder or the zip file; default: the packet this file lies in

Exit status 0: everything holds. 3: something does not; each fault on a line. 2: there is no such packet.
Python 3.8 or newer, standard library only, no network. 核验本材料：无须联网，只需 Python 3.8 以上版本。
"""

from __future__ import annotations

import hashlib
import json
import os
import runpy
import stat
import struct
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

SCHEMA = "evidencelog.packet/"
NEWEST = 1
PARTS = ("facts", "words", "identity", "private")
PAYLOAD, MANIFEST, TAG_MANIFEST = "data/", "manifest-sha256.txt", "tagmanifest-sha256.txt"
PACKET, LEDGER = "data/packet.json", "data/ledger.jsonl"
LONGEST_LINE = 64 << 20
LARGEST_JSON = 1 << 30
MOST_FILES = 100000
STEEPEST = 200
BLOCK = 1 << 20
AGE = b"age-encryption.org/"
"""How a file begins that was encrypted with a passphrase."""

SENTENCES = {
    "unreadable": ("cannot be read: {detail}", "无法读取：{detail}"),
    "not_a_packet": ("is no evidence packet: it has no bagit.txt", "不是证据材料包：缺少 bagit.txt"),
    "bag_version": ("is not BagIt 1.0 in UTF-8", "不是 UTF-8 编码的 BagIt 1.0"),
    "bad_name": ("has a name that leaves the packet", "文件名指向材料包之外"),
    "twice": ("stands in the zip file twice", "在压缩包中出现两次"),
    "link": ("is a link or no ordinary file", "是链接或特殊文件"),
    "too_large": ("would unpack to far more than the zip file holds", "解压后的体积异常"),
    "locked": ("is encrypted; decrypt it first", "已加密，请先解密"),
    "no_manifest": ("is missing or empty, so nothing can be checked", "缺失或为空，无法核对"),
    "manifest_line": ("has a line that cannot be read: {detail}", "有无法读取的行：{detail}"),
    "missing": ("is listed but missing", "清单中有，实际缺失"),
    "extra": ("is not listed", "清单中没有，实际多出"),
    "changed": ("was changed", "内容已被改动"),
    "json": ("is not what it should be: {detail}", "内容不合格式：{detail}"),
    "newer": (
        "was made by a newer version ({detail}); check it with the verify.py inside it or update the program",
        "由更新的版本生成（{detail}）；请用包内的 verify.py 核验或更新程序",
    ),
    "chain_line": ("line {detail} cannot be read", "第 {detail} 行无法读取"),
    "chain_part": ("event {detail}: a text does not match its digest", "事件 {detail}：文本与其摘要不符"),
    "chain_event": ("event {detail}: head and digests do not match the hash", "事件 {detail}：内容与哈希值不符"),
    "chain_link": ("event {detail} does not follow the one before", "事件 {detail} 与前一事件不相连"),
    "chain_head": ("the chain does not end at the event the packet names", "链的末端与材料所述不符"),
    "private": ("event {detail} shows a private part", "事件 {detail} 含有私密内容"),
    "not_in_chain": ("contact {detail} is listed but not in the chain", "所列联系 {detail} 不在链中"),
    "withdrawn": ("contact {detail} is listed but was withdrawn", "所列联系 {detail} 已撤回"),
    "differs": ("contact {detail} is not what the chain says", "所列联系 {detail} 与链中内容不一致"),
    "exhibit": ("is not the file the chain names", "不是链中所记的文件"),
    "seal_event": ("is for an event that is not in the chain", "所盖的事件不在链中"),
    "seal_other": ("is over something else than the packet says", "时间戳所对应的内容与材料所述不符"),
    "seal_signature": ("is not signed as a time-stamp token must be", "时间戳的签名不符"),
    "seal_chain": ("does not lead to the root beside it, or not at its time", "证书链不能在签发时通到所附的根证书"),
    "seal_unchecked": ("needs openssl to be checked, see HOW-TO-VERIFY.txt", "须用 openssl 核对，见 HOW-TO-VERIFY.txt"),
}
REMARKS = {"seal_unchecked"}  # said, and no fault


class Fault(NamedTuple):
    """One thing that does not hold: what (a key of ``SENTENCES``), where, and a detail."""

    kind: str
    where: str
    detail: str = ""


class Broken(Exception):
    """The packet cannot be read at all."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


UNREADABLE = (
    OSError, zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError,
    struct.error, ValueError, OverflowError,
)  # fmt: skip
"""What a damaged folder or zip file may raise."""


class Tree(NamedTuple):
    """The files of a packet, wherever they lie."""

    sizes: dict[str, int]
    open: Callable[[str], BinaryIO]


def check(path: Path) -> list[Fault]:
    """Every fault of the packet in a folder or zip file; an empty list when everything holds."""
    return [fault for fault in examine(path) if fault.kind not in REMARKS]


def examine(path: Path) -> list[Fault]:
    """Every fault of a packet, and what else should be said of it (kinds in ``REMARKS``)."""
    archive = None
    try:
        if path.is_dir():
            tree, faults = folder_tree(path)
        else:
            with path.open("rb") as file:
                if file.read(len(AGE)) == AGE:
                    return [Fault("locked", path.name)]
            archive = zipfile.ZipFile(str(path))
            tree, faults = zip_tree(archive, path.stat().st_size)
        if faults:
            return faults
        faults, digests = check_bag(tree)
        return faults + check_record(tree, digests)
    except Broken as error:
        return [error.fault]
    except UNREADABLE as error:
        return [Fault("unreadable", path.name, str(error))]
    finally:
        if archive is not None:
            archive.close()


def folder_tree(top: Path) -> tuple[Tree, list[Fault]]:
    """The files under a folder; links and special files are faults."""
    sizes: dict[str, int] = {}
    faults: list[Fault] = []
    waiting = [(top, "")]
    while waiting:
        folder, prefix = waiting.pop()
        for entry in sorted(os.scandir(str(folder)), key=lambda one: one.name):
            name = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), name + "/"))
            elif entry.is_file(follow_symlinks=False):
                sizes[name] = entry.stat(follow_symlinks=False).st_size
            else:
                faults.append(Fault("link", name))
    return Tree(sizes, lambda name: (top / name).open("rb")), faults


def zip_tree(archive: zipfile.ZipFile, size: int) -> tuple[Tree, list[Fault]]:
    """The files of a zip with one folder at its top; names and sizes that mean harm are faults."""
    faults: list[Fault] = []
    entries: dict[str, zipfile.ZipInfo] = {}
    infos = archive.infolist()
    if len(infos) > MOST_FILES or sum(info.compress_size for info in infos) > size:
        return Tree({}, archive.open), [Fault("too_large", archive.filename or "")]  # type: ignore[arg-type]
    for info in infos:
        name, parts = info.filename, info.filename.rstrip("/").split("/")
        mode = info.external_attr >> 16
        if (
            name != info.orig_filename
            or "\\" in name
            or ":" in parts[0]
            or any(part in ("", ".", "..") for part in parts)
        ):
            faults.append(Fault("bad_name", repr(info.orig_filename)))
        elif name in entries:
            faults.append(Fault("twice", name))
        elif mode and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_IFMT(mode) == 0):
            faults.append(Fault("link", name))
        elif info.flag_bits & 1:
            return Tree({}, archive.open), [Fault("locked", Path(str(archive.filename)).name)]  # type: ignore[arg-type]
        elif info.file_size > STEEPEST * max(info.compress_size, BLOCK // STEEPEST):
            faults.append(Fault("too_large", name))
        elif not info.is_dir():
            entries[name] = info
    tops = {name.split("/", 1)[0] for name in entries}
    prefix = tops.pop() + "/" if len(tops) == 1 else ""
    if prefix and prefix + "bagit.txt" not in entries:
        prefix = ""
    found = {name[len(prefix) :]: info for name, info in entries.items()}
    sizes = {name: info.file_size for name, info in found.items()}
    return Tree(sizes, lambda name: archive.open(found[name])), faults  # type: ignore[arg-type,return-value]


def check_bag(tree: Tree) -> tuple[list[Fault], dict[str, str]]:
    """Files against the manifests: missing, extra, changed; and the digests the manifests name."""
    if "bagit.txt" not in tree.sizes:
        raise Broken(Fault("not_a_packet", ""))
    faults: list[Fault] = []
    declaration = read(tree, "bagit.txt", BLOCK).decode("utf-8", "replace").split("\n")
    if [line.strip() for line in declaration[:2]] != ["BagIt-Version: 1.0", "Tag-File-Character-Encoding: UTF-8"]:
        faults.append(Fault("bag_version", "bagit.txt"))
    listed: dict[str, str] = {}
    for name, inside in ((MANIFEST, True), (TAG_MANIFEST, False)):
        lines, wrong = manifest(tree, name, inside)
        faults += wrong
        listed.update(lines)
    for name, digest in sorted(listed.items()):
        if name not in tree.sizes:
            faults.append(Fault("missing", name))
        elif digest_of(tree, name) != digest:
            faults.append(Fault("changed", name))
    known = set(listed) | {TAG_MANIFEST}
    faults += [Fault("extra", name) for name in sorted(set(tree.sizes) - known)]
    return faults, listed


def manifest(tree: Tree, name: str, payload: bool) -> tuple[dict[str, str], list[Fault]]:
    """Name to digest of one manifest, and what is wrong with its lines."""
    found: dict[str, str] = {}
    faults: list[Fault] = []
    if not tree.sizes.get(name):
        return found, [Fault("no_manifest", name)]
    for line in read(tree, name, LARGEST_JSON).decode("utf-8", "replace").splitlines():
        digest, _space, file = line.partition(" ")
        file = file.lstrip(" *").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        parts = file.split("/")
        good = len(digest) == 64 and set(digest.lower()) <= set("0123456789abcdef")
        unsafe = "\\" in file or any(part in ("", ".", "..") for part in parts)
        if not good or unsafe or file in found or file.startswith(PAYLOAD) != payload:
            faults.append(Fault("manifest_line", name, repr(line[:80])))
        else:
            found[file] = digest.lower()
    return found, faults


def check_record(tree: Tree, digests: dict[str, str]) -> list[Fault]:
    """packet.json and ledger.jsonl against each other, against themselves and against the files."""
    if PACKET not in tree.sizes or LEDGER not in tree.sizes:
        return [Fault("missing", name) for name in (PACKET, LEDGER) if name not in tree.sizes]
    try:
        packet = json.loads(read(tree, PACKET, LARGEST_JSON).decode("utf-8"))
        schema = str(packet["schema"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return [Fault("json", PACKET, str(error)[:120])]
    if not schema.startswith(SCHEMA) or not schema[len(SCHEMA) :].isdigit():
        return [Fault("json", PACKET, repr(schema[:60]))]
    if int(schema[len(SCHEMA) :]) > NEWEST:
        return [Fault("newer", PACKET, schema)]
    chain = Chain()
    faults = chain.read(tree)
    try:
        if (chain.seq, chain.hash) != (packet["as_of"]["seq"], packet["as_of"]["hash"]):
            faults.append(Fault("chain_head", LEDGER))
        for contact in packet["contacts"]:
            faults += chain.contact(contact)
        for exhibit in packet["exhibits"]:
            faults += chain.exhibit(exhibit, digests)
        for seal in packet.get("seals", []):
            faults += chain.seal(seal, tree)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        faults.append(Fault("json", PACKET, f"{type(error).__name__}: {str(error)[:120]}"))
    return faults


class Event(NamedTuple):
    """What a line of the ledger shows of an event."""

    subject: str
    kind: str
    at: str
    shown: dict[str, Any]


class Chain:
    """The ledger as far as the packet shows it."""

    def __init__(self) -> None:
        self.seq: int | None = None
        self.hash = ""
        self.events: dict[int, Event] = {}
        self.hashes: dict[int, str] = {}
        self.of: dict[str, list[int]] = {}
        self.withdrawn: set[str] = set()
        self.files: dict[str, tuple[str, str | None]] = {}  # of each id digest, and what copy of another it is

    def read(self, tree: Tree) -> list[Fault]:
        """Recomputes every line; keeps what the listed contacts are compared with."""
        faults: list[Fault] = []
        for number, line in enumerate(lines(tree, LEDGER), 1):
            try:
                event = json.loads(line.decode("utf-8"))
                faults += self.take(event)
            except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
                faults.append(Fault("chain_line", LEDGER, str(number)))
                if len(faults) > 20:
                    break
        return faults

    def take(self, line: dict[str, Any]) -> list[Fault]:
        """One line: parts against their digests, head and digests against the hash, hash against the line before."""
        faults: list[Fault] = []
        seq, subject, kind = line["seq"], line["subject"], line["kind"]
        digests = [bytes.fromhex(line["digests"][name]) for name in PARTS]
        before, after = bytes.fromhex(line["prev_hash"]), bytes.fromhex(line["hash"])
        shown: dict[str, Any] = {}
        for name, part in line["parts"].items():
            if name == "private":
                faults.append(Fault("private", LEDGER, str(seq)))
            text = part["text"]
            if (
                hashlib.sha256(bytes.fromhex(part["salt"]) + text.encode("utf-8")).digest()
                != digests[PARTS.index(name)]
            ):
                faults.append(Fault("chain_part", LEDGER, str(seq)))
            shown[name] = json.loads(text)
        heads = [str(seq), line["at"], kind, str(line["version"]), subject]
        fields = [head.encode("utf-8") for head in heads] + digests
        digest = hashlib.sha256(b"".join(struct.pack(">I", len(field)) + field for field in fields)).digest()
        if any(len(value) != 32 for value in (*digests, before, after)) or type(seq) is not int:
            raise ValueError(seq)
        if hashlib.sha256(before + digest).digest() != after:
            faults.append(Fault("chain_event", LEDGER, str(seq)))
        if self.seq is not None and (seq != self.seq + 1 or before.hex() != self.hash):
            faults.append(Fault("chain_link", LEDGER, str(seq)))
        self.seq, self.hash = seq, after.hex()
        self.hashes[seq] = self.hash
        self.events[seq] = Event(subject, kind, line["at"], shown)
        self.of.setdefault(subject, []).append(seq)
        if kind == "contact.withdrawn":
            self.withdrawn.add(subject)
        if kind == "attachment.sealed" and "sha256" in shown.get("facts", {}):
            self.files[subject] = (shown["facts"]["sha256"], shown["facts"].get("copy"))
        elif kind == "attachment.corrected" and subject in self.files:
            changes = shown.get("facts", {}).get("changes", {})
            content, copy = self.files[subject]
            self.files[subject] = (content, changes["copy"][1] if "copy" in changes else copy)
        elif kind == "attachment.withdrawn":
            self.files.pop(subject, None)
        return faults

    def contact(self, contact: dict[str, Any]) -> list[Fault]:
        """A listed contact against its events: there, not withdrawn, and what is shown of it as the events say."""
        name_of_contact = str(contact["id"])
        seqs = [seq for seq in self.of.get(name_of_contact, []) if self.events[seq].kind.startswith("contact.")]
        kinds = [self.events[seq].kind for seq in seqs]
        if "contact.recorded" not in kinds or not set(seqs) <= set(contact["events"]):
            return [Fault("not_in_chain", PACKET, name_of_contact)]
        if any(seq not in self.events for seq in contact["events"]):
            return [Fault("not_in_chain", PACKET, name_of_contact)]
        if name_of_contact in self.withdrawn:
            return [Fault("withdrawn", PACKET, name_of_contact)]
        for part, own in (("facts", True), ("words", False)):
            said = self.said(seqs, part)
            if said is None:
                continue
            shortened = set(contact["shortened"]) | {"platform", "debt", "to", "origin"}
            if any(contact.get(name) != value for name, value in said.items() if name not in shortened):
                return [Fault("differs", PACKET, name_of_contact)]
            if own and any(name not in said for name in FACTS & set(contact) - shortened):
                return [Fault("differs", PACKET, name_of_contact)]
            if not own and "content" in contact and "content" not in said:
                return [Fault("differs", PACKET, name_of_contact)]
        return []

    def said(self, seqs: list[int], part: str) -> dict[str, Any] | None:
        """What one part of a contact's events comes to; None when any of it is withheld."""
        values: dict[str, Any] = {}
        for seq in seqs:
            event = self.events[seq]
            if event.kind not in ("contact.recorded", "contact.corrected"):
                continue
            if part not in event.shown:
                return None
            if event.kind == "contact.recorded":
                values = dict(event.shown[part])
                continue
            for name, (_before, now) in event.shown[part].get("changes", {}).items():
                values.pop(name, None)
                if now is not None:
                    values[name] = now
        return values

    def exhibit(self, exhibit: dict[str, Any], digests: dict[str, str]) -> list[Fault]:
        """A file of the packet against the digests the chain names."""
        name, digest = PAYLOAD + str(exhibit["path"]), exhibit["sha256"]
        of = name.rpartition("/")[2].partition(".")[0]
        fits = (digest, exhibit.get("copy")) == self.files.get(of) and digests.get(name) == digest
        return [] if exhibit["path"] is None or fits else [Fault("exhibit", name)]

    def seal(self, seal: dict[str, Any], tree: Tree) -> list[Fault]:
        """A time-stamp token of the packet against the event it is said to be for, and against itself."""
        names = [PAYLOAD + str(seal[key]) for key in ("path", "roots")]
        gone = [Fault("missing", name) for name in names if name not in tree.sizes]
        if gone:
            return gone
        if self.hashes.get(seal["seq"]) != seal["hash"]:
            return [Fault("seal_event", names[0])]
        reply, roots = (read(tree, name, BLOCK) for name in names)
        beside = runpy.run_path(str(Path(__file__).resolve().with_name("verify_seals.py")))
        kind = beside["verdict"](seal, reply, roots.decode("ascii", "replace"))
        return [Fault(kind, names[0])] if kind else []


FACTS = {
    "kind", "at", "precision", "source", "duration", "channel", "direction", "outcome", "count", "until", "collector",
    "caller", "employee_id", "style", "mode", "claimed_role", "role_checked", "identity", "said_to_third", "purpose",
    "view", "tag", "amount_claimed", "payee", "case_number", "recorded_by_them", "visitors", "place", "act", "entered",
    "asked_to_leave", "left_at", "papers_shown",
}  # fmt: skip


def read(tree: Tree, name: str, limit: int) -> bytes:
    """A whole file of at most ``limit`` bytes."""
    if tree.sizes[name] > limit:
        raise Broken(Fault("too_large", name))
    with tree.open(name) as file:
        return file.read()


def lines(tree: Tree, name: str) -> Iterator[bytes]:
    """The lines of a file, one at a time."""
    with tree.open(name) as file:
        yield from iter(lambda: file.readline(LONGEST_LINE), b"")


def digest_of(tree: Tree, name: str) -> str:
    """SHA-256 of a file, hexadecimal."""
    seal = hashlib.sha256()
    with tree.open(name) as file:
        for block in iter(lambda: file.read(BLOCK), b""):
            seal.update(block)
    return seal.hexdigest()


def main(arguments: list[str]) -> int:
    """Prints every fault on a line; gives the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if len(arguments) > 1 or arguments[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0 if len(arguments) == 1 else 2
    path = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent
    if not path.exists():
        print(f"{path}: no such file or folder 不存在", file=sys.stderr)
        return 2
    faults = examine(path)
    for fault in faults:
        english, chinese = (sentence.format(detail=fault.detail) for sentence in SENTENCES[fault.kind])
        print(f"{fault.where or path.name}: {english} {chinese}")
    if any(fault.kind not in REMARKS for fault in faults):
        return 3
    print(f"{path.name}: everything holds 全部核验通过")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
