"""The one place from which the program speaks to the network: a request to a time-stamp server the person named.

Nothing is sent but the request, to nobody but that server: no redirect is followed, no proxy of the environment is
used, no cookie and no name of the program or the computer goes along.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from evidencelog.errors import BadInput, CannotDo
from evidencelog.i18n import _

LARGEST = 1 << 18
"""Bytes of the largest answer that is read; a token with its certificates has some thousand."""
_LONGEST_URL = 500


class BadServer(BadInput):
    """What was named is no address of a time-stamp server."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url, self.reason = url, reason

    def __str__(self) -> str:
        return _("--tsa {url}: {reason}", url=repr(self.url[:_LONGEST_URL]), reason=self.reason)


class Unreachable(CannotDo):
    """A server that gave no answer, or one that is none: to be tried again later."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url, self.reason = url, reason

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"


def checked_url(url: str) -> str:
    """The address of a server as it is kept; BadServer unless it is a plain http or https address."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise BadServer(url, str(error)) from None
    if parts.scheme not in ("http", "https") or not host:
        raise BadServer(url, _("give an address that begins with http:// or https://"))
    if parts.username is not None or parts.password is not None:
        raise BadServer(url, _("an address with a user name or password would be kept in the case; leave them out"))
    if parts.fragment or not (url.isascii() and url.isprintable()) or " " in url or len(url) > _LONGEST_URL:
        raise BadServer(url, _("it holds characters an address cannot have, or is too long"))
    return url


def ask(url: str, request: bytes, *, seconds: float) -> bytes:
    """The body of the server's answer to a time-stamp request.

    ``seconds`` is the time for all of it, from the look-up of the name to the last byte. Raises Unreachable.
    """
    answers: queue.SimpleQueue[bytes | Unreachable] = queue.SimpleQueue()
    connection = _connection(url, seconds)
    given_up = threading.Event()

    def work() -> None:
        try:
            connection.connect()
            if not given_up.is_set():
                answers.put(_exchange(connection, url, request))
        except Unreachable as error:
            answers.put(error)
        except (OSError, HTTPException, ValueError) as error:
            answers.put(Unreachable(url, _reason(error)))
        finally:
            connection.close()

    threading.Thread(target=work, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise Unreachable(url, _("no answer within {n} seconds", n=f"{seconds:g}")) from None
    finally:
        given_up.set()
        _interrupt(connection)
    if isinstance(answer, Unreachable):
        raise answer
    return answer


def _connection(url: str, seconds: float) -> HTTPConnection:
    parts = urlsplit(url)
    assert parts.hostname is not None
    if parts.scheme == "https":
        return HTTPSConnection(parts.hostname, parts.port, timeout=seconds, context=ssl.create_default_context())
    return HTTPConnection(parts.hostname, parts.port, timeout=seconds)


def _exchange(connection: HTTPConnection, url: str, request: bytes) -> bytes:
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    connection.request("POST", path, request, headers)
    with connection.getresponse() as response:
        if 300 <= response.status < 400:
            raise Unreachable(url, _("it points to another address, which is not followed"))
        if response.status != 200:
            raise Unreachable(url, _("it answers with status {status}", status=response.status))
        answer = response.read(LARGEST + 1)
    if len(answer) > LARGEST:
        raise Unreachable(url, _("its answer is larger than {n} bytes", n=LARGEST))
    return answer


def _interrupt(connection: HTTPConnection) -> None:
    """Makes the thread that waits for bytes on a connection see its end."""
    line: socket.socket | None = connection.sock
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("its https certificate does not verify: {reason}", reason=error.verify_message)
    if isinstance(error, TimeoutError):
        return _("it does not answer in time")
    if isinstance(error, socket.gaierror):
        return _("its name is not found; is this computer online?")
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__
