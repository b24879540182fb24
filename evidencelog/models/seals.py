"""Time stamps over the ledger."""

from __future__ import annotations

from typing import NamedTuple


class Seal(NamedTuple):
    """A time-stamp token (RFC 3161) over the hash of one event of the ledger."""

    seq: int
    """The event it is for."""
    hash: str
    """That event's hash, hexadecimal: the digest in the token."""
    at: str
    """When the server says it saw the digest, ISO 8601 in UTC; empty where the token could not be read."""
    authority: str
    """Name in the signer's certificate; empty where it could not be read."""
    checked: bool
    """Whether signature and certificates were checked when it came."""
    named: bool
    """Whether the person named the root certificate; else it is the one the server sent along."""
    server: str
    """Address it was fetched from; never in a packet."""
    token: bytes
    """The server's answer as it came."""
    roots: str
    """The certificates it is checked against, PEM."""

    @property
    def epoch(self) -> int:
        """``at`` in seconds since 1970."""
        from datetime import datetime

        return int(datetime.fromisoformat(self.at).timestamp()) if self.at else 0
