"""Time-stamp tokens (RFC 3161): the request for one, what is checked when it comes, and the openssl way to check it.

Such a token says that a server saw a digest at a time. It is what its operator is: no service of electronic
authentication under the law of any country follows from the format, and none is claimed.
"""

from __future__ import annotations

from hashlib import sha256
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.errors import BadInput, CannotDo
from evidencelog.i18n import _
from evidencelog.packet import verify_seals
from evidencelog.packet.verify_seals import INTEGER, OID, SEQUENCE, SET, UNREADABLE, Node, Refused, whole
from evidencelog.text.neutral import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidencelog.models.seals import Seal

_LARGEST_ROOTS = 1 << 20


class Untrusted(CannotDo):
    """An answer that was read and does not hold: the server, or somebody between, gave something else."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url, self.reason = url, reason

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"


class BadRoots(BadInput):
    """The file with root certificates cannot be used."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason

    def __str__(self) -> str:
        return _("--root {name}: {reason}", name=repr(self.name), reason=self.reason)


class Request(NamedTuple):
    """A request for a token, and what the answer must repeat."""

    message: bytes
    digest: bytes
    nonce: int


class Stamp(NamedTuple):
    """What a token says and how far it was checked."""

    at: str
    """ISO 8601 in UTC; empty where it could not be read."""
    authority: str
    checked: bool
    roots: str
    """The certificates it was checked against, PEM; empty where there is none."""
    why_unchecked: str = ""


def request(message: bytes) -> Request:
    """A request for a token over the SHA-256 of a message, with a fresh nonce, asking for the certificates."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    built = TimestampRequestBuilder().data(message).hash_algorithm(HashAlgorithm.SHA256).build()
    assert built.nonce is not None
    return Request(built.as_bytes(), sha256(message).digest(), built.nonce)


def roots_of(content: bytes, name: str) -> str:
    """The certificates of a file in PEM or DER, as PEM; BadRoots."""
    if len(content) > _LARGEST_ROOTS:
        raise BadRoots(name, _("it is larger than 1 MB"))
    try:
        text = content.decode("ascii", "replace")
        found = verify_seals.certificates(text) if "-----BEGIN" in text else [content]
        for raw in found:
            verify_seals.certificate(raw)
    except UNREADABLE as error:
        raise BadRoots(name, _("it holds no certificate that can be read")) from error
    if not found:
        raise BadRoots(name, _("it holds no certificate that can be read"))
    return pem(found)


def check(url: str, reply: bytes, asked: Request, roots: str) -> Stamp:
    """Holds a server's answer against what was asked: digest, nonce, signature, and the chain to a root at its time.

    ``roots`` are the certificates the person named (PEM); without them the topmost one the server sent along is taken.
    An answer that is a token but written in a way that cannot be read comes back unchecked. Raises Untrusted.
    """
    try:
        verify_seals.token_of(reply)
    except Refused as refused:
        text = refused.reason or str(refused.status)
        raise Untrusted(url, _("it refuses to give a token: {reason}", reason=text)) from refused
    except UNREADABLE as error:
        raise Untrusted(url, _("its answer is no time-stamp token")) from error
    try:
        token = verify_seals.read(reply)
    except UNREADABLE as error:
        return Stamp("", "", False, roots, str(error))
    if token.imprint != asked.digest or token.hash != "sha256":
        raise Untrusted(url, _("its token is over another digest than the one sent"))
    if token.nonce != asked.nonce:
        raise Untrusted(url, _("its token does not repeat the number sent with the request, it may be an old one"))
    at = token.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        signer = verify_seals.signer_of(token)
        against = roots or pem([_topmost(token, signer)])
        wrong = verify_seals.fault(reply, verify_seals.certificates(against), asked.digest)
    except UNREADABLE as error:
        return Stamp(at, "", False, roots, str(error))
    if wrong == "seal_signature":
        raise Untrusted(url, _("the signature of its token does not hold, or its certificate is not for time stamps"))
    if wrong:
        raise Untrusted(
            url,
            _(
                "the certificate of {name} does not lead to the root, or one of the chain was not valid at {at}",
                name=repr(printable(signer.name)),
                at=at,
            ),
        )
    reason = _second_opinion(reply, against, asked)
    return Stamp(at, printable(signer.name), not reason, against, reason)


def printable(name: str) -> str:
    """A name from a certificate on one line, with a question mark for what the papers' font may not hold."""
    return "".join(one if ord(one) < 0x530 or 0x3000 <= ord(one) <= 0x9FFF else "?" for one in one_line(name))[:120]


def _second_opinion(reply: bytes, roots: str, asked: Request) -> str:
    """What the library finds wrong; empty when it agrees.

    It wants the certificates in the order DER gives a set, which many servers do not keep; they are not signed, so they
    are put in order for it. It takes a chain only up to a root that signed itself.
    """
    from cryptography.x509 import load_der_x509_certificate
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    found = [load_der_x509_certificate(raw) for raw in verify_seals.certificates(roots)]
    if not any(one.issuer == one.subject for one in found):
        return ""
    try:
        answer = decode_timestamp_response(in_order(reply))
        VerifierBuilder(roots=found, nonce=asked.nonce).build().verify(answer, asked.digest)
    except (VerificationError, ValueError) as error:
        return str(error)[:200]
    return ""


def in_order(reply: bytes) -> bytes:
    """The same answer with the certificates in the order DER demands of a set; nothing that is signed is touched."""
    status, token = whole(reply).parts(SEQUENCE, SEQUENCE)
    kind, held = token.parts(OID, 0xA0)
    parts = whole(held.body).parts(INTEGER, SET, SEQUENCE)
    pieces = [_node(0xA0, b"".join(sorted(_members(one)))) if one.tag == 0xA0 else one.whole for one in parts]
    inside = _node(0xA0, _node(SEQUENCE, b"".join(pieces)))
    return _node(SEQUENCE, status.whole + _node(SEQUENCE, kind.whole + inside))


def _members(node: Node) -> list[bytes]:
    return [one.whole for one in node.parts()]


def _topmost(token: verify_seals.Token, signer: verify_seals.Certificate) -> bytes:
    """The certificate in a token that is farthest from the signer's."""
    known = [verify_seals.certificate(raw) for raw in token.certificates]
    last = signer
    for _step in known:
        above = [one for one in known if one.subject == last.issuer and one.is_authority]
        if last.issuer == last.subject or not above:
            break
        last = above[0]
    return last.raw


def pem(certificates: Sequence[bytes]) -> str:
    """Certificates as a PEM text."""
    from ssl import DER_cert_to_PEM_cert

    return "".join(map(DER_cert_to_PEM_cert, certificates))


def own_signed(roots: str) -> bool:
    """Whether a PEM text holds a root that signed itself; without one openssl must be told that a part is enough."""
    found = map(verify_seals.certificate, verify_seals.certificates(roots))
    return any(one.issuer == one.subject for one in found)


def openssl_command(seal: Seal, token: str, roots: str) -> str:
    """How anyone checks a seal with openssl; ``token`` and ``roots`` are the paths of the two files."""
    words = ["openssl ts -verify", f"-digest {seal.hash}", f"-in {quote(token)}"]
    words.append(f"-CAfile {quote(roots)}" if seal.roots else "-CAfile ROOT.pem")
    if seal.at:
        words.append(f"-attime {seal.epoch}")
    if seal.roots and not own_signed(seal.roots):
        words.append("-partial_chain")
    return " ".join(words)


def file_names(seals: Sequence[Seal]) -> list[tuple[str, str]]:
    """Paths under ``data/`` of token and certificates of each seal: ``seals/EVENT-N.tsr`` and ``.pem``."""
    counted: dict[int, int] = {}
    names = []
    for seal in seals:
        counted[seal.seq] = counted.get(seal.seq, 0) + 1
        stem = f"seals/{seal.seq}-{counted[seal.seq]}"
        names.append((f"{stem}.tsr", f"{stem}.pem"))
    return names


def _node(tag: int, body: bytes) -> bytes:
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body
