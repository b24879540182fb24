"""How an event of the ledger is sealed: canonical text, part digest, event digest, chain. Standard library only.

The byte layout, for anyone who wants to recompute it (``packet/verify.py`` does):

* An event has ``seq`` (1, 2, 3 … without gaps), ``at`` (``YYYY-MM-DDTHH:MM:SSZ``), ``kind`` (``contact.recorded``),
  ``version`` (of the layout of that kind of event), ``subject`` (an id, or the empty text) and four parts in the order
  ``facts``, ``words``, ``identity``, ``private``. Every event has all four; one without content is ``{}``.
* The text of a part is canonical JSON: keys sorted, no spaces, only the escapes JSON demands, text in Unicode form NFC,
  whole numbers only, ASCII keys. For such values this is RFC 8785.
* part digest = SHA-256(salt ‖ text as UTF-8); the salt is 16 random bytes of its own for every part.
* event digest = SHA-256 over nine fields, each preceded by its length in bytes as four bytes, big end first:
  ``seq`` in decimal digits, ``at``, ``kind``, ``version`` in decimal digits, ``subject`` (all UTF-8), then the four part
  digests (32 bytes each) in the order above.
* hash = SHA-256(prev_hash ‖ event digest), 32 + 32 bytes; the first event's prev_hash is 32 zero bytes.
"""

from __future__ import annotations

import json
import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

GENESIS = bytes(32)
"""``prev_hash`` of the first event."""

SALT_BYTES = 16
_LARGEST = 2**53 - 1
"""Beyond this a reader that keeps numbers as doubles would see another one (RFC 8785, 3.2.2.3)."""

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: dict[str, Any]) -> str:
    """The one way to write a part's content as text.

    Takes text, whole numbers, yes/no, None, lists and objects with ASCII keys; ValueError or TypeError for anything
    else, which is a mistake of the program: what people type is checked before.
    """
    _admissible(value)
    text = _encode(value)
    if not unicodedata.is_normalized("NFC", text):
        text = _encode(_composed(value))
    return text


def part_digest(salt: bytes, text: str) -> bytes:
    """SHA-256 of salt and canonical text, 32 bytes."""
    return sha256(salt + text.encode()).digest()


def event_digest(seq: int, at: str, kind: str, version: int, subject: str, part_digests: Sequence[bytes]) -> bytes:
    """SHA-256 over the head of an event and its four part digests, 32 bytes."""
    fields = (str(seq).encode(), at.encode(), kind.encode(), str(version).encode(), subject.encode(), *part_digests)
    return sha256(b"".join(len(field).to_bytes(4, "big") + field for field in fields)).digest()


def chain_hash(prev_hash: bytes, digest: bytes) -> bytes:
    """The link of the chain after an event, 32 bytes."""
    return sha256(prev_hash + digest).digest()


def _admissible(value: object) -> None:
    """Raises unless the value can be written in exactly one way."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return
    if kind is int:
        if not -_LARGEST <= value <= _LARGEST:  # type: ignore[operator]
            raise ValueError(value)
    elif kind is dict:
        for key, item in value.items():  # type: ignore[attr-defined]
            if not (type(key) is str and key.isascii()):
                raise ValueError(key)
            _admissible(item)
    elif kind is list or kind is tuple:
        for item in value:  # type: ignore[attr-defined]
            _admissible(item)
    else:
        raise TypeError(kind)


def _composed(value: Any) -> Any:
    """The value with every text in Unicode form NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {key: _composed(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_composed(item) for item in value]
    return value
