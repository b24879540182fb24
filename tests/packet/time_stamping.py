"""A time-stamp authority of one's own: certificates, and ``openssl ts`` behind a small server on loopback."""

from __future__ import annotations

import subprocess
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG = """
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
crypto_device = builtin
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = {digest}
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Authority(NamedTuple):
    """A root, a certificate between and a signer, as PEM files in a folder."""

    folder: Path

    def file(self, name: str) -> Path:
        return self.folder / f"{name}.pem"

    def reply(self, query: bytes, *, signer: str = "signer", chain: str = "chain", digest: str = "sha256") -> bytes:
        """What ``openssl ts`` answers; ``chain`` is sent along (``none``: only the signer's certificate)."""
        asked, answer = self.folder / f"{time.monotonic_ns()}.tsq", self.folder / f"{time.monotonic_ns()}.tsr"
        config = self.folder / f"{digest}.cnf"
        config.write_text(CONFIG.format(folder=self.folder, digest=digest))
        asked.write_bytes(query)
        words = ["openssl", "ts", "-reply", "-config", str(config), "-queryfile", str(asked), "-out", str(answer)]
        words += ["-signer", str(self.file(signer)), "-inkey", str(self.file(f"{signer}-key"))]
        words += ["-chain", str(self.file(chain))] if chain != "none" else []
        done = subprocess.run(words, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return answer.read_bytes()


def make_authority(folder: Path) -> Authority:
    """Certificates for everything the tests need, RSA and elliptic."""
    keys: dict[str, Any] = {}
    now = datetime.now(UTC)

    def add(name: str, above: str, *, authority: bool, days: tuple[int, int] = (-10, 365), elliptic: Any = None,
            called: str | None = None, key: str = "") -> None:  # fmt: skip
        if key:
            keys[name] = keys[key]
        else:
            keys[name] = ec.generate_private_key(elliptic) if elliptic else rsa.generate_private_key(65537, 2048)
        issuer = x509.load_pem_x509_certificate((folder / f"{above}.pem").read_bytes()).subject if above else None
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, called or f"Example {name}")])
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer or subject)
            .public_key(keys[name].public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=days[0]))
            .not_valid_after(now + timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if not authority:
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        made = builder.sign(keys[above or name], hashes.SHA256())
        (folder / f"{name}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
        form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        (folder / f"{name}-key.pem").write_bytes(keys[name].private_bytes(serialization.Encoding.PEM, *form))

    add("root", "", authority=True)
    add("between", "root", authority=True)
    add("signer", "between", authority=False)
    add("expired", "between", authority=False, days=(-30, -1))
    add("other", "", authority=True, called="Example root")
    add("p256-root", "", authority=True, elliptic=ec.SECP384R1())
    add("p256", "p256-root", authority=False, elliptic=ec.SECP256R1())
    add("p384", "p256-root", authority=False, elliptic=ec.SECP384R1())
    add("p521", "p256-root", authority=False, elliptic=ec.SECP521R1())
    add("elder", "", authority=True)
    add("root-by-elder", "elder", authority=True, called="Example root", key="root")
    bundles = {
        "chain": ("between", "root"),
        "p256-chain": ("p256-root",),
        "crossed-only": ("between", "root-by-elder"),
        "crossed": ("between", "root", "root-by-elder", "elder"),
    }
    for name, parts in bundles.items():
        (folder / f"{name}.pem").write_bytes(b"".join((folder / f"{part}.pem").read_bytes() for part in parts))
    return Authority(folder)


class Server:
    """Answers time-stamp requests in the way ``mode`` says; ``seen`` holds path, headers and body of each request."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self.mode = "good"
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.stop = threading.Event()
        self.url = ""

    def answer(self, query: bytes) -> bytes:
        """The body for one request; bytes for a mode that answers with something else."""
        reply = self.authority.reply
        if self.mode in ("expired", "p256", "p384", "p521"):
            return reply(query, signer=self.mode, chain="chain" if self.mode == "expired" else "p256-chain")
        if self.mode == "alone":
            return reply(query, chain="none")
        if self.mode == "between":
            return reply(query, chain="between")
        if self.mode == "other data":  # the digest of another log, with the nonce of the request
            at = query.index(b"\x04\x20") + 2
            return reply(query[:at] + bytes(32) + query[at + 32 :])
        if self.mode == "other nonce":
            at = query.rindex(b"\x01\x01\xff") - 1  # the last byte before the wish for certificates
            return reply(query[:at] + bytes([query[at] ^ 1]) + query[at + 1 :])
        if self.mode == "bent":  # one bit of the signature, which ends the token
            good = reply(query)
            return good[:-1] + bytes([good[-1] ^ 1])
        if self.mode == "refusing":
            return bytes.fromhex("3030302e0201023029") + b"\x0c\x27" + b"not today, and not for digests like it."[:39]
        if self.mode == "page":
            return b"<html><body>Sign in to the network</body></html>"
        if self.mode == "empty":
            return b""
        if self.mode == "huge":
            return b"\x30" + bytes(1 << 19)
        if self.mode == "strange":  # a token as to its frame, with a content nobody can read
            return unreadable(reply(query))
        return reply(query)


def unreadable(reply: bytes) -> bytes:
    """The same answer with its signed content marked as something else than a time stamp."""
    marked = bytes.fromhex("060b2a864886f70d0109100104")
    assert marked in reply
    return reply.replace(marked, marked[:-1] + b"\x09", 1)


@contextmanager
def serving(authority: Authority) -> Iterator[Server]:
    """A server on a free port of loopback while the block runs."""
    own = Server(authority)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            own.seen.append((self.path, dict(self.headers), query))
            if own.mode == "slow":
                own.stop.wait(10)
                return
            if own.mode == "dripping":
                self.send_response(200)
                self.end_headers()
                while not own.stop.wait(0.05):
                    try:
                        self.wfile.write(b"0")
                    except OSError:
                        return
                return
            if own.mode == "moved":
                self.send_response(307)
                self.send_header("Location", own.url + "elsewhere")
                self.end_headers()
                return
            if own.mode == "broken":
                self.send_error(500)
                return
            body = own.answer(query)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return

        def log_message(self, format: str, *args: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        own.url = f"http://127.0.0.1:{server.server_port}/"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield own
        finally:
            own.stop.set()
            server.shutdown()
            thread.join()


def openssl_verifies(reply: bytes, roots: Path, digest: str, *more: str) -> bool:
    """The verdict of ``openssl ts -verify``."""
    file = roots.parent / f"{time.monotonic_ns()}.verify.tsr"
    file.write_bytes(reply)
    words = ["openssl", "ts", "-verify", "-digest", digest, "-in", str(file), "-CAfile", str(roots), *more]
    return subprocess.run(words, capture_output=True).returncode == 0
