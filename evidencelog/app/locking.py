"""The passphrase of the screen lock. It keeps a passer-by from an open program; it encrypts nothing on the disk."""

from __future__ import annotations

import hashlib
import hmac
import os

from evidencelog.app.settings import LOCK_MINUTES, remember, remembered

DEFAULT_MINUTES = 10
_COST = {"n": 2**14, "r": 8, "p": 1}
"""Some 16 MiB and a twentieth of a second for each try."""


def is_set() -> bool:
    """Whether a passphrase was chosen."""
    kept = remembered().get("lock")
    return isinstance(kept, dict) and all(isinstance(kept.get(name), str) for name in ("salt", "hash"))


def choose(passphrase: str) -> None:
    """Keeps the passphrase as a salted hash; an empty one takes the lock away. SettingsUnwritable."""
    if not passphrase:
        remember(lock=None)
        return
    salt = os.urandom(16)
    remember(lock={"salt": salt.hex(), "hash": _hash(passphrase, salt).hex()})


def opens(passphrase: str) -> bool:
    """Whether it is the passphrase that was chosen; any opens where none was."""
    kept = remembered().get("lock")
    if not is_set() or kept is None:
        return True
    try:
        salt, wanted = bytes.fromhex(kept["salt"]), bytes.fromhex(kept["hash"])
    except ValueError:  # damaged by hand: as if none had been chosen, the case itself is as open as ever
        return True
    return hmac.compare_digest(_hash(passphrase, salt), wanted)


def minutes(settled: int | None) -> int:
    """Minutes without a key until it locks: as settled in the file, else ten."""
    return settled if settled is not None and settled in LOCK_MINUTES else DEFAULT_MINUTES


def _hash(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, **_COST)
