"""Multimedia and RCS messages of a phone backup: an ``mms`` element with its parts and addresses."""

from __future__ import annotations

import binascii
import mimetypes
import re
from pathlib import Path
from typing import TYPE_CHECKING

from evidencelog.i18n import N_, _
from evidencelog.importers.interface import ImportedRow, Part
from evidencelog.importers.phone_values import (
    LeftOut,
    addresses,
    book_name,
    digest,
    given,
    known,
    local_time,
    shown_number,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.importers.backup_xml import Element

_DIRECTIONS = {"1": "in", "2": "out"}
_BY_TYPE = {"128": "out", "130": "in", "132": "in"}
"""m_type of OMA MMS: send request, notification, retrieved."""
_NEVER_SENT = {"3": N_("a draft, never sent"), "4": N_("still in the outbox"), "5": N_("could not be sent")}
_FROM = "137"  # X-Mms-From among the types of OMA MMS addresses
_FILE, _DAMAGED = "\0file", "\0damaged"
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")  # RFC 6838, 4.2
_SLICE = 1 << 20


class Parts:
    """Takes the files out of messages while they stream by, into a folder.

    What becomes of a part is noted among its attributes, under names that no XML can hold.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self.notes: list[str] = []

    def ended(self, tag: str, attributes: dict[str, str]) -> None:
        """A child element ended: the base64 ``data`` of a ``part`` goes into a file and out of memory."""
        data = given(attributes.pop("data", None)) if tag == "part" else None
        if data is None:
            return
        self._count += 1
        path = self._folder / f"part-{self._count}"
        try:
            with path.open("wb") as file:
                for piece in _decoded(data):
                    file.write(piece)
        except binascii.Error:
            path.unlink()
            attributes[_DAMAGED] = ""
            return
        attributes[_FILE] = str(path)

    def forget(self, element: Element) -> None:
        """A row is done with: removes those of its files that nobody has taken."""
        if _FILE in element.attributes:
            Path(element.attributes[_FILE]).unlink(missing_ok=True)
        for child in element.children:
            self.forget(child)


def _decoded(data: str) -> Iterator[bytes]:
    """Base64 with or without line breaks, in slices."""
    try:
        encoded = data.encode("ascii").translate(None, b" \t\r\n")
    except UnicodeEncodeError as error:
        raise binascii.Error from error
    for at in range(0, len(encoded), _SLICE):
        yield binascii.a2b_base64(encoded[at : at + _SLICE], strict_mode=True)


def multimedia_row(element: Element, position: str, zone: str, parts: Parts) -> ImportedRow:
    """An ``mms`` element as a contact: its text parts are the content, its other parts files.

    Raises LeftOut for what was never sent, or without a usable date.
    """
    attributes = element.attributes
    box, date = attributes.get("msg_box", ""), attributes.get("date", "")
    if box in _NEVER_SENT:
        raise LeftOut(_(_NEVER_SENT[box]))
    direction = _DIRECTIONS.get(box) or _BY_TYPE.get(attributes.get("m_type", ""))
    at = local_time(date, zone)
    texts, files = _content(element, position, parts)
    subject = given(attributes.get("sub"))
    content = "\n".join([*([subject] if subject else []), *texts]) or None
    number, name = _other_side(element, direction)
    values: dict[str, object] = {
        "kind": "message",
        "at": at,
        "precision": "second",
        "source": "message",
        "channel": "sms",
        "direction": direction,
        "number": shown_number(number),
        "content": content,
        "view": "quote" if content else None,
    }
    raw = {**attributes, "parts": _raw(element, "part"), "addrs": _raw(element, "addr")}
    key = digest("mms", attributes.get("address", ""), date, box, given(attributes.get("m_id")) or "", content or "")
    return ImportedRow(known(values), position, key, name, raw, tuple(files))


def _children(element: Element, tag: str) -> list[Element]:
    """The ``part`` or ``addr`` elements, which stand in ``parts`` and ``addrs``."""
    return [inner for child in element.children for inner in child.children if inner.tag == tag]


def _raw(element: Element, tag: str) -> list[dict[str, str]]:
    return [
        {name: value for name, value in child.attributes.items() if name not in (_FILE, _DAMAGED)}
        for child in _children(element, tag)
    ]


def _content(element: Element, position: str, parts: Parts) -> tuple[list[str], list[Part]]:
    texts: list[str] = []
    files: list[Part] = []
    for part in _children(element, "part"):
        attributes = part.attributes
        media_type = _media_type(attributes.get("ct", ""))
        if media_type == "application/smil":  # how the parts are laid out on the screen
            continue
        text = given(attributes.get("text"))
        if media_type == "text/plain" and text:
            texts.append(text)
            continue
        name = _name(attributes, media_type)
        if _DAMAGED in attributes:
            parts.notes.append(_("{position}: the file {name} is damaged", position=position, name=repr(name)))
        elif path := attributes.get(_FILE):
            files.append(Part(name, media_type, Path(path)))
        elif text:
            texts.append(text)
    return texts, files


def _media_type(written: str) -> str:
    """Type and subtype in lower case, without parameters; what is none is a mere run of bytes."""
    plain = written.split(";")[0].strip().lower()
    return plain if _MEDIA_TYPE.fullmatch(plain) else "application/octet-stream"


def _name(attributes: dict[str, str], media_type: str) -> str:
    """Name of a part: name, fn or cl; otherwise made of its type."""
    for source in ("name", "fn", "cl"):
        if value := given(attributes.get(source)):
            return value
    return "part" + (mimetypes.guess_extension(media_type) or "")


def _other_side(element: Element, direction: str | None) -> tuple[str, str | None]:
    """Number and address-book name of the other side: the sender, or the first of those written to."""
    attributes = element.attributes
    listed = addresses(attributes.get("address", ""))
    senders = [
        child.attributes.get("address", "")
        for child in _children(element, "addr")
        if child.attributes.get("type") == _FROM and shown_number(child.attributes.get("address", ""))
    ]
    number = senders[0] if direction != "out" and senders else listed[0] if listed else ""
    names = [part.strip() for part in attributes.get("contact_name", "").split(",")]
    if len(names) == len(listed) and number in listed:
        return number, book_name(names[listed.index(number)], number)
    return number, book_name(names[0], number) if len(listed) == 1 and len(names) == 1 else None
