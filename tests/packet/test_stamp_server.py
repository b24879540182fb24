"""What is asked over the network: encrypted connections are checked, and no trick of a server holds the program up."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from evidencelog.packet.stamp_server import Unreachable, ask

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that signed itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    form = serialization.Encoding.PEM
    plain = key.private_bytes(form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(made.public_bytes(form) + plain)
    return path


@contextmanager
def talking(say, certificate=None):
    """A server that hands each connection to ``say``; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)

        def serve():
            try:
                connection, _address = listening.accept()
                if certificate:
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    context.load_cert_chain(certificate)
                    connection = context.wrap_socket(connection, server_side=True)
                with connection:
                    say(connection)
            except OSError:
                return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(10)


def answer(connection):
    heard = b""
    while b"the query" not in heard:
        heard += connection.recv(4096)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nthe answer")


def test_an_encrypted_server_whose_certificate_is_trusted_is_asked(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with talking(answer, certificate) as port:
        assert ask(f"https://127.0.0.1:{port}/", b"the query", seconds=10) == b"the answer"


def test_one_that_is_not_trusted_hears_nothing(certificate):
    heard = []

    def listen(connection):
        heard.append(connection.recv(4096))

    with talking(listen, certificate) as port, pytest.raises(Unreachable, match="https certificate does not verify"):
        ask(f"https://127.0.0.1:{port}/", b"the query", seconds=10)
    assert heard in ([], [b""])


def drip(start, piece):
    def say(connection):
        connection.sendall(start)
        try:
            while True:
                connection.sendall(piece)
                time.sleep(0.02)
        except OSError:
            return

    return say


@pytest.mark.parametrize(("start", "piece"), [
    (b"", b"H"), (b"HTTP/1.1 200 OK\r\n", b"X"), (b"HTTP/1.1 200 OK\r\nX: ", b"y"), (b"HTTP/1.1 100 Continue\r\n\r\n", b"\r\n"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"), (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
])  # fmt: skip
def test_a_server_that_drips_is_left_in_time(start, piece):
    begun = time.monotonic()
    with talking(drip(start, piece)) as port, pytest.raises(Unreachable):
        ask(f"http://127.0.0.1:{port}/", b"the query", seconds=0.4)
    assert time.monotonic() - begun < 8


@pytest.mark.parametrize("content", [
    b"", b"\x00" * 2000, b"HTTP/9.9 200 OK\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", b"SSH-2.0-x\r\n",
])  # fmt: skip
def test_broken_answers_are_no_answers_or_bytes(content):
    def say(connection):
        connection.recv(4096)
        connection.sendall(content)

    with talking(say) as port, suppress(Unreachable):
        assert ask(f"http://127.0.0.1:{port}/", b"the query", seconds=5) in (b"", b"short")
