"""Reads and checks RFC 3161 time-stamp tokens for ``verify.py``. Python 3.8 or newer, standard library only, no network.

A token says: the holder of this certificate saw this digest at this time. Checked are the digest, the signature (RSA as in
PKCS #1 version 1.5, ECDSA on P-256 and P-384), the purpose of the signer's certificate, and its chain to a root that
stands beside the token, all at the time the token names. What is written in another way is left to openssl.
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime, timezone
from typing import Any, NamedTuple

HASHES = {
    "2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512",
    "1.2.840.113549.1.1.11": "sha256", "1.2.840.113549.1.1.12": "sha384", "1.2.840.113549.1.1.13": "sha512",
    "1.2.840.10045.4.3.2": "sha256", "1.2.840.10045.4.3.3": "sha384", "1.2.840.10045.4.3.4": "sha512",
}  # fmt: skip
"""Digests, and signatures that name their digest, by object identifier."""
INFO_OF = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
"""What stands before the digest inside an RSA signature (RFC 8017, 9.2)."""
SIGNED_DATA, TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
RSA, EC, TIME_STAMPING = "1.2.840.113549.1.1.1", "1.2.840.10045.2.1", "1.3.6.1.5.5.7.3.8"
PURPOSE, CONSTRAINTS = "2.5.29.37", "2.5.29.19"
COMMON_NAME = "2.5.4.3"
MOST_CERTIFICATES = 30


class Curve(NamedTuple):
    """y² = x³ - 3x + b over a prime field, with a point that generates ``order`` points (FIPS 186-4)."""

    prime: int
    b: int
    x: int
    y: int
    order: int


CURVES = {
    "1.2.840.10045.3.1.7": Curve(
        0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    ),
    "1.3.132.0.34": Curve(
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF,
        0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
        0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    ),
}


class Unread(ValueError):
    """Bytes that are not what they should be, or are written in a way this program does not know."""


class Node(NamedTuple):
    """One element of DER: its tag, its bytes with the head, its content."""

    tag: int
    whole: bytes
    body: bytes

    def parts(self, *tags: int) -> list[Node]:
        """The elements inside; Unread unless they begin with these tags."""
        found, at = [], 0
        while at < len(self.body):
            node, at = element(self.body, at)
            found.append(node)
        if [node.tag for node in found[: len(tags)]] != list(tags):
            raise Unread("structure")
        return found


SEQUENCE, SET, INTEGER, BITS, OCTETS, OID, TIME = 0x30, 0x31, 0x02, 0x03, 0x04, 0x06, 0x18


def element(data: bytes, at: int = 0) -> tuple[Node, int]:
    """The element that begins at a place, and where it ends; Unread."""
    if at + 2 > len(data):
        raise Unread("cut short")
    tag, length, begin = data[at], data[at + 1], at + 2
    if length & 0x80:
        more = length & 0x7F
        if not 1 <= more <= 4 or tag & 0x1F == 0x1F:
            raise Unread("length")
        length, begin = int.from_bytes(data[begin : begin + more], "big"), begin + more
    if begin + length > len(data):
        raise Unread("cut short")
    return Node(tag, data[at : begin + length], data[begin : begin + length]), begin + length


def whole(data: bytes, tag: int = SEQUENCE) -> Node:
    """Bytes that are one element of that tag and nothing else."""
    node, end = element(data)
    if node.tag != tag or end != len(data):
        raise Unread("structure")
    return node


def oid(node: Node) -> str:
    """An object identifier in dotted form."""
    if node.tag != OID or not node.body:
        raise Unread("identifier")
    numbers, value = [], 0
    for byte in node.body:
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(value)
            value = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, [first, numbers[0] - 40 * first, *numbers[1:]]))


def number(node: Node) -> int:
    """A whole number."""
    if node.tag != INTEGER:
        raise Unread("number")
    return int.from_bytes(node.body, "big", signed=True)


def moment(node: Node) -> datetime:
    """A time in UTC, whole seconds: parts of a second are left out."""
    text = node.body.decode("ascii", "replace")
    if node.tag == 0x17:
        text = ("19" if text[:2] >= "50" else "20") + text
    found = re.match(r"^(\d{14})(?:\.\d+)?Z$", text)
    if not found:
        raise Unread("time")
    try:
        return datetime.strptime(found.group(1), "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)  # noqa: UP017 - 3.8
    except ValueError:
        raise Unread("time") from None


class Token(NamedTuple):
    """What a time-stamp token says, and what is needed to check it."""

    imprint: bytes
    hash: str
    """Name of the digest of ``imprint``; empty for one that is not known."""
    nonce: int | None
    at: datetime
    content: bytes
    signer: Node
    certificates: list[bytes]


def token_of(reply: bytes) -> bytes:
    """The token inside the answer of a server; Unread when it is no answer, Refused when it holds no token."""
    parts = whole(reply).parts(SEQUENCE)
    status = number(parts[0].parts(INTEGER)[0])
    if status not in (0, 1) or len(parts) != 2:
        raise Refused(status, _texts(parts[0]))
    if oid(parts[1].parts(OID)[0]) != SIGNED_DATA:
        raise Unread("content")
    return parts[1].whole


class Refused(Exception):
    """The server answered that it gives no token."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(status, reason)
        self.status, self.reason = status, reason


def _texts(status: Node) -> str:
    found = [text.body for node in status.parts()[1:] if node.tag == SEQUENCE for text in node.parts()]
    return b" ".join(found).decode("utf-8", "replace")


def read(reply: bytes) -> Token:
    """What the token inside a server's answer says; Unread, Refused."""
    signed = whole(whole(token_of(reply)).parts(OID, 0xA0)[1].body)
    parts = signed.parts(INTEGER, SET, SEQUENCE)
    kind, held = parts[2].parts(OID, 0xA0)[:2]
    if oid(kind) != TST_INFO:
        raise Unread("content")
    content = whole(held.body, OCTETS).body
    certificates = [one.whole for node in parts[3:] if node.tag == 0xA0 for one in node.parts()]
    signers = [one for node in parts[3:] if node.tag == SET for one in node.parts()]
    if len(signers) != 1:
        raise Unread("signers")
    info = whole(content).parts(INTEGER, OID, SEQUENCE, INTEGER, TIME)
    algorithm, digest = info[2].parts(SEQUENCE, OCTETS)
    nonces = [number(node) for node in info[5:] if node.tag == INTEGER]
    name = HASHES.get(oid(algorithm.parts(OID)[0]), "")
    nonce = nonces[0] if nonces else None
    return Token(digest.body, name, nonce, moment(info[4]), content, signers[0], certificates)


class Certificate(NamedTuple):
    """An X.509 certificate as far as a chain needs it."""

    raw: bytes
    signed: bytes
    serial: int
    issuer: bytes
    subject: bytes
    begins: datetime
    ends: datetime
    key: Node
    extensions: dict[str, tuple[bool, bytes]]
    """By identifier: whether it is critical, and its content."""
    algorithm: str
    signature: bytes

    @property
    def is_authority(self) -> bool:
        """Whether it may sign other certificates."""
        constraints = whole(self.extensions.get(CONSTRAINTS, (True, b"\x30\x00"))[1]).parts()
        return bool(constraints) and constraints[0].tag == 1 and constraints[0].body != b"\0"

    @property
    def for_time_stamps(self) -> bool:
        """Whether it is there to sign time stamps, and marked so that nobody can overlook it (RFC 3161, 2.3)."""
        critical, content = self.extensions.get(PURPOSE, (False, b"\x30\x00"))
        return critical and TIME_STAMPING in [oid(node) for node in whole(content).parts()]

    @property
    def name(self) -> str:
        """The common name of its subject, else all it holds as text."""
        names = {}
        for part in whole(self.subject).parts():
            for pair in part.parts():
                kind, value = pair.parts(OID)[:2]
                names[oid(kind)] = value.body.decode("utf-8", "replace")
        return names.get(COMMON_NAME) or ", ".join(names.values())


def certificate(raw: bytes) -> Certificate:
    """Reads one certificate in DER; Unread."""
    signed, algorithm, signature = whole(raw).parts(SEQUENCE, SEQUENCE, BITS)[:3]
    fields = [node for node in signed.parts() if node.tag not in (0x81, 0x82)]
    if fields and fields[0].tag == 0xA0:
        fields = fields[1:]
    if [node.tag for node in fields[:6]] != [INTEGER, *[SEQUENCE] * 5]:
        raise Unread("certificate")
    begins, ends = (moment(node) for node in fields[3].parts()[:2])
    extensions = {}
    for node in fields[6:]:
        for extension in whole(node.body).parts():
            pieces = extension.parts(OID)
            critical = pieces[1].tag == 1 and pieces[1].body != b"\0"
            extensions[oid(pieces[0])] = (critical, pieces[-1].body)
    return Certificate(
        raw, signed.whole, number(fields[0]), fields[2].whole, fields[4].whole, begins, ends, fields[5], extensions,
        oid(algorithm.parts(OID)[0]), signature.body[1:],
    )  # fmt: skip


def certificates(pem: str) -> list[bytes]:
    """The certificates of a PEM text, in DER."""
    found = re.findall(r"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", pem, re.DOTALL)
    return [base64.b64decode("".join(text.split())) for text in found]


def signature_holds(key: Node, hash: str, message: bytes, signature: bytes) -> bool:
    """Whether a signature is by the holder of a public key; Unread for keys and digests that are not known."""
    algorithm, bits = key.parts(SEQUENCE, BITS)[:2]
    kind = [oid(node) for node in algorithm.parts() if node.tag == OID]
    if hash not in INFO_OF:
        raise Unread("algorithm")
    digest = hashlib.new(hash, message).digest()
    if kind[0] == RSA:
        modulus, exponent = (number(node) for node in whole(bits.body[1:]).parts(INTEGER, INTEGER)[:2])
        size = (modulus.bit_length() + 7) // 8
        if not 128 <= size <= 2048 or not 1 < exponent < 1 << 64:
            raise Unread("key")
        end = b"\0" + INFO_OF[hash] + digest
        expected = b"\0\1" + b"\xff" * (size - len(end) - 2) + end
        opened = pow(int.from_bytes(signature, "big"), exponent, modulus).to_bytes(size, "big")
        return len(signature) == size and opened == expected
    if kind[0] == EC and kind[1] in CURVES:
        r, s = (number(node) for node in whole(signature).parts(INTEGER, INTEGER)[:2])
        return _elliptic(CURVES[kind[1]], bits.body[1:], int.from_bytes(digest, "big"), len(digest) * 8, r, s)
    raise Unread("algorithm")


def _elliptic(curve: Curve, point: bytes, digest: int, bits: int, r: int, s: int) -> bool:
    size = (curve.prime.bit_length() + 7) // 8
    if len(point) != 1 + 2 * size or point[0] != 4:
        raise Unread("key")
    x, y = (int.from_bytes(half, "big") for half in (point[1 : 1 + size], point[1 + size :]))
    on_curve = (y * y - x * x * x + 3 * x - curve.b) % curve.prime == 0
    if not on_curve or not (0 < r < curve.order and 0 < s < curve.order):
        return False
    digest >>= max(bits - curve.order.bit_length(), 0)
    inverse = pow(s, -1, curve.order)
    one = _times(curve, (curve.x, curve.y), digest * inverse % curve.order)
    two = _times(curve, (x, y), r * inverse % curve.order)
    total = _plus(curve, one, two)
    return total is not None and total[0] % curve.order == r


Point = Any
"""Two coordinates, or None for the point at infinity."""


def _plus(curve: Curve, one: Point, two: Point) -> Point:
    if one is None or two is None:
        return two if one is None else one
    p = curve.prime
    if one[0] == two[0]:
        if (one[1] + two[1]) % p == 0:
            return None
        slope = (3 * one[0] * one[0] - 3) * pow(2 * one[1], -1, p)
    else:
        slope = (two[1] - one[1]) * pow(two[0] - one[0], -1, p)
    x = (slope * slope - one[0] - two[0]) % p
    return x, (slope * (one[0] - x) - one[1]) % p


def _times(curve: Curve, point: Point, factor: int) -> Point:
    total = None
    while factor:
        if factor & 1:
            total = _plus(curve, total, point)
        point = _plus(curve, point, point)
        factor >>= 1
    return total


def signer_of(token: Token) -> Certificate:
    """The certificate whose holder signed a token; Unread when it is not in it."""
    issuer, serial = token.signer.parts(INTEGER, SEQUENCE)[1].parts(SEQUENCE, INTEGER)[:2]
    for raw in token.certificates:
        found = certificate(raw)
        if (found.issuer, found.serial) == (issuer.whole, number(serial)):
            return found
    raise Unread("signer")


def signed_by(token: Token, signer: Certificate) -> bool:
    """Whether the signature is over what the token says, by the holder of that certificate; Unread."""
    parts = token.signer.parts(INTEGER, SEQUENCE, SEQUENCE, 0xA0, SEQUENCE, OCTETS)
    digest = HASHES.get(oid(parts[2].parts(OID)[0]), "")
    attributes = {}
    for node in parts[3].parts():
        kind, values = node.parts(OID, SET)[:2]
        attributes[oid(kind)] = values.parts()
    if not digest or len(attributes.get(MESSAGE_DIGEST, [])) != 1 or len(attributes.get(CONTENT_TYPE, [])) != 1:
        raise Unread("attributes")
    if attributes[MESSAGE_DIGEST][0].body != hashlib.new(digest, token.content).digest():
        return False
    if oid(attributes[CONTENT_TYPE][0]) != TST_INFO:
        return False
    message = bytes([SET]) + parts[3].whole[1:]
    return signature_holds(signer.key, HASHES.get(oid(parts[4].parts(OID)[0]), digest), message, parts[5].body)


def chain_of(token: Token, signer: Certificate, roots: list[bytes]) -> list[Certificate]:
    """From the signer's certificate to one of ``roots``, each valid at the token's time; empty where none leads there."""
    known = [certificate(raw) for raw in (*roots, *token.certificates)]
    return _upward(token, signer, known, roots, set())


def _upward(
    token: Token, last: Certificate, known: list[Certificate], roots: list[bytes], tried: set[bytes]
) -> list[Certificate]:
    """The way from one certificate to a root; an authority may have several certificates, so every one is tried once."""
    tried.add(last.raw)
    if len(tried) > MOST_CERTIFICATES or not last.begins <= token.at <= last.ends:
        return []
    if last.raw in roots:
        return [last]
    for one in known:
        if one.raw in tried or one.subject != last.issuer or not one.is_authority:
            continue
        if signature_holds(one.key, HASHES.get(last.algorithm, ""), last.signed, last.signature):
            rest = _upward(token, one, known, roots, tried)
            if rest:
                return [last, *rest]
    return []


def fault(reply: bytes, roots: list[bytes], digest: bytes) -> str:
    """What is wrong with a token over ``digest``: ``""`` nothing, else a key of the sentences in ``verify.py``.

    ``seal_other``: it is over something else. ``seal_signature``: it is not signed by the holder of the certificate in
    it, or that one is not for time stamps. ``seal_chain``: no chain valid at its time leads to one of ``roots``.
    Unread, Refused where this program cannot tell.
    """
    token = read(reply)
    if token.imprint != digest or token.hash != "sha256":
        return "seal_other"
    signer = signer_of(token)
    if not signed_by(token, signer) or not signer.for_time_stamps:
        return "seal_signature"
    return "" if chain_of(token, signer, roots) else "seal_chain"


UNREADABLE = (ValueError, IndexError, KeyError, OverflowError, Refused)
"""What reading a damaged token may raise."""


def verdict(seal: dict[str, Any], reply: bytes, pem: str) -> str:
    """``fault`` for a seal as ``packet.json`` lists it, also ``seal_unchecked`` where only openssl can tell."""
    try:
        at = read(reply).at.strftime("%Y-%m-%dT%H:%M:%SZ")
    except UNREADABLE:
        return "seal_signature" if seal["checked"] else "seal_unchecked"
    if at != seal["at"]:
        return "seal_other"
    try:
        return fault(reply, certificates(pem), bytes.fromhex(seal["hash"]))
    except UNREADABLE:
        return "seal_unchecked"
